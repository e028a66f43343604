# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Data on the network, driven as a user drives it: plan, download, cancel, resume, refresh, offline."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QLineEdit, QListWidget, QPlainTextEdit, QRadioButton, QWidget

from policeuk_plugin import settings
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.wanted_download import WantedDownload
from tests.dock_window import button, count, put_away, shown, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.downloads import held
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.qgis_downloads import proxy_in_qgis, use
from tests.qgis_downloads import service as _service  # noqa: F401 - a fixture
from tests.service import Service, openssl_is_there
from tests.test_slices_fetch import ALL, NEXT, files_of

BOTH = ("bedfordshire", "btp")
MARCH = {name.rpartition("/")[2] for name in ALL if name.startswith("2026-03/") and "-bedfordshire-" in name}


def settle(dock: PoliceUkDock, window: Window) -> None:
    """Wait until nothing is under way and the plan is that of what is filled in."""
    page = dock.data_page
    window.wait(lambda: not page.running and not page.part.downloads.looker.waiting)


def fill(dock: PoliceUkDock, window: Window, wanted: WantedDownload) -> str:
    """Open the form, fill it in, and give what is said of the plan."""
    dock.data_page.part.open_download()
    dock.data_page.form.download.fill(wanted)
    settle(dock, window)
    return text(dock, "policeukPlan")


def press(dock: PoliceUkDock, window: Window, name: str) -> str:
    """Press a button, wait for the end of what it does, and give what is said then."""
    assert button(dock, name).isEnabled(), button(dock, name).toolTip()
    button(dock, name).click()
    settle(dock, window)
    return text(dock, "policeukClosing")


