# SPDX-License-Identifier: GPL-2.0-or-later
"""The work of `policeuk:addlayers`: layers that open, loaded and dressed when the algorithm has ended."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsVectorLayer,
)

from offline_cache.chosen_area import force_named
from offline_cache.errors import CacheError
from offline_cache.model import Selection
from offline_cache.reader import reading

from ..layers.build import KIND_PROPERTY, LayerRequest, available, build_layers, dress
from ..layers.holdings import Holdings, read_holdings
from ..layers.kinds import SPECS, LayerKind, layer_name
from ..layers.metadata import coverage_lines, type_lines
from ..layers.project import group_name
from ..text import caveat, tr

# QGIS keeps a pointer only, and the copy of the algorithm that ran is gone by then: without this reference
# the post processors would be gone too.
_WAITING: set[Dresser] = set()


def named_forces(cache: Path, text: str) -> tuple[str, ...]:
    """Slugs of the forces named in a list with commas; raises `CacheError` for one that is none."""
    names = [name for name in text.split(",") if name.strip()]
    with reading(cache) as connection:
        return tuple(force_named(connection, name) for name in names)


class Loading:
    """The layers of a request, opened to find out whether they open; raises `CacheError` where there are none."""

    def __init__(self, request: LayerRequest) -> None:
        self._request = request
        self._held = read_holdings(request.cache)
        self._shown = self._held.within(request.selection)
        # The context opens the same sources again in the main thread: a layer belongs to one thread.
        self.layers = build_layers(request, self._held)
        if not self.layers:
            raise CacheError(
                tr("The cache {path} holds nothing for these layers. Import published files first.").format(
                    path=request.cache
                )
            )

    def sources(self) -> dict[str, str]:
        """Data source by output; of several layers of areas the first."""
        found: dict[str, str] = {}
        for layer in self.layers:
            found.setdefault(_kind(layer).name, layer.source())
        return found

    def load(self, context: QgsProcessingContext) -> None:
        """Have the layers loaded when the algorithm has ended, where there is a project."""
        for layer in self.layers if context.project() is not None else []:
            kind = _kind(layer)
            details = QgsProcessingContext.LayerDetails(layer.name(), context.project(), kind.name)
            details.forceName = True
            if hasattr(details, "groupName"):  # since 3.32
                details.groupName = group_name(self._shown)
            if hasattr(details, "layerSortKey"):  # since 3.36
                details.layerSortKey = list(LayerKind).index(kind)
            dresser = Dresser(kind, self._held, self._request.selection)
            _WAITING.add(dresser)
            details.setPostProcessor(dresser)
            context.addLayerToLoadOnCompletion(layer.source(), details)

    def tell_coverage(self, feedback: QgsProcessingFeedback) -> None:
        """Log which layers there are, which not, and what the numbers rest on."""
        there = available(self._held)
        for layer in self.layers:
            feedback.pushInfo(" ".join([layer.name(), *type_lines(_kind(layer), self._request.selection)]))
        for kind in self._request.kinds:
            if kind not in there:
                feedback.pushWarning(
                    tr("The cache holds nothing for the layer '{name}'.").format(name=layer_name(kind))
                )
        datasets = {SPECS[kind].dataset for kind in self._request.kinds if kind in there}
        for dataset in sorted((d for d in datasets if d), key=lambda d: d.value):
            for line in coverage_lines(self._shown, dataset):
                feedback.pushInfo(line)
        feedback.pushInfo(caveat())


class Dresser(QgsProcessingLayerPostProcessorInterface):
    """Gives a loaded layer style and metadata, in the main thread after the algorithm or the whole model."""

    def __init__(self, kind: LayerKind, held: Holdings, selection: Selection) -> None:
        super().__init__()
        self.kind = kind
        self.held = held
        self.selection = selection

    def postProcessLayer(  # noqa: N802 - Qt's name
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Dress the layer."""
        dress(layer, self.kind, self.held, self.selection)
        layer.triggerRepaint()
        _WAITING.discard(self)


def _kind(layer: QgsVectorLayer) -> LayerKind:
    return LayerKind(layer.customProperty(KIND_PROPERTY))
