# SPDX-License-Identifier: GPL-2.0-or-later
"""A service of areas that fails, moves or changes, and a cancel: what came whole stays, else nothing changes."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from offline_cache import CacheError, Cancelled, Progress
from offline_cache.areas.wanted import AreasWanted, AreaWant
from offline_cache.errors import NetworkError, NetworkFault
from tests import area_service as country
from tests.areas_fetching import NEAR, WEST, fetch, imported, plan
from tests.areas_fetching import service as _service  # noqa: F401 - a fixture
from tests.areas_fetching import unpaced as _unpaced  # noqa: F401 - a fixture
from tests.service import Kind, Service
from tests.service.sample_layers import (
    EXACT_FIT,
    LAD_TO_PFA_2024,
    LSOA_2011,
    LSOA_2021,
    LSOA_2021_COARSE,
    LSOA_TO_WARD,
    POLICE_AREAS,
)


@pytest.mark.parametrize(
    ("fault", "details", "part_of_sentence"),
    [
        (Kind.OTHER_BODY, {"text": '{"error":{"code":400,"message":"Invalid query"}}'}, "'Invalid query' (400)"),
        (Kind.OTHER_BODY, {"text": '{"error":"busy"}'}, "'busy' (0)"),
        (Kind.OTHER_BODY, {"text": "[]"}, "no JSON object"),
        (Kind.OTHER_BODY, {"text": "{}"}, "no rows"),
        (Kind.OTHER_BODY, {"text": '{"features":[{"attributes":{"LSOA21CD":"E01000001"}}]}'}, "has no ObjectId"),
        (Kind.OTHER_BODY, {"text": '{"features":[]}'}, "no ids of rows"),
        (Kind.CUT, {"after": 100}, "broke off"),
        (Kind.LOGIN_PAGE, {}, "log in"),
        (Kind.BROKEN_GZIP, {}, "broke off"),
        (Kind.STATUS, {"status": 403}, "403"),
    ],
)
def test_what_goes_wrong_in_the_middle_changes_nothing(
    service: Service, cache_path: Path, fault: Kind, details: dict[str, object], part_of_sentence: str
) -> None:
    service.ons.max_record_count = 20
    look_ups = AreasWanted((AreaWant.LOOK_UPS,))
    # The first of these is the count; the last page, of two rows, and what is asked after it come to nothing.
    struck = service.fault(fault, host="ons", path=f"*{LSOA_TO_WARD}/*/query", skip=2, **details)
    with struck, pytest.raises(CacheError) as caught:
        fetch(service, cache_path, look_ups)
    assert part_of_sentence in str(caught.value)
    assert str(caught.value).endswith(".")
    assert not any(country.tables(cache_path).values())
    assert len(fetch(service, cache_path, look_ups).changes) == 3


def test_a_page_that_is_too_much_is_asked_for_in_parts(service: Service, cache_path: Path, tmp_path: Path) -> None:
    error = '{"error":{"code":500,"message":"Error performing query operation"}}'
    service.fault(Kind.OTHER_BODY, host="ons", path=f"*{LSOA_2021}/*/query", skip=1, times=2, text=error)
    service.fault(500, host="ons", path=f"*{LSOA_2011}/*/query", skip=1, times=2)
    fetch(service, cache_path, AreasWanted())
    assert country.tables(cache_path) == country.tables(imported(tmp_path))
    for edition in (LSOA_2011, LSOA_2021):
        asked = [entry.query for entry in service.log.of(path=f"*{edition}/*/query")]
        assert [f"resultRecordCount={size}&" in query for size, query in zip((1000, 500, 250), asked[1:])] == [True] * 3


def test_a_service_with_another_name_is_found_by_its_item(service: Service, cache_path: Path) -> None:
    service.ons.rename(LSOA_2021, f"{LSOA_2021[:-1]}6")
    service.ons.rename(POLICE_AREAS, "PFA_Dec_2024_EW_BGC_V2")
    report = fetch(service, cache_path)
    assert country.drawn(cache_path) == country.codes([*WEST, *NEAR])
    assert report.changes[-1].source == f"ONS {LSOA_2021[:-1]}6 (bedfordshire).geojson"
    with service.fault(Kind.REFUSED, host="ons"):
        assert not fetch(service, cache_path).changes


def test_a_name_that_leads_elsewhere_is_not_taken(service: Service, cache_path: Path) -> None:
    service.ons.rename(LSOA_2021, f"../{LSOA_2021}")
    report = fetch(service, cache_path)
    assert "Lower layer Super Output Areas (December 2021)" in report.missing[0]
    assert all(".." not in entry.path for entry in service.log.of("ons"))


def test_a_service_that_is_gone_has_others_in_its_place(service: Service, cache_path: Path) -> None:
    changed = next(layer for layer in country.layers() if layer.service == LSOA_2021)
    service.ons.add(dataclasses.replace(changed, service=LSOA_2021_COARSE, item=""))
    service.ons.remove(LSOA_2021)
    service.ons.remove(POLICE_AREAS)
    report = fetch(service, cache_path)
    assert country.drawn(cache_path) == country.codes([*WEST, *NEAR])
    (missing,) = report.missing
    assert "'Police Force Areas (December 2024) Boundaries EW BGC' from geoportal.statistics.gov.uk" in missing
    assert plan(service, cache_path).missing == (missing,)


def test_without_a_look_up_the_file_is_named(service: Service, cache_path: Path) -> None:
    service.ons.remove(LAD_TO_PFA_2024)
    with pytest.raises(NetworkError, match="Local Authority District to Community Safety") as caught:
        fetch(service, cache_path)
    assert caught.value.fault is NetworkFault.NOT_FOUND
    assert "import the file" in str(caught.value)


def test_a_service_whose_fields_are_others_does_not_serve(service: Service, cache_path: Path) -> None:
    wrong = next(layer for layer in country.layers() if layer.service == EXACT_FIT)
    rows = tuple({**row, "properties": {"ObjectId": 1, "F_LSOA11CD": "E01000001"}} for row in wrong.features)
    service.ons.add(dataclasses.replace(wrong, features=rows))
    report = fetch(service, cache_path, AreasWanted((AreaWant.LOOK_UPS,)))
    assert len(report.changes) == 2
    assert "Exact Fit Lookup" in report.missing[0]


@pytest.mark.parametrize("at", [0, 10, 60, 100])
def test_cancelled_it_leaves_whole_parts_and_goes_on(
    service: Service, cache_path: Path, tmp_path: Path, at: int
) -> None:
    service.ons.max_record_count = 10
    done: list[Progress] = []
    with pytest.raises(Cancelled, match="Fetch again to go on"):
        fetch(service, cache_path, AreasWanted(), done.append, lambda: bool(done) and done[-1].done >= at)
    held = country.tables(cache_path)
    assert len(held["lsoa_exact_fit"]) in (0, 42)
    assert len(held["area"]) in (0, 2, 2 + 41)
    fetch(service, cache_path, AreasWanted())
    assert country.tables(cache_path) == country.tables(imported(tmp_path))
