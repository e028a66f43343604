# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether there are crimes enough for a test to find anything worth finding."""

from __future__ import annotations

import math

import numpy as np

WORTH_FINDING = 8.0
"""How many times the map's average a neighbourhood must hold to be worth finding. The choice is ours."""


def too_few(crimes: int, units: int, sizes: np.ndarray, threshold: float) -> np.ndarray:
    """True for the windows of `sizes` (n,) units that hold too few crimes to be judged, (n,).

    Such a window, with `WORTH_FINDING` times the map's average in it, would not have been called even if crimes were
    scattered as evenly as chance scatters them (stacks only make it harder):
    P(X ≥ min(⌈8 w N / n⌉, N)) > `threshold`, X ~ Binomial(N, w / n), N crimes on n units, w units in the window;
    `threshold` is the p at which one further unit would be called. At the usual thresholds that is an expected count
    w N / n below about one. The rule is about crimes and cell size only, not about what the map looks like.
    """
    classes, class_of = np.unique(sizes, return_inverse=True)
    few = [crimes == 0 or _beyond(crimes, units, int(size)) > threshold for size in classes]
    return np.array(few, dtype=bool)[class_of]


def _beyond(crimes: int, units: int, size: int) -> float:
    """P(X ≥ the strong count) for one size of window."""
    strong = min(math.ceil(WORTH_FINDING * size * crimes / units), crimes)
    return binomial_upper(strong, crimes, size / units)


def binomial_upper(least: int, trials: int, share: float) -> float:
    """P(X ≥ `least`), X ~ Binomial(`trials`, `share`), for `least` above the mean; to about 1e-9 of itself."""
    if least <= 0 or share >= 1:
        return 1.0
    log_first = (
        math.lgamma(trials + 1) - math.lgamma(least + 1) - math.lgamma(trials - least + 1)
        + least * math.log(share) + (trials - least) * math.log1p(-share)
    )  # fmt: skip
    term = total = 1.0
    for count in range(least, trials):
        term *= (trials - count) / (count + 1) * share / (1 - share)
        total += term
        if term < 1e-12 * total:
            break
    return min(1.0, math.exp(log_first) * total)
