# SPDX-License-Identifier: GPL-2.0-or-later
"""A zip alone gives a cluster map: the study area where no outlines are held, and what is said of it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsRasterLayer

from tests.algorithm_runs import (
    Listening,
    box,
    clusters,
    crimes_in_metres,
    in_metres,
    polygon_layer,
    registered,
    rows,
    run,
)
from tests.plugin_caches import make_cache
from tests.sample_factory import btp_row, psni_row, street_csv, street_row

NOTE = "No outlines are held, so the study area is the ground on and between known snap points"


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    yield from registered()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, sample_zip: Path) -> str:
    """Give a cache of the sample's archive and nothing else."""
    return str(make_cache(tmp_path_factory.mktemp("bare") / "policeuk.sqlite", sample_zip))


def published(folder: Path, force: str, month: str, data: list[dict[str, str]]) -> Path:
    """A folder with one published file."""
    folder.mkdir(exist_ok=True)
    (folder / f"{month}-{force}-street.csv").write_bytes(street_csv(month, force, data))
    return folder


def test_squares_are_counted_on_the_ground_known(bare: str, sample_zip: Path, tmp_path: Path) -> None:
    crimes, page, feedback = crimes_in_metres(sample_zip), tmp_path / "page.html", Listening()
    expected = Counter((math.floor(x / 250), math.floor(y / 250)) for x, y, _ in crimes)
    parameters = {"CACHE": bare, "REPORT": str(page), "OUTPUT": str(tmp_path / "clusters.gpkg")}
    results, context = run("crimeclusters", parameters, feedback)
    units = rows(results, context)
    found = {tuple(map(int, unit["id"].split("_"))): unit["count"] for unit in units}
    assert {cell: count for cell, count in found.items() if count} == dict(expected)
    assert (results["CRIMES"], results["OUTSIDE"]) == (len(crimes), 0)
    assert any(unit["verdict"] == "cluster" for unit in units)
    points = np.array([(x, y) for x, y, _ in crimes])
    for unit in units:
        centre = unit["geometry"].centroid().asPoint()
        assert np.hypot(*(points - (centre.x(), centre.y())).T).min() <= 1000
    area = sum(unit["geometry"].area() for unit in units)
    assert any(line.startswith(NOTE) and f": {area / 1e6:,.0f} km²" in line for line in feedback.warned)
    assert NOTE in page.read_text(encoding="utf-8")


def test_the_layer_says_so_itself(bare: str, tmp_path: Path) -> None:
    from qgis.core import QgsVectorLayer

    path = tmp_path / "clusters.gpkg"
    run("crimeclusters", {"CACHE": bare, "OUTPUT": str(path)})
    layer = QgsVectorLayer(f"{path}|layername=clusters", "c", "ogr")
    assert NOTE in layer.metadata().abstract()
    assert "Import or fetch outlines for the force's own border" in layer.metadata().abstract()


def test_its_clusters_are_those_of_the_area_itself(bare: str, sample_folder: Path, sample_zip: Path) -> None:
    areas = (*sample_folder.glob("*.geojson"), *sample_folder.glob("*lookup.csv"))
    whole = make_cache(Path(bare).with_name("whole.sqlite"), sample_zip, areas=areas)
    called = [
        {unit["id"] for unit in clusters({"CACHE": cache}) if unit["verdict"] == "cluster"}
        for cache in (bare, str(whole))
    ]
    assert called[0]
    assert called[0] <= called[1], "less empty ground makes clusters fewer, never more"


def test_a_density_adds_up_on_it(bare: str, sample_zip: Path, tmp_path: Path) -> None:
    path, feedback = str(tmp_path / "density.tif"), Listening()
    results, _ = run("crimedensity", {"CACHE": bare, "OUTPUT": path}, feedback)
    layer = QgsRasterLayer(path, "d")
    block = layer.dataProvider().block(1, layer.extent(), layer.width(), layer.height())
    values = np.frombuffer(bytes(block.data()), dtype="<f4")
    assert values[values >= 0].sum() * 0.0625 == pytest.approx(results["CRIMES"], rel=1e-5)
    assert results["CRIMES"] == len(crimes_in_metres(sample_zip))
    assert any(line.startswith(NOTE) for line in feedback.warned)


def test_all_months_and_types_make_the_ground(bare: str) -> None:
    every = {unit["id"] for unit in clusters({"CACHE": bare})}
    some = clusters({"CACHE": bare, "TYPES": ["Burglary"], "FROM": "2025-01", "TO": "2025-06"})
    assert {unit["id"] for unit in some} == every
    assert sum(unit["count"] > 0 for unit in some) < sum(1 for _ in every) / 2


def test_far_strays_are_outside_and_said(tmp_path: Path) -> None:
    town = [
        street_row(longitude=f"{2 + i * 0.004:.6f}", latitude=f"{54.7 + j * 0.003:.6f}")
        for i in range(15)
        for j in range(15)
    ]
    strays = [street_row(longitude="0.500000", latitude="53.500000"), street_row(longitude="-4.0", latitude="51.0")]
    cache = make_cache(tmp_path / "c.sqlite", published(tmp_path / "f", "dorset", "2024-05", [*town, *strays]))
    feedback = Listening()
    results, _ = run("crimeclusters", {"CACHE": str(cache), "OUTPUT": "memory:"}, feedback)
    assert (results["CRIMES"], results["OUTSIDE"]) == (225, 2)
    assert any("Left out are patches far from the rest, with 2 crimes" in line for line in feedback.warned)


