# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts carried to areas and across editions: exact where the look-ups say so, else counted as not exact."""

from __future__ import annotations

from pathlib import Path

import pytest

from offline_cache import CacheError, OfflineCache
from offline_cache.areas import (
    AreaKind,
    AreaSet,
    area_names,
    area_status,
    carry_to_2021,
    carry_to_areas,
    import_areas,
    newest_edition,
)
from offline_cache.areas.model import AreasReport
from tests.area_factory import table, written

# Luton 002E of 2011 was split into two LSOAs; E01015700 is the same in both editions.
SAME, SPLIT, MERGED_A, MERGED_B, ODD = "E01015700", "E01015724", "E01000010", "E01000023", "E01023508"
NEW_A, NEW_B, MERGED, ODD_A, ODD_B = "E01035001", "E01035002", "E01035003", "E01035004", "E01035005"
WARD_1, WARD_2 = "E05000001", "E05000002"
FIT = table(
    "LSOA11CD,LSOA21CD,CHGIND",
    [SAME, SAME, "U"],
    [SPLIT, NEW_A, "S"],
    [SPLIT, NEW_B, "S"],
    [MERGED_A, MERGED, "M"],
    [MERGED_B, MERGED, "M"],
    [ODD, ODD_A, "X"],
    [ODD, ODD_B, "X"],
)


def brought(cache: OfflineCache, folder: Path, **files: str) -> AreasReport:
    """Import tables, each under its keyword as file name."""
    return import_areas(cache, [written(folder / f"{name}.csv", text) for name, text in files.items()])


def wards(new_a: str, new_b: str, odd_b: str = WARD_1) -> str:
    rows = {SAME: WARD_1, NEW_A: new_a, NEW_B: new_b, MERGED: WARD_2, ODD_A: WARD_1, ODD_B: odd_b}
    return table("LSOA21CD,WD24CD,WD24NM", *[[lsoa, ward, f"Ward {ward[-1]}"] for lsoa, ward in rows.items()])


def test_split_lsoa_is_exact_only_inside_one_area(cache_path: Path, tmp_path: Path) -> None:
    counts = {(2011, SAME): 1, (2011, SPLIT): 2, (2011, MERGED_A): 4, (2011, MERGED_B): 8, (2011, ODD): 16}
    with OfflineCache(cache_path) as cache:
        brought(cache, tmp_path, fit=FIT, one=wards(WARD_1, WARD_1))
        carried = carry_to_areas(cache.connection, counts, AreaKind.WARD)
        assert carried.counts == {WARD_1: 1 + 2 + 16, WARD_2: 4 + 8}
        assert (carried.not_exact, carried.unknown) == (0, 0)
        assert carried.areas == AreaSet(AreaKind.WARD, 2024)
        assert area_names(cache.connection, carried.areas) == {WARD_1: "Ward 1", WARD_2: "Ward 2"}

        brought(cache, tmp_path, two=wards(WARD_1, WARD_2, odd_b=WARD_2))
        carried = carry_to_areas(cache.connection, counts, AreaKind.WARD)
        assert carried.counts == {WARD_1: 1, WARD_2: 12}
        assert (carried.not_exact, carried.unknown) == (2 + 16, 0)


def test_part_of_a_split_lsoa_that_no_look_up_knows_is_not_guessed(cache_path: Path, tmp_path: Path) -> None:
    half = table("LSOA21CD,WD24CD", [NEW_A, WARD_1], [SAME, WARD_1])
    counts = {(2011, SPLIT): 2, (2021, NEW_A): 4, (2021, NEW_B): 8, (2011, MERGED_A): 16, (2021, ""): 32}
    with OfflineCache(cache_path) as cache:
        brought(cache, tmp_path, fit=FIT, half=half)
        carried = carry_to_areas(cache.connection, counts, AreaKind.WARD)
    assert (carried.counts, carried.not_exact, carried.unknown) == ({WARD_1: 4}, 2, 8 + 16 + 32)


def test_codes_of_both_editions_need_no_exact_fit(cache_path: Path, tmp_path: Path) -> None:
    counts = {(2011, SAME): 1, (None, SAME): 2, (2021, SAME): 4, (2011, MERGED_A): 8, (None, MERGED_A): 16}
    with OfflineCache(cache_path) as cache:
        brought(cache, tmp_path, wards=wards(WARD_1, WARD_1))
        carried = carry_to_areas(cache.connection, counts, AreaKind.WARD)
        assert (carried.counts, carried.not_exact, carried.unknown) == ({WARD_1: 7}, 0, 24)
        brought(cache, tmp_path, fit=FIT)
        carried = carry_to_areas(cache.connection, counts, AreaKind.WARD)
        assert (carried.counts, carried.not_exact, carried.unknown) == ({WARD_1: 7, WARD_2: 24}, 0, 0)


