# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:concentration` as QGIS runs it, against plain counting of the published rows."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from offline_cache.model import ASB
from tests.algorithm_runs import (
    Listening,
    box,
    numbers_and_units,
    point_layer,
    polygon_layer,
    run,
    shapely_outlines,
)
from tests.algorithm_runs import analysed_cache as _analysed_cache  # noqa: F401 - a fixture
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.pace import little_work
from tests.plugin_caches import placed
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as qgis_process

SQUARES = [box(400_000 + 500 * i, 300_000 + 500 * j, 500) for i in range(5) for j in range(5)]
STUDY = box(400_000, 300_000, 2500)


measured = partial(numbers_and_units, "concentration")


def plain(counts: list[int], percent: float = 80) -> dict[str, float]:
    """Shares, smallest set and corrected G' by the plainest loops."""
    ordered, total, n = sorted(counts, reverse=True), sum(counts), len(counts)
    taken = held = 0
    while 100 * held < percent * total:
        held += ordered[taken]
        taken += 1

    def busiest(share: float) -> float:
        whole = int(share * n)
        return (sum(ordered[:whole]) + (share * n - whole) * ordered[whole]) / total

    gini = sum(abs(a - b) for a in counts for b in counts) / (2 * n * total)
    value, least = max(1, n / total) * (gini - 1) + 1, min(n, total)
    shares = {f"TOP_{k}": busiest(k / 100) for k in (1, 5, 10, 20)}
    return {"IN_SET": taken, "GINI": value * least / (least - 1), "CRIMES": total, "UNITS": n, **shares}


@pytest.mark.parametrize("share", [50, 80])
def test_lsoas_are_measured_as_plain_loops_measure_them(cache: str, sample_zip: Path, share: float) -> None:
    counts = Counter(
        row["LSOA code"]
        for _, row in placed(sample_zip, "street")
        if row["Crime type"] == "Burglary" and row["LSOA code"]
    )
    results, units = measured({"CACHE": cache, "UNITS": "LSOA", "TYPES": ["Burglary"], "SHARE": share})
    assert {unit["code"]: unit["count"] for unit in units if unit["count"]} == {
        code: count for code, count in counts.items() if code in {unit["code"] for unit in units}
    }
    assert len(units) == 40
    expected = plain([unit["count"] for unit in units], share)
    assert {name: results[name] for name in expected} == pytest.approx(expected)
    total = sum(unit["count"] for unit in units)
    ties = [unit for unit in units if unit["class"] == "tied for the last"]
    sure = [unit for unit in units if unit["class"] == "in the set"]
    assert len(sure) <= results["IN_SET"] <= len(sure) + len(ties)
    assert len({unit["count"] for unit in ties}) <= 1
    for unit in units:
        if unit["count"]:
            busier = sum(other["count"] for other in units if other["count"] >= unit["count"])
            assert unit["held_by_busier"] == pytest.approx(busier / total)
            assert unit["share"] == pytest.approx(unit["count"] / total)
            assert unit["rank"] == 1 + sum(other["count"] > unit["count"] for other in units)
        else:
            assert (unit["class"], unit["share"]) == ("no crimes", 0)


def test_squares_are_measured_with_all_that_hold_none(cache: str) -> None:
    results, units = measured({"CACHE": cache, "TYPES": ["Burglary"]})
    expected = plain([unit["count"] for unit in units])
    assert {name: results[name] for name in expected} == pytest.approx(expected)
    assert results["UNITS"] == len(units) > 100
    assert results["CHANCE_LOWER"] < results["CHANCE_GINI"] < results["CHANCE_UPPER"]
    assert results["CHANCE_IN_SET"] > results["IN_SET"]


