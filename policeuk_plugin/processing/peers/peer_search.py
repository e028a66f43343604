# SPDX-License-Identifier: GPL-2.0-or-later
"""Peers of an area: the nearest on standardised measures, or those of a list."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Callable, Optional, Union

import numpy as np

from offline_cache.areas.model import PLURALS, AreaKind, AreaSet
from offline_cache.errors import CacheError
from offline_cache.reference_data.attributes import attributes_of
from offline_cache.reference_data.classes import classes_of
from offline_cache.reference_data.model import Attributes

from ...analysis.errors import Cancelled, never
from ...analysis.nearest_areas import Nearest, PeerQuality, Quality, nearest_areas, quality, reciprocal, standardised
from ...text import number, tr
from .peer_area import OneArea
from .peer_candidates import police_areas_of
from .peer_choice import NO_STRATUM, OTHER_FORCES, OWN_FORCE, Among, PeerChoice
from .peer_group import Measured, Peer, PeerGroup
from .peer_words import lacking_words

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
    matching = _matching(connection, one.areas, choice, among, [one.code], cancelled)
    row = _row_of(matching.attributes, one)
    _refuse_unclassed(one, choice, matching.classes)
    own = matching.search(matching.allowed, seek=np.array([row])).index[0]
    found = matching.search(matching.allowed, seek=np.array([row, *own[own >= 0]]))
    return _group(one, choice, matching, found, 0, reciprocal(found)[0].tolist())


def nearest_of_each(
    connection: sqlite3.Connection,
    ones: Sequence[OneArea],
    choice: PeerChoice,
    among: Optional[Collection[str]],
    cancelled: Cancelled = never,
) -> Mapping[str, Union[PeerGroup, str]]:
    """`nearest_peers` of several areas of one level in one search, by code; in place of a group why there is none.

    Each of them can be a peer of the others: leave out those whose crimes are not held. Whether a peer has the area
    among its own peers is not looked at. Raises `CacheError` where no area can be matched.
    """
    if not ones:
        return {}
    matching = _matching(connection, ones[0].areas, choice, among, [one.code for one in ones], cancelled)
    groups: dict[str, Union[PeerGroup, str]] = {}
    rows: list[int] = []
    sought: list[OneArea] = []
    for one in ones:
        try:
            row = _row_of(matching.attributes, one)
            _refuse_unclassed(one, choice, matching.classes)
        except CacheError as error:
            groups[one.code] = str(error)
            continue
        rows.append(row)
        sought.append(one)
    found = matching.search(matching.allowed, seek=np.array(rows, dtype=np.int64))
    for at, one in enumerate(sought):
        groups[one.code] = _group(one, choice, matching, found, at, [None] * found.index.shape[1])
    return groups


@dataclass(frozen=True)
class _Matching:
    """What areas are matched by: `allowed` (n, m) the measures of those that can be peers, NaN of others; `classes` of
    areas by code where peers have to share one; `everyone` the peers of a sample, whose distances say what is far."""

    attributes: Attributes
    classes: Optional[Mapping[str, str]]
    allowed: np.ndarray
    search: Callable[..., Nearest]
    k: int
    considered: int
    everyone: Nearest
    yardstick: Quality
    among: Among


def _matching(
    connection: sqlite3.Connection,
    areas: AreaSet,
    choice: PeerChoice,
    among: Optional[Collection[str]],
    seekers: Collection[str],
    cancelled: Cancelled,
) -> _Matching:
    attributes = attributes_of(connection, areas, choice.measures)
    _check(attributes, choice)
    classes = _classes(connection, areas, choice)
    labels = None if classes is None else np.array([classes.get(code, "") for code in attributes.codes], dtype=object)
    bars = choice.stratum == OTHER_FORCES
    _refuse_few_measured(attributes)
    z = standardised(attributes.values)
    if labels is not None and not bars:
        z[labels == ""] = np.nan
    k = choice.number(areas.kind)
    search = partial(
        nearest_areas,
        k=k,
        weights=_weights(choice, attributes),
        strata=None if bars else labels,
        barred=labels if bars else None,
        cancelled=cancelled,
    )
    allowed = z if among is None else _only(z, attributes.codes, {*among, *seekers})
    whole = np.flatnonzero(np.isfinite(allowed).all(axis=1))
    ruler = allowed if whole.size >= _FEWEST_TO_RULE else z
    everyone = search(ruler, seek=_sample(np.flatnonzero(np.isfinite(ruler).all(axis=1))))
    among_which = Among.ALL if among is None else Among.HELD
    yardstick = quality(everyone.distance)
    return _Matching(attributes, classes, allowed, search, k, whole.size - 1, everyone, yardstick, among_which)


def _group(
    one: OneArea, choice: PeerChoice, matching: _Matching, found: Nearest, at: int, mutual: Sequence[Optional[bool]]
) -> PeerGroup:
    """The peers in row `at` of those found, kept as the rule says."""
    attributes, yardstick = matching.attributes, matching.yardstick
    kept_to = choice.caliper if choice.caliper is not None else yardstick.kept_to
    measured = Measured(
        attributes,
        _grade(float(found.distance[at, 0]), yardstick.poor_beyond, yardstick.none_beyond),
        yardstick.poor_beyond,
        yardstick.none_beyond,
        kept_to,
        matching.considered,
        int((~np.isfinite(attributes.values).all(axis=1)).sum()),
        len(matching.everyone.seek),
        matching.everyone,
        yardstick.quality < tuple(PeerQuality).index(PeerQuality.NONE),
    )
    peers = _peers(attributes, found, at, mutual, kept_to)
    measures = tuple(measure.name for measure in attributes.measures)
    used = replace(choice, k=matching.k, measures=measures, among=matching.among)
    sources = dict.fromkeys(measure.source for measure in attributes.measures)
    years = {measure.year for measure in attributes.measures}
    year = years.pop() if len(years) == 1 else None
    kept, far = (tuple(peer for peer in peers if bool(peer.why) is out) for out in (False, True))
    return PeerGroup(one, used, matching.k, kept, far, ", ".join(sources), year, measured)


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


def _refuse_few_measured(attributes: Attributes) -> None:
    """Raise `CacheError` where so few areas of the level have all measures that nobody can say which are far."""
    areas, measured = len(attributes.codes), int(np.isfinite(attributes.values).all(axis=1).sum())
    if measured >= _FEWEST_TO_RULE or 2 * measured >= areas:
        return
    raise CacheError(
        tr(
            "Only {n} of the {all} {areas} have all measures ({lacking}): too few to say who is alike. Choose other "
            "MEASURES, or import these of more areas."
        ).format(
            n=measured,
            all=number(areas),
            areas=PLURALS[attributes.areas.kind],
            lacking=lacking_words(attributes),
        )
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


def _only(z: np.ndarray, codes: Collection[str], wanted: Collection[str]) -> np.ndarray:
    allowed = np.array([code in wanted for code in codes])
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


def _classes(connection: sqlite3.Connection, areas: AreaSet, choice: PeerChoice) -> Optional[Mapping[str, str]]:
    """The class of each area that peers share with it, or that they must not share; None where neither is asked."""
    if choice.stratum == NO_STRATUM:
        return None
    if choice.stratum not in (OWN_FORCE, OTHER_FORCES):
        return classes_of(connection, areas, choice.stratum)
    if areas.kind is AreaKind.PFA:
        raise CacheError(tr("Police force areas are forces: choose another STRATUM, such as none."))
    return police_areas_of(connection, areas)


def _refuse_unclassed(one: OneArea, choice: PeerChoice, classes: Optional[Mapping[str, str]]) -> None:
    if classes is not None and not classes.get(one.code):
        raise CacheError(
            tr("The cache does not know the {stratum} of {area}. Choose STRATUM none, or import it.").format(
                stratum=choice.stratum, area=one.name
            )
        )


def _grade(first: float, poor: float, none: float) -> PeerQuality:
    if not np.isfinite(first) or first > none:
        return PeerQuality.NONE
    return PeerQuality.POOR if first > poor else PeerQuality.GOOD


def _peers(
    attributes: Attributes, found: Nearest, at: int, mutual: Sequence[Optional[bool]], kept_to: float
) -> list[Peer]:
    peers = []
    for place, (row, distance) in enumerate(zip(found.index[at].tolist(), found.distance[at].tolist())):
        if row >= 0:
            why = tr("farther than {most:.2f}").format(most=kept_to) if distance > kept_to else ""
            peers.append(Peer(place + 1, attributes.codes[row], attributes.names[row], distance, mutual[place], why))
    return peers
