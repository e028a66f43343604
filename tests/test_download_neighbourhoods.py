# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:downloadneighbourhoods` as QGIS runs it, against the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from offline_cache.neighbourhoods import neighbourhoods_of
from offline_cache.reader import reading
from offline_cache.transport import Service as ServiceKind
from offline_cache.transport import pacer
from policeuk_plugin import settings
from policeuk_plugin.processing.provider import PoliceUkProvider
from tests.algorithm_runs import Listening, registered, rows, run
from tests.command import query
from tests.service import Kind, Service

NAME = "downloadneighbourhoods"


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


def test_neighbourhoods_come_through_qgis_and_as_a_layer(service: Service, cache_path: Path, tmp_path: Path) -> None:
    output = tmp_path / "neighbourhoods.gpkg"
    feedback = Listening()
    results, context = run(
        NAME, {"FORCES": ["bedfordshire", "kent"], "CACHE": str(cache_path), "OUTPUT": str(output)}, feedback
    )
    assert (results["NEIGHBOURHOODS"], results["OUTLINES"], results["GONE"], results["FAILED"]) == (7, 7, 0, 0)
    assert results["CACHE"] == str(cache_path)
    assert feedback.said[0].startswith("bedfordshire, kent: 7 of 7 neighbourhoods fetched")
    assert feedback.warned == []
    layer = QgsVectorLayer(str(output), "kept", "ogr")
    assert layer.featureCount() == 7
    assert layer.crs().authid() == "EPSG:4326"
    assert "Open Government Licence" in layer.metadata().rights()[0]
    assert "policeuk:downloadneighbourhoods" in layer.metadata().history()[-1]
    features = {(row["force"], row["code"]): row for row in rows(results, context)}
    first = features["bedfordshire", "NH01"]
    assert first["team"].startswith("Sgt Example Sergeant 1 (invented)")
    assert not first["population"]
    assert features["bedfordshire", "NH02"]["population"] == 1432
    assert "Bicycle theft" in first["priorities"]
    with reading(cache_path) as connection:
        assert len(neighbourhoods_of(connection, "kent").entries) == 4


def test_the_cache_itself_is_a_layer_of_neighbourhoods(service: Service, cache_path: Path) -> None:
    run(NAME, {"FORCES": ["bedfordshire"], "CACHE": str(cache_path)})
    for provider, source in (
        ("ogr", f"{cache_path}|layername=neighbourhood_areas"),
        ("spatialite", f"dbname='{cache_path}' table=\"neighbourhood_areas\" (geom) key='id'"),
    ):
        layer = QgsVectorLayer(source, "neighbourhoods", provider)
        assert layer.isValid(), provider
        assert sorted(feature["code"] for feature in layer.getFeatures()) == ["NH01", "NH02", "NH03"]
        box = next(layer.getFeatures()).geometry().boundingBox()
        assert {feature["code"] for feature in layer.getFeatures(box)} == {"NH01"}
        del layer


def test_cancel_keeps_what_came_and_the_next_run_goes_on(service: Service, cache_path: Path) -> None:
    parameters = {"FORCES": ["bedfordshire", "kent"], "CACHE": str(cache_path)}
    with pytest.raises(QgsProcessingException, match="Stopped"):
        run(NAME, parameters, Listening(cancel_at=40))
    (held,) = query(cache_path, "SELECT count(*) FROM neighbourhood_detail")[0]
    assert 0 < held < 7
    assert run(NAME, parameters)[0]["NEIGHBOURHOODS"] == 7 - held


def test_sentences(service: Service, cache_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(QgsProcessingException, match="Choose at least one force"):
        run(NAME, {"CACHE": str(cache_path)})
    parameters = {"FORCES": ["bedfordshire"], "CACHE": str(cache_path)}
    with service.fault(Kind.OTHER_BODY, path="*/NH02/events", text="{}"):
        feedback = Listening()
        assert run(NAME, parameters, feedback)[0]["FAILED"] == 1
        assert feedback.warned[0].startswith("bedfordshire NH02: The police.uk service sent a list of events")
    monkeypatch.setattr(settings, "works_offline", lambda: True)
    with pytest.raises(QgsProcessingException, match="Work offline"):
        run(NAME, parameters)
