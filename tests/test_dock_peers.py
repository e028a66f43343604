# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Compare with peers: who they are, how the choice is changed and kept, what is refused, what is reported."""

from __future__ import annotations

import json
import math
from pathlib import Path
from statistics import fmean, pstdev

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QComboBox, QPushButton, QSpinBox, QToolButton

from policeuk_plugin import settings
from policeuk_plugin.ui.compare_page import ComparePage
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.history import Entry
from policeuk_plugin.ui.pages import PAGES
from tests.area_factory import table, written
from tests.dock_window import button, count, put_away, shown, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.peer_cases import (
    MEASURES,
    SLUGS,
    YEAR,
    attributes,
    country,
    csp,
    lsoas,
    official,
    own_list,
    shares,
    with_reference,
)
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture

AT = [page.key for page in PAGES].index("compare")
OURS = f"csp:{csp(0)}"
ENABLED = Qt.ItemFlag.ItemIsEnabled


@pytest.fixture(scope="module", name="bare")
def _bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the invented country without measures."""
    return country(tmp_path_factory.mktemp("bare"))


@pytest.fixture(scope="module", name="whole")
def _whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give it with measures of its CSPs."""
    folder = tmp_path_factory.mktemp("whole")
    return with_reference(country(folder), attributes(folder))


@pytest.fixture(name="page")
def _page(dock: PoliceUkDock, window: Window, whole: Path) -> ComparePage:
    """Give the page on the country, its first CSP chosen."""
    return opened(dock, window, whole, OURS)


def opened(dock: PoliceUkDock, window: Window, cache: Path, area: str) -> ComparePage:
    """Show the page on a cache and an area, with room for all of it."""
    window.main.resize(1200, 1100)
    dock.desk.use_cache(cache)
    count(dock, window)
    dock.pages.setCurrentIndex(AT)
    page = dock.page_of["compare"]
    assert isinstance(page, ComparePage)
    choose(page, window, area)
    return page


def choose(page: ComparePage, window: Window, area: str) -> None:
    """Choose the area on top, and wait until all is known of it."""
    page.desk.selection.area_box.take(area, area)
    known(page, window)


def tick(page: ComparePage, window: Window, crime_type: str) -> None:
    """Tick a crime type on top."""
    page.desk.selection.types_box.set_chosen((crime_type,), False)
    page.desk.selection.types_box.chosen.emit()
    known(page, window)


def known(page: ComparePage, window: Window) -> None:
    """Wait until all is known that is asked."""
    selection = page.desk.selection
    window.wait(lambda: not (page.runner.running or page.imports.runner.running))
    window.wait(lambda: not (selection.asker.waiting or selection.areas.waiting or page.asking.waiting))


def run(page: ComparePage, window: Window) -> str:
    """Press the main button and wait; gives what the page says."""
    assert page.main_button.isEnabled(), page.main_button.toolTip()
    page.main_button.click()
    assert page.runner.running
    window.wait(lambda: not page.runner.running)
    return f"{page.closing_label.text()} {page.rest_label.text()}"


def change(page: ComparePage, window: Window) -> None:
    """Press the button that opens how it is compared."""
    page.findChild(QToolButton, "policeukCompareChange").click()
    known(page, window)


def pick(page: ComparePage, name: str, value: str, window: Window) -> None:
    """Choose in a list as a user does."""
    box = page.findChild(QComboBox, name)
    assert box.isVisibleTo(page), name
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())
    known(page, window)


def reasons(box: QComboBox) -> dict[str, str]:
    """Why not, by the value of each entry; '' for those that can be chosen."""
    found = {}
    for row in range(box.count()):
        can = bool(box.model().flags(box.model().index(row, 0)) & ENABLED)
        found[str(box.itemData(row))] = "" if can else str(box.itemData(row, Qt.ItemDataRole.ToolTipRole) or "")
        assert can or found[str(box.itemData(row))], "what is disabled says why"
    return found


def chips(page: ComparePage) -> list[str]:
    """Give all peers, also those that are only counted."""
    return page.form.chips.accessibleName().partition(": ")[2].split(", ")


