# SPDX-License-Identifier: GPL-2.0-or-later
"""Slices: the rows of chosen LSOAs are kept, in the file's order; what is held never shrinks and nothing is doubled."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any, Union

import pytest

from tests.command import PublishedRow, cache_rows, csv_rows, dump, query, run, sentence, succeed
from tests.sample_factory import (
    archive_zip,
    asb_row,
    btp_row,
    crime_id,
    easting_northing_csv,
    easting_northing_row,
    member,
    outcome_row,
    outcomes_csv,
    stop_row,
    stops_csv,
    street_csv,
    street_row,
    unplaced_row,
)

A, B, C = "E01990026", "E01990014", "E01990016"
ONE, TWO, THREE = "E01015693", "E01015694", "E01015695"
MONTH, FORCE = "2024-05", "dorset"


@pytest.fixture(scope="module")
def sample_files(sample_zip: Path) -> dict[str, bytes]:
    """Give the sample's files by name."""
    with zipfile.ZipFile(sample_zip) as archive:
        return {Path(name).name: archive.read(name) for name in archive.namelist() if name.endswith(".csv")}


def kept_of(data: bytes, *codes: str) -> Counter[PublishedRow]:
    """Count the rows of a street or outcomes CSV that name one of the LSOAs."""
    return Counter({row: count for row, count in csv_rows(data).items() if row[7] in codes})


def all_kept(files: dict[str, bytes], dataset: str, *codes: str) -> Counter[PublishedRow]:
    """Count those of all files of a dataset."""
    return sum((kept_of(data, *codes) for name, data in files.items() if name.endswith(f"{dataset}.csv")), Counter())


def imported(cache: Path, path: Path, *codes: str, words: tuple[str, ...] = ("--all-forces",)) -> str:
    """Import the rows of some LSOAs, or whole files where none is named, and give what was said."""
    return succeed(cache, "import", path, *(("--lsoa", *codes, *words) if codes else ())).out


def file_of(folder: Path, rows: list[dict[str, str]], month: str = MONTH) -> Path:
    """Write a street file."""
    path = folder / f"{month}-{FORCE}-street.csv"
    path.write_bytes(street_csv(month, FORCE, rows))
    return path


def status(cache: Path) -> Any:
    """Give `status --json`."""
    return json.loads(succeed(cache, "status", "--json").out)


def scopes(cache: Path) -> set[Union[str, None]]:
    """Give the scopes in the ledger, as they are stored."""
    return {scope for (scope,) in query(cache, "SELECT DISTINCT scope FROM published_file")}


def test_a_slice_has_the_rows_of_its_lsoas_in_the_files_order(
    sample_files: dict[str, bytes], sample_zip: Path, cache_path: Path
) -> None:
    said = imported(cache_path, sample_zip, A, B)
    for dataset in ("street", "outcomes"):
        wanted = all_kept(sample_files, dataset, A, B)
        assert cache_rows(cache_path, dataset) == wanted
        assert f"{dataset}: {wanted.total():,} rows, 0 without a place" in said
    assert not any(cache_rows(cache_path, "stop-and-search").values())
    in_order = list(csv.reader(io.StringIO(sample_files["2024-06-dogger-bank-street.csv"].decode())))
    held = """SELECT p.longitude, t.name FROM published_file f JOIN crime c ON c.id BETWEEN f.first_row AND f.last_row
        JOIN place p ON p.id = c.place JOIN crime_type t ON t.id = c.type
        WHERE f.month_start LIKE '2024-06%' AND f.dataset = 'street' ORDER BY c.id"""
    assert query(cache_path, held) == [(row[4], row[9]) for row in in_order if row[7] in (A, B)]
    assert scopes(cache_path) == {f'["{B}", "{A}"]'}
    succeed(cache_path, "verify")


def test_the_ledger_counts_the_files_as_published(
    sample_files: dict[str, bytes], sample_zip: Path, cache_path: Path
) -> None:
    imported(cache_path, sample_zip, A)
    for file in status(cache_path)["files"]:
        rows = csv_rows(sample_files[f"{file['month']}-{file['force']}-{file['dataset']}.csv"])
        assert file["published_rows"] == rows.total()
        assert file["unplaced"] == sum(count for row, count in rows.items() if not row[4])
        assert file["rows"] == sum(count for row, count in rows.items() if row[7] == A)
        assert file["scope"] == [A]


def test_a_second_slice_makes_the_union_and_the_whole_takes_over(
    sample_files: dict[str, bytes], sample_zip: Path, tmp_path: Path, cache_path: Path
) -> None:
    imported(cache_path, sample_zip, A)
    said = imported(cache_path, sample_zip, B)
    added = sum(all_kept(sample_files, dataset, B).total() for dataset in ("street", "outcomes"))
    assert f"{added:,} rows of LSOAs that were not held before" in said
    assert cache_rows(cache_path, "street") == all_kept(sample_files, "street", A, B)
    again = imported(cache_path, sample_zip, A, B)
    assert " 0 added, 0 revised, " in again
    assert "widened" not in again
    whole = succeed(cache_path, "import", sample_zip).out
    assert "widened" in whole
    assert scopes(cache_path) == {None}
    other = tmp_path / "whole.sqlite"
    succeed(other, "import", sample_zip)
    for dataset in ("street", "outcomes", "stop-and-search"):
        assert cache_rows(cache_path, dataset) == cache_rows(other, dataset)
    assert "widened" not in succeed(cache_path, "import", sample_zip).out
    succeed(cache_path, "verify")


