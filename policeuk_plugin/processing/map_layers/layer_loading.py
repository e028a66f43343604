# SPDX-License-Identifier: GPL-2.0-or-later
"""The work of `policeuk:addlayers`: layers that open, loaded, dressed and grouped when the algorithm has ended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsVectorLayer,
)

from offline_cache.errors import CacheError
from offline_cache.model import Dataset
from offline_cache.reader import reading
from offline_cache.updating import bring_up_to_date

from ...layers.build import LayerRequest, build_layers, dress
from ...layers.chosen import Chosen, read_chosen
from ...layers.holdings import Holdings, read_holdings
from ...layers.kinds import OF_FORCES, SPECS, LayerKind, layer_name
from ...layers.metadata import area_lines, coverage_lines, type_lines, why_not
from ...layers.of_forces import fetched_lines
from ...layers.project import adopt, group_name, selection_group, show_first
from ...layers.request import kind_of
from ...text import caveat, tr
from ..asking.selection_parameters import months_swapped, read_area_and_months, read_selection
from ..running.base import PoliceUkAlgorithm

# QGIS keeps a pointer only, and the copy of the algorithm that ran is gone by then: without this reference
# the post processors would be gone too.
_WAITING: set[Dresser] = set()


def read_request(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    kinds: tuple[LayerKind, ...],
    place_kinds: tuple[str, ...],
) -> LayerRequest:
    """The layers asked for; raises `CacheError` where area or months are not known or not held.

    Months are settled by the crimes held, as for every algorithm, where layers of crimes are asked for.
    """
    cache = algorithm.cache_path(parameters, context)
    with reading(cache) as connection:
        if any(SPECS[kind].dataset is Dataset.STREET for kind in kinds):
            selection = read_selection(algorithm, parameters, context, connection)
        else:
            selection = read_area_and_months(algorithm, parameters, context, connection)
            if selection.first and selection.last and selection.first > selection.last:
                raise months_swapped(selection.first, selection.last)
    return LayerRequest(cache, kinds, selection, place_kinds)


class OlderCache(CacheError):
    """The cache lacks the views that the layers read, and may not be written."""


def load_beside_result(
    request: LayerRequest, context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> dict[str, str]:
    """Load the layers that belong to a result that is there already; gives their sources.

    A cache of an older version on read-only media has no view for some of them: that is said, and the result stands.
    """
    try:
        loading = Loading(request)
    except OlderCache as error:
        feedback.pushWarning(str(error))
        return {}
    loading.tell_lacking(feedback)
    loading.load(context)
    return loading.sources()


class Loading:
    """The layers of a request, opened to find out whether they open; raises `CacheError` where there are none."""

    def __init__(self, request: LayerRequest) -> None:
        self._request = request
        self._old = brought_up_to_date(request.cache)
        self._held = read_holdings(request.cache)
        self._chosen = read_chosen(request.cache, request.selection)
        within = self._held.within(request.selection, self._chosen.forces, self._chosen.lacking)
        self._shown = replace(within, notes=self._chosen.notes)
        self._empty = [kind for kind in request.kinds if self._no_month_of(kind)]
        request = replace(request, kinds=tuple(kind for kind in request.kinds if kind not in self._empty))
        # The context opens the same sources again in the main thread: a layer belongs to one thread.
        self.layers = build_layers(request, self._held, self._chosen)
        if not self.layers:
            raise (OlderCache if self._old else CacheError)(
                " ".join(
                    [
                        tr("The cache {path} holds nothing for these layers.").format(path=request.cache),
                        *self._missing(),
                        *self._old,
                    ]
                )
            )

    def sources(self) -> dict[str, str]:
        """Data source by output; of several layers of areas the first."""
        found: dict[str, str] = {}
        for layer in self.layers:
            found.setdefault(_kind(layer).name, layer.source())
        return found

    def load(self, context: QgsProcessingContext, dressed_by: Optional[type[Dresser]] = None) -> None:
        """Have the layers loaded when the algorithm has ended, where there is a project; all are switched on.

        `dressed_by` gives them another look when they are there, such as `FirstShown`.
        """
        group = group_name(self._shown, self._request.selection)
        for layer in self.layers if context.project() is not None else []:
            kind = _kind(layer)
            details = QgsProcessingContext.LayerDetails(layer.name(), context.project(), kind.name)
            details.forceName = True
            dresser = (dressed_by or Dresser)(kind, self._held, self._request, self._chosen, group)
            _WAITING.add(dresser)
            details.setPostProcessor(dresser)
            context.addLayerToLoadOnCompletion(layer.source(), details)

    def tell_coverage(self, feedback: QgsProcessingFeedback) -> None:
        """Log which layers there are, which not, and what the numbers rest on."""
        selection = self._request.selection
        for layer in self.layers:
            feedback.pushInfo(" ".join([layer.name(), *type_lines(_kind(layer), selection)]))
        self.tell_lacking(feedback)
        for kind in dict.fromkeys(_kind(layer) for layer in self.layers):
            for line in fetched_lines(kind, self._shown, selection) if kind in OF_FORCES else ():
                feedback.pushInfo(line)
        datasets = {SPECS[_kind(layer)].dataset for layer in self.layers}
        for dataset in sorted((d for d in datasets if d), key=lambda d: d.value):
            for line in coverage_lines(self._shown, dataset) + area_lines(self._shown, dataset, selection):
                feedback.pushInfo(line)
        feedback.pushInfo(caveat())

    def tell_lacking(self, feedback: QgsProcessingFeedback) -> None:
        """Log which layers there are not, each with the reason."""
        for line in (*self._missing(), *self._old):
            feedback.pushWarning(line)

    def _no_month_of(self, kind: LayerKind) -> bool:
        """Whether the cache holds a kind of file, but none of the months asked for: the layer would be empty."""
        dataset = SPECS[kind].dataset
        if dataset is None or why_not(kind, self._held, self._request.selection):
            return False
        return self._shown.of(dataset).first is None

    def _missing(self) -> list[str]:
        """The layers asked for that there are not, each with the reason."""
        reasons = {kind: why_not(kind, self._held, self._request.selection) for kind in self._request.kinds}
        return [
            tr("No layer '{name}': {reason}").format(name=layer_name(kind), reason=reason)
            for kind, reason in reasons.items()
            if reason
        ] + [
            tr("No layer '{name}': not one month of those asked for is held, which is not zero.").format(
                name=layer_name(kind)
            )
            for kind in self._empty
        ]


class Dresser(QgsProcessingLayerPostProcessorInterface):
    """Gives a loaded layer style, metadata and group, in the main thread after the algorithm or the whole model."""

    def __init__(self, kind: LayerKind, held: Holdings, request: LayerRequest, chosen: Chosen, group: str) -> None:
        super().__init__()
        self._kind = kind
        self._held = held
        self._request = request
        self._chosen = chosen
        self._group = group

    def postProcessLayer(  # noqa: N802 - Qt's name
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Dress the layer, and put it with the others of its selection."""
        dress(layer, self._kind, self._held, self._request, self._chosen)
        layer.triggerRepaint()
        if context.project() is not None:
            adopt(context.project(), layer, self._group)
        _WAITING.discard(self)


class FirstShown(Dresser):
    """Of a whole set only the layer to look at first is switched on, with outlines."""

    def postProcessLayer(  # noqa: N802 - Qt's name
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Dress the layer, then look which of those that are there is the first."""
        super().postProcessLayer(layer, context, feedback)
        if context.project() is not None:
            show_first(selection_group(context.project(), self._group))


def brought_up_to_date(cache: Path) -> tuple[str, ...]:
    """Upgrade a cache of an older version where it may be written; gives what is to be said where it may not."""
    try:
        bring_up_to_date(cache)
    except CacheError as error:
        return (tr("The cache is of an older version and could not be brought up to date: {why}").format(why=error),)
    return ()


def _kind(layer: QgsVectorLayer) -> LayerKind:
    kind = kind_of(layer)
    if kind is None:
        raise CacheError(tr("'{layer}' is no layer of a Police UK cache. Choose another.").format(layer=layer.name()))
    return kind
