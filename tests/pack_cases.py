# SPDX-License-Identifier: GPL-2.0-or-later
"""Packs for tests: caches trimmed to an area, folders that are packs, and a beat drawn on a cache by hand."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from offline_cache import OfflineCache
from offline_cache.chosen_area import read_area
from offline_cache.field_pack import names
from offline_cache.field_pack.making import beside
from offline_cache.field_pack.manifest import PackFacts, write_manifest
from offline_cache.field_pack.model import Manifest, TrimReport
from offline_cache.field_pack.trimming import trim_cache
from offline_cache.model import Month, Selection
from offline_cache.police_api.keeping_neighbourhoods import Asked, keep_list, keep_neighbourhood
from offline_cache.police_api.neighbourhoods import Neighbourhood, NeighbourhoodKey, NeighbourhoodName, Priority
from offline_cache.reader import reading
from offline_cache.verify import faults
from tests.command import PublishedRow
from tests.plugin_caches import Row, published_rows


def selection_of(cache: Path, area: str, first: str = "", last: str = "") -> Selection:
    """Give the selection of an area and months."""
    with reading(cache) as connection:
        found = read_area(connection, area)
    months = [Month.parse(text) if text else None for text in (first, last)]
    return Selection(months[0], months[1], found.forces, area=found.area)


def trimmed(cache: Path, target: Path, area: str, first: str = "", last: str = "") -> TrimReport:
    """Trim a cache to an area and months; gives the report."""
    return trim_cache(cache, target, selection_of(cache, area, first, last))


def sound(pack: Path) -> Path:
    """Give the pack back; fail where it breaks a promise of the schema."""
    with reading(pack) as connection:
        assert faults(connection) == []
    return pack


def as_published(rows: Iterable[tuple[str, Row]]) -> Counter[PublishedRow]:
    """Give published rows as multisets of their fields."""
    return Counter(tuple(row.values()) for _, row in rows)


def rows_of_lsoas(archive: Path, dataset: str, codes: Iterable[str]) -> Counter[PublishedRow]:
    """Give the rows of an archive that name one of these LSOAs, read plainly."""
    wanted = frozenset(codes)
    return as_published((month, row) for month, row in published_rows(archive, dataset) if row["LSOA code"] in wanted)


def lsoas_of(look_up: Path, column: str, name: str) -> frozenset[str]:
    """Give the LSOA codes of an area by its name in a gzipped look-up, read plainly."""
    with gzip.open(look_up, "rt", encoding="utf-8-sig", newline="") as file:
        return frozenset(row["lsoa21_code"] for row in csv.DictReader(file) if row[column] == name)


def draw_beat(
    cache: Path, force: str, code: str, ring: Sequence[tuple[float, float]], others: Sequence[str] = ()
) -> str:
    """Keep a neighbourhood with this outline (longitude, latitude) in a cache; gives it as an area is written."""
    key = NeighbourhoodKey(force, code)
    about = Neighbourhood(code, f"Beat {code}", "", "", None, None, (), (), ())
    priority = Priority("Cycle theft at the station", "2023-04-01T00:00:00", "", "")
    with OfflineCache(cache) as opened, opened.transaction() as connection:
        listed = [NeighbourhoodName(each, f"Beat {each}") for each in (code, *others)]
        keep_list(connection, force, listed)
        keep_neighbourhood(connection, key, Asked(about, tuple(ring), (), (), (priority,)))
    return f"neighbourhood:{force}/{code}"


def made_pack(target: Path, cache: Path | None = None, area: str = "force:dogger-bank") -> Manifest:
    """Make a pack of a cache, or one with stand-ins in place of all files; gives its manifest."""
    with beside(target) as folder:
        months: tuple[Month, ...] = (Month(2023, 3), Month(2023, 4))
        if cache is None:
            (folder / names.CACHE).write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)
        else:
            months = trimmed(cache, folder / names.CACHE, area).months
        (folder / names.RESULTS_FOLDER).mkdir()
        for name in (names.PROJECT, names.READ_ME, names.LICENCES, names.BRIEF_PDF, f"{names.RESULTS_FOLDER}/a.html"):
            (folder / name).write_bytes(f"what stands in {name}\n".encode() * 50)
        (folder / names.NOTES).write_bytes(b"SQLite format 3\0notes")
        return write_manifest(folder, PackFacts("Luton town", area, months, (), "the tests"))
