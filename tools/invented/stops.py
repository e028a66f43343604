# SPDX-License-Identifier: GPL-2.0-or-later
"""The invented stops and searches: about 25 a month, mostly near the middle of the town."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from .dice import Dice, Urn
from .months import month_name, month_number
from .places import Place

A_MONTH = 25
WITHOUT_PLACE = 0.20
NFA, ARREST = "A no further action disposal", "Arrest"
TYPES = {"Person search": 0.82, "Person and Vehicle search": 0.14, "Vehicle search": 0.04}
GENDERS = {"Male": 0.86, "Female": 0.12, "": 0.02}
AGES = {"10-17": 0.16, "18-24": 0.30, "25-34": 0.27, "over 34": 0.22, "": 0.05}
OFFICERS = {"White": 0.68, "Asian": 0.13, "Black": 0.11, "Mixed": 0.03, "Other": 0.03, "": 0.02}
SELVES: Mapping[str, Mapping[str, float]] = {
    "White": {
        "White - English/Welsh/Scottish/Northern Irish/British": 0.8,
        "White - Any other White background": 0.2,
    },
    "Asian": {"Asian/Asian British - Any other Asian background": 0.6, "Asian/Asian British - Indian": 0.4},
    "Black": {"Black/African/Caribbean/Black British - African": 1.0},
    "Mixed": {"Mixed/Multiple ethnic groups - White and Black Caribbean": 1.0},
    "Other": {"Other ethnic group - Any other ethnic group": 1.0},
    "": {"Other ethnic group - Not stated": 1.0},
}
DRUGS_ACT, PACE = "Misuse of Drugs Act 1971 (section 23)", "Police and Criminal Evidence Act 1984 (section 1)"
LAWS = {DRUGS_ACT: 0.62, PACE: 0.36, "Criminal Justice and Public Order Act 1994 (section 60)": 0.02}
PACE_OBJECTS = {"Stolen goods": 0.4, "Offensive weapons": 0.4, "Article for use in theft": 0.2}
OUTCOMES = {
    NFA: 0.70,
    ARREST: 0.14,
    "Community resolution": 0.10,
    "Summons / charged by post": 0.03,
    "": 0.03,
}


def make_stops(month: str, places: Sequence[Place], dice: Dice) -> list[dict[str, str]]:
    """The rows of one stop-and-search file by column name, in order of their date."""
    near = Urn({place: 0.08 + math.exp(-math.hypot(*place.metres) / 700.0) for place in places})
    rows = [_stop(month, near, dice) for _ in range(A_MONTH + dice.whole(-5, 5))]
    if month[5:] in {"06", "07", "08"}:
        rows[0]["Date"] = _evening_before(month)
    return sorted(rows, key=lambda row: row["Date"])


def _evening_before(month: str) -> str:
    """UTC of half an hour after local midnight on the first: files go by local time, dates by UTC."""
    last_day = {"06": 31, "07": 30, "08": 31}[month[5:]]
    return f"{month_name(month_number(month) - 1)}-{last_day}T23:30:00+00:00"


def _stop(month: str, near: Urn, dice: Dice) -> dict[str, str]:
    place = None if dice.chance(WITHOUT_PLACE) else near.draw(dice)
    law = Urn(LAWS).draw(dice)
    officer = Urn(OFFICERS).draw(dice)
    kind = Urn(TYPES).draw(dice)
    outcome = Urn(OUTCOMES).draw(dice)
    vehicle = kind == "Vehicle search"
    when = (dice.whole(1, 28), dice.whole(0, 22), 5 * dice.whole(0, 11))
    return {
        "Type": kind,
        "Date": f"{month}-{when[0]:02d}T{when[1]:02d}:{when[2]:02d}:00+00:00",
        "Part of a policing operation": "False",
        "Policing operation": "",
        "Latitude": f"{place.latitude:.6f}" if place else "",
        "Longitude": f"{place.longitude:.6f}" if place else "",
        "Gender": "" if vehicle else Urn(GENDERS).draw(dice),
        "Age range": "" if vehicle else Urn(AGES).draw(dice),
        "Self-defined ethnicity": "" if vehicle else Urn(SELVES[officer]).draw(dice),
        "Officer-defined ethnicity": "" if vehicle else officer,
        "Legislation": law,
        "Object of search": "Controlled drugs" if law == DRUGS_ACT else Urn(PACE_OBJECTS).draw(dice),
        "Outcome": outcome,
        "Outcome linked to object of search": "" if outcome in {NFA, ""} else str(dice.chance(0.7)),
        "Removal of more than just outer clothing": "" if vehicle else str(dice.chance(0.03)),
    }
