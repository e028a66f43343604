# SPDX-License-Identifier: GPL-2.0-or-later
"""The fourth sentence of a brief: what came of the crimes half a year on, beside the force as a whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

from offline_cache.errors import CacheError
from offline_cache.ledger import published_files
from offline_cache.model import Dataset, Month, Selection
from offline_cache.outcome_following import followed
from offline_cache.outcome_followup import Followed, FollowUp
from offline_cache.outcome_joins import IDS_REPEAT
from offline_cache.policing import policing

from ...analysis.errors import Cancelled
from ...analysis.proportion import Share, wilson
from ...text import forces_phrase, many, months_phrase, tr
from ..outcomes.outcome_comparison_words import points
from .beat_counts import RECORDED, BeatCounts
from .beat_force import FOLLOW_UP, BeatForce, followed_force

ACTION = ("charged", "out of court")
_NO_SUSPECT = ("no suspect identified",)
_LEAST = 20
_MOST = 400_000
"""Crimes of a force that are followed to set a beat beside it: of more it takes too long, and much memory."""


@dataclass(frozen=True)
class Outcomes:
    """The sentence, and the share of crimes with an outcome of `ACTION`; None where unknown."""

    text: str
    action: Optional[Share]


def outcomes(
    connection: sqlite3.Connection, counts: BeatCounts, force: Optional[BeatForce], cancelled: Cancelled
) -> Outcomes:
    """Shares of the crimes of the twelve months that ended half a year before the period does."""
    last = counts.periods.last.moved(-FOLLOW_UP)
    first = counts.periods.first.moved(-FOLLOW_UP)
    asked = replace(counts.selection, first=first, last=last, with_asb=False)
    try:
        (mine,) = followed(connection, [asked], cancelled, (FOLLOW_UP,))
    except CacheError:
        return Outcomes(_why_not(connection, policing(connection, asked)), None)
    months = [month for month in mine.complete(FOLLOW_UP) if first <= month <= last]
    return _told(mine, months, _of_force(connection, force, asked, cancelled))


def _why_not(connection: sqlite3.Connection, forces: Sequence[str]) -> str:
    """Why nothing can be told, with names of forces as they are spoken of."""
    if not IDS_REPEAT.isdisjoint(forces):
        return tr("Northern Ireland publishes no outcomes, so what came of the crimes cannot be told.")
    text = tr("No outcomes of {force} are held, so what came of the crimes cannot be told: missing is not zero.")
    held = {file.key.force for file in published_files(connection) if file.key.dataset is Dataset.OUTCOMES}
    lacking = [force for force in forces if force not in held]
    return text.format(force=forces_phrase(lacking or forces))


def _of_force(
    connection: sqlite3.Connection, force: Optional[BeatForce], asked: Selection, cancelled: Cancelled
) -> Optional[Followed]:
    if force is None or _crimes(force, asked) > _MOST:
        return None
    try:
        return followed_force(connection, force, asked, cancelled)
    except CacheError:
        return None


def _crimes(force: BeatForce, asked: Selection) -> int:
    """How many of the force would have to be followed."""
    by_month = force.files.by_month(RECORDED)
    first, last = asked.first, asked.last
    return sum(count for month, count in by_month.items() if first and last and first <= month <= last)


def _told(mine: Followed, months: Sequence[Month], force: Optional[Followed]) -> Outcomes:
    of = mine.count(FOLLOW_UP, months)
    action = wilson(mine.resolved(FOLLOW_UP, months, ACTION), of)
    if not months and _not_held(mine):
        text = tr("What came of the crimes cannot be told: months of crimes or outcomes are missing or held in part.")
        return Outcomes(text, None)
    if action is None and not mine.crimes:
        return Outcomes(tr("There are no crimes here of which something could come."), None)
    if action is None:
        text = tr("What came of the crimes cannot be told yet: that takes the outcomes of the {n} months after them.")
        return Outcomes(text.format(n=FOLLOW_UP), None)
    crimes = many(of, tr("crime"), tr("crimes"))
    span = months_phrase(min(months), max(months))
    if of < _LEAST:
        text = tr("Only {crimes} of {span} can be followed for {n} months, which is too few for a share.")
        return Outcomes(text.format(crimes=crimes, span=span, n=FOLLOW_UP), action)
    none = mine.resolved(FOLLOW_UP, months, _NO_SUSPECT) / of
    text = tr(
        "{action} of the {crimes} of {span} had a suspect charged, dealt with out of court or left to another "
        "organisation within {n} months; allowing for chance, {low} to {high}. A further {none} were closed with no "
        "suspect identified."
    ).format(
        crimes=crimes,
        span=span,
        n=FOLLOW_UP,
        action=points(action.share),
        low=points(action.lower),
        high=points(action.upper),
        none=points(none),
    )
    return Outcomes(" ".join([text, *_against(action, force, months)]), action)


def _not_held(mine: Followed) -> bool:
    """Whether it is files that lack, rather than time that has not passed."""
    return any(one in (FollowUp.GAP, FollowUp.NO_CRIMES) for one in mine.follow[FOLLOW_UP].values())


def _against(mine: Share, force: Optional[Followed], months: Sequence[Month]) -> list[str]:
    """Where the force's share lies: as the area is a part of it, its own interval decides."""
    there = [month for month in force.complete(FOLLOW_UP) if month in months] if force is not None else []
    if force is None or len(there) != len(months):
        return []
    whole = wilson(force.resolved(FOLLOW_UP, there, ACTION), force.count(FOLLOW_UP, there))
    if whole is None:
        return []
    if mine.lower <= whole.share <= mine.upper:
        told = tr("no clear difference")
    elif mine.share > whole.share:
        told = tr("higher here by more than chance")
    else:
        told = tr("lower here by more than chance")
    return [tr("In the force as a whole it was {share}: {told}.").format(share=points(whole.share), told=told)]
