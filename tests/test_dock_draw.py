# SPDX-License-Identifier: GPL-2.0-or-later
"""An area drawn on the map, by mouse: corners, the end, giving up; what is downloaded then."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapToolPan, QgsRubberBand
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest

from policeuk_plugin import settings
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.download.wanted_download import WantedDownload
from tests.area_service import SIZE, SOUTH, WEST
from tests.command import cache_rows
from tests.dock_downloads import fill, press, settle
from tests.dock_window import button, put_away, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.service import Service
from tests.test_dock_download_area import (
    EAST,
    FILES,
    FORCES,
    MONTH,
    _service,  # noqa: F401 - a fixture
    details,
    fetch_areas,
)
from tests.test_slices_fetch import rows_of


@pytest.fixture(name="canvas")
def _canvas(dock: PoliceUkDock, window: Window, service: Service) -> Iterator[QgsMapCanvas]:
    """Give the map with a tool of the user's, around the LSOAs; the form is open and about an area."""
    fetch_areas(dock, window)
    canvas = window.canvas
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    canvas.setExtent(QgsRectangle(WEST - SIZE, SOUTH - SIZE, WEST + 3 * SIZE, SOUTH + 3 * SIZE))
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    fill(dock, window, WantedDownload(sliced=True, first=MONTH, datasets=("street",)))
    yield canvas
    canvas.unsetMapTool(pan)


def at(canvas: QgsMapCanvas, east: float, north: float) -> QPoint:
    """Give a place of the map, counted in LSOAs from the corner of the first."""
    place = canvas.getCoordinateTransform().transform(QgsPointXY(WEST + east * SIZE, SOUTH + north * SIZE))
    return QPoint(round(place.x()), round(place.y()))


def click(canvas: QgsMapCanvas, east: float, north: float) -> None:
    """Click there."""
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at(canvas, east, north))


def bands(canvas: QgsMapCanvas) -> list[QgsRubberBand]:
    """Give the polygons that are drawn over the map."""
    found = [item for item in canvas.scene().items() if isinstance(item, QgsRubberBand)]
    return [band for band in found if band.isVisible() and band.numberOfVertices() > 2]


TRIANGLE = ((1.2, 0.2), (1.8, 0.2), (1.5, 0.8))
"""Within the second LSOA."""


@pytest.mark.parametrize("end", ["right click", "Enter"])
def test_what_is_drawn_is_downloaded(
    dock: PoliceUkDock, window: Window, service: Service, canvas: QgsMapCanvas, end: str
) -> None:
    before = canvas.mapTool()
    button(dock, "policeukSliceDraw").click()
    assert canvas.mapTool() is not before
    assert "Right click or Enter ends" in button(dock, "policeukSliceDraw").text()
    for east, north in TRIANGLE:
        click(canvas, east, north)
    if end == "Enter":
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    else:
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.RightButton, pos=at(canvas, 1.5, 0.5))
    settle(dock, window)
    assert canvas.mapTool() is before
    assert button(dock, "policeukSliceDraw").text() == "Draw on the map"
    assert text(dock, "policeukSliceGround") == "Polygon with 3 corners"
    assert f"LSOAs: {EAST}." in details(dock), text(dock, "policeukPlan")
    assert "Files of Bedfordshire, BTP, Cambridgeshire" in details(dock)
    (band,) = bands(canvas)
    assert band.asGeometry().boundingBox().xMinimum() == pytest.approx(WEST + 1.2 * SIZE, abs=SIZE / 20)
    press(dock, window, "policeukDownloadStart")
    assert cache_rows(settings.default_cache_path(), "street") == rows_of(FILES, {EAST}, *FORCES)
    assert dock.desk.runs[0].parameters["GEOMETRY"].startswith("Polygon")
    button(dock, "policeukDownloadBack").click()
    assert bands(canvas) == []


def test_drawing_can_be_given_up(dock: PoliceUkDock, window: Window, service: Service, canvas: QgsMapCanvas) -> None:
    before = canvas.mapTool()
    draw = button(dock, "policeukSliceDraw")
    for give_up in (
        lambda: QTest.keyClick(canvas, Qt.Key.Key_Escape),
        lambda: QTest.keyClick(draw, Qt.Key.Key_Escape),
        draw.click,
        lambda: canvas.setMapTool(before),
    ):
        draw.click()
        for east, north in TRIANGLE:
            click(canvas, east, north)
        assert len(bands(canvas)) == 1
        give_up()
        assert canvas.mapTool() is before
        assert not draw.isChecked()
        assert bands(canvas) == []
        assert dock.data_page.form.download_open
        assert dock.data_page.form.download.wanted.geometry == ""


def test_two_corners_are_no_polygon(dock: PoliceUkDock, window: Window, service: Service, canvas: QgsMapCanvas) -> None:
    button(dock, "policeukSliceDraw").click()
    for east, north in TRIANGLE:
        click(canvas, east, north)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert text(dock, "policeukClosing") == "A polygon has three corners at least: click them."
    click(canvas, 1.5, 0.9)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert text(dock, "policeukSliceGround") == "Polygon with 3 corners"
    assert text(dock, "policeukClosing") == ""


def test_closing_the_panel_leaves_nothing_on_the_map(
    dock: PoliceUkDock, window: Window, service: Service, canvas: QgsMapCanvas
) -> None:
    before = canvas.mapTool()
    button(dock, "policeukSliceMap").click()
    assert len(bands(canvas)) == 1
    button(dock, "policeukSliceDraw").click()
    put_away(dock, window)
    assert bands(canvas) == []
    assert canvas.mapTool() is before
