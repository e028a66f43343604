# SPDX-License-Identifier: GPL-2.0-or-later
"""`counts`: what counting the CSVs gives, with what is unplaced and missing beside it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import run, sentence, succeed
from tests.sample_factory import ASB, Row, street_csv, street_row

MISSING = "2025-02"
"""The month that the sample leaves out."""


@pytest.fixture(scope="module")
def street(sample_zip: Path) -> list[Row]:
    """Give the street rows of the sample as the csv module reads them."""
    with zipfile.ZipFile(sample_zip) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith("street.csv")]
    return [row for text in texts for row in csv.DictReader(io.StringIO(text, newline=""))]


@pytest.fixture(scope="module")
def lookup(sample_folder: Path) -> dict[str, Row]:
    """Give the sample's look-up by LSOA."""
    with (sample_folder / "sample_lookup.csv").open(newline="", encoding="utf-8") as file:
        return {row["lsoa21_code"]: row for row in csv.DictReader(file)}


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


KEYS: dict[str, tuple[tuple[str, ...], Callable[[Row], tuple[str, ...]]]] = {
    "force": (("force",), lambda row: ("dogger-bank",)),
    "month": (("month",), lambda row: (row["Month"],)),
    "crime_type": (("crime_type",), lambda row: (row["Crime type"],)),
    "outcome": (("outcome",), lambda row: (row["Last outcome category"],)),
    "lsoa": (("lsoa_code", "lsoa_name"), lambda row: (row["LSOA code"], row["LSOA name"])),
    "place": (
        ("longitude", "latitude", "location", "lsoa_code"),
        lambda row: (row["Longitude"], row["Latitude"], row["Location"], row["LSOA code"]),
    ),
}
OPTIONS: dict[tuple[str, ...], Callable[[Row], bool]] = {
    (): lambda row: True,
    ("--from", "2025-01"): lambda row: row["Month"] >= "2025-01",
    ("--to", "2024-08"): lambda row: row["Month"] <= "2024-08",
    ("--from", "2024-06", "--to", "2024-06"): lambda row: row["Month"] == "2024-06",
    ("--force", "dogger-bank"): lambda row: True,
    ("--type", "burglary"): lambda row: row["Crime type"] == "Burglary",
    ("--type", "Drugs", "--type", ASB): lambda row: row["Crime type"] in ("Drugs", ASB),
    ("--without-asb",): lambda row: row["Crime type"] != ASB,
    ("--without-asb", "--from", "2026-01"): lambda row: row["Crime type"] != ASB and row["Month"] >= "2026-01",
}


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
@pytest.mark.parametrize("by", KEYS)
def test_counts_are_those_of_counting_the_csv(
    sample_cache: Path, street: list[Row], by: str, options: tuple[str, ...]
) -> None:
    columns, key = KEYS[by]
    chosen = [row for row in street if OPTIONS[options](row)]
    without = sum(row["Longitude"] == "" for row in chosen)
    expected = Counter(key(row) for row in chosen if row["Longitude"] or by not in ("lsoa", "place"))
    result = succeed(sample_cache, "counts", "--by", by, *options)
    rows = table(result.out)
    counted: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        assert list(row)[-1] == "count"
        counted[tuple(row[column] for column in columns)] += int(row["count"])
    assert counted == expected
    assert f"{len(chosen):,} crimes, of which {without:,} have no place" in result.err
    inside = (
        options in ((), ("--from", "2025-01"), ("--force", "dogger-bank"), ("--without-asb",)) or "--type" in options
    )
    assert (f"dogger-bank street {MISSING}" in result.err) is inside


def test_json_has_the_same_counts_with_what_is_unplaced_and_missing(sample_cache: Path, street: list[Row]) -> None:
    result = succeed(sample_cache, "counts", "--by", "month", "--format", "json", "--type", "Burglary")
    answer = json.loads(result.out)
    chosen = [row for row in street if row["Crime type"] == "Burglary"]
    assert {row["month"]: row["count"] for row in answer["counts"]} == Counter(row["Month"] for row in chosen)
    assert answer["unplaced"] == sum(row["Longitude"] == "" for row in chosen)
    assert [(gap["force"], gap["month"]) for gap in answer["missing"]] == [("dogger-bank", MISSING)]
    assert MISSING not in {row["month"] for row in answer["counts"]}


