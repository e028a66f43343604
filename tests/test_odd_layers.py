# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers, counts and numbers that nobody should give: a sentence, or a result in which no crime is lost."""

from __future__ import annotations

import math
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProcessingException, QgsRasterLayer, QgsVectorLayer

from tests.algorithm_runs import Listening, box, clusters, point_layer, polygon_layer, registered, rows, run
from tests.conftest import ROOT

STUDY = box(400000, 300000, 5000)
POINTS = [(400_050.0 + 97 * i % 4900, 300_050.0 + 61 * i % 4900) for i in range(400)]
NOWHERE = "has no polygon that can be used"


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


def layer_of(kind: str, shapes: list[str], crs: str = "EPSG:27700", fields: str = "") -> QgsVectorLayer:
    """A layer of any kind of geometry, as WKT; '' is a feature without."""
    layer = QgsVectorLayer(f"{kind}?crs={crs}{fields}", "made", "memory")
    features = []
    for shape in shapes:
        feature = QgsFeature(layer.fields())
        if shape:
            feature.setGeometry(QgsGeometry.fromWkt(shape))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def counted(values: list[Any], kind: str = "double") -> QgsVectorLayer:
    """Points with a field `n` of any type."""
    layer = QgsVectorLayer(f"Point?crs=EPSG:27700&field=n:{kind}", "made", "memory")
    features = []
    for (x, y), value in zip(POINTS, values):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(f"POINT({x} {y})"))
        feature.setAttributes([value])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def refused(sentence: str, algorithm: str = "crimeclusters", **changed: Any) -> None:
    """Run with one thing changed; it ends in that sentence, which is one and no trace."""
    parameters = {"INPUT": point_layer(POINTS), "STUDY_AREA": polygon_layer([STUDY]), "OUTPUT": "memory:"}
    if algorithm == "crimedensity":
        parameters["OUTPUT"] = "TEMPORARY_OUTPUT"
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        run(algorithm, {**parameters, **changed})
    said = str(caught.value)
    assert "Traceback" not in said
    assert "\n" not in said
    assert said.endswith(".")


# --- counts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nonexistent", "N "])
def test_a_count_field_that_is_not_there_is_never_one_each(name: str) -> None:
    refused(f"has no field '{name}' to count by. Its fields: n", COUNT_FIELD=name)


@pytest.mark.parametrize(
    ("values", "kind", "sentence"),
    [
        (["a", "1"], "string", "'a', which is no number"),
        ([1.0, math.nan], "double", "'nan', which is no number"),
        ([1.0, math.inf], "double", "'inf', which is no number"),
        ([1.0, None], "double", "empty is not zero"),
        ([1.0, -1.0], "double", "below zero"),
        ([1e18], "double", "not exact"),
        ([1e20], "double", "not exact"),
        ([1.7e308], "double", "not exact"),
        ([2**62], "int8", "not exact"),
    ],
)
@pytest.mark.parametrize("algorithm", ["crimeclusters", "crimedensity"])
def test_counts_that_are_none(values: list[Any], kind: str, sentence: str, algorithm: str) -> None:
    repeated = (values * 400)[:400]
    refused(sentence, algorithm, INPUT=counted(repeated, kind), COUNT_FIELD="n")


@pytest.mark.parametrize("counts", [(10_000_000, 10_000_000), (1_000_003, 1_000_004)], ids=["common factor", "none"])
def test_huge_counts_are_tested_in_little_memory(counts: tuple[int, int]) -> None:
    """A table of all sums that could be would take gigabytes."""
    layer = counted([float(counts[i % 2]) for i in range(400)])
    units = clusters({"INPUT": layer, "COUNT_FIELD": "n", "STUDY_AREA": polygon_layer([STUDY])})
    assert sum(unit["count"] for unit in units) == 200 * sum(counts)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000, "kilobytes"


