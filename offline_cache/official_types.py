# SPDX-License-Identifier: GPL-2.0-or-later
"""Recorded crime as ONS publishes it, by area and crime type, in the form of `area_types`: one period of a year."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Optional

from .area_counts import AreaCounts
from .area_levels import level_names, level_of
from .area_tally import AreaCount
from .area_types import AreaTypes
from .areas.lookups import newest_edition
from .areas.model import PLURALS, AreaKind, AreaSet
from .denominators import Denominator, Figures, figures_of
from .errors import CacheError
from .model import ASB, Coverage, Month, Selection
from .reference_data.model import OfficialCounts
from .reference_data.official import official_counts
from .reference_data.official_groups import groups_of_types, total_group, types_of_group

if TYPE_CHECKING:
    from numpy.typing import NDArray

OF_ONS = (AreaKind.CSP, AreaKind.PFA)
"""The kinds of area that ONS publishes counts of."""


def official_types(
    connection: sqlite3.Connection,
    selection: Selection,
    kind: AreaKind,
    which: Denominator = Denominator.RESIDENTS,
    period_end: str = "",
) -> tuple[AreaTypes, OfficialCounts]:
    """ONS's counts of all areas of a kind, or of those that lie in the area selected; types by the service's names.

    What ONS withholds is not held, and no 0. Raises `CacheError` for areas or types that ONS has no counts of.
    """
    if kind not in OF_ONS:
        raise CacheError(
            f"ONS publishes recorded crime of CSPs and police force areas, not of {PLURALS[kind]}. Choose one of these "
            "as LEVEL, or police.uk as SOURCE."
        )
    names = _types(selection)
    official = official_counts(connection, kind.value, period_end)
    areas = AreaSet(kind, newest_edition(connection, kind))
    codes = _codes(connection, selection, areas, official)
    values = _values(official, codes, names)
    figures = figures_of(connection, areas, which)
    of_all = _as_counts(connection, areas, codes, values, official, figures)
    return _as_types(of_all, names, values, official.months), official


def _types(selection: Selection) -> tuple[str, ...]:
    if ASB in selection.crime_types or (selection.with_asb and not selection.crime_types):
        raise CacheError(
            f"ONS counts recorded crime, and {ASB.lower()} is an incident, not a recorded crime. Leave it out, or "
            "choose police.uk as SOURCE."
        )
    known = types_of_group(total_group()) or ()
    names = selection.crime_types or known
    lacking = [name for name in names if name not in known]
    if lacking:
        raise CacheError(
            f"ONS has no group of crimes that is {lacking[0]}. Choose among {', '.join(known)}, or police.uk as SOURCE."
        )
    return tuple(names)


def _codes(
    connection: sqlite3.Connection, selection: Selection, areas: AreaSet, official: OfficialCounts
) -> tuple[str, ...]:
    if selection.area is None and not selection.forces:
        return tuple(sorted(official.counts))
    inside = level_of(connection, selection, areas).names
    found = tuple(sorted(code for code in official.counts if code in inside))
    if not found:
        raise CacheError(f"ONS's counts have none of the {PLURALS[areas.kind]} selected. Choose a larger area.")
    return found


def _values(official: OfficialCounts, codes: tuple[str, ...], names: tuple[str, ...]) -> list[list[Optional[int]]]:
    """Counts by area and type; None where one of the groups of a type is not published."""
    found = []
    for code in codes:
        of = official.counts[code]
        parts = [[of.get(group) for group in groups_of_types((name,)) or ()] for name in names]
        found.append([None if None in groups else sum(value or 0 for value in groups) for groups in parts])
    return found


def _as_counts(
    connection: sqlite3.Connection,
    areas: AreaSet,
    codes: tuple[str, ...],
    values: list[list[Optional[int]]],
    official: OfficialCounts,
    figures: Optional[Figures],
) -> AreaCounts:
    named = level_names(connection, areas)
    rows = []
    for code, counts in zip(codes, values):
        total = None if None in counts else sum(count or 0 for count in counts)
        months = 0 if total is None else official.months
        residents = figures.of.get(code) if figures else None
        name = named.get(code, code)
        rows.append(AreaCount(code, name, total, total or 0, months, (), (), (), None, residents))
    first, last = official_months(official)
    held = Coverage(0, 0, 0, (), (), (), first, last)
    return AreaCounts(areas, tuple(rows), tuple(Month.span(first, last)), 0, 0, 0, 0, (), figures, held)


def official_months(official: OfficialCounts) -> tuple[Month, Month]:
    """The first and the last month of the period."""
    return months_of_year(official.period_end, official.months)


def months_of_year(period_end: str, months: int) -> tuple[Month, Month]:
    """The first and the last of the months that end with `period_end`, 'YYYY-MM'."""
    last = Month.parse(period_end)
    return last.moved(1 - months), last


def _as_types(of_all: AreaCounts, names: tuple[str, ...], values: list[list[Optional[int]]], months: int) -> AreaTypes:
    import numpy as np  # not while QGIS starts

    shape = (len(values), 1, len(names))
    held: NDArray[np.bool_] = np.array([[value is not None for value in row] for row in values]).reshape(shape)
    counts = np.array([[value or 0 for value in row] for row in values], dtype=np.int64).reshape(shape)
    return AreaTypes(
        of_all=of_all,
        types=names,
        length=months,
        counts=counts,
        held=held,
        before=np.zeros(shape, dtype=np.int64),
        paired=np.zeros(shape[:2], dtype=bool),
        base=np.array([row.denominator or np.nan for row in of_all.rows], dtype=np.float64),
    )
