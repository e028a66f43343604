# SPDX-License-Identifier: GPL-2.0-or-later
"""The values of one measure by area: as they are held, or put together of the LSOAs of each area."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ..areas.lookups import lsoa_areas
from ..areas.model import AreaKind, AreaSet
from ..denominators import Denominator, figures_of
from ..errors import AreasLacking
from ..lsoa_grounds import grounds
from ..remembering import remembered
from .measures import SUM, HeldMeasure
from .model import ReferenceLacking

_VALUES = """
    SELECT code, value FROM area_attribute
    WHERE measure = (SELECT id FROM area_measure WHERE kind = ? AND edition = ? AND name = ?)
"""
_CODES = """
    SELECT DISTINCT a.code FROM area_measure m JOIN area_attribute a ON a.measure = m.id
    WHERE m.kind = 'lsoa' AND m.edition = ?
"""


def measure_values(
    connection: sqlite3.Connection, areas: AreaSet, held: HeldMeasure, base: Denominator
) -> Mapping[str, float]:
    """The measure by area code, of areas of which all is known; a measure without a base of its own is of `base`.

    Raises `AreasLacking` without the look-up that leads from LSOAs to the areas, `ReferenceLacking` without the base.
    """
    own = _values(connection, held.of, held.measure.name)
    if held.of == areas or held.of.kind is areas.kind is not AreaKind.LSOA:
        return own
    weights = _weights(connection, held, base)
    return dict(_together(_made_of(connection, areas, held.of.edition), own, weights))


def _made_of(connection: sqlite3.Connection, areas: AreaSet, edition: int) -> Mapping[str, Sequence[str]]:
    """The LSOAs of an edition that together are each area; one that shares ground with others is left out."""
    find = _same_ground if areas.kind is AreaKind.LSOA else _within
    return remembered(connection, ("made of", areas, edition), lambda: find(connection, areas, edition))


def _within(connection: sqlite3.Connection, areas: AreaSet, edition: int) -> Mapping[str, Sequence[str]]:
    look_up = lsoa_areas(connection, areas.kind, areas.edition)
    if not look_up.area_of:
        raise AreasLacking(
            f"The cache has no look-up from LSOAs to {areas}. Bring it in with 'areas fetch', or import it with 'areas "
            "import'."
        )
    parts: dict[str, list[str]] = defaultdict(list)
    blurred: set[str] = set()
    for (of, lsoa), area in look_up.area_of.items():
        if of == edition and area is None:
            blurred.update(look_up.parts.get(lsoa, ()))
        elif of == edition and area is not None:
            parts[area].append(lsoa)
    return {area: lsoas for area, lsoas in parts.items() if area not in blurred}


def _same_ground(connection: sqlite3.Connection, areas: AreaSet, edition: int) -> Mapping[str, Sequence[str]]:
    """Of LSOAs of the other edition: those of an LSOA where they are all of its ground; a part is not guessed at."""
    ground = grounds(connection)
    known = {code for (code,) in connection.execute(_CODES, (edition,))}
    found = {}
    for code in {*ground.others[areas.edition], *known}:
        whole = ground.whole_of(code, areas.edition)
        if whole:
            found[code] = sorted(whole)
    return found


def _together(
    areas: Mapping[str, Sequence[str]], own: Mapping[str, float], weights: Mapping[str, float]
) -> Iterator[tuple[str, float]]:
    """The weighted mean of each area's parts, or their sum where nothing weights them."""
    for area, parts in areas.items():
        if not weights:
            if all(part in own for part in parts):
                yield area, sum(own[part] for part in parts)
        elif all(part in weights and (part in own or not weights[part]) for part in parts):
            total = sum(weights[part] for part in parts)
            if total:
                yield area, sum(weights[part] * own[part] for part in parts if weights[part]) / total


def _weights(connection: sqlite3.Connection, held: HeldMeasure, base: Denominator) -> Mapping[str, float]:
    """What LSOAs weigh in a mean; empty where the measure is added up."""
    if held.weight == SUM:
        return {}
    which = held.weight or base.value
    if which in {each.value for each in Denominator}:
        figures = figures_of(connection, held.of, Denominator(which))
        weights: Mapping[str, float] = figures.of if figures else {}
    else:
        weights = _values(connection, held.of, which)
    if not weights:
        raise ReferenceLacking(
            f"The cache has no {which} of {held.of}, by which {held.measure.title} of larger areas is worked out. "
            "Import the Census's figures of LSOAs with 'reference import' or 'areas import'."
        )
    return weights


def _values(connection: sqlite3.Connection, of: AreaSet, measure: str) -> Mapping[str, float]:
    key = ("measure", of, measure)
    return remembered(connection, key, lambda: dict(connection.execute(_VALUES, (of.kind.value, of.edition, measure))))
