# SPDX-License-Identifier: GPL-2.0-or-later
"""Clusters as QGIS runs them, against plain counting with shapely and against published figures."""

from __future__ import annotations

import csv
import math
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
)

from tests.algorithm_runs import (
    STUDY,
    Listening,
    box,
    clusters,
    crimes_in_metres,
    in_metres,
    point_layer,
    polygon_layer,
    rows,
    run,
    shapely_outlines,
)
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.cluster_cases import cache as _cache  # noqa: F401 - a fixture
from tests.cluster_cases import outlines as _outlines  # noqa: F401 - a fixture
from tests.cluster_cases import scattered
from tests.pace import little_work
from tests.plugin_caches import make_cache

VEHICLES, BURGLARY = "Vehicle crime", "Burglary"
FIELDS = ("count", "places", "largest_place_share", "z", "p", "q", "verdict")


def _plain_counts(crimes: list[tuple[float, float, Any]], area: Any, size: float) -> tuple[Counter, Counter]:
    from shapely.geometry import Point

    points, cells, places = Counter((x, y) for x, y, _ in crimes), Counter(), Counter()
    for (x, y), count in points.items():
        if area.covers(Point(x, y)):
            cell = math.floor(x / size), math.floor(y / size)
            cells[cell] += count
            places[cell] += 1
    return cells, places


def test_squares_hold_what_plain_counting_finds(cache: str, sample_zip: Path, outlines: dict[str, Any]) -> None:
    from shapely import wkt
    from shapely.ops import unary_union

    area = unary_union(list(outlines.values()))
    crimes = crimes_in_metres(sample_zip)
    cells, places = _plain_counts(crimes, area, 250)
    feedback = Listening()
    results, context = run("crimeclusters", {"CACHE": cache, "OUTPUT": "memory:"}, feedback)
    units = rows(results, context)
    found = {}
    covered = 0.0
    for unit in units:
        shape = wkt.loads(unit["geometry"].asWkt(6))
        covered += shape.area
        centre = shape.representative_point()
        found[math.floor(centre.x / 250), math.floor(centre.y / 250)] = unit
        assert shape.difference(area.buffer(0.01)).area < 0.01
    assert covered == pytest.approx(area.area, rel=1e-6)
    assert len(found) == len(units) == results["UNITS"]
    assert {cell: unit["count"] for cell, unit in found.items() if unit["count"]} == dict(cells)
    assert {cell: unit["places"] for cell, unit in found.items() if unit["places"]} == dict(places)
    assert results["CRIMES"] == sum(cells.values())
    assert results["CRIMES"] + results["OUTSIDE"] == len(crimes)
    assert results["MISSING_MONTHS"] == 1
    assert any("February 2025" in line for line in feedback.said)
    assert [name for name in units[0] if name in FIELDS] == list(FIELDS)
    assert {unit["verdict"] for unit in units} <= {"cluster", "edge", "not a cluster", "too few crimes"}


@pytest.mark.parametrize(
    ("crime_type", "longitude", "latitude"), [(VEHICLES, 2.026997, 54.725401), (BURGLARY, 1.975125, 54.711992)]
)
def test_the_planted_clusters_are_found(cache: str, crime_type: str, longitude: float, latitude: float) -> None:
    planted = in_metres().transform(longitude, latitude)
    units = clusters({"CACHE": cache, "TYPES": [crime_type]})
    called = [unit for unit in units if unit["verdict"] == "cluster"]
    assert any(unit["geometry"].centroid().asPoint().distance(planted) < 330 for unit in called)
    for unit in called:
        assert unit["q"] <= 0.05
        assert unit["count"] > 0
        assert 0 <= unit["grids"] <= 4
    assert all(unit["count"] == 0 for unit in units if unit["verdict"] == "edge")


def test_lsoas_count_by_the_code_in_the_file(cache: str, sample_zip: Path) -> None:
    expected = Counter(row["LSOA code"] for _, _, row in crimes_in_metres(sample_zip) if row["LSOA code"])
    results, context = run("crimeclusters", {"CACHE": cache, "UNITS": "LSOA", "OUTPUT": "memory:"})
    units = {unit["code"]: unit for unit in rows(results, context)}
    assert len(units) == results["UNITS"] == 40
    assert {code: unit["count"] for code, unit in units.items() if unit["count"]} == {
        code: count for code, count in expected.items() if code in units
    }
    assert units["E01990001"]["name"] == "Dogger Bank 001A"
    assert results["OUTSIDE"] == sum(count for code, count in expected.items() if code not in units) + sum(
        not row["LSOA code"] for _, _, row in crimes_in_metres(sample_zip)
    )


