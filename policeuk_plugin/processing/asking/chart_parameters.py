# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters of a chart as a picture of its own, beside the page that has it too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
)

from ...text import tr
from .analysis_parameters import CHART, add_choice, advanced

if TYPE_CHECKING:
    from ...reports.charts import Background
    from ..running.base import PoliceUkAlgorithm

CHART_WIDTH, CHART_BACKGROUND = "CHART_WIDTH", "CHART_BACKGROUND"
LIGHT, DARK = "light", "dark"
PAGE_WIDTH = 700
_NARROWEST, _WIDEST = 300, 3000


def add_chart(algorithm: PoliceUkAlgorithm) -> None:
    """Declare CHART, CHART_WIDTH and CHART_BACKGROUND."""
    picture = QgsProcessingParameterFileDestination(
        CHART, tr("Chart"), tr("SVG pictures (*.svg)"), optional=True, createByDefault=False
    )
    algorithm.add(picture, tr("The chart as a picture (SVG), to put into a text of your own. Empty: none."))
    kind = QgsProcessingParameterNumber.Type.Integer
    width = QgsProcessingParameterNumber(CHART_WIDTH, tr("Chart width"), kind, PAGE_WIDTH, False, _NARROWEST, _WIDEST)
    advanced(width)
    algorithm.add(width, tr("Width of that picture in pixels; its words keep their size."))
    ground = tr("What that picture lies on: a light page or a dark screen.")
    advanced(add_choice(algorithm, CHART_BACKGROUND, tr("Chart background"), [LIGHT, DARK], ground))


def chart_asked(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> tuple[str, int, Background]:
    """Where the picture goes ('' for nowhere), its width in pixels, what it lies on."""
    from ...reports.charts import Background  # not while QGIS starts

    dark = algorithm.parameterAsString(parameters, CHART_BACKGROUND, context) == DARK
    return (
        algorithm.parameterAsFileOutput(parameters, CHART, context),
        algorithm.parameterAsInt(parameters, CHART_WIDTH, context),
        Background.DARK if dark else Background.LIGHT,
    )
