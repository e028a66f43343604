# SPDX-License-Identifier: GPL-2.0-or-later
"""The last runs of the page Data: what was stopped goes on, and of which cache each is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QFileDialog, QListWidget, QToolButton

from offline_cache.areas.model import AreaKind
from policeuk_plugin.layers.holdings import HeldOutlines, Holdings
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.download.wanted_download import WantedDownload
from policeuk_plugin.ui.sentences import areas_held
from tests.dock_downloads import fill, press, settle
from tests.dock_downloads import wide as _wide  # noqa: F401 - a fixture
from tests.dock_window import button, put_away, shown, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.qgis_downloads import service as _service  # noqa: F401 - a fixture
from tests.service import Service


def rows(dock: PoliceUkDock) -> list[str]:
    """Give the runs as they are listed."""
    listed = dock.findChild(QListWidget, "policeukHistoryList")
    return [listed.item(at).text() for at in range(listed.count())]


def test_a_download_that_was_cancelled_is_kept_and_goes_on(dock: PoliceUkDock, window: Window, wide: Service) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2023-05", last="2026-04"))
    press(dock, window, "policeukAskCost")
    wide.latency = 0.2
    button(dock, "policeukDownloadStart").click()
    window.wait(lambda: bool(re.match(r"[1-9]\d* of 108 files, ", dock.data_page.form.progress.step.text())))
    button(dock, "policeukCancel").click()
    settle(dock, window)
    wide.latency = 0
    (run,) = rows(dock)
    assert re.search(r"  Bedfordshire, May 2023 to April 2026\nStopped: \d+ of 108 files are in the cache", run), run
    put_away(dock, window)
    again = shown(window)
    assert button(again, "policeukAgain").text() == "Go on"
    button(again, "policeukAgain").click()
    settle(again, window)
    (run,) = rows(again)
    assert "\n108 files: " in run
    assert "already held" in run
    assert button(again, "policeukAgain").text() == "Again"
    put_away(again, window)


def test_a_download_that_failed_on_its_way_is_kept(dock: PoliceUkDock, window: Window, wide: Service) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2023-05", last="2024-04"))
    press(dock, window, "policeukAskCost")
    for _ in range(2):
        with wide.fault(500, host="store", skip=6):
            said = press(dock, window, "policeukDownloadStart")
        (run,) = rows(dock)
        assert run.endswith(f"\n{said}")


def test_a_run_of_another_cache_names_it(dock: PoliceUkDock, window: Window, service: Service, tmp_path: Path) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03", datasets=("street",)))
    press(dock, window, "policeukDownloadStart")
    (run,) = rows(dock)
    assert "policeuk]" not in run
    dock.data_page.use_cache(tmp_path / "other.sqlite")
    (run,) = rows(dock)
    assert "  [policeuk] Bedfordshire, March 2026" in run
    listed = dock.findChild(QListWidget, "policeukHistoryList")
    assert str(tmp_path / "policeuk" / "policeuk.sqlite") in listed.item(0).toolTip()
    assert "on the cache that is open now: other" in button(dock, "policeukAgain").toolTip()
    dock.data_page.use_cache(tmp_path / "policeuk" / "policeuk.sqlite")
    assert rows(dock) == [run.replace("[policeuk] ", "")]


def test_an_old_fault_is_not_said_on_working_offline(dock: PoliceUkDock, window: Window, service: Service) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03"))
    press(dock, window, "policeukAskCost")
    with service.fault(500, host="store"):
        press(dock, window, "policeukDownloadStart")
    assert window.bar.items()
    button(dock, "policeukDownloadBack").click()
    dock.data_page.form.foot.offline_box.click()
    assert text(dock, "policeukClosing") == "Offline now: nothing is sent until you untick it."
    assert not window.bar.items()


def test_a_preset_stays_on_top_and_is_never_pushed_out(dock: PoliceUkDock, window: Window, service: Service) -> None:
    fill(dock, window, WantedDownload(forces=("bedfordshire",), first="2026-03", datasets=("street",)))
    press(dock, window, "policeukDownloadStart")
    fill(dock, window, WantedDownload(forces=("btp",), first="2026-03", datasets=("street",)))
    press(dock, window, "policeukDownloadStart")
    runs, star = dock.findChild(QListWidget, "policeukHistoryList"), dock.findChild(QToolButton, "policeukPin")
    assert ["BTP" in runs.item(0).text(), "Bedfordshire" in runs.item(1).text()] == [True, True]
    runs.setCurrentRow(1)
    star.click()
    assert runs.item(0).text().startswith("★ ")
    assert "Bedfordshire" in runs.item(0).text()
    assert (runs.currentRow(), star.isChecked()) == (0, True)
    for _ in range(30):
        dock.desk.keep(next(entry for entry in dock.desk.runs if not entry.pinned))
    assert len(dock.desk.runs) == 21
    put_away(dock, window)
    again = shown(window)
    runs, star = again.findChild(QListWidget, "policeukHistoryList"), again.findChild(QToolButton, "policeukPin")
    assert runs.item(0).text().startswith("★ ")
    runs.setCurrentRow(0)
    star.click()
    assert not any(entry.pinned for entry in again.desk.runs)
    assert len(again.desk.runs) == 20
    assert "BTP" in runs.item(0).text()
    put_away(again, window)


def test_after_an_import_from_a_dialogue_the_focus_is_where_it_was(
    dock: PoliceUkDock, window: Window, sample_zip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dialogue has the keyboard while the import starts; the window has no focus then."""

    def pick(*_args: object) -> tuple[list[str], str]:
        window.main.clearFocus()
        return [str(sample_zip)], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", pick)
    window.main.activateWindow()
    importing = button(dock, "policeukImportFiles")
    importing.setFocus()
    QTest.mouseClick(importing, Qt.MouseButton.LeftButton)
    window.wait(lambda: dock.data_page.running)
    settle(dock, window)
    assert "71 new files" in text(dock, "policeukClosing")
    window.wait(lambda: QApplication.focusWidget() is importing)


def test_the_focus_goes_to_the_main_button_where_its_own_is_gone(dock: PoliceUkDock, window: Window) -> None:
    """The welcome, with the button that was pressed, goes as soon as something is held."""
    window.main.activateWindow()
    sample = button(dock, "policeukSampleButton")
    sample.setFocus()
    window.wait(sample.hasFocus)
    QTest.keyClick(sample, Qt.Key.Key_Space)
    window.wait(lambda: dock.data_page.running)
    settle(dock, window)
    window.wait(lambda: QApplication.focusWidget() is dock.data_page.main_button)


@pytest.mark.parametrize(
    ("kind", "count", "said"),
    [
        (AreaKind.PFA, 1, "outlines of 1 police force area of 2024"),
        (AreaKind.PFA, 2, "outlines of 2 police force areas of 2024"),
        (AreaKind.LSOA, 1, "outlines of 1 LSOA of 2024"),
    ],
)
def test_one_area_is_one(kind: AreaKind, count: int, said: str) -> None:
    assert said in areas_held(Holdings(areas=(HeldOutlines(kind, 2024, count),)))
