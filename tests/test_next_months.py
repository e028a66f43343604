# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:nextmonths` as QGIS runs it, against plain counting of published rows."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from policeuk_plugin.reports.page_reading import read_page
from tests.algorithm_runs import Listening, numbers_and_units, polygon_layer, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.pace import little_work
from tests.plugin_caches import made_once
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as qgis_process
from tests.unit_trend_cases import MONTHS, TYPES, month_text, trending
from tools.forecast_styles import FIELDS

GAP = (month_text(20), month_text(33))
TOLD = {"FROM": month_text(0), "TO": month_text(MONTHS - 4)}
"""The last three months are kept back, to see what came."""


@pytest.fixture(scope="session", name="planted")
def _planted(
    sample_zip: Path, sample_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, Counter[str]]]:
    """Give a cache of four years with two months missing, and its crimes counted plainly."""
    archive, counted = trending(tmp_path_factory.mktemp("ahead"), sample_zip, GAP)
    areas = tuple(sample_folder / name for name in ("sample_lsoa_2021.geojson", "sample_lookup.csv"))
    return str(made_once(tmp_path_factory, "ahead", archive, areas=areas)), counted


Planted = tuple[str, dict[str, Counter[str]]]


def counts_of(counted: dict[str, Counter[str]], code: str, places: range) -> int:
    """Crimes of an LSOA in the months at these places."""
    return sum(counted[code][f"{month_text(at)}/{name}"] for at in places for name in TYPES)


def test_what_is_expected_is_near_what_was_put_there(planted: Planted, tmp_path: Path) -> None:
    cache, counted = planted
    page, chart = (str(tmp_path / name) for name in ("p.html", "c.svg"))
    asked = {"CACHE": cache, "UNITS": "LSOA", "REPORT": page, "CHART": chart, **TOLD}
    feedback = Listening()
    with little_work(30):
        results, units = numbers_and_units("nextmonths", asked, feedback)
    assert results["MONTH"] == month_text(MONTHS - 3)
    assert (results["MONTHS_HELD"], results["MONTHS_LEFT_OUT"]) == (MONTHS - 5, 2)
    inside = 0
    for unit in units:
        code = unit["code"]
        assert unit["last_12"] == counts_of(counted, code, range(MONTHS - 16, MONTHS - 3)), "one of them is missing"
        assert not unit["year_before"], "that month is missing, which is not zero"
        for at, end in enumerate(("", "_2", "_3")):
            came = counts_of(counted, code, range(MONTHS - 3 + at, MONTHS - 2 + at))
            inside += unit[f"lower{end}"] <= came <= unit[f"upper{end}"]
    assert inside >= 0.85 * 3 * len(units), "intervals of 90%"
    assert sum(unit["expected"] for unit in units) == pytest.approx(results["EXPECTED"])
    came = sum(counts_of(counted, code, range(MONTHS - 3, MONTHS - 2)) for code in counted)
    assert results["EXPECTED"] == pytest.approx(came, rel=0.25)
    assert any("2 months left out" in line for line in feedback.warned)
    text = Path(page).read_text(encoding="utf-8")
    assert read_page(Path(page)).short == results["SENTENCE"]
    assert "Do not send police by it alone" in text
    assert Path(chart).read_text(encoding="utf-8").startswith("<svg")


def test_squares_and_a_layer_hold_the_same_crimes(planted: Planted) -> None:
    cache, _ = planted
    squares, cells = numbers_and_units("nextmonths", {"CACHE": cache, "CELL_SIZE": 1000, "AHEAD": 1})
    assert squares["UNITS"] == len(cells)
    assert sum(unit["expected"] for unit in cells) == pytest.approx(squares["EXPECTED"])
    assert "expected_2" not in cells[0]
    layer = polygon_layer([unit["geometry"].asWkt(3) for unit in cells])
    asked = {"CACHE": cache, "UNITS": "layer", "UNIT_LAYER": layer, "AHEAD": 1}
    again, _ = numbers_and_units("nextmonths", asked)
    assert again["CRIMES"] == squares["CRIMES"]
    wards, few = numbers_and_units("nextmonths", {"CACHE": cache, "UNITS": "ward"})
    assert wards["EXPECTED"] == pytest.approx(sum(unit["expected"] for unit in few))
    assert wards["EXPECTED"] == pytest.approx(squares["EXPECTED"], rel=0.1)


