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
    strong = np.minimum(np.ceil(WORTH_FINDING * classes), crimes).astype(np.int64)
    few = np.zeros(classes.size, dtype=bool)
    starts = np.flatnonzero(np.concatenate([[True], strong[1:] != strong[:-1]])).tolist()
    for begin, end in zip(starts, [*starts[1:], classes.size]):
        few[_first_beyond(int(strong[begin]), crimes, classes, begin, end, threshold) : end] = True
    return few[class_of]


def _first_beyond(least: int, crimes: int, expected: np.ndarray, begin: int, end: int, threshold: float) -> int:
    """The first place from `begin` to `end` where P(X ≥ `least`) is above the threshold: it grows with `expected`."""
    while begin < end:
        middle = (begin + end) // 2
        if binomial_upper(least, crimes, float(expected[middle]) / crimes) > threshold:
            end = middle
        else:
            begin = middle + 1
    return begin


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
