# SPDX-License-Identifier: GPL-2.0-or-later
"""The questions of the page Map: areas by colour, a route, pages of tables, clicked as a user does."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox

from policeuk_plugin import settings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.map_pages.map_areas import MapAreas
from policeuk_plugin.ui.map_pages.map_page import MapPage
from policeuk_plugin.ui.map_pages.map_route import MapRoute
from tests.dock_window import button, count, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture

SOUTH_NORTH = "LINESTRING(2.3 54.65, 2.3 54.85)"


@pytest.fixture(name="page")
def _page(dock: PoliceUkDock, window: Window, sample_cache: Path) -> MapPage:
    """Give the page, on the sample."""
    dock.data_page.use_cache(sample_cache)
    count(dock, window)
    dock.pages.setCurrentIndex(1)
    page = dock.page_of["map"]
    assert isinstance(page, MapPage)
    return page


def ask(page: MapPage, key: str, window: Window) -> None:
    """Choose a question and wait until it knows what there is."""
    page.ask.setCurrentIndex(page.ask.findData(key))
    areas = page.questions["areas"]
    assert isinstance(areas, MapAreas)
    window.wait(lambda: not areas.asker.waiting)


def run(page: MapPage, window: Window) -> str:
    """Press the main button and wait; gives what the page says."""
    assert page.main_button.isEnabled(), page.main_button.toolTip()
    page.main_button.click()
    assert page.runner.running
    window.wait(lambda: not page.runner.running)
    return page.closing_label.text()


def area(dock: PoliceUkDock, window: Window, name: str) -> None:
    """Choose the area on top."""
    dock.selection.area_box.lineEdit().setText(name)
    dock.selection.area_box.take_text()
    count(dock, window)


def names_of(project: QgsProject) -> list[str]:
    return [layer.name() for layer in project.layerTreeRoot().layerOrder()]


def enabled(box: QComboBox) -> dict[str, str]:
    """Why not, by the value of each entry; '' for those that can be chosen."""
    flags = Qt.ItemFlag.ItemIsEnabled
    rows = range(box.count())
    tips = {row: str(box.itemData(row, Qt.ItemDataRole.ToolTipRole) or "") for row in rows}
    return {
        str(box.itemData(row)): "" if box.model().flags(box.model().index(row, 0)) & flags else tips[row]
        for row in rows
    }


def test_layers_are_the_first_question_and_have_no_page(page: MapPage) -> None:
    assert page.question.key == "layers"
    assert page.layers.isVisibleTo(page)
    assert page.layers.play.isVisibleTo(page)
    assert not page.open_button.isVisibleTo(page)
    assert not page.questions["areas"].isVisibleTo(page)


def test_what_cannot_be_mapped_says_why(page: MapPage, window: Window) -> None:
    ask(page, "areas", window)
    areas = page.questions["areas"]
    assert isinstance(areas, MapAreas)
    measures = enabled(areas.measure)
    assert measures["count"] == ""
    assert "no residents" in measures["rate residents"]
    assert "no households" in measures["rate households"]
    assert "a year before" in measures["change"]
    assert "no outlines of neighbourhoods" in enabled(areas.level)["neighbourhood"]
    assert areas.measure.currentData() == "count", "what can be mapped is proposed"
    assert page.main_button.isEnabled()
    areas.measure.setCurrentIndex(areas.measure.findData("bands"))
    assert not page.main_button.isEnabled()
    assert "no residents" in page.cost_label.text()


def test_areas_lie_under_the_points_which_are_switched_off(page: MapPage, window: Window) -> None:
    run(page, window)
    ask(page, "areas", window)
    areas = page.questions["areas"]
    assert isinstance(areas, MapAreas)
    areas.level.setCurrentIndex(areas.level.findData("ward"))
    window.wait(lambda: not areas.asker.waiting)
    assert not page.open_button.isEnabled()
    said = run(page, window)
    assert "Switched off, as they would cover it: Crimes by place; Crimes, heat." in said
    assert "Next: open the page" in said
    assert names_of(window.project)[-1] == "Number of crimes, Wards"
    assert len(window.project.layerTreeRoot().findGroups()) == 1
    (layer,) = window.project.mapLayersByName("Number of crimes, Wards")
    assert Path(layer.source().split("|")[0]).parent == settings.results_folder()
    assert page.open_button.isEnabled()
    assert Path(page.report).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    run(page, window)
    assert names_of(window.project).count("Number of crimes, Wards") == 1, "the same run takes the place of the other"
    page.desk.selection.choose(page.desk.selection.chosen)
    ask(page, "layers", window)
    page.run_again(page.desk.runs[0])
    window.wait(lambda: page.runner.running)
    window.wait(lambda: not page.runner.running)
    assert page.question.key == "areas"
    assert page.desk.runs[0].parameters["LEVEL"] == "ward"
    assert "policeuk:areamap" in page.desk.runs[0].as_command()


def test_a_new_colour_map_switches_off_the_one_before_also_of_another_selection(
    page: MapPage, dock: PoliceUkDock, window: Window
) -> None:
    ask(page, "areas", window)
    areas = page.questions["areas"]
    assert isinstance(areas, MapAreas)
    areas.level.setCurrentIndex(areas.level.findData("ward"))
    window.wait(lambda: not areas.asker.waiting)
    run(page, window)
    first = dock.selection.months_box.findChild(QComboBox, "policeukFrom")
    first.setCurrentIndex(1)
    first.activated.emit(1)
    count(dock, window)
    said = run(page, window)
    nodes = [node for node in window.project.layerTreeRoot().findLayers() if node.name().startswith("Number of")]
    assert len({node.parent().name() for node in nodes}) == 2, "two selections"
    assert sorted(node.isVisible() for node in nodes) == [False, True]
    assert "Switched off, as they would cover it: Number of crimes, Wards." in said


def test_a_route_is_a_layer_of_lines_or_what_is_selected(page: MapPage, dock: PoliceUkDock, window: Window) -> None:
    ask(page, "route", window)
    assert "no layer of lines" in page.main_button.toolTip()
    layer = line_layer(page, SOUTH_NORTH, "LINESTRING(2.2 54.7, 2.4 54.7)")
    window.project.addMapLayer(layer)
    window.wait(page.main_button.isEnabled)
    route = page.questions["route"]
    assert isinstance(route, MapRoute)
    assert not route.selected.isEnabled()
    assert "select some on the map" in route.selected.toolTip()
    layer.selectByIds([1])
    assert route.selected.isChecked()
    route.buffer.setValue(300)
    said = run(page, window)
    assert "within 300 m" in said
    given = str(dock.desk.runs[0].parameters["ROUTE_TEXT"])
    assert given.count("(") == 2, "one line"
    order = names_of(window.project)
    assert order.index("Along the route, within 300 m") < order.index("Buffer of 300 m")
    layer.removeSelection()
    assert not route.selected.isChecked()
    page.run_again(dock.desk.runs[0])
    window.wait(lambda: page.runner.running)
    window.wait(lambda: not page.runner.running)
    assert dock.desk.runs[0].parameters["ROUTE_TEXT"] == given
    assert names_of(window.project) == order
    run(page, window)
    assert str(dock.desk.runs[0].parameters["ROUTE_TEXT"]).count("(") == 3, "all lines"


def line_layer(page: MapPage, *lines: str) -> QgsVectorLayer:
    """Give a layer in memory through the middle of what is held."""
    layer = QgsVectorLayer("LineString?crs=EPSG:4326", "Walk", "memory")
    live = page.desk.selection.live
    assert live is not None
    middle = live.extent.center()
    features = []
    for line in lines:
        feature = QgsFeature()
        geometry = QgsGeometry.fromWkt(line)
        box = geometry.boundingBox().center()
        geometry.translate(middle.x() - box.x(), middle.y() - box.y())
        feature.setGeometry(geometry)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


@pytest.mark.parametrize("key", ["outcomelayer", "pointsofinterest", "placelayer", "stopsearchlayer"])
def test_tables_come_with_their_layer_and_a_page(page: MapPage, dock: PoliceUkDock, window: Window, key: str) -> None:
    ask(page, key, window)
    said = run(page, window)
    assert "Next: open the page" in said
    assert len(window.project.mapLayers()) == 1
    assert Path(page.report).name.endswith(f"-{key}.html")
    assert "<table" in Path(page.report).read_text(encoding="utf-8")
    assert dock.desk.runs[0].report == page.report


def test_stops_of_an_area_of_lsoas_are_refused_before_they_are_run(
    page: MapPage, dock: PoliceUkDock, window: Window
) -> None:
    area(dock, window, "Cleaver Bank (ward)")
    ask(page, "stopsearchlayer", window)
    assert not button(dock, "policeukMapRun").isEnabled()
    assert "without an LSOA" in text(dock, "policeukMapCost")


def test_layers_of_stops_cannot_be_ticked_where_an_area_has_none_and_say_why(
    page: MapPage, dock: PoliceUkDock, window: Window
) -> None:
    item = page.layers.item(LayerKind.STOP_PLACES)
    enabled = Qt.ItemFlag.ItemIsEnabled
    page.tick(LayerKind.STOP_PLACES, True)
    assert item.flags() & enabled
    area(dock, window, "Cleaver Bank (ward)")
    assert not item.flags() & enabled
    assert "without an LSOA: choose a force or a neighbourhood" in item.toolTip()
    assert "No stops are added. Stops are published without an LSOA" in text(dock, "policeukMapCost")
    assert "Stops by place: all" not in text(dock, "policeukMapCost")
    area(dock, window, "")
    assert item.flags() & enabled
    assert "No stops are added" not in text(dock, "policeukMapCost")


def test_settings_are_there_again(page: MapPage, window: Window) -> None:
    ask(page, "areas", window)
    areas = page.questions["areas"]
    assert isinstance(areas, MapAreas)
    assert "level" not in page.state(), "nothing was picked yet"
    areas.level.setCurrentIndex(areas.level.findData("ward"))
    areas.level.activated.emit(areas.level.currentIndex())
    state = page.state()
    page.restore({"question": "layers", "level": "lsoa", "measure": 3, "route_buffer": True, "layers": "none"})
    assert page.question.key == "layers"
    page.restore(state)
    assert page.question.key == "areas"
    assert areas.level.currentData() == "ward"
