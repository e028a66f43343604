# SPDX-License-Identifier: GPL-2.0-or-later
"""The police stations nearest to points, measured again one by one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer

from offline_cache.spatialite import point_blob
from policeuk_plugin.processing.provider import PoliceUkProvider
from tests.algorithm_runs import Listening, in_metres, point_layer, registered, rows, run
from tests.api_client import FORCE
from tests.command import query
from tests.held_neighbourhoods import fetch_into, written
from tests.service import Service

STATIONS = {
    "Near": (2.01, 54.73),
    "Far": (2.3, 54.9),
    "Same place": (2.01, 54.73),
    "Belfast": (-5.93, 54.6),
    "Lisburn": (-6.05, 54.51),
}


@pytest.fixture(autouse=True)
def provider() -> Iterator[PoliceUkProvider]:
    """Register the provider for one test."""
    yield from registered()


@pytest.fixture(scope="module")
def held(sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample with neighbourhoods; the tests read it only."""
    path = Path(shutil.copy(sample_cache, tmp_path_factory.mktemp("stations") / "held.sqlite"))
    with Service(rate_limit=False) as service:
        return fetch_into(service, path)


@pytest.fixture
def copy(held: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(held, tmp_path / "copy.sqlite"))


@pytest.fixture
def with_stations(copy: Path) -> Path:
    """Give a cache with these stations and one that nothing places."""
    (answer,) = query(copy, "SELECT min(answer) FROM neighbourhood_detail")[0]
    written(copy, "DELETE FROM neighbourhood_station")
    insert = "INSERT INTO neighbourhood_station VALUES (NULL, ?, ?, ?, 'NC04', ?, 'station', 'Quay', ?, '', ?)"
    for number, (name, at) in enumerate(STATIONS.items()):
        written(copy, insert, answer, number, FORCE, name, "", point_blob(*at))
    written(copy, insert, answer, 9, FORCE, "Mansfield House", "LE1 3GG", None)
    return copy


def metres(grid: str, a: tuple[float, float], b: tuple[float, float]) -> float:
    to_metres = in_metres(grid)
    return float(to_metres.transform(*a).distance(to_metres.transform(*b)))


@pytest.mark.parametrize(("at", "grid"), [((2.0, 54.72), "EPSG:27700"), ((-5.9, 54.6), "EPSG:29903")])
def test_the_nearest_by_measuring_all(with_stations: Path, at: tuple[float, float], grid: str) -> None:
    feedback = Listening()
    parameters = {"CACHE": str(with_stations), "POINT": f"{at[0]},{at[1]} [EPSG:4326]", "OUTPUT": "memory:"}
    results, context = run("neareststations", parameters, feedback)
    wanted = sorted((metres(grid, at, place), number) for number, place in enumerate(STATIONS.values()))[:3]
    found = rows(results, context)
    names = list(STATIONS)
    assert [row["name"] for row in found] == [names[number] for _, number in wanted]
    assert [row["distance_m"] for row in found] == pytest.approx([distance for distance, _ in wanted], abs=0.06)
    assert [row["station_rank"] for row in found] == [1, 2, 3]
    assert {row["placed_by"] for row in found} == {"coordinates"}
    assert (results["POINTS"], results["UNPLACED"]) == (1, 1)
    assert found[0]["name"] in results["SENTENCE"]
    assert any("Mansfield House LE1 3GG" in line for line in feedback.warned)


def test_a_postcode_places_what_has_no_coordinates(with_stations: Path) -> None:
    written(with_stations, "INSERT INTO postcode_source VALUES (1, 'made', 1, 1, 0, 'licence', '2026-01-01')")
    written(with_stations, "INSERT INTO postcode VALUES ('LE13GG', -1.13, 52.64, '', '', '', 1)")
    parameters = {"CACHE": str(with_stations), "POINT": "-1.13,52.63 [EPSG:4326]", "NUMBER": 1, "OUTPUT": "memory:"}
    results, context = run("neareststations", parameters)
    (row,) = rows(results, context)
    assert (row["name"], row["placed_by"], results["UNPLACED"]) == ("Mansfield House", "postcode", 0)
    assert row["distance_m"] == pytest.approx(metres("EPSG:27700", (-1.13, 52.63), (-1.13, 52.64)), abs=0.06)


def test_from_each_point_of_a_layer(with_stations: Path, tmp_path: Path) -> None:
    to_metres = in_metres()
    points = [to_metres.transform(x, y) for x, y in ((2.0, 54.72), (2.29, 54.9))]
    layer = point_layer([(points[0].x(), points[0].y()), None, (points[1].x(), points[1].y()), (9e6, 9e6)])
    project = QgsProject.instance()
    project.addMapLayer(layer)
    output = tmp_path / "nearest.gpkg"
    feedback = Listening()
    parameters = {"CACHE": str(with_stations), "INPUT": layer.id(), "NUMBER": 1, "OUTPUT": str(output)}
    results, context = run("neareststations", parameters, feedback, project)
    found = rows(results, context)
    assert [(row["input_id"], row["name"]) for row in found] == [(1, "Near"), (3, "Far")]
    assert any("2 features without a place in the United Kingdom left out" in line for line in feedback.said)
    kept = QgsVectorLayer(str(output), "kept", "ogr")
    assert "Left out, as nothing says where they are: Mansfield House" in kept.metadata().abstract()
    assert kept.labelsEnabled()
    again, _ = run("neareststations", parameters, project=project)
    assert again["POINTS"] == 2
    project.clear()


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({}, "Give a point or a layer of points"),
        ({"POINT": "2,54.7 [EPSG:4326]", "INPUT": "x"}, "one of them"),
        ({"POINT": "20,10 [EPSG:4326]"}, "outside the United Kingdom"),
    ],
)
def test_what_cannot_be_is_a_sentence(with_stations: Path, parameters: dict[str, str], said: str) -> None:
    with pytest.raises(QgsProcessingException, match=said):
        run("neareststations", {"CACHE": str(with_stations), "OUTPUT": "memory:", **parameters})


def test_without_stations(sample_cache: Path, copy: Path) -> None:
    point = {"POINT": "2,54.7 [EPSG:4326]", "OUTPUT": "memory:"}
    with pytest.raises(QgsProcessingException, match="holds no neighbourhoods, whose answers name the police stations"):
        run("neareststations", {"CACHE": str(sample_cache), **point})
    written(copy, "UPDATE neighbourhood_station SET geom = NULL")
    with pytest.raises(QgsProcessingException, match="give no coordinates of any of the"):
        run("neareststations", {"CACHE": str(copy), **point})
    layer = point_layer([(1.0, 2.0)], crs="")
    project = QgsProject.instance()
    project.addMapLayer(layer)
    with pytest.raises(QgsProcessingException, match="has no CRS"):
        run("neareststations", {"CACHE": str(copy), "INPUT": layer.id(), "OUTPUT": "memory:"}, project=project)
