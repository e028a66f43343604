# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers and counts that nobody should give: a sentence, or a result in which no crime is lost."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

from tests.algorithm_runs import POINTS, STUDY, Listening, box, clusters, point_layer, polygon_layer, rows, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.memory import grown
from tests.odd_cases import refused

NOWHERE = "has no polygon that can be used"


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
    with grown() as growth:
        units = clusters({"INPUT": layer, "COUNT_FIELD": "n", "STUDY_AREA": polygon_layer([STUDY])})
    assert sum(unit["count"] for unit in units) == 200 * sum(counts)
    assert growth[0] < 500 << 20


def test_a_common_factor_changes_nothing() -> None:
    area = polygon_layer([STUDY])
    once, many = (
        clusters(
            {"INPUT": counted([float(k * (1 + i % 3)) for i in range(400)]), "COUNT_FIELD": "n", "STUDY_AREA": area}
        )
        for k in (1, 1000)
    )
    assert [(u["p"], u["verdict"]) for u in once] == [(u["p"], u["verdict"]) for u in many]


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


def test_what_is_drawn_is_told_in_plain_words() -> None:
    feedback = Listening()
    halves = counted([0.5 + i % 2 for i in range(400)])
    parameters = {"INPUT": halves, "COUNT_FIELD": "n", "STUDY_AREA": polygon_layer([STUDY]), "CELL_SIZE": 1000}
    clusters(parameters, feedback)
    (line,) = [line for line in feedback.warned if "random permutations" in line]
    assert "1 units" not in line
    assert "one unit has to stand out before any is called" in line
