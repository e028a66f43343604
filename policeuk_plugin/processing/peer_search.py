# SPDX-License-Identifier: GPL-2.0-or-later
"""Peers of an area: the nearest on standardised measures, or those of a list."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import replace
from functools import partial
from typing import Optional

import numpy as np

from offline_cache.areas.model import AreaKind
from offline_cache.errors import CacheError
from offline_cache.reference_data.attributes import attributes_of
from offline_cache.reference_data.classes import classes_of
from offline_cache.reference_data.model import Attributes

from ..analysis.errors import Cancelled, never
from ..analysis.nearest_areas import Nearest, PeerQuality, nearest_areas, quality, reciprocal, standardised
from ..text import tr
from .peer_area import OneArea
from .peer_candidates import police_areas_of
from .peer_choice import NO_STRATUM, OTHER_FORCES, OWN_FORCE, Among, PeerChoice
from .peer_group import Measured, Peer, PeerGroup

_SAMPLE = 1000
"""Areas whose distances are looked at where there are more: every so many in the order of codes."""
FEWEST_MEASURES = 4
"""Of the eight usual measures, how many have to be held for areas to be matched by them without being named."""
_FEWEST_TO_RULE = 50
"""Areas that can be peers from which their own distances say what is far; of fewer those of all areas do."""


def nearest_peers(
    connection: sqlite3.Connection,
    one: OneArea,
    choice: PeerChoice,
    among: Optional[Collection[str]],
    cancelled: Cancelled = never,
) -> PeerGroup:
    """The areas nearest to one, kept as the rule for good peers says; `among` are those that can be peers, or all.

    Measures are standardised over all areas of the level that have them, so distances mean the same whatever the
    peers are among. What is far, the areas that can be peers say: the more there are, the nearer the nearest is.
    Raises `CacheError` where the area has no measures.
    """
    attributes = attributes_of(connection, one.areas, choice.measures)
    _check(attributes, choice)
    row = _row_of(attributes, one)
    labels, barred = _strata(connection, one, choice, attributes.codes)
    z = standardised(attributes.values)
    if labels is not None:
        z[labels == ""] = np.nan
    k = choice.number(one.areas.kind)
    search = partial(
        nearest_areas, k=k, weights=_weights(choice, attributes), strata=labels, barred=barred, cancelled=cancelled
    )
    allowed = z if among is None else _only(z, attributes.codes, among, row)
    whole = np.flatnonzero(np.isfinite(allowed).all(axis=1))
    ruler = allowed if whole.size >= _FEWEST_TO_RULE else z
    everyone = search(ruler, seek=_sample(np.flatnonzero(np.isfinite(ruler).all(axis=1))))
    yardstick = quality(everyone.distance)
    own = search(allowed, seek=np.array([row])).index[0]
    found = search(allowed, seek=np.array([row, *own[own >= 0]]))
    kept_to = choice.caliper if choice.caliper is not None else yardstick.kept_to
    measured = Measured(
        attributes,
        _grade(float(found.distance[0, 0]), yardstick.poor_beyond, yardstick.none_beyond),
        yardstick.poor_beyond,
        yardstick.none_beyond,
        kept_to,
        whole.size - 1,
        int((~np.isfinite(attributes.values).all(axis=1)).sum()),
        len(everyone.seek),
        everyone,
        yardstick.quality < tuple(PeerQuality).index(PeerQuality.NONE),
    )
    peers = _peers(attributes, found, kept_to)
    used = replace(
        choice,
        k=k,
        measures=tuple(measure.name for measure in attributes.measures),
        among=Among.ALL if among is None else Among.HELD,
    )
    sources = dict.fromkeys(measure.source for measure in attributes.measures)
    years = {measure.year for measure in attributes.measures}
    year = years.pop() if len(years) == 1 else None
    kept, far = (tuple(peer for peer in peers if bool(peer.why) is out) for out in (False, True))
    return PeerGroup(one, used, k, kept, far, ", ".join(sources), year, measured)


def _check(attributes: Attributes, choice: PeerChoice) -> None:
    """Raise `CacheError` where so few of the usual measures are held that areas alike in them may be "
    "alike in little."""
    if not choice.measures and len(attributes.measures) < FEWEST_MEASURES:
        held = ", ".join(measure.title for measure in attributes.measures)
        raise CacheError(
            tr(
                "Of the usual measures the cache holds only {held} for {areas}, too few to find similar areas by. "
                "Import the Census table of LSOAs with 'reference import', or name MEASURES."
            ).format(held=held, areas=attributes.areas)
        )


