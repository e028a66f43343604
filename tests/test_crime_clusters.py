# SPDX-License-Identifier: GPL-2.0-or-later
"""Clusters as QGIS runs them, against plain counting with shapely and against published figures."""

from __future__ import annotations

import csv
import math
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
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
    Listening,
    box,
    clusters,
    crimes_in_metres,
    in_metres,
    point_layer,
    polygon_layer,
    registered,
    rows,
    run,
    shapely_outlines,
)
from tests.plugin_caches import make_cache

VEHICLES, BURGLARY = "Vehicle crime", "Burglary"
FIELDS = ("count", "places", "largest_place_share", "z", "p", "q", "verdict")


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> str:
    """Give a cache of the sample with outlines, look-up and residents."""
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv"))
    return str(make_cache(tmp_path_factory.mktemp("clusters") / "policeuk.sqlite", sample_zip, areas=areas))


@pytest.fixture(scope="module")
def outlines(sample_folder: Path) -> dict[str, Any]:
    """Give the sample's LSOAs as shapely polygons in metres."""
    return shapely_outlines(sample_folder / "sample_lsoa_2021.geojson")


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


def _scattered(count: int = 400) -> list[tuple[float, float]]:
    generator = np.random.default_rng(5)
    points = generator.uniform((400000, 300000), (405000, 305000), (count, 2))
    points[:60] = generator.uniform((402000, 302000), (402700, 302700), (60, 2))
    return [(float(x), float(y)) for x, y in points]


STUDY = box(400000, 300000, 5000)


def _plain(units: list[dict[str, Any]]) -> list[list[Any]]:
    return [[unit[name] for name in unit if name != "geometry"] for unit in units]


def test_counted_points_equal_points_drawn_out_and_every_run_the_same() -> None:
    points = _scattered()
    single = clusters({"INPUT": point_layer(points), "STUDY_AREA": polygon_layer([STUDY])})
    doubled = point_layer([*points[:100], *points], counts=[1.0] * 100 + [1.0] * 400)
    weighted = point_layer(points, counts=[2.0] * 100 + [1.0] * 300)
    area = polygon_layer([STUDY])
    first = clusters({"INPUT": weighted, "COUNT_FIELD": "n", "STUDY_AREA": area})
    assert _plain(first) == _plain(clusters({"INPUT": weighted, "COUNT_FIELD": "n", "STUDY_AREA": area}))
    assert _plain(first) == _plain(clusters({"INPUT": doubled, "STUDY_AREA": area}))
    assert _plain(first) != _plain(single)
    assert any(unit["verdict"] == "cluster" for unit in single)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_a_layer_in_another_crs_is_moved(crs: str) -> None:
    points, area = _scattered(), polygon_layer([STUDY])
    there = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:27700"), QgsCoordinateReferenceSystem(crs), QgsCoordinateTransformContext()
    )
    moved = [(at.x(), at.y()) for at in (there.transform(x, y) for x, y in points)]
    expected = clusters({"INPUT": point_layer(points), "STUDY_AREA": area})
    units = clusters({"INPUT": point_layer(moved, crs), "STUDY_AREA": area})
    assert [unit["count"] for unit in units] == [unit["count"] for unit in expected]


def test_points_on_shared_edges_count_once() -> None:
    corners = [(400000.0 + 250 * i, 300000.0 + 250 * j) for i in range(21) for j in range(21)]
    for shape in ("square", "hexagon"):
        parameters = {"INPUT": point_layer(corners), "STUDY_AREA": polygon_layer([STUDY]), "UNITS": shape}
        results, context = run("crimeclusters", {**parameters, "OUTPUT": "memory:"})
        assert sum(unit["count"] for unit in rows(results, context)) == results["CRIMES"]
        assert results["CRIMES"] + results["OUTSIDE"] == len(corners)
        assert results["CRIMES"] >= 400


