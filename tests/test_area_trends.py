# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:areatrends` as QGIS runs it, against plain counting of published rows and trends that were put there."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from policeuk_plugin.analysis.area_trends import Months, find_trends
from policeuk_plugin.processing.through_time.unit_trend_words import signed, slope_words
from policeuk_plugin.reports.page_reading import read_page
from tests.algorithm_runs import Listening, numbers_and_units, polygon_layer, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.pace import little_work
from tests.plugin_caches import made_once
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as qgis_process
from tests.unit_trend_cases import MONTHS, TYPES, month_text, trending

GAP = (month_text(20), month_text(33))


@pytest.fixture(scope="session", name="planted")
def _planted(
    sample_zip: Path, sample_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, Counter[str]]]:
    """Give a cache of four years with two months missing, and its crimes counted plainly."""
    archive, counted = trending(tmp_path_factory.mktemp("trending"), sample_zip, GAP)
    areas = tuple(sample_folder / name for name in ("sample_lsoa_2021.geojson", "sample_lookup.csv"))
    return str(made_once(tmp_path_factory, "trending", archive, areas=areas)), counted


def held() -> list[int]:
    """Places of the months that are there."""
    return [at for at in range(MONTHS) if month_text(at) not in GAP]


def series(counted: Counter[str], *types: str) -> list[int]:
    """Crimes of the types in each month held."""
    return [sum(counted[f"{month_text(at)}/{name}"] for name in types) for at in held()]


def plain_s(values: list[int]) -> int:
    """S of the seasonal test, every pair of the same calendar month."""
    places, s = held(), 0
    for (a, earlier), (b, later) in itertools.combinations(zip(places, values), 2):
        if (b - a) % 12 == 0:
            s += (later > earlier) - (later < earlier)
    return s


def plain_slope(values: list[int]) -> float:
    """Sen's slope a year."""
    pairs = itertools.combinations(zip(held(), values), 2)
    return median((later - earlier) / ((b - a) / 12) for (a, earlier), (b, later) in pairs if (b - a) % 12 == 0)


def test_trends_that_were_put_there_are_found_with_plain_numbers(
    planted: tuple[str, dict[str, Counter[str]]], tmp_path: Path
) -> None:
    cache, counted = planted
    table, page, chart = (str(tmp_path / name) for name in ("t.csv", "p.html", "c.svg"))
    asked = {"CACHE": cache, "UNITS": "LSOA", "BY_TYPE": True, "FROM": month_text(0), "TO": month_text(MONTHS - 1)}
    feedback = Listening()
    with little_work(30):
        results, units = numbers_and_units(
            "areatrends", {**asked, "TABLE": table, "REPORT": page, "CHART": chart}, feedback
        )
    by_code = {unit["code"]: unit for unit in units}
    for code, unit in by_code.items():
        values = series(counted.get(code, Counter()), *TYPES)
        assert unit["crimes"] == sum(values)
        assert unit["slope"] == pytest.approx(plain_slope(values))
        assert (unit["tau"] > 0) == (plain_s(values) > 0)
    rising, falling = (list(counted)[at] for at in (0, 1))
    assert by_code[rising]["verdict"] == "rising"
    assert by_code[rising]["types_rising"] == "Vehicle crime"
    assert by_code[falling]["types_falling"] == "Burglary"
    assert by_code[rising]["class"].startswith("rising")
    assert (results["RISING"], results["FALLING"]) == (
        sum(unit["verdict"] == "rising" for unit in units),
        sum(unit["verdict"] == "falling" for unit in units),
    )
    assert results["RISING"] + results["FALLING"] <= 3, "nothing else was put there"
    assert (results["MONTHS_HELD"], results["MONTHS_LEFT_OUT"]) == (MONTHS - 2, 2)
    assert results["CRIMES"] == sum(unit["crimes"] for unit in units)
    assert any("2 months left out" in line for line in feedback.warned)
    check_table(table, counted)
    text = Path(page).read_text(encoding="utf-8")
    assert "June" in results["SENTENCE"]
    assert read_page(Path(page)).short == results["SENTENCE"]
    assert "do not extend the line" in text
    assert Path(chart).read_text(encoding="utf-8").startswith("<svg")