@pytest.mark.parametrize(("by", "column"), [("district", "ltla24"), ("csp", "csp24")])
def test_areas_are_counted_by_the_files_own_codes(
    sample_cache: Path, street: list[Row], lookup: dict[str, Row], by: str, column: str
) -> None:
    found = Counter(lookup[row["LSOA code"]][f"{column}_code"] for row in street if row["LSOA code"])
    rows = table(succeed(sample_cache, "counts", "--by", by).out)
    assert {row[f"{by}_code"]: int(row["count"]) for row in rows} == found
    names = {row[f"{column}_code"]: row[f"{column}_name"] for row in lookup.values()}
    assert all(row[f"{by}_name"] == names[row[f"{by}_code"]] for row in rows)


def test_areas_without_a_look_up_are_a_sentence(cache_path: Path, sample_zip: Path) -> None:
    succeed(cache_path, "import", sample_zip)
    assert "areas import" in sentence(run(cache_path, "counts", "--by", "district"))


@pytest.mark.parametrize(
    "options",
    [
        ("--force", "wiltshire", "--from", "2024-06", "--to", "2024-07"),
        ("--force", "wiltshire"),
        ("--from", "2030-01", "--to", "2030-02"),
        ("--from", "2026-06"),
        ("--to", "2024-03"),
    ],
)
def test_what_is_not_held_is_refused_and_not_counted_as_nothing(sample_cache: Path, options: tuple[str, ...]) -> None:
    said = sentence(run(sample_cache, "counts", "--by", "force", *options))
    assert all(word in said for word in options if not word.startswith("--"))
    assert "not zero" in said


def test_months_before_the_first_held_are_missing(sample_cache: Path) -> None:
    options = ("--to", "2024-05", "--from", "2024-03")
    answer = json.loads(succeed(sample_cache, "counts", "--by", "force", "--format", "json", *options).out)
    assert [gap["month"] for gap in answer["missing"]] == ["2024-03", "2024-04"]
    assert answer["total"] > 0


def test_a_month_published_without_a_row_is_missing(cache_path: Path, tmp_path: Path) -> None:
    for month, rows in (("2024-05", [street_row()]), ("2024-06", []), ("2024-07", [street_row()])):
        (tmp_path / f"{month}-dorset-street.csv").write_bytes(street_csv(month, "dorset", rows))
    succeed(cache_path, "import", tmp_path)
    answer = json.loads(succeed(cache_path, "counts", "--by", "month", "--format", "json").out)
    assert [(gap["month"], "without" in gap["reason"]) for gap in answer["missing"]] == [("2024-06", True)]
    gaps = json.loads(succeed(cache_path, "status", "--json").out)["gaps"]
    assert [(gap["month"], gap["dataset"]) for gap in gaps] == [("2024-06", "street")]


def test_a_file_under_another_forces_name_is_refused(cache_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "2024-05-atlantis-street.csv"
    path.write_bytes(street_csv("2024-05", "atlantis", [street_row(reported_by="Kent Police")]))
    said = sentence(run(cache_path, "import", path))
    assert "Kent Police" in said
    assert "'kent'" in said


def test_types_and_forces_that_only_the_cache_knows(cache_path: Path, tmp_path: Path) -> None:
    rows = [street_row(crime_type="Time travel", reported_by="Kent Police"), street_row()]
    path = tmp_path / "2029-05-greater-mercia-street.csv"
    path.write_bytes(street_csv("2029-05", "greater-mercia", rows))
    succeed(cache_path, "import", path)
    options = ("--type", "time travel", "--force", "greater-mercia")
    assert succeed(cache_path, "counts", "--by", "force", *options).out == "force,count\ngreater-mercia,1\n"
    assert "kent" in sentence(run(cache_path, "counts", "--by", "force", "--force", "Kent Police"))
