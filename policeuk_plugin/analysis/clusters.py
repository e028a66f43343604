# SPDX-License-Identifier: GPL-2.0-or-later
"""Clusters: neighbourhoods that hold more crimes than that many cells drawn from the map would hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Optional

import numpy as np

from .detectable import too_few
from .errors import AnalysisError, Cancelled, never
from .getis_ord import gi_star
from .monte_carlo import drawn_upper, draws_for, smallest_callable
from .multiple_testing import benjamini_hochberg, threshold_for_one_more
from .neighbours import Windows
from .permutation import LARGEST_EXACT_WINDOW, can_count, window_sums
from .strata import can_count_stratified, permuted_upper, stratified_upper


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

    `window_size` cells and `window_count` crimes in each cell's window; `expected` crimes in that many average cells
    of the same strata; `z` Gi* for information; `p` of the permutation test; `q` after Benjamini-Hochberg over all n
    cells; `verdict` places in `VERDICTS`. Of the cells called, a share of `alpha` at most is expected to be called
    wrongly. `threshold` is the p at which one further cell would have been called. `strata` is the number of groups
    within which cells were exchanged. `draws` is 0 when exact; `smallest` is the number of cells that must stand out
    together before any can be called (1 when exact).
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
) -> Clusters:
    """Test every cell's window, own cell included, against permutations of all cells, with BH over all cells.

    `counts` (n,) are crimes in the cells of the study area, empty cells included; fractions are tested by drawing
    with `seed`, and so are windows too large to count exactly. Cells of a grid are alike; for units of unequal size
    give `strata` (n,), from `strata_of_size`: units are then exchanged within their stratum. The verdicts:

    - called: q ≤ α and at least two cells of the window hold crimes (one stack alone is never a cluster);
    - `cluster`: called, and the cell itself holds crimes; `edge`: holds none, but lies in the window of a called cell;
    - `too few crimes`: not called, and so few crimes that even a strong cluster would not have been (`detectable`);
    - `not a cluster`: the rest. All counts equal: every p is 1, z is NaN, nothing is a cluster.

    Raises `AnalysisError` for counts that are negative, missing or do not fit the windows, and for a bad `alpha`.
    """
    counts = _checked(counts, windows, alpha)
    strata = np.zeros(counts.size, dtype=np.int64) if strata is None else np.asarray(strata)
    p, draws = _permutation_p(counts, windows, strata, alpha, seed, cancelled)
    q, threshold = benjamini_hochberg(p), threshold_for_one_more(p, alpha)
    means = np.bincount(strata, counts) / np.maximum(np.bincount(strata), 1)
    expected = windows.sums(means[strata])
    return Clusters(
        window_size=windows.sizes,
        window_count=windows.sums(counts),
        expected=expected,
        z=gi_star(counts, windows),
        p=p,
        q=q,
        verdict=_verdicts(counts, windows, q <= alpha, too_few(round(counts.sum()), expected, threshold)),
        alpha=alpha,
        threshold=threshold,
        method=Method.DRAWN if draws else Method.EXACT,
        strata=int(np.unique(strata).size),
        draws=draws,
        smallest=smallest_callable(counts.size, draws, alpha) if draws else 1,
    )


def _permutation_p(
    counts: np.ndarray, windows: Windows, strata: np.ndarray, alpha: float, seed: int, cancelled: Cancelled
) -> tuple[np.ndarray, int]:
    """p of each window, and how many permutations were drawn for it (0: all of them were counted)."""
    whole = counts.dtype.kind == "i"
    if whole:
        counts = counts // max(int(np.gcd.reduce(counts)), 1)  # the same p from fewer sums
    sizes, sums = windows.sizes, windows.sums(counts)
    largest, most = int(sizes.max()), int(sums.max())
    whole = whole and largest <= LARGEST_EXACT_WINDOW
    if strata.max() > 0:
        if whole and can_count_stratified(counts, windows, strata):
            return stratified_upper(counts, windows, strata, cancelled), 0
        draws = draws_for(counts.size, counts.size, alpha)
        return permuted_upper(counts, windows, strata, draws, seed, cancelled), draws
    if whole and can_count(counts, largest, most):
        return window_sums(counts, largest, most, cancelled).upper(sizes, sums), 0
    draws = draws_for(counts.size, largest, alpha)
    return drawn_upper(counts, sizes, sums, draws, seed, cancelled), draws


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
