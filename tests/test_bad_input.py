# SPDX-License-Identifier: GPL-2.0-or-later
"""Bad CSVs: each ends in one sentence that names the file and the line, and the cache is as it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bad_files import FORCE, GRID, MONTH, NAME, OUTCOMES, STOPS, STREET, make_held, refused
from tests.command import cache_rows, csv_rows, dump, run, succeed
from tests.sample_factory import (
    STOP_HEADER,
    STREET_HEADER,
    easting_northing_csv,
    easting_northing_row,
    outcome_row,
    outcomes_csv,
    stop_row,
    stops_csv,
    street_csv,
    street_row,
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_held(tmp_path_factory.mktemp("held"))


@pytest.fixture
def held(template: Path, cache_path: Path) -> Path:
    """Give a cache that already holds something."""
    return Path(shutil.copy(template, cache_path))


def street_with(**overrides: str) -> bytes:
    """Give a street file whose second row has these values."""
    return street_csv(MONTH, FORCE, [street_row(), street_row(**overrides)])


def line_changed(data: bytes, change: Callable[[list[str]], list[str]]) -> bytes:
    """Give the file with the fields of its second line changed."""
    lines = data.decode().split("\r\n")
    lines[1] = ",".join(change(lines[1].split(",")))
    return "\r\n".join(lines).encode()


def header_changed(data: bytes, old: str, new: str) -> bytes:
    return data.replace(old.encode(), new.encode(), 1)


BAD_CSV: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "empty": ("street", b"", ("empty",)),
    "blank lines": ("street", b"\r\n\r\n \r\n", ("empty",)),
    "no csv at all": ("street", b"\x89PNG\r\n\x1a\n\x00\x00", ("UTF-8",)),
    "a page": ("street", b"<html><body>503</body></html>\n", ("'Crime ID'", "missing")),
    "a column missing": ("street", header_changed(STREET, ",LSOA name", ""), ("'LSOA name'", "missing")),
    "another column": ("street", header_changed(STREET, "Context", "Context,Extra"), ("'Extra'",)),
    "columns in another order": (
        "street",
        header_changed(STREET, "Longitude,Latitude", "Latitude,Longitude"),
        ("order",),
    ),
    "no header": ("street", STREET.split(b"\r\n", 1)[1], ("missing",)),
    "a header cut": ("street", STREET_HEADER[:40].encode(), ("missing",)),
    "an open quote in the header": ("street", b'"' + STREET, ("missing",)),
    "outcomes named street": ("street", OUTCOMES, ("outcomes",)),
    "stops named street": ("street", STOPS, ("stop-and-search",)),
    "street named outcomes": ("outcomes", STREET, ("street",)),
    "a street line cut": ("street", STREET[:-60], ("line 4", "cut")),
    "a street line cut in its first field": ("street", STREET + b"abc", ("line 5", "cut")),
    "a street line cut in its outcome": ("street", street_with()[:-10], ("line 3", "cut")),
    "an outcomes line cut": ("outcomes", OUTCOMES[:-6], ("line 3", "cut")),
    "an outcome cut to another": ("outcomes", OUTCOMES[:-2], ("line 3", "cut")),
    "a stops line cut": ("stop-and-search", STOPS[:-4], ("line 3", "cut")),
    "a stops line cut before its last value": ("stop-and-search", STOPS[:-6], ("line 3", "cut")),
    "a grid line cut": ("street", GRID[:-9], ("line 2", "cut")),
    "a short line": ("street", line_changed(STREET, lambda fields: fields[:-1]), ("line 2", "columns")),
    "a very short line": ("street", line_changed(STREET, lambda fields: fields[:5]), ("line 2", "columns")),
    "a line of month and force only": ("street", line_changed(STREET, lambda fields: fields[:4]), ("line 2",)),
    "a long line": ("street", line_changed(STREET, lambda fields: [*fields, "x"]), ("line 2", "columns")),
    "a long line by its id": ("street", line_changed(STREET, lambda fields: ["x", *fields]), ("line 2",)),
    "a short stop": ("stop-and-search", line_changed(STOPS, lambda fields: fields[:-1]), ("line 2", "columns")),
    "a blank line between": ("street", STREET.replace(b"\r\n", b"\r\n\r\n", 2), ("line 2", "columns")),
    "NUL bytes": ("street", STREET.replace(b"Herring", b"Her\0ing", 1), ("line 2", "NUL")),
    "a tail of NUL": ("street", STREET + bytes(512), ("line 5", "NUL")),
    "control characters": ("street", STREET.replace(b"Herring", b"Her\x1fing", 1), ("line 2", "control")),
    "Latin-1": ("street", street_with(location="On or near Tŷ").replace("ŷ".encode(), b"\xff"), ("line 3", "UTF-8")),
    "UTF-16": ("street", STREET.decode().encode("utf-16"), ("UTF-16",)),
    "UTF-16 without a mark": ("street", STREET.decode().encode("utf-16-le"), ("NUL",)),
    "another month": ("street", street_with(month="2024-06"), ("line 3", "'2024-06'")),
    "a month that is none": ("street", street_with(month="May\x1b[2J"), ("line 3", "\\x1b")),
    "a month of two lines": ("street", street_with(month="2024\n-05"), ("line 3",)),
    "a huge month": ("street", street_with(month="2" * 100_000), ("line 3",)),
    "outcomes of another month": ("outcomes", outcomes_csv("2024-06", FORCE, [outcome_row()]), ("line 2",)),
    "stops of another month": (
        "stop-and-search",
        stops_csv(MONTH, FORCE, [stop_row(date="2024-04-03T14:30:00+00:00")]),
        ("2024-05",),
    ),
    "a stop without a date": ("stop-and-search", stops_csv(MONTH, FORCE, [stop_row(), stop_row(date="")]), ("line 3",)),
    **{
        f"a stop at {date}": (
            "stop-and-search",
            stops_csv(MONTH, FORCE, [stop_row(), stop_row(date=date)]),
            ("line 3", "not a date"),
        )
        for date in (
            "2024-05garbage",
            "2024-05-99T99:99",
            "2024-05-32",
            "2024-05-03T24:00:00+00:00",
            "2024-05-03 10:00",
            "2024-05",
        )
    },
    "a quote left open": ("street", STREET.replace(b"On or near", b'"On or near', 1), ("columns",)),
    "a quote in a field": ("street", STREET.replace(b",On or near", b',"On" or near', 1), ("line 2", "columns")),
    "a huge field": ("street", street_with(location='"' + "x" * 200_000), ("line 3", "columns")),
    "longitude out of range": ("street", street_with(longitude="25.000000"), ("line 3", "outside")),
    "latitude out of range": ("street", street_with(latitude="154.720000"), ("line 3", "outside")),
    "swapped": ("street", street_with(longitude="54.720000", latitude="2.000000"), ("line 3", "swapped")),
    "swapped stops": (
        "stop-and-search",
        stops_csv(MONTH, FORCE, [stop_row(longitude="54", latitude="2")]),
        ("swapped",),
    ),
    "words for numbers": ("street", street_with(longitude="two"), ("line 3", "'two'")),
    "not a number": ("street", street_with(latitude="nan"), ("line 3", "'nan'")),
    "infinity": ("street", street_with(latitude="inf"), ("line 3", "'inf'")),
    "an exponent": ("street", street_with(latitude="5e1"), ("line 3", "'5e1'")),
    "other digits": ("street", street_with(latitude="٥٤.7"), ("line 3",)),
    "longitude blank": ("street", street_with(longitude=""), ("line 3", "coordinates")),
    "latitude blank": ("street", street_with(latitude=""), ("line 3", "coordinates")),
    "one zero": ("street", street_with(latitude="0.000000"), ("line 3",)),
    "metres in degrees": ("street", street_with(longitude="504900", latitude="249700"), ("line 3",)),
    "degrees in metres": (
        "street",
        easting_northing_csv(MONTH, FORCE, [easting_northing_row(easting="-0.47", northing="52.2")]),
        ("line 2", "metres"),
    ),
    **{
        f"metres {metres}": (
            "street",
            easting_northing_csv(MONTH, FORCE, [easting_northing_row(**metres)]),
            ("line 2", "blank or 0"),
        )
        for metres in ({"northing": ""}, {"easting": ""}, {"northing": "0"}, {"easting": "", "northing": "0"})
    },
    "a fault after a field of three lines": (
        "street",
        street_csv(MONTH, FORCE, [street_row(location="On\r\nor\nnear"), street_row(latitude="nan")]),
        ("line 5", "'nan'"),
    ),
    "metres out of range": (
        "street",
        easting_northing_csv(MONTH, FORCE, [easting_northing_row(), easting_northing_row(northing="9999999")]),
        ("line 3", "outside"),
    ),
}


@pytest.mark.parametrize("fault", BAD_CSV)
def test_bad_csv(held: Path, tmp_path: Path, fault: str) -> None:
    dataset, data, words = BAD_CSV[fault]
    name = f"{MONTH}-{FORCE}-{dataset}.csv"
    (tmp_path / name).write_bytes(data)
    said = refused(held, tmp_path / name)
    assert name in said
    for word in words:
        assert word in said


@pytest.mark.parametrize("dataset", ["street", "outcomes", "stop-and-search"])
def test_a_published_file_without_rows_is_no_fault(cache_path: Path, tmp_path: Path, dataset: str) -> None:
    header = {"street": STREET_HEADER, "stop-and-search": STOP_HEADER, "outcomes": OUTCOMES.decode().split("\r\n")[0]}
    path = tmp_path / f"{MONTH}-{FORCE}-{dataset}.csv"
    path.write_bytes(header[dataset].encode() + b"\r\n")
    assert "1 files: 1 added" in succeed(cache_path, "import", path).out
    assert f"{dataset}: 0 rows" in run(cache_path, "import", path).out
    succeed(cache_path, "verify")


@pytest.mark.parametrize("data", [STREET[:-2], STREET[:-1], STREET + b"\r\n\r\n"], ids=["no end", "CR", "blank end"])
def test_whole_lines_with_an_odd_end_are_no_fault(cache_path: Path, tmp_path: Path, data: bytes) -> None:
    (tmp_path / NAME).write_bytes(data)
    succeed(cache_path, "import", tmp_path / NAME)
    assert dump(cache_path)["published_file"][0][-1] == sum(csv_rows(STREET).values())


def test_nothing_is_imported_where_one_of_the_paths_is_bad(held: Path, tmp_path: Path) -> None:
    good = tmp_path / "2024-06-dorset-street.csv"
    good.write_bytes(street_csv("2024-06", FORCE, [street_row()]))
    assert "nowhere.zip does not exist" in refused(held, good, tmp_path / "nowhere.zip")


@pytest.mark.parametrize("name", ["crimes.csv", "2024-13-dorset-street.csv", "2024-05-dorset-theft.csv"])
def test_a_csv_of_another_name(held: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(STREET)
    said = refused(held, tmp_path / name)
    assert name in said
    assert "published name" in said


def test_a_folder_without_files(held: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "no published file" in refused(held, tmp_path / "empty")


def test_debug_shows_the_trace_before_the_sentence(held: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"no zip")
    result = run(held, "--debug", "import", tmp_path / "bad.zip")
    assert result.code == 1
    assert "Traceback (most recent call last)" in result.err
    assert "not a whole zip" in result.err.splitlines()[-1]


@pytest.mark.parametrize(
    "date", ["2024-05-03T14:30:00+00:00", "2024-05-03T00:00:00+01:00", "2024-05-03T14:30", "2024-05-03"]
)
def test_dates_of_stops_stay_as_published(cache_path: Path, tmp_path: Path, date: str) -> None:
    data = stops_csv(MONTH, FORCE, [stop_row(date=date)])
    (tmp_path / f"{MONTH}-{FORCE}-stop-and-search.csv").write_bytes(data)
    succeed(cache_path, "import", tmp_path)
    assert cache_rows(cache_path, "stop-and-search") == csv_rows(data)


@pytest.mark.parametrize("crlf", [True, False])
def test_line_ends_inside_a_field_stay_as_published(cache_path: Path, tmp_path: Path, crlf: bool) -> None:
    places = ["On\r\nor near", "On\nor near", 'On "or", near']
    places += ["On\ror near"] if crlf else []  # which Python's writer puts no quotes around in a file without CR
    data = street_csv(MONTH, FORCE, [street_row(location=place) for place in places], crlf=crlf)
    (tmp_path / NAME).write_bytes(data)
    succeed(cache_path, "import", tmp_path / NAME)
    assert cache_rows(cache_path, "street") == csv_rows(data)
    out = tmp_path / "out"
    succeed(cache_path, "export", "--layer", "crimes", "--format", "csv", out)
    assert csv_rows(out.read_bytes()) == csv_rows(data)
