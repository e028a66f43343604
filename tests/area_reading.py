# SPDX-License-Identifier: GPL-2.0-or-later
"""The areas of a cache as independent readers see them: SpatiaLite and shapely."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from shapely import wkb
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry


@contextmanager
def spatialite(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the cache with mod_spatialite, the reader that judges what was written."""
    with closing(sqlite3.connect(path)) as connection:
        if not hasattr(connection, "enable_load_extension"):
            pytest.skip("this Python's sqlite3 loads no extensions")
        connection.enable_load_extension(True)
        connection.load_extension("mod_spatialite")
        yield connection


def shapes(path: Path) -> dict[str, BaseGeometry]:
    """Give the geometries by code as SpatiaLite and shapely read them."""
    with spatialite(path) as connection:
        rows = connection.execute("SELECT code, ST_AsBinary(geom) FROM area WHERE geom IS NOT NULL")
        return {code: wkb.loads(blob) for code, blob in rows}


def as_multi(geometry: BaseGeometry) -> BaseGeometry:
    """Give a polygon as a multipolygon of one."""
    return geometry if geometry.geom_type == "MultiPolygon" else MultiPolygon([geometry])
