# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers about slices: an area within them is held, all else is named as partial or missing, never as complete."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.command import csv_rows, run, sentence, succeed
from tests.sample_factory import (
    Row,
    archive_zip,
    asb_row,
    member,
    outcome_row,
    outcomes_csv,
    street_csv,
    street_row,
    unplaced_row,
)

ONE, TWO, THREE = "E01015693", "E01015694", "E01015695"
FORCE = "dorset"
MONTHS = ("2024-05", "2024-06", "2024-07")
IN_CSP = "csp:E22990001"


def month_rows(number: int) -> list[Row]:
    """Give the rows of a month: some of each LSOA, more each month, and two without a place."""
    rows = [street_row(lsoa_code=code) for code in (ONE, TWO, THREE) for _ in range(number)]
    return [*rows, asb_row(lsoa_code=ONE), unplaced_row(), unplaced_row()]


def archive(folder: Path, *months: str) -> Path:
    """Write an archive of these months."""
    files = {member(month, FORCE): street_csv(month, FORCE, month_rows(MONTHS.index(month) + 1)) for month in months}
    outcomes = {
        member(month, FORCE, "outcomes"): outcomes_csv(
            month, FORCE, [outcome_row(lsoa_code=code) for code in (ONE, TWO)]
        )
        for month in months
    }
    return archive_zip(folder / f"{'_'.join(months)}.zip", {**files, **outcomes})


@pytest.fixture
def mixed(tmp_path: Path, cache_path: Path) -> Path:
    """Give a cache with two LSOAs of the first two months and all of the last."""
    succeed(cache_path, "import", archive(tmp_path, *MONTHS[:2]), "--lsoa", ONE, TWO, "--all-forces")
    succeed(cache_path, "import", archive(tmp_path, MONTHS[2]))
    return cache_path


def counted(cache: Path, *words: str) -> Any:
    """Give `counts --by month` as JSON."""
    return json.loads(succeed(cache, "counts", "--by", "month", "--format", "json", *words).out)


def by_month(result: Any) -> list[int]:
    return [row["count"] for row in result["counts"]]


def test_an_area_within_the_slices_is_held(mixed: Path) -> None:
    result = counted(mixed, "--area", f"lsoa:{ONE},{TWO}")
    assert by_month(result) == [3, 5, 7]
    assert (result["missing"], result["partial"]) == ([], [])
    assert counted(mixed, "--area", "slice:1")["counts"] == result["counts"]
    assert (
        "6 more in the same files have no place"
        in succeed(mixed, "counts", "--by", "month", "--area", f"lsoa:{ONE}").err
    )


def test_an_area_of_which_a_part_is_held_is_partial(mixed: Path) -> None:
    result = counted(mixed, "--area", f"lsoa:{TWO},{THREE}")
    assert by_month(result) == [1, 2, 6]
    assert [(gap["month"], gap["reason"]) for gap in result["partial"]] == [
        (month, "only 1 of its 2 LSOAs held") for month in MONTHS[:2]
    ]
    assert result["missing"] == []


def test_an_area_outside_the_slices_is_missing(mixed: Path) -> None:
    result = counted(mixed, "--area", f"lsoa:{THREE}")
    assert by_month(result) == [3]
    assert [(gap["month"], gap["reason"]) for gap in result["missing"]] == [
        (month, "held only of 2 LSOAs elsewhere") for month in MONTHS[:2]
    ]
    assert result["partial"] == []


@pytest.mark.parametrize("words", [(), ("--force", FORCE)])
def test_numbers_of_whole_forces_name_the_slices(mixed: Path, words: tuple[str, ...]) -> None:
    result = counted(mixed, *words)
    assert by_month(result) == [3, 5, 12]
    assert [(gap["month"], gap["reason"]) for gap in result["partial"]] == [
        (month, "only 2 LSOAs of it held") for month in MONTHS[:2]
    ]
    assert (result["unplaced"], result["unplaced_not_held"]) == (2, 4)
    said = succeed(mixed, "counts", "--by", "month", *words).err
    assert "Of the 4 crimes without a place in the files held as slices it is not known whether they lie here." in said
    assert f"partial: {FORCE} street 2024-05 to 2024-06 (only 2 LSOAs of it held)" in said


def test_months_that_are_held_whole_are_not_partial(mixed: Path) -> None:
    assert counted(mixed, "--from", MONTHS[2])["partial"] == []