def test_snap_points_are_those_known_of_any_type_and_no_layer_is_made(
    cache: str, sample_zip: Path, sample_folder: Path
) -> None:
    from shapely.geometry import Point
    from shapely.ops import unary_union

    from tests.algorithm_runs import in_metres

    area = unary_union(list(shapely_outlines(sample_folder / "sample_lsoa_2021.geojson").values()))
    known: Counter = Counter()
    for _, row in placed(sample_zip, "street"):
        at = row["Longitude"], row["Latitude"]
        known[at] += row["Crime type"] == "Burglary"
    assert any(row["Crime type"] == ASB for _, row in placed(sample_zip, "street"))
    transform = in_metres()
    inside = []
    for (x, y), count in known.items():
        at = transform.transform(float(x), float(y))
        if area.covers(Point(at.x(), at.y())):
            inside.append(count)
    feedback = Listening()
    parameters = {"CACHE": cache, "UNITS": "snap_point", "TYPES": ["Burglary"], "OUTPUT": "memory:"}
    results, _ = run("concentration", parameters, feedback)
    expected = plain(inside)
    assert {name: results[name] for name in expected} == pytest.approx(expected)
    assert "OUTPUT" not in results
    assert any("would look like a ranking of streets" in line for line in feedback.said)
    assert any("snap points are known" in line for line in feedback.warned)


def test_a_layer_of_points_made_by_hand() -> None:
    """25 squares: 20 crimes in one, 10 in another, none elsewhere."""
    points = [(400_010.0 + i, 300_010.0) for i in range(20)] + [(400_510.0 + i, 300_010.0) for i in range(10)]
    common = {"INPUT": point_layer(points), "STUDY_AREA": polygon_layer([STUDY]), "CELL_SIZE": 500, "SHARE": 60}
    results, units = measured(common)
    assert (results["IN_SET"], results["UNITS"], results["CRIMES"], results["OUTSIDE"]) == (1, 25, 30, 0)
    assert results["TOP_20"] == 1
    assert results["TOP_1"] == pytest.approx(20 / 30 / 4)
    assert [unit["class"] for unit in units if unit["count"]] == ["in the set", "not in it"]
    counted = point_layer([(400_010.0, 300_010.0), (400_510.0, 300_010.0)], counts=[20.0, 10.0])
    again, _ = measured({**common, "INPUT": counted, "COUNT_FIELD": "n"})
    assert again["GINI"] == results["GINI"]
    layer, _ = measured({**common, "UNITS": "layer", "UNIT_LAYER": polygon_layer(SQUARES)})
    assert layer["GINI"] == results["GINI"]


def test_equals_for_the_last_places_are_neither_in_nor_out() -> None:
    points = [(400_010.0 + 500 * i, 300_010.0 + 500 * j) for i in range(5) for j in range(5)]
    _, units = measured({"INPUT": point_layer(points), "STUDY_AREA": polygon_layer([STUDY]), "CELL_SIZE": 500})
    assert {unit["class"] for unit in units} == {"tied for the last"}
    _, units = measured(
        {"INPUT": point_layer(points), "STUDY_AREA": polygon_layer([STUDY]), "CELL_SIZE": 500, "SHARE": 100}
    )
    assert {unit["class"] for unit in units} == {"in the set"}


def test_points_thrown_at_random_are_not_called_concentrated() -> None:
    """On cells of which many are cut by the border; at most 4 of 30 maps beyond the range of 19 in 20 on that side."""
    study = "POLYGON((400000 300000,410000 301300,409000 309000,402300 308000,400000 300000))"
    generator = np.random.default_rng(3)
    beyond = 0
    from shapely import wkt
    from shapely.geometry import Point

    area = wkt.loads(study)
    for _ in range(30):
        drawn = generator.uniform((400_000, 300_000), (410_000, 309_000), (900, 2))
        points = [(x, y) for x, y in drawn.tolist() if area.contains(Point(x, y))]
        parameters = {"INPUT": point_layer(points), "STUDY_AREA": polygon_layer([study]), "CELL_SIZE": 700}
        results, _ = run("concentration", {**parameters, "OUTPUT": "memory:"})
        beyond += results["GINI"] > results["CHANCE_UPPER"]
    assert beyond <= 4


