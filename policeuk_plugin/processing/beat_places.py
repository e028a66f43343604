# SPDX-License-Identifier: GPL-2.0-or-later
"""The third sentence of a brief: how far crimes stand on few snap points, and in which LSOA most of them are."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from offline_cache.model import Selection
from offline_cache.snap_points import SnapPoints, snap_points

from ..analysis.concentration import generalised_gini, smallest_set, tally, unbiased
from ..analysis.errors import Cancelled
from ..analysis.random_placement import random_placement
from ..text import number, tr
from .concentration_run import LEAST_CRIMES
from .wording import percent

HALF = 0.5
_ALPHA, _SEED, _LEAST_POINTS = 0.05, 1, 5
_NAMES = """
    SELECT p.name, coalesce(l.name, '') FROM place p LEFT JOIN lsoa l ON l.id = p.lsoa AND l.id > 0 WHERE p.id = ?
"""


@dataclass(frozen=True)
class Places:
    """The sentence, and what the map shows: crimes by snap point, (n,) each, with the names of place and LSOA.

    Points without a crime are those that held anti-social behaviour alone.
    """

    text: str
    points: SnapPoints
    crimes: np.ndarray
    names: tuple[str, ...]


def places(connection: sqlite3.Connection, selection: Selection, cancelled: Cancelled) -> Places:
    """How far recorded crimes of a selection stand on few of the snap points known there."""
    known = snap_points(connection, replace(selection, crime_types=(), with_asb=True))
    mine = snap_points(connection, replace(selection, with_asb=False))
    crimes = np.zeros(known.place.size, dtype=np.int64)
    crimes[np.searchsorted(known.place, mine.place)] = mine.count
    named = [connection.execute(_NAMES, (at,)).fetchone() for at in known.place.tolist()]
    names, near = tuple(str(name or "") for name, _ in named), [str(lsoa) for _, lsoa in named]
    return Places(_sentence(crimes, near, cancelled), known, crimes, names)


def _sentence(crimes: np.ndarray, near: list[str], cancelled: Cancelled) -> str:
    total, points = int(crimes.sum()), int(crimes.size)
    if not total:
        return tr("No recorded crime stands on a snap point here.")
    if total < LEAST_CRIMES or points < _LEAST_POINTS:
        return tr(
            "Only {n} recorded crimes stand on {points} known snap points here: too few to say where they concentrate."
        ).format(n=number(total), points=number(points))
    of = tally(crimes)
    small = smallest_set(of, HALF)
    chance = random_placement(of, (), HALF, None, _ALPHA, _SEED, cancelled)
    found = unbiased(of, generalised_gini(of))
    if found > chance.generalised.upper:
        verdict = tr("they stand closer together than chance makes them")
    elif found < chance.generalised.lower:
        verdict = tr("they lie more evenly than chance makes them")
    else:
        verdict = tr("that is no more than chance makes")
    text = tr(
        "Half of the crimes stand on {few} of {all} known snap points. Placed at random it would take about {chance}: "
        "{verdict}."
    ).format(few=number(small.places), all=number(points), chance=number(round(chance.places.mean)), verdict=verdict)
    return " ".join([text, *_busiest_lsoa(crimes, near)])


def _busiest_lsoa(crimes: np.ndarray, near: list[str]) -> list[str]:
    by: Counter[str] = Counter()
    for count, lsoa in zip(crimes.tolist(), near):
        by[lsoa] += count
    (lsoa, most), *_ = by.most_common(1)
    if not lsoa or len(by) < 2:
        return []
    return [tr("The LSOA with the most is {lsoa}, {share}.").format(lsoa=lsoa, share=percent(most / crimes.sum()))]