def test_polygons_of_a_layer_count_each_point_once(
    cache: str, sample_zip: Path, sample_folder: Path, outlines: dict[str, Any]
) -> None:
    from shapely.geometry import Point

    expected: Counter[str] = Counter()
    crimes = Counter((x, y) for x, y, _ in crimes_in_metres(sample_zip))
    for (x, y), count in crimes.items():
        holding = [code for code, area in outlines.items() if area.covers(Point(x, y))]
        expected[holding[0] if holding else ""] += count
    layer = str(sample_folder / "sample_lsoa_2021.geojson")
    parameters = {"CACHE": cache, "UNITS": "layer", "UNIT_LAYER": layer, "OUTPUT": "memory:"}
    results, context = run("crimeclusters", parameters)
    units = {unit["code"]: unit["count"] for unit in rows(results, context)}
    assert units == {code: expected[code] for code in outlines}
    assert results["OUTSIDE"] == expected[""]


def test_z_of_a_layer_of_squares_is_the_published_gi_star(shared: Path) -> None:
    folder = shared / "methods" / "oracles"
    with (folder / "gistar_jan_32615_500m.csv").open(encoding="utf-8") as stream:
        cells = list(csv.DictReader(stream))
    with (folder / "memphis_robberies_jan_32615.csv").open(encoding="utf-8") as stream:
        points = [(float(row["x"]), float(row["y"])) for row in csv.DictReader(stream)]
    squares = polygon_layer((box(float(c["cx"]) - 250, float(c["cy"]) - 250, 500) for c in cells), "EPSG:32615")
    units = clusters(
        {"INPUT": point_layer(points, "EPSG:32615"), "UNITS": "layer", "UNIT_LAYER": squares, "CRS": "EPSG:32615"}
    )
    assert [unit["count"] for unit in units] == [int(cell["n"]) for cell in cells]
    assert max(unit["z"] for unit in units) == pytest.approx(8.931432, abs=1e-6)
    np.testing.assert_allclose([unit["z"] for unit in units], [float(cell["gistar"]) for cell in cells], atol=1e-8)


def _plain(units: list[dict[str, Any]]) -> list[list[Any]]:
    return [[unit[name] for name in unit if name != "geometry"] for unit in units]


def test_counted_points_equal_points_drawn_out_and_every_run_the_same() -> None:
    points = scattered()
    single = clusters({"INPUT": point_layer(points), "STUDY_AREA": polygon_layer([STUDY])})
    doubled = point_layer([*points[:100], *points], counts=[1.0] * 100 + [1.0] * 400)
    weighted = point_layer(points, counts=[2.0] * 100 + [1.0] * 300)
    area = polygon_layer([STUDY])
    first = clusters({"INPUT": weighted, "COUNT_FIELD": "n", "STUDY_AREA": area})
    assert _plain(first) == _plain(clusters({"INPUT": weighted, "COUNT_FIELD": "n", "STUDY_AREA": area}))
    assert _plain(first) == _plain(clusters({"INPUT": doubled, "STUDY_AREA": area}))
    assert _plain(first) != _plain(single)
    assert any(unit["verdict"] == "cluster" for unit in single)


@pytest.mark.parametrize("at", [1, 20, 50, 65])
def test_cancel_returns_fast(cache: str, at: int) -> None:
    feedback = Listening(cancel_at=at)
    if at == 1:
        feedback.cancel()
    with little_work(2), pytest.raises(QgsProcessingException, match="Stopped"):
        clusters({"CACHE": cache}, feedback)


def test_anti_social_behaviour_only_when_asked_for(cache: str) -> None:
    without, _ = run("crimeclusters", {"CACHE": cache, "OUTPUT": "memory:"})
    included, _ = run("crimeclusters", {"CACHE": cache, "INCLUDE_ASB": True, "OUTPUT": "memory:"})
    alone, _ = run("crimeclusters", {"CACHE": cache, "TYPES": ["Anti-social behaviour"], "OUTPUT": "memory:"})
    assert alone["CRIMES"] > 0
    assert without["CRIMES"] + alone["CRIMES"] == included["CRIMES"]
    burglary, _ = run("crimeclusters", {"CACHE": cache, "TYPES": ["Burglary"], "OUTPUT": "memory:"})
    both, _ = run("crimeclusters", {"CACHE": cache, "TYPES": ["Burglary"], "INCLUDE_ASB": True, "OUTPUT": "memory:"})
    assert burglary["CRIMES"] + alone["CRIMES"] == both["CRIMES"]


