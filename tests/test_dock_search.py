# SPDX-License-Identifier: GPL-2.0-or-later
"""The area field driven as a user drives it: typing, picking, entering; postcodes; and the cache read meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLabel, QLineEdit, QPushButton

from policeuk_plugin import settings
from policeuk_plugin.ui.dock import PoliceUkDock
from tests.dock_window import button, count
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window, turn_for  # noqa: F401 - a fixture
from tests.service import Service

SAMPLE_AREAS = ("sample_lsoa_2021.geojson", "sample_lookup.csv")


@pytest.fixture(name="sample")
def _sample(dock: PoliceUkDock, window: Window, sample_zip: Path, sample_folder: Path) -> PoliceUkDock:
    """Give the panel with the sample in its cache."""
    dock.data_page.import_paths([sample_zip, *(sample_folder / name for name in SAMPLE_AREAS)])
    window.wait(lambda: not dock.data_page.runner.running)
    count(dock, window)
    return dock


@pytest.fixture(name="service")
def _service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Give the stand-in, to which the panel's questions go."""
    with Service() as service:
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        yield service


def typed(dock: PoliceUkDock, window: Window, text: str) -> QLineEdit:
    """Type and wait for the list."""
    window.main.activateWindow()
    edit = dock.selection.area_box.lineEdit()
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)
    window.wait(lambda: not dock.selection.search.waiting)
    return edit


def listed(dock: PoliceUkDock) -> list[str]:
    """Give the lines of the list under the field."""
    model = dock.selection.area_box.found
    return [model.index(row).data() for row in range(model.rowCount())]


def pick(dock: PoliceUkDock, row: int) -> None:
    """Pick a line of the list with the keyboard."""
    popup = dock.selection.area_box.finder.popup()
    for _ in range(row + 1):
        QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    turn_for(0)


def hint(dock: PoliceUkDock) -> str:
    """Give what is said under the field."""
    return dock.findChild(QLabel, "policeukAreaHint").text()


def test_a_street_is_picked_and_its_lsoa_counted(sample: PoliceUkDock, window: Window) -> None:
    typed(sample, window, "high st")
    lines = listed(sample)
    assert lines[:2] == ["High Street (place), Dogger Bank 004A", "High Street (place), Dogger Bank 004B"]
    pick(sample, 1)
    assert sample.selection.chosen.area == "lsoa:E01990017"
    assert "Dogger Bank 004B" in count(sample, window)
    assert hint(sample) == "High Street lies in Dogger Bank 004B: this LSOA is the area now."
    assert sample.selection.area_box.lineEdit().text() == "Dogger Bank 004B (LSOA)"
    typed(sample, window, "cleaver")
    assert hint(sample) == ""
    pick(sample, 0)
    assert sample.selection.chosen.area == "ward:E05990001"


def test_the_keyboard_alone_will_do(sample: PoliceUkDock, window: Window) -> None:
    typed(sample, window, "botney")
    assert sample.selection.area_box.finder.popup().isVisible()
    first = listed(sample)[0]
    pick(sample, 0)
    count(sample, window)
    assert sample.selection.area_box.lineEdit().text() == first.split(",")[0]
    assert sample.selection.chosen.area.startswith("ward:")


def test_an_answer_that_comes_after_the_area_was_taken_opens_no_list(sample: PoliceUkDock, window: Window) -> None:
    window.main.activateWindow()
    edit = sample.selection.area_box.lineEdit()
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "Cleaver Bank (ward)")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert sample.selection.chosen.area == "ward:E05990001"
    assert sample.selection.search.waiting
    window.wait(lambda: not sample.selection.search.waiting)
    turn_for(100)
    assert not sample.selection.area_box.finder.popup().isVisible()


def test_several_of_one_name_are_not_guessed_at(sample: PoliceUkDock, window: Window) -> None:
    typed(sample, window, "high street")
    sample.selection.area_box.take_text()
    count(sample, window)
    assert sample.selection.chosen.area == ""
    assert "Several are called 'high street'" in hint(sample)


