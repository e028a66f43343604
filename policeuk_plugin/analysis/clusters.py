# SPDX-License-Identifier: GPL-2.0-or-later
"""Clusters: neighbourhoods that hold more crimes than that many cells drawn from the map would hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from .detectable import too_few
from .errors import AnalysisError, Cancelled, never
from .getis_ord import gi_star
from .monte_carlo import drawn_upper, draws_for, smallest_callable
from .multiple_testing import benjamini_hochberg, threshold_for_one_more
from .neighbours import Windows
from .permutation import LARGEST_EXACT_WINDOW, MOST_WORK, window_sums, work


class Verdict(Enum):
    """What is said of a cell."""

    CLUSTER = "cluster"
    EDGE = "edge"
    NOT_A_CLUSTER = "not a cluster"
    TOO_FEW = "too few crimes"


VERDICTS = tuple(Verdict)
"""`Clusters.verdict` holds places in this."""


class Method(Enum):
    """How p was found."""

    EXACT = "exact permutation"
    DRAWN = "random permutations"


@dataclass(frozen=True)
class Clusters:
    """The answer for n cells, arrays (n,), with what it rests on.

    `window_size` cells and `window_count` crimes in each cell's window, `expected` crimes in that many average cells;
    `z` Gi* for information; `p` of the permutation test, `q` after Benjamini-Hochberg over all n cells; `verdict`
    places in `VERDICTS`. Among the cells called, a share of `alpha` at most is expected to be called wrongly.
    `threshold` is the p at which one further cell would have been called. `draws` is 0 when exact;
    `smallest` is the number of cells that must stand out together before any can be called (1 when exact).
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
    draws: int
    smallest: int

    def is_(self, verdict: Verdict) -> np.ndarray:
        """True for the cells of one verdict, (n,)."""
        return self.verdict == VERDICTS.index(verdict)


def find_clusters(
    counts: np.ndarray, windows: Windows, alpha: float = 0.05, seed: int = 0, cancelled: Cancelled = never
) -> Clusters:
    """Test every cell's window, own cell included, against permutations of all cells (`methods`: whole window + BH).

    `counts` (n,) are crimes in the cells of the study area, empty cells included; fractions are tested by drawing
    with `seed`, and so are windows too large to count exactly. The verdicts:

    - called: q ≤ α and at least two cells of the window hold crimes (one stack alone is never a cluster);
    - `cluster`: called, and the cell itself holds crimes; `edge`: holds none, but lies in the window of a called cell;
    - `too few crimes`: not called, and so few crimes that even a strong cluster would not have been (`detectable`);
    - `not a cluster`: the rest. All counts equal: every p is 1, z is NaN, nothing is a cluster.

    Raises `AnalysisError` for counts that are negative, missing or do not fit the windows, and for a bad `alpha`.
    """
    counts = _checked(counts, windows, alpha)
    sizes, sums = windows.sizes, windows.sums(counts)
    largest, most = int(sizes.max()), int(sums.max())
    if _countable(counts, largest, most):
        method, draws = Method.EXACT, 0
        p = window_sums(counts, largest, most, cancelled).upper(sizes, sums)
    else:
        method, draws = Method.DRAWN, draws_for(counts.size, largest, alpha)
        p = drawn_upper(counts, sizes, sums, draws, seed, cancelled)
    q, threshold = benjamini_hochberg(p), threshold_for_one_more(p, alpha)
    verdict = _verdicts(counts, windows, q <= alpha, too_few(round(counts.sum()), counts.size, sizes, threshold))
    smallest = smallest_callable(counts.size, draws, alpha) if draws else 1
    z = gi_star(counts, windows)
    expected = sizes * counts.mean()
    return Clusters(sizes, sums, expected, z, p, q, verdict, alpha, threshold, method, draws, smallest)


def _countable(counts: np.ndarray, largest: int, cap: int) -> bool:
    """Whether the exact test can be had: whole counts, and windows and sums that are not too large."""
    whole = counts.dtype.kind == "i"
    return whole and largest <= LARGEST_EXACT_WINDOW and work(counts, largest, cap) <= MOST_WORK


def _verdicts(counts: np.ndarray, windows: Windows, small_q: np.ndarray, hopeless: np.ndarray) -> np.ndarray:
    called = small_q & (windows.sums((counts > 0).astype(np.int64)) >= 2)
    beside = np.zeros(counts.size, dtype=bool)
    beside[windows.indices[np.repeat(called, windows.sizes)]] = True
    rest = np.where(hopeless, VERDICTS.index(Verdict.TOO_FEW), VERDICTS.index(Verdict.NOT_A_CLUSTER))
    with_edges = np.where(beside & (counts == 0), VERDICTS.index(Verdict.EDGE), rest)
    return np.where(called & (counts > 0), VERDICTS.index(Verdict.CLUSTER), with_edges).astype(np.int8)


def _checked(counts: np.ndarray, windows: Windows, alpha: float) -> np.ndarray:
    """The counts as int64 where they are whole, else as float."""
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
