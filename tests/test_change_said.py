# SPDX-License-Identifier: GPL-2.0-or-later
"""What a comparison of two periods says: bursts, crimes without a place, wards and districts, persistent units."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from offline_cache.model import ASB
from policeuk_plugin.analysis.change import Pair, Told, called_by_both, find_changes
from tests.algorithm_runs import Listening, registered, rows, run
from tests.plain_months import crimes
from tests.plugin_caches import make_cache, published_rows
from tests.test_period_change import BEFORE, LATER

VEHICLES, POSSESSION = "Vehicle crime", "Possession of weapons"


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> str:
    """Give a cache of the sample with outlines, look-up and residents."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv"))
    return str(make_cache(tmp_path_factory.mktemp("said") / "policeuk.sqlite", sample_zip, areas=areas))


def changes(parameters: dict[str, Any], feedback: Any = None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    results, context = run("periodchange", {"OUTPUT": "memory:", **parameters}, feedback)
    return results, rows(results, context)


@pytest.mark.parametrize(("units", "column"), [("ward", "ward24"), ("district", "ltla24"), ("csp", "csp24")])
def test_wards_and_districts_hold_what_plain_counting_finds(
    cache: str, sample_folder: Path, sample_zip: Path, tmp_path: Path, units: str, column: str
) -> None:
    with (sample_folder / "sample_lookup.csv").open(newline="", encoding="utf-8-sig") as stream:
        table = list(csv.DictReader(stream))
    area = {row["lsoa21_code"]: row[f"{column}_code"] for row in table}
    names = {row[f"{column}_code"]: row[f"{column}_name"] for row in table}
    output = str(tmp_path / "areas.gpkg")
    results, found = changes({"CACHE": cache, "UNITS": units})
    later, before = (
        Counter(area[lsoa] for month, _, lsoa in crimes(sample_zip) if month in months and lsoa in area)
        for months in (LATER, BEFORE)
    )
    assert {unit["code"]: (unit["name"], unit["after"], unit["before"]) for unit in found} == {
        code: (names[code], later[code], before[code]) for code in set(area.values())
    }
    assert results["UNITS"] == len(set(area.values()))
    lsoas = rows(*run("periodchange", {"CACHE": cache, "UNITS": "LSOA", "OUTPUT": "memory:"}))
    for unit in found:
        ground = sum(one["geometry"].area() for one in lsoas if area[one["code"]] == unit["code"])
        assert unit["geometry"].area() == pytest.approx(ground, rel=1e-3)
    changes({"CACHE": cache, "UNITS": units, "OUTPUT": output})
    behind, _ = run("publishedrows", {"INPUT": output, "OUTPUT": "memory:"})
    assert behind["ROWS"] == behind["SHOWN"] == sum(later.values()) + sum(before.values())


def test_of_an_area_that_cuts_a_district_only_its_part_is_counted_and_that_is_said(cache: str) -> None:
    feedback = Listening()
    results, units = changes({"CACHE": cache, "AREA": "ward:Cleaver Bank", "UNITS": "district"}, feedback)
    assert len(units) == 1
    assert units[0]["after"] == results["AFTER"]
    assert any(line.startswith("Only the part of Dogger Bank") for line in feedback.warned)


def test_areas_need_the_cache_and_their_look_up(
    cache: str, sample_zip: Path, sample_folder: Path, tmp_path: Path
) -> None:
    bare = str(make_cache(tmp_path / "bare.sqlite", sample_zip, areas=tuple(sample_folder.glob("*.geojson"))))
    with pytest.raises(QgsProcessingException, match="look-up"):
        changes({"CACHE": bare, "UNITS": "ward"})
    none = str(make_cache(tmp_path / "none.sqlite", sample_zip))
    with pytest.raises(QgsProcessingException, match="outlines"):
        changes({"CACHE": none, "UNITS": "ward"})


def test_crimes_without_a_place_are_told_of_each_period_with_the_change(cache: str, sample_zip: Path) -> None:
    results, _ = changes({"CACHE": cache, "UNITS": "LSOA"})
    published = [row for row in published_rows(sample_zip, "street") if row[1]["Crime type"] != ASB]
    every = {months: sum(month in months for month, _ in published) for months in (LATER, BEFORE)}
    lost = {
        months: sum(month in months and not row["Longitude"] for month, row in published) for months in (LATER, BEFORE)
    }
    assert (results["UNPLACED_AFTER"], results["UNPLACED_BEFORE"]) == (lost[LATER], lost[BEFORE])
    change = 100 * (every[LATER] / every[BEFORE] - 1)
    shown = f"{change:+.0f}%" if abs(change) >= 9.95 else f"{change:+.1f}%"
    assert f"({lost[BEFORE]} before, {lost[LATER]} after) or outside" in results["SENTENCE"]
    words = f"{every[LATER]:,}, against {every[BEFORE]:,} before: {shown.replace('-', '−')}"
    assert words in results["SENTENCE"], results["SENTENCE"]
    inside, _ = changes({"CACHE": cache, "UNITS": "LSOA", "AREA": "ward:Cleaver Bank"})
    words = f"{lost[BEFORE]} before and {lost[LATER]} after in the same files have no place"
    assert words in inside["SENTENCE"]


def test_months_left_out_stand_in_the_sentence(cache: str) -> None:
    results, _ = changes({"CACHE": cache, "UNITS": "LSOA"})
    assert "Left out: February 2025, February 2026. " in results["SENTENCE"]


def test_too_few_in_all_units_is_the_title_and_larger_areas_are_named(cache: str, tmp_path: Path) -> None:
    page = tmp_path / "few.html"
    results, units = changes({"CACHE": cache, "UNITS": "LSOA", "TYPES": [POSSESSION], "REPORT": str(page)})
    assert {unit["verdict"] for unit in units} == {"too few to tell"}
    title = page.read_text(encoding="utf-8").partition("<h1>")[2].partition("</h1>")[0]
    assert title.endswith("too few to tell in any LSOA")
    assert "All 40 LSOAs hold too few crimes to tell even a doubling." in results["SENTENCE"]
    assert re.search(r"A doubling could be told in at least [1-9] of \d districts, ", results["SENTENCE"])
    assert not re.search(r"\b0 of \d", results["SENTENCE"]), "kinds of area of which none could tell are not named"
    table = page.read_text(encoding="utf-8").partition("Those with most crimes")[2].partition("</table>")[0]
    assert 1 < table.count("<tr>") <= 13, "the units with their counts, though nothing is told of them"
    most = max(units, key=lambda unit: unit["after"] + unit["before"])
    assert f"<td>{most['after']}</td><td>{most['before']}</td>" in table.partition("</tr>")[2].partition("</tr>")[0]


def test_what_only_single_events_would_call_is_not_called() -> None:
    after, before = np.array([60, 40, 9, 0, 400]), np.array([30, 35, 3, 0, 100])
    (plain,) = find_changes([Pair(after, before)])
    (divided,) = find_changes([Pair(after // 3, before // 3)])
    both = called_by_both(plain, divided)
    assert plain.is_(Told.MORE).tolist() == [True, False, False, False, True]
    assert both.is_(Told.MORE).tolist() == [False, False, False, False, True]
    assert both.q.tolist() == plain.q.tolist()
    assert both.q_bursts is not None
    assert both.q_bursts.tolist() == divided.q.tolist()
    assert (both.told[divided.is_(Told.TOO_FEW)] == divided.told[divided.is_(Told.TOO_FEW)]).all()
    assert both.after.tolist() == after.tolist(), "the counts are those that were made"


def test_bursts_are_allowed_for_in_sentence_layer_and_numbers(
    shared: Path, bedfordshire_zip: Path, tmp_path: Path
) -> None:
    outlines = shared / "data" / "boundaries" / "lsoa2021_bedfordshire_bgc.geojson"
    look_up = shared / "data" / "lookups" / "lsoa21_ward24_lad24_csp24_pfa24.csv.gz"
    cache = str(make_cache(tmp_path / "beds.sqlite", bedfordshire_zip, areas=(outlines, look_up)))
    feedback = Listening()
    results, units = changes({"CACHE": cache, "UNITS": "LSOA"}, feedback)
    called = [unit for unit in units if unit["verdict"] in ("more", "fewer")]
    assert len(called) == results["MORE"] + results["FEWER"] == results["STILL_CALLED"]
    assert {unit["code"] for unit in called} == {
        unit["code"] for unit in units if unit["q"] <= 0.05 and unit["q_bursts"] <= 0.05
    }
    assert results["SINGLE_CALLED"] == sum(unit["q"] <= 0.05 for unit in units) > len(called)
    words = f"{len(called)} of the {results['SINGLE_CALLED']} that single events would call"
    assert any(words in line for line in feedback.warned)
    words = (
        f"rose in {results['MORE']} of the 417 LSOAs and fell in {results['FEWER']}, by more than chance can explain"
    )
    assert f"{words} (bursts allowed for)" in results["SENTENCE"]


def test_the_change_of_persistent_units_is_that_of_the_persistent_ones_only(cache: str, tmp_path: Path) -> None:
    lasting = str(tmp_path / "persistence.gpkg")
    asked = {"CACHE": cache, "CELL_SIZE": 500, "TYPES": [VEHICLES], "TOP": 20}
    run("persistence", {**asked, "OUTPUT": lasting})
    layer = QgsVectorLayer(lasting, "p", "ogr")
    names = [field.name() for field in layer.fields()]
    kept = [one for one in layer.getFeatures() if dict(zip(names, one.attributes()))["persistent"] == "yes"]
    assert 1 < len(kept) < layer.featureCount()
    feedback = Listening()
    page = tmp_path / "change.html"
    results, units = changes(
        {"CACHE": cache, "TYPES": [VEHICLES], "UNITS": "layer", "UNIT_LAYER": lasting, "REPORT": str(page)}, feedback
    )
    assert len(units) == results["UNITS"] == len(kept)
    crimes_of = {one["id"]: one["crimes"] for one in kept}
    both, _ = changes({"CACHE": cache, "TYPES": [VEHICLES], "UNITS": "layer", "UNIT_LAYER": lasting})
    assert both["AFTER"] + both["BEFORE"] <= sum(crimes_of.values())
    assert both["AFTER"] + both["BEFORE"] > 0.8 * sum(crimes_of.values()), "all but the months that are left out"
    assert any("persistent units of" in line and "what chance does by itself" in line for line in feedback.warned)
    assert f"in all {len(kept)} persistent units of" in results["SENTENCE"]
    assert results["UNPLACED_AFTER"] is None
    layer.startEditing()
    for one in kept:
        layer.changeAttributeValue(one.id(), layer.fields().indexOf("persistent"), "no")
    assert layer.commitChanges()
    with pytest.raises(QgsProcessingException, match="No unit of .* is persistent"):
        changes({"CACHE": cache, "UNITS": "layer", "UNIT_LAYER": lasting})
