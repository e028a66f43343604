# SPDX-License-Identifier: GPL-2.0-or-later
"""Every row of the service's status table (specification A.3): what is not sent, and what an answer is taken for."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from offline_cache.errors import CacheError, NetworkError, NetworkFault
from offline_cache.model import Month
from offline_cache.police_api import crimes, forces, neighbourhoods, outcomes, reference, stops
from offline_cache.police_api.client import PoliceApi
from offline_cache.police_api.neighbourhoods import NeighbourhoodKey
from offline_cache.police_api.rings import Ring, checked_ring
from offline_cache.police_api.tiles import TooLarge
from tests.api_client import FORCE, asked, client_of
from tests.sample_factory import member
from tests.service import Kind, Service

MONTH, OLD, COMING = Month(2026, 3), Month(2023, 4), Month(2026, 5)
TOWN = checked_ring([(1.95, 54.68), (2.05, 54.68), (2.05, 54.76), (1.95, 54.76)])
UNKNOWN_ID = "f" * 64
Question = Callable[[PoliceApi], object]


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    with Service(rate_limit=False) as running:
        yield running


@pytest.fixture
def service(running: Service) -> Iterator[Service]:
    """Give the stand-in as it is at first, also after a test that changed it."""
    yield running
    running.no_faults()
    running.api.area_limit = 10_000


def failure(service: Service, question: Question) -> CacheError:
    """The sentence that a question ends in."""
    with client_of(service) as api, pytest.raises(CacheError) as raised:
        question(api)
    assert str(raised.value).endswith(".")
    return raised.value


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (lambda api: crimes.crimes_in_ring(api, TOWN, OLD), "answers for 2023-05 to 2026-04, not 2023-04. Older"),
        (lambda api: crimes.crimes_near(api, 54.7, 2.0, OLD), "Older months stand in older archives"),
        (lambda api: stops.stops_of_force(api, "bedfordshire", OLD), "answers for 2023-05"),
        (lambda api: outcomes.outcomes_in_ring(api, TOWN, COMING), "not 2026-05. It is published later"),
        (
            lambda api: crimes.crimes_in_ring(api, TOWN, MONTH, "burglaries"),
            "not a crime category. There are: all-crime",
        ),
        (lambda api: crimes.crimes_without_place(api, FORCE, MONTH, "All crime"), "not a crime category"),
        (lambda api: crimes.crimes_near(api, float("nan"), 2.0, MONTH), "latitude and a longitude"),
        (lambda api: crimes.crimes_near(api, 2.0, 54.7, MONTH), "swapped"),
        (lambda api: crimes.crimes_near(api, 48.85, 12.35, MONTH), "outside the United Kingdom"),
        (lambda api: crimes.crimes_near(api, 999.0, 2.0, MONTH), "outside the United Kingdom"),
        (lambda api: neighbourhoods.locate(api, 54.7, 999.0), "outside the United Kingdom"),
        (lambda api: stops.stops_at_place(api, 0, MONTH), "not the id of a snap point"),
        (lambda api: outcomes.crime_history(api, "12ab"), "not the id of a crime"),
        (lambda api: outcomes.crime_history(api, ""), "not the id of a crime"),
        (lambda api: forces.force(api, "btp"), "British Transport Police has no neighbourhoods"),
        (lambda api: forces.force(api, "../forces"), "is not a force"),
        (lambda api: neighbourhoods.neighbourhood(api, NeighbourhoodKey(FORCE, "..")), "not the id of a neighb"),
        (lambda api: neighbourhoods.boundary(api, NeighbourhoodKey(FORCE, ".")), "not the id of a neighbourhood"),
        (lambda api: neighbourhoods.team(api, NeighbourhoodKey(FORCE, "neighbourhoods")), "not the id of a neighb"),
    ],
)
def test_what_the_service_would_misread_is_not_sent(service: Service, question: Question, sentence: str) -> None:
    service.log.clear()
    assert sentence in str(failure(service, question))
    assert asked(service) == []


@pytest.mark.parametrize(
    "question",
    [
        lambda api: crimes.crimes_without_place(api, "bedford", MONTH),
        lambda api: stops.stops_of_force(api, "bedford", MONTH),
        lambda api: neighbourhoods.neighbourhoods(api, "bedford"),
        lambda api: forces.senior_officers(api, "bedford"),
    ],
)
def test_an_unknown_force_is_looked_for_in_the_list_only(service: Service, question: Question) -> None:
    service.log.clear()
    assert "knows no force 'bedford'" in str(failure(service, question))
    assert asked(service) == ["GET /forces"]


def test_categories_are_those_of_the_service(service: Service) -> None:
    with client_of(service) as api:
        listed = reference.categories_of_service(api)
        assert len(listed) == 15
        for category in listed:
            crimes.crimes_without_place(api, FORCE, MONTH, category)


def plain_rows(sample_zip: Path, kind: str) -> list[dict[str, str]]:
    """The rows of a file of the sample as the csv module reads them."""
    with zipfile.ZipFile(sample_zip) as archive:
        text = archive.read(member(str(MONTH), FORCE, kind)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def in_town(row: dict[str, str], west: float = 1.95, east: float = 2.05) -> bool:
    return bool(row["Latitude"]) and west < float(row["Longitude"]) < east and 54.68 < float(row["Latitude"]) < 54.76


def test_an_outline_is_posted_and_the_month_is_always_sent(service: Service, sample_zip: Path) -> None:
    rows = plain_rows(sample_zip, "street")
    with client_of(service) as api:
        service.log.clear()
        found = crimes.crimes_in_ring(api, TOWN, MONTH)
        burglaries = crimes.crimes_in_ring(api, TOWN, MONTH, "burglary")
        near = crimes.crimes_near(api, 54.72, 2.0, MONTH)
        unplaced = crimes.crimes_without_place(api, FORCE, MONTH)
    wanted = Counter((row["Crime ID"], row["Latitude"], row["Longitude"]) for row in rows if in_town(row))
    assert Counter((c.persistent_id, c.place.latitude, c.place.longitude) for c in found if c.place) == wanted
    assert len(burglaries) == sum(in_town(row) and row["Crime type"] == "Burglary" for row in rows)
    assert len(unplaced) == sum(not row["Latitude"] for row in rows)
    assert {crime.month for crime in (*found, *burglaries, *near, *unplaced)} == {MONTH}
    entries = [entry for entry in service.log.of("api") if "street" in entry.path and "dates" not in entry.path]
    assert [entry.method for entry in entries] == ["POST", "POST", "GET"]
    assert "date=2026-03" in entries[2].query
    assert entries[0].headers["content-type"].startswith("application/x-www-form-urlencoded")


def test_an_outline_with_thousands_of_corners_is_taken(service: Service) -> None:
    import math

    ring = checked_ring(
        [(2 + 0.05 * math.cos(math.tau * n / 2079), 54.72 + 0.03 * math.sin(math.tau * n / 2079)) for n in range(2079)]
    )
    with client_of(service) as api:
        assert crimes.crimes_in_ring(api, ring, MONTH)
        assert stops.stops_in_ring(api, ring, MONTH)


@pytest.mark.parametrize("kind", ["street", "outcomes"])
def test_an_area_that_is_too_large_is_asked_for_in_parts(service: Service, sample_zip: Path, kind: str) -> None:
    ask = crimes.crimes_in_ring if kind == "street" else outcomes.outcomes_in_ring
    with client_of(service) as api:
        whole = ask(api, TOWN, MONTH)  # type: ignore[operator]
        service.api.area_limit = len(whole) // 5
        service.log.clear()
        parts = ask(api, TOWN, MONTH)  # type: ignore[operator]
    assert Counter(map(repr, parts)) == Counter(map(repr, whole))
    assert len(parts) == sum(map(in_town, plain_rows(sample_zip, kind)))
    lines = asked(service)
    too_large = [entry for entry in service.log.of("api") if entry.status == 503]
    assert lines.count("GET /crime-last-updated") == len(too_large) >= 2


def test_what_is_too_large_everywhere_ends(service: Service) -> None:
    service.api.area_limit = 0
    error = failure(service, lambda api: crimes.crimes_in_ring(api, small(), MONTH))
    assert isinstance(error, TooLarge)


def small() -> Ring:
    return checked_ring([(1.999, 54.719), (2.001, 54.719), (2.001, 54.721), (1.999, 54.721)])


def test_an_outage_is_told_from_an_area_that_is_too_large_by_one_question(service: Service) -> None:
    service.fault(503, host="api")
    with client_of(service) as api:
        service.no_faults()
        api.checked_month(MONTH)
        service.fault(503, host="api")
        service.log.clear()
        with pytest.raises(NetworkError, match="out of order") as raised:
            crimes.crimes_in_ring(api, TOWN, MONTH)
    assert raised.value.fault is NetworkFault.SERVICE
    assert asked(service) == ["POST /crimes-street/all-crime", "GET /crime-last-updated"]


@pytest.mark.parametrize("status", [404, 500, 502])
def test_a_month_that_is_listed_but_gone_is_said(service: Service, status: int) -> None:
    service.fault(status, host="api", path="*/stops-*")
    for question in (
        lambda api: stops.stops_of_force(api, FORCE, MONTH),
        lambda api: stops.stops_in_ring(api, TOWN, MONTH),
    ):
        error = failure(service, question)
        assert f"no answer for 2026-03 there (status {status})" in str(error)


def test_too_many_requests_are_repeated_when_the_service_says(service: Service) -> None:
    service.fault(429, host="api", path="*/forces", times=2, retry_after="0")
    with client_of(service) as api:
        assert forces.forces(api)


def test_unknown_snap_points(service: Service) -> None:
    """404 for crimes and outcomes, an empty list for stops."""
    for question in (
        lambda api: crimes.crimes_at_place(api, 7, MONTH),
        lambda api: outcomes.outcomes_at_place(api, 7, MONTH),
    ):
        assert "or place" in str(failure(service, question))
    with client_of(service) as api:
        assert stops.stops_at_place(api, 7, MONTH) == []


def test_known_snap_points(service: Service) -> None:
    with client_of(service) as api:
        places = Counter(crime.place for crime in crimes.crimes_in_ring(api, TOWN, MONTH))
        place, count = places.most_common(1)[0]
        assert place is not None
        assert place.street is not None
        assert len(crimes.crimes_at_place(api, place.street, MONTH)) == count
        of_force = stops.stops_of_force(api, FORCE, MONTH)
        unplaced = stops.stops_without_place(api, FORCE, MONTH)
        assert sorted(map(repr, unplaced)) == sorted(repr(stop) for stop in of_force if stop.place is None)


def test_british_transport_police(service: Service) -> None:
    with client_of(service) as api:
        assert crimes.crimes_without_place(api, "btp", MONTH) == []
        stops.stops_of_force(api, "btp", MONTH)


def test_histories(service: Service) -> None:
    with client_of(service) as api:
        found = [crime for crime in crimes.crimes_in_ring(api, TOWN, MONTH) if crime.persistent_id]
        history = outcomes.crime_history(api, found[0].persistent_id.upper())
    assert history.crime.persistent_id == found[0].persistent_id
    assert history.outcomes
    error = failure(service, lambda api: outcomes.crime_history(api, UNKNOWN_ID))
    assert "knows no crime with this id" in str(error)
    service.fault(Kind.OTHER_BODY, path="*/outcomes-for-crime/*", text=OTHER_CRIME)
    assert "another crime" in str(failure(service, lambda api: outcomes.crime_history(api, UNKNOWN_ID)))


OTHER_CRIME = '{"crime":{"category":"burglary","persistent_id":"","month":"2026-03","location":null},"outcomes":null}'


def test_neighbourhoods_are_asked_for_by_their_very_ids(service: Service) -> None:
    keys = [(FORCE, "NC04"), (FORCE, "nc04"), (FORCE, "E05-99.1"), ("northern-ireland", "Haven & Quay")]
    with client_of(service) as api:
        names = [neighbourhoods.neighbourhood(api, NeighbourhoodKey(*key)).name for key in keys]
    assert names == ["Market and Haven", "Tŷ Môr (the other nc04)", "Markham's Hole", "Haven & Quay"]
    error = failure(service, lambda api: neighbourhoods.neighbourhood(api, NeighbourhoodKey(FORCE, "ab12")))
    assert "no neighbourhood ab12 of dogger-bank" in str(error)
    assert isinstance(error, NetworkError)
    assert error.fault is NetworkFault.NOT_FOUND


def test_a_place_in_no_neighbourhood(service: Service) -> None:
    with client_of(service) as api:
        assert neighbourhoods.locate(api, 54.725, 2.03) == NeighbourhoodKey(FORCE, "NC04")
    error = failure(service, lambda api: neighbourhoods.locate(api, 55.86, -4.25))
    assert "knows no neighbourhood at 55.86" in str(error)


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        (Kind.LOGIN_PAGE, NetworkFault.LOGIN_PAGE),
        (Kind.HALF_JSON, NetworkFault.ANSWER),
        (Kind.EMPTY_BODY, NetworkFault.ANSWER),
        (Kind.BROKEN_GZIP, NetworkFault.CUT),
        (Kind.CUT, NetworkFault.CUT),
    ],
)
def test_an_answer_that_is_none(service: Service, kind: Kind, fault: NetworkFault) -> None:
    service.fault(kind, host="api", path="*/crimes-street/*")
    service.fault(kind, host="api", path="*/forces")
    for question in (lambda api: forces.forces(api), lambda api: crimes.crimes_in_ring(api, TOWN, MONTH)):
        error = failure(service, question)
        assert isinstance(error, NetworkError)
        assert error.fault is fault
