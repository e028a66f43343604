# SPDX-License-Identifier: GPL-2.0-or-later
"""GeoJSON (RFC 7946), written feature by feature; what must be known about them stands at the top."""

from __future__ import annotations

import json
from pathlib import Path

from .about import About
from .features import FeatureTable
from .geometry import geojson_geometry

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def write_geojson(path: Path, table: FeatureTable, about: About) -> int:
    """Write the features, a line each; returns how many. A row without a place has a null geometry.

    Raises `OSError`.
    """
    names = [column.name for column in table.columns]
    head = {
        "type": "FeatureCollection",
        "name": table.layer.value,
        "title": about.title,
        "description": about.text,
        "attribution": about.attribution,
    }
    written = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_JSON.encode(head)[:-1] + ',"features":[')
        for rows in table.batches:
            lines = [_feature(names, row) for row in rows]
            file.write((",\n" if written else "\n") + ",\n".join(lines))
            written += len(lines)
        file.write("\n]}\n")
    return written


def _feature(names: list[str], row: tuple[object, ...]) -> str:
    _, blob, *values = row
    geometry = geojson_geometry(blob) if isinstance(blob, bytes) else None
    return _JSON.encode({"type": "Feature", "geometry": geometry, "properties": dict(zip(names, values))})
