# SPDX-License-Identifier: GPL-2.0-or-later
"""What became of the invented crimes: one outcome or none a crime, some months after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .crimes import Crime
from .dice import Dice, Urn
from .months import LAST, month_name, month_number

UNABLE = "Unable to prosecute suspect"
NO_SUSPECT = "Investigation complete; no suspect identified"
CHARGED = "Suspect charged"
# The street file follows a charge to the court, where no results come from.
AWAITING_COURT, COURT_UNAVAILABLE = "Awaiting court outcome", "Court result unavailable"
UNDER_INVESTIGATION, NO_UPDATE = "Under investigation", "Status update unavailable"
COMMON: Mapping[str, float] = {
    UNABLE: 0.40,
    NO_SUSPECT: 0.40,
    CHARGED: 0.075,
    "Local resolution": 0.035,
    "Action to be taken by another organisation": 0.022,
    "Formal action is not in the public interest": 0.012,
    "Offender given a caution": 0.012,
    "Further action is not in the public interest": 0.007,
    "Further investigation is not in the public interest": 0.006,
    "Suspect charged as part of another case": 0.003,
}
# What stands out from the common mixture: outcome weights by crime type.
SPECIAL: Mapping[str, Mapping[str, float]] = {
    "Vehicle crime": {NO_SUSPECT: 1.9, UNABLE: 0.12},
    "Bicycle theft": {NO_SUSPECT: 2.4, UNABLE: 0.10},
    "Burglary": {NO_SUSPECT: 1.2, UNABLE: 0.20},
    "Other theft": {NO_SUSPECT: 1.0, UNABLE: 0.25},
    "Theft from the person": {NO_SUSPECT: 1.6, UNABLE: 0.12},
    "Violence and sexual offences": {NO_SUSPECT: 0.14, UNABLE: 0.66},
    "Shoplifting": {CHARGED: 0.22},
    "Possession of weapons": {CHARGED: 0.50},
    "Drugs": {CHARGED: 0.22, "Local resolution": 0.45, "Offender given a caution": 0.08},
}
DELAY_MONTHS: Mapping[int, float] = {
    0: 0.40,
    1: 0.25,
    2: 0.13,
    3: 0.08,
    4: 0.05,
    5: 0.04,
    6: 0.02,
    7: 0.02,
    8: 0.01,
}
WITHOUT_UPDATE = 0.23
COURT_MONTHS = 6


@dataclass(frozen=True)
class Ending:
    """The words of the street file, and the row of the outcomes file, if there is one."""

    last_category: str
    outcome_type: str | None
    outcome_month: str | None


class Endings:
    """Draws how crimes ended."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._delays = Urn(DELAY_MONTHS)
        self._common = Urn(COMMON)
        self._special = {kind: Urn({**COMMON, **weights}) for kind, weights in SPECIAL.items()}

    def draw(self, crime: Crime) -> Ending:
        """The ending of one crime as known at the end of the last month held."""
        if crime.identity is None:
            return Ending("", None, None)
        outcome = self._special.get(crime.crime_type, self._common).draw(self._dice)
        month = month_name(month_number(crime.month) + self._delays.draw(self._dice))
        if self._dice.chance(WITHOUT_UPDATE):
            return Ending(NO_UPDATE, None, None)
        if month > LAST:
            return Ending(UNDER_INVESTIGATION, None, None)
        if outcome != CHARGED:
            return Ending(outcome, outcome, month)
        waiting = month_number(LAST) - month_number(month) < COURT_MONTHS
        return Ending(AWAITING_COURT if waiting else COURT_UNAVAILABLE, CHARGED, month)
