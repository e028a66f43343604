# SPDX-License-Identifier: GPL-2.0-or-later
"""A postcode and where it was learnt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ..errors import CacheError

ONLINE = "postcodes.io"
"""The source of answers."""


@dataclass(frozen=True)
class Postcode:
    """A postcode, such as LU1 2AB; WGS84 degrees, None where it has no place; LSOA codes, '' for none.

    `ended`: YYYY-MM, '' while it is in use. `source` is a file's name or postcodes.io, `day` (YYYY-MM-DD, UTC) when
    it was imported or asked; `licence` has to be shown with the place.
    """

    text: str
    longitude: Optional[float]
    latitude: Optional[float]
    lsoa_2011: str
    lsoa_2021: str
    ended: str
    source: str
    licence: str
    day: str

    @property
    def place(self) -> tuple[float, float]:
        """Longitude and latitude; raises `CacheError` where there is none."""
        if self.longitude is None or self.latitude is None:
            raise CacheError(f"The postcode {self.text} has no place, says {self.source}. Give another one near it.")
        return self.longitude, self.latitude

    @property
    def lsoas(self) -> tuple[str, ...]:
        """Its LSOA of 2021, and that of 2011 where it had another code."""
        return tuple(dict.fromkeys(code for code in (self.lsoa_2021, self.lsoa_2011) if code))
