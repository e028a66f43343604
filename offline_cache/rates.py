# SPDX-License-Identifier: GPL-2.0-or-later
"""Rates per 1,000 a year of the months that are held, with what they are of."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Optional

from .denominators import Denominated, Denominator, denominator_of
from .errors import CacheError
from .model import Selection

PER = 1000
MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Base:
    """What a rate is of: residents or households; or why there is none, as a sentence."""

    which: Denominator
    held: Optional[Denominated]
    lacking: str = ""

    def rate(self, count: int, months: int) -> Optional[float]:
        """Crimes per 1,000 a year: `count` crimes in `months` months that are held; None without a base or months."""
        if self.held is None or self.held.value <= 0 or months <= 0:
            return None
        return count / months * MONTHS_OF_A_YEAR / self.held.value * PER


def base_of(connection: sqlite3.Connection, selection: Selection, which: Denominator) -> Base:
    """The residents or households of a selection; never raises, since counts serve without a rate."""
    advice = "import their figures with 'areas import', or fetch them with 'areas fetch'"
    try:
        held = denominator_of(connection, selection, which)
    except CacheError as error:
        return Base(which, None, f"No rate per 1,000 {which.value}: {error}")
    if held is None or held.value <= 0:
        return Base(which, None, f"No rate per 1,000 {which.value}: none are held for it. For LSOAs, {advice}.")
    return Base(which, held)
