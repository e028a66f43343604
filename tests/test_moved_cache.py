# SPDX-License-Identifier: GPL-2.0-or-later
"""A project whose cache has moved or is gone: its layers say so and are pointed anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsProject

from offline_cache.errors import BadCache
from offline_cache.model import Month, Selection
from policeuk_plugin import classFactory
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.layers.moved_cache import lost_layers, lost_sentence, point_anew
from policeuk_plugin.layers.project import add_group
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.test_layer_menu import click, said

SPRING = Selection(first=Month(2025, 3), last=Month(2025, 5), with_asb=False)
KINDS = (LayerKind.PLACES, LayerKind.CRIMES, LayerKind.ROLLING, LayerKind.AREAS)


@pytest.fixture(name="saved")
def _saved(sample_cache: Path, tmp_path: Path) -> Path:
    """Give a saved project whose cache lies beside it."""
    cache = tmp_path / "here" / "policeuk.sqlite"
    cache.parent.mkdir()
    shutil.copyfile(sample_cache, cache)
    project = QgsProject()
    layers = build_layers(LayerRequest(cache, KINDS, SPRING), read_holdings(cache))
    add_group(project, layers, "group")
    layers[0].setOpacity(0.5)
    assert project.write(str(tmp_path / "here" / "project.qgz"))
    project.clear()
    return tmp_path / "here"


def counts(project: QgsProject) -> dict[str, int]:
    return {layer.name(): sum(1 for _ in layer.getFeatures()) for layer in project.mapLayers().values()}


def test_a_project_moved_with_its_cache_opens(saved: Path, tmp_path: Path) -> None:
    shutil.move(saved, tmp_path / "there")
    project = QgsProject()
    assert project.read(str(tmp_path / "there" / "project.qgz"))
    assert lost_sentence(project) == ""
    assert min(counts(project).values()) > 0


def test_all_layers_are_pointed_to_where_the_cache_is_now(saved: Path, tmp_path: Path) -> None:
    before = QgsProject()
    assert before.read(str(saved / "project.qgz"))
    expected = counts(before)
    before.clear()
    moved = tmp_path / "elsewhere's.sqlite"
    shutil.move(saved / "policeuk.sqlite", moved)
    project = QgsProject()
    project.read(str(saved / "project.qgz"))
    assert len(lost_layers(project)) == len(KINDS)
    assert "4 layers cannot be drawn" in lost_sentence(project)
    assert "moved or is gone" in lost_sentence(project)
    with pytest.raises(BadCache):
        point_anew(project, saved / "project.qgz")
    assert len(lost_layers(project)) == len(KINDS)
    assert "4 layers now read" in point_anew(project, moved)
    assert lost_layers(project) == []
    assert counts(project) == expected
    places = next(layer for layer in project.mapLayers().values() if layer.name() == "Crimes by place")
    assert places.opacity() == pytest.approx(0.5)
    assert places.renderer().type() == "categorizedSymbol"
    project.clear()


@pytest.fixture(name="loaded")
def _loaded(window: Window) -> Iterator[Window]:
    """Give a window with the plugin."""
    window.project.clear()
    plugin = classFactory(window.iface)
    plugin.initGui()
    yield window
    plugin.unload()
    window.delete_later()
    window.project.clear()
    window.bar.clearWidgets()


def test_the_window_says_so_and_the_menu_mends_it(
    loaded: Window, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = tmp_path / "moved.sqlite"
    shutil.move(saved / "policeuk.sqlite", moved)
    loaded.project.read(str(saved / "project.qgz"))
    loaded.wait(lambda: any("moved or is gone" in sentence for sentence in said(loaded)))
    loaded.active_layer = lost_layers(loaded.project)[0]
    monkeypatch.setattr(
        "policeuk_plugin.ui.map_pages.layer_menu.QFileDialog.getOpenFileName", lambda *_: (str(moved), "")
    )
    click(loaded, "Anew")
    assert lost_layers(loaded.project) == []
    assert any("now read" in sentence for sentence in said(loaded))
    assert not any("moved or is gone" in sentence for sentence in said(loaded))
