# SPDX-License-Identifier: GPL-2.0-or-later
"""The panel driven as a user drives it: buttons clicked, files dropped, imports cancelled."""

from __future__ import annotations

from pathlib import Path

from qgis.core import Qgis, QgsApplication, QgsLayerTreeModel, QgsPointXY, QgsTask
from qgis.gui import QgsLayerTreeView
from qgis.PyQt.QtCore import QMimeData, QPointF, Qt, QUrl
from qgis.PyQt.QtGui import QDropEvent
from qgis.PyQt.QtWidgets import QAbstractButton, QAction, QLabel, QTableView, QWidget

from policeuk_plugin import settings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.ui.dock import PoliceUkDock
from tests.dock_window import button, count, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_caches import published_rows
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.sample_factory import street_csv, street_row


def import_files(dock: PoliceUkDock, window: Window, *paths: Path) -> None:
    """Import and wait."""
    dock.data_page.import_paths(list(paths))
    window.wait(lambda: not dock.data_page.runner.running)


def run_map(dock: PoliceUkDock, window: Window) -> None:
    """Add the layers that are ticked and wait."""
    count(dock, window)
    dock.pages.setCurrentIndex(1)
    button(dock, "policeukMapRun").click()
    window.wait(lambda: not dock.page_of["map"].runner.running)


def test_a_new_user_is_welcomed_and_tries_the_sample(dock: PoliceUkDock, window: Window, sample_zip: Path) -> None:
    assert "two steps" in text(dock, "policeukWelcomeText")
    button(dock, "policeukSampleButton").click()
    assert dock.findChild(QWidget, "policeukProgress").isVisibleTo(dock)
    window.wait(lambda: not dock.data_page.runner.running)
    assert text(dock, "policeukWelcomeText") == ""
    assert "11,676 crimes and ASB incidents (355 without a place)" in text(dock, "policeukSummary")
    assert "Invented sample" in text(dock, "policeukSummary")
    assert "February 2025" in text(dock, "policeukGaps")
    assert "71 new files" in text(dock, "policeukClosing")
    assert "Next:" in text(dock, "policeukClosing")
    run_map(dock, window)
    names = [layer.name() for layer in window.project.layerTreeRoot().layerOrder()]
    assert names == ["Crimes by place", "Crimes, heat", "LSOAs of 2021"]
    assert window.project.crs().authid() == "EPSG:27700"
    assert "Added: Crimes by place; Crimes, heat; LSOAs of 2021." in text(dock, "policeukMapClosing")


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
    assert "1 crime or ASB incident (0 without a place)" in text(dock, "policeukSummary")


