# SPDX-License-Identifier: GPL-2.0-or-later
"""A pack over the change of LSOAs: what files of 2011 call otherwise, or in one, comes along and counts the same."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from offline_cache.chosen_area import read_area
from offline_cache.model import By, Selection
from offline_cache.queries import counts
from offline_cache.reader import reading
from offline_cache.verify import faults
from tests.command import all_csv_rows, cache_rows
from tests.pack_cases import trimmed
from tests.plain_months import LOOK_UP
from tests.plugin_caches import make_cache
from tests.sample_factory import archive_zip, crime_id, member, street_csv, street_row

FITS = "LSOA_(2011)_to_LSOA_(2021)_to_LAD_(2022)_Exact_Fit_Lookup_for_EW_(V3).csv"
FORCE = "bedfordshire"


@pytest.fixture(scope="module")
def split(shared: Path) -> tuple[str, tuple[str, ...]]:
    """Give an LSOA of 2011 in Luton that was split, and what it became, as ONS's look-up has them."""
    became: dict[str, list[str]] = {}
    with (shared / "data" / "lookups" / FITS).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["CHGIND"] == "S" and row["LAD22NM"] == "Luton":
                became.setdefault(row["LSOA11CD"], []).append(row["LSOA21CD"])
    before, after = min(became.items())
    assert len(after) > 1
    return before, tuple(after)


@pytest.fixture(scope="module")
def files(split: tuple[str, tuple[str, ...]]) -> dict[str, bytes]:
    """Give a month with codes of 2011 and one with codes of 2021."""
    before, after = split
    unchanged = "E01015693"
    rows = {"2019-05": [before] * 3 + [unchanged], "2024-05": [*after, after[0], unchanged, "E01017541"]}
    return {
        member(month, FORCE): street_csv(
            month,
            FORCE,
            [
                street_row(crime_id=crime_id(n), lsoa_code=code, longitude=f"-0.4{n}", latitude="51.88")
                for n, code in enumerate(codes)
            ],
        )
        for month, codes in rows.items()
    }


@pytest.fixture(scope="module")
def cache(files: dict[str, bytes], shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of both with ONS's look-ups; the tests read it only."""
    folder = tmp_path_factory.mktemp("editions")
    areas = (shared / "data" / LOOK_UP, shared / "data" / "lookups" / FITS)
    return make_cache(folder / "policeuk.sqlite", archive_zip(folder / "archive.zip", files), areas=areas)


def test_both_editions_of_an_area_come_along(
    cache: Path, files: dict[str, bytes], split: tuple[str, tuple[str, ...]], tmp_path: Path
) -> None:
    before, after = split
    published = all_csv_rows(files.values())
    wanted = {
        "csp:Luton": {before, *after, "E01015693"},
        f"lsoa:{after[0]}": {before, after[0]},  # as a slice of it: the LSOA of 2011 reaches beyond
        f"lsoa:{before}": {before, *after},
    }
    for number, (area, codes) in enumerate(wanted.items()):
        pack = tmp_path / f"{number}.sqlite"
        report = trimmed(cache, pack, area)
        kept = cache_rows(pack, "street")
        assert kept == Counter({row: n for row, n in published.items() if row[7] in (report.lsoas or ())})
        assert codes <= set(report.lsoas or ())
        assert {row[7] for row in kept} >= codes
        with reading(cache) as there, reading(pack) as here:
            assert faults(here) == []
            for by in (By.MONTH, By.LSOA):
                both = [counts(c, Selection(area=read_area(c, area).area), by) for c in (there, here)]
                assert both[0].rows == both[1].rows
                assert both[0].coverage.not_carried == both[1].coverage.not_carried
                assert both[1].coverage.partial == ()
