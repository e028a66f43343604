# SPDX-License-Identifier: GPL-2.0-or-later
"""Two years of Bedfordshire as published: every row arrives, and SpatiaLite, OGR and the planner agree."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
import subprocess
import zipfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.command import all_csv_rows, cache_rows, dump, query, succeed

DATASETS = ("street", "outcomes", "stop-and-search")
WEST, SOUTH, EAST, NORTH = -0.4987, 52.1013, -0.4511, 52.1507
MONTH = "month_start = '2022-01-01T00:00:00.000'"
WINDOW = (
    "id IN (SELECT pkid FROM idx_crime_points_anchor_geom"
    f" WHERE xmax >= {WEST} AND xmin <= {EAST} AND ymax >= {SOUTH} AND ymin <= {NORTH})"
)


@pytest.fixture(scope="module")
def published(bedfordshire_zip: Path) -> dict[str, bytes]:
    """Give the CSVs of the archive by name."""
    with zipfile.ZipFile(bedfordshire_zip) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith(".csv")}


@pytest.fixture(scope="module")
def cache(bedfordshire_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of the archive; the tests read it only."""
    path = tmp_path_factory.mktemp("real") / "bedfordshire.sqlite"
    said = succeed(path, "import", bedfordshire_zip).out
    assert "72 files: 72 added, 0 revised, 0 unchanged." in said
    assert "street: 120,588 rows, 3,832 without a place" in said
    return path


def of(published: dict[str, bytes], dataset: str) -> list[bytes]:
    """Give the CSVs of one dataset."""
    return [data for name, data in published.items() if name.endswith(f"-{dataset}.csv")]


def records(published: dict[str, bytes], dataset: str) -> list[dict[str, str]]:
    """Give the rows of one dataset by column name."""
    return [row for data in of(published, dataset) for row in csv.DictReader(io.StringIO(data.decode(), newline=""))]


@pytest.mark.parametrize(
    ("dataset", "rows", "unplaced"), zip(DATASETS, (120_588, 98_484, 7_601), (3_832, 3_429, 1_598))
)
def test_every_row_is_there_as_published(
    cache: Path, published: dict[str, bytes], dataset: str, rows: int, unplaced: int
) -> None:
    expected = all_csv_rows(of(published, dataset))
    assert sum(expected.values()) == rows
    assert cache_rows(cache, dataset) == expected
    without = [row for row in records(published, dataset) if not row["Longitude"]]
    ledger = "SELECT sum(last_row - first_row + 1), sum(unplaced_rows) FROM published_file WHERE dataset = ?"
    assert query(cache, ledger, dataset) == [(rows, unplaced)] == [(rows, len(without))]


def test_asb_without_id_and_exact_copies_are_kept(cache: Path, published: dict[str, bytes]) -> None:
    asb = [tuple(row.values()) for row in records(published, "street") if row["Crime type"] == "Anti-social behaviour"]
    copies = sum(count - 1 for count in Counter(asb).values())
    assert (len(asb), copies) == (23_528, 6_852)
    kept = Counter({row: n for row, n in cache_rows(cache, "street").items() if row[9] == "Anti-social behaviour"})
    assert all(row[0] == "" for row in kept)
    assert sum(kept.values()) == len(asb)
    assert sum(kept.values()) - len(kept) == copies


def test_rows_stand_in_their_file_in_published_order(cache: Path, published: dict[str, bytes]) -> None:
    wanted = [row["Crime ID"] for row in records({k: v for k, v in published.items() if "2022-03-bed" in k}, "street")]
    sql = """
        SELECT coalesce(lower(hex(c.crime_id)), '') FROM published_file f JOIN crime c ON c.file = f.id
        WHERE f.month_start = '2022-03-01T00:00:00.000' ORDER BY c.id
    """
    assert [ident for (ident,) in query(cache, sql)] == wanted


def without_provenance(rows: dict[str, list[tuple[Any, ...]]], cache: Path) -> dict[str, list[tuple[Any, ...]]]:
    columns = [row[1] for row in query(cache, "PRAGMA table_info(published_file)")]
    left_out = {columns.index(name) for name in ("source", "snapshot", "fetched_at")}
    files = [tuple(v for n, v in enumerate(row) if n not in left_out) for row in rows["published_file"]]
    return {**rows, "published_file": files}


def test_folder_and_single_files_give_what_the_zip_gives(cache: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bedfordshire_zip) as archive:
        archive.extractall(tmp_path / "unpacked")
    expected = without_provenance(dump(cache), cache)
    succeed(tmp_path / "folder.sqlite", "import", tmp_path / "unpacked")
    assert without_provenance(dump(tmp_path / "folder.sqlite"), cache) == expected
    singles = sorted((tmp_path / "unpacked").rglob("*.csv"), key=lambda path: path.name)
    assert len(singles) == 72
    succeed(tmp_path / "singles.sqlite", "import", *singles)
    assert without_provenance(dump(tmp_path / "singles.sqlite"), cache) == expected


def test_importing_twice_changes_nothing(cache: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(cache, tmp_path / "twice.sqlite"))
    before = dump(copy)
    said = succeed(copy, "import", bedfordshire_zip).out
    assert "72 files: 0 added, 0 revised, 72 unchanged." in said
    assert dump(copy) == before
    assert copy.read_bytes() == cache.read_bytes()