def test_a_whole_file_stays_whole(sample_zip: Path, cache_path: Path) -> None:
    succeed(cache_path, "import", sample_zip)
    before = dump(cache_path)
    assert "widened" not in imported(cache_path, sample_zip, A)
    assert dump(cache_path) == before


def test_a_revised_file_keeps_the_union_and_tells_what_changed_of_what_was_held(
    tmp_path: Path, cache_path: Path
) -> None:
    old = [street_row(lsoa_code=ONE, crime_id=crime_id(1)), street_row(lsoa_code=TWO, crime_id=crime_id(2)), asb_row()]
    imported(cache_path, file_of(tmp_path, old), ONE)
    new = [
        street_row(lsoa_code=ONE, crime_id=crime_id(1), last_outcome_category="Local resolution"),
        street_row(lsoa_code=ONE, crime_id=crime_id(3)),
        street_row(lsoa_code=TWO, crime_id=crime_id(2)),
        street_row(lsoa_code=TWO, crime_id=crime_id(2)),
        unplaced_row(),
    ]
    path = file_of(tmp_path, new)
    said = imported(cache_path, path, TWO)
    assert "revised: 1 rows added, 0 gone, 1 with another outcome, 2 of LSOAs that were not held" in said
    assert cache_rows(cache_path, "street") == kept_of(path.read_bytes(), ONE, TWO)
    (file,) = status(cache_path)["files"]
    assert (file["rows"], file["published_rows"], file["unplaced"]) == (4, 5, 1)
    assert file["scope"] == [ONE, TWO]


def test_a_revision_of_a_slice_asked_for_whole_is_whole(tmp_path: Path, cache_path: Path) -> None:
    imported(cache_path, file_of(tmp_path, [street_row(lsoa_code=ONE), asb_row()]), ONE)
    path = file_of(tmp_path, [street_row(lsoa_code=ONE), asb_row(), asb_row(), unplaced_row()])
    said = succeed(cache_path, "import", path).out
    assert "revised: 0 rows added, 0 gone, 0 with another outcome, 3 of LSOAs that were not held" in said
    assert cache_rows(cache_path, "street") == csv_rows(path.read_bytes())


def test_an_older_archive_widens_a_slice_only_where_the_file_is_the_same(tmp_path: Path, cache_path: Path) -> None:
    same = street_csv(MONTH, FORCE, [street_row(lsoa_code=ONE), street_row(lsoa_code=TWO)])
    old, new = ([street_row(lsoa_code=code, crime_id=i) for code in (ONE, TWO)] for i in (crime_id(8), crime_id(9)))
    archives = [
        archive_zip(
            tmp_path / f"{month}.zip",
            {member(MONTH, FORCE): same, member("2024-06", FORCE): street_csv("2024-06", FORCE, rows)},
        )
        for month, rows in (("2024-07", old), ("2024-09", new))
    ]
    imported(cache_path, archives[1], ONE)
    said = imported(cache_path, archives[0], TWO)
    assert "1 files were left alone: the cache has them from a newer archive." in said
    assert cache_rows(cache_path, "street", month=MONTH) == csv_rows(same)
    assert {row[0] for row in cache_rows(cache_path, "street", month="2024-06")} == {crime_id(9)}
    assert [row[7] for row in cache_rows(cache_path, "street", month="2024-06")] == [ONE]
    assert query(cache_path, "SELECT DISTINCT snapshot FROM published_file") == [("2024-09",)]


def test_stops_come_only_when_they_are_named_and_then_whole(sample_zip: Path, tmp_path: Path, cache_path: Path) -> None:
    stops = stops_csv(MONTH, FORCE, [stop_row(), stop_row(), stop_row(longitude="", latitude="")])
    streets = street_csv(MONTH, FORCE, [street_row(lsoa_code=ONE), asb_row()])
    folder = tmp_path / "files"
    folder.mkdir()
    for dataset, data in (("street", streets), ("stop-and-search", stops)):
        (folder / f"{MONTH}-{FORCE}-{dataset}.csv").write_bytes(data)
    imported(cache_path, folder, ONE)
    assert not cache_rows(cache_path, "stop-and-search")
    imported(cache_path, folder, ONE, words=("--all-forces", "--types", "stop-and-search"))
    assert cache_rows(cache_path, "stop-and-search") == csv_rows(stops)
    assert scopes(cache_path) == {None, f'["{ONE}"]'}
    succeed(cache_path, "verify")


