# SPDX-License-Identifier: GPL-2.0-or-later
"""Geometries of the cache as QGIS has them."""

from __future__ import annotations

from qgis.core import QgsGeometry

from offline_cache.export.geometry import package_blob

_PACKAGE_HEAD = 40  # of a GeoPackage's BLOB with an envelope, before the WKB


def geometry_of(blob: bytes) -> QgsGeometry:
    """A polygon of the cache in WGS84 degrees, made valid where it crosses itself; raises `struct.error` for none."""
    geometry = QgsGeometry()
    geometry.fromWkb(package_blob(blob)[_PACKAGE_HEAD:])
    return geometry if geometry.isGeosValid() else geometry.makeValid()
