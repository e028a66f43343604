# SPDX-License-Identifier: GPL-2.0-or-later
"""Bedfordshire with its areas as a cache, and the published rows counted plainly by LSOA and by what LSOAs lie in."""

from __future__ import annotations

import csv
import gzip
import zipfile
from collections import Counter
from collections.abc import Collection
from pathlib import Path

from offline_cache.model import ASB
from tests.plugin_caches import make_cache, published_rows

WARDS = "lsoa21_ward24_lad24_csp24_pfa24.csv.gz"
EXACT_FIT = "LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv"
CENSUS = "lsoa21_census2021_residents_households.csv.gz"
ARCHIVE = "police/bedfordshire_2021-05_to_2023-04.zip"


def area_files(shared: Path) -> tuple[Path, ...]:
    """Look-ups, outlines of 2021 and the Census."""
    data = shared / "data"
    return (
        data / "lookups" / EXACT_FIT,
        data / "lookups" / WARDS,
        data / "boundaries" / "lsoa2021_bedfordshire_bgc.geojson",
        data / "attributes" / CENSUS,
    )


def real_cache(path: Path, shared: Path, archive: Path) -> Path:
    """Import an archive and the area files."""
    return make_cache(path, archive, areas=area_files(shared))


def without_files(archive: Path, target: Path, *lost: str) -> Path:
    """A copy of an archive that lacks the files whose names end so."""
    with (
        zipfile.ZipFile(archive) as opened,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        for name in opened.namelist():
            if not name.endswith(lost):
                made.writestr(name, opened.read(name))
    return target


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a gzipped CSV."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def within(shared: Path, column: str) -> dict[str, str]:
    """The code in a column of the look-up of LSOAs, by LSOA of 2021."""
    rows = table(shared / "data" / "lookups" / WARDS)
    lsoa = next(name for name in rows[0] if name.lower() in ("lsoa21_code", "lsoa21cd"))
    return {row[lsoa]: row[column] for row in rows}


def census(shared: Path, column: str) -> dict[str, int]:
    """A column of the Census by LSOA of 2021."""
    rows = table(shared / "data" / "attributes" / CENSUS)
    return {row["lsoa21_code"]: int(row[column]) for row in rows}


def plain_counts(archive: Path, months: Collection[str] = (), asb: bool = True, crime_type: str = "") -> Counter[str]:
    """Street rows by the LSOA code in the file; '' for those that have none."""
    return Counter(
        row["LSOA code"]
        for month, row in published_rows(archive, "street")
        if (not months or month in months)
        and (asb or row["Crime type"] != ASB)
        and (not crime_type or row["Crime type"] == crime_type)
    )