def test_a_damaged_file_is_told_and_changes_nothing(dock: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    path.write_bytes(b"not a zip")
    import_files(dock, window, path)
    assert "not a whole zip" in text(dock, "policeukClosing")
    assert [item.text() for item in window.bar.items()] == [text(dock, "policeukClosing")]
    assert text(dock, "policeukWelcomeText")
    window.bar.pushMessage("Another plugin", "stays", Qgis.MessageLevel.Warning, 0)
    import_files(dock, window, street_file(tmp_path))
    assert [item.text() for item in window.bar.items()] == ["stays"]
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
    for name in ("policeukImportFiles", "policeukImportFolder"):
        assert not button(dock, name).isEnabled()
        assert "import is running" in button(dock, name).toolTip()
    page.import_paths([sample_zip])
    window.wait(lambda: bool(imports_running()))
    assert len(imports_running()) == 1
    window.wait(lambda: not page.runner.running)
    assert button(dock, "policeukImportFiles").isEnabled()


def imports_running() -> list[QgsTask]:
    """Give the imports that QGIS knows of."""
    return [task for task in QgsApplication.taskManager().activeTasks() if "Import" in task.description()]


def test_going_away_ends_an_import(dock: PoliceUkDock, window: Window, sample_zip: Path) -> None:
    dock.data_page.import_paths([sample_zip])
    dock.shut_down()
    assert not dock.data_page.runner.running
    window.wait(lambda: QgsApplication.taskManager().countActiveTasks() == 0)


def test_what_is_disabled_says_why(dock: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    assert not button(dock, "policeukMapRun").isEnabled()
    assert "Import files first" in button(dock, "policeukMapRun").toolTip()
    import_files(dock, window, street_file(tmp_path))
    count(dock, window)
    page = dock.page_of["map"]
    stops = page.layers.item(LayerKind.STOPS)
    assert not stops.flags() & Qt.ItemFlag.ItemIsEnabled
    assert "No stops and searches are held" in stops.toolTip()
    assert button(dock, "policeukMapRun").isEnabled()
    for kind in LayerKind:
        page.tick(kind, False)
    assert not button(dock, "policeukMapRun").isEnabled()
    assert "Tick a layer" in button(dock, "policeukMapRun").toolTip()
    assert "1 crime with a place are too few" in button(dock, "policeukHotspotsRun").toolTip()
    assert "Run first" in button(dock, "policeukOpenPage").toolTip()
    assert "Nothing has been run yet" in button(dock, "policeukAgain").toolTip()


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
    assert not button(dock, "policeukMapRun").isEnabled()
    assert "is not a Police UK cache" in button(dock, "policeukMapRun").toolTip()
    dock.data_page.use_cache(other)
    assert "11,676" in text(dock, "policeukSummary")


def test_layers_on_the_map_see_what_an_import_adds(dock: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    import_files(dock, window, street_file(tmp_path))
    dock.page_of["map"].tick(LayerKind.CRIMES, True)
    run_map(dock, window)
    layer = window.project.mapLayersByName("Crimes by type")[0]
    assert layer.featureCount() == 1
    revised = tmp_path / "later" / "2026-04-dorset-street.csv"
    revised.parent.mkdir()
    revised.write_bytes(street_csv("2026-04", "dorset", [street_row(), street_row(), street_row(crime_type="Drugs")]))
    import_files(dock, window, revised)
    window.wait(lambda: not dock.data_page.refresher.running)
    assert layer.featureCount() == 3
    assert "3 crimes" in layer.metadata().abstract()


def test_it_fits_into_360_pixels_and_every_control_has_a_name(
    dock: PoliceUkDock, window: Window, sample_zip: Path
) -> None:
    import_files(dock, window, sample_zip)
    count(dock, window)
    dock.page_of["hotspots"].form.more.setChecked(True)
    parts = [part for page in dock.page_of.values() for part in (page.body, page.foot, page.result)]
    for part in (dock.selection, dock.history, *parts):
        assert part.minimumSizeHint().width() <= 345, part.objectName()
        for control in part.findChildren(QAbstractButton):
            if control.parent().metaObject().className() not in ("QTableView", "QTabBar", "QLineEdit"):
                assert control.objectName() or control.parent().objectName(), control.text()


def test_a_second_place_is_shown_and_its_group_open(
    dock: PoliceUkDock, window: Window, sample_zip: Path, tmp_path: Path
) -> None:
    """In the list of layers as QGIS shows it, and on the map that showed the first place."""
    project = window.project
    model = QgsLayerTreeModel(project.layerTreeRoot())
    view = QgsLayerTreeView()
    view.setModel(model)
    import_files(dock, window, sample_zip)
    run_map(dock, window)
    window.wait(lambda: window.canvas.extent().xMinimum() > 600_000)
    dock.data_page.use_cache(tmp_path / "other.sqlite")
    path = tmp_path / "2026-04-dorset-street.csv"
    rows = [street_row(longitude=f"-2.4{n}0000", latitude=f"50.7{n}0000") for n in range(5)]
    path.write_bytes(street_csv("2026-04", "dorset", rows))
    import_files(dock, window, path)
    run_map(dock, window)
    window.wait(lambda: window.canvas.extent().xMaximum() < 450_000)
    assert window.canvas.extent().contains(QgsPointXY(370_000, 93_000))
    groups = project.layerTreeRoot().findGroups()
    assert len(groups) == 2
    assert all(view.isExpanded(view.node2index(group)) for group in groups)


def test_the_sample_of_the_menu_is_there_at_once(dock: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    import_files(dock, window, street_file(tmp_path))
    dock.findChild(QAction, "policeukSampleCache").trigger()
    window.wait(lambda: not dock.data_page.runner.running)
    assert "11,676 crimes" in text(dock, "policeukSummary")
    dock.findChild(QAction, "policeukOwnCache").trigger()
    dock.findChild(QAction, "policeukSampleCache").trigger()
    assert not dock.data_page.runner.running
    assert "11,676 crimes" in text(dock, "policeukSummary")


def test_areas_are_told_when_they_come_and_afterwards(
    dock: PoliceUkDock, window: Window, sample_zip: Path, sample_folder: Path
) -> None:
    import_files(dock, window, sample_zip)
    assert "Areas: none" in text(dock, "policeukSummary")
    assert "Outlines of LSOAs and a look-up" in text(dock, "policeukClosing")
    outlines, look_up = (sample_folder / name for name in ("sample_lsoa_2021.geojson", "sample_lookup.csv"))
    import_files(dock, window, outlines)
    assert "Areas: outlines of 40 LSOAs of 2021." in text(dock, "policeukClosing")
    import_files(dock, window, sample_zip, look_up)
    closing = text(dock, "policeukClosing")
    assert "71 files held already" in closing
    assert "a look-up of 40 LSOAs of 2021" in closing
    assert "Areas: outlines of 40 LSOAs of 2021; look-up of LSOAs of 2021 to wards" in text(dock, "policeukSummary")


def test_names_are_shown_as_they_are(dock: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    named = tmp_path / "h <b>.sqlite"
    named.write_text("no cache", encoding="utf-8")
    dock.data_page.use_cache(named)
    label = dock.findChild(QLabel, "policeukCache")
    assert label.text() == "h <b>"
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert "&lt;b&gt;" in label.toolTip()
    assert "h &lt;b&gt;.sqlite" in text(dock, "policeukSummary")