def test_northern_ireland_in_its_own_grid(tmp_path: Path) -> None:
    generator = np.random.default_rng(1)
    data = [
        psni_row(crime_id="", longitude=f"{x:.6f}", latitude=f"{y:.6f}")
        for x, y in generator.uniform((-5.98, 54.57), (-5.88, 54.62), (300, 2))
    ]
    cache = make_cache(tmp_path / "c.sqlite", published(tmp_path / "f", "northern-ireland", "2024-05", data))
    feedback = Listening()
    results, context = run("crimeclusters", {"CACHE": str(cache), "OUTPUT": "memory:"}, feedback)
    layer = context.takeResultLayer(results["OUTPUT"])
    assert layer.crs().authid() == "EPSG:29903"
    metres = in_metres("EPSG:29903")
    expected = Counter()
    for row in data:
        at = metres.transform(float(row["Longitude"]), float(row["Latitude"]))
        expected[f"{math.floor(at.x() / 250)}_{math.floor(at.y() / 250)}"] += 1
    assert {f["id"]: f["count"] for f in layer.getFeatures() if f["count"]} == dict(expected)
    assert any(line.startswith(NOTE) for line in feedback.warned)


def test_an_area_without_outlines_keeps_to_its_own_ground(
    tmp_path: Path, sample_zip: Path, sample_folder: Path
) -> None:
    look_up = tuple(sample_folder.glob("*lookup.csv"))
    cache = str(make_cache(tmp_path / "c.sqlite", sample_zip, areas=look_up))
    codes = sorted({row["LSOA code"] for _, _, row in crimes_in_metres(sample_zip) if row["LSOA code"]})[:20]
    feedback = Listening()
    results, context = run(
        "crimeclusters", {"CACHE": cache, "AREA": "lsoa:" + ",".join(codes), "OUTPUT": "memory:"}, feedback
    )
    inside = [(x, y) for x, y, row in crimes_in_metres(sample_zip) if row["LSOA code"] in codes]
    beyond = np.array([(x, y) for x, y, row in crimes_in_metres(sample_zip) if row["LSOA code"] not in codes])
    assert (results["CRIMES"], results["OUTSIDE"]) == (len(inside), 0)
    for unit in rows(results, context):
        if not unit["count"]:
            centre = unit["geometry"].centroid().asPoint()
            at = (centre.x(), centre.y())
            assert np.hypot(*(np.array(inside) - at).T).min() <= np.hypot(*(beyond - at).T).min()
    assert any("the area's own border" in line for line in feedback.warned)


def test_polygons_of_a_layer_are_those_near_what_is_held(bare: str, sample_zip: Path) -> None:
    points = np.array([(x, y) for x, y, _ in crimes_in_metres(sample_zip)])
    west, south = points.min(axis=0) - 20_000
    layer = polygon_layer(box(west + 1000 * i, south + 1000 * j, 1000) for i in range(48) for j in range(48))
    feedback = Listening()
    units = clusters({"CACHE": bare, "UNITS": "layer", "UNIT_LAYER": layer}, feedback)
    assert 20 <= len(units) < 100
    assert all(unit["geometry"].area() == pytest.approx(1e6) for unit in units), "they stay whole"
    assert sum(unit["count"] for unit in units) == len(points)
    assert any(line.startswith(NOTE) for line in feedback.warned)


def test_lsoas_need_their_outlines_and_it_says_how_to_get_them(bare: str) -> None:
    with pytest.raises(QgsProcessingException) as caught:
        clusters({"CACHE": bare, "UNITS": "LSOA"})
    said = str(caught.value)
    assert all(way in said for way in ("'Fetch areas' on the page Data", "'areas fetch'", "'areas import'"))
    assert "STUDY_AREA" not in said, "polygons would not help"
    assert said.endswith(".")


def test_points_of_a_layer_still_need_a_study_area(bare: str) -> None:
    from tests.algorithm_runs import point_layer

    points = point_layer([(400_000 + i, 300_000) for i in range(30)])
    with pytest.raises(QgsProcessingException, match="areas fetch.*STUDY_AREA"):
        clusters({"CACHE": bare, "AREA": "force:dogger-bank", "INPUT": points})


def test_the_railways_police_have_no_ground(tmp_path: Path) -> None:
    cache = make_cache(tmp_path / "c.sqlite", published(tmp_path / "f", "btp", "2024-05", [btp_row()] * 30))
    with pytest.raises(QgsProcessingException, match="polices no area of its own"):
        clusters({"CACHE": str(cache)})


def test_their_stations_are_no_ground_beside_a_force(tmp_path: Path, sample_zip: Path, bare: str) -> None:
    railway = published(tmp_path / "f", "btp", "2025-05", [btp_row()] * 300)
    cache = str(make_cache(tmp_path / "c.sqlite", sample_zip, railway))
    alone = {unit["id"] for unit in clusters({"CACHE": bare})}
    results, context = run("crimeclusters", {"CACHE": cache, "OUTPUT": "memory:"})
    assert {unit["id"] for unit in rows(results, context)} == alone
    assert results["OUTSIDE"] == 300


def sentence_of(parameters: dict[str, Any]) -> list[str]:
    feedback = Listening()
    clusters(parameters, feedback)
    return feedback.warned


def test_some_outlines_are_not_enough(tmp_path: Path, sample_zip: Path, sample_folder: Path) -> None:
    import json

    (outlines,) = sample_folder.glob("*.geojson")
    data = json.loads(outlines.read_text(encoding="utf-8"))
    data["features"] = data["features"][:30]
    part = tmp_path / outlines.name
    part.write_text(json.dumps(data), encoding="utf-8")
    cache = make_cache(tmp_path / "c.sqlite", sample_zip, areas=(part, *sample_folder.glob("*lookup.csv")))
    assert any(
        line.startswith("Not all outlines are held, so the study area") for line in sentence_of({"CACHE": str(cache)})
    )
