# SPDX-License-Identifier: GPL-2.0-or-later
"""A run in a worker thread leaves the national grids whole for the session: QGIS in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

SESSION = """
import json, os, sys
from qgis.core import *
from qgis.PyQt.QtCore import QThreadPool
from tests.pace import little_work
from tests.plugin_window import turn_for, turn_until

cache, folder, chosen = sys.argv[1:4]
app = QgsApplication([], False)
app.initQgis()
QgsCoordinateReferenceSystem("EPSG:3857").toWkt()  # as the canvas of any project does
import policeuk_plugin
plugin = policeuk_plugin.classFactory(None)
from policeuk_plugin.processing.running import reference_systems
with little_work(0.03):  # it is done while QGIS starts; 5 ms on a quiet machine
    reference_systems.keep_national_grids()
plugin.initProcessing()
GDAL = QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED_GDAL
CODES = ("EPSG:27700", "EPSG:29903", "EPSG:4326", *([chosen] if chosen else []))
pools = [QThreadPool.globalInstance()]
if hasattr(QgsApplication.taskManager(), "threadPool"):
    pools.append(QgsApplication.taskManager().threadPool())
for pool in pools:
    pool.setExpiryTimeout(100)  # a worker thread ends after 30 seconds without work; here at once

tasks = []
for name, output in (("crimeclusters", "c.gpkg"), ("crimedensity", "d.tif")):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("policeuk:" + name)
    context, feedback, ended = QgsProcessingContext(), QgsProcessingFeedback(False), []
    parameters = {"CACHE": cache, "OUTPUT": os.path.join(folder, output)}
    if chosen:
        parameters["CRS"] = chosen
    task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
    task.executed.connect(lambda done, results, ended=ended: ended.append(done))
    QgsApplication.taskManager().addTask(task)
    turn_until(lambda: ended)
    assert ended == [True]
    tasks.append((task, context, feedback, algorithm))
    for code in CODES:  # the main thread uses them while the worker still lives, as a canvas does
        QgsCoordinateReferenceSystem(code).toWkt(GDAL)
turn_until(lambda: all(pool.activeThreadCount() == 0 for pool in pools))
turn_for(1500)  # the threads are gone
answer = {"alive": len(pools)}
for code in CODES:
    crs = QgsCoordinateReferenceSystem(code)
    there = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), crs, QgsCoordinateTransformContext())
    answer[code] = [len(crs.toWkt()), len(crs.toWkt(GDAL)), round(there.transform(-2.0, 54.0).x(), 1)]
answer["raster"] = QgsRasterLayer(os.path.join(folder, "d.tif"), "d").crs().authid()
box = QgsRectangle(0, 0, 1000, 1000)
writer = QgsRasterFileWriter(os.path.join(folder, "after.tif"))
writer.setOutputFormat("GTiff")
used = QgsCoordinateReferenceSystem(chosen or "EPSG:27700")
made = writer.createOneBandRaster(Qgis.DataType.Float32, 10, 10, box, used)
made.setEditable(False)
del made
answer["after"] = QgsRasterLayer(os.path.join(folder, "after.tif"), "a").crs().authid()
print("ANSWER " + json.dumps(answer))
sys.stdout.flush()
os._exit(0)
"""


@pytest.mark.parametrize("chosen", ["", "EPSG:32631"], ids=["national grid", "chosen CRS"])
def test_grids_survive_the_worker_thread(sample_cache: Path, tmp_path: Path, chosen: str) -> None:
    command = [sys.executable, "-c", SESSION, str(sample_cache), str(tmp_path), chosen]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=600, check=False)
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("ANSWER ")] or [done.stderr]
    answer = json.loads(line.partition(" ")[2])
    for code in ("EPSG:27700", "EPSG:29903", "EPSG:4326", *([chosen] if chosen else [])):
        short, for_gdal, moved = answer[code]
        assert short > 100, f"{code} has no definition any more"
        assert for_gdal > 100
        assert moved != 0
    assert answer["raster"] == answer["after"] == (chosen or "EPSG:27700")
