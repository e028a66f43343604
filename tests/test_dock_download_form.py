# SPDX-License-Identifier: GPL-2.0-or-later
"""The form of a download: what it takes, refuses and remembers, and its keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QTextCursor
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QLineEdit, QListWidget, QWidget

from policeuk_plugin import settings
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.download.wanted_download import WantedDownload
from tests.dock_downloads import fill, settle
from tests.dock_window import button, count, put_away, shown, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.qgis_downloads import service as _service  # noqa: F401 - a fixture
from tests.service import Service

BOTH = ("bedfordshire", "btp")


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        (WantedDownload(), "Tick at least one force."),
        (WantedDownload(forces=BOTH, datasets=()), "Tick at least one kind of file."),
        (WantedDownload(forces=BOTH, first="May"), "'May' is not a month."),
        (WantedDownload(forces=BOTH, first="2026-03", last="2026-01"), "Swap them."),
        (WantedDownload(sliced=True), "Say which LSOAs"),
        (WantedDownload(sliced=True, where="force:kent"), "downloaded in whole files"),
        (WantedDownload(sliced=True, extent="nonsense"), "Say which LSOAs"),
    ],
)
def test_what_cannot_be_downloaded_says_why(
    dock: PoliceUkDock, window: Window, service: Service, wanted: WantedDownload, fault: str
) -> None:
    assert fault in fill(dock, window, wanted)
    assert not button(dock, "policeukDownloadStart").isEnabled()
    assert fault in button(dock, "policeukDownloadStart").toolTip()


def test_what_is_filled_in_is_remembered(dock: PoliceUkDock, window: Window, service: Service) -> None:
    wanted = WantedDownload(
        sliced=True, forces=BOTH, where="csp:Luton", postcode="LU1 2AB", within=750.0, first="2025-01", last="2025-02",
        extent="-0.500000,-0.400000,52.000000,52.100000 [EPSG:4326]", every_force=True, datasets=("street",),
    )  # fmt: skip
    fill(dock, window, wanted)
    assert dock.data_page.form.download.wanted == wanted
    put_away(dock, window)
    again = shown(window)
    again.data_page.part.open_download()
    assert again.data_page.form.download.wanted == wanted
    put_away(again, window)


def test_a_damaged_setting_counts_as_not_there(dock: PoliceUkDock, window: Window, service: Service) -> None:
    settings.remember_state("download", {"forces": 3, "within": "far", "sliced": "yes", "datasets": [1]})
    dock.data_page.part.open_download()
    settle(dock, window)
    assert dock.data_page.form.download.wanted == WantedDownload(datasets=())


def test_the_selection_makes_room_for_the_form(dock: PoliceUkDock, window: Window, sample_cache: Path) -> None:
    dock.data_page.use_cache(sample_cache)
    count(dock, window)
    assert dock.selection.isVisible()
    dock.data_page.part.open_download()
    assert not dock.selection.isVisible()
    dock.pages.setCurrentIndex(1)
    assert dock.selection.isVisible()
    dock.pages.setCurrentIndex(0)
    dock.data_page.part.close_download()
    assert dock.selection.isVisible()


def test_it_fits_and_every_control_has_a_name(dock: PoliceUkDock, window: Window, service: Service) -> None:
    for wanted in (WantedDownload(forces=BOTH), WantedDownload(sliced=True, where="csp:Luton")):
        fill(dock, window, wanted)
        for part in (dock.data_page.body, dock.data_page.foot, dock.data_page.result):
            assert part.minimumSizeHint().width() <= 345, part.objectName()
        for control in dock.data_page.form.download.findChildren(QWidget):
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.isVisible():
                inside = control.parent().objectName() or control.parent().parent().objectName()
                assert control.objectName() or inside, control


def open_form(dock: PoliceUkDock, window: Window) -> None:
    """Open it as the button does, in the window that has the keyboard."""
    window.main.activateWindow()
    button(dock, "policeukDownloadForce").click()
    search = dock.data_page.form.download.forces.search
    window.wait(search.hasFocus)
    settle(dock, window)


def test_months_can_be_picked_before_anything_was_asked(dock: PoliceUkDock, window: Window, service: Service) -> None:
    open_form(dock, window)
    field = dock.findChild(QComboBox, "policeukDownloadFrom")
    assert (field.currentText(), field.lineEdit().placeholderText()) == ("", "(12 months)")
    assert field.count() >= 37
    field.showPopup()
    window.wait(field.view().isVisible)
    QTest.keyClick(field.view(), Qt.Key.Key_Down)
    QTest.keyClick(field.view(), Qt.Key.Key_Return)
    assert field.currentText() in (field.itemText(0), field.itemText(1))
    assert dock.data_page.form.download.wanted.first == field.currentText()
    assert len(service.log) == 0


def test_escape_in_a_month_takes_back_what_was_typed_and_no_more(
    dock: PoliceUkDock, window: Window, service: Service
) -> None:
    open_form(dock, window)
    dock.data_page.form.download.fill(WantedDownload(forces=BOTH, first="2026-01"))
    edit = dock.findChild(QComboBox, "policeukDownloadFrom")
    edit.setFocus()
    edit.lineEdit().selectAll()
    QTest.keyClicks(edit, "2019")
    assert dock.data_page.form.download.wanted.first.startswith("2019")
    for _ in range(2):
        QTest.keyClick(edit, Qt.Key.Key_Escape)
        assert dock.data_page.form.download.wanted.first == "2026-01"
        assert dock.data_page.form.download_open
    assert dock.data_page.form.download.wanted.forces == BOTH


def test_enter_in_a_month_downloads_and_escape_stops_it(dock: PoliceUkDock, window: Window, service: Service) -> None:
    open_form(dock, window)
    page = dock.data_page
    page.form.download.fill(WantedDownload(forces=BOTH, first="2026-02"))
    settle(dock, window)
    field = dock.findChild(QComboBox, "policeukDownloadFrom")
    field.setFocus()
    service.latency = 0.3
    QTest.keyClick(field, Qt.Key.Key_Return)
    window.wait(lambda: page.part.downloads.runner.running)
    cancel = button(dock, "policeukCancel")
    assert QApplication.focusWidget() is cancel
    QTest.keyClick(cancel, Qt.Key.Key_Escape)
    settle(dock, window)
    service.latency = 0
    assert text(dock, "policeukClosing").startswith("Stopped")
    assert page.form.download_open
    window.wait(lambda: QApplication.focusWidget() is field)


def test_enter_ticks_the_one_force_that_is_left(dock: PoliceUkDock, window: Window, service: Service) -> None:
    open_form(dock, window)
    form = dock.data_page.form.download
    search = dock.findChild(QLineEdit, "policeukForcesSearch")
    QTest.keyClicks(search, "bedf")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert form.wanted.forces == ("bedfordshire",)
    assert search.text() == ""
    QTest.keyClicks(search, "north")  # Northamptonshire, Northumbria and others: Enter cannot know which
    QTest.keyClick(search, Qt.Key.Key_Return)
    listed = dock.findChild(QListWidget, "policeukForcesList")
    window.wait(listed.hasFocus)
    assert form.wanted.forces == ("bedfordshire",)
    search.setFocus()
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""
    assert dock.data_page.form.download_open
    assert not dock.data_page.running


def test_forces_have_the_room_there_is_and_buttons_stay_where_they_are(
    dock: PoliceUkDock, window: Window, service: Service
) -> None:
    window.main.resize(1366, 768)
    open_form(dock, window)
    forces, start = dock.data_page.form.download.forces, button(dock, "policeukDownloadStart")
    window.wait(lambda: forces.list.height() > 10 * forces.list.sizeHintForRow(0))
    page = dock.data_page
    settle(dock, window)
    before = start.mapTo(page, start.rect().bottomLeft()).y() - page.height()
    forces.list.item(3).setCheckState(Qt.CheckState.Checked)
    settle(dock, window)
    assert len(text(dock, "policeukPlan")) > len("Tick at least one force.")
    window.wait(lambda: start.mapTo(page, start.rect().bottomLeft()).y() - page.height() == before)


def test_a_disabled_field_proposes_nothing(dock: PoliceUkDock, window: Window, service: Service) -> None:
    open_form(dock, window)
    form = dock.data_page.form.download
    fields = [
        *(dock.findChild(QComboBox, f"policeukDownload{end}").lineEdit() for end in ("From", "To")),
        *(dock.findChild(QLineEdit, f"policeuk{name}") for name in ("ForcesSearch", "SliceArea", "SlicePostcode")),
    ]
    assert all(field.placeholderText() for field in fields)
    form.enable(True)
    assert [field.placeholderText() for field in fields] == [""] * 5
    form.enable(False)
    assert all(field.placeholderText() for field in fields)


def test_the_window_never_grows(dock: PoliceUkDock, window: Window, service: Service) -> None:
    """On a small screen, whatever is unfolded."""
    window.main.resize(1000, 600)
    window.wait(lambda: window.main.height() == 600)
    page = dock.data_page
    for sliced in (False, True):
        fill(dock, window, WantedDownload(sliced=sliced, forces=BOTH, where="csp:Luton"))
        page.form.say("What came.\n" * 5, [f"added: {at}" for at in range(60)], can_add=True)
        dock.history.fold.setEnabled(True)
        dock.history.fold.setChecked(True)
        page.form.changes_button.click()
        window.wait(lambda: page.form.changes.isVisible())
        assert window.main.minimumSizeHint().height() < 600
        button(dock, "policeukDownloadBack").click()
        settle(dock, window)
        assert not page.form.changes.isVisible()
        assert window.main.height() == 600


def test_what_the_plan_says_is_read_whole(dock: PoliceUkDock, window: Window, service: Service) -> None:
    """It has no scroll bar of its own, so all of its lines are as high as they stand; the form scrolls."""
    fill(dock, window, WantedDownload(forces=BOTH))
    details = dock.data_page.form.download.details
    for number in (1, 40, 3):
        details.setPlainText(
            "\n".join(f"A line {at}, long enough to be wrapped in a narrow panel." for at in range(number))
        )
        details.setVisible(True)
        end = QTextCursor(details.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        window.wait(lambda at=end: 0 <= details.viewport().height() - details.cursorRect(at).bottom() < 20)
        assert not details.verticalScrollBar().isVisible()
