# SPDX-License-Identifier: GPL-2.0-or-later
"""How far a pack can be trusted today, in the line that is always in sight."""

from __future__ import annotations

from datetime import date

from ..model import Month
from ..sync.words import month_phrase
from .model import Manifest

OLD_DAYS = 62
"""Days after which a pack is called old: the service publishes a month of data every month."""


def trust_line(manifest: Manifest, today: date) -> str:
    """`Data to April 2026, made 3 May 2026; whether newer months exist is unknown offline.`, and more where it is old.

    A pack of which months were left out on purpose says to which month data was held instead. `today` is the day by
    this computer's clock.
    """
    made = date.fromisoformat(manifest.made[:10])
    to = manifest.data_to
    data = f"Data to {month_phrase(to)}" if to else "No month of crimes"
    if to and manifest.held_to and manifest.held_to > to:
        newer = f"months to {month_phrase(manifest.held_to)} were held then and are not in it"
    else:
        newer = "whether newer months exist is unknown offline"
    line = f"{data}, made {_day(made)}; {newer}."
    age = (today - made).days
    if age < -1:  # a day's grace for the zones of the world
        return f"{line} This computer's clock says {_day(today)}, which is before that: check it."
    return f"{line} That is {age:,} days ago: ask for a new pack." if age > OLD_DAYS else line


def _day(day: date) -> str:
    return f"{day.day} {month_phrase(Month(day.year, day.month))}"
