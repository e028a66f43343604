# SPDX-License-Identifier: GPL-2.0-or-later
"""Classes of areas: rural and urban, output-area groups, clusters, regions; and of areas that no file classes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from offline_cache import BadFile
from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.reader import reading
from offline_cache.reference_data.classes import class_schemes, classes_of
from offline_cache.reference_data.model import ReferenceLacking
from tests.area_factory import table
from tests.reference_cases import CSPS, LSOAS, NORTH, OF_CSPS, OF_LSOAS, SOUTH, WEST, country, imported, values

OF_DISTRICTS = AreaSet(AreaKind.DISTRICT, 2024)
RUC = table(
    "LSOA21CD,LSOA21NM,RUC21CD,RUC21NM,Urban_rural_flag",
    *[
        [code, "Name", kind, f"Class {kind}", ""]
        for code, kind in zip(LSOAS, ("UN1", "RSF1", "UN1", "UN1", "RLN1", "UF1"))
    ],
)


def classes(cache: Path, areas: AreaSet, scheme: str) -> Mapping[str, str]:
    with reading(cache) as connection:
        return dict(classes_of(connection, areas, scheme))


def test_rural_and_urban_and_the_share_of_rural_residents(cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path, ruc=RUC)
    assert classes(cache_path, OF_LSOAS, "rural-urban")[LSOAS[1]] == "Rural"
    assert classes(cache_path, OF_LSOAS, "rural-urban detail")[LSOAS[5]] == "Class UF1"
    # The larger LSOA decides: 2,000 residents of 3,000 are rural, 5,000 of 11,000.
    assert classes(cache_path, OF_CSPS, "rural-urban") == dict(zip(CSPS, ("Rural", "Urban", "Urban", "Urban")))
    assert values(cache_path, OF_CSPS, "pct_rural") == {
        CSPS[0]: pytest.approx(200 / 3),
        CSPS[1]: 0,
        CSPS[2]: 0,
        CSPS[3]: pytest.approx(500 / 11),
    }


def test_classes_of_2011_are_by_their_own_letters(cache_path: Path, tmp_path: Path) -> None:
    old = ("E01000001", "E01000010")
    text = table(
        "lsoa11_code,ruc11_code,ruc,classification", [old[0], "C2", "Urban", "City"], [old[1], "D1", "Rural", "Town"]
    )
    imported(cache_path, tmp_path, {"ruc.csv": text})
    assert classes(cache_path, AreaSet(AreaKind.LSOA, 2011), "rural-urban") == dict(zip(old, ("Urban", "Rural")))


def test_output_area_groups_of_england_and_wales(cache_path: Path, tmp_path: Path) -> None:
    rows = [
        [code, "3c1" if n < 3 else "5a2", "3c" if n < 3 else "5a", "3" if n < 3 else "5"]
        for n, code in enumerate(LSOAS)
    ]
    rows += [["S01000001", "1a1", "1a", "1"], ["N20000001", "1a1", "1a", "1"]]
    lines = imported(
        country(cache_path, tmp_path), tmp_path, {"oac.csv": table("geography_code,Subgroup,Group,Supergroup", *rows)}
    )
    assert "classes of 6 LSOAs of 2021: output-area supergroup, output-area group" in lines[0]
    assert "in Scotland or Northern Ireland: 2 rows" in lines[1]
    assert classes(cache_path, OF_CSPS, "output-area group") == dict(zip(CSPS, ("3c", "3c", "5a", "5a")))
    with reading(cache_path) as connection:
        assert class_schemes(connection) == tuple(
            f"output-area {level}" for level in ("group", "subgroup", "supergroup")
        )


def test_clusters_of_districts_serve_csps(cache_path: Path, tmp_path: Path) -> None:
    rows = [[NORTH, "North", "A", "B", "C"], [SOUTH, "South", "B", "B", "-"], ["S12000033", "Aberdeen", "A", "A", "A"]]
    clusters = table("AREACD,AREANM,Global,Economic,Demographic", *rows)
    country(cache_path, tmp_path, clusters=clusters)
    assert classes(cache_path, OF_DISTRICTS, "ons-cluster global") == {NORTH: "A", SOUTH: "B"}
    assert classes(cache_path, OF_CSPS, "ons-cluster global") == {CSPS[0]: "A", CSPS[1]: "B", CSPS[2]: "B"}
    assert classes(cache_path, OF_DISTRICTS, "ons-cluster demographic") == {NORTH: "C"}


def test_regions_and_wales(cache_path: Path, tmp_path: Path) -> None:
    rows = [
        [NORTH, "North", "East", "England"],
        [WEST, "West", "", "Wales"],
        ["N09000001", "Antrim", "", "Northern Ireland"],
    ]
    country(cache_path, tmp_path, codes=table("LADCD,LADNM,RGNNM,CTRYNM", *rows))
    assert classes(cache_path, OF_CSPS, "region") == {CSPS[0]: "East", CSPS[3]: "Wales"}


def test_what_is_not_held_is_said(cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path, ruc=RUC)
    with pytest.raises(ReferenceLacking, match="no classes 'region'.*held are: rural-urban, rural-urban detail"):
        classes(cache_path, OF_CSPS, "region")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (RUC.replace("UN1", "XX1", 1), "'XX1', which is no rural-urban class"),
        (RUC.replace(LSOAS[1], LSOAS[0]), "for the second time"),
        (RUC.replace(LSOAS[1], "E01000010"), "an LSOA of 2011 only, in a table of LSOAs of 2021"),
        (RUC.replace(LSOAS[1], "E02000001"), "of no lsoa"),
        (RUC.replace("RUC21CD", "RUC11CD"), "no rural-urban class of LSOAs of its own edition"),
        (table("geography_code,Subgroup,Group,Supergroup", ["S01000001", "1a1", "1a", "1"]), "no reference data"),
        (table("AREACD,Global,Economic,Demographic", [NORTH, "A", "A", "A"], [NORTH, "A", "A", "A"]), "second time"),
    ],
)
def test_classes_that_are_refused(text: str, part: str, cache_path: Path, tmp_path: Path) -> None:
    country(cache_path, tmp_path)
    with pytest.raises(BadFile, match=part):
        imported(cache_path, tmp_path, {"classes.csv": text})
    with reading(cache_path) as connection:
        assert class_schemes(connection) == ()
