# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by layer_speed in a process of its own: opens, fetches and draws, and writes the seconds as JSON."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsFeatureRequest,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QImage, QPainter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from offline_cache.model import Selection  # noqa: E402
from policeuk_plugin.layers.build import LayerRequest, build_layers  # noqa: E402
from policeuk_plugin.layers.chosen import Chosen  # noqa: E402
from policeuk_plugin.layers.holdings import read_holdings  # noqa: E402
from policeuk_plugin.layers.kinds import LayerKind  # noqa: E402
from policeuk_plugin.layers.sources import PROVIDER, source  # noqa: E402

MONTH = "2021-08"
WINDOW = QgsRectangle(-0.52, 51.84, -0.33, 51.93)


def main(small: str, large: str, flat: str, runs: str, out: str) -> None:
    """Measure all cases on the cache and on the flat table, read by both of QGIS's providers, in turn."""
    opened = _opening(Path(small))
    layers = [
        QgsVectorLayer(source(Path(large), LayerKind.CRIMES, Chosen(Selection())), "ours", PROVIDER),
        QgsVectorLayer(f"dbname='{flat}' table=\"crime\" (GEOMETRY)", "flat", "spatialite"),
        QgsVectorLayer(f"{flat}|layername=crime", "flat", "ogr"),
    ]
    for layer in layers[1:]:
        layer.setRenderer(layers[0].renderer().clone())
    cases = {}
    for name, month, window in (
        ("all", False, False),
        ("a month", True, False),
        ("a window", False, True),
        ("a month in a window", True, True),
    ):
        layers[0].setSubsetString(f"month_start = '{MONTH}-01T00:00:00.000'" if month else "")
        for layer in layers[1:]:
            layer.setSubsetString(f"\"month\" = '{MONTH}'" if month else "")
        extent = WINDOW if window else layers[1].extent()
        for verb, act in (("fetching", _fetch), ("drawing", _draw)):
            cases[f"{verb} {name}"] = _compare(act, layers, extent, int(runs))
    Path(out).write_text(json.dumps({"open": opened, "cases": cases}), encoding="utf-8")


def _opening(cache: Path) -> float:
    """Elapsed seconds until the first layer of the plugin is valid, styled and described."""
    begun = time.perf_counter()
    layers = build_layers(LayerRequest(cache, (LayerKind.CRIMES,)), read_holdings(cache))
    seconds = time.perf_counter() - begun
    if not layers[0].isValid():
        raise SystemExit("the layer of the cache is not valid")
    return seconds


def _compare(
    act: Callable[[QgsVectorLayer, QgsRectangle], int], layers: list[QgsVectorLayer], extent: QgsRectangle, runs: int
) -> tuple[float, float, float, int]:
    """Median processor seconds on the cache, on the flat table by the same provider and by the other, and features.

    The layers are run in turn, after one run that warms the disk.
    """
    seconds: list[list[float]] = [[] for _ in layers]
    for number in range(runs + 1):
        for layer, times in zip(layers, seconds):
            begun = time.process_time()
            act(layer, extent)
            if number:
                times.append(time.process_time() - begun)
    ours, spatialite, ogr = map(statistics.median, seconds)
    found = [_fetch(layer, extent) for layer in layers]
    if len(set(found)) != 1:
        raise SystemExit(f"the layers differ: {found} features")
    return ours, ogr, spatialite, found[0]


def _fetch(layer: QgsVectorLayer, extent: QgsRectangle) -> int:
    names = [field.name() for field in layer.fields()]
    attribute = "crime_type" if "crime_type" in names else "crime type"
    request = QgsFeatureRequest().setFilterRect(extent).setSubsetOfAttributes([attribute], layer.fields())
    return sum(1 for _ in layer.getFeatures(request))


def _draw(layer: QgsVectorLayer, extent: QgsRectangle) -> int:
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setExtent(extent)
    settings.setDestinationCrs(layer.crs())
    settings.setOutputSize(QSize(1000, 800))
    image = QImage(1000, 800, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    painter.end()
    return int(layer.featureCount())


if __name__ == "__main__":
    application = QgsApplication([], True)
    QgsApplication.initQgis()
    main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(0)  # a plain exit crashes in QGIS's own clean-up on some versions
