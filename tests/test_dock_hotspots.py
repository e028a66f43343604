# SPDX-License-Identifier: GPL-2.0-or-later
"""The questions of the page Hotspots, what chance gives, and the report: clicked as a user does."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QGuiApplication
from qgis.PyQt.QtWidgets import QAction, QCheckBox, QComboBox, QRadioButton

from policeuk_plugin.processing.clusters import null_maps
from policeuk_plugin.reports.page_reading import read_page
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.hotspots.hotspots_questions import questions
from tests.dock_window import button, count, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture

ANSWERS = {
    "Persistence": ("policeuk:persistence", "Persistent areas, squares of 250 m"),
    "Clusters": ("policeuk:crimeclusters", "Clusters, squares of 250 m"),
    "Emerging": ("policeuk:emerginghotspots", "Emerging hotspots, squares of 500 m"),
    "Concentration": ("policeuk:concentration", "Concentration, squares of 250 m"),
    "Change": ("policeuk:periodchange", "Change, LSOAs"),
    "Trends": ("policeuk:areatrends", "Trends, LSOAs"),
    "Moran": ("policeuk:localmoran", "Alike and unlike, LSOAs"),
    "Next": ("policeuk:nextmonths", "Next months, LSOAs"),
    "Risk": ("policeuk:riskdensity", "Risk density, squares of 250 m"),
    "Snapping": ("policeuk:snapuncertainty", "Snap points, squares of 250 m"),
    "Evaluation": ("policeuk:evaluatehotspots", "Evaluation, squares of 250 and 500 m"),
}
BESIDE = {"Risk": ("Beyond chance: Risk density, squares of 250 m",)}
"""What lies over the result: without it colours would be read that chance may have made."""


@pytest.fixture(name="sample")
def _sample(dock: PoliceUkDock, window: Window, sample_cache: Path) -> PoliceUkDock:
    """Give the panel with the sample, the page open."""
    dock.data_page.use_cache(sample_cache)
    count(dock, window)
    dock.pages.setCurrentIndex(2)
    return dock


def ask(dock: PoliceUkDock, name: str) -> None:
    """Click a question."""
    dock.findChild(QRadioButton, f"policeukAsk{name}").click()


def run(dock: PoliceUkDock, window: Window, name: str = "policeukHotspotsRun") -> str:
    """Press a button that runs something and give what it said."""
    page, control = dock.page_of["hotspots"], button(dock, name)
    assert control.isEnabled(), control.toolTip()
    before = len(dock.desk.runs)
    control.click()
    window.wait(lambda: page.runner.running)
    window.wait(lambda: not page.runner.running)
    said = text(dock, "policeukHotspotsClosing")
    assert len(dock.desk.runs) == before + 1, said
    return said


def names(window: Window) -> list[str]:
    """Give the names of the layers."""
    return sorted(layer.name() for layer in window.project.mapLayers().values())


def test_the_first_question_is_where_again_and_again(sample: PoliceUkDock) -> None:
    assert sample.findChild(QRadioButton, "policeukAskPersistence").isChecked()
    asked = [radio.text() for radio in sample.page_of["hotspots"].findChildren(QRadioButton)]
    assert asked[0] == "Where again and again?"
    assert asked == [one.text for one in questions().values()]
    assert "top 5%" in text(sample, "policeukHotspotsMethod")


@pytest.mark.parametrize("name", ANSWERS)
def test_each_question_is_answered_in_the_group_of_the_selection(
    sample: PoliceUkDock, window: Window, name: str
) -> None:
    ask(sample, name)
    said = run(sample, window)
    algorithm, layer = ANSWERS[name]
    layers = [*BESIDE.get(name, ()), layer]
    assert "Next: open the page" in said
    assert sample.desk.runs[0].algorithm == algorithm
    assert names(window) == layers
    (group,) = window.project.layerTreeRoot().findGroups()
    assert [(node.name(), node.isVisible()) for node in group.findLayers()] == [(one, True) for one in layers]
    assert Path(sample.page_of["hotspots"].report).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    known = QgsApplication.processingRegistry().algorithmById(algorithm)
    given = dict(sample.desk.runs[0].parameters)
    assert set(given) <= {definition.name() for definition in known.parameterDefinitions()}
    sample.findChild(QAction, "policeukCopyCommand").trigger()
    words = shlex.split(QGuiApplication.clipboard().text())
    assert words[1:3] == ["run", algorithm]
    window.bar.clearWidgets()


def test_how_wide_crimes_are_spread_and_types_by_themselves_can_be_chosen(sample: PoliceUkDock, window: Window) -> None:
    ask(sample, "Risk")
    form = sample.page_of["hotspots"].form
    assert "within 1,000 m" in text(sample, "policeukHotspotsMethod")
    form.settings.radius.setValue(1500)
    assert "within 1,500 m" in text(sample, "policeukHotspotsMethod")
    run(sample, window)
    assert sample.desk.runs[0].parameters["BANDWIDTH"] == 1500
    kept = sample.page_of["hotspots"].state()
    form.settings.radius.setValue(100)
    assert not button(sample, "policeukHotspotsRun").isEnabled(), "crimes would fall between the cells"
    sample.page_of["hotspots"].restore(kept)
    assert form.settings.radius.value() == 1500
    ask(sample, "Trends")
    form.settings.by_type.setCurrentIndex(1)
    run(sample, window)
    assert sample.desk.runs[0].parameters["BY_TYPE"] == "true"
    html = Path(sample.page_of["hotspots"].report).read_text(encoding="utf-8")
    assert "<th>Units rising</th>" in html
    assert names(window)[-1] == "Trends, LSOAs, crime types: each by itself, too"
    window.bar.clearWidgets()


@pytest.fixture(name="few_maps_by_chance")
def few_maps_by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have 40 maps made by chance where nobody says how many."""
    monkeypatch.setattr(null_maps, "_MAPS", 40)


