# SPDX-License-Identifier: GPL-2.0-or-later
"""What a column of numbers is called in the cache, what it is of, and whether it rests on recorded crime."""

from __future__ import annotations

import re
from typing import Optional

from ..reference import known_measures
from .measures import SUM
from .parts import NewMeasure

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d|19[5-9]\d)(?!\d)")
_CRIME = re.compile(
    r"crim(?!inal_justice)|offen[cd]|violen|burglar|robber|theft|shoplift|homicide|stalking|harassment|public_order|"
    r"victim|stolen|arrest|assault|murder|vandal|weapon|knife|drug_|anti_?social|(?:^|_)asb(?:_|$)|stop_and_search|"
    r"arson|index_of_multiple|(?:^|_)w?imd\d*_(?:score|rank|decile)"
)
_COUNTED = re.compile(
    r"(?:^|_)(?:counts?|numbers?|numerator|denominator|totals?|residents|households|dwellings|population)(?:_|$)"
)
_SHARED = re.compile(
    r"(?:^|_)(?:pct|percent\w*|share|rate|ratio|proportion|per|score|rank|decile|mean|median|average|index)(?:_|$)"
)
_LONGEST = 80


def measure_name(title: str) -> str:
    """The name in the cache of a column: small letters, digits and underscores; '' where the title has none."""
    return re.sub(r"[^0-9a-z]+", "_", title.casefold()).strip("_")[:_LONGEST].strip("_")


def year_in(text: str) -> Optional[int]:
    """The one year that a text names, None where it names none or several."""
    years = {int(year) for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def measure_of(title: str, file: str, fallback_year: Optional[int] = None) -> NewMeasure:
    """The measure of a column by its title; of those that are known here, with their own title and base.

    A name such as `total_…` or `…_count` is a number to be added up; all else is a mean weighted by whatever the
    comparison is of. What speaks of crime, or is an overall index of deprivation, rests on recorded crime.
    """
    name = measure_name(title)
    known = known_measures().get(name)
    year = year_in(title) or fallback_year or year_in(file)
    if known:
        return NewMeasure(name, known["title"], year, known["base"])
    weight = SUM if _COUNTED.search(name) and not _SHARED.search(name) else ""
    return NewMeasure(name, title, year, weight, bool(_CRIME.search(name)))
