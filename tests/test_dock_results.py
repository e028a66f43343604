# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run leaves: layers as they were asked for, in their place; words, the page to hand on, names as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsLayerTreeModel,
    QgsMapLayerLegendUtils,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.gui import QgsLayerTreeView
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QTextDocument
from qgis.PyQt.QtWidgets import QFileDialog, QLabel, QRadioButton

from offline_cache import OfflineCache, import_paths
from policeuk_plugin import settings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.layers.project import grid_context
from policeuk_plugin.processing.writing.result_layer import opened_file
from policeuk_plugin.ui.dock import PoliceUkDock
from tests.algorithm_runs import box, polygon_layer
from tests.algorithm_runs import run as algorithm_run
from tests.dock_window import button, count, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_caches import placed
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture


@pytest.fixture(name="sample")
def _sample(dock: PoliceUkDock, window: Window, sample_cache: Path) -> PoliceUkDock:
    """Give the panel with the sample."""
    dock.data_page.use_cache(sample_cache)
    count(dock, window)
    dock.findChild(QRadioButton, "policeukAskClusters").click()
    return dock


def run(dock: PoliceUkDock, window: Window, key: str) -> None:
    """Run a page and wait."""
    page = dock.page_of[key]
    page.run()
    window.wait(lambda: not page.runner.running)


def shown(project: QgsProject) -> dict[str, bool]:
    """Give the layers from the top, and whether each is switched on."""
    return {node.name(): node.itemVisibilityChecked() for node in project.layerTreeRoot().findLayers()}


def only(dock: PoliceUkDock, *kinds: LayerKind) -> None:
    """Tick these layers alone."""
    for kind in LayerKind:
        dock.page_of["map"].tick(kind, kind in kinds)


def test_what_is_ticked_is_switched_on(sample: PoliceUkDock, window: Window) -> None:
    only(sample, LayerKind.PLACES, LayerKind.OUTCOMES, LayerKind.INTEREST)
    assert "lie on one another" in text(sample, "policeukMapCost")
    run(sample, window, "map")
    assert list(shown(window.project).values()) == [True, True, True]
    assert "switched off" not in text(sample, "policeukMapClosing")
    window.project.layerTreeRoot().findLayers()[0].setItemVisibilityChecked(False)
    only(sample, LayerKind.CRIMES)
    run(sample, window, "map")
    assert shown(window.project)["Crimes by type"]
    assert not next(iter(shown(window.project).values())), "what the user switched off stays off"


def test_the_cost_is_of_what_is_ticked(sample: PoliceUkDock, window: Window) -> None:
    only(sample, LayerKind.OUTCOMES)
    assert "crimes on" not in text(sample, "policeukMapCost")
    assert "Outcomes: all of these months" in text(sample, "policeukMapCost")
    sample.selection.types_box.set_chosen(("Burglary",), False)
    sample.selection.types_box.chosen.emit()
    count(sample, window)
    assert "crime types do not limit them" in text(sample, "policeukMapCost")
    only(sample, LayerKind.PLACES, LayerKind.AREAS)
    assert "crimes on" in text(sample, "policeukMapCost")
    only(sample, LayerKind.AREAS)
    assert text(sample, "policeukMapCost") == "Draws outlines only."


def test_a_result_is_not_covered_by_points(sample: PoliceUkDock, window: Window) -> None:
    run(sample, window, "map")
    run(sample, window, "hotspots")
    states = shown(window.project)
    points = {"Crimes by place": False, "Crimes, heat": False}
    assert states == {**points, "LSOAs of 2021": True, "Clusters, squares of 250 m": True}
    assert "Switched off, as they would cover it: Crimes by place" in text(sample, "policeukHotspotsClosing")