def test_nothing_of_an_area_elsewhere_is_known(tmp_path: Path, cache_path: Path) -> None:
    succeed(cache_path, "import", archive(tmp_path, *MONTHS), "--lsoa", ONE, "--all-forces")
    assert "There is no slice '2'" in sentence(run(cache_path, "counts", "--by", "month", "--area", "slice:2"))
    succeed(cache_path, "import", archive(tmp_path, MONTHS[2]), "--lsoa", TWO, "--all-forces")
    said = sentence(run(cache_path, "counts", "--by", "month", "--area", f"lsoa:{TWO}", "--to", MONTHS[1]))
    assert "nothing is known, which is not zero" in said


def test_status_tells_slices(mixed: Path) -> None:
    said = succeed(mixed, "status").out
    assert (
        f"{FORCE} street: 2024-05 to 2024-07, 3 files, 20 rows, 2 without a place; 2 held as slices: of 15 rows "
        "published those of some LSOAs, none of the 4 without a place"
    ) in said
    assert f"partial: {FORCE} street 2024-05 to 2024-06 (only 2 LSOAs of it held)" in said
    assert f"slice:1: 2 LSOAs (Dogger Bank 001A) in 4 files of {FORCE}" in said
    status = json.loads(succeed(mixed, "status", "--json").out)
    assert status["totals"]["street"] == {"files": 3, "rows": 20, "unplaced": 2}
    assert len(status["partial"]) == 4
    assert [held["codes"] for held in status["slices"]] == [[ONE, TWO]]


def test_an_export_of_slices_is_not_the_published_file(mixed: Path, tmp_path: Path) -> None:
    out = tmp_path / "crimes.csv"
    said = succeed(mixed, "export", "--layer", "crimes", "--format", "csv", out).err
    assert (
        "Not all of it is held, so these are not the published files: dorset street 2024-05 to 2024-06 "
        "(only 2 LSOAs of it held)."
    ) in said
    assert csv_rows(out.read_bytes()).total() == 20
    other = tmp_path / "outcomes.csv"
    said = succeed(mixed, "export", "--layer", "outcomes", "--format", "csv", "--area", "slice:1", other).err
    assert "not the published files" not in said
    package = tmp_path / "places.geojson"
    succeed(mixed, "export", "--layer", "places", "--format", "geojson", package)
    described = json.loads(package.read_text())["description"]
    assert "Of the 4 crimes without a place in the files held as slices" in described
    assert "Not all of it is held" in described


@pytest.fixture
def town(sample_zip: Path, sample_folder: Path, cache_path: Path) -> Path:
    """Give a cache of the sample's CSP Dogger Bank 1 as a slice, with areas."""
    succeed(cache_path, "areas", "import", sample_folder / "sample_lookup.csv")
    said = succeed(cache_path, "import", sample_zip, "--area", "ward:E05990001", "--force", "dogger-bank")
    assert "Only the files of dogger-bank are read" in said.err
    return cache_path


def test_areas_by_look_up_are_held_partial_or_missing(town: Path, sample_zip: Path, sample_folder: Path) -> None:
    with (sample_folder / "sample_lookup.csv").open(newline="", encoding="utf-8") as file:
        ward_of = {row["lsoa21_code"]: row["ward24_code"] for row in csv.DictReader(file)}
    with zipfile.ZipFile(sample_zip) as opened:
        texts = [opened.read(name).decode() for name in opened.namelist() if name.endswith("street.csv")]
    rows = [row for text in texts for row in csv.DictReader(io.StringIO(text, newline=""))]
    wards = Counter(ward_of.get(row["LSOA code"], "") for row in rows)
    months = {row["Month"] for row in rows}

    held = json.loads(succeed(town, "counts", "--by", "crime_type", "--format", "json", "--area", "ward:E05990001").out)
    assert held["total"] == wards["E05990001"]
    assert held["partial"] == []
    assert {gap["month"] for gap in held["missing"]} == {"2025-02"}
    lsoas = Counter(ward_of.values())
    around = json.loads(succeed(town, "counts", "--by", "month", "--format", "json", "--area", IN_CSP).out)
    reasons = {gap["reason"] for gap in around["partial"]}
    assert reasons == {f"only {lsoas['E05990001']} of its {sum(lsoas.values())} LSOAs held"}
    assert {gap["month"] for gap in around["partial"]} == months
    other = next(ward for ward in lsoas if ward != "E05990001")
    assert "nothing is known" in sentence(run(town, "counts", "--by", "month", "--area", f"ward:{other}"))
