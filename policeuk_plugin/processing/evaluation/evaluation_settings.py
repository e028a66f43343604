# SPDX-License-Identifier: GPL-2.0-or-later
"""The settings of an evaluation: methods with cell size and radius, each with what makes its rankings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np

from ...analysis.errors import Cancelled
from ...analysis.evaluation import Forecaster
from ...analysis.forecasts import (
    Method,
    PlaceSeries,
    UnitSeries,
    by_all_months,
    by_clusters,
    by_kernel,
    by_last_month,
    by_last_year,
    by_persistence,
)
from ...text import tr
from ..asking.analysis_parameters import SQUARE
from ..units.clipping import ClippedCells
from ..units.inputs import Inputs
from ..units.unit_inputs import UnitsAsked
from ..units.unit_months import PointMonths
from ..units.units import Units

_OF_UNITS: dict[Method, Callable[[UnitSeries], Forecaster]] = {
    Method.LAST_YEAR: by_last_year,
    Method.ALL_MONTHS: by_all_months,
    Method.LAST_MONTH: by_last_month,
    Method.PERSISTENCE: by_persistence,
    Method.CLUSTERS: by_clusters,
}


@dataclass(frozen=True)
class Asked:
    """What is asked: `sizes` and `radii` in metres, ascending; `share` is a place in `evaluation.SHARES`."""

    counted_in: UnitsAsked
    methods: tuple[Method, ...]
    sizes: tuple[float, ...]
    radii: tuple[float, ...]
    hold_out: int
    share: int
    alpha: float
    seed: int


@dataclass(frozen=True)
class Setting:
    """A method with its cell size and radius in metres, None where it has none; `words` name the units."""

    method: Method
    cell: Optional[float]
    radius: Optional[float]
    words: str


@dataclass(frozen=True)
class Ground:
    """The units of one kind or size: `clipped` are its cells, None where they are no cells; `series` their crimes."""

    inputs: Inputs
    points: PointMonths
    units: Units
    clipped: Optional[ClippedCells]
    series: UnitSeries

    @property
    def size(self) -> Optional[float]:
        """The cell size in metres."""
        return self.clipped.cells.grid.size if self.clipped is not None else None


def ground_of(inputs: Inputs, points: PointMonths, units: Units, clipped: Optional[ClippedCells]) -> Ground:
    """Count the crimes of the points into the units by month."""
    counts = points.into(units.unit, len(units.keys))
    return Ground(inputs, points, units, clipped, UnitSeries(counts, units.area, units.windows))


def settings_on(
    ground: Ground, asked: Asked, with_kernel: bool, cancelled: Cancelled
) -> Iterator[tuple[Setting, Forecaster]]:
    """Every setting that can be had on this ground, one after the other; kernels only `with_kernel`."""
    for method in asked.methods:
        if method in _OF_UNITS and (method is not Method.CLUSTERS or ground.clipped is not None):
            yield Setting(method, ground.size, None, ground.units.words), _OF_UNITS[method](ground.series)
    if with_kernel and Method.KERNEL in asked.methods and ground.clipped is not None:
        places = _places(ground)
        for radius in radii_that_fit(ground, asked):
            setting = Setting(Method.KERNEL, ground.size, radius, ground.units.words)
            yield setting, by_kernel(places, ground.clipped.cells, radius, cancelled)


def radii_that_fit(ground: Ground, asked: Asked) -> list[float]:
    """The radii that are not smaller than the cells; none where the cells are no squares."""
    if asked.counted_in.units != SQUARE or ground.size is None:
        return []
    return [radius for radius in asked.radii if radius >= ground.size]


def left_out_on(ground: Ground, asked: Asked, with_kernel: bool) -> Iterator[str]:
    """Sentences on what was asked for and cannot be had."""
    if ground.clipped is None and {Method.KERNEL, Method.CLUSTERS} & set(asked.methods):
        yield tr("Kernel density and clusters are left out: they need cells that are all alike.")
    elif with_kernel and Method.KERNEL in asked.methods:
        if asked.counted_in.units != SQUARE:
            yield tr("Kernel density is left out: it is computed in squares only.")
            return
        for radius in asked.radii:
            if radius not in radii_that_fit(ground, asked):
                yield tr("A radius of {radius:g} m is left out: it is smaller than the cells of {size:g} m.").format(
                    radius=radius, size=ground.size
                )


def _places(ground: Ground) -> PlaceSeries:
    """The points inside the study area by month."""
    inside = ground.units.unit >= 0
    place = np.where(inside, np.cumsum(inside) - 1, -1)
    crimes = ground.inputs.crimes
    return PlaceSeries(crimes.x[inside], crimes.y[inside], ground.points.into(place, int(inside.sum())))
