# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:downloadreference` as QGIS runs it, against the stand-in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException

from offline_cache.reference_data.wanted import USUAL, ReferenceWant
from offline_cache.transport import transport as transport_module
from policeuk_plugin import settings
from policeuk_plugin.network.manager import remember_main
from policeuk_plugin.processing.download import download_reference
from tests.algorithm_runs import Listening, registered, run
from tests.command import dump, succeed
from tests.downloads import HASTY
from tests.pace import HOUR, pressed_when
from tests.reference_cases import CSPS, OF_CSPS, country, values
from tests.service import Kind, Service
from tests.test_reference_fetch import SHARES, asked
from tests.test_reference_fetch import service as _service  # noqa: F401 - a fixture

NAME = "downloadreference"


@pytest.fixture(autouse=True)
def _provider() -> Iterator[None]:
    """Register the provider for one test."""
    yield from registered()


@pytest.fixture(autouse=True)
def _environment(service: Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lead QGIS to the stand-in, with short waits."""
    for name, address in service.environment.items():
        monkeypatch.setenv(name, address)
    monkeypatch.setattr(transport_module, "Patience", lambda: HASTY)
    remember_main()
    yield
    settings.work_offline(False)


def test_the_usual_comes_through_qgis_after_it_was_said(service: Service, cache_path: Path, tmp_path: Path) -> None:
    feedback = Listening()
    results, _ = run(NAME, {"CACHE": str(cache_path)}, feedback)
    assert results == {
        "CACHE": str(cache_path),
        "FILES": 8,
        "PARTS": 9,  # the classes come as classes and as the share that is rural
        "ADDED": 9,
        "REVISED": 0,
        "UNCHANGED": 0,
        "HELD": 0,
        "MISSING": 0,
    }
    assert feedback.said[0].startswith("To fetch: residents (Census 2021, TS001); households (Census 2021, TS041);")
    assert feedback.said[0].endswith("rural-urban classification of 2021. 0 of 8 are held.")
    assert any("tables P1 and C2" in line and "www.ons.gov.uk" in line for line in feedback.said)
    assert not feedback.warned
    assert all("QGIS/" in entry.headers["user-agent"] for entry in service.log.of("nomis"))
    country(cache_path, tmp_path)
    for name, value in SHARES.items():
        assert values(cache_path, OF_CSPS, name) == dict.fromkeys(CSPS, pytest.approx(value)), name


def test_it_is_what_the_command_line_fetches(service: Service, cache_path: Path, tmp_path: Path) -> None:
    run(NAME, {"CACHE": str(cache_path), "WHAT": ["census", "rural-urban", "deprivation", "deprivation-2019"]})
    other = tmp_path / "shell.sqlite"
    succeed(other, "reference", "fetch", "--what", "census,rural-urban,deprivation,deprivation-2019")
    said = [succeed(path, "reference", "status").out for path in (cache_path, other)]
    assert said[0] == said[1] != ""


def test_what_is_held_needs_no_network_and_offline_is_respected(service: Service, cache_path: Path) -> None:
    given = {"CACHE": str(cache_path), "WHAT": ["rural-urban"]}
    settings.work_offline(True)
    with pytest.raises(QgsProcessingException, match="Work offline"):
        run(NAME, given)
    assert service.log.of() == []
    settings.work_offline(False)
    run(NAME, given)
    sent = len(service.log.of())
    settings.work_offline(True)
    feedback = Listening()
    results, _ = run(NAME, given, feedback)
    assert (results["FILES"], results["HELD"]) == (0, 1)
    assert feedback.said[0] == "Nothing to fetch: 1 of 1 are held."
    with pytest.raises(QgsProcessingException, match="Work offline"):
        run(NAME, {**given, "ANEW": True})
    assert len(service.log.of()) == sent
    settings.work_offline(False)
    anew, _ = run(NAME, {**given, "ANEW": True})
    assert (anew["HELD"], anew["ADDED"], anew["UNCHANGED"]) == (0, 0, anew["PARTS"])


def test_only_what_is_asked_for_is_asked(service: Service, cache_path: Path) -> None:
    run(NAME, {"CACHE": str(cache_path), "WHAT": ["rural-urban"]})
    assert asked(service) == []
    run(NAME, {"CACHE": str(cache_path), "WHAT": ["deprivation"]})
    assert len(asked(service)) == 1
    assert "File_7_IoD2025" in asked(service)[0]


def test_what_is_no_longer_there_is_a_warning_and_the_rest_comes(service: Service, cache_path: Path) -> None:
    del service.files.known["/output/census/2021/census2021-ts011.zip"]
    feedback = Listening()
    results, _ = run(NAME, {"CACHE": str(cache_path), "WHAT": ["census"]}, feedback)
    assert (results["FILES"], results["MISSING"]) == (6, 1)
    assert feedback.warned[0].startswith("Deprived households (Census 2021, TS011): not at its address any more.")


@pytest.mark.parametrize("kind", [Kind.REFUSED, Kind.CUT, Kind.LOGIN_PAGE])
def test_faults_of_the_network_end_in_a_sentence_and_change_nothing(
    kind: Kind, service: Service, cache_path: Path, tmp_path: Path
) -> None:
    country(cache_path, tmp_path)
    before = dump(cache_path)
    with service.fault(kind), pytest.raises(QgsProcessingException) as caught:
        run(NAME, {"CACHE": str(cache_path), "WHAT": ["census"]})
    assert str(caught.value).endswith(".")
    assert dump(cache_path) == before


@pytest.mark.parametrize("kind", [Kind.STALL, Kind.SLOW_HEADERS])
def test_cancelled_within_a_second(
    kind: Kind, service: Service, cache_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the second file, of which nothing comes: the first stays, and the next run goes on."""
    monkeypatch.setattr(transport_module, "Patience", lambda: replace(HASTY, read=HOUR, whole=HOUR))
    fault = service.fault(kind, host="nomis", path="*ts041*", after=10, seconds=HOUR)
    feedback = Listening()
    stopped = pytest.raises(QgsProcessingException, match="Stopped: 1 parts of reference data came")
    with pressed_when(lambda: fault.hits, feedback.cancel), stopped:
        run(NAME, {"CACHE": str(cache_path), "WHAT": ["census"]}, feedback)
    service.no_faults()
    results, _ = run(NAME, {"CACHE": str(cache_path), "WHAT": ["census"]})
    assert (results["HELD"], results["FILES"]) == (1, 6)


def test_nothing_wanted_is_said(service: Service, cache_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="Choose at least one kind"):
        run(NAME, {"CACHE": str(cache_path), "WHAT": []})
    assert service.log.of() == []


def test_the_words_are_those_of_the_command_line() -> None:
    assert tuple(want.value for want in ReferenceWant) == download_reference.WHAT_THERE_IS
    assert tuple(want.value for want in USUAL) == download_reference.USUAL