def test_the_unpacked_month_is_the_zips_month(cache: Path, shared: Path, tmp_path: Path) -> None:
    succeed(tmp_path / "month.sqlite", "import", shared / "data" / "police" / "unpacked_month")
    for dataset in DATASETS:
        rows = cache_rows(tmp_path / "month.sqlite", dataset)
        assert rows
        assert rows == cache_rows(cache, dataset, month="2023-04")


def test_the_cache_is_whole_of_the_2021_edition_and_small(cache: Path) -> None:
    assert "is whole" in succeed(cache, "verify").out
    editions = "SELECT DISTINCT dataset, lsoa_edition, edition_inferred FROM published_file ORDER BY dataset"
    assert query(cache, editions) == [("outcomes", 2021, 0), ("stop-and-search", None, 0), ("street", 2021, 0)]


def test_spatialite_finds_its_metadata_index_and_geometries_sound(cache: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(shutil.copy(cache, tmp_path / "copy.sqlite"))) as connection:
        connection.enable_load_extension(True)
        connection.load_extension("mod_spatialite")
        assert connection.execute("SELECT CheckSpatialMetaData()").fetchone() == (3,)
        assert connection.execute("SELECT CheckSpatialIndex('place', 'geom')").fetchone() == (1,)
        sound = """
            SELECT count(*), sum(ST_IsValid(geom)), sum(ST_SRID(geom) = 4326), sum(GeometryType(geom) = 'POINT'),
              sum(abs(ST_X(geom) - longitude) < 1e-12 AND abs(ST_Y(geom) - latitude) < 1e-12)
            FROM place WHERE geom IS NOT NULL
        """
        counts = connection.execute(sound).fetchone()
    assert counts[0] > 12_000
    assert set(counts) == {counts[0]}


def ogr_count(cache: Path, layer: str, *options: str) -> int:
    command = ["ogrinfo", "-ro", "-so", *options, str(cache), layer]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    assert "ERROR" not in done.stderr
    found = re.search(r"Feature Count: (\d+)", done.stdout)
    assert found, done.stdout
    return int(found[1])


IN_WINDOW = (
    "p.geom IS NOT NULL AND CAST(p.longitude AS REAL) BETWEEN ? AND ? AND CAST(p.latitude AS REAL) BETWEEN ? AND ?"
)


def test_ogr_reads_crimes_and_places_with_and_without_a_window(cache: Path) -> None:
    crimes = f"SELECT count(*), count(DISTINCT p.id) FROM crime c JOIN place p ON p.id = c.place WHERE {IN_WINDOW}"
    spat = ("-spat", str(WEST), str(SOUTH), str(EAST), str(NORTH))
    everywhere = query(cache, crimes, -180, 180, -90, 90)[0]
    inside = query(cache, crimes, WEST, EAST, SOUTH, NORTH)[0]
    points = "SELECT count(DISTINCT longitude || ' ' || latitude) FROM crime c JOIN place p ON p.id = c.place"
    assert query(cache, f"{points} WHERE geom IS NOT NULL") == [(12_518,)]
    assert everywhere[0] == 116_756
    assert 0 < inside[0] < everywhere[0]
    assert (ogr_count(cache, "crime_points"), ogr_count(cache, "crime_places")) == everywhere
    assert (ogr_count(cache, "crime_points", *spat), ogr_count(cache, "crime_places", *spat)) == inside


@pytest.mark.parametrize(
    ("where", "plain"),
    [
        ("1", "1"),
        (MONTH, "f.month_start LIKE '2022-01-%'"),
        ("crime_type = 'Burglary'", "t.name = 'Burglary'"),
        (WINDOW, IN_WINDOW),
        (f"{WINDOW} AND {MONTH}", f"{IN_WINDOW} AND f.month_start LIKE '2022-01-%'"),
    ],
)
def test_filters_give_what_plain_sql_gives_without_reading_all_crimes(cache: Path, where: str, plain: str) -> None:
    by_hand = f"""
        SELECT count(*) FROM crime c, place p, published_file f, crime_type t
        WHERE p.id = c.place AND f.id = c.file AND t.id = c.type AND p.geom IS NOT NULL AND {plain}
    """
    values = (WEST, EAST, SOUTH, NORTH) if "BETWEEN" in plain else ()
    assert query(cache, f"SELECT count(*) FROM crime_points WHERE {where}") == query(cache, by_hand, *values)
    plan = [
        row[3]
        for row in query(
            cache, f"EXPLAIN QUERY PLAN SELECT id, month_start, crime_type, geom FROM crime_points WHERE {where}"
        )
    ]
    assert not [step for step in plan if re.match(r"SCAN (c|crime|p|place)\b", step)], plan
    if "idx_" in where:
        assert any(re.match(r"SCAN (r|idx_place_geom) VIRTUAL TABLE INDEX 2:", step) for step in plan), plan
    elif where == MONTH:
        assert re.match(r"SEARCH (f|published_file) ", plan[0]), plan
        assert re.match(r"SEARCH (c|crime) USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)", plan[1]), plan
