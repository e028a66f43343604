# SPDX-License-Identifier: GPL-2.0-or-later
"""What `policeuk:persistence` says: page, chart and layer, odd units, rare crimes; why it refuses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from tests.algorithm_runs import Listening, box, numbers_and_units, polygon_layer, run
from tests.algorithm_runs import analysed_cache as _analysed_cache  # noqa: F401 - a fixture
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.plugin_caches import make_cache
from tests.sample_factory import archive_zip, member, street_csv, street_row


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
        "If nothing had changed",
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
    results, units = numbers_and_units("persistence", {"CACHE": cache, "TYPES": ["Vehicle crime"], "CELL_SIZE": 500})
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
        numbers_and_units("persistence", {"CACHE": cache, **changed})
    assert "Traceback" not in str(caught.value)
    assert "fault of the plugin" not in str(caught.value)


def test_units_that_overlap_or_are_unequal_are_said(cache: str) -> None:
    _, units = numbers_and_units("persistence", {"CACHE": cache, "CELL_SIZE": 700})
    units.sort(key=lambda unit: -unit["geometry"].area())
    squares = [unit["geometry"].asWkt(3) for unit in units]
    feedback = Listening()
    numbers_and_units(
        "persistence", {"CACHE": cache, "UNITS": "layer", "UNIT_LAYER": polygon_layer([*squares, squares[0]])}, feedback
    )
    assert any("overlap" in line for line in feedback.warned)
    feedback = Listening()
    small = [unit["geometry"].buffer(-250, 1).asWkt(3) for unit in units[: len(units) // 2]]
    small = [wkt for wkt in small if "EMPTY" not in wkt]
    numbers_and_units(
        "persistence",
        {"CACHE": cache, "UNITS": "layer", "UNIT_LAYER": polygon_layer([*small, *squares[len(units) // 2 :]])},
        feedback,
    )
    assert any("very unequal size" in line for line in feedback.warned)


def test_a_slice_is_refused_because_what_is_not_held_would_be_zero(tmp_path: Path, sample_zip: Path) -> None:
    from tests.command import succeed

    cache = tmp_path / "slice.sqlite"
    succeed(cache, "import", sample_zip, "--lsoa", "E01990001", "--force", "dogger-bank")
    with pytest.raises(QgsProcessingException, match="would count as zero|slice"):
        numbers_and_units("persistence", {"CACHE": str(cache), "AREA": "force:dogger-bank"})


def test_where_the_top_is_all_that_had_any_title_sentence_and_page_say_so(tmp_path: Path) -> None:
    """Four crimes a month on a hundred places, one place each month: to be in the top is to have had one."""
    places = [(f"{2 + i * 0.01:.6f}", f"{54.7 + j * 0.01:.6f}") for i in range(10) for j in range(10)]
    months = [f"2024-{month:02d}" for month in range(1, 13)]
    files = {}
    for at, month in enumerate(months):
        chosen = [places[44], *(places[(at * 7 + step * 11) % 100] for step in range(3))]
        crimes = [street_row(longitude=x, latitude=y, lsoa_code="", lsoa_name="") for x, y in chosen]
        files[member(month, "dorset")] = street_csv(month, "dorset", crimes)
    cache = make_cache(tmp_path / "rare.sqlite", archive_zip(tmp_path / "rare.zip", files))
    feedback = Listening()
    study = polygon_layer(["POLYGON((1.9 54.6,2.2 54.6,2.2 54.9,1.9 54.9,1.9 54.6))"], "EPSG:4326")
    page = tmp_path / "rare.html"
    results, units = numbers_and_units(
        "persistence",
        {"CACHE": str(cache), "STUDY_AREA": study, "CELL_SIZE": 1000, "REPORT": str(page)},
        feedback,
    )
    assert results["PERSISTENT"] == 1
    assert results["BY_ANY"] == results["MONTHS_HELD"] == 12
    title = "1 cell had any in half of the months or more"
    assert title in results["SENTENCE"]
    assert "had any crime in 6 or more of the 12 months" in results["SENTENCE"]
    assert "No month had more than 4 cells with any" in results["SENTENCE"]
    assert "only means to have had a crime" in results["SENTENCE"]
    advice = "To see which places hold most, count in LSOAs or in cells of 2000 m and more"
    assert any(advice in line for line in feedback.warned)
    assert any("12 months only" in line for line in feedback.warned)
    text = page.read_text(encoding="utf-8")
    assert "<h1>Recorded crime in" in text
    assert title in text.partition("</h1>")[0]
    assert advice in text.partition("class='lead'")[0], "in the box above the finding"
    assert text.count(advice) == 1 + text.partition("</head>")[0].count(advice)
    assert "with any" in text.partition("Most often")[2]
    assert max(unit["months_in_top"] for unit in units) == 12


def test_halves_across_the_redrawing_of_snap_points_say_so(tmp_path: Path) -> None:
    """Two years around July 2022, and a year after it: only the former stand on two lists of snap points."""
    places = [(f"{2 + i * 0.01:.6f}", f"{54.7 + j * 0.01:.6f}") for i in range(10) for j in range(10)]
    files = {}
    for year in (2021, 2022, 2023):
        for month in (f"{year}-{at:02d}" for at in range(1, 13)):
            crimes = [street_row(longitude=x, latitude=y, lsoa_code="", lsoa_name="") for x, y in places[:40] * 2]
            files[member(month, "dorset")] = street_csv(month, "dorset", crimes)
    cache = make_cache(tmp_path / "both.sqlite", archive_zip(tmp_path / "both.zip", files))
    study = polygon_layer(["POLYGON((1.9 54.6,2.2 54.6,2.2 54.9,1.9 54.9,1.9 54.6))"], "EPSG:4326")
    asked = {"CACHE": str(cache), "STUDY_AREA": study, "CELL_SIZE": 1000, "TOP": 50}
    across, _ = numbers_and_units("persistence", {**asked, "FROM": "2021-07", "TO": "2023-06"})
    assert across["REDRAWN"] == 1
    assert "from July 2022 on are placed on another list of snap points" in across["SENTENCE"]
    after, _ = numbers_and_units("persistence", {**asked, "FROM": "2022-07", "TO": "2023-12"})
    assert after["REDRAWN"] == 0
    assert "list of snap points" not in after["SENTENCE"]


def test_all_persistent_units_are_named_with_where_they_are(cache: str, tmp_path: Path) -> None:
    page = tmp_path / "p.html"
    asked = {"CACHE": cache, "CELL_SIZE": 500, "TOP": 20, "ALPHA": 0.5}
    results, units = numbers_and_units("persistence", {**asked, "REPORT": str(page)})
    assert results["PERSISTENT"] > 10
    table = page.read_text(encoding="utf-8").partition("Most often in the top")[2].partition("</table>")[0]
    assert table.count("<tr>") - 1 == min(results["PERSISTENT"], 30)
    assert "On or near" not in table
    named = [unit["near"] for unit in units if unit["persistent"] == "yes"][0]
    assert f"({named})" in table, "the snap point's name first, the LSOA behind it"
