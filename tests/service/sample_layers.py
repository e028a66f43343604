# SPDX-License-Identifier: GPL-2.0-or-later
"""The services of ONS that clients ask for, under their real names, with the invented areas of the sample."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .layers import Feature, Layer, made_layer, text_of
from .outlines import merged

LSOA_2021 = "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5"
LSOA_2021_COARSE = "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BSC_V4"
LSOA_2011 = "LSOA_Dec_2011_Boundaries_Generalised_Clipped_BGC_EW_V3"
LSOA_2011_FULL = "Lower_layer_Super_Output_Areas_Dec_2011_Boundaries_Full_Clipped_BFC_EW_V3_2022"
POLICE_AREAS = "Police_Force_Areas_Dec_2024_EW_BGC"
DISTRICTS = "Local_Authority_Districts_December_2024_Boundaries_UK_BGC"
CSPS = "Community_Safety_Partnerships_December_2023_Boundaries_EW_BGC"
WARDS = "Wards_December_2024_Boundaries_UK_BGC"
EXACT_FIT = "LSOA11_LSOA21_LAD22_EW_LU_v5"
OA_TO_LAD = "OA_LSOA_MSOA_EW_DEC_2021_LU_v3"
LSOA_TO_WARD = "LSOA21_WD24_LAD24_EW_LU"
LAD_TO_PFA_2024 = "LAD24_CSP24_PFA24_EW_LU"
LAD_TO_PFA_2025 = "LAD25_CSP25_PFA25_EW_LU"
ITEMS = {
    LSOA_2021: "68515293204e43ca8ab56fa13ae8a547",
    LSOA_2011: "a81d7fb9efe94d369d153499f95835d5",
    POLICE_AREAS: "572a1db23c2b45c599f6d37fa638b105",
    EXACT_FIT: "cbfe64cc03d74af982c1afec639bafd1",
    LAD_TO_PFA_2025: "8f77bda25c124e43aca5f3b90494e405",
}
_SCOTTISH = [[1.9, 54.9], [1.91, 54.9], [1.91, 54.91], [1.9, 54.91], [1.9, 54.9]]
Row = Mapping[str, str]


def sample_layers(folder: Path) -> list[Layer]:
    """Outlines and look-ups; those of the United Kingdom hold a Scottish area too."""
    outlines = json.loads(text_of(folder / "sample_lsoa_2021.geojson"))["features"]
    lookup = list(csv.DictReader(io.StringIO(text_of(folder / "sample_lookup.csv"), newline="")))
    rings = {f["properties"]["LSOA21CD"]: f["geometry"]["coordinates"][0] for f in outlines}
    rows: dict[str, list[tuple[Mapping[str, Any], Any]]] = {
        LSOA_2021: [_lsoa(feature, 21) for feature in outlines],
        LSOA_2021_COARSE: [_lsoa(feature, 21) for feature in outlines],
        LSOA_2011: [_lsoa(feature, 11) for feature in outlines],
        LSOA_2011_FULL: [_lsoa(feature, 11) for feature in outlines],
        POLICE_AREAS: _union(lookup, rings, "pfa24", "PFA24"),
        CSPS: _union(lookup, rings, "csp24", "CSP23"),
        DISTRICTS: [*_union(lookup, rings, "ltla24", "LAD24"), _scottish("LAD24", "S12990001")],
        WARDS: [*_union(lookup, rings, "ward24", "WD24"), _scottish("WD24", "S13990001")],
    }
    made = [made_layer(service, found, ITEMS.get(service, "")) for service, found in rows.items()]
    return [*made, *_tables(lookup)]


def _tables(lookup: list[Row]) -> list[Layer]:
    """The look-ups: 2011 to 2021, LSOA to ward and district, district to partnership and police area."""
    districts = [row for _, row in sorted({row["ltla24_code"]: row for row in lookup}.items())]
    rows: dict[str, list[dict[str, str]]] = {
        EXACT_FIT: [{**_named(row, "lsoa21", "LSOA11"), "CHGIND": "U", **_small(row)} for row in lookup],
        OA_TO_LAD: [{"OA21CD": f"E0099{row['lsoa21_code'][-4:]}", **_small(row)} for row in lookup],
        LSOA_TO_WARD: [
            {**_named(row, "lsoa21", "LSOA21"), **_named(row, "ward24", "WD24"), **_named(row, "ltla24", "LAD24")}
            for row in lookup
        ],
        LAD_TO_PFA_2024: [_large(row, 24) for row in districts],
        LAD_TO_PFA_2025: [_large(row, 25) for row in districts],
    }
    return [
        made_layer(service, [(row, None) for row in found], ITEMS.get(service, ""), "ObjectId")
        for service, found in rows.items()
    ]


def _lsoa(feature: Feature, edition: int) -> tuple[Mapping[str, Any], Any]:
    code, name = feature["properties"]["LSOA21CD"], feature["properties"]["LSOA21NM"]
    x, y = feature["geometry"]["coordinates"][0][0]
    named = {f"LSOA{edition}CD": code, f"LSOA{edition}NM": name}
    return {**named, "LAT": y, "LONG": x}, feature["geometry"]


def _union(lookup: list[Row], rings: Mapping[str, Any], column: str, field: str) -> list[tuple[Mapping[str, Any], Any]]:
    """The areas of one column of the look-up, each the union of its LSOAs."""
    members: dict[str, list[Row]] = {}
    for row in lookup:
        members.setdefault(row[f"{column}_code"], []).append(row)
    return [
        (_named(rows[0], column, field), merged(rings[row["lsoa21_code"]] for row in rows))
        for _, rows in sorted(members.items())
    ]


def _scottish(field: str, code: str) -> tuple[Mapping[str, Any], Any]:
    outline = {"type": "Polygon", "coordinates": [_SCOTTISH]}
    return {f"{field}CD": code, f"{field}NM": "Invented Scottish area"}, outline


def _named(row: Row, column: str, field: str) -> dict[str, str]:
    return {f"{field}CD": row[f"{column}_code"], f"{field}NM": row[f"{column}_name"]}


def _small(row: Row) -> dict[str, str]:
    return {**_named(row, "lsoa21", "LSOA21"), **_named(row, "ltla24", "LAD22")}


def _large(row: Row, year: int) -> dict[str, str]:
    parts = (("ltla24", "LAD"), ("csp24", "CSP"), ("pfa24", "PFA"))
    return {name: value for column, field in parts for name, value in _named(row, column, f"{field}{year}").items()}
