# SPDX-License-Identifier: GPL-2.0-or-later
"""A density as a GeoTIFF, and its classes: few, rounded, viridis."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import (
    Qgis,
    QgsColorRampShader,
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsRasterBlock,
    QgsRasterFileWriter,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRectangle,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtCore import QByteArray
from qgis.PyQt.QtGui import QColor

from ...text import tr
from .result_layer import Styling, styled_by
from .staging import unwritten

if TYPE_CHECKING:
    from ...analysis.density import Density

NODATA = -9999.0
_STEPS = (1.0, 2.0, 5.0)
# Six steps of viridis from its light end, which is the ground, to its dark one; the lowest class is see-through.
_COLOURS = ("#fde725", "#7ad151", "#22a884", "#2a788e", "#414487", "#440154")
# Pale besides: legends draw it opaque.
_LOWEST = QColor(255, 249, 205, 140)


def write_geotiff(density: Density, crs: QgsCoordinateReferenceSystem, path: str) -> None:
    """Write crimes per km², nodata outside the study area; raises `CacheError` where that cannot be done."""
    grid, values = density.grid, density.values
    extent = QgsRectangle(
        density.left, density.top - grid.rows * grid.size, density.left + grid.columns * grid.size, density.top
    )
    writer = QgsRasterFileWriter(path)
    writer.setOutputFormat("GTiff")
    name = "setCreationOptions" if hasattr(writer, "setCreationOptions") else "setCreateOptions"  # before 3.44
    getattr(writer, name)(["COMPRESS=DEFLATE", "TILED=YES"])
    provider = writer.createOneBandRaster(Qgis.DataType.Float32, grid.columns, grid.rows, extent, crs)
    if provider is None or not provider.isValid():
        raise unwritten(Path(path))
    provider.setNoDataValue(1, NODATA)
    block = QgsRasterBlock(Qgis.DataType.Float32, grid.columns, grid.rows)
    filled = np.where(np.isnan(values), NODATA, values).astype("<f4")
    block.setData(QByteArray(filled.tobytes()))
    written = provider.writeBlock(block, 1, 0, 0)
    provider.setEditable(False)
    del provider  # closes the file
    if not written or not _holds(path, extent, filled):
        raise unwritten(Path(path))


def _holds(path: str, extent: QgsRectangle, values: np.ndarray) -> bool:
    """Whether the file, opened anew, has these values."""
    layer = QgsRasterLayer(path, "written")
    if not layer.isValid():
        return False
    rows, columns = values.shape
    layer.dataProvider().setUseSourceNoDataValue(1, False)
    block = layer.dataProvider().block(1, extent, columns, rows)
    return block.isValid() and bytes(block.data()) == values.tobytes()


def class_breaks(highest: float) -> list[float]:
    """At most five limits of the series 1, 2, 5, 10 …, the topmost below `highest`; ascending."""
    if not highest > 0:
        return []
    power = math.floor(math.log10(highest)) + 1
    series = [step * 10.0**at for at in range(power - 4, power + 1) for step in _STEPS]
    return [limit for limit in series if limit < highest][-5:]


def class_names(highest: float) -> list[str]:
    """The classes in words, the lowest first."""
    limits = class_breaks(highest)
    texts = [f"{limit:,g}" for limit in limits]
    if not limits:
        return [tr("0")]
    middle = [tr("{low} to {high}").format(low=low, high=high) for low, high in zip(texts, texts[1:])]
    return [tr("below {high}").format(high=texts[0]), *middle, tr("{low} or more").format(low=texts[-1])]


def class_colours(highest: float) -> list[QColor]:
    """A colour for each class, the lowest see-through."""
    count = len(class_breaks(highest))
    return [_LOWEST, *(QColor(colour) for colour in _COLOURS[len(_COLOURS) - count :])]


def density_style(highest: float) -> Styling:
    """Styling of a density whose highest value is known."""

    def style(layer: QgsMapLayer) -> None:
        styled_by("density")(layer)
        if isinstance(layer, QgsRasterLayer):
            limits = [*class_breaks(highest), math.inf]
            names, colours = class_names(highest), class_colours(highest)
            ramp = QgsColorRampShader(0, highest)
            ramp.setColorRampType(QgsColorRampShader.Type.Discrete)
            ramp.setColorRampItemList(
                [
                    QgsColorRampShader.ColorRampItem(limit, colour, name)  # of what, the legend's head says
                    for limit, colour, name in zip(limits, colours, names)
                ]
            )
            shader = QgsRasterShader()
            shader.setRasterShaderFunction(ramp)
            layer.setRenderer(QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader))

    return style
