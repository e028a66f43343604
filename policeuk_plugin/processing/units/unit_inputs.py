# SPDX-License-Identifier: GPL-2.0-or-later
"""The units that the common parameters ask for: UNITS, UNIT_LAYER and CELL_SIZE to counted `Units`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.areas.model import AreaKind
from offline_cache.errors import CacheError

from ...analysis.grid import CellShape
from ...text import tr
from ..asking import analysis_parameters as names
from ..running.telling import findings, step
from ..writing.destinations import check_destinations
from .area_units import area_units
from .clipping import ClippedCells
from .geometry_sources import Polygons, polygons_of
from .inputs import Inputs, Reader
from .units import LEAST_UNITS, Units, enough, grid_units, layer_units, lsoa_units, near_ground

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

_SHAPES = {names.SQUARE: CellShape.SQUARE, names.HEXAGON: CellShape.HEXAGON}


@dataclass(frozen=True)
class UnitsAsked:
    """UNITS and CELL_SIZE (metres); `polygons` and the `layer` they are from where UNITS is LAYER."""

    units: str
    cell_size: float
    polygons: Optional[Polygons] = None
    layer: str = ""

    @property
    def cells(self) -> bool:
        """Whether the units are cells of a grid."""
        return self.units in _SHAPES

    @property
    def of_areas(self) -> bool:
        """Whether the units are areas with a name that everybody knows."""
        return self.units in names.AREAS

    @property
    def nouns(self) -> tuple[str, str]:
        """What the units are, one and several."""
        named = {
            names.LSOA: (tr("LSOA"), tr("LSOAs")),
            names.WARD: (tr("ward"), tr("wards")),
            names.DISTRICT: (tr("district"), tr("districts")),
            names.CSP: (tr("CSP"), tr("CSPs")),
        }
        plain = (tr("cell"), tr("cells")) if self.cells else (tr("unit"), tr("units"))
        return named.get(self.units, plain)

    @property
    def used(self) -> dict[str, str]:
        """UNITS, and CELL_SIZE where it matters, for the command that runs it again."""
        return {names.UNITS: self.units, **({names.CELL_SIZE: f"{self.cell_size:g}"} if self.cells else {})}


@contextmanager
def inputs_read(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    first: str = "",
) -> Iterator[tuple[Reader, Inputs]]:
    """How an analysis of units begins, `first` being what is said of the first step where it is another.

    What was read stays open, and errors are sentences, until its `with` ends.
    """
    with findings(), ExitStack() as stack:
        check_destinations(algorithm, parameters, context)
        step(feedback, 0, first or tr("Reading crimes and outlines"))
        reader = Reader(algorithm, parameters, context, feedback)
        yield reader, reader.read(stack)


def units_asked(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    reader: Reader,
    inputs: Inputs,
) -> UnitsAsked:
    """What the parameters ask for, the layer of units read in the CRS of the analysis."""
    units = algorithm.parameterAsString(parameters, names.UNITS, context)
    size = algorithm.parameterAsDouble(parameters, names.CELL_SIZE, context)
    layer = reader.source(names.UNIT_LAYER) if units == names.LAYER else None
    if layer is None:
        return UnitsAsked(units, size)
    title = tr("The layer of units {name}").format(name=layer.sourceName())
    polygons = polygons_of(layer, title, inputs.crs, context.transformContext(), feedback.isCanceled)
    return UnitsAsked(units, size, polygons, layer.sourceName())


def units_or_areas(inputs: Inputs, asked: UnitsAsked) -> str:
    """UNITS, of areas their kind and edition such as ward:2024: what leads from a unit back to its rows."""
    from offline_cache.areas.lookups import lsoa_areas

    if not asked.of_areas or inputs.connection is None:
        return asked.units
    return f"{asked.units}:{lsoa_areas(inputs.connection, AreaKind(asked.units)).areas.edition}"


def units_fault(algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
    """Why the parameters of the units cannot be meant so, '' where they can; for `checkParameterValues`."""
    units = algorithm.parameterAsString(parameters, names.UNITS, context)
    if units == names.LAYER and not parameters.get(names.UNIT_LAYER):
        return tr("Choose the layer of units, or other units.")
    if units in (names.LSOA, *names.AREAS) and parameters.get(names.INPUT):
        return tr("A layer of points has no LSOA codes. Give the outlines as a layer of units instead.")
    return ""


def units_of(
    inputs: Inputs, asked: UnitsAsked, cancelled: Callable[[], bool], least: int = LEAST_UNITS
) -> tuple[Units, Optional[ClippedCells]]:
    """The units with their crimes counted; the clipped cells too where the units are cells.

    Raises `CacheError` or `AnalysisError` with a sentence where they cannot be had, or are fewer than `least`.
    """
    units, clipped = _units(inputs, asked, cancelled)
    return enough(units, least), clipped


def _units(inputs: Inputs, asked: UnitsAsked, cancelled: Callable[[], bool]) -> tuple[Units, Optional[ClippedCells]]:
    if asked.units == names.LAYER and asked.polygons is not None:
        if inputs.guessed and inputs.study is not None:
            polygons = near_ground(asked.polygons, inputs.study, asked.layer)
            return layer_units(polygons, None, inputs.crimes, asked.layer, cancelled), None
        return layer_units(asked.polygons, inputs.study, inputs.crimes, asked.layer, cancelled), None
    if inputs.study is None:
        raise CacheError(tr("There is no study area. Give polygons as STUDY_AREA."))
    if asked.units in (names.LSOA, *names.AREAS):
        if inputs.connection is None or inputs.meant is None:
            raise CacheError(
                tr("Counting by LSOA needs crimes of the cache: a layer has no LSOA codes. Count in squares.")
            )
        lsoas = lsoa_units(inputs.connection, inputs.meant, inputs.study, inputs.crimes, cancelled)
        if asked.units == names.LSOA:
            return lsoas, None
        kind = AreaKind(asked.units)
        return area_units(inputs.connection, kind, inputs.meant, lsoas, inputs.crimes, cancelled), None
    return grid_units(_SHAPES[asked.units], asked.cell_size, inputs.study, inputs.crimes, cancelled)