def test_a_density_lies_under_the_clusters_and_says_what_it_is_of(sample: PoliceUkDock, window: Window) -> None:
    run(sample, window, "hotspots")
    sample.findChild(QRadioButton, "policeukAskDensity").click()
    run(sample, window, "hotspots")
    assert list(shown(window.project)) == ["Clusters, squares of 250 m", "Density, within 500 m"]
    node = window.project.layerTreeRoot().findLayers()[1]
    assert QgsMapLayerLegendUtils.legendNodeUserLabel(node, 0) == "Crimes per km²"
    ramp = node.layer().renderer().shader().rasterShaderFunction()
    assert ramp.colorRampItemList()[0].label.startswith("below ")
    sample.findChild(QRadioButton, "policeukAskClusters").click()
    sample.page_of["hotspots"].form.cell.setValue(500)
    run(sample, window, "hotspots")
    assert list(shown(window.project))[-1] == "Density, within 500 m"


def test_running_it_again_takes_the_place_of_the_same_result(sample: PoliceUkDock, window: Window) -> None:
    run(sample, window, "hotspots")
    run(sample, window, "hotspots")
    assert list(shown(window.project)) == ["Clusters, squares of 250 m"]
    first, second = (Path(str(entry.parameters["OUTPUT"])) for entry in sample.desk.runs)
    assert first != second
    assert first.is_file()
    assert second.is_file()
    sample.page_of["hotspots"].form.alpha.setValue(0.2)
    run(sample, window, "hotspots")
    assert len(window.project.mapLayers()) == 2


def test_crimes_that_are_not_in_the_result_are_named(sample: PoliceUkDock, window: Window) -> None:
    run(sample, window, "hotspots")
    assert "outside the study area" not in text(sample, "policeukHotspotsClosing")
    (whole,) = window.project.mapLayers().values()
    extent = whole.extent()
    half = polygon_layer([box(extent.xMinimum(), extent.yMinimum(), extent.width() / 2, extent.height())])
    window.project.addMapLayer(half)
    sample.page_of["hotspots"].form.study.setLayer(half)
    run(sample, window, "hotspots")
    (layer,) = (layer for layer in window.project.mapLayers().values() if layer not in (whole, half))
    outside = sample.selection.live.crimes - int(sum(feature["count"] for feature in layer.getFeatures()))
    assert outside > 1
    said = text(sample, "policeukHotspotsClosing")
    assert f"{outside:,} crimes of the selection lie outside the study area." in said


