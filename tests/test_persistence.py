# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:persistence` as QGIS runs it, against plain counting of the published rows by unit and month."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException, QgsProject

from offline_cache.model import ASB
from tests.algorithm_runs import Listening, numbers_and_units, polygon_layer, shapely_outlines
from tests.algorithm_runs import analysed_cache as _analysed_cache  # noqa: F401 - a fixture
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.pace import little_work
from tests.plugin_caches import make_cache, placed
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as qgis_process

FIELDS = [
    "months_in_top",
    "months_held",
    "share",
    "crimes",
    "rank",
    "first_half",
    "second_half",
    "class",
    "persistent",
    "places",
    "largest_place_share",
]
Monthly = dict[Any, Counter]


def in_top(by_month: Monthly, months: list[str], places: int) -> dict[Any, list[str]]:
    """The months in which each unit has a crime and no more than so many have as many or more; plainly."""
    found: dict[Any, list[str]] = defaultdict(list)
    for month in months:
        counts = {unit: counted[month] for unit, counted in by_month.items() if counted[month]}
        for unit, count in counts.items():
            if sum(other >= count for other in counts.values()) <= places:
                found[unit].append(month)
    return found


def check(units: dict[Any, dict[str, Any]], by_month: Monthly, months: list[str], places: int) -> None:
    """Compare every unit with what plain counting finds."""
    top, half = in_top(by_month, months, places), len(months) // 2
    totals = {unit: sum(counted[month] for month in months) for unit, counted in by_month.items()}
    for key, unit in units.items():
        mine, total = top.get(key, []), totals.get(key, 0)
        assert (unit["months_in_top"], unit["months_held"], unit["crimes"]) == (len(mine), len(months), total)
        assert unit["share"] == pytest.approx(len(mine) / len(months))
        assert unit["first_half"] == sum(month in months[:half] for month in mine)
        assert unit["second_half"] == sum(month in months[-half:] for month in mine)
        if total:
            assert unit["rank"] == 1 + sum(other > total for key_of, other in totals.items() if key_of in units)
    assert any(unit["months_in_top"] for unit in units.values())


def test_squares_by_month_are_what_plain_counting_finds(cache: str, sample_zip: Path, sample_folder: Path) -> None:
    from shapely.geometry import Point
    from shapely.ops import unary_union

    from tests.algorithm_runs import in_metres

    area = unary_union(list(shapely_outlines(sample_folder / "sample_lsoa_2021.geojson").values()))
    transform, by_month = in_metres(), defaultdict(Counter)
    for month, row in placed(sample_zip, "street"):
        if row["Crime type"] == ASB:
            continue
        at = transform.transform(float(row["Longitude"]), float(row["Latitude"]))
        if area.covers(Point(at.x(), at.y())):
            by_month[math.floor(at.x() / 500), math.floor(at.y() / 500)][month] += 1
    months = sorted({month for counted in by_month.values() for month in counted})
    feedback = Listening()
    results, units = numbers_and_units("persistence", {"CACHE": cache, "CELL_SIZE": 500}, feedback)
    assert list(units[0])[1:12] == FIELDS
    keyed = {tuple(map(int, unit["id"].split("_"))): unit for unit in units}
    check(keyed, by_month, months, int(len(units) * 0.05))
    assert (results["MONTHS_HELD"], results["MONTHS_LEFT_OUT"], results["MISSING_MONTHS"]) == (len(months), 1, 1)
    assert len(months) == 23
    assert any("1 month left out" in line and "February 2025" in line for line in feedback.warned)
    assert results["CRIMES"] == sum(unit["crimes"] for unit in units)
    assert results["UNITS"] == len(units)
    persistent = [unit for unit in units if unit["persistent"] == "yes"]
    assert results["PERSISTENT"] == len(persistent)
    assert results["SHARE_OF_CRIMES"] == pytest.approx(sum(u["crimes"] for u in persistent) / results["CRIMES"])
    for unit in units:
        lasting = unit["share"] >= 0.5 and unit["months_in_top"] >= results["CHANCE_MOST"]
        assert unit["persistent"] == ("yes" if lasting else "no")


@pytest.mark.parametrize("top", [1, 2, 5])
def test_lsoas_by_month_are_what_plain_counting_finds(cache: str, sample_zip: Path, top: int) -> None:
    by_month: Monthly = defaultdict(Counter)
    for month, row in placed(sample_zip, "street"):
        if row["Crime type"] == "Vehicle crime" and row["LSOA code"]:
            by_month[row["LSOA code"]][month] += 1
    months = sorted({month for month, _ in placed(sample_zip, "street")})
    parameters = {"CACHE": cache, "UNITS": "LSOA", "TYPES": ["Vehicle crime"], "TOP": top}
    _, units = numbers_and_units("persistence", parameters)
    keyed = {unit["code"]: unit for unit in units}
    check(keyed, {code: by_month[code] for code in by_month if code in keyed}, months, max(1, int(40 * top / 100)))


