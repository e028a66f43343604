# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes as the API has them: without force and without LSOA, so never to be mixed with rows of published files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from ..model import Month
from .fields import Fields, listed
from .places import ApiPlace, placed, read_place
from .questions import checked_category, checked_place, checked_position
from .tiles import tiled

if TYPE_CHECKING:
    from .client import Answer, PoliceApi
    from .rings import Ring


@dataclass(frozen=True)
class ApiCrime:
    """One crime. `persistent_id` is '' for anti-social behaviour; `outcome` is a name, '' where there is none.

    `number` is the API's own and is no key: the service changes it.
    """

    category: str
    persistent_id: str
    number: Optional[int]
    month: Month
    place: Optional[ApiPlace]
    location_type: str
    location_subtype: str
    context: str
    outcome: str
    outcome_month: Optional[Month]


def read_crime(entry: Fields) -> ApiCrime:
    """One crime record, also that inside an outcome."""
    status = entry.inner("outcome_status")
    return ApiCrime(
        category=entry.needed_code("category"),
        persistent_id=entry.code("persistent_id"),
        number=entry.integer("id"),
        month=entry.needed_month("month"),
        place=read_place(entry),
        location_type=entry.line("location_type"),
        location_subtype=entry.line("location_subtype"),
        context=entry.line("context"),
        outcome=status.line("category") if status else "",
        outcome_month=status.month("date") if status else None,
    )


def read_crimes(answer: Answer) -> list[ApiCrime]:
    """A list of crimes, each record once for each time that it stands there."""
    return [read_crime(entry) for entry in listed(answer, "a list of crimes")]


def crimes_in_ring(api: PoliceApi, ring: Ring, month: Month, category: str = "all-crime") -> list[ApiCrime]:
    """Ask for the crimes within an outline (`checked_ring`), in as many parts as it takes."""
    path = f"/crimes-street/{checked_category(category)}"
    return tiled(ring, lambda part: read_crimes(api.in_ring(path, month, part)), placed(lambda crime: crime.place))


def crimes_near(
    api: PoliceApi, latitude: float, longitude: float, month: Month, category: str = "all-crime"
) -> list[ApiCrime]:
    """Ask for the crimes within a mile of a point in WGS84 degrees."""
    lat, lng = checked_position(latitude, longitude)
    path = f"/crimes-street/{checked_category(category)}"
    return read_crimes(api.of_month(path, month, lat=f"{lat:.6f}", lng=f"{lng:.6f}"))


def crimes_at_place(api: PoliceApi, street: int, month: Month) -> list[ApiCrime]:
    """Ask for the crimes at a snap point, by its number of this month's answers."""
    return read_crimes(api.of_month("/crimes-at-location", month, location_id=str(checked_place(street))))


def crimes_without_place(api: PoliceApi, force: str, month: Month, category: str = "all-crime") -> list[ApiCrime]:
    """Ask for a force's crimes that could not be placed."""
    word = checked_category(category)
    slug = api.checked_force(force)
    return read_crimes(api.of_month("/crimes-no-location", month, force=slug, category=word))
