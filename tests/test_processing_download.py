# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:downloadforceslice`, `policeuk:downloadlsoaslice`, `policeuk:refreshcache` as QGIS runs them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
)

from policeuk_plugin import settings
from policeuk_plugin.processing.provider import PoliceUkProvider
from tests.algorithm_runs import Listening, polygon_layer, registered, run
from tests.command import cache_rows
from tests.downloads import held
from tests.qgis_downloads import add_areas, proxy_in_qgis, use
from tests.qgis_downloads import service as _service  # noqa: F401 - a fixture
from tests.service import Service
from tests.test_installed import enabled, environment, profile  # noqa: F401 - fixtures
from tests.test_installed import run as installed_run
from tests.test_slices_fetch import ALL, FORCES, NEXT, ONE, THREE, TWO, files_of, rows_of

FORCE, LSOAS, REFRESH = "downloadforceslice", "downloadlsoaslice", "refreshcache"
BEDFORDSHIRE = {name.rpartition("/")[2] for name in ALL if "bedfordshire" in name}


@pytest.fixture(autouse=True)
def provider() -> Iterator[PoliceUkProvider]:
    """Register the provider for one test."""
    yield from registered()


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
        self.at = 0.0
        self._cancels = cancels

    def setProgressText(self, text: str) -> None:  # noqa: N802
        self.texts.append(text)
        if self._cancels and text.endswith(".csv") and not self.at:
            self.at = time.monotonic()
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
    with wide.fault("stall", host="store", skip=2, seconds=30.0), pytest.raises(QgsProcessingException) as caught:
        run(FORCE, of_a_year(cache_path), feedback)
    assert time.monotonic() - feedback.at < 1.0
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
        ({"TO": "2031-01"}, "is not published yet: the newest release has months up to 2026-03"),
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


def test_an_area_is_its_rows_of_all_forces_near(service: Service, cache_path: Path, tmp_path: Path) -> None:
    add_areas(tmp_path, cache_path)
    feedback = Listening()
    results, _ = run(LSOAS, {"AREA": "csp:Luton", "FROM": "2026-02", "CACHE": str(cache_path)}, feedback)
    assert cache_rows(cache_path, "street") == rows_of(ALL, {ONE, TWO}, *FORCES)
    lines = feedback.said
    plan = next(n for n, line in enumerate(lines) if "to download (" in line)
    codes = next(n for n, line in enumerate(lines) if line == f"LSOAs: {ONE}, {TWO}.")
    assert codes < plan
    assert lines[0].endswith(f"2 LSOAs. Files of {', '.join(FORCES)}.")
    assert results["ADDED"] == 14
    assert not any("stop-and-search" in name for name in held(cache_path))


def test_polygons_extent_and_text_are_the_lsoas_that_they_meet(
    service: Service, cache_path: Path, tmp_path: Path
) -> None:
    add_areas(tmp_path, cache_path)
    inside_one = "POLYGON((-0.498 52.002, -0.496 52.002, -0.496 52.004, -0.498 52.004, -0.498 52.002))"
    layer = polygon_layer([inside_one, "POLYGON((1 52.4, 1.1 52.4, 1.1 52.5, 1 52.4))"], "EPSG:4326")
    layer.selectByIds([next(layer.getFeatures()).id()])
    project = QgsProject.instance()
    project.addMapLayer(layer)
    rectangle = QgsReferencedRectangle(QgsRectangle(-0.488, 52.002, -0.486, 52.004), layer.crs())
    common = {"FROM": "2026-03", "DATASETS": ["street"], "FORCES": ["bedfordshire"]}
    for number, (given, codes) in enumerate(
        (
            ({"POLYGON": QgsProcessingFeatureSourceDefinition(layer.id(), True)}, {ONE}),
            ({"EXTENT": "-0.488,-0.486,52.002,52.004 [EPSG:4326]"}, {TWO}),
            ({"EXTENT": rectangle}, {TWO}),
            ({"GEOMETRY": "Polygon((-0.498 52.008, -0.496 52.008, -0.496 52.012, -0.498 52.008))"}, {ONE, THREE}),
            ({"LSOAS": f"{TWO}; {THREE}"}, {TWO, THREE}),
        )
    ):
        cache = tmp_path / f"{number}.sqlite"
        cache.write_bytes(cache_path.read_bytes())
        run(LSOAS, {**common, **given, "CACHE": str(cache)}, project=project)
        march = {name: data for name, data in ALL.items() if name.startswith("2026-03")}
        assert cache_rows(cache, "street") == rows_of(march, codes, "bedfordshire"), given
    project.removeMapLayer(layer.id())


def test_around_a_postcode(service: Service, cache_path: Path, tmp_path: Path) -> None:
    """One that the cache does not know is asked of postcodes.io, once; its licence is told."""
    add_areas(tmp_path, cache_path)
    postcode = next(iter(service.postcodes.known))
    service.postcodes.known[postcode].update(longitude=-0.485, latitude=52.005)
    parameters = {"POSTCODE": postcode.lower(), "WITHIN": 100, "FROM": "2026-02", "CACHE": str(cache_path)}
    for _ in range(2):
        feedback = Listening()
        run(LSOAS, parameters, feedback)
        assert feedback.said[0].startswith(f"{postcode}: Contains OS data")
        assert f"LSOAs: {TWO}." in feedback.said
    assert len(service.log.of("postcodes")) == 1
    assert cache_rows(cache_path, "street") == rows_of(ALL, {TWO}, *FORCES)
    with pytest.raises(QgsProcessingException, match="no postcode"):
        run(LSOAS, {**parameters, "POSTCODE": "Luton"})


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({}, "Say which LSOAs"),
        ({"AREA": "force:kent"}, "downloaded in whole files"),
        ({"AREA": "csp:Narnia"}, "Narnia"),
        ({"LSOAS": "E09999999"}, "no code of an LSOA|no LSOA E09999999"),
        ({"LSOAS": "S01000001"}, "Scotland"),
        ({"GEOMETRY": "Polygon((0 0, 0 0, 0 0))"}, "encloses nothing|outside"),
        ({"EXTENT": "7,8,45,46 [EPSG:4326]"}, "outside the United Kingdom"),
    ],
)
def test_what_is_no_area_is_said(
    service: Service, cache_path: Path, tmp_path: Path, parameters: dict[str, Any], sentence: str
) -> None:
    add_areas(tmp_path, cache_path)
    with pytest.raises(QgsProcessingException, match=sentence):
        run(LSOAS, {**parameters, "CACHE": str(cache_path)})
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
