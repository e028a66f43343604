# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts of every area of a level and of its peers, each over the months that it has in common with its own peers."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Optional, Union

from offline_cache.area_levels import Level
from offline_cache.denominators import Denominator, Figures
from offline_cache.errors import CacheError
from offline_cache.model import Month, Selection
from offline_cache.peer_counts import NotCarried, PeerArea, PeerCounts, peer_counts
from offline_cache.peer_months import FEWEST_PEERS, common_months
from offline_cache.reference_data.official import official_counts
from offline_cache.unplaced_share import unplaced_rows

from ...analysis.errors import Cancelled, stop_if
from ...text import tr
from .peer_group import PeerGroup
from .peer_sides import Member, Question
from .peer_sides_ons import member_of, ons_sides
from .peer_sides_police import no_base, questions_of
from .verdicts_peers import NotCompared, Why
from .visiting_words import visiting_lines


@dataclass(frozen=True)
class Numbers:
    """What one area is compared by: residents or households, counts by question, peers that are left, over `years`."""

    base: int
    counts: Mapping[str, Optional[int]]
    peers: tuple[Member, ...]
    years: float
    dropped: int = 0
    left_out: tuple[str, ...] = ()

    @property
    def months(self) -> int:
        """How many months the counts are of."""
        return round(self.years * 12)


@dataclass(frozen=True)
class Beside:
    """What is in no count: by area the crimes that cannot be carried to it exactly, and lines on forces from elsewhere
    whose files are not held of all months."""

    not_carried: Mapping[str, NotCarried]
    visiting: tuple[str, ...]

    @property
    def doubtful(self) -> tuple[NotCarried, ...]:
        """Those of areas that have such crimes."""
        return tuple(one for one in self.not_carried.values() if one.crimes)


_NOTHING_BESIDE = Beside({}, ())


@dataclass(frozen=True)
class Counted:
    """Numbers by area, why some have none, what was counted, and the share of rows without a place, if known.

    `crimes`: of every area asked about, compared or not, all that is selected in the months held; None where none are.
    """

    of: Mapping[str, Numbers]
    refused: Mapping[str, NotCompared]
    questions: tuple[Question, ...]
    figures: Optional[Figures]
    crimes: Mapping[str, Optional[int]]
    unplaced: Optional[float] = None
    beside: Beside = _NOTHING_BESIDE


def counted_of_files(
    connection: sqlite3.Connection,
    level: Level,
    groups: Mapping[str, PeerGroup],
    selection: Selection,
    which: Denominator,
    cancelled: Cancelled,
) -> Counted:
    """Count the published files once for areas and peers; raises `CacheError` where there is nobody to divide by."""
    codes = dict.fromkeys([*(code for group in groups.values() for code in group.codes), *level.names])
    counts = peer_counts(connection, level.areas, tuple(codes), selection, which)
    stop_if(cancelled)
    if counts.figures is None:
        raise CacheError(no_base(str(level.areas), which))
    questions = questions_of(selection, _only(counts, groups))
    rows = {row.code: row for row in counts.rows}
    members = _Members(questions)
    found: dict[str, Numbers] = {}
    refused: dict[str, NotCompared] = {}
    for code, group in groups.items():
        stop_if(cancelled)
        numbers = _numbers(counts, rows, group, members, which)
        if isinstance(numbers, Numbers):
            found[code] = numbers
        else:
            refused[code] = numbers
    crimes = {code: _whole_months(rows.get(code), questions[0]) for code in level.names}
    doubts = {code: rows[code].not_carried(questions[0].parts, counts.months) for code in found}
    beside = Beside(doubts, tuple(visiting_lines(counts.rows)))
    return Counted(
        found, refused, questions, counts.figures, crimes, _unplaced(connection, counts, groups, questions[0]), beside
    )


def _whole_months(row: Optional[PeerArea], question: Question) -> Optional[int]:
    """Crimes of an area in the months wholly held of it; None where not one is."""
    return row.count(question.parts, row.held) if row is not None and row.held else None


