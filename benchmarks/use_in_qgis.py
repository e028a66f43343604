# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by use_speed in a process of its own: adds, draws, pans, plays and colours, and writes the seconds as JSON."""

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
    QgsDateTimeRange,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QSize, QTime
from qgis.PyQt.QtGui import QImage, QPainter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from offline_cache.model import Selection  # noqa: E402
from policeuk_plugin.layers.build import LayerRequest, build_layers  # noqa: E402
from policeuk_plugin.layers.holdings import read_holdings  # noqa: E402
from policeuk_plugin.layers.kinds import LayerKind  # noqa: E402
from policeuk_plugin.layers.project import add_group  # noqa: E402
from policeuk_plugin.processing.provider import PoliceUkProvider  # noqa: E402

MONTH = "2021-08"
WINDOW = QgsRectangle(-0.52, 51.84, -0.33, 51.93)
STEPS = 4
"""A pan is so many windows, each moved on by a quarter of its width."""


def main(small: str, large: str, twin: str, runs: str, out: str) -> None:
    """Measure all; elapsed seconds, medians."""
    provider = PoliceUkProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    seconds, layers = _set(Path(small))
    areas, area_map = _area_map(small)
    result = {
        "set": seconds,
        "layers": layers,
        "areas": areas,
        "area map": area_map,
        "drawing": _drawing(large, twin, int(runs)),
        "frames": _frames(Path(large), int(runs)),
    }
    Path(out).write_text(json.dumps(result), encoding="utf-8")


def _set(cache: Path) -> tuple[float, int]:
    """Every kind of layer that the cache has something for, opened, styled, described and put into the project."""
    begun = time.perf_counter()
    layers = build_layers(LayerRequest(cache, tuple(LayerKind)), read_holdings(cache))
    add_group(QgsProject.instance(), layers, "all")
    return time.perf_counter() - begun, len(layers)


def _area_map(cache: str) -> tuple[int, float]:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("policeuk:areamap")
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        given = {"CACHE": cache, "LEVEL": "lsoa", "MEASURE": "count", "OUTPUT": "TEMPORARY_OUTPUT"}
        results, done = algorithm.run(given, context, feedback)
        if not done:
            raise SystemExit(feedback.textLog())
        times.append(time.perf_counter() - begun)
    return int(context.getMapLayer(results["OUTPUT"]).featureCount()), statistics.median(times)


def _drawing(large: str, twin: str, runs: int) -> dict[str, tuple[float, float, int]]:
    (ours,) = build_layers(LayerRequest(Path(large), (LayerKind.CRIMES,)), read_holdings(Path(large)))
    theirs = QgsVectorLayer(f"{twin}|layername=crimes", "twin", "ogr")
    theirs.setRenderer(ours.renderer().clone())
    cases = {}
    for name, month, draw in (
        ("drawing all", False, _whole),
        ("drawing a month", True, _whole),
        ("panning", False, _pan),
        ("panning in a month", True, _pan),
    ):
        ours.setSubsetString(f"month_start = '{MONTH}-01T00:00:00.000'" if month else "")
        theirs.setSubsetString(f"\"month\" = '{MONTH}'" if month else "")
        if ours.featureCount() != theirs.featureCount():
            raise SystemExit(f"the layers differ: {ours.featureCount()} and {theirs.featureCount()} features")
        mine, others = _in_turn(draw, [ours, theirs], theirs.extent(), runs)
        cases[name] = (mine, others, int(ours.featureCount()))
    return cases


def _in_turn(
    draw: Callable[[QgsVectorLayer, QgsRectangle], None], layers: list[QgsVectorLayer], extent: QgsRectangle, runs: int
) -> list[float]:
    seconds: list[list[float]] = [[] for _ in layers]
    for number in range(runs + 1):
        for layer, times in zip(layers, seconds):
            begun = time.perf_counter()
            draw(layer, extent)
            if number:
                times.append(time.perf_counter() - begun)
    return [statistics.median(times) for times in seconds]


def _whole(layer: QgsVectorLayer, extent: QgsRectangle) -> None:
    _draw([layer], extent)


def _pan(layer: QgsVectorLayer, extent: QgsRectangle) -> None:
    window = QgsRectangle(WINDOW)
    for _ in range(STEPS):
        _draw([layer], window)
        window = QgsRectangle(window)
        window.setXMinimum(window.xMinimum() + WINDOW.width() / 4)
        window.setXMaximum(window.xMaximum() + WINDOW.width() / 4)


def _frames(cache: Path, runs: int) -> dict[str, float]:
    """One frame of the temporal controller: all of the cache in view, which is the worst."""
    found = {}
    for kind in (LayerKind.CRIMES, LayerKind.BY_MONTH, LayerKind.ROLLING):
        (layer,) = build_layers(LayerRequest(cache, (kind,), Selection()), read_holdings(cache))
        start = QDateTime(QDate(2022, 8, 1), QTime(0, 0))
        frame = QgsDateTimeRange(start, start.addMonths(1), True, False)
        extent = QgsRectangle(layer.extent())
        times = []
        for number in range(runs + 1):
            begun = time.perf_counter()
            _draw([layer], extent, frame)
            if number:
                times.append(time.perf_counter() - begun)
        found[layer.name()] = statistics.median(times)
    return found


def _draw(layers: list[QgsVectorLayer], extent: QgsRectangle, frame: QgsDateTimeRange | None = None) -> None:
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setExtent(extent)
    settings.setDestinationCrs(layers[0].crs())
    settings.setOutputSize(QSize(1000, 800))
    if frame is not None:
        settings.setIsTemporal(True)
        settings.setTemporalRange(frame)
    image = QImage(1000, 800, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    QgsMapRendererCustomPainterJob(settings, painter).renderSynchronously()
    painter.end()


if __name__ == "__main__":
    application = QgsApplication([], True)
    QgsApplication.initQgis()
    main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(0)  # a plain exit crashes in QGIS's own clean-up on some versions
