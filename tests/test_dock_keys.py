# SPDX-License-Identifier: GPL-2.0-or-later
"""The panel by keyboard alone: where typing begins, where Tab goes, which letters are free, what Enter and Esc do."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QTableView,
    QWidget,
)

from policeuk_plugin import classFactory, settings
from policeuk_plugin.ui.dock import PoliceUkDock
from tests.dock_window import button, count
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture

MENUS_OF_QGIS = set("jevlsprodwmch")
"""Project, Edit, View, Layer, Settings, Plugins, Vector, Raster, Database, Web, Mesh, Processing, Help."""


@pytest.fixture(name="sample")
def _sample(dock: PoliceUkDock, window: Window, sample_cache: Path) -> PoliceUkDock:
    """Give the panel with the sample, in the window that has the keyboard."""
    dock.data_page.use_cache(sample_cache)
    count(dock, window)
    window.main.activateWindow()
    window.wait(lambda: QApplication.activeWindow() is window.main)
    return dock


def focused() -> QWidget:
    """Give the widget that has the focus; for the field of a box the box."""
    at = QApplication.focusWidget()
    assert at is not None
    parent = at.parentWidget()
    return parent if isinstance(parent, QComboBox) else at


def list_of(dock: PoliceUkDock, window: Window) -> QAbstractItemView:
    """Open the list of crime types."""
    combo = dock.findChild(QComboBox, "policeukTypes")
    combo.showPopup()
    window.wait(combo.view().isVisible)
    return combo.view()


def test_types_ticked_by_keyboard_are_counted(sample: PoliceUkDock, window: Window) -> None:
    view = list_of(sample, window)
    (item,) = view.model().findItems("Burglary", Qt.MatchFlag.MatchContains)
    view.setCurrentIndex(item.index())
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert sample.selection.chosen.types == ("Burglary",)
    assert count(sample, window).startswith("Burglary, ")
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert sample.selection.chosen.types == ()
    assert not count(sample, window).startswith("Burglary, ")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_escape_closes_the_types_after_a_tick_by_mouse(sample: PoliceUkDock, window: Window) -> None:
    combo = sample.findChild(QComboBox, "policeukTypes")
    QTest.mouseClick(combo.lineEdit(), Qt.MouseButton.LeftButton)
    view = combo.view()
    window.wait(view.isVisible)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(1, 0)).center())
    assert sample.selection.chosen.types
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_opening_it_lets_typing_begin_in_the_area(sample: PoliceUkDock) -> None:
    sample.page_of["data"].main_button.setFocus()
    sample.take_focus()
    assert focused() is sample.selection.area_box


def test_without_files_typing_begins_at_the_main_button(dock: PoliceUkDock, window: Window) -> None:
    window.main.activateWindow()
    window.wait(lambda: QApplication.activeWindow() is window.main)
    dock.take_focus()
    assert focused() is dock.page_of["data"].main_button


def test_the_entry_of_the_menu_opens_it_and_gives_it_the_focus(
    window: Window, sample_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICEUK_CACHE", str(sample_cache))
    settings.remember_dock_shown()
    plugin = classFactory(window.iface)
    plugin.initGui()
    try:
        window.main.show()
        window.main.activateWindow()
        window.wait(lambda: QApplication.activeWindow() is window.main)
        (dock,) = window.main.findChildren(PoliceUkDock)
        assert dock.isHidden()
        window.menu_actions[0].trigger()
        window.wait(lambda: QApplication.focusWidget() is not None and focused() is dock.selection.area_box)
    finally:
        window.main.hide()
        plugin.unload()
        window.delete_later()


def test_tab_goes_on_from_every_control_and_comes_round(sample: PoliceUkDock) -> None:
    sample.take_focus()
    seen = []
    for _ in range(40):
        seen.append(focused().objectName())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if not sample.isAncestorOf(QApplication.focusWidget()) or focused().objectName() == "policeukArea":
            break
    wanted = ["policeukArea", "policeukFrom", "policeukTo", "policeukTypes", "policeukAsb", "policeukHeldTable"]
    wanted += [sample.page_of["data"].main_button.objectName()]
    assert [name for name in seen if name in wanted] == wanted
    assert len(seen) < 40


def test_arrows_move_in_the_table_and_tab_leaves_it(sample: PoliceUkDock) -> None:
    table = sample.findChild(QTableView, "policeukHeldTable")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert focused() is not table


def test_letters_are_free_and_each_means_one_thing(sample: PoliceUkDock, window: Window) -> None:
    fixed = letters(sample.selection)
    assert {"a", "t", "y"} <= set(fixed)
    for at, page in enumerate(sample.page_of.values()):
        sample.pages.setCurrentIndex(at)
        found = [*fixed, *letters(page), *letters(sample.history)]
        assert len(found) == len(set(found)), (page.key, found)
        assert not set(found) & MENUS_OF_QGIS, (page.key, found)


def test_letters_are_free_whatever_is_compared(sample: PoliceUkDock, window: Window) -> None:
    fixed = letters(sample.selection)
    sample.pages.setCurrentIndex(3)
    page = sample.page_of["compare"]
    window.main.resize(1200, 1100)
    page.form.change.setChecked(True)
    for row in range(page.form.ask.count()):
        page.form.ask.setCurrentIndex(row)
        found = [*fixed, *letters(page), *letters(sample.history)]
        assert len(found) == len(set(found)), (page.form.question.key, found)
        assert not set(found) & MENUS_OF_QGIS, (page.form.question.key, found)
        assert {"k", "u"} <= set(found)


def letters(part: QWidget) -> list[str]:
    """Give the letters that work with Alt in what is seen of a part."""
    controls = [*part.findChildren(QAbstractButton), *part.findChildren(QLabel)]
    shown = [control.text() for control in controls if control.isVisibleTo(part) and "&" in control.text()]
    return [text.partition("&")[2][:1].lower() for text in shown if "&nbsp;" not in text]


def test_letters_lead_to_their_field(sample: PoliceUkDock) -> None:
    for key, name in (("T", "policeukFrom"), ("Y", "policeukTypes"), ("A", "policeukArea")):
        sample.page_of["data"].main_button.setFocus()
        QTest.keyClick(QApplication.focusWidget(), getattr(Qt.Key, f"Key_{key}"), Qt.KeyboardModifier.AltModifier)
        assert focused().objectName() == name


def test_alt_and_a_number_opens_a_page(sample: PoliceUkDock) -> None:
    sample.take_focus()
    for number, key in ((3, "hotspots"), (2, "map"), (1, "data")):
        QTest.keyClick(QApplication.focusWidget(), getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.AltModifier)
        assert sample.page_of[key].isVisible()
        assert f"Alt+{number}" in sample.pages.tabToolTip(sample.pages.currentIndex())


def test_a_run_keeps_the_focus_in_the_panel(sample: PoliceUkDock, window: Window) -> None:
    sample.pages.setCurrentIndex(2)
    page = sample.page_of["hotspots"]
    page.main_button.setFocus()
    QTest.keyClick(page.main_button, Qt.Key.Key_Return)
    window.wait(lambda: page.runner.running)
    assert focused() is button(sample, "policeukHotspotsCancel")
    window.wait(lambda: not page.runner.running)
    window.wait(lambda: focused() is page.main_button)


def test_a_run_may_be_asked_for_while_it_is_counted(sample: PoliceUkDock, window: Window) -> None:
    sample.pages.setCurrentIndex(2)
    page = sample.page_of["hotspots"]
    sample.findChild(QCheckBox, "policeukAsb").click()
    assert sample.selection.counting
    assert page.main_button.isEnabled()
    page.main_button.click()
    window.wait(lambda: page.runner.running)
    window.wait(lambda: not page.runner.running)
    assert sample.desk.runs[0].parameters["INCLUDE_ASB"] is True


def test_a_list_that_is_open_has_enter_and_escape_for_itself(sample: PoliceUkDock, window: Window) -> None:
    sample.pages.setCurrentIndex(1)
    edit = sample.selection.area_box.lineEdit()
    edit.setFocus()
    edit.clear()
    QTest.keyClicks(edit, "cleaver")
    popup = sample.selection.area_box.finder.popup()
    window.wait(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    QTest.keyClicks(edit, " b")
    window.wait(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert sample.selection.chosen.area == "ward:E05990001"
    assert not popup.isVisible()
    assert not sample.page_of["map"].runner.running


def test_what_does_not_fit_can_be_scrolled_by_keys(sample: PoliceUkDock, window: Window) -> None:
    sample.pages.setCurrentIndex(1)
    page = sample.page_of["map"]
    page.say("A sentence that is far too long to fit. " * 200)
    scroll = page.result.parentWidget().parentWidget()
    window.wait(lambda: scroll.focusPolicy() == Qt.FocusPolicy.TabFocus)
    assert page.foot.mapTo(sample, QPoint(0, page.foot.height())).y() < sample.height()
    page.say("")
    window.wait(lambda: scroll.focusPolicy() == Qt.FocusPolicy.NoFocus)


def test_the_buttons_of_a_result_stand_above_its_words(sample: PoliceUkDock, window: Window) -> None:
    window.main.resize(1366, 700)
    sample.pages.setCurrentIndex(2)
    page = sample.page_of["hotspots"]
    page.say("One of many lines.\n" * 60)
    sample.history.fold.setEnabled(True)
    sample.history.fold.setChecked(True)
    window.wait(lambda: page.foot.isVisible())
    for name in ("policeukHotspotsRun", "policeukOpenPage", "policeukSavePage"):
        control = sample.findChild(QPushButton, name)
        assert not control.visibleRegion().isEmpty(), name
        assert control.visibleRegion().boundingRect().size() == control.size(), name
    assert page.result.visibleRegion().boundingRect().height() >= 90
