# SPDX-License-Identifier: GPL-2.0-or-later
"""Police stations and contact points that forces name, each once, and where they are as far as is known."""

from __future__ import annotations

import enum
import sqlite3
from dataclasses import dataclass
from typing import Optional

from .errors import CacheError
from .positions import Position
from .spatialite import point_of_blob

_STATIONS = """
    SELECT s.name, s.kind, s.address, s.postcode, s.description, s.force,
      group_concat(coalesce(nullif(d.name, ''), n.name, s.code), char(10)),
      (SELECT group_concat(m.kind || ': ' || replace(m.value, char(10), ' '), char(10)) FROM contact m
       WHERE m.answer = d.answer AND m.position = 0),
      max(substr(a.fetched_at, 1, 10)), s.geom
    FROM neighbourhood_station s
    JOIN answer a ON a.id = s.answer
    LEFT JOIN neighbourhood n ON n.force = s.force AND n.code = s.code
    LEFT JOIN neighbourhood_detail d ON d.force = s.force AND d.code = s.code
    GROUP BY s.force, s.name, s.kind, s.address, s.postcode, s.description, s.geom
    ORDER BY s.force, min(s.id)
"""
# A station that is placed in the answer of another neighbourhood is not one without coordinates.
_WITHOUT = """
    SELECT s.force, count(DISTINCT s.name || char(31) || s.address || char(31) || s.postcode)
    FROM neighbourhood_station s
    WHERE s.geom IS NULL AND NOT EXISTS (
      SELECT 1 FROM neighbourhood_station t WHERE t.geom IS NOT NULL AND t.force = s.force AND t.postcode = s.postcode
        AND t.name = s.name AND t.name <> '')
    GROUP BY s.force
"""
_WITH = """
    SELECT force, count(*) FROM (
      SELECT DISTINCT force, name, kind, address, postcode, description, geom FROM neighbourhood_station
      WHERE geom IS NOT NULL)
    GROUP BY force
"""
_FORCES = "SELECT DISTINCT force FROM neighbourhood_detail ORDER BY force"


class PlacedBy(enum.Enum):
    """How it is known where a station is."""

    COORDINATES = "coordinates"
    POSTCODE = "postcode"
    NOTHING = ""


@dataclass(frozen=True)
class HeldStation:
    """A station as its force gives it; `neighbourhoods` and `contacts` have a line an entry, '' for none.

    `position` is (longitude, latitude) in WGS84 degrees, None where nothing says it; `day` (UTC) is that of the answer.
    """

    name: str
    kind: str
    address: str
    postcode: str
    description: str
    force: str
    neighbourhoods: str
    contacts: str
    day: str
    position: Optional[Position]
    placed_by: PlacedBy

    @property
    def identity(self) -> tuple[str, str, str]:
        """What is the same of a station in the answers of several neighbourhoods."""
        return self.force, self.name, self.postcode

    @property
    def title(self) -> str:
        """Its name, else its address."""
        return self.name or self.address or self.postcode or "a station without a name"


def forces_with_stations(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The forces whose neighbourhoods were fetched, by slug: of others no station is known."""
    return tuple(force for (force,) in connection.execute(_FORCES))


def stations(connection: sqlite3.Connection) -> tuple[HeldStation, ...]:
    """All that are held; where a force gives no coordinates, by the postcode where the cache holds that.

    Raises `CacheError` where no neighbourhoods are held.
    """
    if not forces_with_stations(connection):
        raise CacheError(
            "The cache holds no neighbourhoods, whose answers name the police stations. Fetch those of a force with "
            "'Download neighbourhoods' or 'neighbourhoods fetch'."
        )
    found = [_station(connection, row) for row in connection.execute(_STATIONS).fetchall()]
    placed = {station.identity for station in found if station.placed_by is PlacedBy.COORDINATES and station.name}
    return tuple(
        station for station in found if station.placed_by is PlacedBy.COORDINATES or station.identity not in placed
    )


def with_coordinates(connection: sqlite3.Connection) -> dict[str, int]:
    """How many stations each force names with coordinates, by slug, each once."""
    return dict(connection.execute(_WITH))


def without_coordinates(connection: sqlite3.Connection) -> dict[str, int]:
    """How many stations each force names without coordinates, by slug, each once."""
    return dict(connection.execute(_WITHOUT))


def _station(connection: sqlite3.Connection, row: tuple[Optional[str], ...]) -> HeldStation:
    *texts, blob = row
    name, kind, address, postcode, description, force, names, contacts, day = (str(text or "") for text in texts)
    position, placed_by = _place(connection, blob, postcode)
    return HeldStation(name, kind, address, postcode, description, force, names, contacts, day, position, placed_by)


def _place(connection: sqlite3.Connection, blob: object, postcode: str) -> tuple[Optional[Position], PlacedBy]:
    if isinstance(blob, bytes):
        return point_of_blob(blob), PlacedBy.COORDINATES
    from .postcodes.finding import find_postcode  # its room reads files too, which holdings need not load

    found = find_postcode(connection, postcode)
    if found is None or found.longitude is None or found.latitude is None:
        return None, PlacedBy.NOTHING
    return (found.longitude, found.latitude), PlacedBy.POSTCODE