def plain_distances() -> list[tuple[float, int]]:
    """The distances of the first CSP to the others on standardised measures, counted plainly; nearest first."""
    columns = list(zip(*(shares(at) for at in range(len(SLUGS)))))
    z = [[(value - fmean(column)) / pstdev(column) for value in column] for column in columns]
    assert len(z) == len(MEASURES)
    return sorted((math.dist([c[0] for c in z], [c[at] for c in z]), at) for at in range(1, len(SLUGS)))


def test_it_asks_first_whether_it_is_out_of_line(page: ComparePage) -> None:
    texts = [page.form.ask.itemText(row) for row in range(page.form.ask.count())]
    assert page.form.ask.currentText() == texts[0] == "Is it out of line with its peers?"
    assert texts[2:] == [
        "How did it go, beside its peers and force?",
        "How did it go through time?",
        "Here and home: two areas",
        "Which areas are out of line?",
        "What came of crimes, beside others?",
        "Rates of all areas",
    ]
    assert all(page.form.ask.itemData(row, Qt.ItemDataRole.ToolTipRole) for row in range(page.form.ask.count()))


def test_peers_are_chips_with_their_distance_the_most_alike_first(page: ComparePage) -> None:
    kept = chips(page)
    assert kept == [f"CSP {at} {distance:.2f}" for distance, at in plain_distances()][: len(kept)]
    assert len(kept) >= 5
    assert page.form.line.text().startswith("Peers: 14 nearest by Census shares. Per 1,000 residents")
    assert "May 2022 to April 2023" in page.cost_label.text()


def test_three_choices_and_a_run_give_verdict_chart_and_table(
    page: ComparePage, window: Window, dock: PoliceUkDock
) -> None:
    tick(page, window, "Burglary")
    said = run(page, window)
    assert said.startswith("Burglary in CSP 0, 12 months to April 2023: ")
    assert any(words in said for words in ("about the same as its", "higher than its", "lower than its"))
    assert page.chart.isVisibleTo(page)
    assert [layer.name() for layer in window.project.mapLayers().values()] == ["With its peers"]
    given = page.desk.runs[0].parameters
    assert (given["PEERS"], given["SOURCE"], given["TYPES"]) == ("nearest", "police.uk", ["Burglary"])
    assert (given["FROM"], given["TO"]) == ("2022-05", "2023-04")
    html = Path(page.report).read_text(encoding="utf-8")
    assert "nearest on 4 standardised measures" in html, "the choice is printed with the result"
    run(page, window)
    assert len(window.project.mapLayers()) == 1, "the same run takes the place of the one before"


def test_another_number_of_peers_is_asked_once_and_kept_in_the_project(
    page: ComparePage, window: Window, dock: PoliceUkDock, tmp_path: Path
) -> None:
    number = page.findChild(QSpinBox, "policeukPeerNumber")
    assert not number.isVisibleTo(page), "nothing has to be opened"
    assert window.project.readEntry("policeuk", "peers", "")[0] == "", "looking changes no project"
    change(page, window)
    assert number.text() == "usual: 14"
    number.setValue(5)
    known(page, window)
    assert len(chips(page)) == 5
    assert "5 nearest" in page.form.line.text()
    assert '"K": 5' in window.project.readEntry("policeuk", "peers", "")[0]
    assert window.project.write(str(tmp_path / "ours.qgz"))
    window.project.clear()
    button(dock, "policeukPeersUsual").click()
    known(page, window)
    assert "14 nearest" in page.form.line.text()
    window.project.clear()
    assert window.project.read(str(tmp_path / "ours.qgz"))
    known(page, window)
    assert page.form.peers.choice.k == 5, "whoever opens the project compares with the same"
    assert len(chips(page)) == 5


@pytest.mark.parametrize("damaged", ["{", "[]", '{"PEERS": "nobody"}', '{"K": 1e400}', "[" * 100_000, '{"K": -3}'])
def test_a_damaged_choice_in_a_project_counts_as_none(
    page: ComparePage, window: Window, tmp_path: Path, damaged: str
) -> None:
    page.form.peers.number.setValue(6)
    project = QgsProject()
    project.writeEntry("policeuk", "peers", damaged)
    assert project.write(str(tmp_path / "theirs.qgs"))
    window.project.clear()
    assert window.project.read(str(tmp_path / "theirs.qgs"))
    assert page.form.peers.choice.k == 6
    assert page.memory.read() is None
    known(page, window)


