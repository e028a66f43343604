# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Compare: an area through time and two areas side by side, clicked and typed as a user does."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QDesktopServices, QPalette
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QLabel

from policeuk_plugin import settings
from policeuk_plugin.ui.answer_label import sentences_of
from policeuk_plugin.ui.chart_view import ChartView
from policeuk_plugin.ui.compare.compare_page import ComparePage
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.pages import PAGES
from tests.dock_window import button, count, put_away, shown, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture

AT = [page.key for page in PAGES].index("compare")


@pytest.fixture(name="page")
def _page(dock: PoliceUkDock, window: Window, sample_cache: Path) -> ComparePage:
    """Give the page, on the sample."""
    dock.data_page.use_cache(sample_cache)
    count(dock, window)
    dock.pages.setCurrentIndex(AT)
    page = dock.page_of["compare"]
    assert isinstance(page, ComparePage)
    ask(page, "trend")
    return page


def ask(page: ComparePage, key: str) -> None:
    """Choose a question."""
    page.form.ask.setCurrentIndex(page.form.ask.findData(key))


def run(page: ComparePage, window: Window) -> str:
    """Press the main button and wait; gives what the page says."""
    assert page.main_button.isEnabled(), page.main_button.toolTip()
    page.main_button.click()
    assert page.runner.running
    window.wait(lambda: not page.runner.running)
    return f"{page.closing_label.text()} {page.rest_label.text()}"


def area(dock: PoliceUkDock, window: Window, name: str) -> None:
    """Choose the area on top."""
    dock.selection.area_box.lineEdit().setText(name)
    dock.selection.area_box.take_text()
    count(dock, window)


def choose_other(page: ComparePage, window: Window, name: str) -> None:
    """Type the second area and take it."""
    page.form.other.lineEdit().setText(name)
    page.form.other.take_text()
    window.wait(lambda: not page.form.search.waiting)


def chart_of(page: ComparePage) -> ChartView:
    return page.chart


def names_of(project: QgsProject) -> list[str]:
    return [layer.name() for layer in project.mapLayers().values()]


def test_the_sample_as_it_is_shipped_answers_the_first_question(dock: PoliceUkDock, window: Window) -> None:
    dock.findChild(QAction, "policeukSampleCache").trigger()
    window.wait(lambda: not dock.data_page.runner.running)
    count(dock, window)
    dock.pages.setCurrentIndex(AT)
    page = dock.page_of["compare"]
    ask(page, "peers")
    area(dock, window, "Swallow Hole")
    window.wait(lambda: page.main_button.isEnabled())
    assert "its 7 peers" in run(page, window)


def test_it_stands_after_hotspots(page: ComparePage) -> None:
    assert [kind.key for kind in PAGES][AT - 1] == "hotspots"
    assert page.desk.selection.live is not None


