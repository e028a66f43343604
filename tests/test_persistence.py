# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:persistence` as QGIS runs it, against plain counting of the published rows by unit and month."""

from __future__ import annotations

import math
import re
import time
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer

from offline_cache.model import ASB
from tests.algorithm_runs import (
    Listening,
    box,
    numbers_and_units,
    polygon_layer,
    run,
    shapely_outlines,
)
from tests.algorithm_runs import analysed_cache as _analysed_cache  # noqa: F401 - a fixture
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.plugin_caches import make_cache, placed
from tests.sample_factory import archive_zip, member, street_csv, street_row
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


ranked = partial(numbers_and_units, "persistence")


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
    results, units = ranked({"CACHE": cache, "CELL_SIZE": 500}, feedback)
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
    _, units = ranked(parameters)
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
    began = time.monotonic()
    results, units = ranked({"CACHE": cache, "UNITS": "LSOA", "TYPES": ["Burglary"]})
    assert time.monotonic() - began < 15
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
    hexagons, units = ranked({"CACHE": cache, "UNITS": "hexagon", "CELL_SIZE": 600})
    assert sum(unit["crimes"] for unit in units) == hexagons["CRIMES"]
    boxes = [unit["geometry"].asWkt(3) for unit in units]
    layer, again = ranked({"CACHE": cache, "UNITS": "layer", "UNIT_LAYER": polygon_layer(boxes)})
    assert layer["CRIMES"] == hexagons["CRIMES"]
    assert sorted(u["months_in_top"] for u in again) == sorted(u["months_in_top"] for u in units)


def test_every_run_is_the_same_and_the_seed_moves_chance_alone(cache: str) -> None:
    one, other, third = (ranked({"CACHE": cache, "CELL_SIZE": 500, "SEED": seed}) for seed in (1, 1, 2))
    assert [one[0][name] for name in one[0] if name != "OUTPUT"] == [
        other[0][name] for name in other[0] if name != "OUTPUT"
    ]
    assert [unit["months_in_top"] for unit in one[1]] == [unit["months_in_top"] for unit in third[1]]
    assert one[0]["CHANCE_MONTHS"] != third[0]["CHANCE_MONTHS"]
    assert one[0]["CHANCE_MONTHS"] == pytest.approx(third[0]["CHANCE_MONTHS"], rel=0.1)


def test_page_chart_and_layer_say_what_they_rest_on(cache: str, tmp_path: Path) -> None:
    out, page, chart = (tmp_path / name for name in ("p.gpkg", "p.html", "p.svg"))
    parameters = {
        "CACHE": cache,
        "CELL_SIZE": 500,
        "TYPES": ["Vehicle crime"],
        "REPORT": str(page),
        "CHART": str(chart),
    }
    results, _ = run("persistence", {**parameters, "OUTPUT": str(out)})
    text = page.read_text(encoding="utf-8")
    for words in (
        "February 2025",
        "which is not zero",
        "Serious violence hot spots policing guide",
        "Does it last?",
        "Had nothing changed",
        "Do not use it",
        "snap point",
        "Invented sample",
        "policeuk:persistence",
        "Poisson-binomial",
    ):
        assert words in text, words
    assert str(tmp_path) not in text
    assert "None" not in re.sub(r"base64,[^']+", "", text)
    root = ElementTree.fromstring(chart.read_text(encoding="utf-8"))
    words = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert "not wholly held, which is not zero" in words
    layer = QgsVectorLayer(str(out), "p", "ogr")
    assert [category.value() for category in layer.renderer().categories()] == [
        "nearly always",
        "most months",
        "some months",
        "seldom",
        "never",
    ]
    abstract = layer.metadata().abstract()
    assert "February 2025" in abstract
    assert "months_in_top: Months in which" in abstract
    assert results["SENTENCE"].startswith("Vehicle crime in")
    run("persistence", {**parameters, "OUTPUT": str(out)})  # its own earlier result may be replaced