def test_chance_is_asked_with_the_settings_of_the_clusters(
    sample: PoliceUkDock, window: Window, few_maps_by_chance: None
) -> None:
    chance = button(sample, "policeukChance")
    assert chance.isHidden()
    ask(sample, "Clusters")
    assert not chance.isHidden()
    assert not chance.isEnabled()
    assert "Run first" in chance.toolTip()
    sample.page_of["hotspots"].form.cell.setValue(500)
    run(sample, window)
    sample.page_of["hotspots"].form.cell.setValue(250)
    said = run(sample, window, "policeukChance")
    read = read_page(Path(sample.page_of["hotspots"].report))
    rest = text(sample, "policeukHotspotsAnswerRest")
    assert read.short.endswith(rest), "with what residents or snap points alone would do"
    assert said.startswith(read.short[: len(read.short) - len(rest)].strip())
    by_chance, clusters = (entry.parameters for entry in sample.desk.runs)
    assert sample.desk.runs[0].algorithm == "policeuk:nullmaps"
    assert {**by_chance, "OUTPUT": "", "REPORT": ""} == {**clusters, "OUTPUT": "", "REPORT": ""}
    assert by_chance["CELL_SIZE"] == 500
    assert names(window) == ["By chance: Clusters, squares of 500 m", "Clusters, squares of 500 m"]
    assert sample.desk.runs[0].title.startswith("By chance, Dogger Bank")
    run(sample, window)
    assert sample.desk.runs[0].algorithm == "policeuk:crimeclusters", "the main button asks its question again"
    sample.history.again.emit(sample.desk.runs[1])
    page = sample.page_of["hotspots"]
    window.wait(lambda: page.runner.running)
    window.wait(lambda: not page.runner.running)
    assert sample.desk.runs[0].algorithm == "policeuk:nullmaps"


def test_how_sure_the_place_is_is_asked_with_the_settings_of_the_result(sample: PoliceUkDock, window: Window) -> None:
    place, form = button(sample, "policeukPlace"), sample.page_of["hotspots"].form
    for name, offered in {"Concentration": False, "Density": False, "Snapping": False, "Moran": True}.items():
        ask(sample, name)
        assert place.isHidden() is not offered, name
    assert not place.isEnabled()
    assert "Run first" in place.toolTip()
    ask(sample, "Clusters")
    form.cell.setValue(500)
    form.settings.direction.setCurrentIndex(form.settings.direction.findData("both"))
    run(sample, window)
    form.cell.setValue(250)
    run(sample, window, "policeukPlace")
    given = sample.desk.runs[0].parameters
    assert sample.desk.runs[0].algorithm == "policeuk:snapuncertainty"
    assert (given["METHOD"], given["CELL_SIZE"]) == ("clusters", 500)
    assert json.loads(given["SETTINGS"]) == {"DIRECTION": "both"}
    assert "Sure of the place: Clusters, squares of 500 m, looks for: both" in names(window)
    assert form.question.key == "clusters"
    run(sample, window)
    assert sample.desk.runs[0].algorithm == "policeuk:crimeclusters", "the main button asks its question again"
    sample.history.again.emit(sample.desk.runs[1])
    page = sample.page_of["hotspots"]
    window.wait(lambda: page.runner.running)
    window.wait(lambda: not page.runner.running)
    assert sample.desk.runs[0].algorithm == "policeuk:snapuncertainty"


