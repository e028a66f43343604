# SPDX-License-Identifier: GPL-2.0-or-later
"""The shipped sample obeys the format and holds what its README says: counted with csv and shapely."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from offline_cache.reference import known_measures
from tests.sample_factory import OUTCOME_COLUMNS, STOP_COLUMNS, STREET_COLUMNS, Row
from tests.sample_rows import Sample, every
from tests.sample_rows import sample as _sample  # noqa: F401 - a fixture
from tools import make_sample

ASB = "Anti-social behaviour"
MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 13)][4:28]
FORCE = "Dogger Bank Police (invented sample)"


@pytest.fixture(scope="module")
def outlines(sample_folder: Path) -> dict[str, BaseGeometry]:
    collection = json.loads((sample_folder / "sample_lsoa_2021.geojson").read_text(encoding="utf-8"))
    return {f["properties"]["LSOA21CD"]: shape(f["geometry"]) for f in collection["features"]}


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_files_are_those_of_24_months_without_one_street_file(sample: Sample) -> None:
    assert sorted(sample.outcomes) == sorted(sample.stops) == MONTHS
    assert sorted(sample.street) == [month for month in MONTHS if month != "2025-02"]


def test_text_is_ascii_with_crlf_and_the_published_columns(sample: Sample) -> None:
    columns = {"street": STREET_COLUMNS, "outcomes": OUTCOME_COLUMNS, "stop-and-search": STOP_COLUMNS}
    for name, text in sample.text.items():
        kind = name[len("2024-05/2024-05-dogger-bank-") : -len(".csv")]
        assert text.split("\r\n", 1)[0].split(",") == columns[kind], name
        assert text.endswith("\r\n")
        assert text.count("\n") == text.count("\r\n")
        assert '"' not in text


def test_rows_carry_their_file_s_month_and_force(sample: Sample) -> None:
    for files in (sample.street, sample.outcomes):
        for month, rows in files.items():
            assert {(r["Month"], r["Reported by"], r["Falls within"]) for r in rows} == {(month, FORCE, FORCE)}


def test_about_12000_crimes_of_14_types(sample: Sample) -> None:
    types = Counter(row["Crime type"] for row in every(sample.street))
    assert 11_000 < sum(types.values()) < 13_000
    assert len(types) == 14
    assert {kind for kind, _ in types.most_common(2)} == {ASB, "Violence and sexual offences"}
    assert min(types.values()) > 50


def test_asb_alone_has_neither_id_nor_outcome(sample: Sample) -> None:
    for row in every(sample.street):
        anonymous = row["Crime type"] == ASB
        assert (row["Crime ID"] == "") == (row["Last outcome category"] == "") == anonymous
        assert anonymous or re.fullmatch(r"[0-9a-f]{64}", row["Crime ID"])


def test_asb_repeats_itself_exactly_as_separate_incidents(sample: Sample) -> None:
    copies = Counter(tuple(row.values()) for row in every(sample.street) if row["Crime type"] == ASB)
    assert sum(copies.values()) - len(copies) > 500


def test_a_few_ids_stand_on_two_rows_of_a_file(sample: Sample) -> None:
    identical = elsewhere = 0
    for rows in sample.street.values():
        by_id: dict[str, list[Row]] = {}
        for row in rows:
            by_id.setdefault(row["Crime ID"], []).append(row)
        pairs = [group for key, group in by_id.items() if key and len(group) > 1]
        identical += sum(group[0] == group[1] for group in pairs)
        elsewhere += sum(group[0]["Location"] != group[1]["Location"] for group in pairs)
        assert all(len(group) == 2 for group in pairs)
    assert identical >= 2
    assert elsewhere >= 2


def test_no_id_is_used_in_two_months(sample: Sample) -> None:
    months: dict[str, set[str]] = {}
    for row in every(sample.street):
        months.setdefault(row["Crime ID"], set()).add(row["Month"])
    assert all(len(found) == 1 for key, found in months.items() if key)


def test_place_columns_are_blank_together_or_full_together(sample: Sample) -> None:
    for rows, nowhere in ((every(sample.street), "No Location"), (every(sample.outcomes), "No location")):
        blank = 0
        for row in rows:
            place = [row[c] for c in ("Longitude", "Latitude", "LSOA code", "LSOA name")]
            if row["Location"] == nowhere:
                blank += 1
                assert not any(place)
            else:
                assert row["Location"].startswith("On or near ")
                assert all(place)
                assert all(re.fullmatch(r"-?\d+\.\d{6}", value) for value in place[:2])
        assert 0.02 < blank / len(rows) < 0.04


def test_stops_lack_coordinates_at_times_and_begin_in_local_time(sample: Sample) -> None:
    assert all(18 <= len(rows) <= 32 for rows in sample.stops.values())
    placed = [bool(row["Latitude"]) for row in every(sample.stops)]
    assert all(bool(row["Longitude"]) == there for row, there in zip(every(sample.stops), placed))
    assert 0.1 < 1 - sum(placed) / len(placed) < 0.3
    other_month = [m for m, rows in sample.stops.items() for row in rows if not row["Date"].startswith(m)]
    assert other_month == ["2024-06", "2024-07", "2024-08", "2025-06", "2025-07", "2025-08"]
    assert all(re.fullmatch(r"\d{4}(-\d\d){2}T(\d\d:){2}\d\d\+00:00", r["Date"]) for r in every(sample.stops))


# --- outcomes ---------------------------------------------------------------------------------------------


def test_every_outcome_row_agrees_with_its_crime(sample: Sample) -> None:
    latest = {row["Crime ID"]: row for row in every(sample.outcomes)}
    assert len(latest) == len(every(sample.outcomes))
    court = {"Awaiting court outcome", "Court result unavailable"}
    waiting = {"Under investigation", "Status update unavailable"}
    for crime in every(sample.street):
        outcome = latest.get(crime["Crime ID"])
        if outcome is None:
            assert crime["Last outcome category"] in {*waiting, ""}
            continue
        charged = outcome["Outcome type"] == "Suspect charged"
        assert crime["Last outcome category"] in (court if charged else {outcome["Outcome type"]})
        delay = MONTHS.index(outcome["Month"]) - MONTHS.index(crime["Month"])
        assert 0 <= delay <= 8


def test_outcomes_have_ten_names_and_some_crimes_that_no_street_file_holds(sample: Sample) -> None:
    assert len({row["Outcome type"] for row in every(sample.outcomes)}) == 10
    known = {row["Crime ID"] for row in every(sample.street)}
    strangers = sum(row["Crime ID"] not in known for row in every(sample.outcomes))
    assert 0.03 < strangers / len(every(sample.outcomes)) < 0.20


# --- ground -----------------------------------------------------------------------------------------------


def test_outlines_tile_the_town_without_gap_or_overlap(outlines: dict[str, BaseGeometry]) -> None:
    assert sorted(outlines) == [f"E0199{number:04d}" for number in range(1, 41)]
    assert all(outline.is_valid and outline.geom_type == "Polygon" for outline in outlines.values())
    town = unary_union(list(outlines.values()))
    assert town.geom_type == "Polygon"
    assert not town.interiors
    assert town.area == pytest.approx(sum(outline.area for outline in outlines.values()), rel=1e-9)
    west, south, east, north = town.bounds
    assert -11 < west < east < 4
    assert 48 < south < north < 63


def test_snap_points_lie_inside_the_lsoa_they_name(sample: Sample, outlines: dict[str, BaseGeometry]) -> None:
    placed = [row for row in every(sample.street) + every(sample.outcomes) if row["LSOA code"]]
    places = {(row["Longitude"], row["Latitude"], row["LSOA code"], row["Location"]) for row in placed}
    assert len({place[:2] for place in places}) == len(places)
    assert 430 <= len(places) <= 450
    for longitude, latitude, code, _ in places:
        assert outlines[code].contains(Point(float(longitude), float(latitude)))
    assert {code for _, _, code, _ in places} == set(outlines)


def test_some_places_are_points_of_interest_and_some_carry_heavy_stacks(sample: Sample) -> None:
    names = {row["Location"][len("On or near ") :] for row in every(sample.street)}
    assert {
        "Supermarket", "Parking Area", "Shopping Area", "Nightclub", "Petrol Station", "Hospital",
        "Sports/Recreation Area", "Park/Open Space", "Police Station",
    } <= names  # fmt: skip
    stacks = Counter(r["Longitude"] + r["Latitude"] for r in every(sample.street) if r["Longitude"])
    assert stacks.most_common(5)[-1][1] > 150
    assert sorted(stacks.values())[len(stacks) // 2] < 25


def test_lookup_and_residents_cover_every_lsoa(sample: Sample, sample_folder: Path) -> None:
    lookup = rows_of(sample_folder / "sample_lookup.csv")
    residents = rows_of(sample_folder / "sample_residents.csv")
    names = {row["LSOA code"]: row["LSOA name"] for row in every(sample.street) if row["LSOA code"]}
    assert {row["lsoa21_code"]: row["lsoa21_name"] for row in lookup} == names
    assert {row["lsoa21_code"] for row in residents} == set(names)
    assert all(1000 < int(row["total_residents"]) < 3000 for row in residents)
    assert all(int(row["total_households"]) < int(row["total_residents"]) for row in residents)
    for column, code in (("ward24", "E0599"), ("ltla24", "E0799"), ("csp24", "E2299"), ("pfa24", "E2399")):
        assert all(re.fullmatch(code + r"\d{4}", row[column + "_code"]) for row in lookup)
        assert len({row[column + "_code"] for row in lookup}) == len({row[column + "_name"] for row in lookup})
    assert len({row["ltla24_code"] for row in lookup}) == 2


def test_shares_cover_every_lsoa_and_fall_from_the_middle_outwards(
    sample_folder: Path, outlines: dict[str, BaseGeometry]
) -> None:
    shares = {row["lsoa21_code"]: row for row in rows_of(sample_folder / "sample_shares.csv")}
    assert set(shares) == set(outlines)
    middle = Point(2.0, 54.72)
    near = sorted(outlines, key=lambda code: outlines[code].centroid.distance(middle))
    inside, outside = ([float(shares[code]["pct_flats"]) for code in part] for part in (near[:10], near[-10:]))
    assert sum(inside) > 2 * sum(outside)
    for row in shares.values():
        values = {name: float(value) for name, value in row.items() if name != "lsoa21_code"}
        assert all(0.0 <= value <= 100.0 for value in values.values())
        assert values["pct_social_rented"] + values["pct_private_rented"] <= 100.0


def test_the_shares_are_all_the_measures_that_peers_are_looked_for_by(sample_folder: Path) -> None:
    known = set(known_measures())
    assert set(rows_of(sample_folder / "sample_shares.csv")[0]) == known | {"lsoa21_code"}


# --- as shipped -------------------------------------------------------------------------------------------


def test_sample_is_made_again_byte_for_byte(sample_folder: Path, tmp_path: Path) -> None:
    """The zip by its members: how they are deflated is the compressor's matter."""
    assert make_sample.main([str(tmp_path)]) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in sample_folder.iterdir())
    for made in tmp_path.iterdir():
        shipped = sample_folder / made.name
        if made.suffix != ".zip":
            assert made.read_bytes() == shipped.read_bytes(), made.name
            continue
        with zipfile.ZipFile(made) as new, zipfile.ZipFile(shipped) as old:
            assert new.namelist() == old.namelist()
            assert [i.date_time for i in new.infolist()] == [i.date_time for i in old.infolist()]
            assert all(new.read(name) == old.read(name) for name in new.namelist())


def test_sample_is_small_and_says_that_it_is_invented(sample_folder: Path) -> None:
    assert sum(path.stat().st_size for path in sample_folder.iterdir()) < 900_000
    assert "Everything in this folder is invented" in (sample_folder / "README.txt").read_text(encoding="utf-8")
