# SPDX-License-Identifier: GPL-2.0-or-later
"""A cache to a QGIS project, a map and a page: `policeuk.qgz`, `map.png` and `summary.html` in a folder."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)

from offline_cache.errors import CacheError
from offline_cache.model import Dataset
from policeuk_plugin.cli.main import close_files, leave
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.extent import main_extent
from policeuk_plugin.layers.holdings import Holdings, read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.layers.metadata import coverage_lines, rights
from policeuk_plugin.layers.project import WGS84, add_group, group_name, prepare_empty_project, set_time
from policeuk_plugin.layers.request import is_other_edition, kind_of
from policeuk_plugin.reports.frame import crimes_outside, outside_line
from policeuk_plugin.reports.layout import MapPage, export_png, frame_of, make_layout
from policeuk_plugin.reports.summary import read_figures, summary_html
from policeuk_plugin.text import forces_phrase, invented, months_phrase

_SUBTITLE = "One mark a snap point, sized by its crimes, in the colour of the type that most of them are of."


def main() -> NoReturn:
    """Write the three files; ends with exit code 0, or 1 with a sentence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="the cache")
    parser.add_argument("--out", type=Path, required=True, help="the folder for the three files")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    try:
        make(arguments.cache.resolve(), arguments.out.resolve())
        code = 0
    except CacheError as error:
        print(error, file=sys.stderr)
        code = 1
    close_files()
    leave(code)


def make(cache: Path, out: Path) -> None:
    """Write project, map and page of the cache at `cache` into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    held = read_holdings(cache)
    if not held.files:
        raise CacheError(f"The cache {cache} holds no published file. Import one first.")
    project = QgsProject.instance()
    project.setFileName(str(out / "policeuk.qgz"))  # first: what is put in is kept relative to it
    prepare_empty_project(project)
    project.setTitle(group_name(held))
    metadata = project.metadata()
    metadata.setTitle(group_name(held))
    metadata.setAbstract("\n".join(rights(held)))
    project.setMetadata(metadata)
    layers = build_layers(LayerRequest(cache, tuple(LayerKind)), held)
    add_group(project, layers, group_name(held))
    set_time(project, held)
    extent = _extent(cache, project)
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, project.crs()))
    outside = crimes_outside(cache, frame_of(extent), project.crs(), project.transformContext())
    layout = make_layout(project, _page(held, layers, extent, outside_line(outside)))
    if not project.write():
        raise CacheError(f"The project {project.fileName()} could not be written: {project.error()}.")
    export_png(layout, out / "map.png")
    page = summary_html(held, read_figures(cache), "map.png")
    (out / "summary.html").write_text(page, encoding="utf-8")


def _extent(cache: Path, project: QgsProject) -> QgsRectangle:
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), project.crs(), project)
    return transform.transformBoundingBox(main_extent(cache))


def _page(held: Holdings, layers: Sequence[QgsVectorLayer], extent: QgsRectangle, outside: str) -> MapPage:
    numbers, *rest = coverage_lines(held, Dataset.STREET)
    months = months_phrase(held.first, held.last) if held.first and held.last else ""
    first = [layer for layer in layers if not is_other_edition(layer)]
    shown = [layer for layer in first if kind_of(layer) in (LayerKind.PLACES, LayerKind.AREAS)]
    return MapPage(
        name="Crimes by place, A4",
        title=f"Crimes by place: {forces_phrase(held.forces)}, {months}",
        subtitle=" ".join([*([invented()] if held.invented else []), _SUBTITLE]),
        foot="\n".join([f"{numbers} {outside}".strip(), *rest, *reversed(rights(held))]),
        layers=shown,
        extent=extent,
    )


if __name__ == "__main__":
    main()
