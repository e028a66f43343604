# SPDX-License-Identifier: GPL-2.0-or-later
"""Single numbers of areas, asked for one by one and often, as expressions do: kept until the cache changes.

Of areas that are made of LSOAs those of a kind are counted together the first time one of them is asked for.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import Connection
from typing import Any, Callable, Optional, TypeVar

from .area_counts import AreaCount, area_counts
from .areas.lookups import newest_edition
from .areas.model import AreaKind, AreaSet
from .chosen_area import read_area
from .denominators import Denominator
from .errors import CacheError
from .model import ASB, Gap, Month, Selection
from .monthly import MonthStatus, monthly
from .queries import crime_type_named
from .rates import base_of
from .reader import reading
from .reference import lsoa_edition

ALL = "all"
"""Written as a crime type: all of them, anti-social behaviour too."""
_MOST_ANSWERS, _MOST_TABLES = 50_000, 8
"""Kept at once: of all LSOAs a table takes 10 MB, an answer less than a kilobyte."""
_MADE = TypeVar("_MADE")


@dataclass(frozen=True)
class Question:
    """Crimes of an `AREA` text; open months are those held, no types are recorded crime without ASB."""

    area: str
    first: Optional[Month] = None
    last: Optional[Month] = None
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """`count` crimes of what is held, None where nothing is; `lacking` names the files of which not all is held.

    `rate` is per 1,000 a year of the months of which all is held; None, and `no_rate` says why, where there is none.
    """

    name: str
    count: Optional[int]
    lacking: tuple[Gap, ...]
    rate: Optional[float]
    no_rate: str


class Answers:
    """Answers of caches, for all threads; each is worked out by a connection of its own, one at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._tables: OrderedDict[Hashable, Any] = OrderedDict()

    def answer(self, cache: Path, question: Question, which: Denominator = Denominator.RESIDENTS) -> Answer:
        """The answer of the cache at `cache`; raises `CacheError` where it cannot be given."""
        with self._lock:
            state = _state(cache)
            key = (state, question, which)
            return _once(self._answers, _MOST_ANSWERS, key, lambda: self._work_out(cache, state, question, which))

    def _work_out(self, cache: Path, state: Hashable, question: Question, which: Denominator) -> Answer:
        with reading(cache) as connection:
            selection = _selection(connection, question)
            rows = self._rows(connection, state, selection, which)
            if rows is not None:
                return _of_rows(rows, selection, which)
            return _of_months(connection, selection, which)

    def _rows(
        self, connection: Connection, state: Hashable, selection: Selection, which: Denominator
    ) -> Optional[list[AreaCount]]:
        """The areas of a selection, counted with all of their kind; None where they are not made of LSOAs."""
        area = selection.area
        if area is None or area.kind not in {kind.value for kind in AreaKind}:
            return None
        kind, everywhere = AreaKind(area.kind), replace(selection, area=None)
        try:
            found = [self._row(connection, state, everywhere, kind, code, which) for code in area.codes]
        except CacheError:  # of some other area there is no look-up: of this one there may be
            return None
        return [row for row in found if row is not None] if all(found) else None

    def _row(
        self,
        connection: Connection,
        state: Hashable,
        selection: Selection,
        kind: AreaKind,
        code: str,
        which: Denominator,
    ) -> Optional[AreaCount]:
        edition = (lsoa_edition(code) or 2021) if kind is AreaKind.LSOA else newest_edition(connection, kind)
        areas = AreaSet(kind, edition)

        def count() -> Mapping[str, AreaCount]:
            return {row.code: row for row in area_counts(connection, selection, areas, which).rows}

        return _once(self._tables, _MOST_TABLES, (state, selection, areas, which), count).get(code)


def _once(kept: OrderedDict[Hashable, Any], most: int, key: Hashable, make: Callable[[], _MADE]) -> _MADE:
    """What `make` gives or raises, worked out once; of `most` that are kept, the one not asked for longest goes."""
    if key in kept:
        kept.move_to_end(key)
    else:
        try:
            kept[key] = make()
        except CacheError as error:
            kept[key] = error
        if len(kept) > most:
            kept.popitem(last=False)
    if isinstance(kept[key], CacheError):
        raise CacheError(str(kept[key]))
    made: _MADE = kept[key]
    return made


def _state(cache: Path) -> Hashable:
    """What changes whenever the cache is written; '' parts where a file is not there."""
    found: list[tuple[int, ...]] = []
    for path in (cache, cache.with_name(cache.name + "-wal")):
        try:
            now = os.stat(path)
            found.append((now.st_ino, now.st_size, now.st_mtime_ns))
        except (OSError, ValueError):
            found.append(())
    return (str(cache), *found)


def _selection(connection: Connection, question: Question) -> Selection:
    if question.first and question.last and question.first > question.last:
        raise CacheError(f"The first month, {question.first}, is after the last, {question.last}. Swap them.")
    whole = tuple(name.strip().casefold() for name in question.types) == (ALL,)
    types = () if whole else tuple(crime_type_named(connection, name) for name in question.types)
    of = read_area(connection, question.area)
    return replace(of, first=question.first, last=question.last, crime_types=types, with_asb=whole or ASB in types)


def _of_rows(rows: list[AreaCount], selection: Selection, which: Denominator) -> Answer:
    name = selection.area.name if selection.area else ""
    counts = [row.count for row in rows if row.count is not None]
    lacking = tuple(dict.fromkeys(gap for row in rows for gap in (*row.missing, *row.partial)))
    rate, no_rate = None, ""
    if len(rows) == 1:
        rate = rows[0].rate
    elif all(row.denominator for row in rows) and len({row.months for row in rows}) == 1 and rows[0].months:
        base = sum(row.denominator or 0 for row in rows)
        rate = sum(row.rated for row in rows) * 12 / rows[0].months / base * 1000
    if rate is None and not any(row.months for row in rows):
        no_rate = f"There is no rate of {name}: no month of it is wholly held, which is not zero."
    elif rate is None:
        no_rate = (
            f"There is no rate of {name}: the cache holds no {which.value} of it. Bring them in with 'areas import'."
        )
    return Answer(name, sum(counts) if len(counts) == len(rows) else None, lacking, rate, no_rate)


def _of_months(connection: Connection, selection: Selection, which: Denominator) -> Answer:
    """Of forces, neighbourhoods and all that is held."""
    found = monthly(connection, selection)
    base = base_of(connection, selection, which)
    rate = base.rate(found.total, len(found.held))
    no_rate = (
        "" if rate is not None else base.lacking or "There is no rate: no month is wholly held, which is not zero."
    )
    known = [one.count for one in found.months if one.status is not MonthStatus.MISSING and one.count is not None]
    name = selection.area.name if selection.area else ", ".join(selection.forces) or "all that is held"
    lacking = (*found.coverage.missing, *found.coverage.partial)
    return Answer(name, sum(known) if known else None, lacking, rate, no_rate)