def test_a_report_shows_what_it_will_contain_and_makes_page_and_pdf(
    sample: PoliceUkDock, window: Window, tmp_path: Path
) -> None:
    button(sample, "policeukReport").click()
    assert not sample.page_of["hotspots"].form.questions.isVisible()
    boxes = sample.page_of["hotspots"].form.contents.findChildren(QCheckBox)
    ticked = {box.objectName() for box in boxes if box.isChecked()}
    assert "policeukReportPersistence" in ticked
    for box in boxes:
        box.setChecked(False)
    assert not button(sample, "policeukHotspotsRun").isEnabled()
    assert "Tick a question" in button(sample, "policeukHotspotsRun").toolTip()
    for name in ("Persistence", "Concentration"):
        sample.findChild(QCheckBox, f"policeukReport{name}").click()
    said = run(sample, window)
    entry = sample.desk.runs[0]
    assert entry.parameters["QUESTIONS"] == ["persistence", "concentration"]
    pdf = Path(entry.parameters["PDF"])
    assert pdf.read_bytes().startswith(b"%PDF")
    assert pdf.name in said
    assert button(sample, "policeukOpenPdf").isEnabled()
    assert "2 of 2 questions answered" in said
    sample.page_of["hotspots"].save_report(tmp_path / "handed.html")
    assert (tmp_path / "handed.pdf").read_bytes() == pdf.read_bytes()
    assert "Where do crimes keep coming back?" in (tmp_path / "handed.html").read_text(encoding="utf-8")
    window.bar.clearWidgets()
    button(sample, "policeukReport").click()
    assert sample.page_of["hotspots"].form.questions.isVisible()
    assert sample.page_of["hotspots"].algorithm() == "policeuk:persistence"


def test_the_newest_result_is_not_covered_by_others(sample: PoliceUkDock, window: Window) -> None:
    run(sample, window)
    ask(sample, "Clusters")
    said = run(sample, window)
    seen = {node.name(): node.itemVisibilityChecked() for node in window.project.layerTreeRoot().findLayers()}
    assert seen == {"Clusters, squares of 250 m": True, "Persistent areas, squares of 250 m": False}
    assert "Switched off, as they would cover it: Persistent areas, squares of 250 m." in said


def test_units_and_cells_are_those_of_the_question(sample: PoliceUkDock) -> None:
    form = sample.page_of["hotspots"].form
    form.cell.setValue(400)
    ask(sample, "Change")
    assert form.units.currentData() == "LSOA"
    ask(sample, "Concentration")
    form.units.setCurrentIndex(form.units.findData("snap_point"))
    ask(sample, "Persistence")
    assert form.units.findData("snap_point") == -1
    assert form.units.findData("ward") == -1
    assert (form.units.currentData(), form.cell.value()) == ("square", 400)
    ask(sample, "Concentration")
    assert form.units.currentData() == "snap_point"


def test_change_is_asked_of_wards_too(sample: PoliceUkDock, window: Window) -> None:
    form = sample.page_of["hotspots"].form
    ask(sample, "Change")
    offered = [form.units.itemData(row) for row in range(form.units.count())]
    declared = QgsApplication.processingRegistry().algorithmById("policeuk:periodchange").parameterDefinition("UNITS")
    assert sorted(offered) == sorted(declared.options())
    form.units.setCurrentIndex(form.units.findData("ward"))
    assert "in wards" in text(sample, "policeukHotspotsMethod")
    run(sample, window)
    assert sample.desk.runs[0].parameters["UNITS"] == "ward"
    assert names(window) == ["Change, wards"]


def test_snap_points_are_told_without_a_layer(sample: PoliceUkDock, window: Window) -> None:
    form = sample.page_of["hotspots"].form
    ask(sample, "Concentration")
    form.units.setCurrentIndex(form.units.findData("snap_point"))
    said = run(sample, window)
    assert "could not be opened" not in said
    assert "snap points" in said
    assert names(window) == []


def test_a_choice_that_is_not_usual_is_given_and_said(sample: PoliceUkDock, window: Window) -> None:
    ask(sample, "Clusters")
    for name, at in (("policeukDirection", 2), ("policeukWindow", 2)):
        sample.findChild(QComboBox, name).setCurrentIndex(at)
    assert "Neighbours: the 8 nearest." in text(sample, "policeukHotspotsMethod")
    run(sample, window)
    given = sample.desk.runs[0].parameters
    assert (given["DIRECTION"], given["WINDOW"]) == ("both", "nearest")
    assert "EXPOSURE" not in given


def test_a_longer_choice_is_compared_by_its_last_year(sample: PoliceUkDock, window: Window) -> None:
    sample.selection.choose(type(sample.selection.chosen)(first="2024-06", last="2026-04"))
    count(sample, window)
    ask(sample, "Change")
    run(sample, window)
    given = sample.desk.runs[0].parameters
    assert (given["FROM"], given["TO"]) == ("2025-05", "2026-04")


def test_too_few_months_are_said_before(sample: PoliceUkDock, window: Window) -> None:
    sample.selection.choose(type(sample.selection.chosen)(first="2025-12", last="2026-04"))
    count(sample, window)
    run_button = button(sample, "policeukHotspotsRun")
    assert not run_button.isEnabled()
    assert "5 months are wholly held among those chosen: at least 12 are needed" in run_button.toolTip()
    ask(sample, "Clusters")
    assert run_button.isEnabled()