def test_northern_ireland_has_its_own_grid() -> None:
    area = polygon_layer(["POLYGON((-5.95 54.57,-5.88 54.57,-5.88 54.62,-5.95 54.62,-5.95 54.57))"], "EPSG:4326")
    generator = np.random.default_rng(1)
    points = point_layer(generator.uniform((-5.95, 54.57), (-5.88, 54.62), (200, 2)).tolist(), "EPSG:4326")
    results, context = run("crimeclusters", {"INPUT": points, "STUDY_AREA": area, "OUTPUT": "memory:"})
    assert context.takeResultLayer(results["OUTPUT"]).crs().authid() == "EPSG:29903"


def test_a_study_area_is_cut_to_what_is_held(cache: str, outlines: dict[str, Any]) -> None:
    from shapely.ops import unary_union

    area = unary_union(list(outlines.values()))
    west, south, east, north = area.bounds
    wide = polygon_layer([box(west - 20000, south - 20000, east - west + 40000, north - south + 40000)])
    feedback = Listening()
    units = clusters({"CACHE": cache, "STUDY_AREA": wide}, feedback)
    assert sum(unit["geometry"].area() for unit in units) == pytest.approx(area.area, rel=1e-6)
    assert any("missing is not zero" in line for line in feedback.warned)
    with pytest.raises(QgsProcessingException, match="wholly outside"):
        clusters({"CACHE": cache, "STUDY_AREA": polygon_layer([box(west - 90000, south, 2000)])})


def test_lost_points_are_counted_and_said() -> None:
    points: list[Any] = [*_scattered(), None, (0.0, 0.0), (1e12, 1e12)]
    parameters = {"INPUT": point_layer(points), "STUDY_AREA": polygon_layer([STUDY]), "OUTPUT": "memory:"}
    feedback = Listening()
    results, _ = run("crimeclusters", parameters, feedback)
    assert (results["CRIMES"], results["OUTSIDE"], results["UNPLACED"]) == (400, 2, 1)
    assert any("no geometry" in line for line in feedback.said)


def test_all_in_one_cell_and_all_equal_are_no_clusters() -> None:
    area, feedback = polygon_layer([STUDY]), Listening()
    stack = clusters({"INPUT": point_layer([(401010, 301010)] * 60), "STUDY_AREA": area}, feedback)
    assert not [unit for unit in stack if unit["verdict"] == "cluster"]
    assert [unit["largest_place_share"] for unit in stack if unit["count"]] == [1.0]
    assert any("one stack is never a cluster" in line for line in feedback.warned)
    centres = [(400125 + 250 * i, 300125 + 250 * j) for i in range(20) for j in range(20)]
    equal = clusters({"INPUT": point_layer(centres), "STUDY_AREA": area}, feedback)
    assert all(unit["verdict"] in ("not a cluster", "too few crimes") and not unit["z"] for unit in equal)
    assert any("z is not defined" in line for line in feedback.warned)


