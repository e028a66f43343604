# SPDX-License-Identifier: GPL-2.0-or-later
"""The values of one measure by area: as they are held, or put together of the LSOAs of each area."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ..areas.lookups import lsoa_areas
from ..areas.model import AreaKind, AreaSet
from ..denominators import Denominator, figures_of
from ..lsoa_grounds import grounds
from ..remembering import remembered
from .measures import SUM, HeldMeasure
from .model import ReferenceLacking

_VALUES = """
    SELECT code, value FROM area_attribute
    WHERE measure = (SELECT id FROM area_measure WHERE kind = ? AND edition = ? AND name = ?)
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
    if areas.kind is AreaKind.LSOA:
        return dict(_of_same_ground(connection, areas.edition, own, weights))
    look_up = lsoa_areas(connection, areas.kind, areas.edition)
    parts: dict[str, list[str]] = defaultdict(list)
    blurred: set[str] = set()
    for (edition, lsoa), area in look_up.area_of.items():
        if edition != held.of.edition:
            continue
        if area is None:
            blurred.update(look_up.parts.get(lsoa, ()))
        else:
            parts[area].append(lsoa)
    whole = ((area, lsoas) for area, lsoas in parts.items() if area not in blurred)
    return dict(_together(whole, own, weights))


def _of_same_ground(
    connection: sqlite3.Connection, edition: int, own: Mapping[str, float], weights: Mapping[str, float]
) -> Iterator[tuple[str, float]]:
    """Of LSOAs of the other edition: those of an LSOA where they are all of its ground; a part is not guessed at."""
    ground = grounds(connection)
    for code in {*ground.others[edition], *own}:
        whole = ground.whole_of(code, edition)
        if whole:
            yield from _together([(code, list(whole))], own, weights)


def _together(
    areas: Iterable[tuple[str, list[str]]],
    own: Mapping[str, float],
    weights: Mapping[str, float],
) -> Iterator[tuple[str, float]]:
    """The weighted mean of each area's parts, or their sum where nothing weights them."""
    for area, parts in areas:
        if not weights and all(part in own for part in parts):
            yield area, sum(own[part] for part in parts)
        elif weights and all(part in weights and (part in own or not weights[part]) for part in parts):
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