def test_a_list_is_imported_chosen_and_what_was_left_out_is_said(
    dock: PoliceUkDock, window: Window, tmp_path: Path
) -> None:
    page = opened(dock, window, country(tmp_path), OURS)
    change(page, window)
    methods = reasons(page.form.peers.method)
    assert "too few Census shares" in methods["nearest"]
    assert "does not hold this list of ONS" in methods["ons-global"]
    assert "too few Census shares" in page.cost_label.text()
    assert not page.main_button.isEnabled()
    order = [csp(at) for at in (3, 1, 8, 2, 5, 4)]
    page.imports.import_list(own_list(tmp_path, [*order, "Nowhere"]))
    assert "importing" in page.main_button.toolTip()
    known(page, window)
    assert "Imported the list our_list: peers of 1 area." in page.closing_label.text()
    assert "Nowhere" in page.rest_label.text()
    assert page.form.peers.method.currentText() == "List: our_list"
    assert page.form.line.text().startswith("Peers: the list our_list")
    assert chips(page) == [f"CSP {at}" for at in (3, 1, 8, 2, 5, 4)]
    assert not page.form.peers.stratum.isEnabled()
    assert "A list says itself" in page.form.peers.stratum.toolTip()
    assert "Burglary" not in run(page, window)
    assert page.desk.runs[0].parameters["PEER_LIST"] == "our_list"
    page.imports.import_reference([attributes(tmp_path)])
    known(page, window)
    assert page.closing_label.text() == "Imported 1 file of reference data: 1 new."
    assert reasons(page.form.peers.method)["nearest"] == ""


def test_a_bad_list_is_one_sentence(page: ComparePage, window: Window, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"\x00\x01 no list at all")
    before = page.form.peers.choice
    page.imports.import_list(bad)
    known(page, window)
    assert "bad.csv" in page.closing_label.text()
    assert page.form.peers.choice == before
    window.bar.clearWidgets()


def test_counts_of_ons_are_proposed_where_files_of_peers_lack(
    dock: PoliceUkDock, window: Window, tmp_path: Path
) -> None:
    lost = {(force, month) for force in list(SLUGS)[3:] for month in YEAR}
    cache = country(tmp_path, lost)
    with_reference(cache, attributes(tmp_path))
    page = opened(dock, window, cache, OURS)
    assert "Of its 8 peers the crimes of 2 are held" in page.cost_label.text()
    assert not page.main_button.isEnabled()
    counts = {csp(at): 50 + 10 * at for at in range(len(SLUGS))}
    page.imports.import_reference([official(tmp_path, counts)])
    known(page, window)
    assert "counts of ONS" in page.form.line.text()
    assert "the months on top do not apply" in page.cost_label.text()
    assert "April 2023" in page.cost_label.text()
    change(page, window)
    assert "2 are held" in reasons(page.form.fields.source)["police.uk"]
    said = run(page, window)
    assert said.startswith("Recorded crime in CSP 0, 12 months to April 2023: ")
    given = page.desk.runs[0].parameters
    assert given["SOURCE"] == "ons"
    assert "FROM" not in given
    assert page.desk.runs[0].title == "With its peers: Recorded crime in CSP 0, 12 months to April 2023 (ONS)"
    tick(page, window, "Anti-social behaviour")
    assert "ONS counts no anti-social behaviour" in page.cost_label.text()
    pick(page, "policeukCompareSource", "police.uk", window)
    assert page.form.fields.source_picked
    assert page.form.fields.source.currentData() == "police.uk", "what the user picks stays"


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ("", "Choose on top the area to compare"),
        (f"csp:{csp(0)},{csp(1)}", "these are several"),
        (f"lsoa:{lsoas(0)[0]}", "too few Census shares of LSOAs"),
    ],
)
def test_an_area_that_cannot_be_compared_says_what_to_choose(
    page: ComparePage, window: Window, dock: PoliceUkDock, area: str, said: str
) -> None:
    choose(page, window, area)
    assert not page.main_button.isEnabled()
    assert said in page.cost_label.text()
    assert said in page.main_button.toolTip()
    assert not page.form.chips.isVisibleTo(page)


