# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever bytes come: a whole import or `BadFile`, nothing else; and what is imported is what csv reads."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache import BadFile, OfflineCache, import_paths
from offline_cache.reader import reading
from offline_cache.verify import faults
from tests.command import cache_rows, csv_rows
from tests.sample_factory import (
    Row,
    easting_northing_csv,
    easting_northing_row,
    member,
    outcome_row,
    outcomes_csv,
    psni_row,
    quoted_row,
    stop_row,
    stops_csv,
    street_csv,
    street_row,
    unplaced_row,
)

MONTH, FORCE = "2024-05", "dorset"
DATASETS = ("street", "outcomes", "stop-and-search")

VALID = {
    "street": [
        street_csv(MONTH, FORCE, [street_row(), unplaced_row(), street_row(reported_by="Kent Police", context="seen")]),
        street_csv(MONTH, FORCE, [street_row(), quoted_row()], crlf=False),
        easting_northing_csv(MONTH, FORCE, [easting_northing_row(), easting_northing_row(easting="0", northing="0")]),
    ],
    "outcomes": [outcomes_csv(MONTH, FORCE, [outcome_row(), outcome_row(lsoa_name="A, B")])],
    "stop-and-search": [stops_csv(MONTH, FORCE, [stop_row(), stop_row(latitude="", longitude="")])],
}


@cache
def empty_cache() -> bytes:
    """Give a cache that holds nothing: to make its tables takes longer than most imports."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cache.sqlite"
        with OfflineCache(path):
            pass
        return path.read_bytes()


def refusal(cache_path: Path, path: Path) -> str:
    """Import the path; give the sentence it was refused with, or nothing. Any other exception gets through."""
    cache_path.write_bytes(empty_cache())
    with OfflineCache(cache_path) as cache:
        try:
            import_paths(cache, [path])
        except BadFile as error:
            return str(error)
    return ""


@contextmanager
def imported(name: str, data: bytes) -> Iterator[tuple[Path, bool]]:
    """Import the bytes under the name; give the cache and whether they were taken. The cache must be whole."""
    with tempfile.TemporaryDirectory() as folder:
        path, cache_path = Path(folder) / name, Path(folder) / "cache.sqlite"
        path.write_bytes(data)
        said = refusal(cache_path, path)
        assert said.endswith(".") or not said
        assert said.isprintable()
        with reading(cache_path) as connection:
            assert faults(connection) == []
            files = connection.execute("SELECT count(*) FROM published_file").fetchone()[0]
        assert files == int(not said)
        yield cache_path, not said


def mutated(valid: bytes) -> st.SearchStrategy[bytes]:
    """Give the bytes cut, with a byte flipped, with bytes put in, or with a part doubled."""
    at = st.integers(0, len(valid) - 1)
    telling = st.sampled_from([b",", b'"', b"\n", b"\r", b"\0", b"\xff", b"-", b"0", b"\x1f", b"\xef\xbb\xbf"])
    return st.one_of(
        at.map(lambda n: valid[:n]),
        st.tuples(at, st.integers(0, 255)).map(lambda t: valid[: t[0]] + bytes([t[1]]) + valid[t[0] + 1 :]),
        st.tuples(at, telling | st.binary(max_size=8)).map(lambda t: valid[: t[0]] + t[1] + valid[t[0] :]),
        st.tuples(at, at).map(lambda t: valid[: max(t)] + valid[min(t) :]),
        st.tuples(at, at).map(lambda t: valid[: min(t)] + valid[max(t) :]),
    )


damaged = st.one_of(
    *(st.tuples(st.just(dataset), mutated(data)) for dataset, files in VALID.items() for data in files),
    st.tuples(st.sampled_from(DATASETS), st.binary(max_size=300)),
)


@settings(max_examples=200, deadline=None)
@given(damaged)
def test_any_bytes_as_a_csv_are_taken_whole_or_refused(case: tuple[str, bytes]) -> None:
    dataset, data = case
    with imported(f"{MONTH}-{FORCE}-{dataset}.csv", data) as (held, taken):
        if taken:
            kind = "grid" if b"Easting" in data[:80] else dataset
            assert cache_rows(held, kind) == csv_rows(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n"))


def valid_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for dataset, files in VALID.items():
            archive.writestr(member(MONTH, FORCE, dataset), files[0])
    return buffer.getvalue()


@settings(max_examples=200, deadline=None)
@given(mutated(valid_zip()) | st.binary(max_size=200))
def test_any_bytes_as_a_zip_are_taken_whole_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.zip"
        path.write_bytes(data)
        cache_path = Path(folder) / "cache.sqlite"
        assert refusal(cache_path, path).isprintable()
        with reading(cache_path) as connection:
            assert faults(connection) == []
            held = [name for (name,) in connection.execute("SELECT dataset FROM published_file")]
        for dataset in held:
            assert cache_rows(cache_path, dataset) == csv_rows(VALID[dataset][0])


# --- valid files ------------------------------------------------------------------------------------------

words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)
degrees = st.sampled_from([("", ""), ("0.000000", "0.000000")]) | st.tuples(
    st.integers(-10_999_999, 3_999_999).map(lambda n: f"{n / 1e6:.6f}"),
    st.integers(48_000_001, 62_999_999).map(lambda n: f"{n / 1e6:.6f}"),
)
idents = st.sampled_from(["", "ab" * 32, "AB" * 32, "x,y"[:1]]) | words


@st.composite
def street_rows(draw: st.DrawFn) -> Row:
    longitude, latitude = draw(degrees)
    return street_row(
        crime_id=draw(idents).replace(",", ""),
        longitude=longitude,
        latitude=latitude,
        location=draw(words),
        lsoa_code=draw(st.sampled_from(["", "E01017541", "E01033769"]) | words),
        lsoa_name=draw(words),
        crime_type=draw(st.sampled_from(["Burglary", "Drugs"]) | words),
        last_outcome_category=draw(st.sampled_from(["", "Local resolution"]) | words),
        context=draw(st.just("") | words),
        reported_by=draw(st.sampled_from(["Dorset Police", "Harbour Police"]) | words),
    )


stop_rows = st.builds(
    lambda where, operation, outcome: stop_row(
        longitude=where[0], latitude=where[1], policing_operation=operation, outcome=outcome
    ),
    degrees,
    words,
    words,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(street_rows() | st.just(psni_row()), max_size=8), st.booleans(), st.booleans())
def test_street_rows_are_those_that_csv_reads(rows: list[Row], crlf: bool, bom: bool) -> None:
    data = street_csv(MONTH, FORCE, rows, crlf=crlf, bom=bom)
    with imported(f"{MONTH}-{FORCE}-street.csv", data) as (held, taken):
        assert taken
        assert cache_rows(held, "street") == csv_rows(data)


@settings(max_examples=60, deadline=None)
@given(st.lists(stop_rows, max_size=8))
def test_stops_are_those_that_csv_reads(rows: list[Row]) -> None:
    data = stops_csv(MONTH, FORCE, rows)
    with imported(f"{MONTH}-{FORCE}-stop-and-search.csv", data) as (held, taken):
        assert taken
        assert cache_rows(held, "stop-and-search") == csv_rows(data)
