# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers whose cache has moved or is gone: they say so, and are pointed to where it is now."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsDataProvider, QgsMapLayer, QgsProject, QgsVectorLayer

from ..text import many, tr
from .kinds import THROUGH_TIME
from .request import kind_of
from .sources import PROVIDER


def cache_of(layer: QgsMapLayer) -> Path:
    """The cache that a layer of ours reads, whether it is there or not."""
    return Path(layer.source().split("|")[0])


def is_lost(layer: QgsMapLayer) -> bool:
    """Whether a layer of ours cannot read its cache, which has moved or is gone."""
    return kind_of(layer) is not None and (not layer.isValid() or not cache_of(layer).is_file())


def lost_layers(project: QgsProject) -> list[QgsVectorLayer]:
    """The layers of ours that cannot read their cache."""
    return [layer for layer in project.mapLayers().values() if isinstance(layer, QgsVectorLayer) and is_lost(layer)]


def lost_sentence(project: QgsProject) -> str:
    """What to tell of them and what to do; '' where every layer of ours reads its cache."""
    lost = lost_layers(project)
    if not lost:
        return ""
    caches = ", ".join(sorted({str(cache_of(layer)) for layer in lost}))
    return tr(
        "{layers} cannot be drawn: the cache {caches} has moved or is gone. Right-click one of them and choose 'Point "
        "to the cache anew…'."
    ).format(layers=many(len(lost), tr("layer"), tr("layers")), caches=caches)


def point_anew(project: QgsProject, cache: Path) -> str:
    """Let the layers of ours that read no cache any more read this one; all of ours where none is lost.

    Selections and the user's styles stay. Gives what was done in a sentence. Raises `BadCache` where the file is no
    cache; then nothing is changed.
    """
    from .holdings import read_holdings  # what reads caches is not loaded while QGIS starts

    read_holdings(cache)
    layers = lost_layers(project) or [
        layer for layer in project.mapLayers().values() if isinstance(layer, QgsVectorLayer) and kind_of(layer)
    ]
    for layer in layers:
        _, bar, rest = layer.source().partition("|")
        options = QgsDataProvider.ProviderOptions()
        options.transformContext = project.transformContext()
        layer.setDataSource(f"{cache}{bar}{rest}", layer.name(), PROVIDER, options, False)
        if kind_of(layer) not in THROUGH_TIME and layer.isValid():
            layer.updateExtents(True)
        layer.triggerRepaint()
    done = sum(layer.isValid() for layer in layers)
    sentence = tr("{layers} now read {cache}. Save the project to keep it.")
    left = "" if done == len(layers) else " " + tr("{n} cannot be read from it.").format(n=len(layers) - done)
    return sentence.format(layers=many(done, tr("layer"), tr("layers")), cache=cache) + left
