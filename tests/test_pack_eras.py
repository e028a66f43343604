# SPDX-License-Identifier: GPL-2.0-or-later
"""Trimming what is not simple: files without LSOAs, both editions, slices, several forces, notes, older caches."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from offline_cache import OfflineCache
from offline_cache.chosen_area import read_area
from offline_cache.errors import CacheError
from offline_cache.field_pack import trimmed_rows
from offline_cache.model import By, Selection
from offline_cache.queries import counts
from offline_cache.reader import reading
from tests.command import all_csv_rows, cache_rows, csv_rows, query, succeed
from tests.older_cache import as_version_1
from tests.pack_cases import draw_beat, sound, trimmed
from tests.sample_factory import (
    archive_zip,
    btp_row,
    crime_id,
    easting_northing_csv,
    easting_northing_row,
    member,
    outcome_row,
    outcomes_csv,
    psni_row,
    stop_row,
    stops_csv,
    street_csv,
    street_row,
    unplaced_row,
)

ONE, TWO, THREE = "E01015693", "E01015694", "E01015695"
AROUND = [(1.99, 54.71), (2.01, 54.71), (2.01, 54.73), (1.99, 54.73), (1.99, 54.71)]
"""A ring around the places of `street_row`."""


def cache_of(folder: Path, members: dict[str, bytes], *words: str) -> Path:
    """Give a cache of these files."""
    cache = folder / "policeuk.sqlite"
    succeed(cache, "import", archive_zip(folder / "archive.zip", members), *words)
    return cache


def test_rows_of_all_forces_with_rows_there_come_along(tmp_path: Path) -> None:
    files = {
        member("2024-05", force): street_csv(
            "2024-05", force, [street_row(crime_id=crime_id(n), lsoa_code=code) for n, code in enumerate(codes)]
        )
        for force, codes in {"dorset": [ONE, TWO, ONE], "bedfordshire": [ONE], "kent": [THREE]}.items()
    }
    cache = cache_of(tmp_path, files)
    report = trimmed(cache, tmp_path / "pack.sqlite", f"lsoa:{ONE}")
    assert (report.files, report.crimes, report.lsoas) == (2, 3, (ONE,))
    rows = cache_rows(sound(tmp_path / "pack.sqlite"), "street")
    assert rows == Counter({row: n for row, n in all_csv_rows(files.values()).items() if row[7] == ONE})


def test_a_slice_is_trimmed_to_what_it_shares_and_missing_where_it_shares_nothing(tmp_path: Path) -> None:
    rows = [street_row(crime_id=crime_id(n), lsoa_code=(ONE, TWO, THREE)[n % 3]) for n in range(30)]
    files = {member(month, "dorset"): street_csv(month, "dorset", rows) for month in ("2024-05", "2024-06")}
    cache = cache_of(
        tmp_path, {member("2024-05", "dorset"): files[member("2024-05", "dorset")]}, "--lsoa", ONE, TWO, "--all-forces"
    )
    later = archive_zip(tmp_path / "later.zip", {member("2024-06", "dorset"): files[member("2024-06", "dorset")]})
    succeed(cache, "import", later, "--lsoa", THREE, "--all-forces")
    trimmed(cache, tmp_path / "pack.sqlite", f"lsoa:{TWO},{THREE}")
    scopes = "SELECT substr(month_start, 1, 7), scope FROM published_file ORDER BY month_start"
    assert query(sound(tmp_path / "pack.sqlite"), scopes) == [("2024-05", f'["{TWO}"]'), ("2024-06", f'["{THREE}"]')]
    trimmed(cache, tmp_path / "other.sqlite", f"lsoa:{TWO}")
    assert query(sound(tmp_path / "other.sqlite"), scopes) == [("2024-05", f'["{TWO}"]')]


def test_notes_unplaced_rows_and_ids_of_text_stay_with_their_rows(tmp_path: Path) -> None:
    rows = [
        street_row(crime_id="not 64 digits", lsoa_code=TWO),
        street_row(crime_id=crime_id(2), lsoa_code=ONE, context="See the force's own page", reported_by="Kent Police"),
        unplaced_row(),
        street_row(crime_id="", lsoa_code=ONE),
        street_row(crime_id="", lsoa_code=ONE),
    ]
    outcomes = [outcome_row(lsoa_code=ONE, falls_within="Elsewhere Police"), outcome_row(lsoa_code=TWO)]
    files = {
        member("2024-05", "dorset"): street_csv("2024-05", "dorset", rows),
        member("2024-05", "dorset", "outcomes"): outcomes_csv("2024-05", "dorset", outcomes),
    }
    cache = cache_of(tmp_path, files)
    trimmed(cache, tmp_path / "pack.sqlite", f"lsoa:{ONE}")
    pack = sound(tmp_path / "pack.sqlite")
    for dataset, data in zip(("street", "outcomes"), files.values()):
        at = 7
        assert cache_rows(pack, dataset) == Counter({r: n for r, n in csv_rows(data).items() if r[at] == ONE})
    assert query(pack, "SELECT published_rows, unplaced_rows FROM published_file WHERE dataset = 'street'") == [(5, 1)]
    trimmed(cache, tmp_path / "whole.sqlite", "force:dorset")
    assert cache_rows(sound(tmp_path / "whole.sqlite"), "street") == csv_rows(files[member("2024-05", "dorset")])


def test_files_without_lsoas_are_kept_whole(tmp_path: Path) -> None:
    north = {
        member("2024-05", "northern-ireland"): street_csv(
            "2024-05", "northern-ireland", [psni_row(crime_id=crime_id(n), longitude=f"-5.9{n}") for n in range(9)]
        )
    }
    cache = cache_of(tmp_path, north)
    area = draw_beat(
        cache, "northern-ireland", "N1", [(-6, 54.5), (-5.935, 54.5), (-5.935, 54.7), (-6, 54.7), (-6, 54.5)]
    )
    report = trimmed(cache, tmp_path / "pack.sqlite", area)
    assert cache_rows(sound(tmp_path / "pack.sqlite"), "street") == all_csv_rows(north.values())
    assert (report.lsoas, report.without_lsoa) == ((), 0)
    with reading(cache) as there, reading(tmp_path / "pack.sqlite") as here:
        inside = [counts(c, Selection(area=read_area(c, area).area), By.MONTH).rows for c in (there, here)]
    assert inside[0] == inside[1] != ()


def test_a_file_of_2012_is_kept_whole(tmp_path: Path) -> None:
    data = easting_northing_csv("2012-05", "dorset", [easting_northing_row(), easting_northing_row(easting="504901")])
    later = street_csv("2024-05", "dorset", [street_row(lsoa_code=ONE), street_row(lsoa_code=TWO)])
    files = {member("2012-05", "dorset"): data, member("2024-05", "dorset"): later}
    trimmed(cache_of(tmp_path, files), tmp_path / "pack.sqlite", f"lsoa:{ONE}")
    assert cache_rows(sound(tmp_path / "pack.sqlite"), "grid") == csv_rows(data)


def test_crimes_inside_a_beat_that_name_no_lsoa_are_told(tmp_path: Path) -> None:
    lone = btp_row(longitude="2.000000", latitude="54.720000", location="On or near Herring Street")
    files = {member("2024-05", "dorset"): street_csv("2024-05", "dorset", [street_row(lsoa_code=ONE), lone, lone])}
    cache = cache_of(tmp_path, files)
    area = draw_beat(cache, "dorset", "D1", AROUND)
    report = trimmed(cache, tmp_path / "pack.sqlite", area)
    assert (report.crimes, report.without_lsoa) == (1, 2)
    assert [note for note in report.notes if note.startswith("2 crimes inside name no LSOA")]
    with reading(tmp_path / "pack.sqlite") as connection:
        found = counts(connection, Selection(area=read_area(connection, area).area), By.MONTH)
        assert found.coverage.partial != ()  # no outlines are held: not known whether this is all, and said so
    assert any("cannot tell all LSOAs" in note for note in report.notes)


def test_data_goes_to_the_last_month_of_those_who_police_the_area(tmp_path: Path) -> None:
    lone = btp_row(longitude="2.000000", latitude="54.720000", location="On or near Herring Street", lsoa_code=ONE)
    files = {
        member("2024-04", "dorset"): street_csv("2024-04", "dorset", [street_row(lsoa_code=ONE)] * 3),
        member("2024-05", "dorset"): street_csv("2024-05", "dorset", [street_row(lsoa_code=ONE)] * 3),
        member("2024-05", "btp"): street_csv("2024-05", "btp", [lone]),
        member("2024-09", "btp"): street_csv("2024-09", "btp", [lone]),
    }
    cache = cache_of(tmp_path, files)
    beat = draw_beat(cache, "dorset", "D1", AROUND)
    for number, area in enumerate((f"lsoa:{ONE}", beat)):
        report = trimmed(cache, tmp_path / f"{number}.sqlite", area)
        assert list(map(str, report.months)) == ["2024-04", "2024-05"]
        assert (str(report.held_to), report.crimes) == ("2024-05", 8)  # of British Transport Police nothing is lost
    report = trimmed(cache, tmp_path / "early.sqlite", f"lsoa:{ONE}", "2024-04", "2024-04")
    assert (str(report.data_to), str(report.held_to)) == ("2024-04", "2024-05")


def test_of_stops_the_newest_months_that_fit_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    months = ("2024-04", "2024-05", "2024-06")
    files = {member(m, "dorset"): street_csv(m, "dorset", [street_row(lsoa_code=ONE)]) for m in months}
    stops = {m: stops_csv(m, "dorset", [stop_row(date=f"{m}-03T14:30:00+00:00")] * 4) for m in months}
    cache = cache_of(tmp_path, {**files, **{member(m, "dorset", "stop-and-search"): d for m, d in stops.items()}})
    monkeypatch.setattr(trimmed_rows, "MOST_STOPS", 9)
    area = draw_beat(cache, "dorset", "D1", AROUND)
    report = trimmed(cache, tmp_path / "pack.sqlite", area)
    assert cache_rows(sound(tmp_path / "pack.sqlite"), "stop-and-search") == all_csv_rows(
        [stops[m] for m in months[1:]]
    )
    assert report.stops == 8
    assert any("from 2024-05 on" in note for note in report.notes)
    whole = trimmed(cache, tmp_path / "whole.sqlite", "force:dorset")
    assert (whole.stops, whole.notes) == (12, ())
    elsewhere = trimmed(cache, tmp_path / "lsoa.sqlite", f"lsoa:{ONE}")
    assert elsewhere.stops == 0
    assert any("A pack of a force or of a neighbourhood has them" in note for note in elsewhere.notes)


def test_postcodes_of_the_lsoas_come_along(sample_cache: Path, tmp_path: Path) -> None:
    cache = Path(shutil.copy(sample_cache, tmp_path / "held.sqlite"))
    with OfflineCache(cache) as opened, opened.transaction() as connection:
        connection.execute("INSERT INTO postcode_source VALUES (1, 'a', 1, 3, 0, 'OGL', '2026-01-01')")
        connection.executemany(
            "INSERT INTO postcode VALUES (?, 2.0, 54.7, '', ?, '', 1)",
            [("DB11AA", "E01990001"), ("DB11AB", "E01990002"), ("DB11AC", "E01990001")],
        )
    trimmed(cache, tmp_path / "pack.sqlite", "lsoa:E01990001")
    assert query(tmp_path / "pack.sqlite", "SELECT code FROM postcode ORDER BY 1") == [("DB11AA",), ("DB11AC",)]
    assert query(tmp_path / "pack.sqlite", "SELECT source FROM postcode_source") == [("a",)]


def test_an_older_cache_is_read_as_it_is(tmp_path: Path, sample_cache: Path) -> None:
    cache = as_version_1(Path(shutil.copy(sample_cache, tmp_path / "old.sqlite")))
    before = cache.read_bytes()
    report = trimmed(cache, tmp_path / "pack.sqlite", "force:dogger-bank")
    assert report.crimes == query(cache, "SELECT count(*) FROM crime")[0][0]
    assert query(sound(tmp_path / "pack.sqlite"), "PRAGMA user_version") != query(cache, "PRAGMA user_version")
    assert cache.read_bytes() == before


def test_a_cache_that_another_program_writes_is_read_as_it_was_before(sample_cache: Path, tmp_path: Path) -> None:
    cache = Path(shutil.copy(sample_cache, tmp_path / "held.sqlite"))
    with OfflineCache(cache) as opened, opened.transaction() as connection:
        connection.execute("DELETE FROM crime")
        trimmed(cache, tmp_path / "pack.sqlite", "force:dogger-bank")
    assert cache_rows(sound(tmp_path / "pack.sqlite"), "street") == cache_rows(sample_cache, "street")


def test_a_read_only_cache_is_enough(sample_cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "read only"
    folder.mkdir()
    shutil.copy(sample_cache, folder / "held.sqlite")
    os.chmod(folder / "held.sqlite", stat.S_IRUSR)
    os.chmod(folder, stat.S_IRUSR | stat.S_IXUSR)
    try:
        trimmed(folder / "held.sqlite", tmp_path / "pack.sqlite", "force:dogger-bank")
    finally:
        os.chmod(folder, stat.S_IRWXU)
    assert cache_rows(tmp_path / "pack.sqlite", "street") == cache_rows(sample_cache, "street")


def test_a_damaged_cache_is_said_and_leaves_nothing(sample_cache: Path, tmp_path: Path) -> None:
    cache = Path(shutil.copy(sample_cache, tmp_path / "held.sqlite"))
    with closing(sqlite3.connect(cache)) as connection, connection:
        connection.execute(
            "UPDATE place SET geom = x'00' WHERE id = (SELECT min(id) FROM place WHERE geom IS NOT NULL)"
        )
    with pytest.raises(CacheError, match="damaged geometry"):
        trimmed(cache, tmp_path / "pack.sqlite", "force:dogger-bank")
    assert [path.name for path in tmp_path.iterdir()] == ["held.sqlite"]