def test_a_common_factor_changes_nothing() -> None:
    area = polygon_layer([STUDY])
    once, many = (
        clusters(
            {"INPUT": counted([float(k * (1 + i % 3)) for i in range(400)]), "COUNT_FIELD": "n", "STUDY_AREA": area}
        )
        for k in (1, 1000)
    )
    assert [(u["p"], u["verdict"]) for u in once] == [(u["p"], u["verdict"]) for u in many]


# --- geometries -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shapes",
    [
        [""] * 30,
        ["POLYGON EMPTY"] * 30,
        ["POLYGON((400000 300000,nan 300000,405000 305000,400000 305000,400000 300000))"] * 30,
        ["POLYGON((400000 300000,inf 300000,405000 305000,400000 305000,400000 300000))"] * 30,
        [box(-1e300, -1e300, 2e300)] * 30,
    ],
    ids=["null", "empty", "nan", "infinite", "beyond all"],
)
@pytest.mark.parametrize("parameter", ["STUDY_AREA", "UNIT_LAYER"])
def test_polygons_that_are_nowhere(shapes: list[str], parameter: str) -> None:
    layer = layer_of("Polygon", shapes)
    if parameter == "UNIT_LAYER":
        refused(NOWHERE, UNITS="layer", UNIT_LAYER=layer, STUDY_AREA=None)
    else:
        refused(NOWHERE, STUDY_AREA=layer)


def test_one_bad_polygon_among_good_ones_is_left_out_and_said() -> None:
    feedback = Listening()
    area = layer_of("Polygon", [STUDY, "", box(-1e300, -1e300, 2e300)])
    units = clusters({"INPUT": point_layer(POINTS), "STUDY_AREA": area}, feedback)
    assert sum(unit["count"] for unit in units) == len(POINTS)
    assert any("1 feature without geometry" in line for line in feedback.warned)
    assert any("cannot be placed" in line for line in feedback.warned)


@pytest.mark.parametrize(
    ("kind", "shape"), [("Polygon", STUDY), ("LineString", "LINESTRING(400000 300000,405000 305000)")]
)
@pytest.mark.parametrize("algorithm", ["crimeclusters", "crimedensity"])
def test_what_is_no_point_is_refused_as_points(kind: str, shape: str, algorithm: str) -> None:
    refused("is no layer of points. Choose one, or make centroids", algorithm, INPUT=layer_of(kind, [shape] * 30))


@pytest.mark.parametrize("kind", ["Point", "None"])
def test_what_is_no_polygon_is_refused_as_a_study_area(kind: str) -> None:
    refused("no polygon|is empty|no CRS", STUDY_AREA=layer_of(kind, ["POINT(400000 300000)"]))


def test_units_with_curves_and_heights_become_plain_polygons(tmp_path: Path) -> None:
    circles = [
        f"CURVEPOLYGONZ(CIRCULARSTRINGZ({x} {y + 500} 1,{x + 500} {y + 1000} 1,{x + 1000} {y + 500} 1,"
        f"{x + 500} {y} 1,{x} {y + 500} 1))"
        for x in range(400_000, 405_000, 1000)
        for y in range(300_000, 305_000, 1000)
    ]
    path = str(tmp_path / "units.gpkg")
    units = {"UNITS": "layer", "UNIT_LAYER": layer_of("CurvePolygonZ", circles), "INPUT": point_layer(POINTS)}
    run("crimeclusters", {**units, "OUTPUT": path})
    kinds = {feature.geometry().asWkt(0).partition("(")[0].strip() for feature in QgsVectorLayer(path).getFeatures()}
    assert kinds == {"MultiPolygon"}


