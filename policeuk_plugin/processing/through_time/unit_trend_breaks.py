# SPDX-License-Identifier: GPL-2.0-or-later
"""What may make a trend without any crime being more or fewer: how crimes are recorded, published and placed."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from typing import Optional

import numpy as np

from offline_cache.errors import CacheError
from offline_cache.model import SNAP_POINTS_REDRAWN, Month

from ...analysis.area_trends import LEAST_SEASONS, YEAR, Months, jumps
from ...analysis.seasonality import seasonality
from ...text import month_name, months_phrase, tr
from ..asking.analysis_parameters import CSP, DISTRICT, HEXAGON, SQUARE
from ..units.inputs import Inputs
from .change_run import SMALLEST_CELL
from .period_flags import known_facts

_ALL_OF_IT = 100
"""Crimes of a type in an area below which a step is too small a number to be a break."""


def published_throughout(name: str, months: Sequence[Month]) -> bool:
    """Whether a crime type was published in all the months; before it began its crimes stood under other names."""
    from offline_cache.reference import crime_type_months

    first, last = crime_type_months().get(name, ("", None))
    began = not first or Month.parse(first) <= months[0]
    return began and (last is None or Month.parse(last) >= months[-1])


def lines_of(inputs: Inputs, months: Sequence[Month]) -> tuple[str, ...]:
    """Known facts of the forces, and crime types that began or ended in between."""
    from offline_cache.monthly import forces_behind

    if inputs.connection is None or inputs.crimes.selection is None:
        return ()
    selection = inputs.crimes.selection
    facts = known_facts(forces_behind(inputs.connection, selection), months)
    return (*facts, *_types(selection.crime_types, months))


class Sides(enum.Enum):
    """How months before the redrawing of the snap points and after it are taken together in units."""

    ONE = "all on one side"
    LARGE = "both sides, in units so large that it moves little"
    APART = "both sides, not compared with each other"
    ACROSS = "both sides, compared all the same"


def sides_of(months: Sequence[Month], units: str, cell_size: float, insisted: bool) -> Sides:
    """How the months have to be taken; raises `CacheError` for small cells that have too few on one side.

    Each side by itself where it has months enough for a trend; else LSOAs and larger units are compared all the same,
    and small cells only where that is `insisted` on.
    """
    if not months[0] < SNAP_POINTS_REDRAWN <= months[-1]:
        return Sides.ONE
    if units in (DISTRICT, CSP):
        return Sides.LARGE
    if insisted:
        return Sides.ACROSS
    if months_of(months, Sides.APART).seasons >= LEAST_SEASONS:
        return Sides.APART
    if units in (SQUARE, HEXAGON) and cell_size < SMALLEST_CELL:
        raise CacheError(
            tr(
                "From {month} on the service places crimes on another list of snap points, and there are too few "
                "months for a trend on one side of that. Cells of {size:g} m would show it as trend. Choose cells of "
                "{least:g} m or more, LSOAs, or districts, or more months; or insist with ACROSS_REDRAWING."
            ).format(month=month_name(SNAP_POINTS_REDRAWN), size=cell_size, least=SMALLEST_CELL)
        )
    return Sides.ACROSS


def months_of(months: Sequence[Month], sides: Sides) -> Months:
    """The months numbered, with those of different sides apart where they are not compared."""
    number = np.array([one.year * YEAR + one.month - 1 for one in months], dtype=np.int64)
    redrawn = SNAP_POINTS_REDRAWN.year * YEAR + SNAP_POINTS_REDRAWN.month - 1
    return Months(number, ((number >= redrawn) & (sides is Sides.APART)).astype(np.int64))


def redrawn_line(sides: Sides) -> str:
    """What the redrawing of the snap points means for these units, '' where all months are on one side."""
    month = month_name(SNAP_POINTS_REDRAWN)
    if sides is Sides.ONE:
        return ""
    if sides is Sides.ACROSS:
        return tr(
            "The snap points are not the same throughout: from {month} on the service places crimes on another list, "
            "and there are too few months to judge one side by itself. So a small area may seem to rise or fall where "
            "nothing did; a sign of it is that one neighbour rises and the other falls. The area as a whole holds."
        ).format(month=month)
    if sides is Sides.APART:
        return tr(
            "From {month} on the service places crimes on another list of snap points. In units, months before are "
            "compared with each other only, and so are those after it; a step between them is no trend here. The first "
            "and last year of units are of one list, the later one where it has months enough."
        ).format(month=month)
    return tr(
        "From {month} on the service places crimes on another list of snap points. In districts and CSPs that moves "
        "few crimes, so all months are compared."
    ).format(month=month)


def _types(chosen: Sequence[str], months: Sequence[Month]) -> Iterator[str]:
    from offline_cache.reference import crime_type_months

    for name, (first, last) in crime_type_months().items():
        began = months[0] < Month.parse(first) <= months[-1]
        ended = last is not None and months[0] <= Month.parse(last) < months[-1]
        if (chosen and name not in chosen) or not (began or ended):
            continue
        when = months_phrase(Month.parse(first), Month.parse(last)) if last else month_name(Month.parse(first))
        text = tr("{name} was published in {when} only") if last else tr("{name} was published from {when} on only")
        yield tr("{fact}: its trend is no trend of crime, and it is not tested by itself.").format(
            fact=text.format(name=name, when=when)
        )


def jumps_of(
    whole: np.ndarray, names: Sequence[str], months: Sequence[Month], days: np.ndarray, alpha: float
) -> dict[str, list[Month]]:
    """Months from which on the area lies on another level, by crime type, of `whole` (t, m) crimes of the area.

    Per day, and by season where seasons are beyond chance. A step of a whole area at once is rather one of recording.
    """
    number = np.array([one.year * YEAR + one.month - 1 for one in months])
    found = {}
    for name, counts in zip(names, whole):
        if counts.sum() < _ALL_OF_IT:
            continue
        seasons = seasonality(counts, number, days)
        usual = days * np.maximum(seasons.index[number % YEAR], 0.01) if seasons and seasons.shown(alpha) else days
        rates: list[Optional[float]] = [None] * int(number[-1] - number[0] + 1)
        for at, rate in zip((number - number[0]).tolist(), (counts / usual).tolist()):
            rates[at] = rate
        stepped = [int(number[0]) + at for at in jumps(rates, alpha, len(names))]
        if stepped:
            found[name] = [Month(at // YEAR, at % YEAR + 1) for at in stepped]
    return found