def test_invalid_polygons_are_mended_and_said() -> None:
    bowtie = "POLYGON((400000 300000,405000 305000,405000 300000,400000 305000,400000 300000))"
    feedback = Listening()
    units = clusters({"INPUT": point_layer(_scattered()), "STUDY_AREA": polygon_layer([bowtie, ""])}, feedback)
    assert sum(unit["geometry"].area() for unit in units) == pytest.approx(12.5e6, rel=1e-9)
    assert any("made valid" in line for line in feedback.warned)
    assert any("without geometry" in line for line in feedback.warned)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"CELL_SIZE": 1}, r"Cells of 1 m would make 25,0\d\d,\d\d\d cells"),
        ({"CELL_SIZE": 0}, "makes no grid"),
        ({"CELL_SIZE": 2500}, "too few to compare"),
        ({"CRS": "EPSG:4326"}, "does not measure in metres"),
        ({"STUDY_AREA": None}, "needs a study area"),
        ({"UNITS": "LSOA"}, "no LSOA codes"),
        ({"UNITS": "layer"}, "Choose the layer of units"),
        ({"STUDY_AREA": ("nowhere", [STUDY], "")}, "has no CRS"),
        ({"STUDY_AREA": ("empty", [], "EPSG:27700")}, "is empty"),
        ({"INPUT": ("few", _scattered()[:19], "EPSG:27700")}, "Only 19 crimes"),
        ({"INPUT": ("none", [], "EPSG:27700")}, "is empty"),
        ({"INPUT": ("nowhere", _scattered(), "")}, "has no CRS"),
        ({"COUNT_FIELD": "n", "INPUT": ("hole", [None] * 30, "EPSG:27700")}, "empty is not zero"),
    ],
)
def test_bad_input_ends_in_a_sentence(changed: dict[str, Any], sentence: str) -> None:
    parameters: dict[str, Any] = {
        "INPUT": ("points", _scattered(), "EPSG:27700"),
        "STUDY_AREA": ("a", [STUDY], "EPSG:27700"),
    }
    parameters.update(changed)
    for name, make in (("INPUT", point_layer), ("STUDY_AREA", polygon_layer)):
        if parameters[name] is not None:
            label, shapes, crs = parameters[name]
            parameters[name] = make(shapes, crs, [None] * 30) if label == "hole" else make(shapes, crs)
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        clusters(parameters)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"FROM": "2010-01", "TO": "2010-12"}, "Not one month from 2010-01 to 2010-12 is held"),
        ({"FROM": "2025-02", "TO": "2025-02"}, "Not one month"),
        ({"FROM": "2026-01", "TO": "2025-01"}, "is after the last"),
        ({"FROM": "May"}, "is not a month"),
        ({"AREA": "csp:Narnia"}, "knows no csp"),
        ({"AREA": "Narnia"}, "is not an area"),
        ({"AREA": "force:btp"}, "holds no street-level crimes"),
        ({"CACHE": "/no/such.sqlite"}, "There is no cache file"),
        ({"STUDY_AREA": "Edinburgh"}, "lies in Scotland"),
    ],
)
def test_what_the_cache_has_not_is_said_in_a_sentence(cache: str, changed: dict[str, Any], sentence: str) -> None:
    if "STUDY_AREA" in changed:
        changed = {"STUDY_AREA": polygon_layer([box(320000, 670000, 5000)])}
    with pytest.raises(QgsProcessingException, match=sentence):
        clusters({"CACHE": cache, **changed})


def test_a_study_area_without_outlines_of_the_area_is_taken_as_it_is(
    tmp_path: Path, sample_zip: Path, outlines: dict[str, Any]
) -> None:
    from shapely.ops import unary_union

    bare, feedback = str(make_cache(tmp_path / "bare.sqlite", sample_zip)), Listening()
    assert clusters({"CACHE": bare, "STUDY_AREA": polygon_layer([unary_union(list(outlines.values())).wkt])}, feedback)
    assert any("no outlines of the area" in line for line in feedback.warned)


@pytest.mark.parametrize("at", [1, 20, 50, 65])
def test_cancel_returns_fast(cache: str, at: int) -> None:
    began = time.monotonic()
    feedback = Listening(cancel_at=at)
    if at == 1:
        feedback.cancel()
    with pytest.raises(QgsProcessingException, match="Stopped"):
        clusters({"CACHE": cache}, feedback)
    assert time.monotonic() - began < 2


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
    began = time.process_time()
    results, context = run("crimeclusters", {"CACHE": cache, "OUTPUT": "memory:"})
    run("crimedensity", {"CACHE": cache, "OUTPUT": str(tmp_path / "density.tif")})
    assert time.process_time() - began < 5
    units = rows(results, context)
    assert {tuple(map(int, unit["id"].split("_"))): unit["count"] for unit in units if unit["count"]} == dict(expected)
    assert results["CRIMES"] == sum(expected.values())
    assert results["CRIMES"] + results["OUTSIDE"] == len(crimes)
    by_code = Counter(row["LSOA code"] for _, _, row in crimes)
    results, context = run("crimeclusters", {"CACHE": cache, "AREA": "csp:Luton", "UNITS": "LSOA", "OUTPUT": "memory:"})
    luton = {unit["code"]: unit["count"] for unit in rows(results, context)}
    assert len(luton) == 125
    assert luton == {code: by_code[code] for code in luton}
