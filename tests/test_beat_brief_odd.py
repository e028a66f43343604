# SPDX-License-Identifier: GPL-2.0-or-later
"""Briefs of odd areas, names and texts: nothing does harm, everything fits, and what is missing is said."""

from __future__ import annotations

import calendar
import html
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from qgis.core import QgsProcessingException

from offline_cache.model import ASB, Month
from offline_cache.monthly import MonthStatus
from policeuk_plugin.processing.briefs.beat_map import apart
from policeuk_plugin.processing.briefs.beat_since import types_named
from policeuk_plugin.reports.charts.month_bars import MonthBar
from policeuk_plugin.reports.charts.small_months import SmallMonths, small_months
from tests.algorithm_runs import Listening, run
from tests.api_client import FORCE
from tests.beat_brief_cases import BEAT, BEFORE, LATER, made, said
from tests.beat_brief_cases import _provider as _provider  # noqa: F401 - a fixture
from tests.beat_brief_cases import brief as _brief  # noqa: F401 - a fixture
from tests.beat_brief_cases import held as _held  # noqa: F401 - a fixture
from tests.beat_brief_cases import made_already as _made_already  # noqa: F401 - a fixture
from tests.beat_brief_cases import service as _service  # noqa: F401 - a fixture
from tests.command import succeed
from tests.held_neighbourhoods import written
from tests.pace import little_work
from tests.plugin_caches import make_cache, published_rows
from tests.sample_factory import archive_zip, member, street_csv, street_row
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures

pytest.importorskip("shapely")

HELD, GONE = MonthStatus.HELD, MonthStatus.MISSING


NASTY = '<script>alert(1)</script>=cmd|"/c calc"!A1 ' + "again and again without an end " * 60


def test_names_and_texts_of_anybody_do_nothing_and_fit(held: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(held, tmp_path / "nasty.sqlite"))
    for table, column in (
        ("neighbourhood_detail", "name"),
        ("neighbourhood_priority", "issue"),
        ("neighbourhood_priority", "action"),
        ("neighbourhood_event", "title"),
        ("neighbourhood_event", "starts"),
    ):
        written(path, f"UPDATE {table} SET {column} = ? WHERE code = 'NC04'", NASTY)
    results = made(path, tmp_path, AREA=BEAT)
    assert "<script" not in results["html"]
    assert html.escape("<script>alert(1)</script>") in results["html"]
    assert len(results["pages"]) == 1
    assert "Every place is a snap point" in results["pages"][0]


def test_an_area_with_few_crimes_says_so(held: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(held, tmp_path / "few.sqlite"))
    written(path, "DELETE FROM crime WHERE id % 60 <> 0")  # the ledger still says what was published
    texts = said(made(path, tmp_path, AREA=BEAT)["html"])
    assert "too few to say where they concentrate" in texts["Where it concentrates"]
    assert "too few for a share" in texts["What came of it"] or "cannot be told" in texts["What came of it"]


def test_without_outcomes_neighbourhoods_or_outlines(tmp_path: Path) -> None:
    rows = [street_row(longitude=f"1.{at:03}", latitude=f"54.{at:03}") for at in range(101, 109)]
    files = {member(month, FORCE): street_csv(month, FORCE, rows) for month in LATER}
    archive = archive_zip(tmp_path / "2026-04.zip", files)
    results = made(make_cache(tmp_path / "bare.sqlite", archive), tmp_path, AREA=f"force:{FORCE}")
    texts = said(results["html"])
    assert texts["How much crime"].startswith("96 recorded crimes")
    assert "Nothing is told of change" in texts["What has changed"]
    assert "No outcomes of" in texts["What came of it"]
    assert "missing is not zero" in texts["What came of it"]
    assert "None are held" in results["text"]
    assert "Notes" in results["pages"][0]


def test_of_a_slice_only_the_area_is_told_of(sample_zip: Path, sample_folder: Path, tmp_path: Path) -> None:
    areas = tuple(sample_folder / f"sample_{name}" for name in ("lsoa_2021.geojson", "lookup.csv", "residents.csv"))
    path = make_cache(tmp_path / "slice.sqlite", areas=areas)
    succeed(path, "import", sample_zip, "--area", "ward:Cleaver Bank", "--force", FORCE)
    whole = make_cache(tmp_path / "whole.sqlite", sample_zip, areas=areas)
    part, all_of = (said(made(one, tmp_path, AREA="ward:Cleaver Bank")["html"]) for one in (path, whole))
    assert part["How much crime"].partition(" residents")[0] == all_of["How much crime"].partition(" residents")[0]
    assert "not one month is wholly held" in part["What is missing"]
    for text, types, what in ((part, (), "all rows, anti-social"), (all_of, (ASB,), "the recorded crimes")):
        now, before = (without_place(sample_zip, span, types) for span in (LATER, BEFORE))
        assert re.search(rf"{now} of {what}.* published \({before} a year before\) have", text["What is missing"])