def check_table(path: str, counted: dict[str, Counter[str]]) -> None:
    """Every row of the table against plain counting."""
    with open(path, encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3 * len(counted)
    for row in rows:
        types = TYPES if row["crime_type"] == "all selected" else (row["crime_type"],)
        values = series(counted[row["code"]], *types)
        assert int(row["crimes"]) == sum(values)
        assert float(row["slope"]) == pytest.approx(plain_slope(values))
        pairs = [
            (a, b) for (i, a), (j, b) in itertools.combinations(zip(held(), values), 2) if (j - i) % 12 == 0 and a != b
        ]
        assert float(row["tau"]) == pytest.approx(plain_s(values) / len(pairs))


def test_squares_wards_and_a_layer_hold_the_same_crimes(planted: tuple[str, dict[str, Counter[str]]]) -> None:
    cache, _ = planted
    squares, cells = numbers_and_units("areatrends", {"CACHE": cache, "CELL_SIZE": 1000})
    assert sum(unit["crimes"] for unit in cells) == squares["CRIMES"]
    assert squares["UNITS"] == len(cells)
    layer = polygon_layer([unit["geometry"].asWkt(3) for unit in cells])
    again, units = numbers_and_units("areatrends", {"CACHE": cache, "UNITS": "layer", "UNIT_LAYER": layer})
    assert again["CRIMES"] == squares["CRIMES"]
    assert sorted(unit["crimes"] for unit in units) == sorted(unit["crimes"] for unit in cells)
    wards, _ = numbers_and_units("areatrends", {"CACHE": cache, "UNITS": "ward"})
    assert wards["UNITS"] < 40


def test_every_run_is_the_same(planted: tuple[str, dict[str, Counter[str]]]) -> None:
    asked = {"CACHE": planted[0], "UNITS": "LSOA"}
    (first, units), (second, again) = (numbers_and_units("areatrends", asked) for _ in range(2))
    for unit in (*units, *again):
        del unit["geometry"]
    assert units == again
    assert {k: v for k, v in first.items() if k != "OUTPUT"} == {k: v for k, v in second.items() if k != "OUTPUT"}


def refused(cache: str, **more: Any) -> str:
    """The sentence with which a run ends."""
    with pytest.raises(QgsProcessingException) as told:
        run("areatrends", {"CACHE": cache, "UNITS": "LSOA", "OUTPUT": "memory:", **more})
    return str(told.value)


def test_too_few_months_are_refused_and_those_left_out_named(
    planted: tuple[str, dict[str, Counter[str]]],
) -> None:
    cache = planted[0]
    short = refused(cache, FROM=month_text(0), TO=month_text(20))
    assert "Only 20 months wholly held, with 8 calendar months in two years" in short
    assert "Download more months" in short
    two = {"FROM": month_text(0), "TO": month_text(19), "CELL_SIZE": 1000}
    assert "Only 20 months" in refused(cache, UNITS="square", **two)


def test_two_years_say_that_they_tell_little(planted: tuple[str, dict[str, Counter[str]]]) -> None:
    feedback = Listening()
    asked = {"CACHE": planted[0], "UNITS": "LSOA", "FROM": month_text(21), "TO": month_text(46), "BY_TYPE": True}
    results, units = numbers_and_units("areatrends", asked, feedback)
    assert results["TOO_FEW"] + results["RISING"] + results["FALLING"] <= len(units)
    assert any("periodchange" in line for line in feedback.warned)
    assert results["SEASONS_P"] is None


@pytest.mark.slow
def test_months_on_both_lists_of_snap_points_are_said(
    bedfordshire_zip: Path, shared: Path, tmp_path_factory: Any
) -> None:
    areas = tuple(
        shared / "data" / name
        for name in (
            "boundaries/lsoa2021_bedfordshire_bgc.geojson",
            "lookups/lsoa21_ward24_lad24_csp24_pfa24.csv.gz",
        )
    )
    cache = str(made_once(tmp_path_factory, "trends_bedfordshire", bedfordshire_zip, areas=areas))
    assert "insist with ACROSS_REDRAWING" in refused(cache, UNITS="square", CELL_SIZE=500)
    feedback = Listening()
    results, units = numbers_and_units("areatrends", {"CACHE": cache, "UNITS": "LSOA"}, feedback)
    assert results["REDRAWN"] == 1
    assert any("The snap points are not the same throughout" in line for line in feedback.warned)
    assert {unit["snap_points"] for unit in units} == {"not the same throughout"}
    assert results["EARLY"] + results["LATE"] == results["CRIMES"]
    assert "too few months to tell in any LSOA" in results["SENTENCE"]
    districts, few = numbers_and_units("areatrends", {"CACHE": cache, "UNITS": "district"})
    assert "snap_points" not in few[0]
    assert districts["CRIMES"] == results["CRIMES"]


def test_a_stop_ends_it_and_leaves_nothing(planted: tuple[str, dict[str, Counter[str]]], tmp_path: Path) -> None:
    path = tmp_path / "trends.gpkg"
    feedback = Listening(cancel_at=60)
    with pytest.raises((QgsProcessingException, AssertionError)):
        run("areatrends", {"CACHE": planted[0], "UNITS": "LSOA", "OUTPUT": str(path)}, feedback)
    assert not path.exists()


def test_the_file_explains_itself(planted: tuple[str, dict[str, Counter[str]]], tmp_path: Path) -> None:
    path = str(tmp_path / "trends.gpkg")
    run("areatrends", {"CACHE": planted[0], "UNITS": "LSOA", "OUTPUT": path})
    layer = QgsVectorLayer(path, "trends", "ogr")
    labels = [item.label() for item in layer.renderer().legendSymbolItems()]
    assert labels[0] == "Rising, by half or more"
    assert len(labels) <= 7
    said = layer.metadata().abstract()
    assert "Sen's slope" in said
    assert any("policeuk:areatrends" in line for line in layer.metadata().history())


def test_a_slope_has_no_more_figures_than_are_known_and_says_where_it_may_be_none() -> None:
    assert [signed(value) for value in (0.04, 3.26, -19.96, 287.0, -420.4)] == ["0", "+3.3", "−20.0", "+287", "−420"]
    months = Months(np.arange(36), np.zeros(36, dtype=int))
    series = [np.repeat(years, 12)[None, :] for years in ([100, 160, 220], [100, 140, 110])]
    steady, wavering = find_trends(series, months)
    assert slope_words(steady, 0) == "60 more a month (95% interval +60 to +60)"
    assert slope_words(wavering, 0).endswith(", so perhaps none)")


def test_qgis_process_gives_the_same_numbers(
    enabled: str,  # noqa: F811 - a fixture
    environment: dict[str, str],  # noqa: F811
    planted: tuple[str, dict[str, Counter[str]]],
    tmp_path: Path,
) -> None:
    chosen = [f"--CACHE={planted[0]}", "--UNITS=LSOA", f"--OUTPUT={tmp_path / 't.gpkg'}"]
    printed = qgis_process([enabled, "run", "policeuk:areatrends", *chosen], environment, tmp_path)
    expected, _ = numbers_and_units("areatrends", {"CACHE": planted[0], "UNITS": "LSOA"})
    found = dict(re.findall(r"^(\w+):\s*(\d+)$", printed, re.MULTILINE))
    for name in ("RISING", "FALLING", "TOO_FEW", "CRIMES", "EARLY", "LATE"):
        assert int(found[name]) == expected[name]
