# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:nullmaps` as QGIS runs it: what chance calls, beside the real map."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from policeuk_plugin.analysis.clusters import Direction
from policeuk_plugin.analysis.nulls import NullMaps
from policeuk_plugin.processing.clusters.null_run import Null, NullRun, Tried
from policeuk_plugin.processing.clusters.null_verdict import finding
from policeuk_plugin.reports.page_reading import read_page, short_of
from tests.algorithm_runs import Listening, box, point_layer, polygon_layer, registered, run
from tests.pace import little_work
from tests.plugin_caches import make_cache

CHANCE = ["thrown at random", "counts dealt anew", "unequal stacks", "very unequal stacks"]
VEHICLES = "Vehicle crime"


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> str:
    """Give a cache of the sample with outlines, look-up and residents."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv"))
    return str(make_cache(tmp_path_factory.mktemp("nulls") / "policeuk.sqlite", sample_zip, areas=areas))


def table(parameters: dict[str, Any], feedback: Any = None) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """The rows by null, and the results."""
    results, context = run("nullmaps", {"OUTPUT": "memory:", "MAPS": 20, **parameters}, feedback)
    layer = context.takeResultLayer(results["OUTPUT"])
    names = [field.name() for field in layer.fields()]
    rows = [dict(zip(names, feature.attributes())) for feature in layer.getFeatures()]
    return {row["null"]: row for row in rows}, results


def test_the_real_map_is_that_of_crimeclusters(cache: str) -> None:
    asked = {"CACHE": cache, "TYPES": [VEHICLES]}
    rows, results = table(asked)
    clusters, _ = run("crimeclusters", {**asked, "OUTPUT": "memory:"})
    for name in ("CLUSTERS", "CLUSTER_AREAS", "CRIMES", "MISSING_MONTHS"):
        assert results[name] == clusters[name]
    assert clusters["CLUSTERS"] > 0
    assert list(rows) == [*CHANCE, "counts dealt among snap points", "thrown on residents"]
    assert {row["kind"] for name, row in rows.items() if name in CHANCE} == {"chance"}
    for row in rows.values():
        assert row["maps"] == 20
        assert row["called_least"] <= row["called_mean"] <= row["called_most"]
        assert (row["called_most"] > 0) == (row["maps_with_any"] > 0)
        assert row["called_real"] == clusters["CLUSTERS"]
    worst = max(rows[name]["maps_with_any"] for name in CHANCE)
    assert results["MAPS_WITH_ANY"] == worst <= 5, "the 99.9 % bound of a true 5 %"
    many = "None" if worst == 0 else str(worst)
    assert f"{many} of 20 maps made by pure chance had any cluster" in results["SENTENCE"]


@pytest.mark.parametrize(
    "asked",
    [{"UNITS": "LSOA"}, {"CELL_SIZE": 500}, {"CELL_SIZE": 1000, "DIRECTION": "both"}, {"EXPOSURE": "residents"}],
)
def test_what_reverses_the_finding_is_in_title_and_sentence(cache: str, tmp_path: Path, asked: dict[str, Any]) -> None:
    page = tmp_path / "page.html"
    rows, results = table({"CACHE": cache, "TYPES": [VEHICLES], "REPORT": str(page), **asked})
    read = read_page(page)
    assert read.short == results["SENTENCE"] == short_of(page)
    assert read.short.startswith(read.title)
    yours = rows["thrown at random"]["called_real"]
    pure = max(rows[name]["as_many_as_real"] for name in CHANCE if rows[name]["maps"])
    grounds = {
        "where people live": rows["thrown on residents"],
        "where snap points lie": rows["counts dealt among snap points"],
    }
    enough = {
        cause for cause, row in grounds.items()
        if row["maps"] and (yours <= row["called_most"] and row["as_many_as_real"] > 1)
    }  # fmt: skip
    if not yours:
        assert "yours has none" in read.title
    elif pure > 1:
        assert read.title.startswith("Chance would do this")
    elif enough:
        assert read.title.startswith("Pure chance would not do this, but ")
        assert {cause for cause in grounds if cause in read.title} == enough
    else:
        assert read.title.startswith("Neither chance nor ")


def a_run(called: int, residents: tuple[int, int], streets: tuple[int, int], pure: int = 0) -> NullRun:
    """A run of 100 maps of each kind: those that keep the ground have from … to … called, evenly; of pure chance
    `pure` have as many as the real map."""
    nouns = SimpleNamespace(nouns=("unit", "units"))
    asked = SimpleNamespace(alpha=0.05, direction=Direction.HOT, counted_in=nouns)
    real: Any = SimpleNamespace(clusters=called, quiet=0, areas=1, asked=asked, exposure=None, grids=None)
    thrown = np.array([called] * pure + [0] * (100 - pure))
    kept = {Null.STREETS: streets, Null.RESIDENTS: residents}
    tried = [Tried(Null.THROWN, True, NullMaps(thrown))]
    tried += [Tried(null, False, NullMaps(np.linspace(*ends, 100).astype(int))) for null, ends in kept.items()]
    return NullRun(real, 100, tuple(tried))


@pytest.mark.parametrize(
    ("run_made", "title"),
    [
        (
            a_run(190, (662, 911), (5, 90)),
            "Pure chance would not do this, but where people live alone would: your map has",
        ),
        (
            a_run(190, (100, 300), (5, 90)),
            "Pure chance would not do this, but where people live alone could: your map has",
        ),
        (
            a_run(190, (5, 90), (149, 456)),
            "Pure chance would not do this, but where snap points lie alone could: your map",
        ),
        (
            a_run(190, (662, 911), (149, 456)),
            "where people live alone would, and so could where snap points lie: your map",
        ),
        (a_run(190, (0, 1), (0, 1)), "Neither chance nor where people live nor where snap points lie alone would do"),
        (a_run(190, (662, 911), (5, 90), pure=30), "Chance would do this: 30 of 100 maps made by chance have as many"),
        (a_run(0, (662, 911), (5, 90), pure=0), "None of 100 maps made by chance had any cluster; yours has none"),
    ],
)
def test_the_title_says_what_would_do_it_alone(run_made: NullRun, title: str) -> None:
    assert title in finding(run_made)


def test_the_same_seed_makes_the_same_maps(cache: str) -> None:
    asked = {"CACHE": cache, "UNITS": "LSOA", "ALPHA": 0.3}
    first, _ = table({**asked, "SEED": 4})
    again, _ = table({**asked, "SEED": 4})
    assert first == again


def test_a_kind_that_does_not_apply_says_why(cache: str) -> None:
    around = polygon_layer([box(400000, 300000, 2000)])
    points = [(400100.0 + 125 * at, 300100.0 + 120 * at) for at in range(15)] * 3
    layer = point_layer(points, counts=[1.5] * len(points))
    rows, results = table({"INPUT": layer, "COUNT_FIELD": "n", "STUDY_AREA": around})
    assert not rows["thrown at random"]["maps"]
    assert "no whole numbers" in rows["thrown at random"]["meaning"]
    assert rows["counts dealt anew"]["maps"] == 20
    assert results["MAPS_WITH_ANY"] == rows["counts dealt anew"]["maps_with_any"]
    asked = {"CACHE": cache, "TYPES": [VEHICLES], "CELL_SIZE": 500}
    rows, _ = table({**asked, "EXPOSURE": "crime types", "EXPOSURE_TYPES": ["Burglary"]})
    assert "same stacks" in rows["unequal stacks"]["meaning"]
    assert rows["thrown at random"]["maps"] == 20
    rows, _ = table({**asked, "EXPOSURE": "residents"})
    assert "compares with what is at risk" in rows["thrown on residents"]["meaning"]


def test_page_chart_and_table_are_written(cache: str, tmp_path: Path) -> None:
    page, chart, out = tmp_path / "chance.html", tmp_path / "chance.svg", tmp_path / "chance.gpkg"
    asked = {"CACHE": cache, "TYPES": [VEHICLES], "REPORT": str(page), "CHART": str(chart), "OUTPUT": str(out)}
    results, _ = run("nullmaps", {"MAPS": 20, **asked})
    text = page.read_text(encoding="utf-8")
    assert html.escape(results["SENTENCE"]) in text
    assert "Invented sample" in text
    assert "How many would chance give?" in text
    assert "MAPS=20" in text
    assert str(tmp_path) not in text, "no folder of this machine"
    assert "your map" in chart.read_text(encoding="utf-8")
    assert QgsVectorLayer(f"{out}|layername=chance", "table", "ogr").featureCount() == 6
    run("nullmaps", {"MAPS": 20, **asked})  # takes the place of its own result


def test_it_stops_within_a_second(cache: str) -> None:
    feedback = Listening(cancel_at=31)
    with little_work(2), pytest.raises(QgsProcessingException, match="Stopped"):
        run("nullmaps", {"CACHE": cache, "OUTPUT": "memory:", "MAPS": 5000}, feedback)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"UNITS": "layer"}, "Choose the layer of units"),
        ({"EXPOSURE": "crime types"}, "Choose the crime types to compare with"),
        ({"TYPES": ["Bicycle theft"], "FROM": "2025-01", "TO": "2025-01"}, "crimes|Bicycle theft"),
    ],
)
def test_what_cannot_be_tested_ends_in_a_sentence(cache: str, parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence):
        run("nullmaps", {"CACHE": cache, "OUTPUT": "memory:", **parameters})


@pytest.mark.slow
@pytest.mark.parametrize("units", ["LSOA", "square"])
def test_chance_has_clusters_on_one_map_in_twenty_at_most(cache: str, units: str) -> None:
    rows, _ = table({"CACHE": cache, "MAPS": 120, "UNITS": units})
    assert max(rows[name]["maps_with_any"] for name in CHANCE) <= 6, (
        "where 12 of 100 maps have any, 99 of 100 such runs find more"
    )
