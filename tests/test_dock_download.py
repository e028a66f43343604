# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Data on the network, driven as a user drives it: plan, download, cancel, resume, refresh."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QLineEdit, QListWidget, QPlainTextEdit, QRadioButton

from policeuk_plugin import settings
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.download.wanted_download import WantedDownload
from tests.dock_downloads import fill, press, settle
from tests.dock_downloads import wide as _wide  # noqa: F401 - a fixture
from tests.dock_window import button, count, put_away, shown, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.downloads import held
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.qgis_downloads import service as _service  # noqa: F401 - a fixture
from tests.service import Service
from tests.test_slices_fetch import ALL, NEXT, files_of

BOTH = ("bedfordshire", "btp")
MARCH = {name.rpartition("/")[2] for name in ALL if name.startswith("2026-03/") and "-bedfordshire-" in name}


def test_nothing_is_sent_before_it_is_asked_for(dock: PoliceUkDock, window: Window, service: Service) -> None:
    """Opening, typing, ticking, switching tabs, closing, opening again."""
    button(dock, "policeukDownloadForce").click()
    QTest.keyClicks(dock.findChild(QLineEdit, "policeukForcesSearch"), "bedf")
    items = dock.findChild(QListWidget, "policeukForcesList")
    QTest.keyClick(items, Qt.Key.Key_Space)
    settle(dock, window)
    assert text(dock, "policeukPlan").startswith("Bedfordshire, the newest 12 months: at most 36 files.")
    assert "when it is asked" in text(dock, "policeukPlan")
    QTest.keyClicks(dock.findChild(QComboBox, "policeukDownloadFrom").lineEdit(), "2026-01")
    dock.findChild(QRadioButton, "policeukDownloadSliced").click()
    QTest.keyClicks(dock.findChild(QLineEdit, "policeukSliceArea"), "Luton")
    QTest.keyClicks(dock.findChild(QLineEdit, "policeukSlicePostcode"), "DB1 1AA")
    settle(dock, window)
    for at in (1, 2, 0):
        dock.pages.setCurrentIndex(at)
    button(dock, "policeukDownloadBack").click()
    put_away(dock, window)
    again = shown(window)
    again.data_page.part.open_download()
    settle(again, window)
    put_away(again, window)
    assert len(service.log) == 0


def test_the_plan_is_live_once_the_service_was_asked(dock: PoliceUkDock, window: Window, service: Service) -> None:
    assert fill(dock, window, WantedDownload(forces=BOTH)).startswith("Bedfordshire and BTP, the newest 12 months")
    press(dock, window, "policeukAskCost")
    assert len(service.log) == 2
    first, last = (dock.findChild(QComboBox, f"policeukDownload{end}").currentText() for end in ("From", "To"))
    assert (first, last) == ("2026-02", "2026-03")  # the archive holds no more
    plan = text(dock, "policeukPlan")
    assert re.match(
        r"Bedfordshire and BTP, February 2026 to March 2026: 12 files, 8 to download \(.+\), 4 not published\. "
        r"\(As of \d\d:\d\d\.\)",
        plan,
    ), plan
    details = dock.findChild(QPlainTextEdit, "policeukPlanDetails").toPlainText()
    assert "not published: BTP outcomes 2026-02 to 2026-03" in details
    plan = fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03", last="2026-03"))
    assert plan.startswith("Bedfordshire, March 2026: 3 files, 3 to download (")
    assert len(service.log) == 2


def test_one_press_asks_plans_and_downloads(dock: PoliceUkDock, window: Window, service: Service) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03"))
    said = press(dock, window, "policeukDownloadStart")
    assert said.startswith("3 files: 3 added.")
    assert said.endswith("Next: add to map, then choose area and months.")
    assert held(settings.default_cache_path()) == MARCH
    assert text(dock, "policeukPlan").startswith("Bedfordshire, March 2026: 3 files, nothing to download, 3 already")
    assert not button(dock, "policeukDownloadStart").isEnabled()
    assert "There is nothing to download" in button(dock, "policeukDownloadStart").toolTip()
    assert "1 month held" in dock.findChild(QListWidget, "policeukForcesList").currentItem().text()
    (run,) = dock.desk.runs
    assert (run.page, run.title) == ("data", "Bedfordshire, March 2026")
    assert "policeuk:downloadforceslice" in run.as_command()
    assert "--FORCES=bedfordshire" in run.as_command()
    button(dock, "policeukAddToMap").click()
    assert dock.pages.currentIndex() == 1
    window.wait(lambda: bool(window.project.mapLayers()) and not dock.page_of["map"].runner.running)


