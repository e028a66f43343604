# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:downloadforceslice` and `policeuk:refreshcache` as QGIS runs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
)

from policeuk_plugin import settings
from policeuk_plugin.processing.provider import PoliceUkProvider
from tests.algorithm_runs import Listening, run
from tests.command import cache_rows
from tests.download_runs import FORCE, LSOAS, REFRESH
from tests.download_runs import provider as _provider  # noqa: F401 - a fixture
from tests.downloads import held
from tests.pace import HOUR, no_wait
from tests.qgis_downloads import add_areas, proxy_in_qgis, use
from tests.qgis_downloads import service as _service  # noqa: F401 - a fixture
from tests.service import Service
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as installed_run
from tests.test_slices_fetch import ALL, NEXT, ONE, THREE, TWO, files_of, rows_of

BEDFORDSHIRE = {name.rpartition("/")[2] for name in ALL if "bedfordshire" in name}


def of_two(cache: Path, **other: Any) -> dict[str, Any]:
    """Parameters of two forces, one of them not published in full."""
    return {"FORCES": ["bedfordshire", "btp"], "FROM": "2026-02", "TO": "2026-03", "CACHE": str(cache), **other}


def test_forces_come_through_qgis(service: Service, cache_path: Path) -> None:
    feedback = Listening()
    results, _ = run(FORCE, of_two(cache_path), feedback)
    names = BEDFORDSHIRE | {f"{month}-btp-street.csv" for month in ("2026-02", "2026-03")}
    assert held(cache_path) == names
    assert (results["FILES"], results["ADDED"], results["NOT_PUBLISHED"]) == (12, 8, 4)
    assert sum(results[name] for name in ("REVISED", "WIDENED", "HELD", "KEPT", "LEFT_OUT")) == 0
    rows = sum(data.count(b"\n") - 1 for name, data in ALL.items() if name.rpartition("/")[2] in names)
    assert results["ROWS"] == rows
    assert results["CACHE"] == str(cache_path)
    plan, told = feedback.said[:2]
    assert plan.startswith("Bedfordshire and BTP, February 2026 to March 2026: 12 files, 8 to download (")
    assert plan.endswith("4 not published.")
    assert told.startswith("Bedfordshire and BTP, February 2026 to March 2026: 12 files: 8 added, 4 not published.")
    assert results["SUMMARY"].startswith(told)
    assert any(line.startswith("not published: btp outcomes") for line in feedback.warned)
    assert cache_rows(cache_path, "street") == rows_of(ALL, {ONE, TWO, THREE, ""}, "bedfordshire", "btp")


def test_a_second_run_fetches_nothing(service: Service, cache_path: Path) -> None:
    run(FORCE, of_two(cache_path))
    service.log.clear()
    results, _ = run(FORCE, of_two(cache_path))
    assert (results["ADDED"], results["HELD"], results["ROWS"]) == (0, 8, 0)
    assert len(service.log) == 2


def test_kinds_and_the_newest_months(service: Service, cache_path: Path) -> None:
    results, _ = run(FORCE, {"FORCES": ["bedfordshire"], "DATASETS": ["street"], "CACHE": str(cache_path)})
    assert (results["FILES"], results["ADDED"]) == (36, 2)
    assert held(cache_path) == {name for name in BEDFORDSHIRE if "street" in name}


@pytest.mark.parametrize("way", ["whole", "form"])
def test_other_ways_bring_the_same(service: Service, cache_path: Path, way: str) -> None:
    run(FORCE, of_two(cache_path, WAY=way))
    assert held(cache_path) == BEDFORDSHIRE | {f"{month}-btp-street.csv" for month in ("2026-02", "2026-03")}


def test_through_a_proxy_that_the_user_has_set_in_qgis(service: Service, cache_path: Path) -> None:
    with service.proxy() as proxy, proxy_in_qgis(proxy.port):
        run(FORCE, of_two(cache_path))
        assert proxy.count == 2
    assert len(held(cache_path)) == 8


def test_a_proxy_that_asks_for_a_password_is_named(service: Service, cache_path: Path) -> None:
    refused = pytest.raises(QgsProcessingException, match="proxy asks for a name and a password")
    with service.proxy("somebody", "something") as proxy, proxy_in_qgis(proxy.port), refused:
        run(FORCE, of_two(cache_path))
    assert not cache_path.exists()


class Pressed(Listening):
    """Keeps the texts of the progress, and cancels at the first of them where it is told to."""

    def __init__(self, cancels: bool) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.at = ""
        self._cancels = cancels

    def setProgressText(self, text: str) -> None:  # noqa: N802
        self.texts.append(text)
        if self._cancels and text.endswith(".csv") and not self.at:
            self.at = text
            self.cancel()