def without_place(sample_zip: Path, span: Sequence[str], but: Sequence[str]) -> str:
    """The share of the rows of some months that have no coordinates, without those of some types."""
    rows = [row for month, row in published_rows(sample_zip, "street") if month in span]
    kept = [not row["Longitude"] for row in rows if row["Crime type"] not in but]
    return f"{100 * sum(kept) / len(kept):.1f}%"


def test_an_area_without_a_crime(held: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(held, tmp_path / "none.sqlite"))
    inside_it = "SELECT p.id FROM place p JOIN lsoa l ON l.id = p.lsoa WHERE l.code = 'E01990007'"
    crimes = "type IN (SELECT id FROM crime_type WHERE name <> ?)"
    written(path, f"DELETE FROM crime WHERE place IN ({inside_it}) AND {crimes}", ASB)
    results = made(path, tmp_path, AREA="lsoa:E01990007")
    assert (results["CRIMES"], results["BEFORE"]) == (0, 0)
    texts = said(results["html"])
    assert texts["How much crime"].startswith("0 recorded crimes")
    assert texts["Where it concentrates"] == "No recorded crime stands on a snap point here."
    assert len(results["pages"]) == 1


@pytest.mark.parametrize(
    ("priority", "types"),
    [
        ("Burglary and break-ins near the park", ["Burglary"]),
        ("ASB and drug dealing in the precinct", [ASB, "Drugs"]),
        ("Theft from motor vehicles; stolen bikes (bicycle theft)", ["Vehicle crime", "Bicycle theft"]),
        ("Shoplifting at the retail park", ["Shoplifting"]),
        ("Speeding past the school", []),
        ("Litter, parking and casbah music", []),
    ],
)
def test_crime_types_are_those_whose_words_stand_in_a_priority(priority: str, types: list[str]) -> None:
    assert types_named(priority) == types


def test_small_months_hatch_what_is_missing_and_say_so() -> None:
    bars = [
        MonthBar(Month(2025, at), None if at in (3, 4) else float(at), None, HELD if at not in (3, 4) else GONE)
        for at in range(1, 13)
    ]
    svg = small_months(SmallMonths("Burglary", "72 in 10 months", "Burglary by month", bars, None, 6))
    root = ElementTree.fromstring(svg)
    words = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "missing" in words
    assert [one.text for one in root.iter("{http://www.w3.org/2000/svg}desc")] == ["Burglary by month"]
    tips = [one.text for one in root.iter("{http://www.w3.org/2000/svg}title")][1:]
    assert tips == [f"{name} 2025: {at}" for at, name in enumerate(calendar.month_name) if at and at not in (3, 4)]


def test_names_on_the_map_lie_apart_whatever_their_crimes() -> None:
    x, y = (np.array(of, dtype=float) for of in ((0, 1, 2, 100, 100, 50), (0, 1, 0, 0, 100, 50)))
    names = ["A", "B", "A", "C", "D", ""]
    chosen = apart(x, y, names, 3)
    assert chosen == [2, 4, 3]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"AREA": ""}, "Choose whose brief this is"),
        ({"AREA": "neighbourhood:dogger-bank/ZZ99"}, "no neighbourhood"),
        ({"AREA": BEAT, "TEAM": "nobody/1"}, "nobody"),
        ({"AREA": BEAT, "SINCE": "last week"}, "last week"),
        ({"AREA": BEAT, "FROM": "2024-06"}, "twelve months or fewer"),
        ({"AREA": BEAT, "FROM": "2019-01", "TO": "2019-06"}, "missing is not zero"),
        ({"AREA": "lsoa:E01990001", "LEVEL": "ward"}, "no whole area"),
    ],
)
def test_odd_questions_end_in_a_sentence(held: Path, tmp_path: Path, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence):
        made(held, tmp_path, **given)
    assert not list(tmp_path.iterdir())


def test_a_cancel_leaves_nothing_and_is_at_once(held: Path, tmp_path: Path) -> None:
    feedback = Listening(cancel_at=20)
    files = {"REPORT": str(tmp_path / "brief.html"), "PDF": str(tmp_path / "brief.pdf")}
    with little_work(10), pytest.raises(QgsProcessingException):
        run("beatbrief", {"CACHE": str(held), "AREA": f"force:{FORCE}", "LEVEL": "ward", **files}, feedback)
    assert not list(tmp_path.iterdir())
