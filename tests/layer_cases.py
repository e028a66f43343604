# SPDX-License-Identifier: GPL-2.0-or-later
"""The layers of the invented sample, for tests to count and to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import (
    QgsDateTimeRange,
    QgsFeatureRequest,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRectangle,
    QgsRenderedFeatureHandlerInterface,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize

from offline_cache import Selection
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.holdings import Holdings, read_holdings
from policeuk_plugin.layers.kinds import OF_FORCES, LayerKind
from tests.plugin_caches import make_cache

ALL = Selection()
IN_THE_SAMPLE = [kind for kind in LayerKind if kind not in OF_FORCES]
DATED = {LayerKind.CRIMES: "street", LayerKind.OUTCOMES: "outcomes", LayerKind.STOPS: "stop-and-search"}


@pytest.fixture(scope="module", name="cache")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> Path:
    """Give a cache of the whole invented sample."""
    areas = tuple(sorted([*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv")]))
    return make_cache(tmp_path_factory.mktemp("layers") / "policeuk.sqlite", sample_zip, areas=areas)


@pytest.fixture(scope="module", name="held")
def held(cache: Path) -> Holdings:
    """Give what that cache holds."""
    return read_holdings(cache)


def layer_of(cache: Path, kind: LayerKind, selection: Selection = ALL) -> QgsVectorLayer:
    """Open the one layer of a kind."""
    (layer,) = build_layers(LayerRequest(cache, (kind,), selection), read_holdings(cache))
    return layer


def count(layer: QgsVectorLayer, request: QgsFeatureRequest | None = None) -> int:
    """Count features by fetching them."""
    return sum(1 for _ in layer.getFeatures(request or QgsFeatureRequest()))


class Drawn(QgsRenderedFeatureHandlerInterface):
    """Counts the features that a map drew."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def handleRenderedFeature(self, *_: object) -> None:  # noqa: N802
        self.count += 1


def drawn(layer: QgsVectorLayer, frame: QgsDateTimeRange) -> int:
    """Draw the whole layer at one frame of the temporal controller; give how many features were drawn."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setOutputSize(QSize(300, 300))
    settings.setDestinationCrs(layer.crs())
    extent = QgsRectangle(layer.extent())
    extent.grow(0.01)
    settings.setExtent(extent)
    settings.setIsTemporal(True)
    settings.setTemporalRange(frame)
    handler = Drawn()
    settings.addRenderedFeatureHandler(handler)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return handler.count