def test_2011_to_2021_carries_unchanged_and_merged_only(cache_path: Path, tmp_path: Path) -> None:
    counts = {SAME: 1, SPLIT: 2, MERGED_A: 4, MERGED_B: 8, ODD: 16, "": 32}
    with OfflineCache(cache_path) as cache:
        with pytest.raises(CacheError, match="exact-fit"):
            carry_to_2021(cache.connection, counts)
        brought(cache, tmp_path, fit=FIT)
        carried = carry_to_2021(cache.connection, counts)
    assert carried.counts == {SAME: 1, MERGED: 12}
    assert (carried.not_exact, carried.unknown) == (18, 32)


def test_districts_lead_on_to_csps_where_they_have_only_one(cache_path: Path, tmp_path: Path) -> None:
    one, several, elsewhere = "E06000001", "E06000002", "E06000003"
    lsoas = table("LSOA21CD,LAD24CD", [SAME, one], [NEW_A, several], [NEW_B, elsewhere])
    districts = table(
        "ltla24_code,csp24_code,csp24_name,pfa24_code",
        [one, "E22000001", "One", "E23000001"],
        [several, "E22000002", "Two", "E23000001"],
        [several, "E22000003", "Three", "E23000001"],
        [elsewhere, "", "", "E23000001"],
    )
    counts = {(2021, SAME): 1, (2021, NEW_A): 2, (2021, NEW_B): 4}
    with OfflineCache(cache_path) as cache:
        assert any("of use once" in line for line in brought(cache, tmp_path, districts=districts).lines())
        with pytest.raises(CacheError, match="no look-up from LSOAs to CSPs"):
            carry_to_areas(cache.connection, counts, AreaKind.CSP)
        brought(cache, tmp_path, lsoas=lsoas)
        notes = " ".join(brought(cache, tmp_path, districts=districts).lines())
        assert "1 districts lie in several of the CSPs of 2024 and are left out for them: E06000002." in notes
        assert "1 districts have none of the CSPs of 2024" in notes
        csp = carry_to_areas(cache.connection, counts, AreaKind.CSP)
        assert (csp.counts, csp.not_exact, csp.unknown) == ({"E22000001": 1}, 0, 6)
        assert carry_to_areas(cache.connection, counts, AreaKind.PFA).counts == {"E23000001": 7}

        brought(cache, tmp_path, better=table("LSOA21CD,CSP24CD", [NEW_A, "E22000003"], [SAME, "E22000009"]))
        csp = carry_to_areas(cache.connection, counts, AreaKind.CSP)
        assert csp.counts == {"E22000003": 2, "E22000009": 1}


def test_newer_look_up_takes_back_what_has_become_ambiguous(cache_path: Path, tmp_path: Path) -> None:
    counts = {(2021, SAME): 1}
    with OfflineCache(cache_path) as cache:
        brought(cache, tmp_path, one=table("LSOA21CD,WD24CD", [SAME, WARD_1], [NEW_A, WARD_1]))
        assert carry_to_areas(cache.connection, counts, AreaKind.WARD).counts == {WARD_1: 1}
        brought(cache, tmp_path, two=table("LSOA21CD,WD24CD", [SAME, WARD_1], [SAME, WARD_2]))
        carried = carry_to_areas(cache.connection, counts, AreaKind.WARD)
        assert (carried.counts, carried.unknown) == ({}, 1)


def test_newest_edition_is_used_unless_another_is_asked_for(cache_path: Path, tmp_path: Path) -> None:
    old = table("LSOA21CD,WD22CD", [SAME, WARD_1])
    new = table("LSOA21CD,WD24CD", [SAME, WARD_2])
    with OfflineCache(cache_path) as cache:
        brought(cache, tmp_path, new=new, old=old)
        assert newest_edition(cache.connection, AreaKind.WARD) == 2024
        assert carry_to_areas(cache.connection, {(2021, SAME): 3}, AreaKind.WARD).counts == {WARD_2: 3}
        assert carry_to_areas(cache.connection, {(2021, SAME): 3}, AreaKind.WARD, 2022).counts == {WARD_1: 3}


def test_status_says_what_each_file_is_of(cache_path: Path, tmp_path: Path) -> None:
    with OfflineCache(cache_path) as cache:
        brought(cache, tmp_path, fit=FIT, wards=wards(WARD_1, WARD_2))
        held = {entry.source: entry for entry in area_status(cache.connection)}
    fit, look_up = held["fit.csv"], held["wards.csv"]
    assert (fit.content, fit.kind, fit.edition, fit.rows) == ("exact fit", "lsoa", 2011, 5)
    assert (look_up.content, look_up.edition, look_up.rows, look_up.detail) == (
        *("look-up", 2021, 6),
        "to wards of 2024",
    )
