# SPDX-License-Identifier: GPL-2.0-or-later
"""The context menu of a layer of ours in the list of layers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import (
    QgsMapLayer,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsTemporalNavigationObject,
    QgsVectorLayer,
)
from qgis.PyQt.QtWidgets import QDialog, QPushButton, QTextBrowser

from offline_cache.model import Month
from policeuk_plugin import classFactory
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.layers.project import add_group, month_range
from tests.algorithm_runs import run as algorithm_run
from tests.plugin_window import Window, _window, turn_for  # noqa: F401 - a fixture


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


def offered_for_points(window: Window) -> list[list[QgsMapLayer]]:
    """Give the layers that each entry of use for points is offered for: an atlas is made of areas only."""
    return [of for action, of in window.layer_actions.items() if action.objectName() != "policeukLayerAtlas"]


def with_layers(window: Window, cache: Path) -> list[QgsVectorLayer]:
    """Add two layers of a cache, and wait until the menu knows them."""
    request = LayerRequest(cache, (LayerKind.PLACES, LayerKind.CRIMES))
    layers = build_layers(request, read_holdings(cache))
    add_group(window.project, layers, "group")
    window.wait(lambda: all(len(offered) == len(layers) for offered in offered_for_points(window)))
    window.active_layer = layers[0]
    return layers


def click(window: Window, name: str) -> None:
    """Choose an entry of the menu."""
    next(action for action in window.layer_actions if action.objectName() == f"policeukLayer{name}").trigger()


def said(window: Window) -> list[str]:
    """Give what the message bar shows."""
    return [item.text() for item in window.bar.items()]


def test_it_is_offered_for_our_layers_only(loaded: Window, sample_cache: Path) -> None:
    other = QgsVectorLayer("Point?crs=EPSG:4326", "another", "memory")
    loaded.project.addMapLayer(other)
    layers = with_layers(loaded, sample_cache)
    assert len(loaded.layer_actions) >= 4
    for offered in offered_for_points(loaded):
        assert {layer.id() for layer in offered} == {layer.id() for layer in layers}
    loaded.active_layer = other
    click(loaded, "Remove")
    assert loaded.project.mapLayer(other.id()) is not None


def test_layers_that_were_there_before_the_plugin_are_offered_too(window: Window, sample_cache: Path) -> None:
    add_group(
        window.project, build_layers(LayerRequest(sample_cache, (LayerKind.CRIMES,)), read_holdings(sample_cache)), "g"
    )
    plugin = classFactory(window.iface)
    plugin.initGui()
    window.wait(lambda: all(len(offered) == 1 for offered in offered_for_points(window)))
    plugin.unload()
    window.delete_later()
    window.project.clear()


def test_what_is_this_opens_one_page_beside_the_work(loaded: Window, sample_cache: Path) -> None:
    layers = with_layers(loaded, sample_cache)
    click(loaded, "Explain")
    loaded.active_layer = layers[1]
    click(loaded, "Explain")
    (page,) = loaded.main.findChildren(QDialog, "policeukExplain")
    assert not page.isModal()
    assert page.isVisible()
    assert "Crimes by type" in page.findChild(QTextBrowser).toPlainText()
    page.close()
    loaded.delete_later()
    click(loaded, "Explain")
    assert len(loaded.main.findChildren(QDialog, "policeukExplain")) == 1


def test_refresh_and_remove_tell_what_they_did(loaded: Window, sample_cache: Path) -> None:
    layers = with_layers(loaded, sample_cache)
    click(loaded, "Refresh")
    assert "as before" in said(loaded)[-1]
    assert len(loaded.project.mapLayers()) == len(layers)
    click(loaded, "Remove")
    assert "Removed from the project: group." in "".join(said(loaded))
    assert not loaded.project.mapLayers()


def test_the_rows_behind_what_is_selected_come_as_a_table(loaded: Window, sample_cache: Path) -> None:
    places = with_layers(loaded, sample_cache)[0]
    most = max(places.getFeatures(), key=lambda feature: feature["crimes"])
    places.selectByIds([most.id()])
    click(loaded, "Rows")
    loaded.wait(lambda: len(loaded.project.mapLayers()) == 3)
    (table,) = (layer for layer in loaded.project.mapLayers().values() if layer.geometryType() == 4)
    assert table.featureCount() == most["crimes"]
    (group,) = loaded.project.layerTreeRoot().findGroups()
    assert group.findLayer(table.id()) is not None
    loaded.wait(lambda: any(f"the map says {most['crimes']}" in sentence for sentence in said(loaded)))
    assert not any("Looking for" in sentence for sentence in said(loaded)), "the answer is there"
    loaded.bar.findChild(QPushButton, "policeukOpenTable").click()
    assert loaded.tables_shown == [table]
    Path(table.source().split("|")[0]).unlink()


def test_what_has_a_clock_is_drawn_while_temporal_navigation_is_off(window: Window, sample_cache: Path) -> None:
    """QGIS 3.22 sets the frame of the map when a project with a time range is opened, though navigation is off."""
    controller = QgsTemporalNavigationObject(window.main)
    window.canvas.setTemporalController(controller)
    plugin = classFactory(window.iface)
    plugin.initGui()
    layers = build_layers(LayerRequest(sample_cache, (LayerKind.CRIMES,)), read_holdings(sample_cache))
    add_group(window.project, layers, "group")
    controller.setTemporalExtents(month_range(Month(2020, 1), Month(2020, 6)))
    controller.setNavigationMode(QgsTemporalNavigationObject.NavigationMode.NavigationOff)
    controller.setCurrentFrameNumber(3)
    assert window.canvas.mapSettings().isTemporal(), "what QGIS does"
    window.wait(lambda: not window.canvas.mapSettings().isTemporal())
    controller.setNavigationMode(QgsTemporalNavigationObject.NavigationMode.Animated)
    controller.setCurrentFrameNumber(2)
    turn_for(0)
    assert window.canvas.mapSettings().isTemporal(), "a month that was asked for stays"
    plugin.unload()
    window.delete_later()
    window.project.clear()


def test_rows_of_a_cache_that_has_gone_are_a_sentence(loaded: Window, sample_cache: Path, tmp_path: Path) -> None:
    cache = tmp_path / "copy.sqlite"
    shutil.copy(sample_cache, cache)
    with_layers(loaded, cache)
    cache.unlink()
    click(loaded, "Rows")
    loaded.wait(lambda: any("There is no cache file at" in sentence for sentence in said(loaded)))


def test_a_cache_that_has_gone_is_told(loaded: Window, sample_cache: Path, tmp_path: Path) -> None:
    cache = tmp_path / "copy.sqlite"
    shutil.copy(sample_cache, cache)
    with_layers(loaded, cache)
    cache.unlink()
    click(loaded, "Refresh")
    assert any("There is no cache file at" in sentence for sentence in said(loaded))


def test_results_have_it_too_but_for_refreshing(loaded: Window, sample_cache: Path, tmp_path: Path) -> None:
    from processing.gui import Postprocessing

    Postprocessing.iface = None
    for name, file in (("crimeclusters", "c.gpkg"), ("crimedensity", "d.tif")):
        output = QgsProcessingOutputLayerDefinition(str(tmp_path / file), loaded.project)
        given = {"CACHE": str(sample_cache), "OUTPUT": output}
        results, context = algorithm_run(name, given, project=loaded.project)
        assert Postprocessing.handleAlgorithmResults(context.algorithm, context, QgsProcessingFeedback(False), results)
    results = set(loaded.project.mapLayers())
    assert len(results) == 2
    offered = {action.objectName(): of for action, of in loaded.layer_actions.items()}
    loaded.wait(lambda: len(offered["policeukLayerExplain"]) == 2)
    for name in ("Explain", "Remove"):
        assert {layer.id() for layer in offered[f"policeukLayer{name}"]} == results
    assert offered["policeukLayerRefresh"] == []
    assert [layer.name()[:14] for layer in offered["policeukLayerRows"]] == ["Crime clusters"]
    loaded.active_layer = loaded.project.mapLayer(min(results))
    click(loaded, "Explain")
    assert "policeuk:crime" in loaded.main.findChild(QTextBrowser, "policeukExplainText").toPlainText()
    click(loaded, "Remove")
    assert loaded.project.mapLayers() == {}, "both are of one selection, and in its group"


def test_a_page_is_made_and_opened(loaded: Window, sample_cache: Path) -> None:
    with_layers(loaded, sample_cache)
    click(loaded, "Page")
    (layout,) = loaded.layouts_shown
    assert layout in loaded.project.layoutManager().layouts()
    for node in loaded.project.layerTreeRoot().findLayers():
        node.setItemVisibilityChecked(False)
    click(loaded, "Page")
    assert "switched on" in said(loaded)[-1]
    assert len(loaded.layouts_shown) == 1


def test_nothing_is_behind_a_right_click_only(loaded: Window, sample_cache: Path) -> None:
    """All that the list of layers offers by a right click is in the menu bar, which says why where it is of no use."""
    (menu,) = [action.menu() for action in loaded.menu_actions if action.menu() is not None]
    assert menu.actions() == list(loaded.layer_actions)
    loaded.active_layer = None
    menu.aboutToShow.emit()
    assert not any(action.isEnabled() for action in menu.actions())
    assert {action.toolTip() for action in menu.actions()} == {
        "Choose a layer of Police UK in the list of layers first."
    }
    layers = with_layers(loaded, sample_cache)
    loaded.active_layer = layers[0]
    menu.aboutToShow.emit()
    of_use = {action.objectName() for action in menu.actions() if action.isEnabled()}
    assert {"policeukLayerExplain", "policeukLayerRefresh", "policeukLayerRemove"} <= of_use
    assert "policeukLayerAtlas" not in of_use
    next(action for action in menu.actions() if action.objectName() == "policeukLayerExplain").trigger()
    assert loaded.main.findChild(QDialog, "policeukExplain").isVisible()
    menu.aboutToHide.emit()
    loaded.wait(lambda: all(action.isEnabled() for action in menu.actions()))