def _only(counts: PeerCounts, groups: Mapping[str, PeerGroup]) -> PeerCounts:
    """The counts of the areas without those of peers: a type that only peers have is no question."""
    return replace(counts, rows=tuple(row for row in counts.rows if row.code in groups))


def _numbers(
    counts: PeerCounts, rows: Mapping[str, PeerArea], group: PeerGroup, members: _Members, which: Denominator
) -> Union[Numbers, NotCompared]:
    own = rows.get(group.area.code)
    if own is None:
        return NotCompared(Why.NOT_HELD, tr("no look-up held leads to it."))
    if not own.denominator:
        return NotCompared(
            Why.NO_BASE,
            tr("it has no {which}, so it has no rate.").format(which=which.value)
            if own.denominator == 0
            else no_base(own.name, which),
        )
    there = tuple(rows[code] for code in group.codes if code in rows)
    common = common_months(replace(counts, rows=there), own.code)
    if not common.months or not common.enough:
        return NotCompared(Why.MONTHS, _lacking(len(common.peers), bool(own.held)))
    return Numbers(
        own.denominator,
        members.counts(own, common.months),
        tuple(
            Member(row.code, row.name, row.denominator or 0, members.counts(row, common.months)) for row in common.peers
        ),
        len(common.months) / 12,
        len(counts.months) - len(common.months),
        tuple(row.code for row in (*common.left_out, *common.unrated)),
    )


def _lacking(peers: int, own: bool) -> str:
    if not own:
        return tr("not one of these months is wholly held of it: missing is not zero.")
    return tr("only {n} of its peers have the months compared, and with fewer than {few} nothing can be told.").format(
        n=peers, few=FEWEST_PEERS
    )


class _Members:
    """Counts of areas over months, each worked out once, though an area is the peer of many."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        self._questions = questions
        self._known: dict[tuple[str, tuple[Month, ...]], dict[str, Optional[int]]] = {}

    def counts(self, row: PeerArea, months: tuple[Month, ...]) -> dict[str, Optional[int]]:
        """By question; None of months that are not held."""
        key = (row.code, months)
        if key not in self._known:
            self._known[key] = {one.key: row.count(one.parts, months) for one in self._questions}
        return self._known[key]


def _unplaced(
    connection: sqlite3.Connection, counts: PeerCounts, groups: Mapping[str, PeerGroup], question: Question
) -> Optional[float]:
    """Of the files of the forces that police the areas, the share without a place of the rows asked for first."""
    forces = sorted({force for row in counts.rows if row.code in groups for force in row.forces})
    return unplaced_rows(connection, forces, counts.months).share(question.parts, counts.months)


def counted_of_ons(
    connection: sqlite3.Connection,
    level: Level,
    groups: Mapping[str, PeerGroup],
    selection: Selection,
    which: Denominator,
    cancelled: Cancelled,
) -> Counted:
    """The official counts of all areas and peers."""
    official = official_counts(connection, level.areas.kind.value, str(selection.last))
    found: dict[str, Numbers] = {}
    refused: dict[str, NotCompared] = {}
    questions: tuple[Question, ...] = ()
    figures: Optional[Figures] = None
    for code, group in groups.items():
        stop_if(cancelled)
        try:
            sides = ons_sides(connection, replace(group, measured=None), selection, which, official)
        except CacheError as error:
            refused[code] = NotCompared(Why.NO_BASE, str(error))
            continue
        questions, figures = sides.questions, sides.figures
        found[code] = Numbers(sides.area.base, sides.area.counts, sides.peers, sides.years, 0, tuple(sides.unrated))
    if not found:
        raise CacheError(next(iter(refused.values())).sentence)
    crimes = {
        code: member_of(official, code, name, 1, questions[:1]).counts[questions[0].key]
        for code, name in level.names.items()
        if code in official.counts
    }
    return Counted(found, refused, questions, figures, crimes)
