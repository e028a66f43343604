# SPDX-License-Identifier: GPL-2.0-or-later
"""The pages Map and Hotspots, the last runs, keys, options: clicked as a user does."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QDesktopServices, QGuiApplication
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QDoubleSpinBox, QLabel, QListWidget, QPushButton, QRadioButton, QToolButton

from policeuk_plugin import settings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.options_page import OptionsPage
from policeuk_plugin.ui.pages import PAGES
from tests.dock_window import button, count, put_away, shown, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window, turn_for  # noqa: F401 - a fixture
from tests.test_installed import enabled, environment, profile, qgis_process  # noqa: F401 - fixtures
from tests.test_installed import run as installed_run


@pytest.fixture(name="sample")
def _sample(dock: PoliceUkDock, window: Window, sample_cache: Path) -> PoliceUkDock:
    """Give the panel with the sample."""
    dock.data_page.use_cache(sample_cache)
    count(dock, window)
    dock.findChild(QRadioButton, "policeukAskClusters").click()
    return dock


def run(dock: PoliceUkDock, window: Window, key: str) -> None:
    """Press the main button of a page and wait."""
    dock.pages.setCurrentIndex([page.key for page in PAGES].index(key))
    page = dock.page_of[key]
    assert page.main_button.isEnabled(), page.main_button.toolTip()
    page.main_button.click()
    assert page.runner.running
    assert not page.main_button.isEnabled()
    assert "running" in page.main_button.toolTip()
    window.wait(lambda: not page.runner.running)


def layers(project: QgsProject) -> list[str]:
    """Give names of layers from the top."""
    return [layer.name() for layer in project.layerTreeRoot().layerOrder()]


def test_clusters_are_run_shown_and_told(sample: PoliceUkDock, window: Window) -> None:
    run(sample, window, "hotspots")
    said = text(sample, "policeukHotspotsClosing")
    assert "1 cluster." in said
    assert "Next:" in said
    (layer,) = [layer for layer in window.project.mapLayers().values() if "Clusters" in layer.name()]
    called = sum(feature["verdict"] == "cluster" for feature in layer.getFeatures())
    assert f"{called} cells in 1 " in said
    assert Path(layer.source().split("|")[0]).parent == settings.results_folder()
    assert layer.renderer().type() == "RuleRenderer" or layer.renderer().type() == "categorizedSymbol"
    (group,) = window.project.layerTreeRoot().findGroups()
    assert group.name() == "Police UK (invented sample) – Dogger Bank, recorded crime, May 2024 to April 2026"
    assert window.project.crs().authid() == "EPSG:27700"


def test_a_map_and_a_result_of_one_selection_share_a_group(sample: PoliceUkDock, window: Window) -> None:
    run(sample, window, "map")
    run(sample, window, "hotspots")
    assert len(window.project.layerTreeRoot().findGroups()) == 1
    assert layers(window.project) == [
        *("Crimes by place", "Crimes, heat", "LSOAs of 2021", "Clusters, squares of 250 m")
    ]
    run(sample, window, "map")
    assert len(layers(window.project)) == 4


def test_density_has_its_own_settings(sample: PoliceUkDock, window: Window) -> None:
    sample.findChild(QRadioButton, "policeukAskDensity").click()
    sample.findChild(QToolButton, "policeukHotspotsMore").click()
    sample.findChild(QDoubleSpinBox, "policeukBandwidth").setValue(800)
    assert "within 800 m" in text(sample, "policeukHotspotsMethod")
    assert sample.findChild(QDoubleSpinBox, "policeukAlpha").isHidden()
    run(sample, window, "hotspots")
    assert "crimes per km²" in text(sample, "policeukHotspotsClosing")
    parameters = sample.desk.runs[0].parameters
    assert (parameters["BANDWIDTH"], parameters["CELL_SIZE"]) == (800.0, 250.0)
    assert "ALPHA" not in parameters
    put_away(sample, window)
    again = shown(window)
    try:
        assert again.findChild(QRadioButton, "policeukAskDensity").isChecked()
        assert again.findChild(QDoubleSpinBox, "policeukBandwidth").value() == 800
        assert "crimes per km²" in text(again, "policeukHotspotsClosing")
    finally:
        put_away(again, window)


def test_an_error_is_one_sentence_and_nothing_is_kept(sample: PoliceUkDock, window: Window) -> None:
    sample.findChild(QDoubleSpinBox, "policeukCellSize").setValue(19_000)
    run(sample, window, "hotspots")
    said = text(sample, "policeukHotspotsClosing")
    assert said
    assert "Traceback" not in said
    assert [item.text() for item in window.bar.items()] == [said]
    assert sample.desk.runs == []
    assert layers(window.project) == []
    window.bar.clearWidgets()


def test_a_run_can_be_stopped(sample: PoliceUkDock, window: Window) -> None:
    page = sample.page_of["hotspots"]
    sample.findChild(QDoubleSpinBox, "policeukCellSize").setValue(20)
    sample.pages.setCurrentIndex(2)
    page.main_button.click()
    button(sample, "policeukHotspotsCancel").click()
    window.wait(lambda: not page.runner.running)
    assert text(sample, "policeukHotspotsClosing") == "Stopped. Nothing was made."
    assert layers(window.project) == []


def test_going_away_ends_a_run(sample: PoliceUkDock, window: Window) -> None:
    for key in ("map", "hotspots"):
        sample.page_of[key].main_button.click()
    sample.shut_down()
    assert not any(sample.page_of[key].runner.running for key in ("map", "hotspots"))
    window.wait(lambda: QgsApplication.taskManager().countActiveTasks() == 0)
    assert layers(window.project) == []


def test_runs_are_kept_and_made_again(sample: PoliceUkDock, window: Window) -> None:
    sample.selection.area_box.lineEdit().setText("Cleaver Bank (ward)")
    sample.selection.area_box.take_text()
    count(sample, window)
    run(sample, window, "map")
    sample.selection.area_box.lineEdit().clear()
    sample.selection.area_box.take_text()
    count(sample, window)
    put_away(sample, window)
    window.project.clear()
    again = shown(window)
    try:
        count(again, window)
        again.findChild(QToolButton, "policeukHistoryFold").click()
        assert again.findChild(QListWidget, "policeukHistoryList").count() == 1
        button(again, "policeukAgain").click()
        page = again.page_of["map"]
        window.wait(lambda: page.runner.running)
        window.wait(lambda: not page.runner.running)
        assert again.selection.chosen.area == "ward:E05990001"
        (group,) = window.project.layerTreeRoot().findGroups()
        assert "Cleaver Bank" in group.name()
        assert len(again.desk.runs) == 2
    finally:
        put_away(again, window)


def test_a_run_is_copied_as_a_command_that_works(
    sample: PoliceUkDock,
    window: Window,
    tmp_path: Path,
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
) -> None:
    run(sample, window, "hotspots")
    assert sample.findChild(QListWidget, "policeukHistoryList").item(0).text()[:5] == sample.desk.runs[0].when[11:16]
    sample.findChild(QAction, "policeukCopyPython").trigger()
    assert "Copied as Python: Clusters, Dogger Bank" in window.bar.items()[0].text()
    window.bar.clearWidgets()
    python = QGuiApplication.clipboard().text()
    assert "processing.run(" in python
    compile(python, "copied", "exec")
    sample.findChild(QAction, "policeukCopyCommand").trigger()
    words = shlex.split(QGuiApplication.clipboard().text())
    assert shutil.which(words[0]) == qgis_process()  # not the wrapper where it is one
    assert words[1:3] == ["run", "policeuk:crimeclusters"]
    out, made = tmp_path / "again.gpkg", str(sample.desk.runs[0].parameters["OUTPUT"])
    installed_run([enabled, *(word.replace(made, str(out)) for word in words[1:])], environment, tmp_path)
    first, second = (QgsVectorLayer(path, "x", "ogr") for path in (made, str(out)))
    assert [f["verdict"] for f in first.getFeatures()] == [f["verdict"] for f in second.getFeatures()]
    assert second.featureCount() > 0


def test_only_the_last_twenty_runs_are_kept(sample: PoliceUkDock, window: Window) -> None:
    run(sample, window, "map")
    for _ in range(25):
        sample.desk.keep(sample.desk.runs[0])
    assert len(sample.desk.runs) == len(settings.history()) == 20
    assert sample.findChild(QToolButton, "policeukHistoryFold").text() == "Last runs (20)"


def test_the_page_opens_and_is_saved(
    sample: PoliceUkDock, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(sample, window, "hotspots")
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    button(sample, "policeukOpenPage").click()
    assert Path(opened[0]).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    sample.page_of["hotspots"].save_report(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_bytes() == Path(opened[0]).read_bytes()
    assert "Exported to" in window.bar.items()[0].text()
    assert "1 cluster." in text(sample, "policeukHotspotsClosing")
    assert settings.export_folder() == str(tmp_path)
    sample.page_of["hotspots"].save_report(tmp_path / "nowhere" / "page.html")
    assert "could not be saved" in " ".join(item.text() for item in window.bar.items())
    window.bar.clearWidgets()


def test_enter_runs_and_escape_stops(sample: PoliceUkDock, window: Window) -> None:
    sample.pages.setCurrentIndex(1)
    sample.activateWindow()
    sample.page_of["map"].setFocus()
    page = sample.page_of["map"]
    QTest.keyClick(page, Qt.Key.Key_Return)
    window.wait(lambda: page.runner.running)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    window.wait(lambda: not page.runner.running)
    assert text(sample, "policeukMapClosing")


def test_enter_on_a_question_runs_it(sample: PoliceUkDock, window: Window) -> None:
    sample.pages.setCurrentIndex(2)
    sample.activateWindow()
    question = sample.findChild(QRadioButton, "policeukAskClusters")
    question.setFocus()
    QTest.keyClick(question, Qt.Key.Key_Enter)
    page = sample.page_of["hotspots"]
    window.wait(lambda: page.runner.running)
    window.wait(lambda: not page.runner.running)


def test_tab_goes_from_top_to_bottom(sample: PoliceUkDock, window: Window) -> None:
    sample.pages.setCurrentIndex(2)
    window.wait(lambda: sample.page_of["hotspots"].isVisible())
    turn_for(500)  # questions that do not fit become a list, and the page is laid out anew
    seen, at = [], sample.selection.area_box
    for _ in range(500):
        at = at.nextInFocusChain()
        policy = at.focusPolicy() & Qt.FocusPolicy.TabFocus
        if at is sample.selection.area_box:
            break
        if policy and at.isVisible() and sample.isAncestorOf(at) and at.isEnabled() and at.objectName():
            seen.append((at.objectName(), at.mapTo(sample, at.rect().topLeft()).y()))
    names = [name for name, _ in seen]
    wanted = ["policeukFrom", "policeukTo", "policeukTypes", "policeukAsb", "policeukHotspotsRun"]
    assert [name for name in names if name in wanted] == wanted
    assert [y for _, y in seen] == sorted(y for _, y in seen)


def test_the_options_show_and_change_the_cache(sample: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    run(sample, window, "map")
    page = OptionsPage(sample.settings_changed)
    assert "MB" in page.findChild(QLabel, "policeukOptionsSize").text()
    page.findChild(QPushButton, "policeukForget").click()
    assert sample.desk.runs == []
    assert "No run is remembered" in page.findChild(QPushButton, "policeukForget").toolTip()
    page._place.setFilePath(str(tmp_path / "new.sqlite"))
    page.apply()
    assert sample.desk.cache == tmp_path / "new.sqlite"
    assert text(sample, "policeukWelcomeText")
    page.findChild(QPushButton, "policeukReset").click()
    assert sample.desk.cache == settings.default_cache_path()


def test_ticks_of_the_map_are_remembered(sample: PoliceUkDock, window: Window) -> None:
    sample.page_of["map"].tick(LayerKind.OUTCOMES, True)
    sample.page_of["map"].tick(LayerKind.AREAS, False)
    put_away(sample, window)
    again = shown(window)
    try:
        assert again.page_of["map"].state()["layers"] == ["places", "heat", "outcomes"]
    finally:
        put_away(again, window)
