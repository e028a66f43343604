# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes, outcomes and stops in an area that was drawn, the history of a crime, the service's months: all kept."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from offline_cache.answer_tables import LAYERS
from offline_cache.drawn_areas import drawn_areas
from offline_cache.errors import CacheError, Cancelled, NetworkError
from offline_cache.model import Dataset, Month
from offline_cache.police_api.fetching import (
    DrawnAreaReport,
    Kind,
    fetch_crime_history,
    fetch_drawn_area,
    fetch_months,
    fetch_neighbourhoods,
)
from offline_cache.reader import reading
from offline_cache.service_months import service_months
from offline_cache.store import OfflineCache
from tests.api_client import FORCE, asked, transport_to
from tests.area_reading import spatialite
from tests.command import dump, query, run, sentence, succeed
from tests.sample_factory import member
from tests.service import Service

NOWHERE = {f"POLICEUK_{name}_URL": "http://127.0.0.1:9" for name in ("DATA", "STORE", "API", "ONS", "POSTCODES")}
TOWN = [(1.95, 54.68), (2.05, 54.68), (2.05, 54.76), (1.95, 54.76)]
MONTHS = [Month(2026, 2), Month(2026, 3)]


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
    running.api.area_limit = 10_000


def fetch(service: Service, path: Path, kinds: Sequence[Kind] = (Kind.CRIMES,), **options: Any) -> DrawnAreaReport:
    """Fetch the town's two months into the cache at `path`, without the pace."""
    with transport_to(service) as transport, OfflineCache(path) as cache:
        return fetch_drawn_area(cache, options.pop("ring", TOWN), MONTHS, kinds, transport, **options)


def in_town(sample_zip: Path, month: Month, dataset: Dataset) -> list[dict[str, str]]:
    """The published rows of the town, as the csv module reads them."""
    with zipfile.ZipFile(sample_zip) as archive:
        text = archive.read(member(str(month), FORCE, dataset.value)).decode()
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [
        r
        for r in rows
        if r["Latitude"] and 1.95 < float(r["Longitude"]) < 2.05 and 54.68 < float(r["Latitude"]) < 54.76
    ]


def where(rows: list[dict[str, str]]) -> Counter[tuple[str, str]]:
    return Counter((row["Longitude"], row["Latitude"]) for row in rows)


@pytest.mark.parametrize("limit", [10_000, 150])
def test_an_area_holds_what_was_published_there(
    service: Service, cache_path: Path, sample_zip: Path, limit: int
) -> None:
    service.api.area_limit = limit
    report = fetch(service, cache_path, list(Kind), name="The <b>town</b>")
    datasets = {Kind.CRIMES: Dataset.STREET, Kind.OUTCOMES: Dataset.OUTCOMES, Kind.STOPS: Dataset.STOPS}
    tables = {Kind.CRIMES: "drawn_crime", Kind.OUTCOMES: "drawn_outcome", Kind.STOPS: "drawn_stop"}
    rows = {(kind, month): in_town(sample_zip, month, datasets[kind]) for kind in Kind for month in MONTHS}
    assert {(kind, month): count for kind, month, count in report.fetched} == {key: len(of) for key, of in rows.items()}
    for kind, table in tables.items():
        held = Counter(query(cache_path, f"SELECT longitude, latitude FROM {table}"))
        assert held == sum((where(rows[kind, month]) for month in MONTHS), Counter())
    ids = Counter(row["Crime ID"] for month in MONTHS for row in rows[Kind.CRIMES, month])
    assert Counter(crime for (crime,) in query(cache_path, "SELECT persistent_id FROM drawn_crime")) == ids
    with reading(cache_path) as connection:
        (area,) = drawn_areas(connection)
    assert (area.name, len(area.answers)) == ("The town", 6)
    assert sum(answer.records for answer in area.answers) == sum(map(len, rows.values()))
    succeed(cache_path, "verify")


