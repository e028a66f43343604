# SPDX-License-Identifier: GPL-2.0-or-later
"""Files of every era and force, each with its quirks: kept as published, placed rightly, of the right edition."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pyproj import Geod, Transformer

from tests.command import cache_rows, csv_rows, query, succeed
from tests.sample_factory import (
    Row,
    archive_zip,
    asb_row,
    btp_row,
    crime_id,
    easting_northing_csv,
    easting_northing_row,
    member,
    old_row,
    outcome_row,
    outcomes_csv,
    psni_row,
    quoted_row,
    stop_row,
    stops_csv,
    street_csv,
    street_row,
    unplaced_outcome_row,
    unplaced_row,
    welsh_row,
    zero_row,
)

TYPES_2010 = ("Anti-social behaviour", "Burglary", "Other crime", "Robbery", "Vehicle crime", "Violent crime")
TYPES_2011 = (
    *("Anti-social behaviour", "Burglary", "Criminal damage and arson", "Drugs", "Other crime", "Other theft"),
    *("Public disorder and weapons", "Robbery", "Shoplifting", "Vehicle crime", "Violent crime"),
)


def put(folder: Path, month: str, force: str, data: bytes, dataset: str = "street") -> Path:
    """Write a published file under its name."""
    path = folder / f"{month}-{force}-{dataset}.csv"
    path.write_bytes(data)
    return path


def status_of(cache: Path, force: str, month: str = "", dataset: str = "street") -> dict[str, Any]:
    """Give a file's line of the ledger."""
    files = json.loads(succeed(cache, "status", "--json").out)["files"]
    key = (force, dataset)
    (found,) = [f for f in files if (f["force"], f["dataset"]) == key and f["month"].startswith(month)]
    return dict(found)


ERAS: dict[str, tuple[str, str, list[Row]]] = {
    "six types of 2010": ("2010-12", "bedfordshire", [old_row(crime_type=name) for name in TYPES_2010]),
    "eleven types of 2011": ("2011-09", "bedfordshire", [old_row(crime_type=name) for name in TYPES_2011]),
    "ids that are not hex": (
        "2013-05",
        "dorset",
        [
            street_row(crime_id="a1b2c3"),
            street_row(crime_id=crime_id(1).upper()),
            street_row(crime_id=crime_id(2)[:-1]),
            street_row(crime_id="z" * 64),
            street_row(crime_id=crime_id(3) + "00"),
            street_row(crime_id="é" * 64),
            street_row(crime_id=" " + crime_id(4)[1:]),
        ],
    ),
    "Northern Ireland": ("2024-05", "northern-ireland", [psni_row(), psni_row(crime_id=""), psni_row(location="")]),
    "British Transport Police": ("2024-05", "btp", [btp_row(), btp_row(location="On or near Bank (Lu Station)")]),
    "Welsh": ("2024-05", "dyfed-powys", [welsh_row(), welsh_row(location="On or near Heol y Bont-faen ŵŷâ")]),
    "quoted commas": (
        "2024-05",
        "dorset",
        [quoted_row(), street_row(location='On or near "The Quay", Poole'), street_row(), quoted_row()],
    ),
    "another force's area": (
        "2024-05",
        "avon-and-somerset",
        [street_row(longitude="0.489000", latitude="51.570000", lsoa_code="E01021240", lsoa_name="Basildon 001A")],
    ),
    "no place": ("2024-05", "dorset", [unplaced_row(), zero_row(), zero_row(longitude="0", latitude="0")]),
    "others report": (
        "2024-05",
        "dorset",
        [street_row(), street_row(reported_by="Kent Police"), street_row(falls_within="Kent Police"), street_row()],
    ),
    "context": ("2014-05", "dorset", [street_row(), street_row(context="Seen, by many"), street_row(context="x")]),
    "names not known yet": (
        "2029-05",
        "dorset",
        [street_row(crime_type="Time travel", last_outcome_category="Sent back"), street_row()],
    ),
    "a force not known yet": ("2029-05", "greater-mercia", [street_row()]),
    "exact copies": ("2024-05", "dorset", [asb_row()] * 5 + [street_row()] * 2),
    "no crime": ("2024-05", "dorset", []),
}