def test_every_run_is_the_same(planted: Planted) -> None:
    asked = {"CACHE": planted[0], "UNITS": "LSOA"}
    (first, units), (second, again) = (numbers_and_units("nextmonths", asked) for _ in range(2))
    for unit in (*units, *again):
        del unit["geometry"]
    assert units == again
    assert {k: v for k, v in first.items() if k != "OUTPUT"} == {k: v for k, v in second.items() if k != "OUTPUT"}


def refused(cache: str, **more: Any) -> str:
    """The sentence with which a run ends."""
    with pytest.raises(QgsProcessingException) as told:
        run("nextmonths", {"CACHE": cache, "UNITS": "LSOA", "OUTPUT": "memory:", **more})
    return str(told.value)


def test_too_few_months_are_refused_with_the_number_that_is_needed(planted: Planted) -> None:
    cache = planted[0]
    short = {"FROM": month_text(21), "TO": month_text(39)}
    text = refused(cache, **short)
    assert "Only 18 months are wholly held, too few to look 3 months ahead: 20 are needed" in text
    assert "1 month left out" in text
    results, _ = numbers_and_units("nextmonths", {"CACHE": cache, "UNITS": "LSOA", "AHEAD": 2, **short})
    assert results["MONTHS_SCORED"] == 6


def test_without_two_years_before_them_seasons_are_not_tried_and_it_is_said(planted: Planted) -> None:
    feedback = Listening()
    asked = {"CACHE": planted[0], "UNITS": "LSOA", "FROM": month_text(21), "TO": month_text(47)}
    results, _ = numbers_and_units("nextmonths", asked, feedback)
    assert "seasonal" not in results["MODEL"]
    assert any("Seasons could not be tried" in line for line in feedback.warned)


def test_where_no_model_is_nearer_last_years_counts_stand(planted: Planted) -> None:
    asked = {"CACHE": planted[0], "UNITS": "LSOA", **TOLD, "ALPHA": 0.000001}
    results, units = numbers_and_units("nextmonths", asked)
    assert (results["MODEL"], results["BEATS_BASELINE"], results["GAIN"]) == ("last_year", 0, 0)
    assert "no model beats last year's counts" in results["SENTENCE"]
    days = sum(unit["last_12"] for unit in units)
    for unit in units:
        assert unit["expected"] / results["EXPECTED"] == pytest.approx(unit["last_12"] / days)
        assert unit["lower"] <= unit["expected"] <= unit["upper"]


def test_a_stop_ends_it_and_leaves_nothing(planted: Planted, tmp_path: Path) -> None:
    path = tmp_path / "ahead.gpkg"
    with pytest.raises((QgsProcessingException, AssertionError)):
        run("nextmonths", {"CACHE": planted[0], "UNITS": "LSOA", "OUTPUT": str(path)}, Listening(cancel_at=50))
    assert not path.exists()


def test_the_file_explains_itself(planted: Planted, tmp_path: Path) -> None:
    path = str(tmp_path / "ahead.gpkg")
    run("nextmonths", {"CACHE": planted[0], "UNITS": "LSOA", "OUTPUT": path})
    layer = QgsVectorLayer(path, "ahead", "ogr")
    labels = [item.label() for item in layer.renderer().legendSymbolItems()]
    assert labels[0] == "First 1% of the ground"
    fields = [field.name() for field in layer.fields()]
    for field in re.findall(r"field=(\w+)", f"field={FIELDS}"):
        assert field in fields or field == "near", f"the style knows {field}"
    assert any("policeuk:nextmonths" in line for line in layer.metadata().history())


def test_qgis_process_gives_the_same_numbers(
    enabled: str,  # noqa: F811 - a fixture
    environment: dict[str, str],  # noqa: F811
    planted: Planted,
    tmp_path: Path,
) -> None:
    chosen = [f"--CACHE={planted[0]}", "--UNITS=LSOA", f"--OUTPUT={tmp_path / 't.gpkg'}"]
    printed = qgis_process([enabled, "run", "policeuk:nextmonths", *chosen], environment, tmp_path)
    expected, _ = numbers_and_units("nextmonths", {"CACHE": planted[0], "UNITS": "LSOA"})
    found = dict(re.findall(r"^(\w+):\s*(\d+)$", printed, re.MULTILINE))
    for name in ("LOWER", "UPPER", "CRIMES", "MONTHS_HELD", "BEATS_BASELINE"):
        assert int(found[name]) == expected[name]


