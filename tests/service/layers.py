# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of the ONS stand-in: features with properties and geometry, from GeoJSON, CSV or the invented sample."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from tools.invented.ground import polar, shore_radius, to_degrees

Feature = Mapping[str, Any]
Rename = Mapping[str, str]
LSOA_2021 = "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5"
LSOA_2021_SMALL = "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BSC_V4"
LSOA_2011 = "LSOA_Dec_2011_Boundaries_Generalised_Clipped_BGC_EW_V3"
LSOA_2011_FULL = "Lower_layer_Super_Output_Areas_Dec_2011_Boundaries_Full_Clipped_BFC_EW_V3_2022"
POLICE_AREAS = "Police_Force_Areas_Dec_2024_EW_BGC"
EXACT_FIT = "LSOA11_LSOA21_LAD22_EW_LU_v5"
LSOA_TO_LAD = "OA_LSOA_MSOA_EW_DEC_2021_LU_v3"
LAD_TO_PFA = "LAD25_CSP25_PFA25_EW_LU"
ITEMS = {
    LSOA_2021: "68515293204e43ca8ab56fa13ae8a547",
    POLICE_AREAS: "572a1db23c2b45c599f6d37fa638b105",
    EXACT_FIT: "cbfe64cc03d74af982c1afec639bafd1",
}


@dataclass(frozen=True)
class Layer:
    """Layer 0 of a service: features of `properties` and GeoJSON `geometry` (or None), in WGS84."""

    service: str
    features: tuple[Feature, ...]
    item: str = ""
    id_field: str = "FID"

    @property
    def geometry_type(self) -> Optional[str]:
        """ArcGIS' word for the kind of geometry; None for a table."""
        kinds = {feature["geometry"]["type"] for feature in self.features if feature["geometry"]}
        if not kinds:
            return None
        return "esriGeometryPoint" if kinds == {"Point"} else "esriGeometryPolygon"

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The fields as ArcGIS lists them, the number first."""
        first = self.features[0]["properties"] if self.features else {self.id_field: 1}
        return [{"name": name, "alias": name, "type": self._type(name, value)} for name, value in first.items()]

    def _type(self, name: str, value: Any) -> str:
        if name == self.id_field:
            return "esriFieldTypeOID"
        kinds = {int: "esriFieldTypeInteger", float: "esriFieldTypeDouble"}
        return kinds.get(type(value), "esriFieldTypeString")


def made_layer(
    service: str, rows: Iterable[tuple[Mapping[str, Any], Any]], item: str = "", id_field: str = "FID"
) -> Layer:
    """A layer of (properties, geometry) pairs, numbered from 1."""
    features = tuple(
        {"properties": {id_field: number, **properties}, "geometry": geometry}
        for number, (properties, geometry) in enumerate(rows, 1)
    )
    return Layer(service, features, item or ITEMS.get(service, ""), id_field)


def layer_from_geojson(path: Path, service: str, item: str = "", rename: Optional[Rename] = None) -> Layer:
    """A layer of a GeoJSON file (also .gz); with `rename` only the properties it names, by their new names."""
    collection = json.loads(_text(path))
    rows = ((_renamed(feature["properties"], rename), feature["geometry"]) for feature in collection["features"])
    return made_layer(service, rows, item)


def layer_from_csv(path: Path, service: str, item: str = "", rename: Optional[Rename] = None) -> Layer:
    """A table of a CSV file (also .gz); with `rename` only the columns it names, by their new names."""
    rows = csv.DictReader(io.StringIO(_text(path), newline=""))
    return made_layer(service, ((_renamed(row, rename), None) for row in rows), item)


def sample_layers(folder: Path) -> list[Layer]:
    """The layers of the real service that clients ask for, with the invented areas of the sample."""
    outlines = json.loads(_text(folder / "sample_lsoa_2021.geojson"))["features"]
    lookup = list(csv.DictReader(io.StringIO(_text(folder / "sample_lookup.csv"), newline="")))
    town = [list(to_degrees(polar(shore_radius(step / 50), step / 50))) for step in range(int(100 * math.pi))]
    police = {(row["pfa24_code"], row["pfa24_name"]) for row in lookup}
    outline = {"type": "Polygon", "coordinates": [[*town, town[0]]]}
    areas = [({"PFA24CD": code, "PFA24NM": name}, outline) for code, name in sorted(police)]
    return [
        *(made_layer(name, [_lsoa(f, 21) for f in outlines]) for name in (LSOA_2021, LSOA_2021_SMALL)),
        *(made_layer(name, [_lsoa(f, 11) for f in outlines]) for name in (LSOA_2011, LSOA_2011_FULL)),
        made_layer(POLICE_AREAS, areas),
        *_tables(lookup),
    ]


def _tables(lookup: list[dict[str, str]]) -> list[Layer]:
    """Look-ups: 2011 to 2021, LSOA to district, district to partnership and police area."""
    districts = {row["ltla24_code"]: row for row in lookup}
    exact = ((_exact(row), None) for row in lookup)
    small = ((_output_area(number, row), None) for number, row in enumerate(lookup, 1))
    large = ((_district(row), None) for _, row in sorted(districts.items()))
    return [
        made_layer(EXACT_FIT, exact, id_field="ObjectId"),
        made_layer(LSOA_TO_LAD, small, id_field="ObjectId"),
        made_layer(LAD_TO_PFA, large, id_field="ObjectId"),
    ]


def _lsoa(feature: Feature, edition: int) -> tuple[Mapping[str, Any], Any]:
    code, name = feature["properties"]["LSOA21CD"], feature["properties"]["LSOA21NM"]
    x, y = feature["geometry"]["coordinates"][0][0]
    named = {f"LSOA{edition}CD": code, f"LSOA{edition}NM": name}
    return {**named, "LAT": y, "LONG": x}, feature["geometry"]


def _exact(row: Mapping[str, str]) -> dict[str, str]:
    code, name = row["lsoa21_code"], row["lsoa21_name"]
    district = {"LAD22CD": row["ltla24_code"], "LAD22NM": row["ltla24_name"]}
    return {"LSOA11CD": code, "LSOA11NM": name, "CHGIND": "U", "LSOA21CD": code, "LSOA21NM": name, **district}


def _output_area(number: int, row: Mapping[str, str]) -> dict[str, str]:
    small = {"OA21CD": f"E0099{number:04d}", "LSOA21CD": row["lsoa21_code"], "LSOA21NM": row["lsoa21_name"]}
    return {**small, "LAD22CD": row["ltla24_code"], "LAD22NM": row["ltla24_name"]}


def _district(row: Mapping[str, str]) -> dict[str, str]:
    return {
        "LAD25CD": row["ltla24_code"],
        "LAD25NM": row["ltla24_name"],
        "CSP25CD": row["csp24_code"],
        "CSP25NM": row["csp24_name"],
        "PFA25CD": row["pfa24_code"],
        "PFA25NM": row["pfa24_name"],
    }


def _renamed(properties: Mapping[str, Any], rename: Optional[Rename]) -> dict[str, Any]:
    if rename is None:
        return dict(properties)
    return {new: properties[old] for old, new in rename.items()}


def _text(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
