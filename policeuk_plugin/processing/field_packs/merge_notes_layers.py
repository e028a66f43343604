# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers of a notebook, loaded with a style of their own when a merge has ended."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
)

from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_notes.shapes import Shape

from ...field.notes_layers import dress_notes
from ...text import tr

# QGIS keeps a pointer only; see `layer_loading`.
_WAITING: set[_Dresser] = set()


def load_notes(notebook: Path, context: QgsProcessingContext) -> dict[str, str]:
    """Have the layers that hold notes loaded where there is a project; gives their sources by output."""
    held = {note.shape for note in Notebook(notebook).notes()}
    titles = {
        Shape.AREA: ("AREAS", tr("Notes on areas")),
        Shape.LINE: ("LINES", tr("Notes along lines")),
        Shape.POINT: ("POINTS", tr("Notes at points")),
    }
    sources = {}
    for shape, (name, title) in titles.items():
        if shape not in held:
            continue
        sources[name] = f"{notebook}|layername={shape.value}"
        if context.project() is not None:
            details = QgsProcessingContext.LayerDetails(title, context.project(), name)
            details.forceName = True
            dresser = _Dresser(shape.value)
            _WAITING.add(dresser)
            details.setPostProcessor(dresser)
            context.addLayerToLoadOnCompletion(sources[name], details)
    return sources


class _Dresser(QgsProcessingLayerPostProcessorInterface):
    """Gives a layer of notes the style that it has in a field pack, in the main thread."""

    def __init__(self, table: str) -> None:
        super().__init__()
        self._table = table

    def postProcessLayer(  # noqa: N802 - Qt's name
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        """Dress the layer."""
        dress_notes(layer, self._table)
        layer.triggerRepaint()
        _WAITING.discard(self)
