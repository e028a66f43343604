# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers that an algorithm may have loaded: asked for, and declared as its outputs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingOutputVectorLayer,
)

from ...layers.kinds import LayerKind, layer_name
from ...text import tr
from ..asking.analysis_parameters import add_choices

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

LAYERS = "LAYERS"


def add_layer_choice(
    algorithm: PoliceUkAlgorithm, kinds: Iterable[LayerKind], usual: Iterable[LayerKind], help_text: str
) -> None:
    """Declare LAYERS: which of these kinds are added; those that are `usual` unless others are chosen."""
    words, chosen = [kind.value for kind in kinds], [kind.value for kind in usual]
    add_choices(algorithm, LAYERS, tr("Layers"), words, help_text, chosen)


def layers_chosen(
    algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> tuple[LayerKind, ...]:
    """The kinds of layers asked for."""
    return tuple(LayerKind(value) for value in algorithm.choices(parameters, LAYERS, context))


def add_layer_outputs(algorithm: PoliceUkAlgorithm, kinds: Iterable[LayerKind]) -> None:
    """Declare an output for each kind of layer, by its name."""
    source = QgsProcessing.SourceType
    for kind in kinds:
        polygons = kind in (LayerKind.AREAS, LayerKind.NEIGHBOURHOODS)
        of = source.TypeVectorPolygon if polygons else source.TypeVectorPoint
        algorithm.addOutput(QgsProcessingOutputVectorLayer(kind.name, layer_name(kind), of))