@pytest.fixture
def wide(wide_zip: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The stand-in with 36 months of 45 forces."""
    with Service(wide_zip) as running:
        use(running, monkeypatch)
        yield running


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
    assert "not published: btp outcomes 2026-02 to 2026-03" in details
    plan = fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03", last="2026-03"))
    assert plan.startswith("Bedfordshire, March 2026: 3 files, 3 to download (")
    assert len(service.log) == 2


def test_one_press_asks_plans_and_downloads(dock: PoliceUkDock, window: Window, service: Service) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03"))
    said = press(dock, window, "policeukDownloadStart")
    assert said.startswith("3 files: 3 added.")
    assert said.endswith("Next: add to map, or choose area and months on top.")
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
    pressed = time.monotonic()
    button(dock, "policeukCancel").click()
    settle(dock, window)
    assert time.monotonic() - pressed < 1.5  # with the turns of this loop
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


@pytest.mark.parametrize(
    ("kind", "details", "sentence"),
    [
        (503, {}, "has a fault at the moment (status 503)"),
        (404, {}, "does not have what was asked for"),
        (429, {"retry_after": "0"}, "was asked too often"),
        ("login_page", {}, "log in"),
        ("refused", {}, "could not be reached"),
        ("redirect_to_http", {}, "without encryption"),
        ("empty_body", {}, "log in"),
    ],
)
def test_a_fault_is_one_sentence(
    dock: PoliceUkDock, window: Window, service: Service, kind: str, details: dict[str, str], sentence: str
) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03"))
    with service.fault(kind, host="*", **details):
        said = press(dock, window, "policeukDownloadStart")
    assert sentence in said
    assert "Traceback" not in said
    assert not settings.default_cache_path().exists()
    assert press(dock, window, "policeukDownloadStart").startswith("3 files: 3 added.")


def test_a_fault_in_the_middle_is_told_and_what_came_stays(dock: PoliceUkDock, window: Window, wide: Service) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2023-05", last="2024-04"))
    press(dock, window, "policeukAskCost")
    with wide.fault(500, host="store", skip=6):
        said = press(dock, window, "policeukDownloadStart")
    assert "(status 500)" in said
    assert re.search(r"So far: \d+ of 36 files are in the cache, each of them whole\.", said)
    assert [item.text() for item in window.bar.items()] == [said]
    window.bar.clearWidgets()
    assert press(dock, window, "policeukDownloadStart").startswith("36 files: ")


def test_work_offline_disables_with_the_reason_and_stops_what_runs(
    dock: PoliceUkDock, window: Window, wide: Service
) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2023-05", last="2026-04"))
    press(dock, window, "policeukAskCost")
    wide.latency = 0.3
    button(dock, "policeukDownloadStart").click()
    window.wait(lambda: dock.data_page.form.progress.bar.value() > 0)
    dock.data_page.form.foot.offline_box.click()
    settle(dock, window)
    assert text(dock, "policeukClosing").startswith("Stopped: ")
    wide.latency = 0
    sent = len(wide.log)
    button(dock, "policeukDownloadBack").click()
    for name in ("policeukDownload", "policeukRefresh", "policeukTestConnection"):
        assert not button(dock, name).isEnabled()
        assert "'Work offline' is ticked" in button(dock, name).toolTip()
    dock.data_page.part.open_download()
    dock.data_page.part.refresh_cache()
    dock.data_page.part.test_connection()
    settle(dock, window)
    assert len(wide.log) == sent
    assert button(dock, "policeukImportFiles").isEnabled()
    put_away(dock, window)
    again = shown(window)
    assert again.data_page.form.foot.offline_box.isChecked()
    again.data_page.form.foot.offline_box.click()
    assert button(again, "policeukDownload").isEnabled()
    put_away(again, window)


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
    assert "added: bedfordshire street 2026-04: 1 file" in changes.toPlainText()
    assert "revised: bedfordshire 2026-03: street" in changes.toPlainText()
    assert count(dock, window)
    assert dock.selection.months_box.last == NEXT
    said = press(dock, window, "policeukRefresh")
    assert said == "6 files: 6 already held. Nothing new: what is held is as the newest release has it."
    assert dock.desk.runs[0].algorithm == "policeuk:refreshcache"


def test_the_connection_test_tells_faults_apart(dock: PoliceUkDock, window: Window, service: Service) -> None:
    assert press(dock, window, "policeukTestConnection") == "The connection is fine: all 5 services answer."
    lines = dock.findChild(QPlainTextEdit, "policeukChanges").toPlainText().split("\n")
    assert [line[0] for line in lines] == ["✓"] * 5
    for fault, host, words in (
        (503, "api", ["1 of 5 services cannot be used: a fault of the service", "crimes can"]),
        (429, "api", ["1 of 5 services cannot be used: too many requests"]),
        ("refused", "ons", ["1 of 5 services cannot be used: not to be reached", "imported from files"]),
        ("login_page", "*", ["No service can be used: a login page of the network", "log in", "works without"]),
        ("no_ranges", "store", ["no parts of files", "whole archive"]),
    ):
        with service.fault(fault, host=host):
            said = press(dock, window, "policeukTestConnection")
        assert all(word in said for word in words), said
    with service.proxy("somebody", "something") as proxy, proxy_in_qgis(proxy.port):
        said = press(dock, window, "policeukTestConnection")
    assert said.startswith("No service can be used: the proxy.")
    assert "asks for a name and a password" in said


@pytest.mark.skipif(not openssl_is_there(), reason="needs openssl")
def test_a_certificate_that_nobody_signed_is_refused(
    dock: PoliceUkDock, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Service(ALL, tls=True) as running:
        use(running, monkeypatch)
        said = press(dock, window, "policeukTestConnection")
        assert said.startswith("No service can be used: the certificate.")
        assert "encrypted connection" in said
        fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03"))
        assert "encrypted connection" in press(dock, window, "policeukDownloadStart")
        assert len(running.log) == 0


def test_a_download_goes_through_the_proxy_of_qgis(dock: PoliceUkDock, window: Window, service: Service) -> None:
    with service.proxy() as proxy, proxy_in_qgis(proxy.port):
        fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03"))
        assert press(dock, window, "policeukDownloadStart").startswith("3 files: 3 added.")
        assert proxy.count >= 2


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
