# SPDX-License-Identifier: GPL-2.0-or-later
"""Which measures the cache can give of areas, and where each comes from."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from ..areas.model import AreaKind, AreaSet
from .model import Measure

SUM = "sum"
"""The weight of a measure that is added up, such as a number of dwellings."""

_MEASURES = """
    SELECT m.kind, m.edition, m.name, m.title, m.year, m.weight, m.circular, s.source
    FROM area_measure m JOIN area_source s ON s.id = m.source
    WHERE m.kind IN (?, 'lsoa')
"""
_FIRST, _UNSTATED, _BY_LSOA, _OTHER = range(4)


@dataclass(frozen=True)
class HeldMeasure:
    """A measure as it is held of some set of areas; `weight` says how larger areas are put together of these."""

    of: AreaSet
    measure: Measure
    weight: str


def held_measures(connection: sqlite3.Connection, areas: AreaSet) -> dict[str, HeldMeasure]:
    """By name every measure that areas of this set can have, as held where they have it from.

    That is of these areas in the same edition, else in an edition that is not stated, else of LSOAs, else of these
    areas in another edition: a code of ONS means the same area in every edition that has it.
    """
    best: dict[str, tuple[tuple[int, int], HeldMeasure]] = {}
    for kind, edition, name, title, year, weight, circular, source in connection.execute(
        _MEASURES, (areas.kind.value,)
    ):
        of = AreaSet(AreaKind(kind), edition)
        from_lsoas = of.kind is not areas.kind
        measure = Measure(name, title, source, year, bool(circular), from_lsoas)
        rank = (_rank(of, areas), -edition)
        if name not in best or rank < best[name][0]:
            best[name] = rank, HeldMeasure(of, measure, weight)
    return {name: held for name, (_, held) in sorted(best.items())}


def _rank(of: AreaSet, areas: AreaSet) -> int:
    if of.kind is not areas.kind:
        return _BY_LSOA
    if of.edition == areas.edition:
        return _FIRST
    return _UNSTATED if of.edition == 0 else _OTHER
