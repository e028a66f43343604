# SPDX-License-Identifier: GPL-2.0-or-later
"""The weighted displacement difference: what an intervention changed beyond a control area."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Optional

LEAST_CRIMES = 20
"""Crimes in all counts together below which the interval, which is a normal one, does not hold. The choice is ours."""
_POWER = 0.8


@dataclass(frozen=True)
class BeforeAfter:
    """Crimes of a zone in two periods, each with what its count is divided by: its length, or the zone's size."""

    before: int
    after: int
    before_weight: float = 1.0
    after_weight: float = 1.0

    @property
    def change(self) -> int:
        """After less before."""
        return self.after - self.before

    @property
    def total(self) -> int:
        """Both."""
        return self.before + self.after

    @property
    def weighted_change(self) -> float:
        """After less before, each over its weight."""
        return self.after / self.after_weight - self.before / self.before_weight

    @property
    def variance(self) -> float:
        """Of the weighted change, where both counts are Poisson."""
        return self.after / self.after_weight**2 + self.before / self.before_weight**2


NONE = BeforeAfter(0, 0)


@dataclass(frozen=True)
class Effect:
    """An estimate in crimes: below 0 fewer. `lower` and `upper` bound it with the confidence asked for; `z`, `p` of 0.

    `detectable` crimes is the smallest true effect that the test would find in 8 of 10 cases, by these counts.
    """

    estimate: float
    error: float
    lower: float
    upper: float
    z: float
    p: float
    detectable: float

    @property
    def beyond_chance(self) -> int:
        """−1 where the interval lies below 0, 1 above, 0 where it holds it."""
        return (self.lower > 0) - (self.upper < 0)


@dataclass(frozen=True)
class Displacement:
    """The effect in the treated zone against its control, in the zone around it, and in both together (WDD)."""

    local: Effect
    around: Optional[Effect]
    total: Effect


def weighted_displacement_difference(
    treated: BeforeAfter,
    control: BeforeAfter,
    treated_around: Optional[BeforeAfter] = None,
    control_around: Optional[BeforeAfter] = None,
    confidence: float = 0.95,
    dispersion: float = 1.0,
) -> Displacement:
    """WDD = ΔT − ΔC + ΔDt − ΔDc; its variance is the sum of all the counts (over squared weights) times `dispersion`.

    Of Poisson counts, which the source takes them for, the dispersion is 1; it is never taken for less, nor where it
    is not known (NaN).

    It takes control and treated zones to change by the same number of crimes without the intervention. Source:
    Wheeler & Ratcliffe, A simple weighted displacement difference test to evaluate place based crime interventions,
    Crime Science 7:11, 2018: (207, 110), (308, 318), (178, 157), (150, 140) give −118, error √1568, −196 to −40. Of
    periods or zones of unequal size give weights: (80, 20) against (100, 50) with twice as long a time before give
    −20, √115 (tests of R's ptools).
    """
    spread = max(dispersion, 1.0) if math.isfinite(dispersion) else 1.0
    local = _effect((treated,), (control,), confidence, spread)
    if treated_around is None and control_around is None:
        return Displacement(local, None, local)
    around = (treated_around or NONE, control_around or NONE)
    return Displacement(
        local,
        _effect(around[:1], around[1:], confidence, spread),
        _effect((treated, around[0]), (control, around[1]), confidence, spread),
    )


def _effect(
    gained: tuple[BeforeAfter, ...], compared: tuple[BeforeAfter, ...], confidence: float, spread: float
) -> Effect:
    estimate = sum(one.weighted_change for one in gained) - sum(one.weighted_change for one in compared)
    error = math.sqrt(spread * sum(one.variance for one in (*gained, *compared)))
    normal = NormalDist()
    reach = normal.inv_cdf(0.5 + confidence / 2)
    z = estimate / error if error else 0.0
    return Effect(
        estimate,
        error,
        estimate - reach * error,
        estimate + reach * error,
        z,
        2 * normal.cdf(-abs(z)),
        (reach + normal.inv_cdf(_POWER)) * error,
    )


@dataclass(frozen=True)
class Proportion:
    """The treated zone's ratio over the control's, with its interval; 0.8 is a fifth fewer than without."""

    ratio: float
    lower: float
    upper: float


def in_proportion(
    treated: BeforeAfter, control: BeforeAfter, confidence: float = 0.95, dispersion: float = 1.0
) -> Optional[Proportion]:
    """The same question in proportion: (T1 / T0) / (C1 / C0); None where one of the counts is 0.

    It takes both zones to change by the same share without the intervention, so it holds where they differ in size.
    The error of its logarithm is √(φ (1/T0 + 1/T1 + 1/C0 + 1/C1)) (Woolf 1955), φ the `dispersion`, 1 at least.
    """
    counts = (treated.before, treated.after, control.before, control.after)
    if 0 in counts:
        return None
    log = math.log(treated.after / treated.before) - math.log(control.after / control.before)
    spread = max(dispersion, 1.0) if math.isfinite(dispersion) else 1.0
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) * math.sqrt(spread * sum(1 / count for count in counts))
    return Proportion(math.exp(log), math.exp(log - reach), math.exp(log + reach))
