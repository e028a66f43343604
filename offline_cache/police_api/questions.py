# SPDX-License-Identifier: GPL-2.0-or-later
"""Is this a question that the service can understand? Checked before it is sent; each failure is one sentence."""

from __future__ import annotations

import functools
import math
import re
from urllib.parse import quote

from ..errors import CacheError, shown
from ..model import Month
from ..positions import in_united_kingdom
from ..reference import crime_type_slugs

ALL_CRIME = "all-crime"
"""The word for crimes of every category, anti-social behaviour among them."""

_PERSISTENT_ID = re.compile(r"[0-9a-f]{64}\Z")
_FORCE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


@functools.lru_cache(maxsize=1)
def categories() -> tuple[str, ...]:
    """The 15 categories that can be asked for, `all-crime` first."""
    return (ALL_CRIME, *crime_type_slugs())


def checked_category(category: str) -> str:
    """The category itself; the service would answer an unknown one with all crime."""
    if category not in categories():
        raise CacheError(f"{shown(category)} is not a crime category. There are: {', '.join(categories())}.")
    return category


def checked_month(month: Month, months: tuple[Month, ...]) -> Month:
    """The month itself where it is one of those that the service holds now."""
    if not months:
        raise CacheError("The police.uk service says that it holds no month at all. Try again later.")
    if month not in months:
        older = month < min(months)
        remedy = (
            "Older months stand in older archives: import those." if older else "It is published later, or not at all."
        )
        raise CacheError(f"The police.uk service answers for {min(months)} to {max(months)}, not {month}. {remedy}")
    return month


def checked_position(latitude: float, longitude: float) -> tuple[float, float]:
    """(latitude, longitude) in WGS84 degrees; the service would answer a wrong place with an empty list."""
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise CacheError("A place needs a latitude and a longitude in degrees. Write them like 51.88 and -0.42.")
    if not in_united_kingdom(longitude, latitude):
        place = f"Latitude {latitude:g}, longitude {longitude:g}"
        if in_united_kingdom(latitude, longitude):
            raise CacheError(f"{place} seem to be swapped. Write the latitude first, such as 51.88 and -0.42.")
        raise CacheError(f"{place} lie outside the United Kingdom. Give WGS84 degrees, such as 51.88 and -0.42.")
    return latitude, longitude


def checked_persistent_id(text: str) -> str:
    """The id of a crime, in lower case: the service does not know it in upper case."""
    folded = text.strip().lower()
    if not _PERSISTENT_ID.match(folded):
        raise CacheError(
            f"{shown(text)} is not the id of a crime. Copy one from the field 'Crime ID': 64 digits and letters a to "
            "f. Anti-social behaviour has none."
        )
    return folded


def checked_force(slug: str) -> str:
    """A force's id as the service writes it; whether there is such a force is not looked at."""
    if not _FORCE.match(slug):
        raise CacheError(f"{shown(slug)} is not a force. Forces are written as in file names, such as bedfordshire.")
    return slug


def path_part(code: str) -> str:
    """A neighbourhood's id as a part of a path: its case kept, everything else encoded."""
    if not code.strip() or code in (".", "..") or not code.isprintable() or len(code) > 200:
        raise CacheError(f"{shown(code)} is not the id of a neighbourhood. Write it as the force does, such as LT1.")
    return quote(code, safe="")


def checked_place(street: int) -> int:
    """The id of a snap point, which the service renumbers at times."""
    if not 0 < street < 2**31:
        raise CacheError(f"{street} is not the id of a snap point: that is a whole number above 0. Correct it.")
    return street
