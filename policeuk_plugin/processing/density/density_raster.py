# SPDX-License-Identifier: GPL-2.0-or-later
"""The raster of a density: called a GeoTIFF, written beside where it goes, and dressed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsRasterLayer

from ...layers.request import CountedFrom
from ...text import tr
from ..asking.analysis_parameters import OUTPUT
from ..writing.destinations import file_written
from ..writing.raster_file import write_geotiff
from ..writing.result_layer import Explained, Styling, dress_file, dress_when_loaded

if TYPE_CHECKING:
    from ...analysis.density import Density
    from ..running.base import PoliceUkAlgorithm
    from ..units.inputs import Inputs
    from ..writing.staging import Staging


def raster_fault(parameters: dict[str, Any], context: QgsProcessingContext) -> str:
    """A GeoTIFF is what is written, so OUTPUT has to be called one: why it is not, '' where it is."""
    path = file_written(parameters.get(OUTPUT), context)
    if path is None or path.suffix.lower() in (".tif", ".tiff"):
        return ""
    return tr("The density is written as a GeoTIFF. Give {name} a name that ends in .tif.").format(name=path.name)


def told_beside(
    algorithm: PoliceUkAlgorithm,
    told: Explained,
    inputs: Inputs,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
) -> Explained:
    """What is told, with the selection to whose layers it belongs: no rows are behind the cell of a density."""
    selection = inputs.crimes.selection
    if selection is None:
        return told
    return replace(told, beside=CountedFrom(algorithm.cache_path(parameters, context), selection))


def write_raster(
    algorithm: PoliceUkAlgorithm,
    density: Density,
    inputs: Inputs,
    told: Explained,
    style: Styling,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    staging: Staging,
) -> tuple[str, str]:
    """Write OUTPUT with its style; gives where it goes and where it stands until then. Raises as `write_geotiff`."""
    path = algorithm.parameterAsOutputLayer(parameters, OUTPUT, context)
    beside = str(staging.beside(Path(path)))
    write_geotiff(density, inputs.crs, beside)
    dress_when_loaded(path, context, told, style)
    dress_file(QgsRasterLayer(beside, "density"), told, style)
    return path, beside
