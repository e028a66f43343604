# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers of the API: every recorded one is read for what it says, and no spoilt one does worse than a sentence."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from offline_cache.errors import CacheError, NetworkError, NetworkFault
from offline_cache.model import Month
from offline_cache.police_api import crimes, forces, neighbourhoods, outcomes, reference, stops
from offline_cache.police_api.keeping import keep_force, keep_history, keep_last_update, keep_months, keep_officers
from offline_cache.police_api.keeping_areas import keep_area, keep_records
from offline_cache.police_api.keeping_neighbourhoods import Asked, keep_list, keep_neighbourhood
from offline_cache.police_api.kinds import Kind
from offline_cache.police_api.neighbourhoods import NeighbourhoodKey
from offline_cache.police_api.rings import checked_ring
from offline_cache.store import OfflineCache
from offline_cache.verify import faults
from tests.api_readers import ANSWERS, CRIME, JSON, NEIGHBOURHOOD, STOP, Reader, paths, spoilt

RECORDED: dict[str, Reader] = {
    "crime-categories": reference.read_categories,
    "crime-last-updated": reference.read_last_update,
    "last_updated_date": reference.read_last_update,
    "crimes-street-dates": reference.read_months,
    "crimes-": crimes.read_crimes,
    "E0": crimes.read_crimes,
    "empty_array": crimes.read_crimes,
    "outcomes-at-location_docs": outcomes.read_history,
    "outcomes-at-location": outcomes.read_outcomes,
    "outcomes-for-crime": outcomes.read_history,
    "outcomes_for_crime": outcomes.read_history,
    "stop": stops.read_stops,
    "forces": forces.read_forces,
    "force": forces.read_force,
    "senior-officers": forces.read_officers,
    "neighbourhood-people": forces.read_officers,
    "neighbourhood_team": forces.read_officers,
    "neighbourhood-boundary": neighbourhoods.read_boundary,
    "neighbourhood_boundary": neighbourhoods.read_boundary,
    "neighbourhood-events": neighbourhoods.read_events,
    "neighbourhood_events": neighbourhoods.read_events,
    "neighbourhood-priorities": neighbourhoods.read_priorities,
    "neighbourhood_priorities": neighbourhoods.read_priorities,
    "neighbourhoods": neighbourhoods.read_neighbourhoods,
    "neighbourhood": neighbourhoods.read_neighbourhood,
    "specific_neighbourhood": neighbourhoods.read_neighbourhood,
    "locate": neighbourhoods.read_located,
}
WHERE = NeighbourhoodKey("dogger-bank", "NC04")


def reader_of(name: str) -> Reader:
    """The reader of a recorded file, by the longest beginning of its name."""
    return RECORDED[max((start for start in RECORDED if name.startswith(start)), key=len)]


@pytest.fixture(scope="module")
def recorded(shared: Path) -> dict[str, Any]:
    """Give every recorded answer of the API by the name of its file."""
    files = [*(shared / "service" / "examples").glob("*.json"), *(shared / "data" / "api").rglob("*.json")]
    found = {file.name: json.loads(file.read_bytes()) for file in files if not file.name.startswith("postcodes")}
    assert len(found) > 40
    return found


def test_every_recorded_answer_is_read(recorded: dict[str, Any]) -> None:
    for name, answer in recorded.items():
        read = reader_of(name)(answer)
        if isinstance(answer, list):
            assert len(read) == len(answer), name


def test_crimes_are_as_recorded(recorded: dict[str, Any]) -> None:
    for name, answer in recorded.items():
        if reader_of(name) is not crimes.read_crimes:
            continue
        wanted = Counter(
            (
                *(entry["category"], entry["persistent_id"], entry["id"], entry["month"]),
                *((entry["location"] or {}).get(axis) for axis in ("latitude", "longitude")),
                (entry["outcome_status"] or {}).get("category", ""),
            )
            for entry in answer
        )
        got = Counter(
            (
                *(crime.category, crime.persistent_id, crime.number, str(crime.month)),
                *((crime.place.latitude, crime.place.longitude) if crime.place else (None, None)),
                crime.outcome,
            )
            for crime in crimes.read_crimes(answer)
        )
        assert got == wanted, name


def test_a_recorded_outline_is_read_to_the_last_decimal(recorded: dict[str, Any]) -> None:
    answer = recorded["neighbourhood_boundary_gloucestershire_AA3.json"]
    ring = neighbourhoods.read_boundary(answer)
    assert len(ring) == 1068
    assert ring == tuple((float(corner["longitude"]), float(corner["latitude"])) for corner in answer)


def test_what_the_service_leaves_out_is_none(recorded: dict[str, Any]) -> None:
    city = neighbourhoods.read_neighbourhood(recorded["neighbourhood.json"])
    assert (city.code, city.population, city.stations[0].position) == ("NC04", None, None)
    assert city.stations[0].address == "74 Belgrave Gate, Leicester"
    assert "<" not in city.description
    assert "\n\nThe Highcross" in city.description
    marks = neighbourhoods.read_neighbourhood(recorded["neighbourhood_specific_gloucestershire_AA3.json"])
    assert (marks.population, marks.description, len(marks.links)) == (12266, "", 6)
    old = stops.read_stops(recorded["stops-force_docs-2017-legacy-shape.json"])[0]
    assert old.outcome == stops.NOTHING_FOUND
    blank, known = stops.read_stops(recorded["stops-no-location.json"])
    assert (blank.outcome, blank.place, blank.outcome_linked) == ("", None, True)
    assert known.outcome == "A no further action disposal"