@pytest.fixture
def wide(wide_zip: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A service with the archive of 36 months and 45 forces: its files come one by one."""
    with Service(wide_zip) as running:
        use(running, monkeypatch)
        yield running


def of_a_year(cache: Path) -> dict[str, Any]:
    """Parameters of 36 files in the wide archive."""
    return {"FORCES": ["bedfordshire"], "FROM": "2023-05", "TO": "2024-04", "CACHE": str(cache)}


def test_cancel_within_a_second_and_the_next_run_goes_on(wide: Service, cache_path: Path) -> None:
    feedback = Pressed(cancels=True)
    stalled = wide.fault("stall", host="store", skip=2, seconds=HOUR)
    with stalled, no_wait(), pytest.raises(QgsProcessingException) as caught:
        run(FORCE, of_a_year(cache_path), feedback)
    assert feedback.at
    came = re.match(r"Stopped: (\d+) of 36 files are in the cache", str(caught.value))
    assert came, caught.value
    results, _ = run(FORCE, of_a_year(cache_path))
    assert (results["ADDED"], results["HELD"]) == (36 - int(came[1]), int(came[1]))


def test_a_fault_is_one_sentence_and_what_came_stays(wide: Service, cache_path: Path) -> None:
    with wide.fault(500, host="store", skip=4), pytest.raises(QgsProcessingException) as caught:
        run(FORCE, of_a_year(cache_path))
    assert "has a fault at the moment (status 500)" in str(caught.value)
    assert "files are in the cache, each of them whole." in str(caught.value)
    assert "Traceback" not in str(caught.value)
    results, _ = run(FORCE, of_a_year(cache_path))
    assert results["ADDED"] + results["HELD"] == 36
    assert results["HELD"] > 0


def test_progress_names_files_and_bytes(wide: Service, cache_path: Path) -> None:
    feedback = Pressed(cancels=False)
    seen: list[float] = []
    feedback.progressChanged.connect(seen.append)
    wide.latency = 0.35
    results, _ = run(FORCE, of_a_year(cache_path), feedback)
    assert seen == sorted(seen)
    assert seen[-1] == 100
    assert 0 < results["BYTES"] <= wide.log.sent("store")
    texts = [text for text in feedback.texts if re.match(r"\d+ of 36 files, .+ of .+: 202[34]-\d\d-bedfordshire", text)]
    assert texts
    assert any("left: 2023" in text for text in texts)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"FORCES": []}, "Choose at least one force"),
        ({"DATASETS": []}, "Choose at least one kind of file"),
        ({"FROM": "May"}, "'May' is not a month"),
        ({"FROM": "2026-03", "TO": "2026-01"}, "Swap them"),
        ({"TO": "2031-01"}, "is not published yet: the newest release goes up to 2026-03"),
    ],
)
def test_what_cannot_be_is_said_and_makes_no_cache(
    service: Service, cache_path: Path, parameters: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(QgsProcessingException, match=sentence):
        run(FORCE, {"FORCES": ["kent"], "CACHE": str(cache_path), **parameters})
    assert not cache_path.exists()


@pytest.mark.parametrize("name", [FORCE, LSOAS, REFRESH])
def test_work_offline_sends_nothing(service: Service, cache_path: Path, name: str) -> None:
    run(FORCE, of_two(cache_path))
    service.log.clear()
    settings.work_offline(True)
    with pytest.raises(QgsProcessingException, match="'Work offline' is switched on"):
        run(name, of_two(cache_path, LSOAS=ONE))
    assert len(service.log) == 0


def test_a_refresh_tells_what_is_new_and_revised(service: Service, cache_path: Path) -> None:
    run(FORCE, of_two(cache_path))
    later = {name: data for month in ("2026-02", "2026-03", NEXT) for name, data in files_of(month).items()}
    later.update({name: data for name, data in files_of("2026-03", revised=True).items() if "bedfordshire-st" in name})
    service.publish(later)
    results, _ = run(REFRESH, {"CACHE": str(cache_path)})
    assert (results["NEW"], results["REVISED"], results["HELD"]) == (4, 1, 7)
    lines = results["SUMMARY"].split("\n")
    assert any(line.startswith("added: bedfordshire street 2026-04: 1 file") for line in lines)
    assert any(line.startswith("revised: bedfordshire 2026-03: street") for line in lines)
    service.log.clear()
    again, _ = run(REFRESH, {"CACHE": str(cache_path)})
    assert (again["NEW"], again["REVISED"], again["HELD"]) == (0, 0, 12)
    assert len(service.log) <= 3


def test_nothing_to_refresh(service: Service, cache_path: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="There is no cache file"):
        run(REFRESH, {"CACHE": str(cache_path)})
    add_areas(tmp_path, cache_path)
    with pytest.raises(QgsProcessingException, match="holds no published file"):
        run(REFRESH, {"CACHE": str(cache_path)})


def test_in_a_model(service: Service, cache_path: Path, provider: PoliceUkProvider) -> None:
    """What one child counts is there for the next: a download, then a refresh of the cache that it names."""
    model = QgsProcessingModelAlgorithm()
    source = QgsProcessingModelChildParameterSource
    first = QgsProcessingModelChildAlgorithm(f"policeuk:{FORCE}")
    first.setChildId("first")
    for name, value in of_two(cache_path).items():
        first.addParameterSources(name, [source.fromStaticValue(value)])
    model.addChildAlgorithm(first)
    second = QgsProcessingModelChildAlgorithm(f"policeuk:{REFRESH}")
    second.setChildId("second")
    second.addParameterSources("CACHE", [source.fromChildOutput("first", "CACHE")])
    model.addChildAlgorithm(second)
    from qgis.core import QgsProcessingContext

    results, done = model.run({}, QgsProcessingContext(), Listening())
    assert done
    children = results["CHILD_RESULTS"]
    assert (children["first"]["ADDED"], children["second"]["HELD"]) == (8, 8)


@pytest.mark.slow
def test_by_qgis_process_from_the_packaged_zip(
    service: Service,
    environment: dict[str, str],  # noqa: F811
    enabled: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    cache = tmp_path / "policeuk.sqlite"
    words = ["--FORCES=bedfordshire", "--FORCES=btp", "--FROM=2026-02", f"--CACHE={cache}"]
    around = {**environment, **service.environment}
    printed = installed_run([enabled, "run", "policeuk:downloadforceslice", *words], around, tmp_path)
    assert re.search(r"^ADDED:\s*8$", printed, re.MULTILINE), printed
    assert "12 files, 8 to download (" in printed
    printed = installed_run([enabled, "run", "policeuk:refreshcache", f"--CACHE={cache}"], around, tmp_path)
    assert re.search(r"^HELD:\s*8$", printed, re.MULTILINE), printed