def test_three_districts_have_numbers_but_no_ranking_of_the_ground(planted: Planted) -> None:
    results, units = numbers_and_units("nextmonths", {"CACHE": planted[0], "UNITS": "district"})
    assert 0 < len(units) < 20
    assert "of the ground" not in results["SENTENCE"]
    assert "which tells little)" in results["SENTENCE"], "of how few counts it is said how often intervals held"
    assert sum(unit["expected"] for unit in units) == pytest.approx(results["EXPECTED"])


def test_later_months_that_are_not_held_are_said_and_not_expected_from(planted: Planted) -> None:
    feedback = Listening()
    asked = {"CACHE": planted[0], "UNITS": "LSOA", "FROM": month_text(0), "TO": GAP[1]}
    results, _ = numbers_and_units("nextmonths", asked, feedback)
    assert results["MONTH"] == GAP[1]
    assert any("not wholly held, so" in line for line in feedback.warned)


@pytest.mark.slow
def test_months_since_the_redrawing_are_too_few_for_small_cells_and_lsoas_are_told(
    bedfordshire_zip: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    names = ("boundaries/lsoa2021_bedfordshire_bgc.geojson", "lookups/lsoa21_ward24_lad24_csp24_pfa24.csv.gz")
    areas = tuple(shared / "data" / name for name in names)
    cache = str(made_once(tmp_path_factory, "ahead_bedfordshire", bedfordshire_zip, areas=areas))
    assert "would learn from places that are no more" in refused(cache, UNITS="square", CELL_SIZE=500)
    feedback = Listening()
    results, _ = numbers_and_units("nextmonths", {"CACHE": cache, "UNITS": "LSOA", "TYPES": ["Burglary"]}, feedback)
    assert (results["REDRAWN"], results["MONTHS_HELD"]) == (1, 24)
    assert any("snap points are not the same throughout" in line for line in feedback.warned)
    assert results["COVERED"] >= 0.9
    assert 0 < results["GAIN"] < 0.1
    assert "narrowly beat last year's counts" in results["SENTENCE"], "it is not called more than it is"
    assert re.search(r"held \d+% of the crimes of those months, and \d+% if ranked by last year", results["SENTENCE"])
    assert "the mean of the last 12 months, without seasons" in results["SENTENCE"]
    districts, _ = numbers_and_units("nextmonths", {"CACHE": cache, "UNITS": "district"})
    assert districts["REDRAWN"] == 0


@pytest.mark.slow
def test_intervals_hold_on_real_months_that_were_kept_back(
    bedfordshire_zip: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What came is told by the next run: crimes of its last 12 months, less those before, and the month that left."""
    names = ("boundaries/lsoa2021_bedfordshire_bgc.geojson", "lookups/lsoa21_ward24_lad24_csp24_pfa24.csv.gz")
    areas = tuple(shared / "data" / name for name in names)
    cache = str(made_once(tmp_path_factory, "ahead_bedfordshire", bedfordshire_zip, areas=areas))
    asked = {"CACHE": cache, "UNITS": "LSOA", "FROM": "2021-05", "AHEAD": 1}
    held = {True: [0, 0], False: [0, 0]}
    runs = [numbers_and_units("nextmonths", {**asked, "TO": f"2023-0{month}"}) for month in (1, 2, 3, 4)]
    for (said, units), (_, later) in zip(runs, runs[1:]):
        after, total = {unit["code"]: unit["last_12"] for unit in later}, 0
        for unit in units:
            came = after[unit["code"]] - unit["last_12"] + unit["year_before"]
            kept = held[unit["expected"] >= 5]
            kept[0] += unit["lower"] <= came <= unit["upper"]
            kept[1] += 1
            total += came
        assert said["LOWER"] <= total <= said["UPPER"]
    assert held[True][1] > 500
    assert 0.88 <= held[True][0] / held[True][1] <= 0.97
    assert held[False][0] / held[False][1] >= 0.93
