# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of `policeuk:peerverdicts`: every area of a level against its own peers, counted in one pass."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from qgis.core import QgsProcessingFeedback

from offline_cache.area_levels import Level
from offline_cache.denominators import Denominator, Figures
from offline_cache.errors import CacheError
from offline_cache.model import Selection
from offline_cache.peer_months import FEWEST_PEERS

from ...analysis.errors import stop_if
from ...analysis.multiple_testing import benjamini_hochberg
from ...analysis.peer_range import PeerRange, Verdict, peer_ranges
from ...text import tr
from ..areas.area_drawn import Drawn
from ..running.telling import step
from ..units.crimes import About
from .peer_choice import PeerChoice
from .peer_group import PeerGroup
from .peer_sides import ALL, Question, Source
from .peer_sides_ons import KINDS
from .verdicts_counts import Beside, Counted, Numbers, counted_of_files, counted_of_ons
from .verdicts_peers import NotCompared, Why, groups_of

_CHANCE = 0.05
"""The share of areas like their peers that lies outside a 95% range of them."""


@dataclass(frozen=True)
class Looked:
    """One look at an area: a question, the count, how many peers have one; `found` is None where it is not compared.

    `q` corrects p for all looks of the same family: of all that is selected over areas, of single types over areas and
    types. `stands` where it is at or below ALPHA.
    """

    question: Question
    count: Optional[int]
    rate: Optional[float]
    peers: int
    found: Optional[PeerRange]
    q: Optional[float] = None
    stands: bool = False

    @property
    def outside(self) -> bool:
        """Whether it is outside the range of its peers."""
        return self.found is not None and self.found.verdict is not Verdict.SIMILAR


@dataclass(frozen=True)
class AreaVerdicts:
    """One area: `numbers` are what it was compared by, None where it was not, with the reason in `left_out`."""

    code: str
    name: str
    group: Optional[PeerGroup]
    numbers: Optional[Numbers]
    left_out: Optional[NotCompared]
    looks: tuple[Looked, ...]

    @property
    def main(self) -> Optional[Looked]:
        """The look at all that is selected; None where the area is not compared."""
        return self.looks[0] if self.looks else None


@dataclass(frozen=True)
class Family:
    """Looks that are corrected together: how many, how many are outside their range, which of these stand.

    `above` and `below` are those outside by side, `higher` and `lower` those of them that stand. `by_chance`: one in
    20 looks, one in 40 where the range begins at 0, below which nothing can lie; `poisson_by_chance` is the same of
    the limits of counting alone. Of `untold` the range of the peers rules out nearly nothing.
    """

    looks: int
    outside: int
    higher: int
    lower: int
    by_chance: float
    by_poisson: int
    untold: int
    above: int
    below: int
    poisson_by_chance: float


@dataclass(frozen=True)
class VerdictsRun:
    """All areas of a level in the order of their codes, with what their numbers rest on.

    `crimes` are those of all that is selected in the months held of an area, also where it is not compared.
    """

    level: Level
    selection: Selection
    choice: PeerChoice
    source: Source
    which: Denominator
    figures: Optional[Figures]
    questions: tuple[Question, ...]
    areas: tuple[AreaVerdicts, ...]
    alpha: float
    about: About
    drawn: Drawn
    unplaced: Optional[float]
    exemplar: PeerGroup
    crimes: Mapping[str, Optional[int]]
    beside: Beside

    @property
    def compared(self) -> tuple[AreaVerdicts, ...]:
        """Those with a verdict on all that is selected."""
        return tuple(area for area in self.areas if area.main is not None and area.main.found is not None)

    @property
    def types(self) -> tuple[Question, ...]:
        """The crime types looked at one by one."""
        return tuple(question for question in self.questions if question.key != ALL)

    def of(self, question: Question) -> list[tuple[AreaVerdicts, Looked]]:
        """The areas compared in a question, with how."""
        return [
            (area, look)
            for area in self.areas
            for look in area.looks
            if look.question.key == question.key and look.found is not None
        ]

    def family(self, questions: Sequence[Question]) -> Family:
        """Looks at these questions together."""
        looks = [look for question in questions for _, look in self.of(question)]
        found = [look.found for look in looks if look.found is not None]
        stand = [look.found.verdict for look in looks if look.stands and look.found is not None]
        return Family(
            len(looks),
            sum(look.outside for look in looks),
            stand.count(Verdict.HIGHER),
            stand.count(Verdict.LOWER),
            sum(_CHANCE if one.lower > 0 else _CHANCE / 2 for one in found),
            sum(one.poisson_verdict is not Verdict.SIMILAR for one in found),
            sum(one.said is Verdict.UNTOLD for one in found),
            sum(one.verdict is Verdict.HIGHER for one in found),
            sum(one.verdict is Verdict.LOWER for one in found),
            sum(_CHANCE if one.poisson_lower > 0 else _CHANCE / 2 for one in found),
        )


@dataclass(frozen=True)
class Asked:
    """What is compared: the areas of a level, how peers are chosen, whose counts, per what, at which ALPHA."""

    level: Level
    selection: Selection
    choice: PeerChoice
    source: Source
    which: Denominator
    alpha: float
    about: About
    drawn: Drawn