def test_what_is_kept_is_spatialite(service: Service, cache_path: Path) -> None:
    fetch(service, cache_path, list(Kind))
    with transport_to(service) as transport, OfflineCache(cache_path) as cache:
        fetch_neighbourhoods(cache, [FORCE], transport, only=["NC04", "17"])
    with spatialite(cache_path) as connection:
        for table in LAYERS:
            assert connection.execute("SELECT CheckSpatialIndex(?, 'geom')", (table,)).fetchone() == (1,), table
            sql = f"SELECT count(*), sum(ST_IsValid(geom)), sum(ST_SRID(geom) = 4326) FROM {table} WHERE geom NOT NULL"
            shapes = connection.execute(sql).fetchone()
            assert shapes[0], table
            assert len(set(shapes)) == 1, table
            (statistics,) = connection.execute(
                "SELECT row_count FROM geometry_columns_statistics WHERE f_table_name = ?", (table,)
            ).fetchone()
            assert statistics == connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_it_is_never_mixed_with_published_rows(service: Service, cache_path: Path, sample_zip: Path) -> None:
    succeed(cache_path, "import", sample_zip)
    before = dump(cache_path)
    status = succeed(cache_path, "status", "--json").out
    fetch(service, cache_path, list(Kind))
    after = dump(cache_path)
    own = {name for name in after if name.startswith(("drawn", "idx_drawn", "answer", "sqlite_stat"))}
    assert {name: rows for name, rows in after.items() if name not in own} == {
        name: rows for name, rows in before.items() if name not in own
    }
    later = json.loads(succeed(cache_path, "status", "--json").out)
    assert {**later, "bytes": 0} == {**json.loads(status), "bytes": 0}


def test_an_answer_is_asked_for_again_only_after_an_update(
    service: Service, cache_path: Path, sample_zip: Path
) -> None:
    assert fetch(service, cache_path).held == 0
    service.log.clear()
    again = fetch(service, cache_path)
    assert (again.held, again.fetched) == (2, ())
    assert asked(service) == ["GET /crime-last-updated"]
    with OfflineCache(cache_path) as cache, cache.transaction() as connection:  # as if of an older update
        connection.execute("UPDATE drawn_answer SET last_update = '2026-03'")
        connection.execute("DELETE FROM drawn_crime WHERE id > 5")
        connection.execute("DELETE FROM idx_drawn_crime_geom WHERE pkid > 5")
    assert len(fetch(service, cache_path).fetched) == 2
    wanted = sum(len(in_town(sample_zip, month, Dataset.STREET)) for month in MONTHS)
    assert query(cache_path, "SELECT count(*) FROM drawn_crime") == [(wanted,)]
    succeed(cache_path, "verify")


def test_what_was_fetched_stays_when_the_next_fails(service: Service, cache_path: Path) -> None:
    service.fault(500, host="api", path="*/outcomes-at-location")
    with pytest.raises(NetworkError, match="no answer for 2026-02"):
        fetch(service, cache_path, [Kind.CRIMES, Kind.OUTCOMES])
    service.no_faults()
    report = fetch(service, cache_path, [Kind.CRIMES, Kind.OUTCOMES])
    assert (report.held, len(report.fetched)) == (1, 3)
    with pytest.raises(Cancelled, match="0 of 2 answers"):
        fetch(service, cache_path, [Kind.STOPS], cancelled=lambda: True)


def test_a_wrong_question_changes_nothing(service: Service, cache_path: Path) -> None:
    with OfflineCache(cache_path) as cache:
        with transport_to(service) as transport:
            for ring, months in ((TOWN[:2], MONTHS), (TOWN, [Month(2026, 4), Month(2026, 5)])):
                with pytest.raises(CacheError):
                    fetch_drawn_area(cache, ring, months, list(Kind), transport)
        assert cache.connection.execute("SELECT count(*) FROM answer").fetchone() == (0,)
    assert not any("POST" in line for line in asked(service))


def polygon(path: Path, coordinates: Any, kind: str = "Polygon", **more: Any) -> Path:
    """A GeoJSON file of one feature."""
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": coordinates}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature], **more}), encoding="utf-8")
    return path


