# SPDX-License-Identifier: GPL-2.0-or-later
"""Rows of a layer into a file as the import of areas reads it: GeoJSON for outlines, CSV for tables."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Optional

from ...errors import CacheError, reason
from .arcgis import Feature


class FeatureFile:
    """A file that is written page by page, so that memory does not grow with it; a context manager.

    The same rows make the same bytes. Raises `CacheError` where the disk is full.
    """

    def __init__(self, path: Path, fields: tuple[str, ...]) -> None:
        self.path, self.fields = path, fields
        self.rows = 0
        self._drawn = path.suffix == ".geojson"
        self._file = path.open("w", encoding="utf-8", errors="replace", newline="")
        self._csv = csv.writer(self._file)
        if self._drawn:
            self._file.write('{"type":"FeatureCollection","features":[\n')
        else:
            self._csv.writerow(fields)

    def __enter__(self) -> FeatureFile:
        return self

    def __exit__(self, kind: object, error: Optional[BaseException], trace: object) -> None:
        try:
            if self._drawn and error is None:
                self._file.write("\n]}\n")
            self._file.close()
        except OSError as failed:
            raise self._full(failed) from failed

    def add(self, features: Iterable[Feature]) -> None:
        """Write some rows."""
        try:
            for feature in features:
                if self._drawn:
                    self._outline(feature)
                else:
                    self._csv.writerow(
                        ["" if value is None else value for value in map(feature.values.get, self.fields)]
                    )
                self.rows += 1
        except OSError as error:
            raise self._full(error) from error

    def _outline(self, feature: Feature) -> None:
        whole = {
            "type": "Feature",
            "properties": {field: feature.values.get(field) for field in self.fields},
            "geometry": feature.geometry,
        }
        self._file.write(",\n" if self.rows else "")
        self._file.write(json.dumps(whole, ensure_ascii=False, separators=(",", ":")))

    def _full(self, error: OSError) -> CacheError:
        return CacheError(
            f"What ONS sends cannot be kept in {self.path.parent} ({reason(error)}). Make room there, then try again: "
            "what is in the cache stays."
        )
