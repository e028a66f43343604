# SPDX-License-Identifier: GPL-2.0-or-later
"""The invented crimes: what, when and where, with two planted clusters and one planted step."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .dice import Dice, Urn
from .months import month_number
from .places import STREET, Place, estate_centre

ASB = "Anti-social behaviour"
SHARES = {
    "Violence and sexual offences": 0.240,
    ASB: 0.318,
    "Public order": 0.070,
    "Vehicle crime": 0.074,
    "Other theft": 0.062,
    "Criminal damage and arson": 0.063,
    "Shoplifting": 0.056,
    "Burglary": 0.042,
    "Drugs": 0.028,
    "Other crime": 0.014,
    "Bicycle theft": 0.011,
    "Robbery": 0.010,
    "Possession of weapons": 0.009,
    "Theft from the person": 0.008,
}
A_MONTH = 495
UNPLACED = 0.03
# Share above the year's mean in the peak month, and the peak month (1-12).
SEASONS = {
    ASB: (0.30, 7),
    "Bicycle theft": (0.45, 8),
    "Violence and sexual offences": (0.10, 7),
    "Burglary": (0.20, 12),
    "Vehicle crime": (0.10, 11),
    "Shoplifting": (0.08, 12),
    "Public order": (0.12, 7),
}
# How much busier a kind of place is than a street, for all types and for some.
KINDS: Mapping[str, Mapping[str, float]] = {
    "Shopping Area": {"": 5, "Shoplifting": 70, "Theft from the person": 20, "Bicycle theft": 12},
    "Supermarket": {"": 3, "Shoplifting": 60},
    "Nightclub": {"": 5, "Violence and sexual offences": 11, "Theft from the person": 25, "Public order": 14},
    "Parking Area": {"": 2, "Vehicle crime": 6, ASB: 4},
    "Petrol Station": {"": 2, "Other theft": 16, "Shoplifting": 14},
    "Hospital": {"": 4, "Violence and sexual offences": 9},
    "Police Station": {"": 3, "Other crime": 15, "Possession of weapons": 10},
    "Park/Open Space": {"": 1.2, ASB: 8, "Criminal damage and arson": 3, "Burglary": 0.0},
    "Sports/Recreation Area": {"": 1.2, ASB: 6, "Burglary": 0.3},
    "Bus/Coach Station": {"": 4, ASB: 10, "Robbery": 10},
    "Theatre/Concert Hall": {"": 2, "Theft from the person": 10},
}
CLUSTER_RADIUS = 330.0  # metres
CLUSTERS = {"Vehicle crime": (5, 7.0), "Burglary": (9, 9.0)}  # crime type: number of the estate, factor
STEP_TYPE, STEP_FROM = "Shoplifting", "2025-11"


@dataclass(frozen=True)
class Crime:
    """One row of a street file before its outcome; `identity` is None for ASB, `place` where unplaced."""

    identity: str | None
    month: str
    crime_type: str
    place: Place | None


def step_place(places: Sequence[Place]) -> Place:
    """The snap point whose shoplifting steps up: the southernmost supermarket."""
    return min((place for place in places if place.kind == "Supermarket"), key=lambda place: place.latitude)


class CrimeMaker:
    """Makes the crimes of one month after another; every identity is used by one crime only."""

    def __init__(self, places: Sequence[Place], dice: Dice) -> None:
        self._dice = dice
        self._places = places
        self._step = step_place(places)
        self._made = 0
        busyness = {place: _busyness(place, dice) for place in places}
        self._urns: dict[str, Urn] = {
            kind: Urn({place: busyness[place] * _affinity(place, kind) for place in places}) for kind in SHARES
        }

    def month(self, month: str) -> list[Crime]:
        """The crimes of one month, in the order in which the service prints them."""
        crimes: list[Crime] = []
        for crime_type, share in SHARES.items():
            expected = A_MONTH * share * _season(crime_type, month)
            count = int(expected + math.sqrt(expected) * 0.6 * self._dice.normal() + self._dice.unit())
            crimes.extend(self._crime(month, crime_type) for _ in range(count))
        crimes.extend(self._stepping(month))
        crimes.extend(self._repeated(crimes))
        return sorted(crimes, key=_published_order)

    def _crime(self, month: str, crime_type: str) -> Crime:
        place = None if self._dice.chance(UNPLACED) else self._urns[crime_type].draw(self._dice)
        if place is self._step and crime_type == STEP_TYPE:
            place = self._dice.one_of(self._places)
        return Crime(self._identity(crime_type), month, crime_type, place)

    def _identity(self, crime_type: str) -> str | None:
        if crime_type == ASB:
            return None
        self._made += 1
        return hashlib.sha256(f"dogger-bank {self._made}".encode()).hexdigest()

    def _stepping(self, month: str) -> list[Crime]:
        """Shoplifting at one supermarket: 1 to 4 a month, from `STEP_FROM` on 13 to 18."""
        count = self._dice.whole(13, 18) if month >= STEP_FROM else self._dice.whole(1, 4)
        return [Crime(self._identity(STEP_TYPE), month, STEP_TYPE, self._step) for _ in range(count)]

    def _repeated(self, crimes: Sequence[Crime]) -> list[Crime]:
        """In every other month one id stands on a second row: at another place, or wholly the same."""
        if month_number(crimes[0].month) % 2:
            return []
        first = self._dice.one_of([crime for crime in crimes if crime.identity and crime.place])
        elsewhere = self._dice.one_of(self._places) if self._dice.chance(0.6) else first.place
        return [replace(first, place=elsewhere)]


def _busyness(place: Place, dice: Dice) -> float:
    """Weight of a place whatever the type: the middle is busier, and a few streets are much busier."""
    distance = math.hypot(*place.metres)
    return (0.25 + math.exp(-distance / 900.0)) * math.exp(0.65 * dice.normal())


def _affinity(place: Place, crime_type: str) -> float:
    """Factor of a crime type at a place: by its kind, and by the planted clusters."""
    by_type = KINDS.get(place.kind, {})
    factor = by_type.get(crime_type, by_type.get("", 1.0))
    if place.kind != STREET and crime_type == "Burglary":
        factor = min(factor, 1.0)
    if crime_type in CLUSTERS:
        estate, cluster_factor = CLUSTERS[crime_type]
        x, y = estate_centre(estate)
        if math.hypot(place.metres[0] - x, place.metres[1] - y) <= CLUSTER_RADIUS:
            return factor * cluster_factor
    return factor


def _season(crime_type: str, month: str) -> float:
    height, peak = SEASONS.get(crime_type, (0.0, 1))
    return 1.0 + height * math.cos(2.0 * math.pi * (int(month[5:]) - peak) / 12.0)


def _published_order(crime: Crime) -> tuple[bool, str, str, str]:
    """By LSOA name, rows without one last, then by crime type."""
    name = crime.place.area.name if crime.place else ""
    location = crime.place.location if crime.place else ""
    return (not name, name, crime.crime_type, location)
