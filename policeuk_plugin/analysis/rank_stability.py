# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether the places that led in the first half of the months lead in the second, beside two chances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .errors import Cancelled, never, stop_if
from .ranking import in_top, spearman

DRAWS = 100


@dataclass(frozen=True)
class Agreement:
    """`rho`: Spearman's rank correlation of the halves over units with any crime in them; None where undefined.

    `kept`: of the first half's top, the share that is in the second's; None where the first has none.
    """

    rho: Optional[float]
    kept: Optional[float]


@dataclass(frozen=True)
class Range:
    """Mean of draws, and the bounds that hold the middle 1 − alpha of them; None where no draw had a value."""

    mean: float
    lower: float
    upper: float


@dataclass(frozen=True)
class RankStability:
    """What was found, and what chance gives with the same totals.

    `alike_…`: each half's crimes thrown on units that are all alike. `same_…`: nothing has changed: each unit keeps its
    crimes of both halves, and which of them fall into the first is drawn (multivariate hypergeometric, so that the
    halves keep their totals). `months` of each half; `top_first` and `top_second` are the sizes of the tops.
    """

    found: Agreement
    alike_rho: Optional[Range]
    alike_kept: Optional[Range]
    same_rho: Optional[Range]
    same_kept: Optional[Range]
    months: int
    top_first: int
    top_second: int
    draws: int


def rank_stability(
    counts: np.ndarray, places: int, alpha: float, seed: int, cancelled: Cancelled = never
) -> RankStability:
    """Compare the first with the last m // 2 months of `counts` (n, m); the top of a half has `places` places.

    Seeded. Raises `AnalysisCancelled`.
    """
    half = counts.shape[1] // 2
    first, second = counts[:, :half].sum(axis=1), counts[:, counts.shape[1] - half :].sum(axis=1)
    generator = np.random.default_rng(seed)
    both, units = first + second, first.size
    alike, same = [], []
    for _ in range(DRAWS):
        stop_if(cancelled)
        drawn = [
            np.bincount(generator.integers(0, units, int(one.sum()), dtype=np.int32), minlength=units)
            for one in (first, second)
        ]
        alike.append(agreement(drawn[0], drawn[1], places))
        stop_if(cancelled)
        dealt = generator.multivariate_hypergeometric(both, int(first.sum()), method="marginals")
        same.append(agreement(dealt, both - dealt, places))
    return RankStability(
        agreement(first, second, places),
        _range([one.rho for one in alike], alpha),
        _range([one.kept for one in alike], alpha),
        _range([one.rho for one in same], alpha),
        _range([one.kept for one in same], alpha),
        half,
        int(in_top(first, places).sum()),
        int(in_top(second, places).sum()),
        DRAWS,
    )


def agreement(first: np.ndarray, second: np.ndarray, places: int) -> Agreement:
    """How two series of counts (n,) of the same units agree."""
    any_crime = first + second > 0
    led = in_top(first, places)
    still = led & in_top(second, places)
    kept = float(still.sum() / led.sum()) if led.any() else None
    return Agreement(spearman(first[any_crime], second[any_crime]), kept)


def _range(values: list[Optional[float]], alpha: float) -> Optional[Range]:
    known = np.array([value for value in values if value is not None])
    if known.size == 0:
        return None
    lower, upper = np.quantile(known, (alpha / 2, 1 - alpha / 2)).tolist()
    return Range(float(known.mean()), lower, upper)
