# SPDX-License-Identifier: GPL-2.0-or-later
"""Smoothed rates of all areas, for all that is selected and for each crime type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Optional

import numpy as np

from ...analysis.errors import Cancelled, stop_if
from ...analysis.smoothed_rates import SmoothedRates, least_variance_without_one, smooth_rates
from ...text import tr
from ..areas.area_words import base
from ..units.unit_layer import REAL, Column
from ..writing.table_sink import TableColumn
from .rated_areas import RatedAreas
from .rated_layer import last_columns, rate_columns, spread
from .rated_words import range_text, rate_text

SCALE = 1000.0
TABLE_COLUMNS = (
    TableColumn("code", meaning=tr("Code of the area (ONS)")),
    TableColumn("name", meaning=tr("Name")),
    TableColumn("crime_type", meaning=tr("Crime type, or all selected")),
    TableColumn("count", whole=True, meaning=tr("Crimes in the months of which all is held")),
    TableColumn("rate", decimal=True, meaning=tr("Per 1,000 a year, as counted")),
    TableColumn("smoothed", decimal=True, meaning=tr("Smoothed rate per 1,000 a year")),
    TableColumn("lower", decimal=True, meaning=tr("Lower end of its 95% interval")),
    TableColumn("upper", decimal=True, meaning=tr("Upper end of its 95% interval")),
    TableColumn("own_weight", decimal=True, meaning=tr("Weight of the area's own rate, 0 to 1")),
    TableColumn("months_held", whole=True, meaning=tr("Months of which all is held")),
)
ALL = "all selected"


@dataclass(frozen=True)
class Smoothing:
    """Rates per 1,000 a year of n areas, None of areas without one."""

    name: str
    known: np.ndarray
    observed: np.ndarray
    exposure: np.ndarray
    found: SmoothedRates

    @cached_property
    def outlier(self) -> Optional[int]:
        """The area without which rates would vary less than half as much; None where there is no such one."""
        exposure = self.exposure[self.known]
        at, without = least_variance_without_one(self.observed[self.known], exposure)
        return int(np.flatnonzero(self.known)[at]) if without < self.found.variance / 2 else None

    @cached_property
    def rate(self) -> list[Optional[float]]:
        """As counted."""
        return spread(self.found.rate * SCALE, self.known)

    @cached_property
    def smoothed(self) -> list[Optional[float]]:
        """Smoothed."""
        return spread(self.found.smoothed * SCALE, self.known)

    @cached_property
    def lower(self) -> list[Optional[float]]:
        """Lower end of the interval."""
        return spread(self.found.lower * SCALE, self.known)

    @cached_property
    def upper(self) -> list[Optional[float]]:
        """Upper end of the interval."""
        return spread(self.found.upper * SCALE, self.known)

    @cached_property
    def own(self) -> list[Optional[float]]:
        """Weight of the area's own rate."""
        return spread(self.found.own, self.known)


def smoothings(rated: RatedAreas, cancelled: Cancelled) -> list[Smoothing]:
    """All that is selected first, then each type; raises `AnalysisError` with fewer than five areas."""
    rated.refuse_none()
    found = []
    for series in rated.series(by_type=True):
        stop_if(cancelled)
        known = series.found.known
        rates = smooth_rates(series.found.observed[known], series.found.exposure[known])
        found.append(Smoothing(series.name, known, series.found.observed, series.found.exposure, rates))
    return found


def columns_of(rated: RatedAreas, of: Smoothing, mapped: Sequence[Optional[float]]) -> list[Column]:
    """The fields of the layer; `mapped` decides the colours."""
    lines = [_lines(rated, of, at) for at in range(len(rated.rows))]
    per = tr("per 1,000 {of} a year").format(of=base(rated.run))
    return [
        *rate_columns(rated),
        Column("smoothed", REAL, of.smoothed, tr("Smoothed rate {per}").format(per=per)),
        Column("lower", REAL, of.lower, tr("Lower end of its 95% interval")),
        Column("upper", REAL, of.upper, tr("Upper end of its 95% interval")),
        Column("own_weight", REAL, of.own, tr("Weight of the area's own rate; the rest is that of all areas, 0 to 1")),
        *last_columns(rated, mapped, lines),
    ]


def _lines(rated: RatedAreas, of: Smoothing, at: int) -> list[str]:
    smoothed, lower, upper = of.smoothed[at], of.lower[at], of.upper[at]
    if smoothed is None or lower is None or upper is None:
        return []
    return [
        tr("As counted {rate}, smoothed {smoothed} per 1,000 {of} a year (95% interval {range}).").format(
            rate=rate_text(of.rate[at]),
            smoothed=rate_text(smoothed),
            of=base(rated.run),
            range=range_text(lower, upper),
        ),
        tr("Its own rate has {own:.0%} of the weight, that of all areas the rest.").format(own=of.own[at] or 0.0),
    ]


def table_rows(rated: RatedAreas, found: Sequence[Smoothing]) -> list[list[Any]]:
    """A row an area and crime type, first all that is selected."""
    return [
        [
            *(row.code, row.name, of.name or ALL, int(of.observed[at]) if of.known[at] else None),
            *(of.rate[at], of.smoothed[at], of.lower[at], of.upper[at], of.own[at], row.months),
        ]
        for of in found
        for at, row in enumerate(rated.rows)
    ]
