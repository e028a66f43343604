# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of the weighted displacement difference: zones counted by month, months paired, the effect estimated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from qgis.core import QgsProcessingFeedback

from offline_cache.errors import CacheError
from offline_cache.model import Month

from ...analysis.displacement import (
    LEAST_CRIMES,
    BeforeAfter,
    Displacement,
    Proportion,
    in_proportion,
    weighted_displacement_difference,
)
from ...analysis.month_dispersion import dispersion
from ...text import tr
from ..asking.two_periods import Matched, Periods, matched
from ..running.telling import step
from ..units.contiguity import UnitIndex
from ..units.inputs import Inputs
from ..units.unit_months import UnitMonths, point_months
from .period_flags import flags, redrawn_line
from .zones import Zones


@dataclass(frozen=True)
class Asked:
    """The zones, the periods (the later one begins with the intervention) and the level of the interval."""

    zones: Zones
    periods: Periods
    alpha: float


@dataclass(frozen=True)
class InterventionRun:
    """The result. `counts` has one a zone; `series` (z, m) are crimes of the z zones in the `months_held` (m,).

    `bursts` is the dispersion of months within zones, which `effect` and `proportion` allow for; `single` is the
    effect as it would be for single events. `places` (z,) are snap points with crimes.
    """

    asked: Asked
    inputs: Inputs
    months: Matched
    counts: tuple[BeforeAfter, ...]
    effect: Displacement
    single: Displacement
    proportion: Optional[Proportion]
    months_held: Sequence[Month]
    series: np.ndarray
    places: np.ndarray
    zone_of_point: np.ndarray
    bursts: float
    redrawn: str
    lines: Sequence[str]

    @property
    def too_few(self) -> bool:
        """Whether there are too few crimes for the interval to hold."""
        return sum(one.total for one in self.counts) < LEAST_CRIMES


def run_intervention(inputs: Inputs, asked: Asked, feedback: QgsProcessingFeedback) -> InterventionRun:
    """Count and estimate; raises `CacheError` with a sentence for what cannot be compared."""
    step(feedback, 30, tr("Counting crimes by zone and month"))
    geometries = [zone.geometry for zone in asked.zones.zones]
    unit = UnitIndex(geometries, feedback.isCanceled).unit_of(inputs.crimes.x, inputs.crimes.y)
    points = point_months(inputs)
    counted = UnitMonths(points.into(unit, len(geometries)), points.months, points.left_out)
    months = matched(asked.periods, set(counted.months))
    place = {month: at for at, month in enumerate(counted.months)}
    after, before = (counted.counts[:, [place[one] for one in of]] for of in (months.later, months.before))
    counts = tuple(BeforeAfter(int(one), int(other)) for one, other in zip(before.sum(axis=1), after.sum(axis=1)))
    _check_crimes(counts)
    step(feedback, 60, tr("Estimating the effect"))
    selection = inputs.crimes.selection
    told = flags(inputs.connection, selection, months) if inputs.connection is not None and selection else []
    confidence, bursts = 1 - asked.alpha, dispersion(after, before)[0]
    return InterventionRun(
        asked,
        _of_later(inputs, months),
        months,
        counts,
        _effect(counts, confidence, bursts),
        _effect(counts, confidence, 1.0),
        in_proportion(counts[0], counts[1], confidence, bursts),
        counted.months,
        counted.counts,
        np.bincount(unit[unit >= 0], minlength=len(geometries)),
        unit,
        bursts,
        redrawn_line(months),
        tuple(told),
    )


def _effect(counts: Sequence[BeforeAfter], confidence: float, bursts: float) -> Displacement:
    around, compared = counts[2:] if len(counts) > 2 else (None, None)
    return weighted_displacement_difference(counts[0], counts[1], around, compared, confidence, bursts)


def _check_crimes(counts: Sequence[BeforeAfter]) -> None:
    for counted, name in zip(counts, (tr("treated"), tr("control"))):
        if counted.total == 0:
            raise CacheError(
                tr(
                    "Not one crime lies in the {zone} area in either period, so there is nothing to compare. Choose "
                    "larger polygons, more crime types or more months."
                ).format(zone=name)
            )


def _of_later(inputs: Inputs, months: Matched) -> Inputs:
    """The inputs with the selection of the later period, and words of both."""
    crimes, periods = inputs.crimes, months.periods
    when = tr("{later} against {before}").format(later=periods.later_words, before=periods.before_words)
    selection = replace(crimes.selection, first=periods.first, last=periods.last) if crimes.selection else None
    return replace(inputs, crimes=replace(crimes, about=replace(crimes.about, when=when), selection=selection))
