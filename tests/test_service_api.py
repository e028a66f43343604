# SPDX-License-Identifier: GPL-2.0-or-later
"""The stand-in's API: answers as the rows of the archive say, and the odd ones of the status table."""

from __future__ import annotations

import csv
import io
import json
import math
import urllib.parse
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Union

import pytest

from tests.sample_factory import crime_id, member, outcome_row, outcomes_csv, psni_row, stop_row, stops_csv, street_csv
from tests.service import Service
from tests.service.client import Fetched, fetched
from tests.service.limits import Bucket

CENTRE = (54.72, 2.0)
AT_CENTRE = {"lat": "54.72", "lng": "2.0"}
BOX = "54.71,1.99:54.73,1.99:54.73,2.01:54.71,2.01"
NOT_FOUND = b"Not Found"


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service(rate_limit=False) as running:
        yield running


@pytest.fixture(scope="module")
def sample(sample_zip: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(sample_zip)


def ask(service: Service, path: str, **parameters: str) -> Fetched:
    """GET below /api."""
    query = f"?{urllib.parse.urlencode(parameters)}" if parameters else ""
    return fetched(f"{service.url('api')}/{path}{query}")


def rows(sample: zipfile.ZipFile, month: str, kind: str) -> list[dict[str, str]]:
    """Read a file of the sample."""
    text = sample.read(member(month, "dogger-bank", kind)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def within_a_mile(row: dict[str, str]) -> bool:
    """Tell whether a row lies within a mile of the centre, on a plane."""
    if not row["Latitude"]:
        return False
    north = (float(row["Latitude"]) - CENTRE[0]) * 111_195.0
    east = (float(row["Longitude"]) - CENTRE[1]) * 111_195.0 * math.cos(math.radians(CENTRE[0]))
    return math.hypot(north, east) <= 1609.344


def within_the_box(row: dict[str, str]) -> bool:
    return bool(row["Latitude"]) and 54.71 < float(row["Latitude"]) < 54.73 and 1.99 < float(row["Longitude"]) < 2.01


# --- answers ----------------------------------------------------------------------------------------------


def test_crimes_are_those_of_the_files(service: Service, sample: zipfile.ZipFile) -> None:
    street = rows(sample, "2025-05", "street")
    near = ask(service, "crimes-street/all-crime", date="2025-05", **AT_CENTRE).json
    expected = [r for r in street if within_a_mile(r)]
    assert [c["persistent_id"] for c in near] == [r["Crime ID"] for r in expected]
    assert [c["location"]["latitude"] for c in near] == [r["Latitude"] for r in expected]
    inside = ask(service, "crimes-street/burglary", date="2025-05", poly=BOX).json
    count = sum(within_the_box(r) and r["Crime type"] == "Burglary" for r in street)
    assert (len(inside), {c["category"] for c in inside}) == (count, {"burglary"})
    nowhere = ask(service, "crimes-no-location", category="all-crime", force="dogger-bank", date="2025-05").json
    assert len(nowhere) == sum(not r["Latitude"] for r in street)
    assert {(c["location"], c["location_type"]) for c in nowhere} == {(None, None)}


def test_a_crime_has_the_form_of_the_recorded_one(service: Service, shared: Path) -> None:
    recorded = json.loads((shared / "service" / "examples" / "crimes-street_with-outcome.json").read_text())[0]
    crimes = ask(service, "crimes-street/all-crime", date="2025-05", **AT_CENTRE).json
    made = next(crime for crime in crimes if crime["outcome_status"])
    assert shape(made) == shape(recorded)
    asb = next(crime for crime in crimes if crime["category"] == "anti-social-behaviour")
    assert (asb["persistent_id"], asb["outcome_status"]) == ("", None)


@pytest.mark.parametrize(
    ("path", "parameters", "example"),
    [
        ("outcomes-at-location", AT_CENTRE, "outcomes-at-location.json"),
        ("stops-street", AT_CENTRE, "stops-street.json"),
        ("crimes-no-location", {"force": "dogger-bank", "category": "all-crime"}, "crimes-no-location.json"),
        ("crime-categories", {}, "crime-categories.json"),
        ("crime-last-updated", {}, "crime-last-updated.json"),
        ("crimes-street-dates", {}, "crimes-street-dates.json"),
        ("forces", {}, "forces.json"),
        ("forces/dogger-bank", {}, "force.json"),
        ("forces/dogger-bank/people", {}, "senior-officers.json"),
        ("dogger-bank/neighbourhoods", {}, "neighbourhoods.json"),
        ("dogger-bank/NC04", {}, "neighbourhood.json"),
        ("dogger-bank/NC04/boundary", {}, "neighbourhood-boundary.json"),
        ("dogger-bank/NC04/people", {}, "neighbourhood-people.json"),
        ("dogger-bank/NC04/events", {}, "neighbourhood-events.json"),
        ("dogger-bank/NC04/priorities", {}, "neighbourhood-priorities.json"),
        ("locate-neighbourhood", {"q": "54.722,2.01"}, "locate-neighbourhood.json"),
    ],
)
def test_answers_have_the_fields_of_the_recorded(
    service: Service, shared: Path, path: str, parameters: dict[str, str], example: str
) -> None:
    recorded = json.loads((shared / "service" / "examples" / example).read_text())
    assert fields(ask(service, path, **parameters).json) >= fields(recorded)


def shape(value: Any) -> Any:
    """Names and types all the way down."""
    return {name: shape(v) for name, v in value.items()} if isinstance(value, dict) else type(value).__name__


def fields(value: Any) -> set[str]:
    """The names at the top of a record or of the first of a list."""
    return set(value[0] if isinstance(value, list) else value)


def test_stops_are_those_of_the_files(service: Service, sample: zipfile.ZipFile) -> None:
    stops = rows(sample, "2025-06", "stop-and-search")
    force = ask(service, "stops-force", force="dogger-bank", date="2025-06").json
    assert [s["datetime"] for s in force] == [r["Date"] for r in stops]
    blank = next(i for i, r in enumerate(stops) if not r["Outcome linked to object of search"])
    assert force[blank]["outcome_linked_to_object_of_search"] is None
    assert {s["involved_person"] for s in force if s["type"] == "Vehicle search"} <= {False}
    street = ask(service, "stops-street", date="2025-06", poly=BOX).json
    assert len(street) == sum(map(within_the_box, stops))
    nowhere = ask(service, "stops-no-location", force="dogger-bank", date="2025-06").json
    assert len(nowhere) == sum(not r["Latitude"] for r in stops)
    place = street[0]["location"]["street"]["id"]
    at_place = ask(service, "stops-at-location", location_id=str(place), date="2025-06").json
    assert at_place == [s for s in force if s["location"] and s["location"]["street"]["id"] == place]


def test_outcomes_follow_their_crime(service: Service, sample: zipfile.ZipFile) -> None:
    outcomes = ask(service, "outcomes-at-location", date="2025-08", **AT_CENTRE).json
    expected = [r for r in rows(sample, "2025-08", "outcomes") if within_a_mile(r)]
    assert [o["crime"]["persistent_id"] for o in outcomes] == [r["Crime ID"] for r in expected]
    known = next(o for o in outcomes if o["crime"]["month"] == "2025-07")
    history = ask(service, f"outcomes-for-crime/{known['crime']['persistent_id']}").json
    assert {"category": known["category"], "date": "2025-08", "person_id": None} in history["outcomes"]
    street = {r["Crime ID"]: r for r in rows(sample, "2025-07", "street")}
    crime = ask(service, "crimes-street/all-crime", date="2025-07", **AT_CENTRE).json
    same = next(c for c in crime if c["persistent_id"] == known["crime"]["persistent_id"])
    status = {"category": street[same["persistent_id"]]["Last outcome category"], "date": "2025-08"}
    assert (same["outcome_status"], "outcome_status" in history["crime"]) == (status, False)


def test_a_map_point_has_its_crimes(service: Service) -> None:
    near = ask(service, "crimes-at-location", date="2025-05", **AT_CENTRE).json
    point = near[0]["location"]["street"]["id"]
    crimes = ask(service, "crimes-street/all-crime", date="2025-05", **AT_CENTRE).json
    assert near == [crime for crime in crimes if crime["location"]["street"]["id"] == point]
    assert ask(service, "crimes-at-location", date="2025-05", location_id=str(point)).json == near


def test_northern_ireland_has_no_outcomes() -> None:
    files = {
        member("2026-04", "northern-ireland"): street_csv("2026-04", "northern-ireland", [psni_row()]),
        member("2026-04", "dorset", "outcomes"): outcomes_csv("2026-04", "dorset", [outcome_row(crime_id=crime_id(2))]),
        member("2026-04", "btp", "stop-and-search"): stops_csv("2026-04", "btp", [stop_row()]),
    }
    with Service(files) as service:
        assert ask(service, f"outcomes-for-crime/{crime_id(1)}").json["outcomes"] is None
        assert ask(service, f"outcomes-for-crime/{crime_id(2)}").json["crime"]["category"] == "other-crime"
        assert len(ask(service, "stops-force", force="btp").json) == 1
        assert ask(service, "crimes-no-location", force="btp", category="all-crime").json == []


def test_months_forces_and_neighbourhoods(service: Service) -> None:
    dates = ask(service, "crimes-street-dates").json
    assert (len(dates), dates[0]["date"], dates[-1]["date"]) == (36, "2026-04", "2023-05")
    slugs = [force["id"] for force in ask(service, "forces").json]
    assert (len(slugs), slugs[16], slugs[-1], "btp" in slugs) == (45, "dyfed-powys", "dogger-bank", False)
    listed = [one["id"] for one in ask(service, "dogger-bank/neighbourhoods").json]
    assert {"NC04", "nc04", "Silver Pit", "17"} < set(listed)
    for identifier in listed:
        one = ask(service, f"dogger-bank/{urllib.parse.quote(identifier)}").json
        ring = ask(service, f"dogger-bank/{urllib.parse.quote(identifier)}/boundary").json
        assert (one["id"], ring[0], len(ring) >= 63) == (identifier, ring[-1], True)
    assert "description" not in ask(service, "dogger-bank/Silver%20Pit").json
    assert ask(service, "locate-neighbourhood", q="54.722,2.01").json == {
        "force": "dogger-bank",
        "neighbourhood": "NC04",
    }


# --- the status table -------------------------------------------------------------------------------------

TABLE: list[tuple[str, dict[str, str], int, Union[bytes, str]]] = [
    ("crimes-street/all-crime", {**AT_CENTRE, "date": "2023-04"}, 404, b""),
    ("crimes-street/all-crime", {**AT_CENTRE, "date": "2026-13"}, 404, b""),
    ("crimes-street/all-crime", {**AT_CENTRE, "date": "2026-04-15"}, 404, b""),
    ("stops-force", {"force": "dogger-bank", "date": "2023-04"}, 502, b""),
    ("crimes-street/all-crime", {**AT_CENTRE, "date": "2026-05"}, 200, b"[]"),
    ("crimes-street/all-crime", {**AT_CENTRE, "dte": "2025-01"}, 200, "same as without"),
    ("crimes-street/all-crime", {**AT_CENTRE, "odd": "1"}, 200, "same as without"),
    ("crimes-street/burglaries", AT_CENTRE, 200, "same as without"),
    ("crimes-street/all-crime", {"lat": "x", "lng": "2"}, 400, b""),
    ("crimes-street/all-crime", {"lat": "54.72"}, 400, b""),
    ("crimes-street/all-crime", {}, 400, b""),
    ("crimes-street/all-crime", {"lat": "2.0", "lng": "54.72"}, 200, b"[]"),
    ("crimes-street/all-crime", {"lat": "999", "lng": "2"}, 200, b"[]"),
    ("crimes-street/all-crime", {"poly": "54.7,2.0:54.8"}, 404, b""),
    ("stops-street", {"poly": "54.7,2.0:54.8,2.0"}, 502, b""),
    ("crimes-at-location", {"location_id": "1"}, 404, b""),
    ("outcomes-at-location", {"location_id": "1"}, 404, b""),
    ("stops-at-location", {"location_id": "1"}, 200, b"[]"),
    ("crimes-no-location", {"force": "nobody", "category": "all-crime"}, 502, b""),
    ("stops-force", {"force": "nobody"}, 200, b"[]"),
    ("outcomes-for-crime/" + "a" * 64, {}, 404, b""),
    ("forces/btp", {}, 404, NOT_FOUND),
    ("nobody/neighbourhoods", {}, 404, NOT_FOUND),
    ("dogger-bank/Nc04", {}, 404, NOT_FOUND),
    ("locate-neighbourhood", {"q": "48.85,2.35"}, 404, NOT_FOUND),
    ("locate-neighbourhood", {"q": "54.72"}, 404, NOT_FOUND),
]


@pytest.mark.parametrize(("path", "parameters", "status", "body"), TABLE)
def test_the_status_table(
    service: Service, path: str, parameters: dict[str, str], status: int, body: Union[bytes, str]
) -> None:
    got = ask(service, path, **parameters)
    expected = ask(service, "crimes-street/all-crime", **AT_CENTRE).body if isinstance(body, str) else body
    assert (got.status, got.body) == (status, expected)


def test_an_area_may_be_too_large_whatever_the_category(service: Service) -> None:
    service.api.area_limit = 50
    try:
        for path in ("crimes-street/all-crime", "crimes-street/robbery", "outcomes-at-location"):
            got = ask(service, path, **AT_CENTRE)
            assert (got.status, got.body, got.headers["Retry-After"]) == (503, b"", None)
        assert ask(service, "crime-last-updated").status == 200
    finally:
        service.api.area_limit = 10_000


def test_long_polygons_are_posted_as_a_form(service: Service) -> None:
    poly = ":".join([BOX] + ["54.71,2.0"] * 500)
    short = ask(service, "crimes-street/drugs", poly=BOX)
    assert (ask(service, "crimes-street/drugs", poly=poly).status, short.status) == (400, 200)
    url = service.url("api") + "/crimes-street/drugs"
    assert fetched(url, urllib.parse.urlencode({"poly": poly}).encode()).json == short.json
    as_json = fetched(url, json.dumps({"poly": BOX}).encode(), {"Content-Type": "application/json"})
    assert (as_json.status, as_json.body) == (400, b"")


def test_more_than_thirty_at_once_are_too_many() -> None:
    with Service() as service:
        service.api.retry_after = "1"
        now = [0.0]
        service.api.bucket = Bucket(clock=lambda: now[0])
        got = [ask(service, "crime-last-updated") for _ in range(31)]
        assert [answer.status for answer in got] == [200] * 30 + [429]
        assert got[-1].headers["Retry-After"] == "1"
        now[0] += 0.2  # 15 a second
        assert [ask(service, "crime-last-updated").status for _ in range(4)] == [200] * 3 + [429]
