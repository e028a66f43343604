# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows of a release as the API needs them: by month, with numbers for crimes and streets."""

from __future__ import annotations

import csv
import io
import re
import threading
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Optional

from .releases import Release, shifted


@dataclass(frozen=True)
class Row:
    """One row: its number in the API (in its month), month and force of its file, and its fields by column."""

    number: int
    month: str
    force: str
    fields: Mapping[str, str]

    @property
    def crime_id(self) -> str:
        """64 hexadecimal digits, or nothing."""
        return self.fields.get("Crime ID", "")

    @cached_property
    def place(self) -> Optional[tuple[float, float]]:
        """Latitude and longitude in degrees, WGS84; None for a row without location (0,0 too)."""
        latitude, longitude = self.fields["Latitude"], self.fields["Longitude"]
        if not latitude or not longitude or float(latitude) == float(longitude) == 0.0:
            return None
        return float(latitude), float(longitude)

    @property
    def street_id(self) -> int:
        """Number of the map point: the same place, the same number."""
        return 1_000_000 + zlib.crc32(f"{self.fields['Latitude']},{self.fields['Longitude']}".encode()) % 1_000_000_000


class Rows:
    """All rows of one release, read month by month when they are asked for."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self._held: dict[tuple[str, str], list[Row]] = {}
        self._made: dict[str, Any] = {}
        self._lock = threading.RLock()

    def of(self, month: str, kind: str) -> list[Row]:
        """The rows of a month's files of one type, all forces."""
        with self._lock:
            if (month, kind) not in self._held:
                self._held[month, kind] = self._read(month, kind)
            return self._held[month, kind]

    @property
    def months(self) -> list[str]:
        """The months of the window, oldest first."""
        first, last = self.release.window
        return [month for month in (shifted(first, number) for number in range(36)) if month <= last]

    def every(self, kind: str) -> list[Row]:
        """The rows of one type in the whole window."""
        return [row for month in self.months for row in self.of(month, kind)]

    def crimes_by_id(self) -> dict[str, Row]:
        """The street row of every Crime ID (the newest where it stands on several)."""
        return self._once("crimes", lambda: {row.crime_id: row for row in self.every("street") if row.crime_id})

    def outcomes_by_id(self) -> dict[str, list[Row]]:
        """The rows of the outcomes files of every Crime ID, oldest first."""

        def grouped() -> dict[str, list[Row]]:
            found: dict[str, list[Row]] = {}
            for row in self.every("outcomes"):
                found.setdefault(row.crime_id, []).append(row)
            return found

        return self._once("outcomes", grouped)

    def places(self) -> dict[int, tuple[float, float]]:
        """Every map point that a crime of the window lies at, by its number."""
        return self._once("places", lambda: {row.street_id: row.place for row in self.every("street") if row.place})

    def street_names(self, month: str) -> dict[int, str]:
        """Place names of a month's crimes by the number of their map point."""
        rows = self.of(month, "street")
        return self._once(f"names {month}", lambda: {row.street_id: row.fields["Location"] for row in rows})

    def _once(self, name: str, made: Any) -> Any:
        with self._lock:
            if name not in self._made:
                self._made[name] = made()
            return self._made[name]

    def _read(self, month: str, kind: str) -> list[Row]:
        first, last = self.release.window
        names = [n for n, parts in self.release.members.items() if (parts.month, parts.kind) == (month, kind)]
        if not first <= month <= last:
            return []
        start = (int(month[:4]) - 2010) * 12_000_000 + int(month[5:]) * 1_000_000
        found: list[Row] = []
        for name, content in self.release.read_all(names).items():
            force = self.release.members[name].force
            for fields in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")):
                found.append(Row(start + len(found), month, force, fields))
        return found


def api_name(location: str) -> str:
    """A place name as the API writes it: small letters after a slash, an apostrophe and a bracket."""
    return re.sub(r"(?<=[/'(])[A-Z]", lambda match: match[0].lower(), location)
