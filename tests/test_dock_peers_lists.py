# SPDX-License-Identifier: GPL-2.0-or-later
"""Peers from a list, and counts of ONS where files of peers lack, on the page Compare."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProject

from policeuk_plugin import settings
from policeuk_plugin.ui.compare.compare_page import ComparePage
from policeuk_plugin.ui.dock import PoliceUkDock
from tests.area_factory import table, written
from tests.dock_peers_cases import OURS, change, chips, choose, known, opened, pick, reasons, run, tick
from tests.dock_peers_cases import _page as _page  # noqa: F401 - a fixture
from tests.dock_peers_cases import _whole as _whole  # noqa: F401 - a fixture
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


def test_the_sample_takes_no_real_data(dock: PoliceUkDock, window: Window, sample_cache: Path, tmp_path: Path) -> None:
    settings.set_cache_path(settings.sample_cache_path())
    page = dock.page_of["compare"]
    assert isinstance(page, ComparePage)
    page.update_form()
    assert not page.form.peers.import_list.isEnabled()
    assert "invented sample" in page.form.peers.import_list.toolTip()
    page.imports.import_list(tmp_path / "list.csv")
    assert not page.imports.runner.running
