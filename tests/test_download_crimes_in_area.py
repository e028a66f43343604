# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:downloadcrimesinarea` as QGIS runs it, against the stand-in and with the network cut."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer

from offline_cache.police_api.kinds import Kind
from offline_cache.transport import Service as ServiceKind
from offline_cache.transport import pacer
from policeuk_plugin.processing.download.drawn_outline import KINDS_THERE_ARE
from policeuk_plugin.processing.provider import PoliceUkProvider
from tests.algorithm_runs import Listening, polygon_layer, registered, rows, run
from tests.command import query, succeed
from tests.sample_factory import member
from tests.service import Service

NAME = "downloadcrimesinarea"
FORCE = "dogger-bank"
WEST, EAST, SOUTH, NORTH = 1.95, 2.05, 54.68, 54.76
TOWN = f"POLYGON(({WEST} {SOUTH},{EAST} {SOUTH},{EAST} {NORTH},{WEST} {NORTH},{WEST} {SOUTH}))"
MONTHS = ("2026-02", "2026-03")
DATASETS = {"crimes": "street", "outcomes": "outcomes", "stops": "stop-and-search"}


@pytest.fixture(autouse=True)
def provider() -> Iterator[PoliceUkProvider]:
    """Register the provider for one test."""
    yield from registered()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Give the stand-in as the services that the environment names."""
    monkeypatch.setattr(pacer, "SPACING", dict.fromkeys(ServiceKind, 0.0))
    with Service(rate_limit=False) as service:
        for name, address in service.environment.items():
            monkeypatch.setenv(name, address)
        yield service


def cut_network(monkeypatch: pytest.MonkeyPatch, service: Service) -> None:
    """Lead every service to a port where nobody answers."""
    for name in service.environment:
        monkeypatch.setenv(name, "http://127.0.0.1:9")


def in_town(sample_zip: Path, kind: str, month: str) -> list[dict[str, str]]:
    """The published rows of the town, as the csv module reads them."""
    with zipfile.ZipFile(sample_zip) as archive:
        text = archive.read(member(month, FORCE, DATASETS[kind])).decode()
    return [
        row
        for row in csv.DictReader(io.StringIO(text, newline=""))
        if row["Latitude"] and WEST < float(row["Longitude"]) < EAST and SOUTH < float(row["Latitude"]) < NORTH
    ]


def parameters(cache: Path, **more: Any) -> dict[str, Any]:
    return {"POLYGON": TOWN, "FROM": MONTHS[0], "TO": MONTHS[1], "CACHE": str(cache), "OUTPUT": "memory:", **more}


def test_the_kinds_are_those_of_the_cache() -> None:
    assert tuple(kind.value for kind in Kind) == KINDS_THERE_ARE


def test_records_are_those_published_and_stay_without_a_network(
    service: Service, cache_path: Path, sample_zip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "records.gpkg"
    asked = parameters(cache_path, KINDS=list(KINDS_THERE_ARE), NAME="The <b>town</b>", OUTPUT=str(output))
    results, context = run(NAME, asked)
    expected = {(kind, month): in_town(sample_zip, kind, month) for kind in DATASETS for month in MONTHS}
    found = rows(results, context)
    assert Counter((row["kind"], row["month"]) for row in found) == {key: len(of) for key, of in expected.items()}
    places = Counter((row["Longitude"], row["Latitude"]) for of in expected.values() for row in of)
    assert (
        Counter((f"{r['geometry'].asPoint().x():.6f}", f"{r['geometry'].asPoint().y():.6f}") for r in found) == places
    )
    kinds_of_crime = Counter(row["Crime type"] for month in MONTHS for row in expected["crimes", month])
    assert Counter(row["category"] for row in found if row["kind"] == "crimes") == kinds_of_crime
    assert (results["RECORDS"], results["FETCHED"], results["HELD"]) == (len(found), 6, 0)
    assert "2026-02, crimes: " in results["SUMMARY"]
    kept = QgsVectorLayer(str(output), "kept", "ogr")
    kept.loadDefaultStyle()
    assert {category.value() for category in kept.renderer().categories()} == set(KINDS_THERE_ARE)
    metadata = kept.metadata()
    del kept  # what an exception below remembers must not outlive QGIS
    assert "not rows of published files" in metadata.abstract()
    assert "no LSOA" in metadata.abstract()
    assert "<" not in metadata.abstract() + metadata.title()
    cut_network(monkeypatch, service)
    asked_so_far = len(service.log)
    again, context = run(NAME, {**asked, "OUTPUT": "memory:"})
    assert (again["RECORDS"], again["FETCHED"], again["HELD"]) == (len(found), 0, 6)
    assert len(rows(again, context)) == len(found)
    assert len(service.log) == asked_so_far
    with pytest.raises(QgsProcessingException):
        run(NAME, parameters(cache_path, TO="2026-04"))
    with pytest.raises(QgsProcessingException):
        run(NAME, {**asked, "ANEW": True})
    assert run(NAME, parameters(cache_path, OUTPUT=None))[0]["RECORDS"] == sum(
        len(expected["crimes", month]) for month in MONTHS
    )
    succeed(cache_path, "verify")


def test_layer_extent_and_text_ask_about_one_area(service: Service, cache_path: Path) -> None:
    counts = {}
    layer = polygon_layer([TOWN], "EPSG:4326")
    project = QgsProject()
    project.addMapLayer(layer)
    for name, value in (
        ("STUDY_AREA", layer.id()),
        ("EXTENT", f"{WEST},{EAST},{SOUTH},{NORTH} [EPSG:4326]"),
        ("POLYGON", TOWN),
        ("POLYGON", f"CRS=EPSG:4326;{TOWN}"),
    ):
        asked = {**parameters(cache_path, TO="", OUTPUT=None), "POLYGON": None, name: value}
        counts[name, value] = run(NAME, asked, project=project)[0]["RECORDS"]
    assert len(set(counts.values())) == 1
    assert min(counts.values()) > 100


def test_a_layer_in_metres_is_moved(service: Service, cache_path: Path) -> None:
    layer = QgsVectorLayer("Polygon?crs=EPSG:3857", "metres", "memory")
    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsCoordinateTransform,
        QgsCoordinateTransformContext,
        QgsFeature,
        QgsGeometry,
    )

    transform = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem("EPSG:4326"), layer.crs(), QgsCoordinateTransformContext()
    )
    geometry = QgsGeometry.fromWkt(TOWN)
    geometry.transform(transform)
    feature = QgsFeature()
    feature.setGeometry(geometry)
    layer.dataProvider().addFeatures([feature])
    project = QgsProject()
    project.addMapLayer(layer)
    asked = {**parameters(cache_path, TO="", OUTPUT=None), "POLYGON": None, "STUDY_AREA": layer.id()}
    found = run(NAME, asked, project=project)[0]["RECORDS"]
    assert found == run(NAME, parameters(cache_path, TO="", OUTPUT=None))[0]["RECORDS"] > 0


def test_a_month_without_records_is_not_zero(service: Service, cache_path: Path) -> None:
    sea = "POLYGON((1.0 54.0,1.01 54.0,1.01 54.01,1.0 54.01,1.0 54.0))"
    feedback = Listening()
    results, context = run(NAME, parameters(cache_path, POLYGON=sea, TO=""), feedback)
    assert (results["RECORDS"], rows(results, context)) == (0, [])
    assert any("not zero" in line for line in feedback.warned)


def test_stopping_keeps_what_came(service: Service, cache_path: Path, tmp_path: Path) -> None:
    output = tmp_path / "records.gpkg"
    asked = parameters(cache_path, KINDS=list(KINDS_THERE_ARE), OUTPUT=str(output))
    with pytest.raises(QgsProcessingException, match="Stopped"):
        run(NAME, asked, Listening(cancel_at=40))
    (held,) = query(cache_path, "SELECT count(*) FROM drawn_answer")[0]
    assert 0 < held < 6
    assert not output.exists()
    assert run(NAME, asked)[0]["FETCHED"] == 6 - held


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"POLYGON": None}, "Give an area"),
        ({"EXTENT": "1.95,2.05,54.68,54.76 [EPSG:4326]"}, "in one way"),
        ({"KINDS": []}, "KINDS"),
        ({"FROM": "May"}, "not a month"),
        ({"FROM": "2026-03", "TO": "2026-02"}, "Swap them"),
        ({"POLYGON": "POLYGON((0 0,1 1,1 0,0 1,0 0))"}, "crosses"),
        ({"POLYGON": "POLYGON((20 40,21 40,21 41,20 41,20 40))"}, "outside the United Kingdom"),
        ({"POLYGON": "POLYGON((54 1,55 1,55 2,54 2,54 1))"}, "swapped"),
        (
            {"POLYGON": "POLYGON((1.9 54.6,2.1 54.6,2.1 54.8,1.9 54.8,1.9 54.6),(2 54.7,2.01 54.7,2.01 54.71,2 54.7))"},
            "holes",
        ),
    ],
)
def test_bad_questions_are_sentences_and_ask_nothing(
    service: Service, cache_path: Path, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(QgsProcessingException, match=words):
        run(NAME, parameters(cache_path, **more))
    assert not cache_path.exists()
    assert not service.log


def test_parts_that_do_not_touch_are_a_sentence(service: Service, cache_path: Path) -> None:
    layer = polygon_layer([TOWN, "POLYGON((1 54,1.01 54,1.01 54.01,1 54))"], "EPSG:4326")
    project = QgsProject()
    project.addMapLayer(layer)
    asked = {**parameters(cache_path), "POLYGON": None, "STUDY_AREA": layer.id()}
    with pytest.raises(QgsProcessingException, match="2 parts that do not touch"):
        run(NAME, asked, project=project)


def test_a_month_that_the_service_does_not_hold_is_a_sentence(service: Service, cache_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="answers for 2023-05 to 2026-04"):
        run(NAME, parameters(cache_path, FROM="2019-01", TO=""))