def test_again_downloads_what_is_new_since(dock: PoliceUkDock, window: Window, service: Service) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03", datasets=("street",)))
    press(dock, window, "policeukDownloadStart")
    button(dock, "policeukDownloadBack").click()
    dock.data_page.form.download.fill(WantedDownload(forces=("kent",)))
    service.publish({name: data for month in ("2026-03", NEXT) for name, data in files_of(month).items()})
    dock.history.again_button.click()
    settle(dock, window)
    assert len(dock.desk.runs) == 2, (text(dock, "policeukClosing"), text(dock, "policeukPlan"), dock.desk.problem)
    assert dock.data_page.form.download.wanted.forces == ("bedfordshire",)
    assert held(settings.default_cache_path()) == {"2026-03-bedfordshire-street.csv", f"{NEXT}-bedfordshire-street.csv"}


def test_cancel_within_a_second_and_the_next_press_goes_on(dock: PoliceUkDock, window: Window, wide: Service) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2023-05", last="2026-04"))
    press(dock, window, "policeukAskCost")
    wide.latency = 0.2
    button(dock, "policeukDownloadStart").click()
    page = dock.data_page
    window.wait(lambda: bool(re.match(r"[1-9]\d* of 108 files, ", page.form.progress.step.text())))
    assert not page.form.download.forces.isEnabled()
    assert "download is running" in button(dock, "policeukImportFiles").toolTip()
    button(dock, "policeukCancel").click()
    settle(dock, window)
    wide.latency = 0
    said = text(dock, "policeukClosing")
    came = re.match(r"Stopped: (\d+) of 108 files are in the cache, each of them whole. Download again", said)
    assert came, said
    assert 0 < int(came[1]) < 108
    assert f"{108 - int(came[1])} to download" in text(dock, "policeukPlan")
    assert f"{came[1]} already held" in text(dock, "policeukPlan")
    said = press(dock, window, "policeukDownloadStart")
    assert said.startswith(f"108 files: {108 - int(came[1])} added, {came[1]} already held.")


def test_escape_stops_and_then_closes_the_form(dock: PoliceUkDock, window: Window, wide: Service) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-04", last="2026-04"))
    with wide.fault("slow_headers", seconds=20.0):
        button(dock, "policeukAskCost").click()
        window.wait(lambda: dock.data_page.running)
        dock.data_page.cancel()
        settle(dock, window)
    assert text(dock, "policeukClosing") == "Stopped asking. Nothing was downloaded."
    assert dock.data_page.form.download_open
    dock.data_page.cancel()
    assert not dock.data_page.form.download_open


def test_closing_the_panel_ends_a_download(dock: PoliceUkDock, window: Window, wide: Service) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2023-05", last="2026-04"))
    press(dock, window, "policeukAskCost")
    wide.latency = 0.5
    button(dock, "policeukDownloadStart").click()
    dock.shut_down()
    assert not dock.data_page.running
    window.wait(lambda: QgsApplication.taskManager().countActiveTasks() == 0)
    wide.latency = 0


def test_a_refresh_says_what_changed_by_force_and_month(dock: PoliceUkDock, window: Window, service: Service) -> None:
    assert "Nothing is held yet" in button(dock, "policeukRefresh").toolTip()
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-02", datasets=("street", "outcomes")))
    press(dock, window, "policeukDownloadStart")
    button(dock, "policeukDownloadBack").click()
    files = {name: data for month in ("2026-02", "2026-03", NEXT) for name, data in files_of(month).items()}
    revised = {name: data for name, data in files_of("2026-03", revised=True).items() if "bedfordshire-st" in name}
    service.publish({**files, **revised})
    said = press(dock, window, "policeukRefresh")
    assert said.startswith("6 files: 2 added, 1 revised, 3 already held.")
    changes = dock.findChild(QPlainTextEdit, "policeukChanges")
    assert changes.isVisibleTo(dock)
    assert "added: Bedfordshire street 2026-04: 1 file" in changes.toPlainText()
    assert "revised: Bedfordshire 2026-03: street" in changes.toPlainText()
    assert count(dock, window)
    assert dock.selection.months_box.last == NEXT
    said = press(dock, window, "policeukRefresh")
    assert said == "6 files: 6 already held. Nothing new: what is held is as the newest release has it."
    assert dock.desk.runs[0].algorithm == "policeuk:refreshcache"


def test_real_crimes_never_go_into_the_sample(
    dock: PoliceUkDock, window: Window, service: Service, sample_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "sample_cache_path", lambda: sample_cache)
    dock.data_page.use_cache(sample_cache)
    before = sample_cache.read_bytes()
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03"))
    press(dock, window, "policeukDownloadStart")
    assert dock.data_page.cache == settings.default_cache_path()
    assert sample_cache.read_bytes() == before