@pytest.mark.parametrize("kind", ["twice", "one over all"])
def test_units_that_overlap_are_said(kind: str) -> None:
    squares = [box(400_000 + 500 * i, 300_000 + 500 * j, 500) for i in range(10) for j in range(10)]
    layer = polygon_layer([*squares, *squares[:5]] if kind == "twice" else [*squares, STUDY])
    feedback = Listening()
    clusters({"INPUT": point_layer(POINTS), "UNITS": "layer", "UNIT_LAYER": layer}, feedback)
    assert any("overlap" in line and "first of them only" in line for line in feedback.warned)
    feedback = Listening()
    clusters({"INPUT": point_layer(POINTS), "UNITS": "layer", "UNIT_LAYER": polygon_layer(squares)}, feedback)
    assert not [line for line in feedback.warned if "overlap" in line]


# --- points on edges --------------------------------------------------------------------------------------


def test_points_on_the_edge_of_the_study_area_count_in_every_kind_of_unit(tmp_path: Path) -> None:
    """Corners of a 250 m grid, those of the whole area among them: 21 rows of 21."""
    corners = [(400_000.0 + 250 * i, 300_000.0 + 250 * j) for i in range(21) for j in range(21)]
    squares = polygon_layer(box(400_000 + 250 * i, 300_000 + 250 * j, 250) for i in range(20) for j in range(20))
    common = {"INPUT": point_layer(corners), "STUDY_AREA": polygon_layer([STUDY])}
    found = {}
    for name, units in (("square", {}), ("hexagon", {}), ("layer", {"UNIT_LAYER": squares})):
        results, context = run("crimeclusters", {**common, "UNITS": name, **units, "OUTPUT": "memory:"})
        assert (results["CRIMES"], results["OUTSIDE"]) == (441, 0), name
        found[name] = rows(results, context)
    results, _ = run("crimedensity", {**common, "OUTPUT": str(tmp_path / "d.tif")})
    assert (results["CRIMES"], results["OUTSIDE"]) == (441, 0)

    def by_place(name: str) -> dict[tuple[int, int], int]:
        centres = [(unit["geometry"].centroid().asPoint(), unit["count"]) for unit in found[name]]
        return {(int(at.x() // 250), int(at.y() // 250)): count for at, count in centres}

    assert by_place("square") == by_place("layer"), "a corner belongs to the square east and north of it in both"


# --- density ----------------------------------------------------------------------------------------------


def _adds_up(results: dict[str, Any], cell: float) -> float:
    layer = QgsRasterLayer(results["OUTPUT"], "d")
    block = layer.dataProvider().block(1, layer.extent(), layer.width(), layer.height())
    values = np.frombuffer(bytes(block.data()), dtype="<f4").astype(float)
    return float(values[values >= 0].sum()) * cell**2 / 1e6


@pytest.mark.parametrize(("cell", "radius"), [(250, 500), (333, 350), (50, 500), (250, 250)])
def test_no_crime_is_lost_in_thin_or_cut_parts(tmp_path: Path, cell: float, radius: float) -> None:
    """A strip narrower than half a cell, far from the rest, and points everywhere up to the edge."""
    generator = np.random.default_rng(2)
    points = [
        *generator.uniform((400_000, 300_000), (405_000, 305_000), (1000, 2)).tolist(),
        *generator.uniform((430_010, 300_000), (430_110, 310_000), (300, 2)).tolist(),
        (405_000.0, 305_000.0),
    ]
    area = polygon_layer([STUDY, box(430_010, 300_000, 100, 10_000)])
    parameters = {"INPUT": point_layer(points), "STUDY_AREA": area, "CELL_SIZE": cell, "BANDWIDTH": radius}
    results, _ = run("crimedensity", {**parameters, "OUTPUT": str(tmp_path / "d.tif")})
    assert results["CRIMES"] == 1301
    assert _adds_up(results, cell) == pytest.approx(1301, rel=1e-5)


@pytest.mark.parametrize("radius", [1e12, 1e6, 3e5])
def test_a_radius_beyond_what_can_be_computed_is_refused_at_once(radius: float) -> None:
    began = time.monotonic()
    refused("than can be computed in minutes", "crimedensity", BANDWIDTH=radius, CELL_SIZE=50)
    assert time.monotonic() - began < 2


def test_a_wide_radius_can_be_cancelled() -> None:
    """In a process of its own: a timer cancels half a second after the spreading began."""
    command = [sys.executable, "-c", CANCELLED]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert "Stopped" in done.stdout, done.stderr
    assert float(done.stdout.split()[-1]) < 1


CANCELLED = """
import os, sys, threading, time
from policeuk_plugin.analysis.density import quartic_density, raster_over
from policeuk_plugin.analysis.errors import AnalysisCancelled
from policeuk_plugin.analysis.places import Places
import numpy as np
generator = np.random.default_rng(1)
x, y = generator.uniform(0, 10_000, (2, 20_000))
stopped = []
threading.Timer(0.5, lambda: stopped.append(time.monotonic())).start()
grid = raster_over((0, 0, 10_000, 10_000), 25)
try:
    quartic_density(Places(x, y, np.ones(20_000, dtype=int)), grid, 8_000, None, lambda: bool(stopped))
except AnalysisCancelled as error:
    print(error, time.monotonic() - stopped[0])
sys.stdout.flush()
os._exit(0)
"""


# --- grids and reference systems --------------------------------------------------------------------------


def test_towns_far_apart_are_no_large_grid() -> None:
    towns = [box(400_000, 300_000, 3000), box(180_000, 40_000, 3000), box(420_000, 580_000, 3000)]
    points = [(400_000.0 + 7 * i, 300_000.0 + 7 * i) for i in range(400)]
    units = clusters({"INPUT": point_layer(points), "STUDY_AREA": polygon_layer(towns), "CELL_SIZE": 100})
    assert len(units) == 3 * 30 * 30
    assert sum(unit["count"] for unit in units) == 400
    refused("would make 27,000,000 cells", STUDY_AREA=polygon_layer(towns), CELL_SIZE=1)


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:4978", "EPSG:4326", "EPSG:2263"])
def test_a_crs_that_is_out_by_more_than_a_little_is_refused(crs: str) -> None:
    refused("does not measure in metres on the ground", CRS=crs)


@pytest.mark.parametrize("crs", ["EPSG:32630", "EPSG:29903", "EPSG:3035"])
def test_a_crs_in_metres_is_taken(crs: str) -> None:
    units = clusters({"INPUT": point_layer(POINTS), "STUDY_AREA": polygon_layer([STUDY]), "CRS": crs})
    assert sum(unit["count"] for unit in units) == len(POINTS)


@pytest.mark.parametrize(("longitude", "latitude"), [(0.0, 0.0), (13.4, 52.5), (-74.0, 40.7)])
def test_a_place_elsewhere_needs_a_crs(longitude: float, latitude: float) -> None:
    area = polygon_layer([box(longitude - 0.1, latitude - 0.1, 0.2)], "EPSG:4326")
    points = point_layer([(longitude + 0.0004 * i, latitude) for i in range(200)], "EPSG:4326")
    refused("lies outside the United Kingdom", INPUT=points, STUDY_AREA=area)


def test_ireland_is_in_its_own_grid() -> None:
    area = polygon_layer([box(-6.36, 53.25, 0.2)], "EPSG:4326")
    points = point_layer([(-6.35 + 0.0004 * i, 53.35) for i in range(200)], "EPSG:4326")
    results, context = run("crimeclusters", {"INPUT": points, "STUDY_AREA": area, "OUTPUT": "memory:"})
    assert context.takeResultLayer(results["OUTPUT"]).crs().authid() == "EPSG:29903"


def test_what_is_drawn_is_told_in_plain_words() -> None:
    feedback = Listening()
    halves = counted([0.5 + i % 2 for i in range(400)])
    parameters = {"INPUT": halves, "COUNT_FIELD": "n", "STUDY_AREA": polygon_layer([STUDY]), "CELL_SIZE": 1000}
    clusters(parameters, feedback)
    (line,) = [line for line in feedback.warned if "random permutations" in line]
    assert "1 units" not in line
    assert "one unit has to stand out before any is called" in line
