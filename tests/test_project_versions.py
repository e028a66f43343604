# SPDX-License-Identifier: GPL-2.0-or-later
"""A project with every layer opens elsewhere as it was made: in another folder, and in another version of QGIS.

`POLICEUK_PROJECT` names a folder that another version made (`make matrix` does that); without it this one makes it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapLayer,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage

from policeuk_plugin.layers.kinds import QUESTIONS, THROUGH_TIME, LayerKind, layer_name
from policeuk_plugin.layers.request import kind_of, request_of
from policeuk_plugin.layers.themes import question
from tools.version_project import CACHE, EXPECTED, PROJECT, found_in


@pytest.fixture(scope="module")
def made(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the project, its cache and what is expected, made here or by another version."""
    if "POLICEUK_PROJECT" in os.environ:
        return Path(os.environ["POLICEUK_PROJECT"])
    folder = tmp_path_factory.mktemp("made") / "first place"
    command = [sys.executable, "-m", "tools.version_project", "--out", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def moved(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder moved to another place, under another name."""
    folder = tmp_path_factory.mktemp("moved") / "another place" / "it's here"
    shutil.copytree(made, folder)
    if "POLICEUK_PROJECT" not in os.environ:
        shutil.rmtree(made)  # nothing may be read from where it was
    return folder


@pytest.fixture(scope="module")
def opened(moved: Path) -> Iterator[QgsProject]:
    project = QgsProject()
    assert project.read(str(moved / PROJECT)), project.error()
    yield project
    project.clear()


@pytest.fixture(scope="module")
def expected(moved: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((moved / EXPECTED).read_text(encoding="utf-8"))
    return found


def test_every_layer_is_there_and_shows_the_same(opened: QgsProject, expected: dict[str, Any]) -> None:
    found = found_in(opened)
    assert set(found["layers"]) == set(expected["layers"])
    for layer_id, as_made in expected["layers"].items():
        here = found["layers"][layer_id]
        assert here["valid"], as_made["name"]
        assert here == as_made, as_made["name"]


def test_themes_time_and_crs_are_those(opened: QgsProject, expected: dict[str, Any]) -> None:
    found = found_in(opened)
    assert found["themes"] == expected["themes"]
    assert len(found["themes"]) == len(QUESTIONS)
    assert (found["crs"], found["time"]) == (expected["crs"], expected["time"])


def test_every_kind_of_layer_is_among_them(opened: QgsProject) -> None:
    kinds = {kind_of(layer) for layer in opened.mapLayers().values()} - {None}
    assert kinds == set(LayerKind)


def test_layers_read_the_cache_that_came_along(opened: QgsProject, moved: Path) -> None:
    for layer in opened.mapLayers().values():
        assert str(moved) in layer.source(), layer.name()
        request = request_of(layer)
        if request is not None:
            assert request.cache.resolve() == (moved / CACHE).resolve()


def test_the_file_names_no_folder_of_where_it_was_made(moved: Path, made: Path) -> None:
    with zipfile.ZipFile(moved / PROJECT) as packed:
        text = "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist() if "qgs" in name)
    assert CACHE in text
    assert f"./{CACHE}" in text
    assert f"{made}/{CACHE}|" not in text


@pytest.mark.parametrize("kind", QUESTIONS, ids=lambda kind: kind.value)
def test_each_theme_draws_its_points(opened: QgsProject, kind: LayerKind) -> None:
    """Over its outlines, in colour: what a broken style draws is nothing, or one colour."""
    themes = opened.mapThemeCollection()
    (name,) = [name for name in themes.mapThemes() if name.startswith(question(kind))]
    layers = themes.mapThemeVisibleLayers(name)
    points = [layer for layer in layers if kind_of(layer) is kind]
    assert points, f"{layer_name(kind)} is in no theme"
    assert _colours(_drawn(opened, points)) > (3 if kind in THROUGH_TIME else 8)


def test_results_draw_their_classes(opened: QgsProject) -> None:
    results = [layer for layer in opened.mapLayers().values() if kind_of(layer) is None]
    assert len(results) >= 6
    for layer in results:
        assert _colours(_drawn(opened, [layer])) > 3, layer.name()


def _drawn(project: QgsProject, layers: list[QgsMapLayer]) -> QImage:
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(project.crs())
    settings.setTransformContext(project.transformContext())
    settings.setOutputSize(QSize(300, 300))
    settings.setBackgroundColor(QColor("#ffffff"))
    outlines = next(layer for layer in project.mapLayers().values() if kind_of(layer) is LayerKind.AREAS)
    settings.setExtent(settings.layerExtentToOutputExtent(outlines, outlines.extent()))
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    assert not job.errors()
    return job.renderedImage()


def _colours(image: QImage) -> int:
    """How many colours cover at least two pixels."""
    seen: dict[int, int] = {}
    for y in range(image.height()):
        for x in range(image.width()):
            colour = image.pixel(x, y)
            seen[colour] = seen.get(colour, 0) + 1
    return sum(1 for count in seen.values() if count > 1)