def test_the_page_is_exported_under_the_name_of_its_selection(
    sample: PoliceUkDock, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(sample, window, "hotspots")
    settings.remember_folder(tmp_path / "imports" / "archive.zip")
    asked: list[str] = []

    def pick(parent: Any, title: str, start: str, kinds: str) -> tuple[str, str]:
        asked.append(start)
        return str(tmp_path / "page"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", pick)
    button(sample, "policeukSavePage").click()
    assert Path(asked[0]).name == "Clusters, Dogger Bank, recorded crime, May 2024 to April 2026.html"
    assert (tmp_path / "page.html").is_file()
    assert Path(asked[0]).parent != tmp_path / "imports"
    button(sample, "policeukSavePage").click()
    assert Path(asked[1]).parent == tmp_path
    assert "1 cluster." in text(sample, "policeukHotspotsClosing")
    window.bar.clearWidgets()


def test_a_folder_for_results_that_cannot_be_made_is_told(sample: PoliceUkDock, window: Window) -> None:
    settings.results_folder().parent.mkdir(parents=True, exist_ok=True)
    settings.results_folder().write_text("in the way", encoding="utf-8")
    run(sample, window, "hotspots")
    said = text(sample, "policeukHotspotsClosing")
    assert said.startswith(f"The folder for results {settings.results_folder()} cannot be made: ")
    assert [item.text() for item in window.bar.items()] == [said]
    assert sample.desk.runs == []
    window.bar.clearWidgets()


def test_a_group_from_the_toolbox_is_open(sample: PoliceUkDock, window: Window, sample_cache: Path) -> None:
    from processing.gui import Postprocessing

    model = QgsLayerTreeModel(window.project.layerTreeRoot())
    view = QgsLayerTreeView()
    view.setModel(model)
    given = {"CACHE": str(sample_cache), "LAYERS": ["places", "areas"]}
    results, context = algorithm_run("addlayers", given, project=window.project)
    assert isinstance(context, QgsProcessingContext)
    Postprocessing.iface = None
    assert Postprocessing.handleAlgorithmResults(context.algorithm, context, QgsProcessingFeedback(False), results)
    (group,) = window.project.layerTreeRoot().findGroups()
    assert len(group.children()) == 2
    assert view.isExpanded(view.node2index(group))


def test_names_of_areas_are_shown_as_they_are(sample: PoliceUkDock, window: Window) -> None:
    sample.selection.area_box.lineEdit().setText("csp:<img src=x>")
    sample.selection.area_box.take_text()
    assert "<img src=x>" in count(sample, window)
    labels = [sample.findChild(QLabel, f"policeuk{name}") for name in ("Sentence", "HotspotsCost", "MapCost")]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    closing = sample.page_of["hotspots"].closing_label
    closing.say("An <img src=x> of <b>it</b>. More & more.", "More & more.")
    shown = QTextDocument()
    shown.setHtml(QLabel.text(closing))
    assert shown.toPlainText() == "An <img src=x> of <b>it</b>.\nMore & more."
    assert closing.text() == closing.accessibleName() == "An <img src=x> of <b>it</b>. More & more."
    assert "<img" not in sample.page_of["hotspots"].main_button.toolTip()
    sample.desk.around.warn("The area <img src=x> is not known.")
    assert "<img" not in window.bar.items()[0].text()
    window.bar.clearWidgets()


def test_a_run_that_would_be_refused_cannot_be_started(sample: PoliceUkDock, window: Window) -> None:
    sample.findChild(QRadioButton, "policeukAskDensity").click()
    form, run_button = sample.page_of["hotspots"].form, button(sample, "policeukHotspotsRun")
    form.cell.setValue(800)
    assert not run_button.isEnabled()
    assert "smaller than a cell" in run_button.toolTip()
    form.bandwidth.setValue(800)
    assert run_button.isEnabled()


def test_without_outlines_it_says_what_serves_instead(
    dock: PoliceUkDock, window: Window, sample_zip: Path, sample_folder: Path
) -> None:
    dock.data_page.import_paths([sample_zip])
    window.wait(lambda: not dock.data_page.runner.running)
    count(dock, window)
    dock.findChild(QRadioButton, "policeukAskClusters").click()
    form, run_button = dock.page_of["hotspots"].form, button(dock, "policeukHotspotsRun")
    assert "known snap points" in text(dock, "policeukHotspotsMethod")
    assert run_button.isEnabled()
    form.units.setCurrentIndex(form.units.findData("LSOA"))
    assert not run_button.isEnabled()
    assert "cannot be counted by LSOA" in run_button.toolTip()
    form.units.setCurrentIndex(form.units.findData("square"))
    run(dock, window, "hotspots")
    assert "1 cluster" in text(dock, "policeukHotspotsClosing")
    dock.data_page.import_paths([sample_folder / "sample_lsoa_2021.geojson", sample_folder / "sample_lookup.csv"])
    window.wait(lambda: not dock.data_page.runner.running)
    count(dock, window)
    assert "inside the outlines of the area" in text(dock, "policeukHotspotsMethod")


def test_a_part_of_what_is_selected_is_not_tested(
    dock: PoliceUkDock, window: Window, sample_zip: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "slice.sqlite"
    with OfflineCache(cache) as made:
        rows = [row["LSOA code"] for _, row in placed(sample_zip, "street")]
        import_paths(made, [sample_zip], lsoas=set(rows[:1]))
    dock.data_page.use_cache(cache)
    count(dock, window)
    run_button = button(dock, "policeukHotspotsRun")
    assert not run_button.isEnabled()
    assert "Not all of what is selected is held" in run_button.toolTip()
    assert "Not all of what is selected is held" in text(dock, "policeukHotspotsCost")


def test_a_result_that_is_opened_again_is_placed_without_a_warning(sample: PoliceUkDock, window: Window) -> None:
    run(sample, window, "hotspots")
    opened = opened_file(str(sample.desk.runs[0].parameters["OUTPUT"]))
    grid, degrees = (QgsCoordinateReferenceSystem(name) for name in ("EPSG:27700", "EPSG:4326"))
    usable = grid_context(QgsCoordinateTransformContext()).hasTransform(grid, degrees)
    assert opened.transformContext().hasTransform(grid, degrees) == usable
