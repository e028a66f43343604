# SPDX-License-Identifier: GPL-2.0-or-later
"""A cube of units and months, tested exactly: neighbourhoods that hold more crimes than chance, month after month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .clusters import checked_counts
from .detectable import too_few
from .errors import AnalysisError, Cancelled, never, stop_if
from .multiple_testing import benjamini_hochberg, threshold_for_one_more
from .neighbours import Windows
from .strata import strata_of_size
from .tails import Dealing, can_be_exact, lower_tail, upper_tail

MOST_TESTS = 8_000_000  # units times months; some 1 GB, and a minute
A_THOUSAND = 1000
"""One unit in so many counts for no more than the one after them; the choice is ours."""


@dataclass(frozen=True)
class JudgedCube:
    """n units through m steps, arrays (n, m) unless said otherwise.

    `count`: crimes in the window of a unit and step, its neighbours and the steps taken with it included; `expected`:
    what it would hold in proportion to size. `p`, `p_cold`: of as many crimes and of as few; what is above half of
    `alpha` may be too small, and is never called. `q`, `q_cold`: after Benjamini-Hochberg over all units and steps, at
    half of `alpha` a side and so doubled. `hot`, `cold`: what is called. `empty`: p of an empty window, 1 for a unit
    without neighbours. `share`: of the crimes of the step itself those in the unit's neighbourhood, NaN where the step
    has none. `crimes` (m,): all of a step and of those taken with it.
    """

    count: np.ndarray
    expected: np.ndarray
    p: np.ndarray
    p_cold: np.ndarray
    q: np.ndarray
    q_cold: np.ndarray
    hot: np.ndarray
    cold: np.ndarray
    empty: np.ndarray
    share: np.ndarray
    crimes: np.ndarray
    alpha: float
    strata: int

    @cached_property
    def could_be_hot(self) -> np.ndarray:
        """Where a strong cluster would have been called, (n, m)."""
        threshold = threshold_for_one_more(self.p.ravel(), self.alpha / 2)
        few = [too_few(total, self.expected[:, step], threshold) for step, total in enumerate(self.crimes.tolist())]
        return ~np.stack(few, axis=1)

    @cached_property
    def could_be_cold(self) -> np.ndarray:
        """Where an empty window would have been called, (n, m)."""
        return np.asarray(self.empty <= threshold_for_one_more(self.p_cold.ravel(), self.alpha / 2))


def judged_cube(
    counts: np.ndarray,
    taken: Sequence[Sequence[int]],
    windows: Windows,
    size: np.ndarray,
    alpha: float = 0.05,
    cancelled: Cancelled = never,
) -> JudgedCube:
    """Test every unit and step of whole `counts` (n, m); `taken`: the steps that each is taken with, and itself.

    Chance deals out whole units anew, each with all its months, among units of about its `size` (n,): a stack of
    crimes that stays where it is stays a stack, seasons and months with more crimes stay what they are, and only
    where the units lie is left to chance. So the sum over neighbours and steps has the exact distribution of a window
    of a map whose counts are those of the steps taken together, none taken for more than `capped` leaves of it. It is
    not that of exchanging all cells of the cube, by which a single stack that lasts, or a busy season, is hot. False
    discovery rate over the whole cube, half of `alpha` for each direction. One unit alone with crimes is never hot, a
    unit without neighbours never cold.

    Raises `AnalysisError` for counts that are no counts, or that cannot be tested exactly.
    """
    check_size(*counts.shape)
    for step in range(counts.shape[1]):
        checked_counts(counts[:, step], windows, alpha)
    strata = strata_of_size(size)
    half = alpha / 2
    p, p_cold, empty, count, expected, several = _tails(counts, taken, windows, size, strata, half, cancelled)
    q, q_cold = _adjusted(p), _adjusted(p_cold)
    alone = windows.sizes < 2
    empty[alone] = 1
    return JudgedCube(
        count=count,
        expected=expected,
        p=p,
        p_cold=p_cold,
        q=np.minimum(2 * q, 1),
        q_cold=np.minimum(2 * q_cold, 1),
        hot=(q <= half) & several,
        cold=(q_cold <= half) & ~alone[:, None],
        empty=empty,
        share=_shares(counts, windows),
        crimes=np.array([counts[:, list(together)].sum() for together in taken]),
        alpha=alpha,
        strata=int(strata.max()) + 1,
    )


def check_size(units: int, steps: int) -> None:
    """Raise `AnalysisError` where a cube of so many would take more time and memory than anyone has."""
    if units * steps > MOST_TESTS:
        raise AnalysisError(
            f"{units:,} units are too many to test in {steps:,} months or more. Choose larger cells, a smaller area or "
            "fewer months."
        )


def steps_taken(places: Sequence[int], together: int) -> list[list[int]]:
    """For each step of the calendar `places` (ascending) those of the `together` − 1 before it that are there, and it.

    What is missing is not there: its place is not taken by an older step.
    """
    at = {place: step for step, place in enumerate(places)}
    return [[at[place - back] for back in range(together - 1, -1, -1) if place - back in at] for place in places]


def capped(counts: np.ndarray) -> np.ndarray:
    """The counts (n,) with none above that of the unit after the first in a thousand, ranked from the most.

    A window that holds less than the fullest unit of the map has a p of w / n at least, since a draw may hold that
    unit: too much for so many tests, so that a burst on one snap point would hide every other place in that month and
    end hotspots that go on. The limit is the same however counts are dealt out, so p stays exact.
    """
    place = counts.size // A_THOUSAND
    most = np.partition(counts, counts.size - 1 - place)[counts.size - 1 - place]
    return np.minimum(counts, max(int(most), 1))


def _tails(
    counts: np.ndarray,
    taken: Sequence[Sequence[int]],
    windows: Windows,
    size: np.ndarray,
    strata: np.ndarray,
    alpha: float,
    cancelled: Cancelled,
) -> list[np.ndarray]:
    """Both p, that of an empty window, crimes, crimes expected, whether several units hold some: (n, m) each."""
    found = [np.empty(counts.shape[::-1], dtype=kind) for kind in (float, float, float, np.int64, float, bool)]
    share, by_step = size / size.sum(), np.ascontiguousarray(counts.T)
    for step, together in enumerate(taken):
        stop_if(cancelled)
        crimes = by_step[list(together)].sum(axis=0)
        tested = capped(crimes)
        like = None if np.allclose(size, size[0]) else share * max(float(tested.sum()), 1e-300)
        dealing = Dealing(tested, windows, strata, alpha, 0, cancelled, like, alpha)
        if not can_be_exact(dealing):
            raise AnalysisError(
                "So many crimes in neighbourhoods so large cannot be tested exactly month by month. Choose smaller "
                "units, a shorter distance, fewer months together or fewer crime types."
            )
        upper, lower, empty = upper_tail(dealing)[0], *lower_tail(dealing)[:2]
        several = windows.sums((crimes > 0).astype(np.int32)) >= 2
        made = (upper, lower, empty, windows.sums(crimes), windows.sums(share * crimes.sum()), several)
        for part, values in zip(found, made):
            part[step] = values
    return [np.ascontiguousarray(part.T) for part in found]


def _adjusted(p: np.ndarray) -> np.ndarray:
    """q after Benjamini-Hochberg over all of the cube, (n, m)."""
    return benjamini_hochberg(p.ravel()).reshape(p.shape)


def _shares(counts: np.ndarray, windows: Windows) -> np.ndarray:
    """Of each step's crimes those in each neighbourhood, (n, m)."""
    sums = np.stack([windows.sums(counts[:, step]) for step in range(counts.shape[1])], axis=1)
    totals = counts.sum(axis=0)
    return np.divide(sums, totals, out=np.full(sums.shape, np.nan), where=totals > 0)
