# SPDX-License-Identifier: GPL-2.0-or-later
"""The places over which concentration is measured: units of the common parameters, or snap points that are known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Callable, Optional

import numpy as np
from qgis.core import QgsCoordinateTransformContext

from offline_cache.errors import CacheError

from ...analysis.places import collapse
from ...text import many, number, tr
from ..asking.analysis_parameters import SNAP_POINT
from ..units.contiguity import UnitIndex
from ..units.crimes import crimes_of_cache
from ..units.unit_inputs import UnitsAsked, units_of
from ..units.units import LEAST_UNITS

if TYPE_CHECKING:
    from ..units.inputs import Inputs
    from ..units.units import Units


@dataclass(frozen=True)
class Counted:
    """Crimes of n places, `counts` (n,) whole numbers, zeros included; `outside` are those in none.

    `units` is None for snap points. `weights` (n,): the ground of cells, None where all places count alike.
    """

    counts: np.ndarray
    outside: float
    units: Optional[Units]
    weights: Optional[np.ndarray]
    words: str
    notes: tuple[str, ...]


def counted(
    inputs: Inputs, asked: UnitsAsked, context: QgsCoordinateTransformContext, cancelled: Callable[[], bool]
) -> Counted:
    """Count the crimes; raises `CacheError` or `AnalysisError` with a sentence where that cannot be done."""
    if asked.units == SNAP_POINT:
        return _snap_points(inputs, context, cancelled)
    units, cells = units_of(inputs, asked, cancelled)
    held = units.counted
    if held.count.dtype.kind != "i":
        raise CacheError(
            tr(
                "The count field has numbers with decimals. Concentration is of crimes, which are whole: choose "
                "another."
            )
        )
    weights = units.area if cells is not None else None
    return Counted(held.count, held.outside, units, weights, units.words, units.notes)


def _snap_points(inputs: Inputs, context: QgsCoordinateTransformContext, cancelled: Callable[[], bool]) -> Counted:
    """Every snap point of the study area that held any crime or anti-social behaviour in the months chosen."""
    selection, mine = inputs.crimes.selection, inputs.crimes
    if inputs.connection is None or selection is None or mine.place is None:
        raise CacheError(tr("Snap points are known of the cache only: leave the layer of points empty."))
    whole = crimes_of_cache(inputs.connection, replace(selection, crime_types=(), with_asb=True))
    if whole.place is None:
        raise CacheError(tr("No snap point is known. Choose more months or a larger area."))
    known = whole.moved_to(inputs.crs, context, cancelled)
    inside = np.isfinite(known.x) & np.isfinite(known.y)
    if inputs.study is not None:
        index = UnitIndex([inputs.study.geometry], cancelled)
        inside[inside] = index.unit_of(known.x[inside], known.y[inside]) >= 0
    crimes = np.zeros(known.x.size, dtype=np.int64)
    crimes[np.searchsorted(whole.place, mine.place)] = mine.count
    places = collapse(known.x[inside], known.y[inside], crimes[inside])
    if places.count.size < LEAST_UNITS:
        raise CacheError(
            tr(
                "Only {points} known here, too few to compare: at least {least} are needed. Choose a larger area."
            ).format(points=many(int(places.count.size), tr("snap point is"), tr("snap points are")), least=LEAST_UNITS)
        )
    note = tr(
        "{n} snap points are known: those that held a crime of any type or anti-social behaviour in these months. "
        "Others that never held one are not known, and with them the concentration would be higher."
    ).format(n=number(int(places.count.size)))
    outside = (mine.count.sum() - places.count.sum()).item()
    return Counted(places.count, outside, None, None, tr("snap points"), (note,))
