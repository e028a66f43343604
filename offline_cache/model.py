# SPDX-License-Identifier: GPL-2.0-or-later
"""The words of the field as values: months, datasets, published files, selections and their coverage."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import Optional

from .errors import CacheError, shown

ASB = "Anti-social behaviour"
"""An incident, not a recorded crime: every total is offered with and without it."""

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])\Z")


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; ordered, printed as the service writes it (`YYYY-MM`)."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`; raises `CacheError` for anything else."""
        match = _MONTH.match(text)
        if not match:
            raise CacheError(f"{shown(text)} is not a month. Write months as YYYY-MM, such as 2026-04.")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def start(self) -> str:
        """The first of the month in the one form that all QGIS versions filter rightly."""
        return f"{self}-01T00:00:00.000"

    def next(self) -> Month:
        """The month after."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    def moved(self, months: int) -> Month:
        """The month so many later, or earlier where negative."""
        number = self.year * 12 + self.month - 1 + months
        return Month(number // 12, number % 12 + 1)

    @staticmethod
    def span(first: Month, last: Month) -> list[Month]:
        """All months from `first` to `last`, both included; empty when `last` is earlier."""
        months = []
        while first <= last:
            months.append(first)
            first = first.next()
        return months


class Dataset(enum.Enum):
    """The three kinds of published file, by the word in their names."""

    STREET = "street"
    OUTCOMES = "outcomes"
    STOPS = "stop-and-search"


@dataclass(frozen=True)
class FileKey:
    """What a published file is of: the unit of replacement."""

    force: str
    month: Month
    dataset: Dataset

    def __str__(self) -> str:
        return f"{self.month}-{self.force}-{self.dataset.value}.csv"


@dataclass(frozen=True)
class Snapshot:
    """The release of the service that a file is from: `exact` by its archive's name, else that month or later."""

    month: Month
    exact: bool


@dataclass(frozen=True)
class PublishedFile:
    """One line of the ledger: a published file as it is held in the cache.

    `rows` are those held; `published`, `unplaced` (without a place) and `without_lsoa` (with a place, but no LSOA)
    count those of the file as published. `scope` is None for the whole file, else the LSOA codes whose rows are held.
    """

    key: FileKey
    rows: int
    published: int
    unplaced: int
    without_lsoa: int
    lsoa_edition: Optional[int]
    edition_inferred: bool
    source: str
    snapshot: Snapshot
    crc: int
    fetched_at: str
    scope: Optional[tuple[str, ...]]

    @property
    def unplaced_held(self) -> int:
        """Rows without a place that are held: none of a slice, of which such rows cannot be told to be."""
        return self.unplaced if self.scope is None else 0


class By(enum.Enum):
    """What street rows can be counted by."""

    FORCE = "force"
    MONTH = "month"
    CRIME_TYPE = "crime_type"
    OUTCOME = "outcome"
    LSOA = "lsoa"
    PLACE = "place"
    DISTRICT = "district"
    CSP = "csp"


class ChangeKind(enum.Enum):
    """What importing a file did to the cache."""

    ADDED = "added"
    REVISED = "revised"
    WIDENED = "widened"
    UNCHANGED = "unchanged"
    NEWER_HELD = "held from a newer archive"


@dataclass(frozen=True)
class FileChange:
    """What importing one file did; counts are rows, as multisets.

    `rows` are those held now, of the LSOAs in `scope` (None: of the whole file); `unplaced` are those without a
    place in the file as published. Of the LSOAs that were held before are rows added, gone and changed;
    `rows_widened` are of those that were not.
    """

    key: FileKey
    kind: ChangeKind
    rows: int
    unplaced: int
    rows_added: int = 0
    rows_gone: int = 0
    outcomes_changed: int = 0
    rows_widened: int = 0
    scope: Optional[tuple[str, ...]] = None


@dataclass(frozen=True)
class Gap:
    """A month that is not held although the months around it are, or not wholly, and why as far as is known."""

    force: str
    month: Month
    dataset: Dataset
    reason: str


SNAP_POINTS_REDRAWN = Month(2022, 7)
"""The first month on the present list of snap points: places before and after do not compare (service B.5)."""


NEIGHBOURHOOD = "neighbourhood"
"""The kind of area that forces draw, by its word in an `AREA` parameter."""


@dataclass(frozen=True)
class Area:
    """Areas of one kind; `name` is for reading.

    `lsoa`, `ward`, `district`, `csp` and `pfa` go by their ONS codes and are made of LSOAs; `neighbourhood` goes by
    `force/id` and is an outline.
    """

    kind: str
    codes: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Selection:
    """What a number is about. None, or an empty tuple, means: no limit.

    `forces` are those whose files are read; `area` keeps the rows whose LSOA code lies in it (of a
    neighbourhood: whose snap point does), whichever force's file they stand in.
    """

    first: Optional[Month] = None
    last: Optional[Month] = None
    forces: tuple[str, ...] = ()
    crime_types: tuple[str, ...] = ()
    with_asb: bool = True
    area: Optional[Area] = None


@dataclass(frozen=True)
class Coverage:
    """What a number rests on: files and rows held, rows without a place, months that are missing or partial.

    `unplaced` counts the files as published; `unplaced_not_held` of them are of slices, which hold no such row.
    `not_carried` rows have a place, but an LSOA of which it is not known whether it lies in the selected area.
    `partial` months are held, but not all of what is selected: a number has only the LSOAs that are.
    `notes` are sentences that have to go with the number, such as of which day the outline of a neighbourhood is.
    """

    files: int
    rows: int
    unplaced: int
    missing: tuple[Gap, ...]
    lsoa_editions: tuple[int, ...]
    snapshots: tuple[str, ...]
    first: Optional[Month] = None
    last: Optional[Month] = None
    not_carried: int = 0
    partial: tuple[Gap, ...] = ()
    unplaced_not_held: int = 0
    notes: tuple[str, ...] = ()

    @property
    def spans_redrawing(self) -> bool:
        """Whether months before and after the redrawing of the snap points are among those held."""
        return bool(self.first and self.last and self.first < SNAP_POINTS_REDRAWN <= self.last)
