# SPDX-License-Identifier: GPL-2.0-or-later
"""The quality of the selection in the panel: opened from the live sentence, by mouse and keyboard, and as a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QTableView

from policeuk_plugin import settings
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.quality.quality_model import REVISED
from tests.dock_window import button, count, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_caches import make_cache
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.sample_factory import archive_zip, asb_row, member, stop_row, stops_csv, street_csv, street_row, unplaced_row


@pytest.fixture
def held(dock: PoliceUkDock, window: Window, tmp_path: Path) -> PoliceUkDock:
    """Show a panel with three months of which one is missing and one was revised."""
    path = settings.default_cache_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    first = {member(month, "dorset"): street_csv(month, "dorset", [street_row(), unplaced_row()]) for month in MONTHS}
    stops = {member("2024-05", "dorset", "stop-and-search"): stops_csv("2024-05", "dorset", [stop_row()])}
    make_cache(path, archive_zip(tmp_path / "2024-08.zip", {**first, **stops}))
    again = {member("2024-07", "dorset"): street_csv("2024-07", "dorset", [street_row(), asb_row(), asb_row()])}
    make_cache(path, archive_zip(tmp_path / "2024-09.zip", again))
    dock.desk.refresh()
    count(dock, window)
    return dock


MONTHS = ("2024-05", "2024-07")


def opened(dock: PoliceUkDock, window: Window) -> PoliceUkDock:
    """Open it and wait for what it says."""
    button(dock, "policeukQuality").click()
    window.wait(lambda: dock.quality.known is not None)
    return dock


def table(dock: PoliceUkDock) -> QTableView:
    """Give the grid."""
    found = dock.findChild(QTableView, "policeukQualityTable")
    assert found is not None
    return found


def test_it_is_opened_from_the_sentence_and_tells_all(held: PoliceUkDock, window: Window) -> None:
    opened(held, window)
    assert not held.pages.isVisible()
    assert "1 of 3 files of crimes is missing, which is not zero" in text(held, "policeukQualityLead")
    words = text(held, "policeukQualityWords")
    assert "crimes of June 2024" in words
    assert "1 of the 6 crimes" not in words  # ASB is copied once among five rows
    assert "1 of the 5 crimes held repeat another row" in words
    assert "Revised on" in words
    button(held, "policeukQualityBack").click()
    assert held.pages.isVisible()
    assert not held.quality.isVisible()


def test_the_grid_says_each_file_to_the_mouse_and_to_the_keyboard(held: PoliceUkDock, window: Window) -> None:
    opened(held, window)
    grid = table(held)
    model = grid.model()
    labels = [model.index(0, column).data() for column in range(4, 7)]
    assert labels == ["50", "–", "0.0"]
    assert [model.index(0, column).data(REVISED) for column in (4, 6)] == [False, True]
    assert "missing, which is not zero" in model.index(0, 5).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(0, 5).data(Qt.ItemDataRole.AccessibleTextRole) == model.index(0, 5).data(
        Qt.ItemDataRole.ToolTipRole
    )
    grid.setFocus()
    grid.setCurrentIndex(model.index(0, 4))
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert "June 2024" in text(held, "policeukQualityFile")
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert "2 rows added, 1 gone" in text(held, "policeukQualityFile")
    assert model.index(0, 0).data() is None


def test_it_fits_into_360_pixels_and_reads_to_those_who_do_not_see(held: PoliceUkDock, window: Window) -> None:
    opened(held, window)
    assert held.quality.minimumSizeHint().width() <= 345
    assert held.quality.minimumSizeHint().height() <= 260
    for control in (table(held), held.findChild(QComboBox, "policeukQualityDataset")):
        assert control.accessibleName()


def test_another_dataset_has_its_own_grid(held: PoliceUkDock, window: Window) -> None:
    opened(held, window)
    box = held.findChild(QComboBox, "policeukQualityDataset")
    assert [box.itemText(at) for at in range(box.count())] == ["Crimes", "Stops and searches"]
    box.setCurrentIndex(1)
    model = table(held).model()
    assert [model.index(0, column).data() for column in range(4, 7)] == ["0.0", "–", "–"]


def test_escape_closes_it_and_enter_presses_nothing_behind_it(held: PoliceUkDock, window: Window) -> None:
    opened(held, window)
    page = held.data_page
    QTest.keyClick(table(held), Qt.Key.Key_Return)
    assert not page.form.download_open
    QTest.keyClick(table(held), Qt.Key.Key_Escape)
    assert held.pages.isVisible()
    opened(held, window)
    held._open_page(1)
    assert held.pages.isVisible()
    assert held.pages.currentIndex() == 1


def test_it_follows_the_selection_while_it_is_in_sight(held: PoliceUkDock, window: Window) -> None:
    opened(held, window)
    chosen = held.selection.chosen
    held.selection.choose(type(chosen)(chosen.area, "2024-07", "2024-07", chosen.types, chosen.with_asb))
    window.wait(lambda: held.quality.known is not None and len(held.quality.known.found.months) == 1)
    assert "No month of crimes is missing" in text(held, "policeukQualityLead")
    assert "whole files" not in text(held, "policeukQualityLead")
    held.selection.choose(type(chosen)(chosen.area, "2024-07", "2024-07", ("Burglary",), chosen.with_asb))
    window.wait(lambda: "the whole files of" in text(held, "policeukQualityLead"))
    held.quality.close_panel()
    held.desk.refresh()
    assert not held.quality.asker.waiting


def test_it_is_written_as_a_page(
    held: PoliceUkDock, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(settings, "results_folder", lambda: tmp_path / "results")
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    opened(held, window)
    button(held, "policeukQualityPage").click()
    window.wait(lambda: bool(shown))
    page = Path(shown[0]).read_text(encoding="utf-8")
    assert "Quality of the data, Dorset Police" in page
    assert "policeuk:dataquality" in page
    assert str(tmp_path) not in page