def run_verdicts(connection: sqlite3.Connection, asked: Asked, feedback: QgsProcessingFeedback) -> VerdictsRun:
    """Find peers, count once, compare all; raises `CacheError` where not one area can be compared."""
    step(feedback, 10, tr("Finding the peers of each area"))
    groups = groups_of(connection, asked.level, asked.choice, asked.selection, asked.source, feedback.isCanceled)
    stop_if(feedback.isCanceled)
    step(feedback, 30, tr("Counting all areas and their peers"))
    count = counted_of_ons if asked.source is Source.ONS else counted_of_files
    counted = count(connection, asked.level, groups.found, asked.selection, asked.which, feedback.isCanceled)
    step(feedback, 55, tr("Comparing each area with its peers"))
    looks = _looks(counted, groups.found, feedback)
    left_out = {**groups.refused, **counted.refused}
    areas = tuple(
        AreaVerdicts(
            code,
            name,
            groups.found.get(code),
            counted.of.get(code),
            left_out.get(code) or _unsaid(looks.get(code, ())),
            looks.get(code, ()),
        )
        for code, name in asked.level.names.items()
    )
    areas = _corrected(areas, asked.alpha)
    if not any(area.main is not None and area.main.found is not None for area in areas):
        raise CacheError(_nobody(areas, asked))
    return VerdictsRun(
        *(asked.level, asked.selection, asked.choice, asked.source, asked.which, counted.figures, counted.questions),
        *(areas, asked.alpha, asked.about, asked.drawn, counted.unplaced, next(iter(groups.found.values()))),
        crimes=counted.crimes,
        beside=counted.beside,
    )


def _unsaid(looks: Sequence[Looked]) -> Optional[NotCompared]:
    if looks and looks[0].found is None:
        return NotCompared(Why.TOO_FEW, tr("fewer than {few} of its peers have a count").format(few=FEWEST_PEERS))
    return None


def _nobody(areas: Sequence[AreaVerdicts], asked: Asked) -> str:
    first = next((area for area in areas if area.left_out is not None), None)
    reason = f"{first.name}: {first.left_out.sentence}" if first is not None and first.left_out is not None else ""
    advice = ""
    if asked.source is Source.POLICE_UK and asked.level.areas.kind in KINDS:
        advice = tr("Bring in the street files of other forces, or choose SOURCE ons.")
    parts = (tr("Not one of these areas can be compared with its peers."), reason, advice)
    return " ".join(part for part in parts if part)


def _looks(
    counted: Counted, groups: Mapping[str, PeerGroup], feedback: QgsProcessingFeedback
) -> dict[str, tuple[Looked, ...]]:
    """By area a look at each question, all areas of a question at once."""
    codes = [code for code in groups if code in counted.of]
    if not codes:
        return {}
    width = max(len(counted.of[code].peers) for code in codes)
    exposure = np.array([counted.of[code].base * counted.of[code].years for code in codes])
    peer_exposure = np.full((len(codes), width), np.nan)
    for at, code in enumerate(codes):
        of = counted.of[code]
        peer_exposure[at, : len(of.peers)] = [peer.base * of.years for peer in of.peers]
    found: dict[str, list[Looked]] = {code: [] for code in codes}
    for question in counted.questions:
        stop_if(feedback.isCanceled)
        own = np.array([_number(counted.of[code].counts.get(question.key)) for code in codes])
        theirs = np.full((len(codes), width), np.nan)
        for at, code in enumerate(codes):
            peers = counted.of[code].peers
            theirs[at, : len(peers)] = [_number(peer.counts.get(question.key)) for peer in peers]
        ranges = peer_ranges(own, exposure, theirs, peer_exposure)
        for at, code in enumerate(codes):
            found[code].append(_look(counted.of[code], question, int(np.isfinite(theirs[at]).sum()), ranges[at]))
    return {code: tuple(looks) for code, looks in found.items()}


def _number(count: Optional[int]) -> float:
    return np.nan if count is None else float(count)


def _look(numbers: Numbers, question: Question, peers: int, found: Optional[PeerRange]) -> Looked:
    count = numbers.counts.get(question.key)
    rate = None if count is None else count / numbers.years / numbers.base * 1000
    return Looked(question, count, rate, peers, found)


def _corrected(areas: Collection[AreaVerdicts], alpha: float) -> tuple[AreaVerdicts, ...]:
    """With q of all that is selected over areas, and of single types over areas and types; ASB is one of them."""
    families: dict[bool, list[tuple[str, str, float]]] = {True: [], False: []}
    for area in areas:
        for look in area.looks:
            if look.found is not None:
                families[look.question.key == ALL].append((area.code, look.question.key, look.found.p))
    q: dict[tuple[str, str], float] = {}
    for looks in families.values():
        if looks:
            values = benjamini_hochberg(np.array([p for _, _, p in looks])).tolist()
            q.update({(code, key): value for (code, key, _), value in zip(looks, values)})

    def with_q(code: str, look: Looked) -> Looked:
        value = q.get((code, look.question.key))
        return replace(look, q=value, stands=value is not None and value <= alpha and look.outside)

    return tuple(replace(area, looks=tuple(with_q(area.code, look) for look in area.looks)) for area in areas)