def test_the_planted_place_is_found_and_named(cache: str, tmp_path: Path) -> None:
    results, units = ranked({"CACHE": cache, "TYPES": ["Vehicle crime"], "CELL_SIZE": 500})
    best = max(units, key=lambda unit: unit["months_in_top"])
    assert best["persistent"] == "yes"
    assert best["near"].startswith("Dogger Bank")
    assert results["PERSISTENT"] >= 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"FROM": "2025-10", "TO": "2026-03"}, "Only 6 months are wholly held, too few to say what lasts"),
        ({"FROM": "2025-01", "TO": "2026-01", "TYPES": ["Possession of weapons"], "AREA": "lsoa:E01990001"}, "."),
        ({"CELL_SIZE": 5000}, "too few to compare with one another"),
        ({"CELL_SIZE": 0.5}, "cells"),
        ({"CELL_SIZE": -1}, "."),
        ({"TOP": 0}, "TOP|Top|parameter"),
        ({"TOP": 80}, "TOP|Top|parameter"),
        ({"UNITS": "layer"}, "Choose the layer of units, or other units"),
        ({"UNITS": "layer", "UNIT_LAYER": "two"}, "too few to compare"),
        ({"UNITS": "layer", "UNIT_LAYER": "far"}, "No polygon of"),
        ({"CRS": "EPSG:4326"}, "metres"),
        ({"AREA": "force:narnia"}, "narnia"),
        ({"FROM": "2030-01"}, "."),
    ],
)
def test_bad_input_ends_in_a_sentence(cache: str, changed: dict[str, Any], sentence: str) -> None:
    if changed.get("UNIT_LAYER") in ("two", "far"):
        x, y = (595_000, 520_000) if changed["UNIT_LAYER"] == "two" else (100_000, 100_000)
        layer = polygon_layer([box(x, y, 40_000), box(x + 40_000, y, 40_000)])
        changed = {**changed, "UNIT_LAYER": layer}
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        ranked({"CACHE": cache, **changed})
    assert "Traceback" not in str(caught.value)
    assert "fault of the plugin" not in str(caught.value)


def test_units_that_overlap_or_are_unequal_are_said(cache: str) -> None:
    _, units = ranked({"CACHE": cache, "CELL_SIZE": 700})
    units.sort(key=lambda unit: -unit["geometry"].area())
    squares = [unit["geometry"].asWkt(3) for unit in units]
    feedback = Listening()
    ranked({"CACHE": cache, "UNITS": "layer", "UNIT_LAYER": polygon_layer([*squares, squares[0]])}, feedback)
    assert any("overlap" in line for line in feedback.warned)
    feedback = Listening()
    small = [unit["geometry"].buffer(-250, 1).asWkt(3) for unit in units[: len(units) // 2]]
    small = [wkt for wkt in small if "EMPTY" not in wkt]
    ranked(
        {"CACHE": cache, "UNITS": "layer", "UNIT_LAYER": polygon_layer([*small, *squares[len(units) // 2 :]])}, feedback
    )
    assert any("very unequal size" in line for line in feedback.warned)


def test_a_slice_is_refused_because_what_is_not_held_would_be_zero(tmp_path: Path, sample_zip: Path) -> None:
    from tests.command import succeed

    cache = tmp_path / "slice.sqlite"
    succeed(cache, "import", sample_zip, "--lsoa", "E01990001", "--force", "dogger-bank")
    with pytest.raises(QgsProcessingException, match="would count as zero|slice"):
        ranked({"CACHE": str(cache), "AREA": "force:dogger-bank"})


def test_rare_crimes_are_said_to_tie(tmp_path: Path) -> None:
    """Ten streets with one crime a month each, of a hundred places: to be in the top is to have had one."""
    places = [(f"{2 + i * 0.01:.6f}", f"{54.7 + j * 0.01:.6f}") for i in range(10) for j in range(10)]
    months = [f"2024-{month:02d}" for month in range(1, 13)]
    files = {}
    for at, month in enumerate(months):
        chosen = [places[(at * 7 + step * 11) % 100] for step in range(4)]
        crimes = [street_row(longitude=x, latitude=y, lsoa_code="", lsoa_name="") for x, y in chosen]
        files[member(month, "dorset")] = street_csv(month, "dorset", crimes)
    cache = make_cache(tmp_path / "rare.sqlite", archive_zip(tmp_path / "rare.zip", files))
    feedback = Listening()
    study = polygon_layer(["POLYGON((1.9 54.6,2.2 54.6,2.2 54.9,1.9 54.9,1.9 54.6))"], "EPSG:4326")
    results, _ = ranked({"CACHE": str(cache), "STUDY_AREA": study, "CELL_SIZE": 1000}, feedback)
    assert any("only means that there was one" in line for line in feedback.warned)
    assert any("12 months only" in line for line in feedback.warned)
    assert results["MONTHS_HELD"] == 12


@pytest.mark.parametrize("at", [1, 50, 60])
def test_cancel_returns_fast(cache: str, at: int) -> None:
    feedback = Listening(cancel_at=at)
    if at == 1:
        feedback.cancel()
    began = time.monotonic()
    with pytest.raises(QgsProcessingException, match="Stopped"):
        ranked({"CACHE": cache}, feedback)
    assert time.monotonic() - began < 3


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
    expected, _ = ranked({"CACHE": cache, "CELL_SIZE": 500})
    found = dict(re.findall(r"^(\w+):\s*(\d+)$", printed, re.MULTILINE))
    assert int(found["PERSISTENT"]) == expected["PERSISTENT"]
    assert int(found["CRIMES"]) == expected["CRIMES"]
    assert int(found["CHANCE_MOST"]) == expected["CHANCE_MOST"]
