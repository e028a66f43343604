# SPDX-License-Identifier: GPL-2.0-or-later
"""Every screen by keyboard and screen reader: a name for each control, a reason for what cannot be used, letters that
mean one thing, Tab from top to bottom; and nothing that only a right click shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QRadioButton, QToolButton, QWidget

from policeuk_plugin.reports.crime_course_page import CrimeQuestion
from policeuk_plugin.ui.crime_history_page import CrimeHistoryPage
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.field.field_window import FieldWindow
from policeuk_plugin.ui.map_pages.layer_menu import Page as ExplainPage
from policeuk_plugin.ui.options_page import OptionsPage
from tests.dock_window import button, count
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.field_window import _field, _pack  # noqa: F401 - fixtures
from tests.plugin_window import Window, _window, turn_for  # noqa: F401 - a fixture
from tests.test_dock_keys import MENUS_OF_QGIS
from tools.looks_faults import controls, cut, letters_twice, nameless, out_of_order, unexplained

TAKEN = "".join(sorted(MENUS_OF_QGIS))


@pytest.fixture(name="sample")
def _sample(dock: PoliceUkDock, window: Window, sample_cache: Path) -> PoliceUkDock:
    """Give the panel with the sample."""
    dock.data_page.use_cache(sample_cache)
    count(dock, window)
    return dock


def faults_of(part: QWidget, taken: str = "") -> list[str]:
    """All that is wrong with what is seen."""
    settle(part)
    assert controls(part)
    return [*cut(part), *nameless(part), *unexplained(part), *letters_twice(part, taken), *out_of_order(part)]


def settle(part: QWidget) -> None:
    """Turn until nothing moves any more."""
    before, places = None, _places(part)
    while before != places:
        turn_for(10)
        before, places = places, _places(part)


def _places(part: QWidget) -> list[tuple[object, ...]]:
    """Where everything is and what it says: words that have just come have no room yet."""
    seen = [one for one in part.findChildren(QWidget) if one.isVisible()]
    return [(*QWidget.geometry(one).getRect(), one.text() if isinstance(one, QLabel) else "") for one in seen]


def assert_good(found: dict[str, list[str]]) -> None:
    """Nothing is wrong with any screen."""
    assert not any(found.values()), "\n".join(f"{screen}: {one}" for screen, wrong in found.items() for one in wrong)


def every_page(dock: PoliceUkDock) -> Iterator[str]:
    """Show every page of the panel with each of its questions, and give its name."""
    for at, (key, page) in enumerate(dock.page_of.items()):
        dock.pages.setCurrentIndex(at)
        yield key
        for box in page.findChildren(QComboBox):
            if box.objectName().endswith("Ask"):
                for row in range(box.count()):
                    box.setCurrentIndex(row)
                    box.activated.emit(row)
                    yield f"{key}: {box.itemText(row)}"


def test_every_page_of_the_panel(sample: PoliceUkDock) -> None:
    found = {name: faults_of(sample, TAKEN) for name in every_page(sample)}
    assert len(found) > 25
    assert_good(found)


def test_what_folds_out(sample: PoliceUkDock) -> None:
    found = {}
    for name in ("policeukHotspotsMore", "policeukCompareChange"):
        sample.findChild(QToolButton, name).setChecked(True)
    for name in every_page(sample):
        found[name] = faults_of(sample, TAKEN)
    sample.pages.setCurrentIndex(2)
    sample.page_of["hotspots"].report_button.click()
    found["report"] = faults_of(sample, TAKEN)
    assert_good(found)


def test_welcome_download_and_quality(dock: PoliceUkDock, window: Window, sample_cache: Path) -> None:
    found = {}
    found["welcome"] = faults_of(dock, TAKEN)
    dock.data_page.form.foot.offline_box.click()
    found["offline"] = faults_of(dock, TAKEN)
    dock.data_page.form.foot.offline_box.click()
    button(dock, "policeukDownloadForce").click()
    found["download"] = faults_of(dock, TAKEN)
    dock.findChild(QRadioButton, "policeukDownloadSliced").click()
    found["slice"] = faults_of(dock, TAKEN)
    dock.data_page.cancel()
    dock.data_page.use_cache(sample_cache)
    count(dock, window)
    button(dock, "policeukQuality").click()
    window.wait(lambda: dock.quality.known is not None)
    found["quality"] = faults_of(dock, TAKEN)
    assert_good(found)


def test_last_runs(sample: PoliceUkDock, window: Window) -> None:
    sample.pages.setCurrentIndex(1)
    sample.page_of["map"].main_button.click()
    window.wait(lambda: not sample.page_of["map"].runner.running)
    sample.history.fold.setChecked(True)
    assert_good({"runs": faults_of(sample, TAKEN)})


def test_options_and_pages_beside_the_work(window: Window, sample_cache: Path, dock: PoliceUkDock) -> None:
    found = {}
    crime = CrimeHistoryPage(window.main)
    crime.show_crime(CrimeQuestion(sample_cache, "none", "dogger-bank", None))
    options, explain = OptionsPage(lambda: None), ExplainPage(window.main)
    for one in (options, explain, crime):
        one.show()
        found[one.objectName()] = faults_of(one)
        one.close()
    assert_good(found)


def test_every_screen_of_field_mode(field: FieldWindow) -> None:
    found = {"start": faults_of(field)}
    for key, screen in field.screens.items():
        field.show_screen(key)
        found[key] = faults_of(field)
        screen.leave()
        field.show_menu()
    found["menu"] = faults_of(field)
    field.map.note_wanted.emit()
    found["note"] = faults_of(field)
    assert_good(found)