def test_the_command_line_asks_and_shows_offline(service: Service, cache_path: Path, tmp_path: Path) -> None:
    file = polygon(tmp_path / "quay.geojson", [[*TOWN, TOWN[0]]])
    words = ("crimes-in-area", "fetch", "--polygon", file, "--from", "2026-02", "--to", "2026-03", "--kinds", "stops")
    done = run(cache_path, *words, **service.environment)
    assert (done.code, done.err) == (0, "")
    shown = run(cache_path, "crimes-in-area", "show", **NOWHERE).out
    assert shown.startswith("Area 1: quay\n  stops 2026-02: ")
    as_json = json.loads(run(cache_path, "crimes-in-area", "show", "--json", **NOWHERE).out)
    assert [answer["month"] for answer in as_json[0]["answers"]] == ["2026-02", "2026-03"]


@pytest.mark.parametrize(
    ("coordinates", "kind", "more", "words"),
    [
        ([[*TOWN, TOWN[0]], [*TOWN, TOWN[0]]], "Polygon", {}, "has holes"),
        ([[[*TOWN, TOWN[0]]], [[*TOWN, TOWN[0]]]], "MultiPolygon", {}, "holds 2 polygons"),
        ([1.95, 54.68], "Point", {}, "'Point', not a polygon"),
        ([[[1.95, "x"], *TOWN]], "Polygon", {}, "not two numbers"),
        ([[(y, x) for x, y in TOWN]], "Polygon", {}, "swapped"),
        ([[(x * 1e5, y * 1e5) for x, y in TOWN]], "Polygon", {"crs": {"properties": {"name": "EPSG:27700"}}}, "WGS84"),
    ],
)
def test_a_polygon_that_is_none_is_a_sentence(
    cache_path: Path, tmp_path: Path, coordinates: Any, kind: str, more: dict[str, Any], words: str
) -> None:
    file = polygon(tmp_path / "area.geojson", coordinates, kind, **more)
    asking = ("crimes-in-area", "fetch", "--polygon", file, "--from", "2026-02", "--to", "2026-03")
    assert words in sentence(run(cache_path, *asking, **NOWHERE))
    assert not cache_path.exists()


def test_the_history_of_a_crime_is_kept(service: Service, cache_path: Path) -> None:
    fetch(service, cache_path, [Kind.OUTCOMES])
    (crime, month), *_ = query(cache_path, "SELECT persistent_id, outcome_month FROM drawn_outcome ORDER BY id")
    done = run(cache_path, "crime-history", "fetch", crime.upper(), **service.environment)
    assert (done.code, done.err) == (0, "")
    shown = run(cache_path, "crime-history", "show", crime, **NOWHERE)
    assert shown.out == done.out
    assert f"{month} " in shown.out
    as_json = json.loads(run(cache_path, "crime-history", "show", crime, "--json", **NOWHERE).out)
    months = [outcome["month"] for outcome in as_json["fetched"]["outcomes"]]
    assert months == sorted(months)
    service.fault(500, host="api", path="*/outcomes-for-crime/*")
    with transport_to(service) as transport, OfflineCache(cache_path) as cache, pytest.raises(NetworkError):
        fetch_crime_history(cache, crime, transport)
    assert run(cache_path, "crime-history", "show", crime, **NOWHERE).out == shown.out
    assert "never fetched" in sentence(run(cache_path, "crime-history", "show", "f" * 64))
    assert "Look for a mistake in the id" in sentence(run(cache_path, "crime-history", "show", "f" * 63))


def test_the_months_of_the_service_are_kept(service: Service, cache_path: Path) -> None:
    OfflineCache(cache_path).close()
    assert "never asked" in sentence(run(cache_path, "months", "show"))
    with transport_to(service) as transport, OfflineCache(cache_path) as cache:
        months = fetch_months(cache, transport)
    with reading(cache_path) as connection:
        held = service_months(connection)
    assert held is not None
    assert held.months == months
    assert len(months) == 36
    assert (months[0].month, months[-1].month, held.last_update) == (Month(2026, 4), Month(2023, 5), Month(2026, 4))
    assert months[0].stop_forces == (FORCE,)
    out = run(cache_path, "months", "show", **NOWHERE).out
    assert out.startswith("2023-05 to 2026-04, 36 months; updated in 2026-04, asked 20")
