# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by pack_speed in a process of its own: opens the project of a pack, draws its map, writes the seconds as JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsProject
from qgis.PyQt.QtCore import QSize


def main(pack: str, out: str) -> None:
    """Open and draw on the screen of a small laptop."""
    begun, worked = time.perf_counter(), time.process_time()
    project = QgsProject.instance()
    if not project.read(str(Path(pack) / "field.qgz")):
        raise SystemExit(f"the project in {pack} cannot be read")
    settings = QgsMapSettings()
    settings.setOutputSize(QSize(1366, 768))
    settings.setDestinationCrs(project.crs())
    settings.setTransformContext(project.transformContext())
    settings.setLayers(project.layerTreeRoot().checkedLayers())
    settings.setExtent(project.viewSettings().defaultViewExtent())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    seconds = {"elapsed": time.perf_counter() - begun, "processor": time.process_time() - worked}
    if job.renderedImage().isNull():
        raise SystemExit("nothing was drawn")
    Path(out).write_text(json.dumps(seconds), encoding="utf-8")


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    main(*sys.argv[1:])
    os._exit(0)  # QGIS 3.22 crashes on the way out where layers are still referred to
