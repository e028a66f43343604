# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by analysis_speed in a process of its own: QGIS's heatmap on points of a file; writes the seconds as JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import numpy as np
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorFileWriter,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant


def main(points: str, cell: str, radius: str, out: str) -> None:
    """Write the points (columns x, y, weight) to a GeoPackage, untimed; then time the heatmap on it."""
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    layer = str(Path(out).with_suffix(".gpkg"))
    _write(np.load(points), layer)
    parameters = {
        "INPUT": layer,
        "RADIUS": float(radius),
        "PIXEL_SIZE": float(cell),
        "WEIGHT_FIELD": "weight",
        "KERNEL": 0,
        "OUTPUT_VALUE": 1,
        "OUTPUT": str(Path(out).with_suffix(".tif")),
    }
    begun = time.process_time()
    processing.run("qgis:heatmapkerneldensityestimation", parameters)
    Path(out).write_text(json.dumps(time.process_time() - begun), encoding="utf-8")


def _write(points: np.ndarray, path: str) -> None:
    fields = QgsFields()
    fields.append(QgsField("weight", QVariant.Type.Double))
    options = QgsVectorFileWriter.SaveVectorOptions()
    crs = QgsCoordinateReferenceSystem("EPSG:27700")
    context = QgsProject.instance().transformContext()
    writer = QgsVectorFileWriter.create(path, fields, QgsWkbTypes.Type.Point, crs, context, options)
    for x, y, weight in points.tolist():
        feature = QgsFeature(fields)
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
        feature.setAttributes([weight])
        writer.addFeature(feature)
    del writer


if __name__ == "__main__":
    application = QgsApplication([], False)
    QgsApplication.initQgis()
    main(*sys.argv[1:])
    sys.stdout.flush()
    os._exit(0)  # a plain exit crashes in QGIS's own clean-up on some versions