def test_a_trend_is_run_shown_and_told(page: ComparePage, window: Window) -> None:
    assert not chart_of(page).isVisibleTo(page)
    said = run(page, window)
    assert "April 2026: " in said
    assert "in April 2025" in said
    assert "usual" in said
    assert "February 2025" in said, "the month that is missing is named"
    assert names_of(window.project) == ["Months"]
    (layer,) = window.project.mapLayers().values()
    assert layer.featureCount() == 24
    assert chart_of(page).isVisibleTo(page)
    assert chart_of(page).accessibleName().startswith("April 2026: ")
    shape = chart_of(page).size_drawn
    assert 300 <= shape.width() <= 900
    assert chart_of(page).heightForWidth(shape.width()) == shape.height()
    assert chart_of(page).heightForWidth(shape.width() // 2) == pytest.approx(shape.height() / 2, abs=1)
    run(page, window)
    assert names_of(window.project) == ["Months"], "the same run takes the place of the one before"


def test_the_chart_lies_on_what_the_panel_does(page: ComparePage, window: Window) -> None:
    run(page, window)
    light = Path(str(page.desk.runs[0].parameters["CHART"])).read_text(encoding="utf-8")
    palette = QPalette(page.palette())
    palette.setColor(QPalette.ColorRole.Window, QColor("#202020"))
    page.setPalette(palette)
    run(page, window)
    dark = Path(str(page.desk.runs[0].parameters["CHART"])).read_text(encoding="utf-8")
    assert "#ffffff" in light
    assert 'fill="#2b2b2b"' in dark
    assert ElementTree.fromstring(dark) is not None


def test_a_second_area_has_to_be_chosen(page: ComparePage, dock: PoliceUkDock, window: Window) -> None:
    area(dock, window, "Cleaver Bank (ward)")
    assert not page.form.second.isVisibleTo(page)
    ask(page, "two")
    assert page.form.second.isVisibleTo(page)
    assert not page.main_button.isEnabled()
    assert "Choose the area" in text(dock, "policeukCompareCost")
    choose_other(page, window, "Cleaver Bank (ward)")
    assert not page.main_button.isEnabled()
    assert "the same" in text(dock, "policeukCompareCost")
    choose_other(page, window, "no such place at all")
    assert "No area is called" in page.form.hint.text


def test_two_areas_are_put_side_by_side(page: ComparePage, dock: PoliceUkDock, window: Window) -> None:
    area(dock, window, "Cleaver Bank (ward)")
    ask(page, "two")
    others = [choice for choice in page.form.other._model.choices if choice.kind == "ward"]
    other = next(choice for choice in others if choice.name != "Cleaver Bank")
    choose_other(page, window, f"{other.name} (ward)")
    assert page.form.other.area == other.text
    said = run(page, window)
    assert "Cleaver Bank" in said
    assert other.name in said
    assert re.search(r"Left out of both areas, [^.]*: February 2025\.", said)
    assert names_of(window.project) == ["Comparison"]
    assert dock.desk.runs[0].title.startswith(f"Beside {other.name} (ward): ")
    put_away(dock, window)
    window.project.clear()
    again = shown(window)
    try:
        count(again, window)
        kept = again.page_of["compare"]
        assert isinstance(kept, ComparePage)
        assert kept.form.question.key == "two"
        assert kept.form.other.area == other.text
        assert kept.form.other.lineEdit().text() == f"{other.name} (ward)"
        assert kept.chart.isVisibleTo(kept), "the last chart is there again"
        assert kept.closing_label.text().startswith(f"Last: Beside {other.name} (ward): ")
        finding = sentences_of(said)[0]
        assert kept.closing_label.text().endswith(finding), "above its chart"
        assert f"<b>{escape(finding)}</b>" in QLabel.text(kept.closing_label)
        kept.main_button.click()
        window.wait(lambda: kept.runner.running)
        window.wait(lambda: not kept.runner.running)
        assert f"{kept.closing_label.text()} {kept.rest_label.text()}" == said
    finally:
        put_away(again, window)


def test_enter_in_the_second_area_takes_it_and_runs_nothing(
    page: ComparePage, dock: PoliceUkDock, window: Window
) -> None:
    window.main.activateWindow()
    window.wait(lambda: QApplication.activeWindow() is window.main)
    ask(page, "two")
    edit = page.form.other.lineEdit()
    edit.setFocus()
    QTest.keyClicks(edit, "cleaver b")
    popup = page.form.other.finder.popup()
    window.wait(popup.isVisible)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert page.form.other.area == "ward:E05990001"
    assert not page.runner.running
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert not page.runner.running
    assert dock.selection.chosen.area == ""
    page.form.ask.setFocus()
    QTest.keyClick(page.form.ask, Qt.Key.Key_Return)
    window.wait(lambda: page.runner.running)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    window.wait(lambda: not page.runner.running)


def test_the_page_opens_and_is_saved(
    page: ComparePage, dock: PoliceUkDock, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not button(dock, "policeukCompareOpenPage").isEnabled()
    run(page, window)
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    button(dock, "policeukCompareOpenPage").click()
    html = Path(opened[0]).read_text(encoding="utf-8")
    assert "data:image/svg+xml;base64," in html
    assert str(settings.results_folder()) not in html, "no folder of this machine goes to others"
    page.save_report(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_bytes() == Path(opened[0]).read_bytes()
    window.bar.clearWidgets()


def test_another_cache_forgets_the_second_area(
    page: ComparePage, dock: PoliceUkDock, window: Window, tmp_path: Path
) -> None:
    ask(page, "two")
    choose_other(page, window, "Cleaver Bank (ward)")
    assert page.form.other.area
    dock.desk.use_cache(tmp_path / "other.sqlite")
    assert page.form.other.area == ""


def test_going_away_ends_a_run(page: ComparePage, dock: PoliceUkDock) -> None:
    page.main_button.click()
    dock.shut_down()
    assert not page.runner.running