def test_counts_of_ons_compare_an_area_of_which_no_crime_is_held(
    dock: PoliceUkDock, window: Window, tmp_path: Path
) -> None:
    lost = {(force, month) for force in list(SLUGS)[3:] for month in YEAR}
    cache = country(tmp_path, lost)
    with_reference(cache, attributes(tmp_path), official(tmp_path, {csp(at): 50 + at for at in range(len(SLUGS))}))
    page = opened(dock, window, cache, f"csp:{csp(5)}")
    assert "holds no street-level crimes of this area" in dock.selection.sentence.text()
    said = run(page, window)
    assert said.startswith("Recorded crime in CSP 5, 12 months to April 2023: ")
    assert [group.name() for group in window.project.layerTreeRoot().findGroups()] == [
        "Police UK – CSP 5, May 2022 to April 2023 (ONS)"
    ], "by the year of ONS's counts"
    page.form.ask_for("time")
    known(page, window)
    assert "holds no street-level crimes of this area" in page.cost_label.text()
    assert not page.main_button.isEnabled()


def test_an_area_like_no_other_is_compared_with_nobody(dock: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    rows = [(csp(at), f"CSP {at}", *(shares(at) if at else (95.0, 0.0, 90.0, 99.0))) for at in range(len(SLUGS))]
    odd = written(tmp_path / "odd_2021.csv", table(f"csp24_code,csp24_name,{','.join(MEASURES)}", *rows))
    page = opened(dock, window, with_reference(country(tmp_path), odd), OURS)
    assert "CSP 0 has no good peer" in page.cost_label.text()
    assert "a list of your own" in page.cost_label.text()
    assert "PEERS" not in page.cost_label.text(), "the words of the panel, not of parameters"
    assert not page.main_button.isEnabled()
    page.form.ask_for("time")
    known(page, window)
    assert "shown without peers" in page.form.note.text()
    assert "quarter to April 2023" in run(page, window)


def test_nothing_is_asked_while_the_page_is_not_seen(page: ComparePage, window: Window, dock: PoliceUkDock) -> None:
    dock.pages.setCurrentIndex(0)
    before = page.asking.known.peers.answer
    choose(page, window, f"csp:{csp(1)}")
    assert page.asking.known.peers.answer is before
    dock.pages.setCurrentIndex(AT)
    known(page, window)
    assert page.asking.known.peers.answer.name == "CSP 1"
    answer = page.asking.known.peers.answer
    page.form.ask_for("time")
    page.form.ask_for("peers")
    page.update_form()
    known(page, window)
    assert page.asking.known.peers.answer is answer, "what is known is not asked again"


def test_who_the_peers_are_is_a_question_with_a_chart(page: ComparePage, window: Window) -> None:
    page.form.ask_for("who")
    known(page, window)
    said = run(page, window)
    assert said.startswith("CSP 0 has ")
    assert page.desk.runs[0].algorithm == "policeuk:findpeers"
    assert page.desk.runs[0].title == "Peers of CSP 0"
    assert page.chart.isVisibleTo(page)


def test_through_time_beside_peers_and_force(page: ComparePage, window: Window) -> None:
    page.form.ask_for("time")
    known(page, window)
    change(page, window)
    assert not page.findChild(QComboBox, "policeukCompareSource").isVisibleTo(page)
    pick(page, "policeukComparePeriod", "months", window)
    assert "by months" in page.form.line.text()
    run(page, window)
    assert page.desk.runs[0].parameters["PERIOD"] == "months"


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


def test_what_was_chosen_is_there_after_a_restart(page: ComparePage, window: Window, dock: PoliceUkDock) -> None:
    change(page, window)
    pick(page, "policeukPeerStratum", "other forces", window)
    assert "of other forces" in page.form.line.text()
    pick(page, "policeukComparePer", "households", window)
    page.form.ask_for("time")
    put_away(dock, window)
    window.project.clear()
    again = shown(window)
    try:
        kept = again.page_of["compare"]
        assert isinstance(kept, ComparePage)
        assert kept.form.question.key == "time"
        assert kept.form.peers.choice.stratum == "other forces"
        assert kept.form.fields.per.currentData() == "households"
        assert not kept.form.fields.source_picked, "what was only proposed is proposed anew"
    finally:
        put_away(again, window)


@pytest.mark.parametrize(("two", "key"), [(True, "two"), (False, "trend")])
def test_runs_and_settings_of_older_versions_are_read(page: ComparePage, window: Window, two: bool, key: str) -> None:
    state = {"two": two, "other": f"csp:{csp(1)}", "other_name": "CSP 1 (CSP)"}
    algorithm = "policeuk:comparetwoareas" if two else "policeuk:areatrend"
    page.run_again(Entry("compare", algorithm, {"AREA": OURS}, "Old", "It said so.", "2026-01-01", "", state))
    window.wait(lambda: page.runner.running)
    window.wait(lambda: not page.runner.running)
    assert page.form.question.key == key
    assert page.desk.runs[0].algorithm == algorithm
    assert page.form.other.area == f"csp:{csp(1)}"


def test_damaged_settings_are_passed_over(page: ComparePage) -> None:
    page.restore({"question": 3, "peers": {"K": 5}, "per": [], "source": "nobody", "level": None, "other": 7})
    assert page.form.question.key == "peers"
    assert page.form.peers.choice.k is None
    assert page.form.fields.per.currentData() == "residents"
    assert page.form.other.area == ""


def test_a_run_again_chooses_the_peers_of_then(page: ComparePage, window: Window) -> None:
    change(page, window)
    page.form.peers.number.setValue(5)
    known(page, window)
    run(page, window)
    page.form.peers.usual.click()
    known(page, window)
    page.run_again(page.desk.runs[0])
    window.wait(lambda: page.runner.running)
    window.wait(lambda: not page.runner.running)
    assert page.desk.runs[0].parameters["K"] == 5
    assert page.memory.read() == page.form.peers.choice, "the project keeps what was compared with"


def test_the_sample_takes_no_real_data(dock: PoliceUkDock, window: Window, sample_cache: Path, tmp_path: Path) -> None:
    settings.set_cache_path(settings.sample_cache_path())
    page = dock.page_of["compare"]
    assert isinstance(page, ComparePage)
    page.update_form()
    assert not page.form.peers.import_list.isEnabled()
    assert "invented sample" in page.form.peers.import_list.toolTip()
    page.imports.import_list(tmp_path / "list.csv")
    assert not page.imports.runner.running


def test_where_there_is_little_height_few_peers_are_shown(page: ComparePage, window: Window) -> None:
    window.main.resize(1366, 620)
    window.wait(lambda: page.form.chips.texts[-1].startswith("and "))
    assert len(page.form.chips.texts) == 6
    assert chips(page) == [f"CSP {at} {distance:.2f}" for distance, at in plain_distances()]
    run(page, window)
    assert page.results.isVisibleTo(page)
    change(page, window)
    assert not page.results.isVisibleTo(page), "the last result makes room for the choice"
    run(page, window)
    assert page.results.isVisibleTo(page)
    window.main.resize(1366, 1100)
    window.wait(lambda: len(page.form.chips.texts) == 8)


def test_going_away_ends_what_is_asked_and_imported(page: ComparePage, dock: PoliceUkDock, tmp_path: Path) -> None:
    page.imports.import_reference([attributes(tmp_path)])
    choose_only(page, f"csp:{csp(2)}")
    dock.shut_down()
    assert not page.imports.runner.running
    assert not page.asking.waiting


def choose_only(page: ComparePage, area: str) -> None:
    """Choose without waiting."""
    page.desk.selection.area_box.take(area, area)
    page.update_form()


def test_escape_stops_an_import(page: ComparePage, window: Window, tmp_path: Path) -> None:
    page.imports.import_reference([attributes(tmp_path)])
    page.cancel()
    known(page, window)
    assert text(page_dock(page), "policeukCompareClosing") != ""
    window.bar.clearWidgets()


def page_dock(page: ComparePage) -> PoliceUkDock:
    """Give the panel of a page."""
    parent = page.parent()
    while not isinstance(parent, PoliceUkDock):
        parent = parent.parent()
    return parent
