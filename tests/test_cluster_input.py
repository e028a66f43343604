# SPDX-License-Identifier: GPL-2.0-or-later
"""What clusters are made of: grids, edges, study areas, polygons that cannot be used; what cannot be meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsProcessingException,
)

from tests.algorithm_runs import POINTS, STUDY, Listening, box, clusters, point_layer, polygon_layer, rows, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.cluster_cases import cache as _cache  # noqa: F401 - a fixture
from tests.cluster_cases import outlines as _outlines  # noqa: F401 - a fixture
from tests.cluster_cases import scattered
from tests.plugin_caches import make_cache


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_a_layer_in_another_crs_is_moved(crs: str) -> None:
    points, area = scattered(), polygon_layer([STUDY])
    there = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:27700"), QgsCoordinateReferenceSystem(crs), QgsCoordinateTransformContext()
    )
    moved = [(at.x(), at.y()) for at in (there.transform(x, y) for x, y in points)]
    expected = clusters({"INPUT": point_layer(points), "STUDY_AREA": area})
    units = clusters({"INPUT": point_layer(moved, crs), "STUDY_AREA": area})
    assert [unit["count"] for unit in units] == [unit["count"] for unit in expected]


def test_metres_in_a_layer_said_to_be_in_degrees_are_told_as_what_is_wrong() -> None:
    metres = polygon_layer([box(507_000, 220_000, 1500)], "EPSG:4326")
    study = polygon_layer([STUDY])
    for asked in ({"STUDY_AREA": metres}, {"STUDY_AREA": study, "UNITS": "layer", "UNIT_LAYER": metres}):
        with pytest.raises(QgsProcessingException, match=r"degrees \(EPSG:4326\), but has coordinates such as 508,500"):
            clusters({"INPUT": point_layer(POINTS), **asked})


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
    points: list[Any] = [*scattered(), None, (0.0, 0.0), (1e12, 1e12)]
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
    units = clusters({"INPUT": point_layer(scattered()), "STUDY_AREA": polygon_layer([bowtie, ""])}, feedback)
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
        ({"INPUT": ("few", scattered()[:19], "EPSG:27700")}, "Only 19 crimes"),
        ({"INPUT": ("none", [], "EPSG:27700")}, "is empty"),
        ({"INPUT": ("nowhere", scattered(), "")}, "has no CRS"),
        ({"COUNT_FIELD": "n", "INPUT": ("hole", [None] * 30, "EPSG:27700")}, "empty is not zero"),
    ],
)
def test_bad_input_ends_in_a_sentence(changed: dict[str, Any], sentence: str) -> None:
    parameters: dict[str, Any] = {
        "INPUT": ("points", scattered(), "EPSG:27700"),
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
