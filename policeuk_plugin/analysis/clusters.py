# SPDX-License-Identifier: GPL-2.0-or-later
"""Clusters: neighbourhoods that hold more crimes than that many cells drawn from the map would hold, or fewer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Optional

import numpy as np

from .detectable import too_few
from .errors import AnalysisError, Cancelled, never
from .getis_ord import gi_star
from .monte_carlo import smallest_callable
from .multiple_testing import benjamini_hochberg, threshold_for_one_more
from .neighbours import Windows
from .tails import Dealing, lower_tail, upper_tail


class Verdict(Enum):
    """What is said of a cell."""

    CLUSTER = "cluster"
    EDGE = "edge"
    NOT_A_CLUSTER = "not a cluster"
    TOO_FEW = "too few crimes"
    QUIET = "quiet"
    NOT_QUIET = "not quiet"
    NEITHER = "neither"
    NOT_TESTED = "not tested"


VERDICTS = tuple(Verdict)
"""`Clusters.verdict` holds places in this."""


class Direction(Enum):
    """Which neighbourhoods are looked for: those with more crimes than chance puts there, with fewer, or both."""

    HOT = "hot"
    COLD = "cold"
    BOTH = "both"


class Method(Enum):
    """How p was found."""

    EXACT = "exact permutation"
    DRAWN = "random permutations"
    BINOMIAL = "exact binomial"


@dataclass(frozen=True)
class Clusters:
    """The answer for n cells, arrays (n,), with what it rests on.

    `window_size` cells and `window_count` crimes in each cell's window; `expected` crimes in that many average cells
    of the same strata, or in proportion to what is at risk; `z` Gi* for information; `p` of the permutation test for
    as many crimes; `q` after Benjamini-Hochberg over all n cells; `verdict` places in `VERDICTS`. Of the cells called,
    a share of `alpha` at most is expected to be called wrongly. `threshold` is the p at which one further cell would
    have been called. `strata` is the number of groups within which cells were exchanged. `draws` is 0 when exact;
    `smallest` is the number of cells that must stand out together before any can be called (1 when exact).

    `p_cold` and `q_cold` are those for as few crimes, and `quiet_possible` says where even an empty window would have
    been called; None where only hot ones were looked for. Where only cold ones were, `p` and `q` are NaN. Where both
    were, each direction has half of `alpha`: q is twice that of its direction, and called at or below `alpha`.
    """

    window_size: np.ndarray
    window_count: np.ndarray
    expected: np.ndarray
    z: np.ndarray
    p: np.ndarray
    q: np.ndarray
    verdict: np.ndarray
    alpha: float
    threshold: float
    method: Method
    strata: int
    draws: int
    smallest: int
    direction: Direction = Direction.HOT
    p_cold: Optional[np.ndarray] = None
    q_cold: Optional[np.ndarray] = None
    quiet_possible: Optional[np.ndarray] = None

    def is_(self, verdict: Verdict) -> np.ndarray:
        """True for the cells of one verdict, (n,)."""
        return self.verdict == VERDICTS.index(verdict)


def find_clusters(
    counts: np.ndarray,
    windows: Windows,
    alpha: float = 0.05,
    strata: Optional[np.ndarray] = None,
    seed: int = 0,
    cancelled: Cancelled = never,
    direction: Direction = Direction.HOT,
    expected: Optional[np.ndarray] = None,
    enough: float = 1.0,
) -> Clusters:
    """Test every cell's window, own cell included, against permutations of all cells, with BH over all cells.

    `counts` (n,) are crimes in the cells of the study area, empty cells included; fractions are tested by drawing
    with `seed`, and so are windows too large to count exactly. Whole cells of a grid are alike; for units of unequal
    size give `strata` (n,), from `strata_of_size`: units are then exchanged within their stratum. Cells that the
    border cuts hold less for want of room: dealt out among whole ones they would look quiet, and whole ones hot.
    `expected` (n,), above zero: crimes in proportion to what is at risk, see `Dealing` and at_risk.py. Where only the
    verdicts are wanted `enough` may be `alpha`: a p above it is then only bounded from below, which is faster and
    calls the same, for nothing with a p above `alpha` is ever called. The verdicts:

    - called: q ≤ α and at least two cells of the window hold crimes (one stack alone is never a cluster);
    - `cluster`: called, and the cell itself holds crimes; `edge`: holds none, but lies in the window of a called cell;
    - `quiet`: q_cold ≤ α, of a window of at least two cells;
    - `too few crimes`: none of these, and so few crimes that even a strong cluster would not have been called
      (`detectable`), nor an empty window called quiet, as far as each was looked for;
    - `not a cluster`, `not quiet`: the rest of one direction; of both, those where only that could have been shown;
    - `neither`: of both, those where either could have been.

    All counts equal: every p is 1, z is NaN, nothing is called.

    Raises `AnalysisError` for counts that are negative, missing or do not fit the windows, and for a bad `alpha`.
    """
    counts = checked_counts(counts, windows, alpha)
    strata = np.zeros(counts.size, dtype=np.int64) if strata is None else np.asarray(strata)
    share = alpha / 2 if direction is Direction.BOTH else alpha
    dealing = Dealing(counts, windows, strata, share, seed, cancelled, expected, enough)
    hot = _hot(dealing) if direction is not Direction.COLD else None
    cold = _cold(dealing) if direction is not Direction.HOT else None
    draws = max(side.draws for side in (hot, cold) if side is not None)
    nothing, adjusted = np.full(counts.size, np.nan), alpha / share
    return Clusters(
        window_size=windows.sizes,
        window_count=windows.sums(counts),
        expected=_expected(dealing),
        z=gi_star(counts if expected is None else counts / expected, windows),
        p=hot.p if hot else nothing,
        q=np.minimum(adjusted * hot.q, 1.0) if hot else nothing,
        verdict=_verdicts(counts, windows, hot, cold),
        alpha=alpha,
        threshold=(hot or cold).threshold,  # type: ignore[union-attr]
        method=Method.DRAWN if draws else Method.EXACT,
        strata=int(np.unique(strata).size),
        draws=draws,
        smallest=smallest_callable(counts.size, draws, share) if draws else 1,
        direction=direction,
        p_cold=cold.p if cold else None,
        q_cold=np.minimum(adjusted * cold.q, 1.0) if cold else None,
        quiet_possible=~cold.hopeless if cold else None,
    )


@dataclass(frozen=True)
class _Side:
    """One direction: `called` (n,), and `hopeless` (n,) where nothing could have been called."""

    p: np.ndarray
    q: np.ndarray
    called: np.ndarray
    hopeless: np.ndarray
    threshold: float
    draws: int


def _hot(dealing: Dealing) -> _Side:
    p, draws = upper_tail(dealing)
    q, threshold = benjamini_hochberg(p), threshold_for_one_more(p, dealing.alpha)
    stacks = dealing.windows.sums((dealing.counts > 0).astype(np.int64))
    hopeless = too_few(round(dealing.counts.sum()), _expected(dealing), threshold)
    return _Side(p, q, (q <= dealing.alpha) & (stacks >= 2), hopeless, threshold, draws)


def _cold(dealing: Dealing) -> _Side:
    p, empty, draws = lower_tail(dealing)
    q, threshold = benjamini_hochberg(p), threshold_for_one_more(p, dealing.alpha)
    alone = dealing.windows.sizes < 2
    called = (q <= dealing.alpha) & ~alone
    return _Side(p, q, called, ~called & ((empty > threshold) | alone), threshold, draws)


def _expected(dealing: Dealing) -> np.ndarray:
    """Crimes that each window would hold, (n,), in proportion to what is at risk, else of average units."""
    each = dealing.expected
    if each is None:
        means = np.bincount(dealing.strata, dealing.counts) / np.maximum(np.bincount(dealing.strata), 1)
        each = means[dealing.strata]
    return dealing.windows.sums(each)


def _verdicts(counts: np.ndarray, windows: Windows, hot: Optional[_Side], cold: Optional[_Side]) -> np.ndarray:
    """Places in `VERDICTS`, (n,); a cluster goes before what is quiet, and that before the edge of a cluster."""
    rest = Verdict.NOT_QUIET if hot is None else Verdict.NOT_A_CLUSTER if cold is None else Verdict.NEITHER
    verdict = np.full(counts.size, VERDICTS.index(rest), dtype=np.int8)
    if hot is not None and cold is not None:
        verdict[cold.hopeless] = VERDICTS.index(Verdict.NOT_A_CLUSTER)
        verdict[hot.hopeless] = VERDICTS.index(Verdict.NOT_QUIET)
    hopeless = np.logical_and.reduce([side.hopeless for side in (hot, cold) if side is not None])
    verdict[hopeless] = VERDICTS.index(Verdict.TOO_FEW)
    if hot is not None:
        beside = np.zeros(counts.size, dtype=bool)
        beside[windows.indices[np.repeat(hot.called, windows.sizes)]] = True
        verdict[beside & (counts == 0)] = VERDICTS.index(Verdict.EDGE)
    if cold is not None:
        verdict[cold.called] = VERDICTS.index(Verdict.QUIET)
    if hot is not None:
        verdict[hot.called & (counts > 0)] = VERDICTS.index(Verdict.CLUSTER)
    return verdict


def checked_counts(counts: np.ndarray, windows: Windows, alpha: float) -> np.ndarray:
    """The counts (n,) as int64 where they are whole, else as float; raises `AnalysisError` for what are none."""
    counts = np.asarray(counts)
    if counts.size == 0 or counts.shape != (len(windows),):
        raise AnalysisError(
            f"{counts.size:,} counts do not fit {len(windows):,} cells. Choose a study area with cells."
        )
    if not 0 < alpha < 1:
        raise AnalysisError(
            f"A significance level of {alpha:g} makes no sense. Give one between 0 and 1, such as 0.05."
        )
    values = counts.astype(float)
    if not np.isfinite(values).all() or values.min() < 0:
        raise AnalysisError("Some counts are missing or below zero, so nothing can be tested. Missing is not zero.")
    whole = np.array_equal(values, np.floor(values)) and values.sum() < 2**53
    return counts.astype(np.int64) if whole else values
