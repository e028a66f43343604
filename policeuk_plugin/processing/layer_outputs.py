# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers that an algorithm may have loaded, declared as its outputs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from qgis.core import QgsProcessing, QgsProcessingOutputVectorLayer

from ..layers.kinds import LayerKind, layer_name

if TYPE_CHECKING:
    from .base import PoliceUkAlgorithm


def add_layer_outputs(algorithm: PoliceUkAlgorithm, kinds: Iterable[LayerKind]) -> None:
    """Declare an output for each kind of layer, by its name."""
    source = QgsProcessing.SourceType
    for kind in kinds:
        polygons = kind in (LayerKind.AREAS, LayerKind.NEIGHBOURHOODS)
        of = source.TypeVectorPolygon if polygons else source.TypeVectorPoint
        algorithm.addOutput(QgsProcessingOutputVectorLayer(kind.name, layer_name(kind), of))
