# SPDX-License-Identifier: GPL-2.0-or-later
"""The course of one crime: every row of the cache that has its id, what the service said, and what is missing."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional, Union

from .coverage import NOT_HELD, known_gap
from .crime_histories import HeldHistory, crime_history_held
from .errors import CacheError, shown
from .ledger import published_files
from .model import Dataset, FileKey, Gap, Month, PublishedFile
from .outcome_joins import IDS_REPEAT

NOT_IN_SLICE = "held as a slice without the crime's LSOA"
_LONGEST = 200
_SERVICES_ID = re.compile(r"[0-9a-fA-F]{64}\Z")
_FIRST = "SELECT f.force, substr(f.month_start, 1, 7), CASE WHEN f.scope IS NULL THEN r.id - f.first_row + 2 END,"
_MORE = """
    p.name, p.longitude, p.latitude, l.code, l.name
  FROM published_file f
  JOIN"""
_PLACED = """r ON r.file = f.id AND r.id BETWEEN f.first_row AND f.last_row
  CROSS JOIN place p ON p.id = +r.place
  LEFT JOIN lsoa l ON l.id = p.lsoa
  LEFT JOIN outcome_type o ON o.id = r.outcome"""
_TYPE = "LEFT JOIN crime_type t ON t.id = r.type"
_WHERE = """
  WHERE r.crime_id IN (?, ?) AND (? = '' OR f.force = ?) AND (? = '' OR f.month_start = ?)
  ORDER BY f.force, f.month_start, r.id"""
_CRIMES = " ".join((_FIRST, "t.name, o.name, o.outcome_group,", _MORE, "crime", _PLACED, _TYPE, _WHERE))
_OUTCOMES = " ".join((_FIRST, "'', o.name, o.outcome_group,", _MORE, "outcome", _PLACED, _WHERE))


@dataclass(frozen=True)
class CourseRow:
    """A row of a published file: `file` is what the ledger has of it.

    `line` is its line in the file, whose header is line 1; None for slices, which do not know what stood between.
    `crime_type` is '' in files of outcomes, which name none; `outcome` in a street file is the last one known when
    the file was published, '' for none. Coordinates are WGS84 degrees as published, '' without a place.
    """

    file: PublishedFile
    line: Optional[int]
    crime_type: str
    outcome: str
    outcome_group: str
    location: str
    longitude: str
    latitude: str
    lsoa_code: str
    lsoa_name: str


@dataclass(frozen=True)
class CrimeCourse:
    """All that is known of a crime of a force.

    `crimes` are its rows in street files, `outcomes` those in files of outcomes, by month. `fetched` is the service's
    answer. `missing` are files of outcomes, from the crime's month to the last month held of the force, that are not
    held, or not with this crime's LSOA. `month` is None where neither a street row nor an answer tells it.
    `other_months` have the same id too: where `repeats`, it is that of another crime; else the months disagree.
    """

    crime_id: str
    force: str
    month: Optional[Month]
    crimes: tuple[CourseRow, ...]
    outcomes: tuple[CourseRow, ...]
    fetched: Optional[HeldHistory]
    missing: tuple[Gap, ...]
    other_months: tuple[Month, ...] = ()

    @property
    def repeats(self) -> bool:
        """Whether the force gives an id again in other months."""
        return self.force in IDS_REPEAT

    @property
    def first(self) -> Optional[CourseRow]:
        """The row that tells most of the crime."""
        return next(iter((*self.crimes, *self.outcomes)), None)


def crime_courses(
    connection: sqlite3.Connection, crime_id: str, force: str = "", month: Optional[Month] = None
) -> tuple[CrimeCourse, ...]:
    """The courses of the crimes with an id: one for each force, and for each month where a force's ids repeat.

    `force` (a slug) and `month` (the crime's) narrow the search. There is no index on ids, which would take a third of
    the cache: all rows of the files asked about are looked at. Empty where neither the cache nor an answer of the
    service knows it; raises `CacheError` for what can be no id.
    """
    asked = checked_id(crime_id)
    files = {file.key: file for file in published_files(connection)}
    crimes = _rows(connection, _CRIMES, Dataset.STREET, files, asked, force, month)
    outcomes = _rows(connection, _OUTCOMES, Dataset.OUTCOMES, files, asked, force, None)
    fetched = crime_history_held(connection, asked) if _SERVICES_ID.match(asked) else None
    keys = dict.fromkeys(
        (row.file.key.force, row.file.key.month if row.file.key.force in IDS_REPEAT else None) for row in crimes
    )
    known = {of for of, _ in keys}
    keys.update(dict.fromkeys((row.file.key.force, None) for row in outcomes if row.file.key.force not in known))
    if not keys and fetched is not None:
        keys[force, None] = None
    return tuple(
        _course(asked, of, only, crimes, outcomes, fetched, list(files.values())) for of, only in sorted(keys, key=str)
    )


def checked_id(text: str) -> str:
    """A crime id as it can stand in a file; raises `CacheError` for nothing, or what is longer than any."""
    asked = text.strip()
    if not asked:
        raise CacheError("Give the id of a crime, from the field 'Crime ID'. Anti-social behaviour has none.")
    if len(asked) > _LONGEST or not asked.isprintable():
        raise CacheError(f"{shown(asked[:80])} is not the id of a crime. Copy one from the field 'Crime ID'.")
    return asked.lower() if _SERVICES_ID.match(asked) else asked


def _rows(
    connection: sqlite3.Connection,
    sql: str,
    dataset: Dataset,
    files: dict[FileKey, PublishedFile],
    asked: str,
    force: str,
    month: Optional[Month],
) -> list[CourseRow]:
    stored: Union[bytes, str] = bytes.fromhex(asked) if _SERVICES_ID.match(asked) else asked
    start = month.start if month else ""
    # As text too: files of other hands have ids in capitals, which are kept as they are.
    found = connection.execute(sql, (stored, asked.upper(), force, force, start, start))
    return [
        CourseRow(files[FileKey(of, Month.parse(at), dataset)], line, *(text or "" for text in rest))
        for of, at, line, *rest in found
    ]


def _course(
    asked: str,
    force: str,
    only: Optional[Month],
    crimes: Sequence[CourseRow],
    outcomes: Sequence[CourseRow],
    fetched: Optional[HeldHistory],
    files: Sequence[PublishedFile],
) -> CrimeCourse:
    of_force = [row for row in crimes if row.file.key.force == force]
    own = tuple(row for row in of_force if only is None or row.file.key.month == only)
    month = own[0].file.key.month if own else fetched.month if fetched else None
    later = tuple(row for row in outcomes if row.file.key.force == force) if force not in IDS_REPEAT else ()
    lsoas = {row.lsoa_code for row in (*own, *later)}
    start = month or (later[0].file.key.month if later else None)
    return CrimeCourse(
        crime_id=asked,
        force=force,
        month=month,
        crimes=own,
        outcomes=later,
        fetched=None if force in IDS_REPEAT else fetched,
        missing=_missing(force, start, lsoas, files),
        other_months=tuple(sorted({row.file.key.month for row in of_force} - {month})),
    )


def _missing(force: str, start: Optional[Month], lsoas: set[str], files: Sequence[PublishedFile]) -> tuple[Gap, ...]:
    """Files of outcomes that could have more of the crime, from `start` to the last month held of the force."""
    last = max((file.key.month for file in files if file.key.force == force), default=None)
    if start is None or last is None:
        return ()
    held = {file.key.month: file for file in files if file.key == FileKey(force, file.key.month, Dataset.OUTCOMES)}
    gaps = []
    for month in Month.span(start, last):
        file = held.get(month)
        if file is None:
            reason = known_gap(force, Dataset.OUTCOMES, month) or NOT_HELD
            gaps.append(Gap(force, month, Dataset.OUTCOMES, reason))
        elif file.scope is not None and not lsoas & set(file.scope):
            gaps.append(Gap(force, month, Dataset.OUTCOMES, NOT_IN_SLICE))
    return tuple(gaps)