def _row_of(attributes: Attributes, one: OneArea) -> int:
    if one.code not in attributes.codes:
        raise CacheError(_without_measures(one))
    row = attributes.codes.index(one.code)
    lacking = [
        measure.title for measure, value in zip(attributes.measures, attributes.values[row]) if not np.isfinite(value)
    ]
    if lacking:
        raise CacheError(
            tr("{area} has no {measures}, so areas like it cannot be found. Choose other MEASURES, or a list.").format(
                area=one.name, measures=", ".join(lacking)
            )
        )
    return row


def _without_measures(one: OneArea) -> str:
    return tr(
        "The cache holds no measures of {area}, so areas like it cannot be found. Import them with 'reference import', "
        "or choose PEERS from a list."
    ).format(area=one.name)


def _sample(rows: np.ndarray) -> np.ndarray:
    """The rows whose distances are looked at."""
    if rows.size <= _SAMPLE:
        return rows
    return rows[np.linspace(0, rows.size - 1, _SAMPLE).astype(np.int64)]


def _only(z: np.ndarray, codes: Collection[str], among: Collection[str], row: int) -> np.ndarray:
    wanted = frozenset(among)
    allowed = np.array([code in wanted for code in codes])
    allowed[row] = True
    return np.where(allowed[:, None], z, np.nan)


def _weights(choice: PeerChoice, attributes: Attributes) -> Optional[np.ndarray]:
    if not choice.weights:
        return None
    given, names = dict(choice.weights), [measure.name for measure in attributes.measures]
    unknown = sorted(given.keys() - set(names))
    if unknown:
        raise CacheError(
            tr("WEIGHTS names {unknown}, which areas are not matched by. Measures are: {names}.").format(
                unknown=", ".join(unknown), names=", ".join(names)
            )
        )
    return np.array([given.get(name, 1.0) for name in names])


def _strata(
    connection: sqlite3.Connection, one: OneArea, choice: PeerChoice, codes: tuple[str, ...]
) -> tuple[Optional[np.ndarray], Optional[np.ndarray]]:
    """Labels that peers share with the area, and labels that they must not share; '' where none is known."""
    if choice.stratum == NO_STRATUM:
        return None, None
    if choice.stratum in (OWN_FORCE, OTHER_FORCES):
        if one.areas.kind is AreaKind.PFA:
            raise CacheError(tr("Police force areas are forces: choose another STRATUM, such as none."))
        of = police_areas_of(connection, one.areas)
    else:
        of = classes_of(connection, one.areas, choice.stratum)
    if not of.get(one.code):
        raise CacheError(
            tr("The cache does not know the {stratum} of {area}. Choose STRATUM none, or import it.").format(
                stratum=choice.stratum, area=one.name
            )
        )
    labels = np.array([of.get(code, "") for code in codes], dtype=object)
    return (None, labels) if choice.stratum == OTHER_FORCES else (labels, None)


def _grade(first: float, poor: float, none: float) -> PeerQuality:
    if not np.isfinite(first) or first > none:
        return PeerQuality.NONE
    return PeerQuality.POOR if first > poor else PeerQuality.GOOD


def _peers(attributes: Attributes, found: Nearest, kept_to: float) -> list[Peer]:
    mutual = reciprocal(found)[0]
    peers = []
    for at, (row, distance) in enumerate(zip(found.index[0].tolist(), found.distance[0].tolist())):
        if row >= 0:
            why = tr("farther than {most:.2f}").format(most=kept_to) if distance > kept_to else ""
            peers.append(Peer(at + 1, attributes.codes[row], attributes.names[row], distance, bool(mutual[at]), why))
    return peers
