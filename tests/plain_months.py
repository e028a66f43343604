# SPDX-License-Identifier: GPL-2.0-or-later
"""Published crimes counted plainly by month, type and area; archives with files taken out."""

from __future__ import annotations

import csv
import gzip
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from offline_cache.model import ASB
from tests.plugin_caches import published_rows

LOOK_UP = "lookups/lsoa21_ward24_lad24_csp24_pfa24.csv.gz"
CENSUS = "attributes/lsoa21_census2021_residents_households.csv.gz"
Crime = tuple[str, str, str]
"""Month, crime type, LSOA code."""


def crimes(archive: Path) -> list[Crime]:
    """Every row of the street files but anti-social behaviour."""
    return [
        (month, row["Crime type"], row["LSOA code"])
        for month, row in published_rows(archive, "street")
        if row["Crime type"] != ASB
    ]


def lsoas_in(data: Path, column: str, name: str) -> set[str]:
    """The LSOA codes of an area, by a column of the look-up such as csp24_name."""
    return {row["lsoa21_code"] for row in _table(data / LOOK_UP) if row[column] == name}


def names_around(data: Path, codes: Collection[str], column: str) -> set[str]:
    """What a column of the look-up has for LSOAs."""
    return {row[column] for row in _table(data / LOOK_UP) if row["lsoa21_code"] in codes}


def total_in(data: Path, column: str, codes: Collection[str]) -> int:
    """A column of the Census table, summed over LSOAs."""
    return sum(int(row[column]) for row in _table(data / CENSUS) if row["lsoa21_code"] in codes)


def by_month(rows: Collection[Crime], codes: Collection[str] = (), *types: str) -> Counter[str]:
    """Crimes a month, of LSOAs and types where they are given."""
    return Counter(month for month, kind, lsoa in rows if (not codes or lsoa in codes) and (not types or kind in types))


def without(archive: Path, target: Path, *names: str) -> Path:
    """A copy of an archive without the members whose names hold one of these."""
    with zipfile.ZipFile(archive) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name in given.namelist():
            if not any(part in name for part in names):
                made.writestr(name, given.read(name))
    return target


def months(first: str, count: int) -> list[str]:
    """So many months from one on, as YYYY-MM."""
    year, month = map(int, first.split("-"))
    return [f"{year + (month - 1 + at) // 12:04d}-{(month - 1 + at) % 12 + 1:02d}" for at in range(count)]


def earlier(month: str) -> str:
    """The same month a year before."""
    return f"{int(month[:4]) - 1:04d}{month[4:]}"


def _table(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream)