@pytest.mark.parametrize("name", list(ANSWERS))
def test_an_answer_of_the_real_shape_is_read(name: str) -> None:
    reader, answer = ANSWERS[name]
    assert reader(answer)


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ({"description": None, "url_force": None, "population": "0", "links": None}, ("", "", None)),
        ({"url_force": "", "population": None, "centre": None, "contact_details": []}, ("Invented.", "", None)),
        ({"url_force": "javascript:alert(1)", "population": "", "unknown": [1]}, ("Invented.", "", None)),
    ],
)
def test_odd_neighbourhoods_are_read(change: dict[str, Any], read: tuple[Any, ...]) -> None:
    found = neighbourhoods.read_neighbourhood({**NEIGHBOURHOOD, **change})
    assert (found.description, found.url, found.population) == read
    assert found.name == "Market & Haven"
    del (without := dict(NEIGHBOURHOOD))["description"]
    assert neighbourhoods.read_neighbourhood(without).description == ""


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("crimes", {"error": "no"}),
        ("crimes", [{**CRIME, "month": "2026-3"}]),
        ("crimes", [{**CRIME, "location": {**CRIME["location"], "latitude": 54.72}}]),
        ("crimes", [{**CRIME, "location": {**CRIME["location"], "latitude": "2.0", "longitude": "54.7"}}]),
        ("crimes", [{**CRIME, "location": {**CRIME["location"], "latitude": "91"}}]),
        ("crimes", [{**CRIME, "id": 2**63}]),
        ("stops", [{**STOP, "datetime": "yesterday"}]),
        ("stops", [{**STOP, "outcome": True}]),
        ("forces", []),
        ("neighbourhoods", []),
        ("neighbourhoods", [{"id": "A", "name": "x"}, {"id": "A", "name": "y"}]),
        ("months", [{"date": "2026-04"}, {"date": "2026-04"}]),
        ("boundary", [{"latitude": None, "longitude": None}]),
        ("boundary", [{"latitude": "54", "longitude": "2"}] * 20_001),
        ("history", {"crime": CRIME, "outcomes": {}}),
    ],
)
def test_what_cannot_be_is_one_sentence(name: str, answer: Any) -> None:
    with pytest.raises(NetworkError) as raised:
        ANSWERS[name][0](answer)
    assert raised.value.fault is NetworkFault.ANSWER
    assert str(raised.value).startswith("The police.uk service sent ")
    assert str(raised.value).endswith(".")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfflineCache]:
    """Give a cache to write spoilt answers into."""
    with OfflineCache(tmp_path_factory.mktemp("spoilt") / "policeuk.sqlite") as opened:
        yield opened


def keep(connection: sqlite3.Connection, name: str, read: Any) -> None:
    """Write what was read where it belongs."""
    about = neighbourhoods.read_neighbourhood(NEIGHBOURHOOD)
    asked = {"neighbourhood": about, "ring": (), "team": (), "events": (), "priorities": ()}
    parts = {"neighbourhood": "neighbourhood", "boundary": "ring", "events": "events", "priorities": "priorities"}
    kinds = {"crimes": Kind.CRIMES, "outcomes": Kind.OUTCOMES, "stops": Kind.STOPS}
    if name in parts:
        keep_neighbourhood(connection, WHERE, Asked(**{**asked, parts[name]: read}))
    elif name in kinds:
        area = keep_area(connection, checked_ring([(2.0, 54.0), (2.1, 54.0), (2.0, 54.1)]), "area")
        keep_records(connection, area, kinds[name], Month(2026, 3), Month(2026, 4), read)
    elif name == "neighbourhoods":
        keep_list(connection, "dogger-bank", read)
    elif name == "officers":
        keep_officers(connection, "/dogger-bank/NC04/people", "dogger-bank", "NC04", read)
    elif name == "months":
        keep_months(connection, read)
    elif name == "last update":
        keep_last_update(connection, str(read))
    elif name in ("force", "history"):
        (keep_force if name == "force" else keep_history)(connection, read)


def attempt(reader: Reader, answer: Any) -> Any:
    """What a reader makes of an answer, or the sentence it ends in; anything else it raises fails the test."""
    try:
        return reader(answer)
    except CacheError as error:
        return error


def delete(holder: Any, step: Any) -> None:
    """Take something out."""
    del holder[step]


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_spoilt_answer_is_read_and_kept_or_refused(cache: OfflineCache, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(ANSWERS)))
    reader, answer = ANSWERS[name]
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(paths(answer))))
        instead = data.draw(JSON)

        def put(holder: Any, step: Any, value: Any = instead) -> None:
            holder[step] = value

        answer = spoilt(answer, path, data.draw(st.sampled_from([put, delete])), instead)
    read = attempt(reader, answer)
    if isinstance(read, CacheError):
        assert isinstance(read, NetworkError)
        assert read.fault is NetworkFault.ANSWER
        assert len(str(read)) < 500
    else:
        with cache.transaction() as connection:
            keep(connection, name, read)


def test_what_was_kept_of_spoilt_answers_is_whole(cache: OfflineCache) -> None:
    assert faults(cache.connection) == []
