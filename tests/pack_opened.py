# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by a Python with QGIS alone, without anything of this repository: opens a project, tells what it shows.

python pack_opened.py PROJECT    ->  JSON: title, layers with features and fields shown, themes with pixels drawn
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from qgis.core import QgsApplication, QgsMapLayer, QgsMapRendererSequentialJob, QgsMapSettings, QgsProject
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor


def main(path: str) -> int:
    """Print what the project at `path` shows."""
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    read = project.read(path)
    layers = {layer.name(): layer for layer in project.mapLayers().values()}
    told: dict[str, Any] = {
        "read": read,
        "title": project.title(),
        "line": project.readEntry("TitleLabel", "/Label")[0],
        "foot": project.readEntry("CopyrightLabel", "/Label")[0],
        "plugins": [name for name in sys.modules if "policeuk" in name or name == "offline_cache"],
        "layers": {name: _of_layer(layer) for name, layer in layers.items()},
        "themes": {name: _drawn(project, name) for name in project.mapThemeCollection().mapThemes()},
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    os._exit(0)


def _of_layer(layer: QgsMapLayer) -> dict[str, Any]:
    """Whether it opens, and of vectors features, names of form fields, and whether it may be edited."""
    found: dict[str, Any] = {"valid": layer.isValid(), "source": layer.source(), "read_only": True}
    if layer.type() == QgsMapLayer.LayerType.VectorLayer and layer.isValid():
        found["features"] = sum(1 for _ in layer.getFeatures())
        found["read_only"] = layer.readOnly() or not layer.supportsEditing()
        found["fields"] = [layer.attributeDisplayName(at) for at in range(layer.fields().count())]
        found["rights"] = layer.metadata().rights()
    return found


def _drawn(project: QgsProject, theme: str) -> int:
    """Pixels that are not white when a theme is drawn over the extent that the project opens with."""
    settings = QgsMapSettings()
    settings.setLayers(project.mapThemeCollection().mapThemeVisibleLayers(theme))
    settings.setLayerStyleOverrides(project.mapThemeCollection().mapThemeStyleOverrides(theme))
    settings.setDestinationCrs(project.crs())
    settings.setTransformContext(project.transformContext())
    settings.setExtent(project.viewSettings().defaultViewExtent())
    settings.setOutputSize(QSize(300, 300))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    white = QColor("white").rgb()
    return sum(image.pixel(x, y) != white for x in range(image.width()) for y in range(image.height()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
