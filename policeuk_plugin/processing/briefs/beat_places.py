# SPDX-License-Identifier: GPL-2.0-or-later
"""The third sentence of a brief: how far crimes stand on few snap points, and in which LSOA most of them are."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from offline_cache.model import Selection
from offline_cache.snap_points import SnapPoints, snap_points

from ...analysis.concentration import generalised_gini, smallest_set, tally, unbiased
from ...analysis.errors import Cancelled
from ...analysis.random_placement import random_placement
from ...text import many, number, tr
from ..concentration.concentration_run import LEAST_CRIMES
from ..running.wording import percent
from .beat_counts import BeatCounts

HALF = 0.5
_ALPHA, _SEED, _LEAST_POINTS = 0.05, 1, 5
_NAMES = """
    SELECT p.name, coalesce(l.name, '') FROM place p LEFT JOIN lsoa l ON l.id = p.lsoa AND l.id > 0 WHERE p.id = ?
"""


@dataclass(frozen=True)
class Places:
    """The sentence, and what the map shows: crimes by snap point, (n,) each, with the names of place and LSOA.

    Points without a crime are those that held anti-social behaviour alone. `partly` says of how many months crimes are
    where not all are wholly held, else ''.
    """

    text: str
    points: SnapPoints
    crimes: np.ndarray
    names: tuple[str, ...]
    partly: str


def places(connection: sqlite3.Connection, counts: BeatCounts, cancelled: Cancelled) -> Places:
    """How far recorded crimes stand on few of the snap points known there, of all months of which any is held."""
    selection = counts.selection
    known = snap_points(connection, replace(selection, crime_types=(), with_asb=True))
    mine = snap_points(connection, replace(selection, with_asb=False))
    crimes = np.zeros(known.place.size, dtype=np.int64)
    crimes[np.searchsorted(known.place, mine.place)] = mine.count
    named = [connection.execute(_NAMES, (at,)).fetchone() for at in known.place.tolist()]
    names, near = tuple(str(name or "") for name, _ in named), [str(lsoa) for _, lsoa in named]
    partly = _partly(counts)
    if counts.sliced:
        text = tr("Only a part of this area is held, so where its crimes concentrate is not known.")
    else:
        text = _sentence(crimes, near, _whose(selection, partly), cancelled)
    return Places(text, known, crimes, names, partly)


def _partly(counts: BeatCounts) -> str:
    partly, held = len(counts.partly), len(counts.now) + len(counts.partly)
    if not partly:
        return ""
    text = tr("{held}, {part} of them held only in part") if partly < held else tr("{held} held only in part")
    return text.format(held=many(held, tr("month"), tr("months")), part=number(partly))


def _whose(selection: Selection, partly: str) -> str:
    """What is said after the number of crimes of which they are."""
    placed = tr(" that have a place") if selection.area is None else ""
    return placed + (tr(" (of {months})").format(months=partly) if partly else "")


def _sentence(crimes: np.ndarray, near: list[str], whose: str, cancelled: Cancelled) -> str:
    total, points = int(crimes.sum()), int(crimes.size)
    if not total:
        return tr("No recorded crime stands on a snap point here.")
    if total < LEAST_CRIMES or points < _LEAST_POINTS:
        points = int((crimes > 0).sum())
        return tr("Only {crimes}{whose} at {points} here: too few to say where they concentrate.").format(
            crimes=many(total, tr("recorded crime"), tr("recorded crimes")),
            whose=whose,
            points=many(points, tr("snap point"), tr("snap points")),
        )
    of = tally(crimes)
    small = smallest_set(of, HALF)
    chance = random_placement(of, (), HALF, None, _ALPHA, _SEED, cancelled)
    found = unbiased(of, generalised_gini(of))
    if found > chance.generalised.upper:
        verdict = tr("They stand closer together than chance alone would put them.")
    elif found < chance.generalised.lower:
        verdict = tr("They lie more evenly than chance alone would put them.")
    else:
        verdict = tr("They stand no closer together than chance alone may put them.")
    text = tr(
        "Half of the {n} crimes{whose} stand on {few} of {all} known snap points. If crimes fell at random, half of "
        "them would take about {chance} points. {verdict}"
    ).format(
        n=number(total),
        whose=whose,
        few=number(small.places),
        all=number(points),
        chance=number(round(chance.places.mean)),
        verdict=verdict,
    )
    return " ".join([text, *_busiest_lsoa(crimes, near)])


def _busiest_lsoa(crimes: np.ndarray, near: list[str]) -> list[str]:
    by: Counter[str] = Counter()
    for count, lsoa in zip(crimes.tolist(), near):
        by[lsoa] += count
    (lsoa, most), *_ = by.most_common(1)
    if not lsoa or len(by) < 2:
        return []
    share = percent(most / crimes.sum())
    return [tr("The LSOA with the most, {lsoa}, has {share} of them.").format(lsoa=lsoa, share=share)]
