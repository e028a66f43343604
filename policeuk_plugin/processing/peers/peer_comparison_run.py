# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:comparewithpeers`: peers, counts of all of them, the range of the peers, the verdict."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from qgis.core import QgsProcessingFeedback

from offline_cache.denominators import Denominator
from offline_cache.errors import CacheError
from offline_cache.model import ASB, Selection
from offline_cache.reference_data.model import OfficialCounts
from offline_cache.reference_data.official_groups import total_group
from offline_cache.visitors import MOST_SHARE, OF_VISITORS

from ...analysis.errors import stop_if
from ...analysis.multiple_testing import benjamini_hochberg
from ...analysis.peer_range import FEWEST_PEERS, PeerRange, peer_range
from ...text import tr
from ..running.telling import step
from .peer_area import OneArea
from .peer_candidates import held_areas
from .peer_choice import PeerChoice
from .peer_finding import find_peers, limits_to_held
from .peer_group import PeerGroup
from .peer_official import OfficialBeside, official_beside
from .peer_refusals import refuse_without_good_peers
from .peer_sides import Member, Question, Sides, Source
from .peer_sides_ons import official_of, official_or_refuse, ons_sides
from .peer_sides_police import police_sides


@dataclass(frozen=True)
class Line:
    """One question answered: `peers` are those with a count, in the order of their ranks as peers.

    `found` is None where fewer than five have one; `q` corrects its p for the number of types looked at, None for what
    is no type by itself. `beside` is the official count, where there is one.
    """

    question: Question
    count: Optional[int]
    peers: tuple[Member, ...]
    found: Optional[PeerRange]
    q: Optional[float]
    beside: Optional[OfficialBeside]


@dataclass(frozen=True)
class PeerComparison:
    """The result; the first line is of all that is selected. `visitors` is their share of crimes, where it misleads."""

    one: OneArea
    group: PeerGroup
    sides: Sides
    lines: tuple[Line, ...]
    visitors: Optional[float]
    selection: Selection

    @property
    def main(self) -> Line:
        """What is asked first."""
        return self.lines[0]

    @property
    def range(self) -> PeerRange:
        """The range of what is asked first, which is always there."""
        found = self.main.found
        if found is None:
            raise CacheError(too_few(self.main, self.one, self.sides.official))
        return found


def too_few(line: Line, one: OneArea, official: Optional[OfficialCounts] = None) -> str:
    """Why a line has no verdict: the area itself has no count, or too few of its peers have one."""
    years = [year.period_end for year in official.years if year.period_end != official.period_end] if official else []
    if line.count is None:
        return tr(
            "ONS withholds the count of {what} in {area}, or has none, which is not zero. So nothing can be compared. "
            "Choose crime types (TYPES) of which it has a count, {years}or SOURCE police.uk."
        ).format(
            area=one.name,
            what=line.question.title.lower(),
            years=tr("as TO another year held ({held}), ").format(held=", ".join(years)) if years else "",
        )
    return tr(
        "Only {n} of the peers of {area} have a count of {what}. At least {few} are needed to tell how much peers "
        "differ."
    ).format(area=one.name, n=len(line.peers), what=line.question.title.lower(), few=FEWEST_PEERS)


def compare_with_peers(
    connection: sqlite3.Connection,
    one: OneArea,
    choice: PeerChoice,
    selection: Selection,
    source: Source,
    which: Denominator,
    feedback: QgsProcessingFeedback,
) -> PeerComparison:
    """Find, count, compare; `selection` has its months settled. Raises `CacheError` where nothing can be said."""
    step(feedback, 10, tr("Finding the peers"))
    year = str(selection.last) if selection.last is not None else ""
    official = official_or_refuse(connection, one, year) if source is Source.ONS else None
    held = _held(connection, one, choice, selection, official)
    group = find_peers(connection, one, choice, held, feedback.isCanceled)
    refuse_without_good_peers(group)
    stop_if(feedback.isCanceled)
    step(feedback, 40, tr("Counting the area and its peers"))
    if official is not None:
        sides = ons_sides(connection, group, selection, which, official)
    else:
        sides = police_sides(connection, group, selection, which, official_of(connection, one))
    stop_if(feedback.isCanceled)
    step(feedback, 70, tr("Comparing"))
    lines = _corrected([_line(sides, question) for question in sides.questions])
    if lines[0].found is None:
        raise CacheError(too_few(lines[0], one, official))
    return PeerComparison(one, group, sides, lines, _visitors(sides), selection)


def _held(
    connection: sqlite3.Connection,
    one: OneArea,
    choice: PeerChoice,
    selection: Selection,
    official: Optional[OfficialCounts],
) -> Optional[Collection[str]]:
    """The areas that can be peers; None for all."""
    if official is not None:
        return official.counts.keys()
    if not limits_to_held(one, choice) or selection.first is None or selection.last is None:
        return None
    return held_areas(connection, one.areas, selection.first, selection.last)


def _line(sides: Sides, question: Question) -> Line:
    peers = tuple(peer for peer in sides.peers if peer.counts.get(question.key) is not None)
    count = sides.area.counts.get(question.key)
    found = None
    if count is not None and len(peers) >= FEWEST_PEERS:
        found = peer_range(
            count,
            sides.area.base * sides.years,
            np.array([peer.counts[question.key] for peer in peers], dtype=float),
            np.array([peer.base * sides.years for peer in peers], dtype=float),
        )
    return Line(question, count, peers, found, None, official_beside(sides, question))


def _corrected(lines: list[Line]) -> tuple[Line, ...]:
    """The lines of types with q, p corrected for how many types are looked at."""
    tested = [at for at, line in enumerate(lines) if line.question.key and line.found is not None]
    if len(tested) < 2:
        return tuple(lines)
    q = benjamini_hochberg(np.array([line.found.p for line in lines if line.question.key and line.found is not None]))
    by = dict(zip(tested, q.tolist()))
    return tuple(replace(line, q=by.get(at)) for at, line in enumerate(lines))


def _visitors(sides: Sides) -> Optional[float]:
    """The share of thefts from shops and persons, where residents mislead because of them; of all types counted."""
    if sides.which is not Denominator.RESIDENTS:
        return None
    of = sides.rests
    if of is not None:
        row = of.counts.of(sides.area.code)
        total = row.count([name for name in of.counts.types if name != ASB], of.common.months) or 0
        theft = row.count(OF_VISITORS, of.common.months) or 0
    elif sides.official is not None:
        counts = sides.official.counts[sides.area.code]
        total = counts.get(total_group()) or 0
        theft = sum(counts.get(name) or 0 for name in OF_VISITORS)
    else:
        return None
    share = theft / total if total else 0.0
    return share if share >= MOST_SHARE else None