def test_a_loaded_layer_is_styled_and_explains_itself(cache: str) -> None:
    from processing.gui import Postprocessing

    project = QgsProject.instance()
    project.clear()
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("policeuk:crimeclusters")
    context = QgsProcessingContext()
    context.setProject(project)
    loading = QgsProcessingOutputLayerDefinition("memory:", project)
    results, done = algorithm.run({"CACHE": cache, "OUTPUT": loading}, context, Listening(), {}, False)
    assert done
    Postprocessing.iface = None
    assert Postprocessing.handleAlgorithmResults(algorithm, context, QgsProcessingFeedback(False), results)
    (layer,) = project.mapLayers().values()
    assert layer.name().startswith("Crime clusters: Recorded crime")
    shown = [c.value() for c in layer.renderer().categories()]
    assert shown == ["cluster", "one snap point", "edge", "too few crimes", "not a cluster"]
    metadata = layer.metadata()
    assert any("snap point" in line for line in metadata.rights())
    assert "February 2025" in metadata.abstract()
    assert any("policeuk:crimeclusters" in line for line in metadata.history())
    assert metadata.crs().authid() == "EPSG:27700"
    box = metadata.extent().spatialExtents()[0].bounds.toRectangle()
    assert box.contains(layer.extent())
    assert box.area() > 0
    (span,) = metadata.extent().temporalExtents()
    assert (span.begin().toString("yyyy-MM-dd"), span.end().toString("yyyy-MM-dd")) == ("2024-05-01", "2026-04-30")
    assert all(f"\n{field.name()}: " in metadata.abstract() for field in layer.fields())
    project.clear()


def test_a_model_uses_its_numbers(cache: str) -> None:
    model = QgsProcessingModelAlgorithm("m", "tests")
    child = QgsProcessingModelChildAlgorithm("policeuk:crimeclusters")
    child.setChildId("c")
    source = QgsProcessingModelChildParameterSource
    child.addParameterSources("CACHE", [source.fromStaticValue(cache)])
    child.addParameterSources("TYPES", [source.fromStaticValue(VEHICLES)])
    second = QgsProcessingModelChildAlgorithm("policeuk:crimeclusters")
    second.setChildId("d")
    second.addParameterSources("CACHE", [source.fromStaticValue(cache)])
    second.addParameterSources("SEED", [source.fromChildOutput("c", "CLUSTERS")])
    model.addChildAlgorithm(child)
    model.addChildAlgorithm(second)
    results, done = model.run({}, QgsProcessingContext(), Listening())
    assert done
    expected, _ = run("crimeclusters", {"CACHE": cache, "TYPES": [VEHICLES], "OUTPUT": "memory:"})
    assert results["CHILD_INPUTS"]["d"]["SEED"] == expected["CLUSTERS"] > 0
    assert results["CHILD_RESULTS"]["c"]["CRIMES"] == expected["CRIMES"]


def test_two_years_of_bedfordshire_against_plain_counting(shared: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    from shapely.geometry import Point
    from shapely.ops import unary_union
    from shapely.prepared import prep

    outlines_file = shared / "data" / "boundaries" / "lsoa2021_bedfordshire_bgc.geojson"
    look_up = shared / "data" / "lookups" / "lsoa21_ward24_lad24_csp24_pfa24.csv.gz"
    cache = str(make_cache(tmp_path / "beds.sqlite", bedfordshire_zip, areas=(outlines_file, look_up)))
    area = prep(unary_union(list(shapely_outlines(outlines_file).values())))
    crimes = crimes_in_metres(bedfordshire_zip)
    expected: Counter[tuple[int, int]] = Counter()
    for (x, y), count in Counter((x, y) for x, y, _ in crimes).items():
        if area.covers(Point(x, y)):
            expected[math.floor(x / 250), math.floor(y / 250)] += count
    with little_work(5):
        results, context = run("crimeclusters", {"CACHE": cache, "OUTPUT": "memory:"})
        run("crimedensity", {"CACHE": cache, "OUTPUT": str(tmp_path / "density.tif")})
    units = rows(results, context)
    assert {tuple(map(int, unit["id"].split("_"))): unit["count"] for unit in units if unit["count"]} == dict(expected)
    assert results["CRIMES"] == sum(expected.values())
    assert results["CRIMES"] + results["OUTSIDE"] == len(crimes)
    by_code = Counter(row["LSOA code"] for _, _, row in crimes)
    results, context = run("crimeclusters", {"CACHE": cache, "AREA": "csp:Luton", "UNITS": "LSOA", "OUTPUT": "memory:"})
    luton = {unit["code"]: unit["count"] for unit in rows(results, context)}
    assert len(luton) == 125
    assert luton == {code: by_code[code] for code in luton}