@pytest.mark.parametrize("codes", [(ONE,), (ONE, TWO)])
def test_files_without_lsoas_are_kept_whole(tmp_path: Path, cache_path: Path, codes: tuple[str, ...]) -> None:
    path = tmp_path / "2012-03-dorset-street.csv"
    path.write_bytes(easting_northing_csv("2012-03", FORCE, [easting_northing_row(), easting_northing_row()]))
    imported(cache_path, path, *codes)
    assert cache_rows(cache_path, "grid") == csv_rows(path.read_bytes())
    assert scopes(cache_path) == {None}


def test_rows_without_an_lsoa_are_in_no_slice_and_counted(tmp_path: Path, cache_path: Path) -> None:
    imported(cache_path, file_of(tmp_path, [street_row(lsoa_code=ONE), btp_row(), btp_row(), unplaced_row()]), ONE)
    assert query(cache_path, "SELECT published_rows, unplaced_rows, no_lsoa_rows FROM published_file") == [(4, 1, 2)]
    said = succeed(cache_path, "counts", "--by", "force", "--area", f"lsoa:{ONE}")
    assert said.out.splitlines()[1:] == [f"{FORCE},1"]
    assert "1 more in the same files have no place: whether they lie there is not known." in said.err
    assert "2 more crimes in the same files have a place, but no LSOA" in said.err


def test_the_edition_is_that_of_all_codes_in_the_file(tmp_path: Path, cache_path: Path) -> None:
    """Of the rows kept none settles it: the code is in both editions."""
    for month, other in ((MONTH, "E01033770"), ("2024-06", "E01000010")):
        imported(cache_path, file_of(tmp_path, [street_row(lsoa_code=ONE), street_row(lsoa_code=other)], month), ONE)
    editions = query(cache_path, "SELECT lsoa_edition, edition_inferred FROM published_file ORDER BY month_start")
    assert editions == [(2021, 0), (2011, 0)]


def test_the_edition_of_a_file_of_which_no_row_is_kept_is_inferred(tmp_path: Path, cache_path: Path) -> None:
    rows = {MONTH: [street_row(lsoa_code="E01033770")], "2024-06": [street_row(lsoa_code=TWO)]}
    members = {member(month, FORCE): street_csv(month, FORCE, of) for month, of in rows.items()}
    imported(cache_path, archive_zip(tmp_path / "2024-07.zip", members), ONE)
    editions = query(cache_path, "SELECT lsoa_edition, edition_inferred FROM published_file ORDER BY month_start")
    assert editions == [(2021, 0), (2021, 1)]
    assert not cache_rows(cache_path, "street")
    said = succeed(cache_path, "counts", "--by", "month", "--area", f"lsoa:{ONE}").err
    assert said.startswith(f"0 crimes in {ONE}.")
    assert "missing" not in said


def test_a_slice_of_outcomes(tmp_path: Path, cache_path: Path) -> None:
    rows = [
        outcome_row(lsoa_code=ONE, falls_within="Kent Police"),
        outcome_row(lsoa_code=TWO),
        outcome_row(lsoa_code=ONE, crime_id=crime_id(4)),
    ]
    path = tmp_path / f"{MONTH}-{FORCE}-outcomes.csv"
    path.write_bytes(outcomes_csv(MONTH, FORCE, rows))
    imported(cache_path, path, ONE)
    assert cache_rows(cache_path, "outcomes") == kept_of(path.read_bytes(), ONE)


def test_only_the_files_of_the_forces_named(tmp_path: Path, cache_path: Path) -> None:
    members = {
        member(MONTH, force): street_csv(MONTH, force, [street_row(lsoa_code=ONE)]) for force in ("dorset", "btp")
    }
    archive = archive_zip(tmp_path / "2024-06.zip", members)
    said = succeed(cache_path, "import", archive, "--lsoa", ONE, "--force", "btp")
    assert "Only the files of British Transport Police are read" in said.err
    assert {file["force"] for file in status(cache_path)["files"]} == {"btp"}
    assert "None of the files is of the forces" in sentence(run(cache_path, "import", archive, "--force", "kent"))


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE published_file SET scope = '[\"E01015694\"]'", "in slices of other LSOAs"),
        ("UPDATE published_file SET published_rows = 1", "more or fewer rows are held than were published"),
        ("UPDATE published_file SET scope = NULL", "more or fewer rows are held than were published"),
        ("UPDATE published_file SET scope = '[1]'", "is no list of LSOAs"),
        ("UPDATE published_file SET scope = '['", "is no list of LSOAs"),
        ("UPDATE published_file SET scope = '[]'", "is no list of LSOAs"),
    ],
)
def test_verify_finds_a_slice_that_is_not_what_the_ledger_says(
    tmp_path: Path, cache_path: Path, sql: str, said: str
) -> None:
    imported(cache_path, file_of(tmp_path, [street_row(lsoa_code=ONE), street_row(lsoa_code=ONE), asb_row()]), ONE)
    succeed(cache_path, "verify")
    with closing(sqlite3.connect(cache_path)) as connection:
        connection.execute(sql)
        connection.commit()
    assert said in sentence(run(cache_path, "verify"))
