# SPDX-License-Identifier: GPL-2.0-or-later
"""What all analyses of units are alike in: their group, and units that can be had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext

from ..running.base import Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    from .inputs import Inputs
    from .units import Units


class UnitAnalysis(PoliceUkAlgorithm):
    """Base of the algorithms that count crimes in cells, LSOAs or polygons and judge the counts."""

    GROUP = Group.HOTSPOTS
    CRIMES, UNPLACED, OUTSIDE, COUNTED = "CRIMES", "UNPLACED", "OUTSIDE", "UNITS"
    MISSING_MONTHS, SENTENCE = "MISSING_MONTHS", "SENTENCE"

    def left_out(self, inputs: Inputs, units: Units) -> dict[str, Any]:
        """How many units there are, and what is not in them, by the names of the outputs."""
        return {
            self.UNPLACED: inputs.crimes.unplaced,
            self.OUTSIDE: units.counted.outside,
            self.COUNTED: len(units.keys),
            self.MISSING_MONTHS: inputs.crimes.about.missing_months,
        }

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Units of a layer need the layer, and a layer of points has no LSOAs."""
        from .unit_inputs import units_fault  # numpy, not while QGIS starts

        return units_fault(self, parameters, context)
