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

MONTH = "2021-08"
WINDOW = QgsRectangle(-0.52, 51.84, -0.33, 51.93)


def main(small: str, large: str, flat: str, runs: str, out: str) -> None:
    """Measure all cases on both tables in turn."""
    from policeuk_plugin.layers import open_layer

    begun = time.perf_counter()
    layer = open_layer(Path(small), "crime_points")
    opened = time.perf_counter() - begun
    if not layer.isValid():
        raise SystemExit("the layer of the cache is not valid")
    ours = open_layer(Path(large), "crime_points")
    theirs = QgsVectorLayer(f"dbname='{flat}' table=\"crime\" (GEOMETRY)", "flat", "spatialite")
    cases = {}
    for month, window in ((False, False), (True, False), (False, True), (True, True)):
        name = {(0, 0): "all", (1, 0): "a month", (0, 1): "a window", (1, 1): "a month in a window"}[month, window]
        ours.setSubsetString(f"month_start = '{MONTH}-01T00:00:00.000'" if month else "")
        theirs.setSubsetString(f"month = '{MONTH}'" if month else "")
        extent = WINDOW if window else theirs.extent()
        for verb, act in (("fetching", _fetch), ("drawing", _draw)):
            cases[f"{verb} {name}"] = _compare(act, ours, theirs, extent, int(runs))
    Path(out).write_text(json.dumps({"open": opened, "cases": cases}), encoding="utf-8")


def _compare(
    act: Callable[[QgsVectorLayer, QgsRectangle], int],
    ours: QgsVectorLayer,
    theirs: QgsVectorLayer,
    extent: QgsRectangle,
    runs: int,
) -> tuple[float, float, int]:
    """Median processor seconds on both layers, run in turn after one run that warms the disk, and features."""
    seconds: tuple[list[float], list[float]] = ([], [])
    features = 0
    for number in range(runs + 1):
        for layer, times in zip((ours, theirs), seconds):
            begun = time.process_time()
            features = act(layer, extent)
            if number:
                times.append(time.process_time() - begun)
    return statistics.median(seconds[0]), statistics.median(seconds[1]), features


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
