# SPDX-License-Identifier: GPL-2.0-or-later
"""Field mode: opened, its screens, its keys, left again; through the window itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import QgsPointXY, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QProgressBar

from offline_cache.field_notes.shapes import Shape
from offline_cache.field_pack import names
from offline_cache.reader import reading
from offline_cache.search import FoundKind
from policeuk_plugin.field.ready_results import read_results
from policeuk_plugin.ui.chart_view import ChartView
from policeuk_plugin.ui.field.field_mode import FieldMode
from policeuk_plugin.ui.field.field_style import LEAST
from policeuk_plugin.ui.field.field_window import FieldWindow
from policeuk_plugin.ui.surroundings import Surroundings
from tests.field_window import _field, _pack, focus, key, open_it, press, said  # noqa: F401 - fixtures
from tests.plugin_window import Window, _window, turn_for, turn_until  # noqa: F401 - a fixture


def test_a_pack_opens_with_its_name_trust_line_and_numbers(field: FieldWindow, pack: Path) -> None:
    with reading(pack / names.CACHE) as connection:
        asb, all_of_them = connection.execute(
            "SELECT sum(t.name = 'Anti-social behaviour'), count(*) FROM crime_points p "
            "JOIN crime_type t ON t.name = p.crime_type"
        ).fetchone()
    trust = said(field, "policeukFieldTrust")
    assert trust.startswith("Data to ")
    assert "whether newer months exist is unknown offline" in trust
    assert said(field, "policeukFieldName") == field.desk.pack.manifest.title
    assert said(field, "policeukFieldBanner") == ""
    bars = field.screens["area"].findChildren(QProgressBar)
    counted = field.desk.live.by_type
    assert bars
    assert sum(counted.values()) <= all_of_them
    assert counted.get("Anti-social behaviour", 0) <= asb


def test_numbers_open_screens_and_escape_goes_back(field: FieldWindow) -> None:
    for number, name in enumerate(field.screens, 1):
        key(getattr(Qt.Key, f"Key_{number}"))
        assert field.column.currentWidget() is field.screens[name], name
        assert field.isAncestorOf(QApplication.focusWidget())
        key(Qt.Key.Key_Escape)
        assert field.column.currentWidget() is field.menu
        assert focus() == f"policeukFieldOpen{name.capitalize()}"
    assert field.isVisible()


def test_escape_in_the_menu_does_not_leave(field: FieldWindow) -> None:
    key(Qt.Key.Key_Escape)
    assert field.isVisible()
    assert field.column.currentWidget() is field.menu


def test_results_are_those_of_the_pack_and_on_the_map(field: FieldWindow, pack: Path) -> None:
    results = {result.key: result for result in read_results(pack)}
    for screen, keys in (("change", ("change", "trend")), ("hot", ("persistence", "clusters"))):
        field.show_screen(screen)
        texts = [label.text() for label in field.screens[screen].findChildren(QLabel)]
        drawn = [results[one].theme for one in keys if one in results and results[one].theme]
        for one in keys:
            if one in results:
                assert results[one].title in texts or results[one].why in texts
        if drawn:
            assert field.map.theme == drawn[0]
        field.show_menu()


def test_everything_pressed_is_large_enough_for_a_finger(field: FieldWindow) -> None:
    for name in ("menu", *field.screens):
        if name != "menu":
            field.show_screen(name)
        if name == "notes":
            press(field, "policeukFieldNoteHere")
        turn_until(lambda: not field.desk.waiting)
        shown = [
            part
            for kind in (QAbstractButton, QLineEdit, QComboBox)
            for part in field.findChildren(kind)
            if part.isVisible() and not isinstance(part.parent(), QLineEdit)
        ]
        assert shown
        for part in shown:
            assert part.height() >= LEAST - 2, (name, part.objectName(), part.height())
        if name != "menu":
            field.notes.form.delete()
            field.show_menu()


def test_no_text_is_cut_at_the_right(field: FieldWindow) -> None:
    for name in field.screens:
        field.show_screen(name)
        turn_until(lambda: not field.desk.waiting)
        view = field.screens[name].scroll.viewport()
        for label in field.screens[name].body.findChildren(QLabel):
            if label.isVisible():
                assert label.mapTo(field, label.rect().topRight()).x() <= view.mapTo(field, view.rect().topRight()).x()
        field.show_menu()


def test_the_users_project_and_window_are_never_touched(
    window: Window, pack: Path, tmp_path: Path, sample_cache: Path
) -> None:
    project = QgsProject.instance()
    project.clear()
    project.setTitle("Mine")
    layer = QgsVectorLayer("Point?crs=EPSG:4326", "Mine", "memory")
    project.addMapLayer(layer)
    project.setDirty(False)
    window.main.show()
    before = (window.main.geometry(), window.canvas.extent(), list(project.mapLayers()), project.title())
    mode = FieldMode(Surroundings(window.bar, window.canvas, project), window.main.windowIcon(), window.main)
    mode.open()
    open_it(mode.window, pack)
    assert mode.window.map.project is not project
    assert mode.window.map.project.mapLayers()
    mode.window.show_screen("hot")
    press(mode.window, "policeukFieldLeave")
    window.wait(lambda: mode.window is None)
    after = (window.main.geometry(), window.canvas.extent(), list(project.mapLayers()), project.title())
    assert after == before
    assert not project.isDirty()
    project.clear()


def test_search_finds_a_street_and_shows_it(field: FieldWindow, pack: Path) -> None:
    with reading(pack / names.CACHE) as connection:
        (name,) = connection.execute(
            "SELECT name FROM place WHERE name LIKE 'On or near %' ORDER BY name LIMIT 1"
        ).fetchone()
    street = name.replace("On or near ", "")
    screen = field.screens["search"]
    key(Qt.Key.Key_7)
    assert focus() == "policeukFieldSearchText"
    QTest.keyClicks(QApplication.focusWidget(), street)
    turn_until(lambda: not screen.waiting and screen.model.rowCount() > 0)
    key(Qt.Key.Key_Down)
    assert focus() == "policeukFieldFound"
    found = screen.model.found
    at = next(row for row, one in enumerate(found) if one.kind is FoundKind.PLACE)
    for _ in range(at):
        key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Return)
    assert screen.said.text().startswith(f"The map shows {found[at].name}")
    assert found[at].name.lower() == street.lower()
    with reading(pack / names.CACHE) as connection:
        places = connection.execute("SELECT longitude, latitude FROM place WHERE name = ?", (name,)).fetchall()
    middle = field.map.middle()
    away = [max(abs(float(x) - middle.x()), abs(float(y) - middle.y())) for x, y in places]
    assert min(away) < 1e-4
    assert field.map.canvas.scale() < 10_000


def test_the_team_is_told_with_its_day(field: FieldWindow) -> None:
    field.show_screen("team")
    (held,) = field.desk.team
    texts = [label.text() for label in field.screens["team"].findChildren(QLabel) if label.isVisible()]
    assert held.about.name in texts
    assert any("As police.uk had it on" in text for text in texts)
    for priority in held.priorities:
        assert priority.issue in texts


def test_a_small_window_shows_map_or_screen(field: FieldWindow) -> None:
    field.resize(683, 384)
    turn_until(lambda: field.width() == 683)
    assert not field.map.isVisible()
    assert field.menu.isVisible()
    press(field, "policeukFieldSwap")
    assert field.map.isVisible()
    assert not field.column.isVisible()
    press(field, "policeukFieldSwap")
    assert field.column.isVisible()
    field.show_screen("hot")
    field.screens["hot"].map_buttons[0].click()
    assert field.map.isVisible()
    press(field, "policeukFieldNoteHere")
    assert field.map.cross.isVisible()
    press(field, "policeukFieldSwap")
    field.notes.form.text.setPlainText("In a small window")
    press(field, "policeukFieldShapeLine")
    press(field, "policeukFieldSwap")
    for _ in range(2):
        press(field, "policeukFieldNoteHere")  # adds corners now
        field.map.canvas.setCenter(QgsPointXY(field.map.canvas.center().x() + 100, field.map.canvas.center().y()))
    key(Qt.Key.Key_Escape)
    turn_until(lambda: not field.notes.form.open)
    assert field.notes.list.isVisible()
    (note,) = field.desk.notes.notes
    assert note.shape is Shape.LINE
    field.resize(1366, 728)
    turn_until(lambda: field.map.isVisible() and field.column.isVisible())


def test_the_map_is_moved_and_zoomed_by_keys(field: FieldWindow) -> None:
    canvas = field.map.canvas
    canvas.setFocus()
    scale, middle = canvas.scale(), canvas.center().x()
    key(Qt.Key.Key_Plus)
    assert canvas.scale() < scale
    key(Qt.Key.Key_Minus)
    assert canvas.scale() == pytest.approx(scale, rel=0.01)
    key(Qt.Key.Key_Right)
    assert canvas.center().x() > middle
    QTest.keyClick(canvas, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    turn_until(lambda: canvas.center().x() == pytest.approx(middle, abs=1))


def test_a_tap_tells_what_is_there_and_a_drag_moves(field: FieldWindow) -> None:
    field.show_screen("hot")
    canvas = field.map.canvas
    turn_until(lambda: not canvas.isDrawing())
    before = canvas.extent()
    middle = canvas.viewport().rect().center()
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert field.map.said.isVisible()
    assert field.map.said.words.text()
    assert canvas.extent() == before
    press(field, "policeukFieldSaidClose")
    assert not field.map.said.isVisible()
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    for step in range(1, 7):
        QTest.mouseMove(canvas.viewport(), QPoint(middle.x() + 20 * step, middle.y()))
        turn_for(20)
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle.x() + 120, middle.y()))
    turn_for(100)
    assert canvas.center().x() != pytest.approx(before.center().x(), abs=1)
    assert not field.map.said.isVisible()


def test_a_tap_on_a_note_opens_it(field: FieldWindow) -> None:
    press(field, "policeukFieldNoteHere")
    field.notes.form.text.setPlainText("Tap me")
    field.notes.form.finish()
    turn_until(lambda: not field.notes.waiting)
    field.show_menu()
    canvas = field.map.canvas
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.viewport().rect().center())
    assert field.notes.form.open
    assert field.notes.form.text.toPlainText() == "Tap me"
    assert not field.map.said.isVisible()


def test_messages_of_a_transformation_do_not_outlive_field_mode(window: Window, pack: Path) -> None:
    mode = FieldMode(Surroundings(window.bar, window.canvas, window.project), window.main.windowIcon(), window.main)
    window.main.show()
    window.bar.pushMessage("Mine", "from before, EPSG:4326 and EPSG:27700")
    mode.open()
    window.bar.pushMessage("", "Cannot use preferred transform between EPSG:4326 and EPSG:27700")
    window.bar.pushMessage("Another", "plugin has finished")
    press(mode.window, "policeukFieldLeave")
    window.wait(lambda: mode.window is None)
    turn_for(50)
    left = {item.text() for item in window.bar.items()}
    assert left == {"from before, EPSG:4326 and EPSG:27700", "plugin has finished"}
    window.bar.clearWidgets()


def test_what_has_no_map_has_its_chart(field: FieldWindow) -> None:
    field.show_screen("change")
    (chart,) = [part for part in field.screens["change"].findChildren(ChartView) if part.isVisible()]
    assert chart.objectName() == "policeukFieldChangeTrendChart"
    assert chart.size_drawn.width() > 200
    assert field.screens["change"].findChild(QAbstractButton, "policeukFieldChangeTrendMap").isHidden()


def test_of_several_neighbourhoods_one_is_shown_at_a_time(field: FieldWindow) -> None:
    (held,) = field.desk.team
    other = replace(held, about=replace(held.about, name="Next door"), priorities=())
    field.desk.team = (held, other)
    field.desk.changed.emit()
    key(Qt.Key.Key_4)
    assert focus() == "policeukFieldTeamWhich"

    def names_shown() -> list[str]:
        labels = field.screens["team"].findChildren(QLabel, "policeukFieldTeamName")
        return [label.text() for label in labels if label.isVisible()]

    assert names_shown() == [held.about.name]
    key(Qt.Key.Key_Down)
    turn_until(lambda: names_shown() == ["Next door"])
    assert "2 neighbourhoods" in field.menu.buttons["team"].line.text()
