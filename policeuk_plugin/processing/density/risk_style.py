# SPDX-License-Identifier: GPL-2.0-or-later
"""Classes and colours of a ratio or difference of densities: blue for less, orange for more, pale about the same."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from qgis.core import (
    Qgis,
    QgsColorRampShader,
    QgsMapLayer,
    QgsRasterLayer,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
)
from qgis.PyQt.QtGui import QColor

from ...layers.results import HEADING_PROPERTY
from ...text import tr
from ..writing.raster_file import class_breaks
from ..writing.result_layer import Styling, styled_by
from .risk_run import Measure

RATIO_LIMITS = (0.5, 2 / 3, 0.8, 1.25, 1.5, 2.0)
# RdBu's neighbours that are told apart in deuteranopia and, the middle being lightest, by depth in grey.
COLOURS = ("#2166ac", "#67a9cf", "#c6dfee", "#f4f1ea", "#fdd9a8", "#ef8a42", "#a63603")


def limits_of(measure: Measure, values: np.ndarray) -> list[float]:
    """Six limits between seven classes, about 1 for ratios, about 0 for differences; ascending."""
    if measure is Measure.RATIO:
        return list(RATIO_LIMITS)
    most = float(np.nanmax(np.abs(values))) if np.isfinite(values).any() else 0.0
    above = class_breaks(most)[-3:] or [1.0]
    while len(above) < 3:
        above.insert(0, above[0] / 2)
    return [*(-limit for limit in reversed(above)), *above]


def class_names(measure: Measure, limits: Sequence[float]) -> list[str]:
    """The seven classes in words, the lowest first."""
    if measure is Measure.RATIO:
        return [
            tr("less than half"),
            tr("half to two thirds"),
            tr("two thirds to 0.8 times"),
            tr("0.8 to 1.25 times"),
            tr("1.25 to 1.5 times"),
            tr("1.5 to 2 times"),
            tr("twice or more"),
        ]
    low, middle, high = (f"{limit:,g}" for limit in limits[3:])
    return [
        tr("{n} fewer and below").format(n=high),
        tr("{low} to {high} fewer").format(low=middle, high=high),
        tr("{low} to {high} fewer").format(low=low, high=middle),
        tr("within {n} of what is expected").format(n=low),
        tr("{low} to {high} more").format(low=low, high=middle),
        tr("{low} to {high} more").format(low=middle, high=high),
        tr("{n} more and above").format(n=high),
    ]


def heading(measure: Measure) -> str:
    """What the classes are classes of."""
    if measure is Measure.RATIO:
        return tr("Crimes over expected")
    return tr("Crimes per km² beside expected")


def _as_cells(layer: QgsRasterLayer) -> None:
    """Not smoothed: colours would reach half a cell over ground that is not judged, where nothing makes them pale."""
    layer.setResamplingStage(Qgis.RasterResamplingStage.ResampleFilter)


def risk_style(measure: Measure, limits: Sequence[float]) -> Styling:
    """Styling of a raster of the measure."""

    def style(layer: QgsMapLayer) -> None:
        styled_by("density")(layer)
        layer.setCustomProperty(HEADING_PROPERTY, heading(measure))
        if isinstance(layer, QgsRasterLayer):
            ramp = QgsColorRampShader(limits[0], limits[-1])
            ramp.setColorRampType(QgsColorRampShader.Type.Discrete)
            ramp.setColorRampItemList(
                [
                    QgsColorRampShader.ColorRampItem(limit, QColor(colour), name)
                    for limit, colour, name in zip([*limits, math.inf], COLOURS, class_names(measure, limits))
                ]
            )
            shader = QgsRasterShader()
            shader.setRasterShaderFunction(ramp)
            layer.setRenderer(QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader))
            _as_cells(layer)

    return style
