# SPDX-License-Identifier: GPL-2.0-or-later
"""Limits of rows as somebody typed them, refused where the cache does not know them: no row would read as no crime."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import Optional

from .areas.model import AreaKind
from .chosen_area import read_area
from .errors import CacheError, shown
from .model import Area, Dataset
from .reference import lsoa_edition

_OTHERS = """
    SELECT lsoa21 FROM lsoa_exact_fit WHERE lsoa11 = ?
    UNION SELECT lsoa11 FROM lsoa_exact_fit WHERE lsoa21 = ? ORDER BY 1
"""
_OLDER = 2011
_PLACE = "SELECT 1 FROM place WHERE id = ?"
_OUTCOMES = "SELECT name FROM outcome_type WHERE name <> '' ORDER BY name"
_OF_STOPS = "SELECT DISTINCT v.name FROM stop s JOIN stop_value v ON v.id = s.outcome WHERE v.name <> '' ORDER BY 1"


def typed_lsoas(connection: sqlite3.Connection, codes: Collection[str]) -> Optional[Area]:
    """The LSOAs of some codes or names, None for none; raises `CacheError` for one that the cache does not know."""
    gone = tuple(code for code in codes if lsoa_edition(code) == _OLDER)  # known without a look-up
    others = [code for code in codes if code not in gone]
    area = read_area(connection, f"{AreaKind.LSOA.value}:{','.join(others)}").area if others else None
    all_codes = (*(area.codes if area else ()), *gone)
    return Area(AreaKind.LSOA.value, all_codes, ", ".join(all_codes[:3])) if all_codes else None


def typed_places(connection: sqlite3.Connection, places: Collection[int]) -> Optional[tuple[int, ...]]:
    """Snap points as layers number them, None for none; raises `CacheError` for one that is not there."""
    for place in places:
        if not connection.execute(_PLACE, (place,)).fetchone():
            raise CacheError(
                f"The cache has no snap point {place}. Take the number from the field 'place' of a layer, or from "
                "'counts --by place'."
            )
    return tuple(places) or None


def typed_outcomes(connection: sqlite3.Connection, dataset: Dataset, outcomes: Collection[str]) -> tuple[str, ...]:
    """Outcomes as published, written in any case; raises `CacheError` with the nearest names."""
    if not outcomes:
        return ()
    sql = _OF_STOPS if dataset is Dataset.STOPS else _OUTCOMES
    known = {str(name).casefold(): str(name) for (name,) in connection.execute(sql)}
    for outcome in outcomes:
        if outcome.strip().casefold() not in known:
            near = [known[name] for name in get_close_matches(outcome.casefold(), known, 3, 0.0)]
            raise CacheError(
                f"{shown(outcome)} is none of the {len(known)} outcomes that the cache holds. Nearest are: "
                f"{'; '.join(near)}."
            )
    return tuple(known[outcome.strip().casefold()] for outcome in outcomes)


def refuse_other_edition(
    connection: sqlite3.Connection, within: Optional[Area], editions: Iterable[Optional[int]]
) -> None:
    """Raise `CacheError` where all of these LSOAs are of one edition alone, and no file is written in it."""
    if within is None or within.kind != AreaKind.LSOA.value:
        return
    there, asked = set(editions), {lsoa_edition(code) for code in within.codes}
    if there and None not in there | asked and there.isdisjoint(asked):
        of, written = (" and ".join(str(edition) for edition in sorted(filter(None, some))) for some in (asked, there))
        raise CacheError(
            f"{', '.join(within.codes[:3])}: an LSOA of {of}, and the files of these months are written with those of "
            f"{written}, so nothing is known of it there, which is not zero. "
            f"{_others(connection, within.codes[0]) or f'Choose its LSOAs of {written}.'}"
        )


def _others(connection: sqlite3.Connection, code: str) -> str:
    """The LSOAs of the other edition that have the ground of one, to choose; '' where no look-up knows them."""
    found = [str(other) for (other,) in connection.execute(_OTHERS, (code, code))]
    return f"Its ground is in {', '.join(found)}: choose these." if found else ""
