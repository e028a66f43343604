# SPDX-License-Identifier: GPL-2.0-or-later
"""What `policeuk:beatbrief` is asked: the areas, one or all of a level, the months of both years, how to compare."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext

from offline_cache.area_levels import level_of
from offline_cache.areas.lookups import newest_edition
from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.chosen_area import read_area
from offline_cache.denominators import Denominator
from offline_cache.errors import CacheError
from offline_cache.model import NEIGHBOURHOOD, Area, Month, Selection
from offline_cache.neighbourhood_counts import named_neighbourhoods
from offline_cache.neighbourhoods import neighbourhoods_of
from offline_cache.railways import last_policed

from ...text import forces_phrase, many, month_name, number, tr
from ..asking.selection_parameters import AREA, FROM, TO, with_months
from ..asking.two_periods import Periods, settled
from ..peers.peer_choice import PeerChoice
from ..peers.peer_parameters import DENOMINATOR, read_peers
from ..rates.rated_parameters import LEVEL
from ..running.wording import places_of_selection

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

MOST = 500
"""Briefs in one file."""
_EDITION, _YEAR = 2021, 12


@dataclass(frozen=True)
class Beat:
    """An area that gets a brief."""

    selection: Selection
    name: str


@dataclass(frozen=True)
class Asked:
    """All that is asked; `whole` names what the beats are of, `team` is '' where it is to be found.

    `without` says of areas of the level why they have no brief.
    """

    cache: Path
    beats: tuple[Beat, ...]
    whole: str
    level: str
    periods: Periods
    choice: PeerChoice
    which: Denominator
    team: str
    since: Optional[Month]
    background: Optional[Path] = None
    without: tuple[str, ...] = ()


def brief_asked(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
    team: str,
    since: Optional[Month],
    background: str = "",
) -> Asked:
    """Read it; raises `CacheError` where there is no such area, or not one of its months is held."""
    selection = read_area(connection, algorithm.parameterAsString(parameters, AREA, context))
    level = algorithm.parameterAsString(parameters, LEVEL, context)
    beats, without = _all_of(connection, selection, level) if level else ((_one(connection, selection),), ())
    if since is not None and since > Month(date.today().year, date.today().month):
        raise CacheError(
            tr("The last meeting, {month}, is still to come. Choose a month that has begun.").format(
                month=month_name(since)
            )
        )
    asked = replace(
        selection,
        first=algorithm.month(parameters, FROM, context),
        last=algorithm.month(parameters, TO, context),
    )
    return Asked(
        algorithm.cache_path(parameters, context),
        beats,
        _name(connection, selection),
        level,
        _periods(connection, asked),
        read_peers(algorithm, parameters, context),
        Denominator(algorithm.parameterAsString(parameters, DENOMINATOR, context)),
        team,
        since,
        Path(background) if background else None,
        without,
    )


def _periods(connection: sqlite3.Connection, asked: Selection) -> Periods:
    """Twelve months up to the last one, unless others are asked for, and the same a year before."""
    held = with_months(connection, asked)
    last = asked.last or last_policed(connection, asked) or held.last
    if last is None:
        raise CacheError(tr("No month of this area is held. Download or import the files of its force first."))
    periods = settled(asked.first, last, None, None, last)
    if len(Month.span(periods.first, periods.last)) > _YEAR:
        raise CacheError(
            tr("A brief is of twelve months or fewer, beside the same a year before: choose FROM and TO within a year.")
        )
    return periods


def _one(connection: sqlite3.Connection, selection: Selection) -> Beat:
    if selection.area is None and not selection.forces:
        raise CacheError(
            tr("Choose whose brief this is as AREA, such as neighbourhood:bedfordshire/C1 or ward:…, or a LEVEL.")
        )
    _refuse_former(connection, selection)
    return Beat(selection, _name(connection, selection))


_FITTED = """
    SELECT e.lsoa21 FROM lsoa_exact_fit e JOIN lsoa l ON l.code = e.lsoa21 WHERE e.lsoa11 = ? AND e.lsoa21 <> e.lsoa11
"""


def _refuse_former(connection: sqlite3.Connection, selection: Selection) -> None:
    """An LSOA of 2011 that the files have under other codes would read as one without a crime."""
    area = selection.area
    for code in area.codes if area is not None and area.kind == AreaKind.LSOA.value else ():
        now = sorted(str(row[0]) for row in connection.execute(_FITTED, (code,)))
        if not set(now).issubset(area.codes if area is not None else ()):
            text = tr("{code} is an LSOA of 2011. Files held name {now} for its ground: choose {what} instead.")
            what = f"lsoa:{','.join(now)}"
            raise CacheError(text.format(code=code, now=", ".join(now), what=what))


def _name(connection: sqlite3.Connection, selection: Selection) -> str:
    """The area's name, or those of the forces."""
    if selection.area is not None or not selection.forces:
        return places_of_selection(connection, selection)
    return forces_phrase(selection.forces)


def _all_of(
    connection: sqlite3.Connection, selection: Selection, level: str
) -> tuple[tuple[Beat, ...], tuple[str, ...]]:
    """Every area of a level in the selection, by name, and why some of it have no brief.

    Raises `CacheError` where there are none or too many.
    """
    names, without = _names(connection, selection, level)
    if len(names) > MOST:
        raise CacheError(
            tr("An atlas of {beats} is too large: choose an area with up to {most} of them.").format(
                beats=many(len(names), tr("area"), tr("areas")), most=number(MOST)
            )
        )
    ordered = sorted(names.items(), key=lambda one: (one[1].casefold(), one[0]))
    times = Counter(names.values())
    beats = (
        Beat(Selection(area=Area(level, (code,), name)), f"{name} ({code})" if times[name] > 1 else name)
        for code, name in ordered
    )
    return tuple(beats), without


def _names(connection: sqlite3.Connection, selection: Selection, level: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Name by code, and a line for each that is left out."""
    if level == NEIGHBOURHOOD:
        found = named_neighbourhoods(connection, selection)
        return found, () if selection.area is not None else _without_outline(connection, found)
    kind = AreaKind(level)
    edition = _EDITION if kind is AreaKind.LSOA else newest_edition(connection, kind)
    held = level_of(connection, selection, AreaSet(kind, edition))
    partly = tr("{name}: only a part of it lies in the area.")
    return dict(held.names), tuple(partly.format(name=name) for name in held.partly)


def _without_outline(connection: sqlite3.Connection, found: Iterable[str]) -> tuple[str, ...]:
    """The neighbourhoods of these forces in which nothing can be counted."""
    text = tr("{name}: no outline of it is held, so what lies in it is not known.")
    return tuple(
        text.format(name=entry.name)
        for force in sorted({code.partition("/")[0] for code in found})
        for entry in neighbourhoods_of(connection, force).entries
        if not entry.has_outline
    )
