# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether there are crimes enough for a test to find anything worth finding."""

from __future__ import annotations

import math

import numpy as np

WORTH_FINDING = 8.0
"""How many times the map's average a neighbourhood must hold to be worth finding. The choice is ours."""


def too_few(crimes: int, expected: np.ndarray, threshold: float) -> np.ndarray:
    """True for the windows that hold too few crimes to be judged, (n,); `expected` (n,) is what each should hold.

    Such a window, with `WORTH_FINDING` times as many in it, would not have been called even if crimes were scattered
    as evenly as chance scatters them (stacks only make it harder): P(X ≥ min(⌈8 e⌉, N)) > `threshold`,
    X ~ Binomial(N, e / N), N all crimes, e the expected count, `threshold` the p at which one further unit would be
    called. At the usual thresholds that is an e below about one. The rule is about the number of crimes and the size
    of cells only, not about what the map looks like.
    """
    if crimes == 0:
        return np.ones(expected.size, dtype=bool)
    classes, class_of = np.unique(np.round(expected, 9), return_inverse=True)
    few = [_beyond(crimes, float(one)) > threshold for one in classes]
    return np.array(few, dtype=bool)[class_of]


def _beyond(crimes: int, expected: float) -> float:
    """P(X ≥ the strong count) for one expected count."""
    return binomial_upper(min(math.ceil(WORTH_FINDING * expected), crimes), crimes, expected / crimes)


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
