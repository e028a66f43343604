# SPDX-License-Identifier: GPL-2.0-or-later
"""A cache trimmed to an area has every record of its LSOAs once and no other, counted again plainly from the CSVs."""

from __future__ import annotations

import functools
import math
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from offline_cache.chosen_area import read_area
from offline_cache.errors import CacheError, Cancelled
from offline_cache.field_pack.model import TrimReport
from offline_cache.field_pack.trimming import trim_cache
from offline_cache.model import By, Dataset, Month, Selection
from offline_cache.queries import counts
from offline_cache.reader import reading
from offline_cache.verify import faults
from tests.command import cache_rows, query, succeed
from tests.pack_cases import as_published, draw_beat, lsoas_of, rows_of_lsoas, selection_of, trimmed
from tests.plain_months import CENSUS, LOOK_UP
from tests.plugin_caches import make_cache, placed, published_rows

OUTLINES = ("boundaries/lsoa2021_bedfordshire_bgc.geojson", "boundaries/lsoa2011_bedfordshire_bgc.geojson")
EXACT_FIT = "LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv"
BEAT = "neighbourhood:bedfordshire/T1"
LUTON = (-0.4175, 51.8787)
"""Longitude and latitude of its town hall."""


@pytest.fixture(scope="module")
def cache(bedfordshire_zip: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give two real years with look-ups, residents and outlines, and a beat drawn by hand; the tests read it only."""
    data = shared / "data"
    exact = data / "lookups" / EXACT_FIT
    areas = (data / LOOK_UP, data / CENSUS, exact, *(data / name for name in OUTLINES))
    path = make_cache(tmp_path_factory.mktemp("force") / "policeuk.sqlite", bedfordshire_zip, areas=areas)
    draw_beat(path, "bedfordshire", "T1", ring(), ("T2",))
    return path


def ring() -> list[tuple[float, float]]:
    """Give a round outline of some 700 m around the town hall."""
    turns = [2 * math.pi * n / 48 for n in range(48)]
    points = [(LUTON[0] + 0.01 * math.sin(turn), LUTON[1] + 0.0063 * math.cos(turn)) for turn in turns]
    return [*points, points[0]]


Pack = tuple[Path, TrimReport]


@pytest.fixture(scope="module")
def packs(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Pack]:
    """Give the cache trimmed to an area, in a folder of its own, once; the tests read it only."""

    @functools.cache
    def pack(area: str) -> Pack:
        path = tmp_path_factory.mktemp("pack") / "pack.sqlite"
        return path, trimmed(cache, path, area)

    return pack


def plain_codes(area: str, shared: Path) -> frozenset[str]:
    """Give the LSOAs of an area as ONS's look-up has them."""
    kind, _, text = area.partition(":")
    columns = {"csp": "csp24_name", "ward": "ward24_code"}
    return frozenset(text.split(",")) if kind == "lsoa" else lsoas_of(shared / "data" / LOOK_UP, columns[kind], text)


@pytest.mark.parametrize("area", ["csp:Luton", "lsoa:E01015693,E01015694", "ward:E05014750"])
def test_no_record_of_the_lsoas_is_lost_or_doubled(
    packs: Callable[[str], Pack], bedfordshire_zip: Path, shared: Path, area: str
) -> None:
    codes = plain_codes(area, shared)
    pack, report = packs(area)
    for dataset in ("street", "outcomes"):
        wanted = rows_of_lsoas(bedfordshire_zip, dataset, codes)
        assert sum(wanted.values()) > 100
        assert cache_rows(pack, dataset) == wanted
    assert cache_rows(pack, "stop-and-search") == Counter()  # they name no LSOA: nobody can say which are from here
    assert any("Stops and searches are not in the pack" in note for note in report.notes)
    assert report.crimes == sum(rows_of_lsoas(bedfordshire_zip, "street", codes).values())
    assert (report.stops, report.files, report.size) == (0, 48, pack.stat().st_size)
    assert set(report.lsoas or ()) >= codes
    assert (str(report.months[0]), str(report.data_to), len(report.months)) == ("2021-05", "2023-04", 24)
    with reading(pack) as connection:
        assert faults(connection) == []


def test_rows_stand_in_the_order_of_their_file(
    cache: Path, bedfordshire_zip: Path, shared: Path, tmp_path: Path
) -> None:
    codes = plain_codes("csp:Luton", shared)
    report = trimmed(cache, tmp_path / "pack.sqlite", "csp:Luton", "2022-03", "2022-03")
    rows = [row for month, row in published_rows(bedfordshire_zip, "street") if month == "2022-03"]
    wanted = [row["Crime ID"] for row in rows if row["LSOA code"] in codes]
    assert (report.data_to, report.held_to) == (Month(2022, 3), Month(2023, 4))  # newer months were left out, and said
    held = query(tmp_path / "pack.sqlite", "SELECT coalesce(lower(hex(crime_id)), '') FROM crime ORDER BY id")
    assert [ident for (ident,) in held] == wanted


@pytest.mark.slow
def test_months_are_those_asked_for(cache: Path, bedfordshire_zip: Path, shared: Path, tmp_path: Path) -> None:
    codes = plain_codes("csp:Luton", shared)
    report = trimmed(cache, tmp_path / "pack.sqlite", "csp:Luton", "2022-11", "2023-01")
    assert [str(month) for month in report.months] == ["2022-11", "2022-12", "2023-01"]
    rows = ((m, row) for m, row in published_rows(bedfordshire_zip, "outcomes") if "2022-11" <= m <= "2023-01")
    wanted = as_published((month, row) for month, row in rows if row["LSOA code"] in codes)
    assert cache_rows(tmp_path / "pack.sqlite", "outcomes") == wanted


@pytest.mark.parametrize("area", ["csp:Luton", BEAT])
def test_what_a_pack_counts_is_what_the_cache_counts_with_the_same_coverage(
    cache: Path, packs: Callable[[str], Pack], area: str
) -> None:
    with reading(cache) as there, reading(packs(area)[0]) as here:
        whole, part = (Selection(area=read_area(connection, area).area) for connection in (there, here))
        for by in (By.MONTH, By.CRIME_TYPE, By.OUTCOME, By.LSOA):
            wanted, found = counts(there, whole, by), counts(here, part, by)
            assert found.rows == wanted.rows
            assert (found.coverage.missing, found.coverage.partial, found.coverage.not_carried) == ((), (), 0)
            assert found.coverage.lsoa_editions == wanted.coverage.lsoa_editions
            assert found.coverage.notes == wanted.coverage.notes


def test_a_beat_has_every_snap_point_inside_and_tells_its_priorities(
    packs: Callable[[str], Pack], bedfordshire_zip: Path
) -> None:
    shapely = pytest.importorskip("shapely.geometry")
    polygon = shapely.Polygon(ring())
    pack, report = packs(BEAT)
    assert (report.without_lsoa, report.notes) == (0, ())
    assert report.size < 15_000_000
    for dataset, table in (("street", "crime"), ("outcomes", "outcome"), ("stop-and-search", "stop")):
        inside = [
            month
            for month, row in placed(bedfordshire_zip, dataset)
            if polygon.contains(shapely.Point(float(row["Longitude"]), float(row["Latitude"])))
        ]
        assert len(inside) > 50
        sql = f"""
            SELECT substr(f.month_start, 1, 7), p.longitude, p.latitude FROM {table} r
            JOIN published_file f ON f.id = r.file JOIN place p ON p.id = r.place WHERE p.geom IS NOT NULL
        """
        held = Counter(month for month, x, y in query(pack, sql) if polygon.contains(shapely.Point(float(x), float(y))))
        assert held == Counter(inside)
    assert query(pack, "SELECT issue FROM neighbourhood_priority") == [("Cycle theft at the station",)]
    assert query(pack, "SELECT code, due FROM neighbourhood ORDER BY code") == [("T1", 0), ("T2", 1)]
    with reading(pack) as connection:
        assert faults(connection) == []


@pytest.mark.slow
def test_a_force_is_carried_whole(cache: Path, bedfordshire_zip: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack.sqlite"
    report = trimmed(cache, pack, "force:bedfordshire")
    assert report.lsoas is None
    for dataset in Dataset:
        assert cache_rows(pack, dataset.value) == as_published(published_rows(bedfordshire_zip, dataset.value))
    assert query(pack, "SELECT count(*) FROM area") == query(cache, "SELECT count(*) FROM area")
    with reading(pack) as connection:
        assert faults(connection) == []


def test_a_pack_never_says_a_part_is_the_whole(cache: Path, tmp_path: Path) -> None:
    """Of the district around a ward's pack only some LSOAs are held, and every number says so."""
    pack = tmp_path / "pack.sqlite"
    trimmed(cache, pack, "ward:E05014750", "2023-04", "2023-04")
    with reading(pack) as connection:
        found = counts(connection, Selection(area=read_area(connection, "district:Luton").area), By.FORCE)
        (part,) = found.coverage.partial
        assert part.reason == "only 6 of its 125 LSOAs held"
    figures = "SELECT sum(value) FROM area_figure WHERE kind = 'lsoa' AND edition = 2021 AND measure = 'residents'"
    within = f"""{figures} AND code IN (SELECT code FROM area_in_area
        WHERE kind = 'lsoa' AND in_kind = 'district' AND in_code = 'E06000032')"""
    assert query(pack, within) == query(cache, within)
    assert query(pack, within)[0][0] > 200_000
    (told,) = [line for line in succeed(pack, "status").out.splitlines() if line.startswith("areas: figures of")]
    assert told.startswith("areas: figures of 417 lsoa 2021: 59,597,576 residents")
    assert " in the whole file (" in told


def test_the_pack_is_a_sound_spatialite_file_for_read_only_media(packs: Callable[[str], Pack], tmp_path: Path) -> None:
    pack, _ = packs("csp:Luton")
    assert pack.read_bytes()[18:20] == b"\1\1"  # no write-ahead log: nothing is written beside it
    assert sorted(path.name for path in pack.parent.iterdir()) == ["pack.sqlite"]
    statistics = "SELECT row_count FROM views_geometry_columns_statistics WHERE view_name = 'crime_points'"
    placed_crimes = "SELECT count(*) FROM crime c JOIN place p ON p.id = c.place WHERE p.geom IS NOT NULL"
    assert query(pack, statistics) == query(pack, placed_crimes)
    assert query(pack, "PRAGMA integrity_check") == [("ok",)]
    with closing(sqlite3.connect(shutil.copy(pack, tmp_path / "copy.sqlite"))) as connection:
        connection.enable_load_extension(True)
        connection.load_extension("mod_spatialite")
        assert connection.execute("SELECT CheckSpatialMetaData()").fetchone() == (3,)
        for table in ("place", "area", "neighbourhood_outline"):
            assert connection.execute("SELECT CheckSpatialIndex(?, 'geom')", (table,)).fetchone() == (1,)


@pytest.mark.slow
def test_stopping_leaves_nothing(cache: Path, tmp_path: Path) -> None:
    told: list[float] = []
    with pytest.raises(Cancelled, match="Nothing was made"):
        trim_cache(
            cache, tmp_path / "pack.sqlite", selection_of(cache, "csp:Luton"), told.append, lambda: len(told) > 20
        )
    assert list(tmp_path.iterdir()) == []
    trim_cache(cache, tmp_path / "pack.sqlite", selection_of(cache, "csp:Luton"), told.append)
    assert told[-1] == 1.0
    assert told[21:] == sorted(told[21:])


def test_what_is_not_held_is_no_pack(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(CacheError, match="holds no crimes of this area in these months"):
        trimmed(cache, tmp_path / "pack.sqlite", "csp:Luton", "2024-01", "2024-12")
    with pytest.raises(CacheError, match="is there already"):
        trim_cache(cache, cache, Selection(Month(2023, 4)))
    assert list(tmp_path.iterdir()) == []
