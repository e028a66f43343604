# SPDX-License-Identifier: GPL-2.0-or-later
"""A project with every layer and an area map beside its cache, and what another QGIS has to find in it.

`python -m tools.version_project --out FOLDER` writes `everything.qgz`, `sample.sqlite`, results and `expected.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsApplication, QgsMapLayer, QgsProject, QgsRasterLayer, QgsVectorLayer

from policeuk_plugin.layers.holdings import read_holdings
from tools.every_layer import busiest, layer_set, provided, results_of, run, sample_cache

PROJECT, CACHE, EXPECTED = "everything.qgz", "sample.sqlite", "expected.json"
_RESULTS = ("area_rate_residents", "area_bands", "area_months_missing", "clusters", "density", "route")


def main() -> int:
    """Write the folder; exit code 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="a folder that is empty or not there")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], True)
    application.initQgis()
    make(arguments.out.resolve())
    print(arguments.out / PROJECT)
    sys.stdout.flush()
    # Without QGIS's own end, which crashes where Python still refers to layers.
    os._exit(0)


def make(folder: Path) -> None:
    """Write cache, results, project and what is expected of it into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty.")
    cache = sample_cache(folder / CACHE)
    provider = provided()
    project = QgsProject.instance()
    project.setFileName(str(folder / PROJECT))  # first: what is put in is kept relative to it
    layers = layer_set(project, cache)
    x, y = busiest(cache, project, layers)
    route = f"LINESTRING({x - 600:.0f} {y:.0f}, {x + 600:.0f} {y + 200:.0f}) [{project.crs().authid()}]"
    for result in results_of(read_holdings(cache), route):
        if result.key in _RESULTS:
            project.addMapLayer(run(result, cache, folder))
    QgsApplication.processingRegistry().removeProvider(provider)
    if not project.write():
        raise SystemExit(f"The project could not be written: {project.error()}")
    (folder / EXPECTED).write_text(json.dumps(found_in(project), indent=1, ensure_ascii=False), encoding="utf-8")


def found_in(project: QgsProject) -> dict[str, Any]:
    """What a project holds: of each layer by its id what is seen of it, the layers of each theme, time, CRS."""
    themes = project.mapThemeCollection()
    time = project.timeSettings().temporalRange()
    return {
        "qgis": Qgis.QGIS_VERSION,
        "crs": project.crs().authid(),
        "time": [time.begin().toString("yyyy-MM-dd"), time.end().toString("yyyy-MM-dd")],
        "themes": {
            name: [layer.name() for layer in themes.mapThemeVisibleLayers(name)] for name in sorted(themes.mapThemes())
        },
        "layers": {layer_id: _seen(layer) for layer_id, layer in sorted(project.mapLayers().items())},
    }


def _seen(layer: QgsMapLayer) -> dict[str, Any]:
    shown = {"name": layer.name(), "valid": layer.isValid(), "tip": "", "features": 0, "renderer": "", "legend": []}
    if isinstance(layer, QgsVectorLayer):
        shown.update(
            tip=layer.mapTipTemplate(),
            features=sum(1 for _ in layer.getFeatures()),
            renderer=layer.renderer().type() if layer.renderer() else "",
            legend=[item.label() for item in layer.renderer().legendSymbolItems()] if layer.renderer() else [],
            fields=layer.fields().names(),
            form=[tab.name() for tab in layer.editFormConfig().tabs()],
            time=layer.temporalProperties().isActive(),
            read_only=layer.readOnly(),
        )
    elif isinstance(layer, QgsRasterLayer) and layer.renderer():
        shown.update(
            renderer=layer.renderer().type(), legend=[label for label, _ in layer.renderer().legendSymbologyItems()]
        )
    return shown


if __name__ == "__main__":
    sys.exit(main())
