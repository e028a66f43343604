# SPDX-License-Identifier: GPL-2.0-or-later
"""Outcomes as the API has them, by the month of the outcome, and the history of one crime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from ..errors import NetworkError, NetworkFault
from ..model import Month
from .crimes import ApiCrime, read_crime
from .fields import Fields, listed, refuse
from .places import placed
from .questions import checked_persistent_id, checked_place
from .tiles import tiled

if TYPE_CHECKING:
    from .client import Answer, PoliceApi
    from .rings import Ring


@dataclass(frozen=True)
class ApiOutcome:
    """What was recorded of a crime in a month."""

    code: str
    name: str
    month: Month


@dataclass(frozen=True)
class CrimeOutcome:
    """An outcome with its crime, which may be years older; the crime carries no outcome of its own."""

    outcome: ApiOutcome
    crime: ApiCrime


@dataclass(frozen=True)
class CrimeHistory:
    """A crime and its outcomes in order; `outcomes` is None where none are published, as in Northern Ireland."""

    crime: ApiCrime
    outcomes: Optional[tuple[ApiOutcome, ...]]


def read_outcome(entry: Fields) -> ApiOutcome:
    """One outcome."""
    category = entry.inner("category")
    if category is None:
        refuse(entry.what, "'category' is missing")
    return ApiOutcome(category.code("code"), category.needed("name"), entry.needed_month("date"))


def read_outcomes(answer: Answer) -> list[CrimeOutcome]:
    """A list of outcomes with their crimes."""
    return [
        CrimeOutcome(read_outcome(entry), read_crime(_crime_of(entry)))
        for entry in listed(answer, "a list of outcomes")
    ]


def read_history(answer: Answer) -> CrimeHistory:
    """The history of one crime."""
    entry = Fields(answer, "the history of a crime")
    outcomes = None
    if entry.raw("outcomes") is not None:
        outcomes = tuple(read_outcome(outcome) for outcome in entry.inners("outcomes"))
    return CrimeHistory(read_crime(_crime_of(entry)), outcomes)


def outcomes_in_ring(api: PoliceApi, ring: Ring, month: Month) -> list[CrimeOutcome]:
    """Ask for the outcomes of a month of crimes within an outline (`checked_ring`), in as many parts as it takes."""
    return tiled(
        ring,
        lambda part: read_outcomes(api.in_ring("/outcomes-at-location", month, part)),
        placed(lambda record: record.crime.place),
    )


def outcomes_at_place(api: PoliceApi, street: int, month: Month) -> list[CrimeOutcome]:
    """Ask for the outcomes at a snap point, by its number of this month's answers."""
    return read_outcomes(api.of_month("/outcomes-at-location", month, location_id=str(checked_place(street))))


def crime_history(api: PoliceApi, persistent_id: str) -> CrimeHistory:
    """Ask for the history of a crime; raises `CacheError` where another crime is answered, as for Northern Ireland."""
    asked = checked_persistent_id(persistent_id)
    missing = (
        "The police.uk service knows no crime with this id, or no longer does: it keeps 36 months. Take the id from "
        "a newer download."
    )
    history = read_history(api.get(f"/outcomes-for-crime/{asked}", missing=missing))
    if history.crime.persistent_id != asked:
        raise NetworkError(
            NetworkFault.ANSWER,
            "The police.uk service answered with another crime, as it does for Northern Ireland. Nothing was kept.",
            200,
        )
    return history


def _crime_of(entry: Fields) -> Fields:
    return entry.inner("crime") or refuse(entry.what, "'crime' is missing")
