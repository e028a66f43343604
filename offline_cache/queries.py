# SPDX-License-Identifier: GPL-2.0-or-later
"""A selection of street-level crimes to counts, always together with their coverage."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any, Optional, Union

from .areas.lookups import area_names, carry_to_areas
from .areas.model import AreaKind
from .chosen_area import choose_lsoas
from .coverage import coverage
from .errors import CacheError
from .model import ASB, Area, By, Coverage, Dataset, Selection

# A list is bound as one text between bars: SQLite binds no lists, and a build may lack JSON.
SELECTED = """
    f.dataset = :dataset
    AND (:first IS NULL OR f.month_start >= :first) AND (:last IS NULL OR f.month_start <= :last)
    AND (:forces = '' OR instr(:forces, '|' || f.force || '|') > 0)
"""
# After `choose_lsoas`: the row's LSOA, by the edition of its file, lies in the chosen area, or its place does.
IN_AREA = """(NOT :chosen OR EXISTS (
      SELECT 1 FROM temp.chosen_lsoa a WHERE a.edition = coalesce(f.lsoa_edition, 0) AND a.lsoa = p.lsoa)
      OR EXISTS (SELECT 1 FROM temp.chosen_place b WHERE b.id = p.id))"""
CRIMES = f"""
    FROM published_file f
    JOIN crime c ON c.file = f.id AND c.id BETWEEN f.first_row AND f.last_row
    CROSS JOIN place p ON p.id = +c.place
    LEFT JOIN place_kind k ON k.id = p.kind
    LEFT JOIN lsoa l ON l.id = p.lsoa
    LEFT JOIN crime_type t ON t.id = c.type
    LEFT JOIN outcome_type o ON o.id = c.outcome
    WHERE {SELECTED}
    AND (:types = '' OR instr(:types, '|' || t.name || '|') > 0) AND (:with_asb OR t.name <> :asb)
    AND {IN_AREA}
"""


_KEYS = {
    By.FORCE: {"force": "f.force"},
    By.MONTH: {"month": "substr(f.month_start, 1, 7)"},
    By.CRIME_TYPE: {"crime_type": "t.name"},
    By.OUTCOME: {"outcome": "o.name", "outcome_group": "o.outcome_group"},
    By.LSOA: {"lsoa_edition": "f.lsoa_edition", "lsoa_code": "l.code", "lsoa_name": "l.name"},
    By.PLACE: {
        **{"place": "p.id", "longitude": "p.longitude", "latitude": "p.latitude"},
        **{"location": "p.name", "place_kind": "k.name", "lsoa_code": "l.code"},
    },
}
_BY_LSOA = f"SELECT f.lsoa_edition, l.code, count(*) {CRIMES} GROUP BY f.lsoa_edition, l.code"
_AREA_KINDS = {By.DISTRICT: AreaKind.DISTRICT, By.CSP: AreaKind.CSP}
_ONLY = {By.LSOA: "l.id > 0", By.PLACE: "p.geom IS NOT NULL"}
# Behind the count: crimes without a place, and whether the group is one of the table.
_COUNT = {
    by: f"SELECT {', '.join(keys.values())}, count(*), sum(p.geom IS NULL), min({_ONLY.get(by, '1')}) {CRIMES}"
    f" GROUP BY {', '.join(keys.values())} ORDER BY {', '.join(keys.values())}"
    for by, keys in _KEYS.items()
}
_TOTAL = f"SELECT count(*), coalesce(sum(p.geom IS NULL), 0) {CRIMES}"


@dataclass(frozen=True)
class Counts:
    """Counts of crimes with what they rest on.

    `columns` names the key columns, then `count`; `rows` agree with it; `total` is all crimes selected,
    of which `unplaced` have no snap point and `left_out` stand in no row (no place, no LSOA, or not to be
    carried to the areas asked for).
    """

    by: By
    columns: tuple[str, ...]
    rows: tuple[tuple[Union[str, int, None], ...], ...]
    total: int
    unplaced: int
    left_out: int
    area: Optional[Area]
    coverage: Coverage


def counts(connection: sqlite3.Connection, selection: Selection, by: By) -> Counts:
    """Count the street rows of `selection`; raises `CacheError` where the look-up for `by` is not in the cache."""
    held = coverage(connection, selection)
    if not held.files:
        raise CacheError(
            f"The cache holds no street file of {_asked(selection)}: nothing is known, which is not zero. "
            "'status' lists what is held."
        )
    choose_lsoas(connection, selection.area)
    parameters = street_parameters(selection)
    if by in _AREA_KINDS:
        total, unplaced = connection.execute(_TOTAL, parameters).fetchone()
        columns, rows = _by_area(connection, selection, by)
    else:
        groups = connection.execute(_COUNT[by], parameters).fetchall()
        total, unplaced = (sum(group[at] for group in groups) for at in (-3, -2))
        columns, rows = tuple(_KEYS[by]), tuple(group[:-2] for group in groups if group[-1])
    left_out = total - sum(int(row[-1] or 0) for row in rows)
    return Counts(by, (*columns, "count"), rows, total, unplaced, left_out, selection.area, held)


def _asked(selection: Selection) -> str:
    limits = [", ".join(selection.forces) or (selection.area.name if selection.area else "any force")]
    limits += [f"from {selection.first}"] if selection.first else []
    limits += [f"to {selection.last}"] if selection.last else []
    return " ".join(limits)


def street_parameters(selection: Selection) -> dict[str, Any]:
    """Values to bind to a query over street rows that ends in the common conditions."""
    return {
        **file_parameters(selection, Dataset.STREET),
        "chosen": int(selection.area is not None),
        "types": f"|{'|'.join(selection.crime_types)}|" if selection.crime_types else "",
        "with_asb": int(selection.with_asb),
        "asb": ASB,
    }


def file_parameters(selection: Selection, dataset: Dataset) -> dict[str, Any]:
    """Values to bind to `SELECTED`."""
    return {
        "dataset": dataset.value,
        "first": selection.first.start if selection.first else None,
        "last": selection.last.start if selection.last else None,
        "forces": f"|{'|'.join(selection.forces)}|" if selection.forces else "",
    }


def _by_area(
    connection: sqlite3.Connection, selection: Selection, by: By
) -> tuple[tuple[str, ...], tuple[tuple[Union[str, int, None], ...], ...]]:
    """Counts by the areas that the LSOA codes in the files lie in; what cannot be carried exactly is in no row."""
    rows = connection.execute(_BY_LSOA, street_parameters(selection))
    carried = carry_to_areas(connection, {(edition, code): count for edition, code, count in rows}, _AREA_KINDS[by])
    names = area_names(connection, carried.areas)
    columns = (f"{by.value}_edition", f"{by.value}_code", f"{by.value}_name")
    return columns, tuple(
        (carried.areas.edition, code, names.get(code, ""), count) for code, count in carried.counts.items()
    )


def crime_type_named(connection: sqlite3.Connection, text: str) -> str:
    """The published name of a crime type written in any case; raises `CacheError` with the names there are."""
    names = [name for (name,) in connection.execute("SELECT name FROM crime_type ORDER BY name")]
    for name in names:
        if name.casefold() == text.strip().casefold():
            return str(name)
    raise CacheError(f"'{text}' is not a crime type. There are: {'; '.join(names)}.")
