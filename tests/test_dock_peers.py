# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Compare with peers: who they are, how the choice is changed and kept, what is refused, what is reported."""

from __future__ import annotations

import math
from pathlib import Path
from statistics import fmean, pstdev

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QSpinBox

from policeuk_plugin.ui.compare.compare_page import ComparePage
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.history import Entry
from tests.dock_peers_cases import AT, OURS, change, chips, choose, known, pick, run, tick
from tests.dock_peers_cases import _page as _page  # noqa: F401 - a fixture
from tests.dock_peers_cases import _whole as _whole  # noqa: F401 - a fixture
from tests.dock_window import button, put_away, shown, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.peer_cases import (
    MEASURES,
    SLUGS,
    attributes,
    country,
    csp,
    shares,
)
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture


@pytest.fixture(scope="module", name="bare")
def _bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the invented country without measures."""
    return country(tmp_path_factory.mktemp("bare"))


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
        "How did it go, beside its peers?",
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
    said = f"Peers: {len(kept)} nearest by Census shares (14 asked for). Per 1,000 residents"
    assert page.form.line.text().startswith(said), "as many as there are"
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
    assert "(14 asked for)" in page.form.line.text()
    window.project.clear()
    assert window.project.read(str(tmp_path / "ours.qgz"))
    known(page, window)
    assert page.form.peers.choice.k == 5, "whoever opens the project compares with the same"
    assert len(chips(page)) == 5


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