def test_two_years_of_bedfordshire_by_lsoa_and_month(shared: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    outlines = shared / "data" / "boundaries" / "lsoa2021_bedfordshire_bgc.geojson"
    look_up = shared / "data" / "lookups" / "lsoa21_ward24_lad24_csp24_pfa24.csv.gz"
    cache = str(make_cache(tmp_path / "c.sqlite", bedfordshire_zip, areas=(outlines, look_up)))
    by_month: Monthly = defaultdict(Counter)
    for month, row in placed(bedfordshire_zip, "street"):
        if row["Crime type"] == "Burglary" and row["LSOA code"]:
            by_month[row["LSOA code"]][month] += 1
    months = sorted({month for counted in by_month.values() for month in counted})
    with little_work(15):
        results, units = numbers_and_units("persistence", {"CACHE": cache, "UNITS": "LSOA", "TYPES": ["Burglary"]})
    keyed = {unit["code"]: unit for unit in units}
    assert len(keyed) == 417
    check(keyed, {code: by_month[code] for code in by_month if code in keyed}, months, 20)
    stats = pytest.importorskip("scipy.stats")
    first = [sum(by_month[code][month] for month in months[:12]) for code in keyed]
    last = [sum(by_month[code][month] for month in months[12:]) for code in keyed]
    some = [(a, b) for a, b in zip(first, last) if a + b]
    assert results["SPEARMAN"] == pytest.approx(stats.spearmanr(*zip(*some)).statistic)
    led, still = (
        {at for at, count in enumerate(half) if count and sum(other >= count for other in half) <= 20}
        for half in (first, last)
    )
    assert results["KEPT"] == pytest.approx(len(led & still) / len(led))


def test_hexagons_and_a_layer_hold_every_crime(cache: str) -> None:
    hexagons, units = numbers_and_units("persistence", {"CACHE": cache, "UNITS": "hexagon", "CELL_SIZE": 600})
    assert sum(unit["crimes"] for unit in units) == hexagons["CRIMES"]
    boxes = [unit["geometry"].asWkt(3) for unit in units]
    layer, again = numbers_and_units(
        "persistence", {"CACHE": cache, "UNITS": "layer", "UNIT_LAYER": polygon_layer(boxes)}
    )
    assert layer["CRIMES"] == hexagons["CRIMES"]
    assert sorted(u["months_in_top"] for u in again) == sorted(u["months_in_top"] for u in units)


def test_every_run_is_the_same_and_the_seed_moves_chance_alone(cache: str) -> None:
    one, other, third = (
        numbers_and_units("persistence", {"CACHE": cache, "CELL_SIZE": 500, "SEED": seed}) for seed in (1, 1, 2)
    )
    assert [one[0][name] for name in one[0] if name != "OUTPUT"] == [
        other[0][name] for name in other[0] if name != "OUTPUT"
    ]
    assert [unit["months_in_top"] for unit in one[1]] == [unit["months_in_top"] for unit in third[1]]
    assert one[0]["CHANCE_MONTHS"] != third[0]["CHANCE_MONTHS"]
    assert one[0]["CHANCE_MONTHS"] == pytest.approx(third[0]["CHANCE_MONTHS"], rel=0.1)


@pytest.mark.parametrize("at", [1, 50, 60])
def test_cancel_returns_fast(cache: str, at: int) -> None:
    feedback = Listening(cancel_at=at)
    if at == 1:
        feedback.cancel()
    with little_work(3), pytest.raises(QgsProcessingException, match="Stopped"):
        numbers_and_units("persistence", {"CACHE": cache}, feedback)


def test_it_has_no_points_of_a_layer_but_a_model_can_use_its_numbers(cache: str) -> None:
    from qgis.core import (
        QgsApplication,
        QgsProcessingContext,
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
    )

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("policeuk:persistence")
    assert algorithm.parameterDefinition("INPUT") is None, "a layer of points knows no months"
    model = QgsProcessingModelAlgorithm("m", "tests")
    child = QgsProcessingModelChildAlgorithm("policeuk:persistence")
    child.setChildId("first")
    source = QgsProcessingModelChildParameterSource
    child.addParameterSources("CACHE", [source.fromStaticValue(cache)])
    child.addParameterSources("CELL_SIZE", [source.fromStaticValue(500)])
    second = QgsProcessingModelChildAlgorithm("policeuk:persistence")
    second.setChildId("second")
    second.addParameterSources("CACHE", [source.fromStaticValue(cache)])
    second.addParameterSources("CELL_SIZE", [source.fromStaticValue(500)])
    second.addParameterSources("TOP", [source.fromChildOutput("first", "MONTHS_HELD")])
    model.addChildAlgorithm(child)
    model.addChildAlgorithm(second)
    results, done = model.run({}, QgsProcessingContext(), Listening())
    assert done
    steps = results["CHILD_RESULTS"]
    assert steps["second"]["CHANCE_MONTHS"] > steps["first"]["CHANCE_MONTHS"]
    QgsProject.instance().clear()


def test_qgis_process_gives_the_same(
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
    cache: str,
    tmp_path: Path,
) -> None:
    chosen = [f"--CACHE={cache}", "--CELL_SIZE=500", f"--OUTPUT={tmp_path / 'p.gpkg'}"]
    printed = qgis_process([enabled, "run", "policeuk:persistence", *chosen], environment, tmp_path)
    expected, _ = numbers_and_units("persistence", {"CACHE": cache, "CELL_SIZE": 500})
    found = dict(re.findall(r"^(\w+):\s*(\d+)$", printed, re.MULTILINE))
    assert int(found["PERSISTENT"]) == expected["PERSISTENT"]
    assert int(found["CRIMES"]) == expected["CRIMES"]
    assert int(found["CHANCE_MOST"]) == expected["CHANCE_MOST"]
