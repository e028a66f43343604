# SPDX-License-Identifier: GPL-2.0-or-later
"""Neighbourhoods of the invented town in a cache, and what lies in them counted plainly from the files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from offline_cache import OfflineCache
from offline_cache.police_api.fetching import fetch_neighbourhoods
from tests.api_client import FORCE, client_of, transport_to
from tests.plugin_caches import Row, placed
from tests.service import Service

CODES = ("NC04", "AB12", "17", "Silver Pit", "nc04", "E05-99.1", "DB ALL")


def fetch_into(service: Service, cache: Path) -> Path:
    """Fetch the neighbourhoods of the invented force; gives the cache."""
    with transport_to(service) as transport, OfflineCache(cache) as opened:
        fetch_neighbourhoods(opened, (FORCE,), transport)
    return cache


def polygons(service: Service) -> dict[str, Any]:
    """The outlines as the stand-in answers, as shapely's polygons made valid, by id."""
    import shapely.geometry
    import shapely.validation

    found = {}
    with client_of(service) as api:
        for code in CODES:
            corners: Any = api.get(f"/{FORCE}/{code.replace(' ', '%20')}/boundary")
            ring = [(float(corner["longitude"]), float(corner["latitude"])) for corner in corners]
            found[code] = shapely.validation.make_valid(shapely.geometry.Polygon(ring))
    return found


def rows_inside(polygon: Any, archive: Path, dataset: str) -> list[tuple[str, Row]]:
    """The published rows of a kind of file whose point lies in a polygon."""
    import shapely.geometry

    inside: dict[tuple[str, str], bool] = {}
    found = []
    for month, row in placed(archive, dataset):
        at = (row["Longitude"], row["Latitude"])
        if at not in inside:
            inside[at] = polygon.contains(shapely.geometry.Point(float(at[0]), float(at[1])))
        if inside[at]:
            found.append((month, row))
    return found


def written(path: Path, sql: str, *values: Any) -> None:
    """Write something into a cache by hand."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql, values)
