# SPDX-License-Identifier: GPL-2.0-or-later
"""Attributes of areas out of the cache: as imported of these areas, else put together of LSOAs."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from ..area_levels import level_look_up, level_names
from ..areas.model import AreaKind, AreaSet
from ..denominators import Denominator
from ..errors import AreasLacking, shown
from .measure_values import measure_values
from .measures import HeldMeasure, held_measures
from .model import DEFAULT_MEASURES, Attributes, ReferenceLacking

_HELP = (
    "Import Census tables, profiles or a table of your own with 'reference import', or fetch them with 'reference "
    "fetch'; in QGIS with 'Import reference data'."
)


def attributes_of(
    connection: sqlite3.Connection,
    areas: AreaSet,
    measures: Sequence[str] = (),
    base: Denominator = Denominator.HOUSEHOLDS,
) -> Attributes:
    """The measures that areas are matched by; without names those of `DEFAULT_MEASURES` that are held.

    A measure that no file has of these areas is put together of LSOAs: a share weighted by its own base, one of which
    nobody says the base by `base`. An area is NaN where one of its LSOAs is not known. Raises `ReferenceLacking` for
    measures that are not held and for those that rest on recorded crime, `AreasLacking` without the look-ups needed.
    """
    found = _chosen(connection, areas, measures)
    circular = ", ".join(held.measure.title for held in found if held.measure.circular)
    if circular:
        raise ReferenceLacking(
            f"Similar areas are not chosen by what rests on recorded crime ({circular}): crime would be compared with "
            "itself. Choose other measures, such as single domains of deprivation."
        )
    return _filled(connection, areas, found, base)


def shown_attributes_of(
    connection: sqlite3.Connection,
    areas: AreaSet,
    measures: Sequence[str] = (),
    base: Denominator = Denominator.HOUSEHOLDS,
) -> Attributes:
    """As `attributes_of`, also of measures that rest on recorded crime: to be shown, never to choose peers by."""
    return _filled(connection, areas, _chosen(connection, areas, measures), base)


def _chosen(connection: sqlite3.Connection, areas: AreaSet, measures: Sequence[str]) -> list[HeldMeasure]:
    held = held_measures(connection, areas)
    lacking = next((name for name in measures if name not in held), None)
    if lacking is not None:
        near = get_close_matches(lacking, [name for name, one in held.items() if not one.measure.circular], 3, 0.4)
        like = f" Perhaps you mean {' or '.join(near)}." if near else ""
        raise ReferenceLacking(f"The cache has no measure {shown(lacking)} of {areas}.{like} {_HELP}")
    found = [held[name] for name in dict.fromkeys(measures or DEFAULT_MEASURES) if name in held]
    if not found:
        raise ReferenceLacking(f"The cache has nothing that {areas} could be compared by. {_HELP}")
    return found


def _filled(
    connection: sqlite3.Connection, areas: AreaSet, found: Sequence[HeldMeasure], base: Denominator
) -> Attributes:
    import numpy as np

    columns = [measure_values(connection, areas, held, base) for held in found]
    codes = _codes(connection, areas, columns)
    names = level_names(connection, areas)
    values = np.array([[column.get(code, np.nan) for column in columns] for code in codes], dtype=float)
    return Attributes(
        areas,
        codes,
        tuple(names.get(code, code) for code in codes),
        tuple(held.measure for held in found),
        values.reshape(len(codes), len(found)),
    )


def _codes(connection: sqlite3.Connection, areas: AreaSet, columns: Sequence[Mapping[str, float]]) -> tuple[str, ...]:
    """All areas that look-ups lead to, whether anything is known of them; without look-ups those of which it is."""
    measured = {code for column in columns for code in column}
    try:
        known = {code for code in level_look_up(connection, areas).area_of.values() if code is not None}
    except AreasLacking:
        known = set()
    return tuple(sorted(known | measured if areas.kind is AreaKind.LSOA else known or measured))
