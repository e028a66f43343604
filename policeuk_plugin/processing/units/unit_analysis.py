# SPDX-License-Identifier: GPL-2.0-or-later
"""What all analyses of units are alike in: their group, and units that can be had."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingContext

from ..running.base import Group, PoliceUkAlgorithm


class UnitAnalysis(PoliceUkAlgorithm):
    """Base of the algorithms that count crimes in cells, LSOAs or polygons and judge the counts."""

    GROUP = Group.HOTSPOTS

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Units of a layer need the layer, and a layer of points has no LSOAs."""
        from .unit_inputs import units_fault  # numpy, not while QGIS starts

        return units_fault(self, parameters, context)
