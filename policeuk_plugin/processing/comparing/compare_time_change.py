# SPDX-License-Identifier: GPL-2.0-or-later
"""Changes on the year before, judged by how much more than counting alone would have it an area varies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

from offline_cache.areas.model import AreaKind
from offline_cache.model import SNAP_POINTS_REDRAWN, Month
from offline_cache.monthly import year_before
from offline_cache.peer_counts import PeerArea
from offline_cache.periods import Period, periods

from ...analysis.etest import e_test
from ...analysis.u_limits import u_limits
from ..peers.peer_sides import Question

LEVEL = 0.05
UP, DOWN, NO_CHANGE, NOT_JUDGED = "up", "down", "no clear change", "not judged"
SMALL = (AreaKind.LSOA, AreaKind.WARD)


@dataclass(frozen=True)
class Change:
    """A count against that of the same months a year before.

    `p_counting` is of the exact test that both have one Poisson mean; `p` of the same test with counts divided by the
    square of `spread`, how many times as much as by counting alone the months vary (None where too few are held: then
    `p` is `p_counting`). `redrawn`: a small area, and snap points were redrawn in between, so nothing is judged.
    """

    now: int
    before: int
    p: float
    p_counting: float
    spread: Optional[float] = None
    redrawn: bool = False

    @property
    def word(self) -> str:
        """Up or down where an area that varies so would rarely make it."""
        if self.redrawn:
            return NOT_JUDGED
        if self.p >= LEVEL:
            return NO_CHANGE
        return UP if self.now > self.before else DOWN

    @property
    def by_counting_alone(self) -> bool:
        """Whether it goes beyond counting alone, but not beyond how the area varies."""
        return self.word == NO_CHANGE and self.p_counting < LEVEL


def change_of(
    areas: Sequence[PeerArea], question: Question, period: Period, spread: Optional[float], kind: AreaKind
) -> Optional[Change]:
    """The change of areas together; None unless all of them have both periods."""
    now, before = together(areas, question, period), together(areas, question, period.year_before)
    if now is None or before is None:
        return None
    p_counting = p = _p(now, before)
    if spread is not None and spread > 1:
        p = max(p, _p(round(now / spread**2), round(before / spread**2)))
    return Change(now, before, p, p_counting, spread, across_redrawing(period, kind))


def across_redrawing(period: Period, kind: AreaKind) -> bool:
    """Whether a small area's months and those a year before lie on both sides of the redrawing of the snap points."""
    return kind in SMALL and period.year_before.first < SNAP_POINTS_REDRAWN <= period.last


def varying(areas: Sequence[PeerArea], question: Question, months: Sequence[Month]) -> Optional[float]:
    """How many times as much as counting alone would have them months of areas together vary; None of too few.

    From one month to the next, by days: the sigma of z of Laney's chart, which a lasting rise or fall hardly moves.
    """
    each, _ = periods(months[0], months[-1], 1)
    chart = u_limits([together(areas, question, one) for one in each], [float(one.days) for one in each])
    return chart.spread if chart is not None else None


def last_year(period: Period) -> Period:
    """The twelve months that end with a period."""
    return Period(tuple(Month.span(year_before(period.last).next(), period.last)))


def together(areas: Sequence[PeerArea], question: Question, period: Period) -> Optional[int]:
    """Crimes of areas in a period; None unless all of them have it."""
    counts = [area.count(question.parts, period.months) for area in areas]
    known = [count for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None


def _p(now: int, before: int) -> float:
    return float(e_test(np.array([now]), np.array([before]))[0])
