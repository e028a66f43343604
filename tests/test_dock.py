# SPDX-License-Identifier: GPL-2.0-or-later
"""The panel driven as a user drives it: buttons clicked, files dropped, imports cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QMimeData, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QDropEvent
from qgis.PyQt.QtWidgets import QAbstractButton, QLabel, QPushButton, QTableView, QWidget

from policeuk_plugin import settings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.surroundings import Surroundings
from tests.plugin_caches import published_rows
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.sample_factory import street_csv, street_row


@pytest.fixture
def dock(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PoliceUkDock]:
    """Show the panel with no cache yet, in a profile of its own."""
    monkeypatch.delenv("POLICEUK_CACHE", raising=False)
    monkeypatch.setattr(settings, "default_cache_path", lambda: tmp_path / "policeuk" / "policeuk.sqlite")
    settings.set_cache_path(settings.default_cache_path())
    window.project.clear()
    dock = PoliceUkDock(Surroundings(window.bar, window.canvas, window.project), window.main)
    window.main.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.main.show()
    window.wait(lambda: dock.pages is not None)
    yield dock
    dock.shut_down()
    window.main.removeDockWidget(dock)
    dock.deleteLater()
    window.main.hide()
    window.project.clear()
    window.delete_later()


def button(dock: PoliceUkDock, name: str) -> QPushButton:
    """Give a button by its object name."""
    found = dock.findChild(QPushButton, name)
    assert found is not None, name
    return found


def text(dock: PoliceUkDock, name: str) -> str:
    """Give what a label says; '' where it is hidden."""
    label = dock.findChild(QLabel, name)
    return label.text() if label.isVisibleTo(dock) else ""


def import_files(dock: PoliceUkDock, window: Window, *paths: Path) -> None:
    """Import and wait."""
    dock.data_page.import_paths(list(paths))
    window.wait(lambda: not dock.data_page.runner.running)


def test_a_new_user_is_welcomed_and_tries_the_sample(dock: PoliceUkDock, window: Window, sample_zip: Path) -> None:
    assert "two steps" in text(dock, "policeukWelcomeText")
    button(dock, "policeukSampleButton").click()
    assert dock.findChild(QWidget, "policeukProgress").isVisibleTo(dock)
    window.wait(lambda: not dock.data_page.runner.running)
    assert text(dock, "policeukWelcomeText") == ""
    assert "11,676 crimes (355 without a place)" in text(dock, "policeukSummary")
    assert "Invented sample" in text(dock, "policeukSummary")
    assert "February 2025" in text(dock, "policeukGaps")
    assert "71 new files" in text(dock, "policeukClosing")
    assert "Next:" in text(dock, "policeukClosing")
    button(dock, "policeukAddLayers").click()
    names = [layer.name() for layer in window.project.layerTreeRoot().layerOrder()]
    assert names == ["Crimes by place", "Crimes by type", "LSOAs of 2021"]
    assert window.project.crs().authid() == "EPSG:27700"
    assert "Added: Crimes by place, LSOAs of 2021." in text(dock, "policeukClosing")
    assert "switched off: Crimes by type" in text(dock, "policeukClosing")


def test_the_table_shows_months_held_and_missing(dock: PoliceUkDock, window: Window, sample_zip: Path) -> None:
    import_files(dock, window, sample_zip)
    model = dock.findChild(QTableView, "policeukHeldTable").model()
    years = [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())]
    assert years == ["2026", "2025", "2024"]
    january, february = model.index(1, 0), model.index(1, 1)
    crimes = sum(month == "2025-01" for month, _ in published_rows(sample_zip, "street"))
    assert january.data() == str(crimes)
    assert f"{crimes} crimes" in january.data(Qt.ItemDataRole.ToolTipRole)
    assert february.data() == "–"
    assert "crimes: not held" in february.data(Qt.ItemDataRole.ToolTipRole)
    assert february.data(Qt.ItemDataRole.BackgroundRole).style() == Qt.BrushStyle.BDiagPattern
    assert model.index(2, 0).data() == ""


def test_real_files_never_go_into_the_sample(dock: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    button(dock, "policeukSampleButton").click()
    window.wait(lambda: not dock.data_page.runner.running)
    sample = dock.data_page.cache
    import_files(dock, window, street_file(tmp_path))
    assert dock.data_page.cache != sample
    assert dock.data_page.cache == settings.default_cache_path()
    assert "Dorset" in text(dock, "policeukSummary")
    assert "Dogger" not in text(dock, "policeukSummary")


def street_file(folder: Path) -> Path:
    """Write one published file with one crime."""
    path = folder / "2026-04-dorset-street.csv"
    path.write_bytes(street_csv("2026-04", "dorset", [street_row()]))
    return path


def test_files_are_dropped_on_it(dock: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(street_file(tmp_path)))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dock.data_page.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))
    window.wait(lambda: not dock.data_page.runner.running)
    assert "1 crime (0 without a place)" in text(dock, "policeukSummary")


def test_a_damaged_file_is_told_and_changes_nothing(dock: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    path.write_bytes(b"not a zip")
    import_files(dock, window, path)
    assert "not a whole zip" in text(dock, "policeukClosing")
    assert [item.text() for item in window.bar.items()] == [text(dock, "policeukClosing")]
    assert text(dock, "policeukWelcomeText")
    window.bar.clearWidgets()


def test_cancel_keeps_whole_files(dock: PoliceUkDock, window: Window, sample_zip: Path) -> None:
    page = dock.data_page
    page.runner.step.connect(lambda _: button(dock, "policeukCancel").click())
    page.import_paths([sample_zip])
    window.wait(lambda: not page.runner.running)
    assert "Stopped" in text(dock, "policeukClosing")
    assert button(dock, "policeukImportFiles").isEnabled()
    window.bar.clearWidgets()


def test_while_it_imports_nothing_else_can_be_started(dock: PoliceUkDock, window: Window, sample_zip: Path) -> None:
    page = dock.data_page
    page.import_paths([sample_zip])
    for name in ("policeukImportFiles", "policeukImportFolder", "policeukAddLayers"):
        assert not button(dock, name).isEnabled()
        assert "import is running" in button(dock, name).toolTip()
    page.import_paths([sample_zip])
    assert QgsApplication.taskManager().count() == 1
    window.wait(lambda: not page.runner.running)
    assert button(dock, "policeukImportFiles").isEnabled()


def test_going_away_ends_an_import(dock: PoliceUkDock, window: Window, sample_zip: Path) -> None:
    dock.data_page.import_paths([sample_zip])
    dock.shut_down()
    assert not dock.data_page.runner.running
    window.wait(lambda: QgsApplication.taskManager().countActiveTasks() == 0)


def test_what_is_disabled_says_why(dock: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    import_files(dock, window, street_file(tmp_path))
    boxes = dock.data_page.form.layer_boxes
    assert not boxes[LayerKind.STOPS].isEnabled()
    assert "No stops and searches are held" in boxes[LayerKind.STOPS].toolTip()
    for kind in (LayerKind.PLACES, LayerKind.CRIMES):
        boxes[kind].setChecked(False)
    assert not button(dock, "policeukAddLayers").isEnabled()
    assert "Tick a layer" in button(dock, "policeukAddLayers").toolTip()


def test_another_cache_is_opened_and_a_wrong_file_is_told(
    dock: PoliceUkDock, window: Window, tmp_path: Path, sample_zip: Path
) -> None:
    other = tmp_path / "other.sqlite"
    dock.data_page.use_cache(other)
    import_files(dock, window, sample_zip)
    assert other.is_file()
    wrong = tmp_path / "wrong.sqlite"
    wrong.write_text("something else", encoding="utf-8")
    dock.data_page.use_cache(wrong)
    assert "is not a Police UK cache" in text(dock, "policeukSummary")
    assert not button(dock, "policeukAddLayers").isEnabled()
    dock.data_page.use_cache(other)
    assert "11,676" in text(dock, "policeukSummary")


def test_layers_on_the_map_see_what_an_import_adds(dock: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    import_files(dock, window, street_file(tmp_path))
    button(dock, "policeukAddLayers").click()
    layer = window.project.mapLayersByName("Crimes by type")[0]
    assert layer.featureCount() == 1
    later = tmp_path / "2026-05-dorset-street.csv"
    later.write_bytes(street_csv("2026-05", "dorset", [street_row(), street_row(crime_type="Drugs")]))
    import_files(dock, window, later)
    assert layer.featureCount() == 3


def test_it_fits_into_360_pixels_and_every_control_has_a_name(
    dock: PoliceUkDock, window: Window, sample_zip: Path
) -> None:
    import_files(dock, window, sample_zip)
    assert dock.data_page.minimumSizeHint().width() <= 345
    for control in dock.data_page.findChildren(QAbstractButton):
        if control.parent().metaObject().className() not in ("QTableView", "QTabBar"):
            assert control.objectName(), control.text()
    mnemonics = [
        control.text().partition("&")[2][:1].lower()
        for control in dock.data_page.findChildren(QPushButton)
        if "&" in control.text()
    ]
    assert len(mnemonics) == len(set(mnemonics)) >= 6
