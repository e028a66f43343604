# SPDX-License-Identifier: GPL-2.0-or-later
"""Where residents are the wrong base of a rate: places that many people visit and few live in."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Optional

from .areas.model import AreaKind
from .around_area import area_around
from .denominators import Denominator
from .errors import CacheError
from .model import Month, Selection
from .monthly import monthly
from .monthly_types import months_by_type
from .rates import base_of

OF_VISITORS = ("Shoplifting", "Theft from the person")
MOST_SHARE = 0.15
"""Share of thefts from shops and passers-by among recorded crime from which an area counts as commercial: our choice.

Of the 417 LSOAs of Bedfordshire, May 2021 to April 2023, the tenth with most of them have it; its districts have not.
"""
MOST_TIMES = 2.0
"""Rate of recorded crime in rates of its police force area from which residents are said to mislead: our choice."""


@dataclass(frozen=True)
class Visitors:
    """`share` of thefts from shops and persons; `times` the rate of the police force area, where both are known."""

    share: float
    times: Optional[float]

    @property
    def mislead(self) -> bool:
        """Whether a rate per resident says more about who visits than about who lives there."""
        return self.share >= MOST_SHARE or (self.times is not None and self.times >= MOST_TIMES)


def visitors(connection: sqlite3.Connection, selection: Selection, months: Collection[Month]) -> Optional[Visitors]:
    """Look at all recorded crime of an area in these months, whatever types are selected; None without any."""
    every = replace(selection, crime_types=(), with_asb=False)
    of = monthly(connection, every)
    total = sum(count for month, count in of.held.items() if month in months)
    if not total:
        return None
    counted = {one.name: one.counts for one in months_by_type(connection, of)}
    shop = sum(
        count
        for name in OF_VISITORS
        for one, count in zip(of.months, counted.get(name, ()))
        if one.month in months and count is not None
    )
    return Visitors(shop / total, _times(connection, every, total, months))


def _times(
    connection: sqlite3.Connection, selection: Selection, total: int, months: Collection[Month]
) -> Optional[float]:
    force = area_around(connection, selection, AreaKind.PFA)
    own = base_of(connection, selection, Denominator.RESIDENTS)
    if force is None:
        return None
    around = replace(selection, area=force)
    try:
        held = monthly(connection, around).held
    except CacheError:
        return None
    there = base_of(connection, around, Denominator.RESIDENTS)
    common = [month for month in months if month in held]
    mine = own.rate(total, len(months))
    rate = there.rate(sum(held[month] for month in common), len(common))
    return mine / rate if mine is not None and rate else None
