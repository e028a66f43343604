# SPDX-License-Identifier: GPL-2.0-or-later
"""ALPHA and SEED where chance is drawn as a yardstick and nothing is called by a false discovery rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsProcessingParameterNumber

from ...text import tr
from .analysis_parameters import ALPHA, SEED, advanced

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm


def add_chance(algorithm: PoliceUkAlgorithm, meaning: str) -> None:
    """Declare ALPHA, which means `meaning`, and SEED."""
    number = QgsProcessingParameterNumber
    alpha = number(ALPHA, tr("How rare chance has to be"), number.Type.Double, 0.05, False, 0.000001, 0.5)
    advanced(alpha)
    algorithm.add(alpha, meaning)
    seed = number(SEED, tr("Seed"), number.Type.Integer, 1, False, 0)
    advanced(seed)
    algorithm.add(
        seed,
        tr("Start of the random numbers with which chance is drawn for comparison: the same seed, the same result."),
    )
