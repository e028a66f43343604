# SPDX-License-Identifier: GPL-2.0-or-later
"""Stops and searches as the API has them; a stop has no id of any kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from ..model import Month
from .fields import Fields, listed, refuse
from .places import ApiPlace, placed, read_place
from .questions import checked_place
from .tiles import tiled

if TYPE_CHECKING:
    from .client import Answer, PoliceApi
    from .rings import Ring

NOTHING_FOUND = "Nothing found (published as false)"
"""In place of the JSON value false that stood for an outcome before 2018."""


@dataclass(frozen=True)
class ApiStop:
    """One stop and search; texts are '' where nothing was recorded.

    `moment` is in UTC as sent, also where the force gave a date only (midnight). An `outcome` of '' was not
    recorded, which is not the same as no further action.
    """

    kind: str
    moment: str
    involved_person: Optional[bool]
    operation: Optional[bool]
    operation_name: str
    place: Optional[ApiPlace]
    gender: str
    age_range: str
    self_defined_ethnicity: str
    officer_defined_ethnicity: str
    legislation: str
    object_of_search: str
    outcome: str
    outcome_linked: Optional[bool]
    clothing_removed: Optional[bool]


def read_stop(entry: Fields) -> ApiStop:
    """One stop record."""
    return ApiStop(
        kind=entry.line("type"),
        moment=entry.moment("datetime") or refuse(entry.what, "'datetime' is missing"),
        involved_person=entry.boolean("involved_person"),
        operation=entry.boolean("operation"),
        operation_name=entry.line("operation_name"),
        place=read_place(entry),
        gender=entry.line("gender"),
        age_range=entry.line("age_range"),
        self_defined_ethnicity=entry.line("self_defined_ethnicity"),
        officer_defined_ethnicity=entry.line("officer_defined_ethnicity"),
        legislation=entry.line("legislation"),
        object_of_search=entry.line("object_of_search"),
        outcome=NOTHING_FOUND if entry.raw("outcome") is False else entry.line("outcome"),
        outcome_linked=entry.boolean("outcome_linked_to_object_of_search"),
        clothing_removed=entry.boolean("removal_of_more_than_outer_clothing"),
    )


def read_stops(answer: Answer) -> list[ApiStop]:
    """A list of stops, each record once for each time that it stands there."""
    return [read_stop(entry) for entry in listed(answer, "a list of stops and searches")]


def stops_in_ring(api: PoliceApi, ring: Ring, month: Month) -> list[ApiStop]:
    """Ask for the stops within an outline (`checked_ring`), in as many parts as it takes."""
    return tiled(
        ring, lambda part: read_stops(api.in_ring("/stops-street", month, part)), placed(lambda stop: stop.place)
    )


def stops_at_place(api: PoliceApi, street: int, month: Month) -> list[ApiStop]:
    """Ask for the stops at a snap point, by its number of this month's answers."""
    return read_stops(api.of_month("/stops-at-location", month, location_id=str(checked_place(street))))


def stops_of_force(api: PoliceApi, force: str, month: Month) -> list[ApiStop]:
    """Ask for all stops of a force, those without a place too."""
    return read_stops(api.of_month("/stops-force", month, force=api.checked_force(force)))


def stops_without_place(api: PoliceApi, force: str, month: Month) -> list[ApiStop]:
    """Ask for a force's stops that could not be placed."""
    return read_stops(api.of_month("/stops-no-location", month, force=api.checked_force(force)))
