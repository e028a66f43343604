# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of the ONS stand-in: features with properties and geometry, from GeoJSON or CSV files."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

Feature = Mapping[str, Any]
Rename = Mapping[str, str]


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
    return Layer(service, features, item, id_field)


def layer_from_geojson(path: Path, service: str, item: str = "", rename: Optional[Rename] = None) -> Layer:
    """A layer of a GeoJSON file (also .gz); with `rename` only the properties it names, by their new names."""
    collection = json.loads(text_of(path))
    rows = ((_renamed(feature["properties"], rename), feature["geometry"]) for feature in collection["features"])
    return made_layer(service, rows, item)


def layer_from_csv(path: Path, service: str, item: str = "", rename: Optional[Rename] = None) -> Layer:
    """A table of a CSV file (also .gz); with `rename` only the columns it names, by their new names."""
    rows = csv.DictReader(io.StringIO(text_of(path), newline=""))
    return made_layer(service, ((_renamed(row, rename), None) for row in rows), item)


def _renamed(properties: Mapping[str, Any], rename: Optional[Rename]) -> dict[str, Any]:
    if rename is None:
        return dict(properties)
    return {new: properties[old] for old, new in rename.items()}


def text_of(path: Path) -> str:
    """The text of a file, also of a .gz."""
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
