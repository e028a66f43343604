# SPDX-License-Identifier: GPL-2.0-or-later
"""At which larger areas a change could be told, where the units hold too few crimes."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from offline_cache.areas.lookups import lsoa_areas
from offline_cache.areas.model import PLURALS, AreaKind
from offline_cache.errors import CacheError

from ...analysis.change import least_told
from ...text import number, tr
from ..asking.analysis_parameters import LAYER
from ..asking.two_periods import Matched
from ..units.inputs import Inputs
from ..units.unit_months import point_months

LEVELS = (AreaKind.WARD, AreaKind.DISTRICT, AreaKind.CSP)
_LSOA_OF_PLACE = "SELECT p.id, l.code FROM place p JOIN lsoa l ON l.id = p.lsoa WHERE l.id > 0"


@dataclass(frozen=True)
class Level:
    """How many of the areas of a kind hold enough crimes in both periods together to tell a doubling."""

    kind: AreaKind
    enough: int
    areas: int


def levels_that_tell(inputs: Inputs, months: Matched, alpha: float, units: str) -> list[Level]:
    """The kinds of area above `units` (UNITS) that the cache has a look-up to, from small to large.

    Enough is what a doubling needs where each of them is tested at `alpha` over their number.
    """
    connection, place = inputs.connection, inputs.crimes.place
    kinds = [kind.value for kind in LEVELS]
    larger = LEVELS[kinds.index(units) + 1 :] if units in kinds else LEVELS
    if connection is None or place is None or units == LAYER:
        return []
    points = point_months(inputs)
    compared = {at for at, month in enumerate(points.months) if month in months.both}
    by_place: Counter[int] = Counter()
    for point, month, count in zip(points.point.tolist(), points.month.tolist(), points.count.tolist()):
        if month in compared:
            by_place[int(place[point])] += count
    code_of = dict(connection.execute(_LSOA_OF_PLACE))
    by_code: Counter[str] = Counter()
    for at, count in by_place.items():
        by_code[code_of.get(at, "")] += count
    return [level for kind in larger for level in _level(connection, kind, by_code, _codes(inputs), alpha)]


def _codes(inputs: Inputs) -> Sequence[str]:
    """The LSOAs of the study area, none where it is not made of them."""
    outlines = inputs.study.outlines if inputs.study is not None else ()
    return [outline.code for outline in outlines]


def _level(
    connection: sqlite3.Connection, kind: AreaKind, by_code: Counter[str], codes: Sequence[str], alpha: float
) -> list[Level]:
    try:
        look_up = lsoa_areas(connection, kind)
    except CacheError:  # nothing leads to such areas
        return []
    here = {look_up.area((None, code)) for code in codes}
    crimes: Counter[str] = Counter()
    for code, count in by_code.items():
        area = look_up.area((None, code))
        if area is not None and (area in here or not codes):
            crimes[area] += count
    if not crimes:
        return []
    least = least_told(alpha / len(crimes))
    return [Level(kind, sum(count >= least for count in crimes.values()), len(crimes))]


def levels_line(levels: Sequence[Level]) -> str:
    """Which of them could tell, '' where none could or nothing is known of any."""
    told = [
        tr("{enough} of {areas} {kind}").format(
            enough=number(level.enough), areas=number(level.areas), kind=PLURALS[level.kind]
        )
        for level in levels
        if level.enough
    ]
    if not told:
        return ""
    return tr("A doubling could be told in at least {levels}: choose such units.").format(levels=", ".join(told))
