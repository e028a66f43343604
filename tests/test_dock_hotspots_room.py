# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Hotspots in a small window, with other results around, and what a report takes over from it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from qgis.PyQt.QtWidgets import QCheckBox, QComboBox

from policeuk_plugin.processing.report.report_questions import hotspots
from policeuk_plugin.processing.report.report_settings import read_settings
from policeuk_plugin.ui.dock import PoliceUkDock
from tests.dock_window import button, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.test_dock_hotspots import _sample, ask, run  # noqa: F401 - a fixture


def test_a_density_is_seen_without_what_would_cover_it(sample: PoliceUkDock, window: Window) -> None:
    ask(sample, "Clusters")
    run(sample, window)
    for name, seen_now, hidden in (("Density", "Density, within 500 m", "Clusters, squares of 250 m"),
                                   ("Clusters", "Clusters, squares of 250 m", "Density, within 500 m")):  # fmt: skip
        ask(sample, name)
        said = run(sample, window)
        seen = {node.name(): node.itemVisibilityChecked() for node in window.project.layerTreeRoot().findLayers()}
        assert seen == {seen_now: True, hidden: False}
        assert f"Switched off, as they would cover it: {hidden}." in said


def test_an_answer_stands_under_its_own_question(sample: PoliceUkDock, window: Window) -> None:
    ask(sample, "Clusters")
    said = run(sample, window)
    page = Path(sample.page_of["hotspots"].report)
    ask(sample, "Density")
    assert text(sample, "policeukHotspotsClosing") == ""
    assert not button(sample, "policeukOpenPage").isEnabled()
    ask(sample, "Clusters")
    assert said.partition(" Next:")[0] in text(sample, "policeukHotspotsClosing")
    assert Path(sample.page_of["hotspots"].report) == page


def test_a_report_takes_over_what_is_set_on_the_page(sample: PoliceUkDock, window: Window) -> None:
    form = sample.page_of["hotspots"].form
    ask(sample, "Clusters")
    form.cell.setValue(500)
    for name, value in (
        ("policeukExposure", "area"),
        ("policeukDirection", "both"),
        ("policeukWindow", "nearest"),
    ):
        box = sample.findChild(QComboBox, name)
        box.setCurrentIndex(box.findData(value))
    ask(sample, "Persistence")
    form.settings.top.setValue(2)
    ask(sample, "Change")
    form.settings.against.setCurrentIndex(1)
    button(sample, "policeukReport").click()
    tip = sample.findChild(QCheckBox, "policeukReportClusters").toolTip()
    assert "squares of 500 m; looks for: both; expected by: ground; neighbours: the 8 nearest" in tip
    form.settings.title.setText("Board of May")
    form.settings.marking.setText("OFFICIAL")
    given = sample.page_of["hotspots"].parameters()
    settings_given = read_settings(given["SETTINGS"], hotspots())
    chosen = {"EXPOSURE": "area", "DIRECTION": "both", "WINDOW": "nearest", "CELL_SIZE": 500, "UNITS": "square"}
    for question in ("clusters", "chance"):
        assert {name: settings_given[question][name] for name in chosen} == chosen
    assert settings_given["persistence"]["TOP"] == 2
    assert settings_given["persistence"]["CELL_SIZE"] == 250
    assert (settings_given["change"]["UNITS"], settings_given["change"]["AGAINST"]) == ("LSOA", "change of the area")
    assert (given["TITLE"], given["MARKING"]) == ("Board of May", "OFFICIAL")
    for name in ("Persistence", "Change", "Concentration", "Chance"):
        sample.findChild(QCheckBox, f"policeukReport{name}").setChecked(False)
    run(sample, window)
    recipe = Path(sample.desk.runs[0].report).with_suffix("").with_suffix(".policeuk-recipe.json")
    (made,) = json.loads(recipe.read_text(encoding="utf-8"))["runs"]
    assert {name: made["parameters"][name] for name in chosen} == chosen


def test_a_small_window_cuts_no_button_and_scrolls_no_question(sample: PoliceUkDock, window: Window) -> None:
    page = sample.page_of["hotspots"]
    ask(sample, "Clusters")
    window.main.resize(1366, 768)
    window.wait(lambda: page.form.list.isVisible())
    further = ("policeukChance", "policeukPlace", "policeukReport")
    for name in ("policeukHotspotsRun", "policeukOpenPage", "policeukSavePage", *further):
        control = button(sample, name)
        assert control.fontMetrics().horizontalAdvance(control.text().replace("&", "")) < control.width() - 8, name
    assert page.forms.verticalScrollBar().maximum() == 0
    page.form.list.activated.emit(page.form.list.findData("density"))
    assert page.form.question.key == "density"
    ask(sample, "Persistence")
    assert page.form.list.currentData() == "persistence"
    button(sample, "policeukReport").click()
    window.main.resize(1900, 1040)
    window.wait(lambda: not page.form.list.isVisible())


def test_how_long_chance_takes_is_said_by_units_and_maps(sample: PoliceUkDock, window: Window) -> None:
    ask(sample, "Clusters")
    cost = text(sample, "policeukHotspotsCost")
    assert re.search(r"takes seconds\. By chance: (\d+ to \d+ minutes|up to)", cost), cost
    sample.page_of["hotspots"].form.cell.setValue(50)
    finer = text(sample, "policeukHotspotsCost")
    assert int(re.findall(r"(\d+) minutes", finer)[-1]) > int(re.findall(r"(\d+) minutes?", cost)[-1])
    button(sample, "policeukReport").click()
    assert "minutes" in text(sample, "policeukHotspotsCost")
    sample.findChild(QCheckBox, "policeukReportChance").setChecked(False)
    sample.page_of["hotspots"].form.leave_report()
