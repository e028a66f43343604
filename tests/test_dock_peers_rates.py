# SPDX-License-Identifier: GPL-2.0-or-later
"""Rates, outcomes and reports on the page Compare."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QPushButton

from policeuk_plugin.ui.compare.compare_page import ComparePage
from policeuk_plugin.ui.dock import PoliceUkDock
from tests.dock_peers_cases import OURS, change, choose, known, pick, reasons, run, tick
from tests.dock_peers_cases import _page as _page  # noqa: F401 - a fixture
from tests.dock_peers_cases import _whole as _whole  # noqa: F401 - a fixture
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture


def test_areas_out_of_line_are_those_of_the_level_that_has_enough(
    page: ComparePage, window: Window, dock: PoliceUkDock
) -> None:
    page.form.ask_for("funnel")
    choose(page, window, "")
    assert page.form.fields.level.currentData() == "ward"
    why = reasons(page.form.fields.level)
    assert set(why.values()) == {""}
    choose(page, window, "force:bedfordshire")
    assert all("Fewer than five" in reason for reason in reasons(page.form.fields.level).values())
    assert not page.main_button.isEnabled()
    choose(page, window, "")
    pick(page, "policeukCompareLevel", "csp", window)
    said = run(page, window)
    assert "of 9 CSPs" in said
    assert [layer.name() for layer in window.project.mapLayers().values()] == ["Out of line, CSPs"]
    pick(page, "policeukCompareLevel", "district", window)
    assert page.desk.runs[0].parameters["LEVEL"] == "csp"


@pytest.mark.parametrize(
    ("measure", "algorithm"),
    [("rate", "arearates"), ("smoothed", "smoothedrates"), ("quotient", "locationquotient"), ("bands", "arearates")],
)
def test_rates_of_all_areas_by_measure(page: ComparePage, window: Window, measure: str, algorithm: str) -> None:
    page.form.ask_for("rates")
    choose(page, window, "")
    pick(page, "policeukCompareMeasure", measure, window)
    change(page, window)
    assert page.form.fields.per.isVisibleTo(page) == (measure != "quotient")
    if measure == "quotient":
        assert "tick them on top" in page.main_button.toolTip()
        tick(page, window, "Burglary")
    run(page, window)
    assert page.desk.runs[0].algorithm == f"policeuk:{algorithm}"
    assert page.last_entry() == page.desk.runs[0]
    page.form.ask_for("funnel")
    assert page.last_entry() is None
    assert page.closing_label.text() == "", "no answer stands under another question"
    assert not page.chart.isVisibleTo(page)
    page.form.ask_for("rates")
    assert page.closing_label.text().startswith("Last: ")
    assert page.chart.isVisibleTo(page)


def test_what_came_of_crimes_needs_outcomes_and_says_so(page: ComparePage, window: Window) -> None:
    page.form.ask_for("outcomes")
    known(page, window)
    assert not page.form.second.isVisibleTo(page)
    assert not page.form.chips.isVisibleTo(page)
    pick(page, "policeukCompareAgainst", "area", window)
    assert page.form.second.isVisibleTo(page)
    assert "Choose the area to put beside" in page.cost_label.text()
    pick(page, "policeukCompareAgainst", "peers", window)
    assert page.form.chips.isVisibleTo(page)
    assert page.main_button.isEnabled(), page.main_button.toolTip()
    page.main_button.click()
    known(page, window)
    assert "utcomes" in page.closing_label.text()
    assert page.desk.runs == []
    window.bar.clearWidgets()


def test_a_report_is_made_opened_and_exported_with_all_that_lies_beside_it(
    page: ComparePage, window: Window, dock: PoliceUkDock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, pdf = (dock.findChild(QPushButton, f"policeukCompare{name}") for name in ("Report", "OpenPdf"))
    assert report.isEnabled()
    assert not pdf.isVisibleTo(page)
    report.click()
    window.wait(lambda: page.runner.running)
    window.wait(lambda: not page.runner.running)
    assert page.desk.runs, page.closing_label.text()
    entry = page.desk.runs[0]
    assert entry.algorithm == "policeuk:comparisonreport"
    assert entry.parameters["QUESTIONS"] == ["level", "peers"]
    assert entry.title == "Report, CSP 0, recorded crime, May 2022 to April 2023"
    assert Path(entry.parameters["PDF"]).read_bytes().startswith(b"%PDF")
    seen: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toLocalFile()))
    pdf.click()
    assert seen == [entry.parameters["PDF"]]
    page.save_report(tmp_path / "handed.html")
    for name in ("PDF", "CSV"):
        path = Path(entry.parameters[name])
        assert (tmp_path / f"handed{path.suffix}").read_bytes() == path.read_bytes()
    run(page, window)
    assert page.desk.runs[0].algorithm == "policeuk:comparewithpeers", "the main button asks its question again"
    page.form.ask_for("who")
    assert page.last_entry() is None
    assert not pdf.isVisibleTo(page), "no report stands under a question that it does not answer"
    window.bar.clearWidgets()


def test_a_report_of_rates_answers_what_the_main_button_does(
    page: ComparePage, window: Window, dock: PoliceUkDock
) -> None:
    page.form.ask_for("rates")
    choose(page, window, OURS)
    pick(page, "policeukCompareLevel", "lsoa", window)
    change(page, window)
    pick(page, "policeukComparePer", "households", window)
    run(page, window)
    ran = page.desk.runs[0]
    dock.findChild(QPushButton, "policeukCompareReport").click()
    window.wait(lambda: page.runner.running)
    window.wait(lambda: not page.runner.running)
    report = page.desk.runs[0]
    assert report.algorithm == "policeuk:comparisonreport", page.closing_label.text()
    assert report.parameters["QUESTIONS"] == ["rates"]
    recipe = json.loads(Path(report.report).with_suffix(".policeuk-recipe.json").read_text(encoding="utf-8"))
    (asked,) = recipe["runs"]
    assert asked["algorithm"] == ran.algorithm
    for name in ("AREA", "FROM", "TO", "LEVEL", "MEASURE", "DENOMINATOR", "SOURCE"):
        assert asked["parameters"].get(name) == ran.parameters.get(name), name
    window.bar.clearWidgets()


def test_of_smoothed_rates_there_is_no_report(page: ComparePage, window: Window, dock: PoliceUkDock) -> None:
    report = dock.findChild(QPushButton, "policeukCompareReport")
    page.form.ask_for("rates")
    known(page, window)
    assert report.isVisibleTo(page)
    pick(page, "policeukCompareMeasure", "smoothed", window)
    assert not report.isVisibleTo(page), "it would answer another question"
