# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:downloadarea` and `policeuk:importareas` as QGIS runs them, against the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException

from offline_cache.areas.wanted import USUAL, AreaWant
from offline_cache.transport import Service as ServiceKind
from offline_cache.transport import pacer
from policeuk_plugin import settings
from policeuk_plugin.processing.download import download_area
from policeuk_plugin.processing.provider import PoliceUkProvider
from tests import area_service as country
from tests.algorithm_runs import Listening, registered, run
from tests.service import Kind, Service
from tests.service.sample_layers import LSOA_2021, LSOA_TO_WARD, POLICE_AREAS


@pytest.fixture(autouse=True)
def provider() -> Iterator[PoliceUkProvider]:
    """Register the provider for one test."""
    yield from registered()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Give the stand-in as the services that the environment names."""
    monkeypatch.setattr(pacer, "SPACING", dict.fromkeys(ServiceKind, 0.0))
    with Service(layers=country.layers()) as service:
        for name, address in service.environment.items():
            monkeypatch.setenv(name, address)
        yield service


def test_a_force_is_downloaded_through_qgis(service: Service, cache_path: Path) -> None:
    feedback = Listening()
    parameters = {"CACHE": str(cache_path), "FORCES": ["bedfordshire"], "EDITION": "2021"}
    results, _ = run("downloadarea", parameters, feedback)
    assert results == {
        "CACHE": str(cache_path),
        "PARTS": 5,
        "ADDED": 5,
        "REVISED": 0,
        "UNCHANGED": 0,
        "AREAS": 42 + 2 + 41 + 2 + 21,
        "HELD": 0,
        "MISSING": 0,
    }
    # The exact fit is a look-up too; only the outlines are of one edition.
    assert country.drawn(cache_path, edition=2011) == set()
    assert len(country.drawn(cache_path)) == 21
    assert feedback.said[0].startswith("To fetch: look-up from LSOAs to wards and districts: 42;")


def test_a_second_time_works_offline(service: Service, cache_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parameters = {"CACHE": str(cache_path), "FORCES": ["bedfordshire"]}
    run("downloadarea", parameters)
    monkeypatch.setattr(settings, "works_offline", lambda: True)
    with service.fault(Kind.REFUSED):
        results, _ = run("downloadarea", parameters)
    assert (results["PARTS"], results["HELD"]) == (0, 6)
    with pytest.raises(QgsProcessingException, match="Work offline"):
        run("downloadarea", {**parameters, "ANEW": True})


def test_what_ons_no_longer_has_is_a_warning(service: Service, cache_path: Path) -> None:
    service.ons.remove(POLICE_AREAS)
    feedback = Listening()
    results, _ = run("downloadarea", {"CACHE": str(cache_path), "WHAT": ["police-areas", "look-ups"]}, feedback)
    assert (results["MISSING"], results["PARTS"]) == (1, 3)
    assert "Police Force Areas (December 2024) Boundaries EW BGC" in feedback.warned[0]


def test_cancel_ends_in_a_sentence(service: Service, cache_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="Stopped"):
        run("downloadarea", {"CACHE": str(cache_path), "ALL": True}, Listening(cancel_at=50))


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({}, "Choose the forces"),
        ({"WHAT": ["wards"]}, "Choose the forces"),
        ({"WHAT": ["figures"]}, "TS001 and TS041"),
    ],
)
def test_what_cannot_be_downloaded_is_said(
    service: Service, cache_path: Path, parameters: dict[str, object], sentence: str
) -> None:
    with pytest.raises(QgsProcessingException, match=sentence):
        run("downloadarea", {"CACHE": str(cache_path), **parameters})
    assert len(service.log) == 0


def test_the_words_are_those_of_the_command_line() -> None:
    assert {want.value for want in AreaWant} == set(download_area.WHAT_THERE_IS)
    assert tuple(want.value for want in USUAL) == download_area.USUAL


def test_files_are_imported_as_downloaded(service: Service, cache_path: Path, tmp_path: Path) -> None:
    files = [
        country.written(layer, tmp_path) for layer in country.layers() if layer.service in (LSOA_2021, LSOA_TO_WARD)
    ]
    feedback = Listening()
    results, _ = run("importareas", {"CACHE": str(cache_path), "INPUT": [str(path) for path in files]}, feedback)
    assert results == {
        "CACHE": str(cache_path),
        "FILES": 2,
        "ADDED": 2,
        "REVISED": 0,
        "UNCHANGED": 0,
        "AREAS": 84,
        "WITHOUT_OUTLINE": 0,
    }
    assert any("outlines of 42 LSOAs of 2021 (added)" in line for line in feedback.said)
    again, _ = run("importareas", {"CACHE": str(cache_path), "INPUT": str(files[0])})
    assert (again["FILES"], again["UNCHANGED"]) == (1, 1)
    other = tmp_path / "downloaded.sqlite"
    run("downloadarea", {"CACHE": str(other), "WHAT": ["outlines"], "ALL": True, "EDITION": "2021"})
    assert country.tables(other)["area"] == country.tables(cache_path)["area"]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [([], "Choose at least one file"), (["/no/such.csv"], "does not exist"), ([__file__], "columns that are known")],
)
def test_what_cannot_be_imported_is_said(cache_path: Path, files: list[str], sentence: str) -> None:
    with pytest.raises(QgsProcessingException, match=sentence):
        run("importareas", {"CACHE": str(cache_path), "INPUT": files})