def test_page_chart_and_layer_say_what_they_rest_on(cache: str, tmp_path: Path) -> None:
    out, page, chart = (tmp_path / name for name in ("c.gpkg", "c.html", "c.svg"))
    parameters = {"CACHE": cache, "TYPES": ["Burglary"], "REPORT": str(page), "CHART": str(chart)}
    results, _ = run("concentration", {**parameters, "OUTPUT": str(out)})
    text = page.read_text(encoding="utf-8")
    for words in (
        "February 2025",
        "Bernasco &amp; Steenbeek 2017",
        "At random",
        "each cell as likely as its ground is large",
        "Do not compare areas by it unless units and months are the same",
        "snap point",
        "Invented sample",
        "policeuk:concentration",
    ):
        assert words in text, words
    assert str(tmp_path) not in text
    assert "as many crimes placed at random" in chart.read_text(encoding="utf-8")
    layer = QgsVectorLayer(str(out), "c", "ogr")
    shown = [category.value() for category in layer.renderer().categories()]
    assert shown == ["in the set", "tied for the last", "not in it", "no crimes"]
    assert "held_by_busier: Share of all crimes" in layer.metadata().abstract()
    assert "G' is" in results["SENTENCE"]
    run("concentration", {**parameters, "OUTPUT": str(out)})  # its own earlier result may be replaced
    points = {**parameters, "UNITS": "snap_point"}
    run("concentration", {**points, "OUTPUT": "memory:"})
    text = page.read_text(encoding="utf-8")
    assert "No layer is made of snap points" in text
    assert "computed exactly" in text


def test_without_a_layer_numbers_and_page_are_made(cache: str, tmp_path: Path) -> None:
    page = tmp_path / "c.html"
    results, _ = run("concentration", {"CACHE": cache, "OUTPUT": None, "REPORT": str(page)})
    assert "OUTPUT" not in results
    assert page.is_file()
    assert results["CRIMES"] > 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"INPUT": point_layer([(400_010.0, 300_010.0)] * 5)}, "Only 5 crimes lie in the study area"),
        ({"COUNT_FIELD": "n", "INPUT": "halves"}, "numbers with decimals"),
        ({"UNITS": "LSOA"}, "has no LSOA codes"),
        ({"UNITS": "snap_point"}, "only places with crimes are known"),
        ({"UNITS": "layer"}, "Choose the layer of units"),
        ({"CELL_SIZE": 2000}, "too few to compare"),
        ({"CELL_SIZE": 0.5}, "cells"),
        ({"SHARE": 0}, "SHARE|parameter"),
        ({"SHARE": 101}, "SHARE|parameter"),
        ({"STUDY_AREA": None}, "needs a study area"),
        ({"UNITS": "layer", "UNIT_LAYER": polygon_layer([STUDY, STUDY])}, "too few to compare"),
    ],
    ids=str,
)
def test_bad_input_ends_in_a_sentence(changed: dict[str, Any], sentence: str) -> None:
    points = [(400_010.0 + 97 * i % 2400, 300_010.0 + 61 * i % 2400) for i in range(100)]
    if changed.get("INPUT") == "halves":
        changed = {**changed, "INPUT": point_layer(points, counts=[0.5] * 100)}
    given = {"INPUT": point_layer(points), "STUDY_AREA": polygon_layer([STUDY]), "CELL_SIZE": 500}
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        measured({**given, **changed})
    assert "fault of the plugin" not in str(caught.value)


@pytest.mark.parametrize("at", [1, 50, 61])
def test_cancel_returns_fast(cache: str, at: int) -> None:
    feedback = Listening(cancel_at=at)
    if at == 1:
        feedback.cancel()
    with little_work(3), pytest.raises(QgsProcessingException, match="Stopped"):
        measured({"CACHE": cache}, feedback)


def test_qgis_process_gives_the_same(
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
    cache: str,
    tmp_path: Path,
) -> None:
    chosen = [f"--CACHE={cache}", "--UNITS=snap_point", f"--CHART={tmp_path / 'c.svg'}"]
    printed = qgis_process([enabled, "run", "policeuk:concentration", *chosen], environment, tmp_path)
    expected, _ = run("concentration", {"CACHE": cache, "UNITS": "snap_point"})
    found = dict(re.findall(r"^(\w+):\s*([\d.]+)$", printed, re.MULTILINE))
    assert int(found["IN_SET"]) == expected["IN_SET"]
    assert float(found["GINI"]) == pytest.approx(expected["GINI"], rel=1e-5)
    assert (tmp_path / "c.svg").is_file()