@pytest.mark.parametrize("crlf", [True, False], ids=["CRLF", "LF"])
@pytest.mark.parametrize("bom", [True, False], ids=["BOM", "plain"])
@pytest.mark.parametrize("era", ERAS)
def test_rows_are_kept_as_published(cache_path: Path, tmp_path: Path, era: str, bom: bool, crlf: bool) -> None:
    month, force, rows = ERAS[era]
    data = street_csv(month, force, rows, crlf=crlf, bom=bom)
    succeed(cache_path, "import", put(tmp_path, month, force, data))
    assert cache_rows(cache_path, "street") == csv_rows(data)
    unplaced = sum(row["Longitude"] in ("", "0", "0.000000") for row in rows)
    file = status_of(cache_path, force)
    assert (file["month"], file["rows"], file["unplaced"]) == (month, len(rows), unplaced)
    assert query(cache_path, "SELECT count(*) FROM crime_points") == [(len(rows) - unplaced,)]
    succeed(cache_path, "verify")


def test_outcomes_and_stops_are_kept_as_published(cache_path: Path, tmp_path: Path) -> None:
    outcomes = outcomes_csv(
        "2024-05",
        "dorset",
        [
            outcome_row(),
            outcome_row(),
            unplaced_outcome_row(crime_id=crime_id(2)),
            outcome_row(outcome_type="Sent back", reported_by="Kent Police"),
            outcome_row(lsoa_name="Bournemouth, Christchurch and Poole 022C", crime_id=""),
        ],
    )
    stops = stops_csv(
        "2024-05",
        "dorset",
        [
            stop_row(date="2024-05-01T00:00:00+00:00"),
            stop_row(date="2024-05-01T00:00:00+00:00"),
            stop_row(date="2024-04-30T23:41:00+00:00"),
            stop_row(latitude="", longitude="", date="2024-05-02T10:00:00+00:00"),
            stop_row(object_of_search="Sonic, screwdriver", part_of_a_policing_operation="", gender=""),
        ],
    )
    succeed(
        cache_path,
        "import",
        put(tmp_path, "2024-05", "dorset", outcomes, "outcomes"),
        put(tmp_path, "2024-05", "dorset", stops, "stop-and-search"),
    )
    assert cache_rows(cache_path, "outcomes") == csv_rows(outcomes)
    assert cache_rows(cache_path, "stop-and-search") == csv_rows(stops)
    assert status_of(cache_path, "dorset", dataset="outcomes")["unplaced"] == 1
    assert status_of(cache_path, "dorset", dataset="stop-and-search")["unplaced"] == 1
    points = "SELECT (SELECT count(*) FROM outcome_points), (SELECT count(*) FROM stop_points)"
    assert query(cache_path, points) == [(4, 4)]
    succeed(cache_path, "verify")


GRID = {
    "bedfordshire": ("EPSG:27700", [("504900", "249700"), ("532000.5", "181000"), ("95000", "10500")]),
    "northern-ireland": ("EPSG:29903", [("333800", "374000"), ("234000", "415000")]),
}


@pytest.mark.parametrize("force", GRID)
def test_eastings_of_2012_become_longitudes_within_five_metres(cache_path: Path, tmp_path: Path, force: str) -> None:
    system, points = GRID[force]
    rows = [easting_northing_row(easting=east, northing=north, location=f"On or near {east}") for east, north in points]
    rows += [easting_northing_row(easting="0", northing="0"), easting_northing_row(easting="", northing="")]
    data = easting_northing_csv("2012-03", force, rows)
    succeed(cache_path, "import", put(tmp_path, "2012-03", force, data))
    assert cache_rows(cache_path, "grid") == csv_rows(data)
    assert status_of(cache_path, force)["unplaced"] == 2
    found = query(cache_path, "SELECT location, lsoa_code, id FROM crime_points ORDER BY id")
    assert [row[:2] for row in found] == [(f"On or near {east}", "") for east, _ in points]
    transformer = Transformer.from_crs(system, "EPSG:4326", always_xy=True)
    boxes = query(cache_path, "SELECT longitude, latitude FROM place p JOIN crime c ON c.place = p.id ORDER BY c.id")
    for (east, north), (longitude, latitude) in zip(points, boxes):
        x, y = transformer.transform(float(east), float(north))
        distance = Geod(ellps="WGS84").inv(x, y, float(longitude), float(latitude))[2]
        assert distance < 5


