# SPDX-License-Identifier: GPL-2.0-or-later
"""What is at risk in each unit: residents, households, ground, or crimes of other types."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

from offline_cache.denominators import Denominator
from offline_cache.errors import CacheError
from offline_cache.model import ASB

from ...analysis.errors import Cancelled
from ...text import tr
from ..asking.analysis_parameters import LSOA
from ..running.reference_systems import WGS84
from .cell_points import cells_of_points
from .clipping import ClippedCells
from .crimes import Crimes, crimes_of_cache
from .inputs import Inputs
from .unit_inputs import UnitsAsked, units_of
from .units import Units
from .whole_months import on_whole_months


class AtRisk(enum.Enum):
    """EXPOSURE, by the word in the parameter."""

    NONE = "none"
    RESIDENTS = "residents"
    HOUSEHOLDS = "households"
    AREA = "area"
    TYPES = "crime types"


@dataclass(frozen=True)
class ExposureAsked:
    """What is at risk, and the crime types where it is crimes of other types."""

    kind: AtRisk = AtRisk.NONE
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exposure:
    """What is at risk in each unit, `units` (n,), in `words`; `points` is where it lies, None for the ground itself."""

    units: np.ndarray
    points: Optional[Crimes]
    words: str
    notes: tuple[str, ...] = ()

    def in_cells(self, clipped: ClippedCells, cancelled: Cancelled) -> np.ndarray:
        """The same in the cells of another grid, (cells,)."""
        if self.points is None:
            return clipped.share * clipped.cells.grid.cell_area
        cell = cells_of_points(clipped, self.points.x, self.points.y, cancelled)
        inside = cell >= 0
        weights = np.asarray(self.points.count, dtype=float)[inside]
        return np.bincount(cell[inside], weights, minlength=len(clipped.cells))


def exposure_of(
    asked: ExposureAsked,
    counted_in: UnitsAsked,
    inputs: Inputs,
    units: Units,
    clipped: Optional[ClippedCells],
    transforms: QgsCoordinateTransformContext,
    cancelled: Cancelled,
) -> Optional[Exposure]:
    """What is at risk in `units`, None where nothing is asked for; raises `CacheError` where it is not held."""
    if asked.kind is AtRisk.NONE:
        return None
    if asked.kind is AtRisk.AREA:
        return Exposure(units.area, None, tr("ground"))
    if asked.kind is AtRisk.TYPES:
        points, words = _pooled(asked, inputs), _pool_words(asked)
        notes: tuple[str, ...] = ()
    else:
        measure = Denominator(asked.kind.value)
        words = tr("residents") if measure is Denominator.RESIDENTS else tr("households")
        if counted_in.units == LSOA:
            return Exposure(_of_lsoas(inputs, units, measure, words), None, words)
        points, notes = _on_streets(inputs, measure, words), (_shared_out(words),)
    points = points.moved_to(inputs.crs, transforms, cancelled)
    if clipped is not None:
        found = Exposure(np.empty(0), points, words, notes)
        return replace(found, units=found.in_cells(clipped, cancelled))
    other, _ = units_of(replace(inputs, crimes=points), counted_in, cancelled)
    return Exposure(np.asarray(other.counted.count, dtype=float), points, words, notes)


def _pooled(asked: ExposureAsked, inputs: Inputs) -> Crimes:
    """Crimes of the types asked for together with those tested, see `find_clusters_at_risk`."""
    selection = inputs.crimes.selection
    if selection is None or inputs.connection is None:
        raise CacheError(
            tr("Other crime types are those of the cache: with a layer of points choose another exposure.")
        )
    if not asked.types:
        raise CacheError(tr("Choose the crime types to compare with, or another exposure."))
    if not selection.crime_types:
        raise CacheError(
            tr("All crime is tested, so no other type is left to compare with. Choose the crime types to test.")
        )
    if not set(asked.types) - set(selection.crime_types):
        raise CacheError(tr("The crime types to compare with are those that are tested. Choose others."))
    types = tuple(sorted({*selection.crime_types, *asked.types}))
    pool = crimes_of_cache(inputs.connection, replace(selection, crime_types=types, with_asb=ASB in types))
    return on_whole_months(inputs.connection, pool)[0]


def _pool_words(asked: ExposureAsked) -> str:
    return tr("crimes of the types {types} and those tested").format(types=", ".join(asked.types))


def _of_lsoas(inputs: Inputs, units: Units, measure: Denominator, words: str) -> np.ndarray:
    from offline_cache.street_figures import figures_of_lsoas  # not while QGIS starts

    edition = inputs.meant.edition if inputs.meant is not None else None
    figures = figures_of_lsoas(inputs.connection, measure, edition) if inputs.connection and edition else {}
    codes = [key[units.key_fields.index("code")] for key in units.keys]
    if not any(figures.get(code) for code in codes):
        raise _lacking(words)
    return np.array([figures.get(code, 0) for code in codes], dtype=float)


def residents_on_streets(inputs: Inputs, measure: Denominator) -> tuple[Crimes, tuple[str, ...]]:
    """Residents or households on street snap points, in WGS84 degrees, with what is to be said of that.

    Raises `CacheError` where they are not held.
    """
    words = tr("residents") if measure is Denominator.RESIDENTS else tr("households")
    return _on_streets(inputs, measure, words), (_shared_out(words),)


def _on_streets(inputs: Inputs, measure: Denominator, words: str) -> Crimes:
    """Residents or households on the snap points of streets, as points with counts."""
    from offline_cache.street_figures import street_figures  # not while QGIS starts

    if inputs.connection is None:
        raise CacheError(
            tr("{what} are known of the cache only: give an AREA beside the layer of points.").format(
                what=words.capitalize()
            )
        )
    found = street_figures(inputs.connection, measure)
    if not found.share.size:
        raise _lacking(words)
    crs = QgsCoordinateReferenceSystem(WGS84)
    return Crimes(found.longitude, found.latitude, found.share, None, crs, 0, inputs.crimes.about)


def _lacking(words: str) -> CacheError:
    return CacheError(
        tr(
            "The cache holds no {what} of the LSOAs here. Import the Census table with 'areas import', or choose "
            "another exposure."
        ).format(what=words)
    )


def _shared_out(words: str) -> str:
    return tr(
        "The {what} of each LSOA are shared out evenly among the street snap points known in it: an estimate, not a "
        "count."
    ).format(what=words)
