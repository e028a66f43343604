# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether a file holds what was written: a full disk is often told of by nobody."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from qgis.core import QgsFeature, QgsFeatureRequest, QgsProviderRegistry, QgsVectorLayer

from offline_cache.spreadsheet_text import no_formula

from ...analysis.errors import Cancelled, stop_if
from .staging import unwritten


def check_features(destination: str, count: int, field: str, value: str, cancelled: Cancelled) -> None:
    """Raise `CacheError` where a layer has not `count` features, the last with this `value` (as text) in `field`.

    Where `field` is '' the features are only counted.
    """
    path = Path(QgsProviderRegistry.instance().decodeUri("ogr", destination).get("path", "") or destination)
    layer = QgsVectorLayer(destination, "written", "ogr")
    if path.suffix.lower() == ".gpkg":
        _check_geopackage(path)
        found, last = int(layer.featureCount()), _text(layer.getFeature(count), field) if layer.isValid() else ""
    else:
        found, last = _all_read(layer, field, cancelled)
    if found != count or last not in (value, no_formula(value)):
        raise unwritten(path)


def _check_geopackage(path: Path) -> None:
    """Have SQLite look through the file: of one cut short by a full disk the features may seem to be there."""
    try:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            fine = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.Error:
        fine = False
    if not fine:
        raise unwritten(path)


def _text(feature: QgsFeature, field: str) -> str:
    return str(feature[field]) if field else ""


def _all_read(layer: QgsVectorLayer, field: str, cancelled: Cancelled) -> tuple[int, str]:
    """Number of features and what `field` holds in the last of a layer, read to its end."""
    found, last = 0, ""
    request = QgsFeatureRequest().setSubsetOfAttributes([field] if field else [], layer.fields())
    for feature in layer.getFeatures(request) if layer.isValid() else ():
        stop_if(cancelled)
        found, last = found + 1, _text(feature, field)
    return found, last