def test_the_same_metres_are_two_places_in_two_grids_and_none_in_degrees(cache_path: Path, tmp_path: Path) -> None:
    """Places are remembered between the files of one run: texts that look alike must not meet there."""
    same = [easting_northing_row(easting="333800", northing="374000"), easting_northing_row(easting="0", northing="0")]
    paths = [
        put(tmp_path, "2012-03", "bedfordshire", easting_northing_csv("2012-03", "bedfordshire", same)),
        put(tmp_path, "2012-03", "northern-ireland", easting_northing_csv("2012-03", "northern-ireland", same)),
        put(
            tmp_path,
            "2024-05",
            "dorset",
            street_csv("2024-05", "dorset", [zero_row(longitude="0", latitude="0", location="On or near Dag Lane")]),
        ),
    ]
    succeed(cache_path, "import", *paths)
    grid = csv_rows(paths[0].read_bytes()) + csv_rows(paths[1].read_bytes())
    assert cache_rows(cache_path, "grid") == grid
    assert cache_rows(cache_path, "street") == csv_rows(paths[2].read_bytes())
    longitudes = "SELECT DISTINCT longitude FROM place WHERE geom IS NOT NULL ORDER BY longitude"
    assert [x[:3] for (x,) in query(cache_path, longitudes)] == ["-2.", "-5."]


def test_one_id_in_two_months_stays_two_crimes(cache_path: Path, tmp_path: Path) -> None:
    months = ("2024-05", "2024-06")
    rows = [psni_row(crime_id=crime_id(7))]
    paths = [put(tmp_path, m, "northern-ireland", street_csv(m, "northern-ireland", rows)) for m in months]
    succeed(cache_path, "import", *paths)
    ids = "SELECT month, crime_id FROM crime_points ORDER BY month"
    assert query(cache_path, ids) == [(month, crime_id(7)) for month in months]


ONLY_2011, ONLY_2021, BOTH = "E01017140", "E01033769", "E01017541"


def lsoa_file(*codes: str, month: str = "2024-05", force: str = "dorset") -> bytes:
    """Give a street file with one row a code."""
    return street_csv(month, force, [street_row(lsoa_code=code, lsoa_name="Somewhere 001A") for code in codes])


@pytest.mark.parametrize(
    ("codes", "edition"),
    [
        ((ONLY_2011, BOTH), 2011),
        ((BOTH, ONLY_2021), 2021),
        ((ONLY_2011, ONLY_2021, ONLY_2021), 2021),
        ((ONLY_2011, ONLY_2021), 2021),
        ((BOTH,), None),
        (("E01990001", "X99", "E0101754"), None),
        ((), None),
    ],
)
def test_codes_of_one_edition_settle_it(cache_path: Path, tmp_path: Path, codes: tuple[str, ...], edition: int) -> None:
    succeed(cache_path, "import", put(tmp_path, "2024-05", "dorset", lsoa_file(*codes)))
    file = status_of(cache_path, "dorset")
    assert (file["lsoa_edition"], file["edition_inferred"]) == (edition, False)


def test_undecided_files_follow_their_snapshot_and_say_so(cache_path: Path, tmp_path: Path) -> None:
    old = archive_zip(
        tmp_path / "2021-03.zip",
        {
            member("2021-01", "dorset"): lsoa_file(ONLY_2011, month="2021-01"),
            member("2021-02", "dorset"): lsoa_file(BOTH, month="2021-02"),
            member("2021-02", "northern-ireland"): street_csv("2021-02", "northern-ireland", [psni_row()]),
        },
    )
    new = archive_zip(
        tmp_path / "2024-06.zip",
        {
            member("2024-01", "dorset"): lsoa_file(ONLY_2021, month="2024-01"),
            member("2024-02", "dorset"): lsoa_file(BOTH, month="2024-02"),
        },
    )
    succeed(cache_path, "import", old)
    succeed(cache_path, "import", new)
    files = json.loads(succeed(cache_path, "status", "--json").out)["files"]
    assert Counter((f["force"], f["month"], f["lsoa_edition"], f["edition_inferred"]) for f in files) == Counter(
        [
            ("dorset", "2021-01", 2011, False),
            ("dorset", "2021-02", 2011, True),
            ("dorset", "2024-01", 2021, False),
            ("dorset", "2024-02", 2021, True),
            ("northern-ireland", "2021-02", None, False),
        ]
    )


def test_a_snapshot_of_both_editions_infers_none(cache_path: Path, tmp_path: Path) -> None:
    """As in the archive of December 2023, where months differ in edition."""
    mixed = archive_zip(
        tmp_path / "2023-12.zip",
        {
            member("2021-01", "dorset"): lsoa_file(ONLY_2011, month="2021-01"),
            member("2021-02", "dorset"): lsoa_file(BOTH, month="2021-02"),
            member("2023-06", "dorset"): lsoa_file(ONLY_2021, month="2023-06"),
        },
    )
    succeed(cache_path, "import", mixed)
    file = status_of(cache_path, "dorset", "2021-02")
    assert (file["lsoa_edition"], file["edition_inferred"]) == (None, False)
