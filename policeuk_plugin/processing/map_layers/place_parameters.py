# SPDX-License-Identifier: GPL-2.0-or-later
"""What algorithms over snap points declare alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
)

from offline_cache.reference import place_kinds

from ...text import tr
from ..asking.analysis_parameters import OUTPUT, add_choices, add_numbers

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

KINDS = "KINDS"


def add_points_to_keep(algorithm: PoliceUkAlgorithm, title: str, help_text: str) -> None:
    """Declare OUTPUT, points that are written only where they are asked for."""
    point = QgsProcessing.SourceType.TypeVectorPoint
    sink = QgsProcessingParameterFeatureSink(OUTPUT, title, point, None, optional=True, createByDefault=False)
    algorithm.add(sink, help_text)


def add_place_kinds(algorithm: PoliceUkAlgorithm, help_text: str) -> None:
    """Declare KINDS of points of interest."""
    add_choices(algorithm, KINDS, tr("Kinds of points of interest"), place_kinds(), help_text)


def add_place_outputs(algorithm: PoliceUkAlgorithm) -> None:
    """Declare COUNT, UNPLACED, POINTS, MISSING_MONTHS, PARTIAL_MONTHS and SENTENCE."""
    numbers = {
        "COUNT": tr("Crimes on the snap points"),
        "UNPLACED": tr(
            "Crimes without a place, which are on no snap point; of an area it is not known whether its own"
        ),
        "POINTS": tr("Snap points"),
        "MISSING_MONTHS": tr("Months missing, by force"),
        "PARTIAL_MONTHS": tr("Months held in part, by force"),
    }
    add_numbers(algorithm, numbers)
    algorithm.addOutput(QgsProcessingOutputString("SENTENCE", tr("The finding in a sentence")))