def test_a_postcode_is_asked_for_when_entered_and_known_afterwards(
    sample: PoliceUkDock, window: Window, service: Service
) -> None:
    edit = typed(sample, window, "db1 2aa")
    assert listed(sample) == ["Ask postcodes.io for DB1 2AA"]
    assert len(service.log) == 0
    sample.selection.area_box.finder.popup().hide()
    QTest.keyClick(edit, Qt.Key.Key_Return)
    window.wait(lambda: not sample.selection.search.waiting)
    assert hint(sample) == "The cache does not hold the postcode DB1 2AA."
    assert len(service.log) == 0
    button(sample, "policeukAskPostcode").click()
    count(sample, window)
    assert len(service.log) == 1
    assert sample.selection.chosen.area == "lsoa:E01990002"
    assert "DB1 2AA lies in Dogger Bank 001B: this LSOA is the area now." in hint(sample)
    assert "Royal Mail" in sample.findChild(QLabel, "policeukAreaLicence").text()
    typed(sample, window, "db12")
    assert listed(sample) == ["DB1 2AA (postcode), Dogger Bank 001B"]
    assert len(service.log) == 1


def test_enter_in_the_field_is_for_the_field(sample: PoliceUkDock, window: Window) -> None:
    pressed: list[bool] = []
    sample.data_page.main_button.clicked.connect(pressed.append)
    edit = typed(sample, window, "Atlantis")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    count(sample, window)
    assert "No area is called 'Atlantis'" in hint(sample)
    typed(sample, window, "dogger")
    QTest.keyClick(sample.selection.area_box.finder.popup(), Qt.Key.Key_Return)
    count(sample, window)
    assert "Several are called 'dogger'" in hint(sample)
    assert sample.selection.chosen.area == ""
    assert pressed == []


def test_nobody_is_asked_while_working_offline(sample: PoliceUkDock, window: Window, service: Service) -> None:
    settings.work_offline(True)
    edit = typed(sample, window, "DB1 2AA")
    assert listed(sample) == ["Ask postcodes.io for DB1 2AA: 'Work offline' is switched on"]
    sample.selection.area_box.finder.popup().hide()
    QTest.keyClick(edit, Qt.Key.Key_Return)
    window.wait(lambda: not sample.selection.search.waiting)
    assert "'Work offline' is switched on, so postcodes.io cannot be asked." in hint(sample)
    asking = sample.findChild(QPushButton, "policeukAskPostcode")
    assert asking.isVisibleTo(sample)
    assert not asking.isEnabled()
    assert len(service.log) == 0


def test_a_postcode_that_is_none_is_said(sample: PoliceUkDock, window: Window, service: Service) -> None:
    typed(sample, window, "DB8 1ZZ")
    pick(sample, 0)
    window.wait(lambda: not sample.selection.search.waiting)
    assert hint(sample) == "There is no postcode DB8 1ZZ, says postcodes.io. Check how it is written."
    assert sample.selection.chosen.area == ""


def test_a_slow_answer_can_be_stopped(sample: PoliceUkDock, window: Window, service: Service) -> None:
    with service.fault("stall", host="postcodes"):
        typed(sample, window, "DB1 3AA")
        pick(sample, 0)
        assert button(sample, "policeukAskPostcode").text() == "Stop"
        button(sample, "policeukAskPostcode").click()
        window.wait(lambda: not sample.selection.search.waiting)
    assert hint(sample) == ""


def test_what_is_typed_survives_a_reading_of_the_cache(sample: PoliceUkDock, window: Window) -> None:
    edit = typed(sample, window, "clea")
    edit.setCursorPosition(2)
    sample.desk.reread()
    window.wait(lambda: not sample.desk._ledger.waiting)
    count(sample, window)
    assert edit.text() == "clea"
    assert edit.cursorPosition() == 2
    QTest.keyClicks(edit, "x")
    assert edit.text() == "clxea"
    edit.clear()
    QTest.keyClicks(edit, "cleaver bank")
    sample.selection.area_box.take_text()
    assert sample.selection.chosen.area == "ward:E05990001"


def test_typing_is_quick(sample: PoliceUkDock, window: Window) -> None:
    edit = sample.selection.area_box.lineEdit()
    edit.setFocus()
    for letter in "dogger bank 001":
        QTest.keyClicks(edit, letter)
        turn_for(0)
    window.wait(lambda: not sample.selection.search.waiting)
    assert listed(sample)[0] == "Dogger Bank 001A (LSOA), E01990001"
