# SPDX-License-Identifier: GPL-2.0-or-later
"""The outputs that algorithms over snap points declare alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsProcessingOutputString

from ..text import tr
from .analysis_parameters import add_numbers

if TYPE_CHECKING:
    from .base import PoliceUkAlgorithm


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
