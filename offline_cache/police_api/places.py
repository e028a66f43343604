# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a record of the API lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional, TypeVar

from ..positions import position
from .fields import Fields, refuse

Record = TypeVar("Record")


@dataclass(frozen=True)
class ApiPlace:
    """A snap point: WGS84 degrees exactly as sent; `street` is its number, which only holds for this answer."""

    longitude: str
    latitude: str
    street: Optional[int]
    name: str

    @property
    def point(self) -> tuple[float, float]:
        """(longitude, latitude) in degrees."""
        return float(self.longitude), float(self.latitude)


def read_place(entry: Fields) -> Optional[ApiPlace]:
    """The `location` of a record; None for null and for 0,0."""
    location = entry.inner("location")
    if location is None:
        return None
    longitude, latitude = location.code("longitude"), location.code("latitude")
    try:
        placed = position(longitude, latitude) is not None
    except ValueError as error:
        refuse(entry.what, str(error).partition(". ")[0])
    street = location.inner("street")
    if not placed:
        return None
    return ApiPlace(
        longitude, latitude, street.integer("id") if street else None, street.line("name") if street else ""
    )


def placed(place_of: Callable[[Record], Optional[ApiPlace]]) -> Callable[[Record], tuple[float, float]]:
    """Where a record of an area lies; refuses one without a place, which no area can have."""

    def point(record: Record) -> tuple[float, float]:
        place = place_of(record)
        if place is None:
            refuse("a record in an area", "it has no place")
        return place.point

    return point
