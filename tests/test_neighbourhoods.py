# SPDX-License-Identifier: GPL-2.0-or-later
"""Neighbourhoods fetched and read again without a network: whole, resumable, replaced, harmless."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from offline_cache.errors import CacheError, Cancelled, NetworkError, NetworkFault
from offline_cache.importing import Progress
from offline_cache.model import NEIGHBOURHOOD, Area
from offline_cache.neighbourhood_ground import places_inside
from offline_cache.neighbourhood_places import neighbourhoods_at
from offline_cache.neighbourhoods import force_held, neighbourhood, neighbourhoods_of
from offline_cache.police_api.fetching import NeighbourhoodReport, fetch_neighbourhoods
from offline_cache.police_api.neighbourhoods import NeighbourhoodKey
from offline_cache.police_api.outlines import Shape, outline_of
from offline_cache.reader import reading
from offline_cache.store import OfflineCache
from tests import api_client
from tests.api_client import FORCE, client_of, transport_to
from tests.command import dump, query, run, sentence, succeed
from tests.service import Kind, Service
from tools.invented.ground import contains

NOWHERE = {f"POLICEUK_{name}_URL": "http://127.0.0.1:9" for name in ("DATA", "STORE", "API", "ONS", "POSTCODES")}
PARTS = ("", "/boundary", "/people", "/events", "/priorities")
CODES = ["NC04", "AB12", "17", "Silver Pit", "nc04", "E05-99.1", "DB ALL"]


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    with Service(rate_limit=False) as running:
        yield running


@pytest.fixture
def service(running: Service) -> Iterator[Service]:
    """Give the stand-in as it is at first, with nothing in its log."""
    running.log.clear()
    yield running
    running.no_faults()


def asked(service: Service) -> list[str]:
    """What reached the API, without the lists by which an invented force is known."""
    return [line for line in api_client.asked(service) if line != "GET /forces"]


def fetch(service: Service, path: Path, *forces: str, **options: Any) -> NeighbourhoodReport:
    """Fetch into the cache at `path`, without the pace."""
    with transport_to(service) as transport, OfflineCache(path) as cache:
        return fetch_neighbourhoods(cache, forces or (FORCE,), transport, **options)


def of_answers(service: Service, code: str) -> dict[str, Any]:
    """What the stand-in says of a neighbourhood, part by part, as JSON."""
    with client_of(service) as api:
        return {part: api.get(f"/{FORCE}/{code.replace(' ', '%20')}{part}") for part in PARTS}


def test_all_that_the_service_says_is_there_without_it(service: Service, cache_path: Path) -> None:
    report = fetch(service, cache_path)
    assert asked(service)[:3] == [f"GET /{FORCE}/neighbourhoods", f"GET /forces/{FORCE}", f"GET /forces/{FORCE}/people"]
    assert asked(service)[3:] == [f"GET /{FORCE}/{code}{part}" for code in CODES for part in PARTS]
    assert (report.listed, report.fetched, report.outlines, report.gone, report.failed) == (7, 7, 7, (), ())
    answers = {code: of_answers(service, code) for code in CODES}
    assert report.officers == sum(len(answer["/people"]) for answer in answers.values())
    assert report.events == sum(len(answer["/events"]) for answer in answers.values())
    assert report.priorities == sum(len(answer["/priorities"]) for answer in answers.values())
    with reading(cache_path) as connection:
        listed = neighbourhoods_of(connection, FORCE)
        assert [entry.key.code for entry in listed.entries] == CODES
        for code, answer in answers.items():
            held = neighbourhood(connection, NeighbourhoodKey(FORCE, code))
            assert [officer.name for officer in held.team] == [officer["name"] for officer in answer["/people"]]
            assert [dict(officer.contacts) for officer in held.team] == [
                officer["contact_details"] for officer in answer["/people"]
            ]
            assert [event.starts for event in held.events] == [event["start_date"] for event in answer["/events"]]
            assert [entry.issued for entry in held.priorities] == [p["issue-date"] for p in answer["/priorities"]]
            assert held.about.population == (int(answer[""]["population"]) or None)
            assert len(held.about.stations) == len(answer[""]["locations"])
            assert [link.title for link in held.about.links] == [
                link["title"].replace("&amp;", "&") for link in answer[""]["links"]
            ]
        force = force_held(connection, FORCE)
        assert force is not None
        assert [officer.rank for officer in force.officers] == ["Chief Constable", "Assistant Chief Officer (Crime)"]
    succeed(cache_path, "verify")


def test_nothing_that_could_act_is_kept(service: Service, cache_path: Path) -> None:
    fetch(service, cache_path)
    words = json.dumps(
        [row for table, rows in dump(cache_path).items() for row in rows if table != "sqlite_master"], default=str
    ).lower()
    assert "invented" in words
    for harm in ("<script", "document.title", "onerror", "javascript:", "iframe", "&amp;", "&ocirc;", "<p>"):
        assert harm not in words
    with reading(cache_path) as connection:
        market = neighbourhood(connection, NeighbourhoodKey(FORCE, "NC04"))
    assert market.about.description == "The invented team of the Haven & the Quay.\n\nour page\n\nTôl Tŷ Môr"
    assert [link.url for link in market.about.links] == ["https://council.invalid/", ""]


def test_an_outline_that_crosses_itself_is_made_valid(service: Service, cache_path: Path) -> None:
    shapely = pytest.importorskip("shapely.wkb")
    from offline_cache.export.geometry import package_blob

    fetch(service, cache_path)
    with reading(cache_path) as connection:
        shapes = {code: neighbourhood(connection, NeighbourhoodKey(FORCE, code)) for code in CODES}
        assert {code: held.shape for code, held in shapes.items()} == {
            **dict.fromkeys(CODES, "as received"),
            "nc04": "made valid",
        }
        for code, held in shapes.items():
            assert held.outline is not None
            polygon = shapely.loads(package_blob(held.outline)[40:])
            assert polygon.is_valid, code
            (ring,) = connection.execute(
                "SELECT ring FROM neighbourhood_outline WHERE force = ? AND code = ?", (FORCE, code)
            ).fetchone()
            received = of_answers(service, code)["/boundary"]
            assert [tuple(map(float, pair.split(","))) for pair in ring.split(":")] == [
                (float(corner["latitude"]), float(corner["longitude"])) for corner in received
            ]


def test_a_place_is_looked_up_in_the_cached_outlines(service: Service, cache_path: Path) -> None:
    fetch(service, cache_path)
    service.log.clear()
    with reading(cache_path) as connection:
        here = neighbourhoods_at(connection, 2.03, 54.725)
        assert here == (NeighbourhoodKey(FORCE, "NC04"), NeighbourhoodKey(FORCE, "DB ALL"))
        assert neighbourhoods_at(connection, -1.0, 52.0) == ()
    assert asked(service) == []
    assert succeed(cache_path, "neighbourhoods", "at", "54.725", "2.03").out == f"{FORCE} NC04\n{FORCE} DB ALL\n"
    online = run(cache_path, "neighbourhoods", "at", "54.725", "2.03", "--online", **service.environment)
    assert (online.code, online.out) == (0, f"{FORCE} NC04\n")
    assert "swapped" in sentence(run(cache_path, "neighbourhoods", "at", "2.03", "54.725"))
    assert "None of the neighbourhoods held contains" in sentence(run(cache_path, "neighbourhoods", "at", "52", "-1"))


def test_the_snap_points_in_an_outline(service: Service, cache_path: Path, sample_zip: Path) -> None:
    succeed(cache_path, "import", sample_zip)
    fetch(service, cache_path, only=["NC04", "nc04"])
    places = query(
        cache_path, "SELECT id, CAST(longitude AS REAL), CAST(latitude AS REAL) FROM place WHERE geom NOT NULL"
    )
    for code in ("NC04", "nc04"):
        corners = of_answers(service, code)["/boundary"]
        ring = [(float(corner["longitude"]), float(corner["latitude"])) for corner in corners]
        wanted = {place for place, x, y in places if contains(ring, (x, y))}
        assert len(wanted) > 20
        with reading(cache_path) as connection:
            assert set(places_inside(connection, Area(NEIGHBOURHOOD, (f"{FORCE}/{code}",), code))) == wanted


def test_without_shapely_an_outline_stays_as_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    bow = [(2.0, 54.6), (2.2, 54.8), (2.2, 54.6), (2.0, 54.8), (2.0, 54.6)]
    assert outline_of(bow).shape in (Shape.MADE_VALID, Shape.NOT_VALID)
    monkeypatch.setitem(sys.modules, "shapely.geometry", None)
    outline = outline_of(bow)
    assert outline.shape is Shape.NOT_VALID
    assert outline.box == (2.0, 54.6, 2.2, 54.8)
    assert outline_of(bow[:2]).blob is None
    assert outline_of([]).shape is Shape.AS_RECEIVED


def test_a_run_that_was_stopped_goes_on_where_it_was(service: Service, cache_path: Path) -> None:
    done: list[int] = []

    def watch(progress: Progress) -> None:
        done.append(progress.done)

    with pytest.raises(Cancelled, match="3 of 7 neighbourhoods are fetched"):
        fetch(service, cache_path, progress=watch, cancelled=lambda: bool(done) and done[-1] == 3)
    with reading(cache_path) as connection:
        held = [entry.fetched_at is not None for entry in neighbourhoods_of(connection, FORCE).entries]
        assert held == [True] * 3 + [False] * 4
        with pytest.raises(CacheError, match="only the name is held"):
            neighbourhood(connection, NeighbourhoodKey(FORCE, "nc04"))
    service.log.clear()
    assert fetch(service, cache_path).fetched == 4
    assert asked(service) == [f"GET /{FORCE}/{code}{part}" for code in CODES[3:] for part in PARTS]
    service.log.clear()
    assert fetch(service, cache_path).fetched == 7
    assert len(asked(service)) == 3 + 7 * 5


def test_a_service_that_fails_in_the_middle_takes_nothing_away(service: Service, cache_path: Path) -> None:
    fetch(service, cache_path)
    before = dump(cache_path)["neighbourhood_detail"]
    fault = service.fault(500, host="api", path="*/17/people")
    with pytest.raises(NetworkError) as raised:
        fetch(service, cache_path)
    assert raised.value.fault is NetworkFault.SERVICE
    assert dump(cache_path)["neighbourhood_detail"] == before
    fault.clear()
    assert fetch(service, cache_path).fetched == 5
    succeed(cache_path, "verify")


def test_an_answer_that_cannot_be_read_stands_alone(service: Service, cache_path: Path) -> None:
    fetch(service, cache_path)
    before = query(cache_path, "SELECT name, fetched_at FROM neighbourhood_detail JOIN answer a ON a.id = answer")
    service.fault(Kind.OTHER_BODY, path=f"*/{FORCE}/17", text='{"id": "17", "name": 5}')
    service.fault(404, path=f"*/{FORCE}/AB12/events")
    report = fetch(service, cache_path)
    assert report.fetched == 5
    assert [line.partition(":")[0] for line in report.failed] == [f"{FORCE} AB12", f"{FORCE} 17"]
    after = query(cache_path, "SELECT name, fetched_at FROM neighbourhood_detail JOIN answer a ON a.id = answer")
    assert sorted(name for name, _ in after) == sorted(name for name, _ in before)
    assert len(after) == 7
    service.no_faults()
    assert fetch(service, cache_path).fetched == 7


def test_what_is_listed_no_more_is_gone_and_an_empty_list_is_not_believed(service: Service, cache_path: Path) -> None:
    fetch(service, cache_path)
    listed = Kind.OTHER_BODY, f"*/{FORCE}/neighbourhoods"
    service.fault(listed[0], path=listed[1], text="[]")
    with pytest.raises(NetworkError, match="it is empty"):
        fetch(service, cache_path)
    with reading(cache_path) as connection:
        assert len(neighbourhoods_of(connection, FORCE).entries) == 7
    service.no_faults()
    two = [{"id": "NC04", "name": "New name"}, {"id": "AB12", "name": "B"}]
    service.fault(listed[0], path=listed[1], text=json.dumps(two))
    report = fetch(service, cache_path)
    assert sorted(key.code for key in report.gone) == sorted(CODES[2:])
    tables = ("neighbourhood", "neighbourhood_detail", "neighbourhood_outline")
    for table in tables:
        assert {row[0] for row in query(cache_path, f"SELECT code FROM {table}")} == {"NC04", "AB12"}
    questions = {question for (question,) in query(cache_path, "SELECT question FROM answer")}
    assert questions == {
        *(f"/{FORCE}/neighbourhoods", f"/forces/{FORCE}", f"/forces/{FORCE}/people"),
        *(f"/{FORCE}/{code}{part}" for code in ("NC04", "AB12") for part in PARTS),
    }
    succeed(cache_path, "verify")


def test_other_forces_are_left_alone(service: Service, cache_path: Path) -> None:
    fetch(service, cache_path, "northern-ireland", only=["Haven & Quay"])
    before = query(cache_path, "SELECT * FROM answer WHERE question LIKE '/northern%'")
    fetch(service, cache_path)
    assert query(cache_path, "SELECT * FROM answer WHERE question LIKE '/northern%'") == before
    with reading(cache_path) as connection:
        entries = neighbourhoods_of(connection, "northern-ireland").entries
        assert [entry.fetched_at is not None for entry in entries] == [False, True, False]


def test_the_command_line_fetches_and_shows_offline(service: Service, cache_path: Path) -> None:
    words = ("neighbourhoods", "fetch", "--force", FORCE, "--only", "NC04", "Silver Pit")
    done = run(cache_path, *words, **service.environment)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{FORCE}: 2 of 7 neighbourhoods fetched, with 2 outlines")
    service.log.clear()
    listed = run(cache_path, "neighbourhoods", "show", "--force", FORCE, **NOWHERE)
    assert "AB12  Outer Well Bank &amp; Swallow Hole  (only the name is held)".replace("&amp;", "&") in listed.out
    shown = run(cache_path, "neighbourhoods", "show", "--force", FORCE, "NC04", **NOWHERE)
    assert "Market and Haven (dogger-bank NC04), fetched 20" in shown.out
    assert "Patrols on foot every evening (invented)." in shown.out
    as_json = json.loads(run(cache_path, "neighbourhoods", "show", "--force", FORCE, "NC04", "--json", **NOWHERE).out)
    assert as_json["about"]["name"] == "Market and Haven"
    assert as_json["outline"]["type"] == "MultiPolygon"
    assert asked(service) == []


def test_a_wrong_call_is_a_sentence_and_makes_no_cache(service: Service, cache_path: Path) -> None:
    unknown = run(cache_path, "neighbourhoods", "fetch", "--force", "bedford", **service.environment)
    assert "knows no force 'bedford'" in sentence(unknown)
    btp = run(cache_path, "neighbourhoods", "fetch", "--force", "btp", **service.environment)
    assert "British Transport Police has no neighbourhoods" in sentence(btp)
    assert not cache_path.exists()
    only = run(cache_path, "neighbourhoods", "fetch", "--force", FORCE, "--only", "nc4", **service.environment)
    assert "lists no neighbourhood 'nc4'. Perhaps you mean nc04" in sentence(only)
    other = run(cache_path, "neighbourhoods", "show", "--force", "kent")
    assert "holds no neighbourhoods of 'kent'; it has those of dogger-bank" in sentence(other)


def test_signs_that_steer_a_terminal_are_not_printed(service: Service, cache_path: Path) -> None:
    fetch(service, cache_path, only=["NC04"])
    with OfflineCache(cache_path) as cache, cache.transaction() as connection:
        connection.execute("UPDATE neighbourhood_detail SET name = 'a' || char(27) || '[2Jb', description = char(8238)")
        connection.execute("UPDATE officer SET name = 'x' || char(13) || 'y'")
    for words in (("NC04",), ()):
        out = succeed(cache_path, "neighbourhoods", "show", "--force", FORCE, *words).out
        assert all(line.isprintable() for line in out.splitlines())
        assert "a\\x1b[2Jb" in out
