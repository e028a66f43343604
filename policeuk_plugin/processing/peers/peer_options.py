# SPDX-License-Identifier: GPL-2.0-or-later
"""Which choices of peers an area has with what is held, and why not the others: known before one is made."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from offline_cache.areas.model import AreaKind
from offline_cache.denominators import Denominator, figures_of
from offline_cache.errors import CacheError
from offline_cache.reference_data.classes import classes_of
from offline_cache.reference_data.measures import held_measures
from offline_cache.reference_data.model import DEFAULT_MEASURES
from offline_cache.reference_data.peer_lists import ONS_LISTS, listed_peers, peer_lists

from ...text import tr
from .peer_area import OneArea, one_area
from .peer_candidates import police_areas_of
from .peer_choice import NO_STRATUM, OTHER_FORCES, OWN_FORCE, STRATA, PeerMethod
from .peer_search import FEWEST_MEASURES
from .peer_sides_police import no_base


@dataclass(frozen=True)
class PeerOptions:
    """Why not, '' where it can be chosen: `methods` by PEERS, `lists` by the name of each list held that is not of ONS,
    `strata` by STRATUM, `bases` by DENOMINATOR."""

    methods: Mapping[str, str]
    lists: Mapping[str, str]
    strata: Mapping[str, str]
    bases: Mapping[str, str]


def peer_options(connection: sqlite3.Connection, area: str) -> PeerOptions:
    """What there is for an area; raises `CacheError` where it is none, several, or of a kind without peers."""
    one = one_area(connection, area)
    held = {found.name for found in peer_lists(connection)}
    own = {name: _not_listed(connection, one, name) for name in sorted(held - set(ONS_LISTS))}
    return PeerOptions(
        {
            PeerMethod.NEAREST.value: no_measures(connection, one),
            **{name: _not_by_ons(connection, one, name, name in held) for name in ONS_LISTS},
            PeerMethod.LIST.value: "" if "" in own.values() else _no_list(one, bool(own)),
        },
        own,
        {stratum: _no_class(connection, one, stratum) for stratum in STRATA},
        {which.value: _no_figure(connection, one, which) for which in Denominator},
    )


def no_measures(connection: sqlite3.Connection, one: OneArea) -> str:
    """Why no areas like it can be found by the usual measures, '' where they can."""
    held = held_measures(connection, one.areas)
    if sum(name in held for name in DEFAULT_MEASURES) >= FEWEST_MEASURES:
        return ""
    return tr(
        "The cache holds too few Census shares of {areas} to find similar ones by. Import reference data: the Census "
        "table of LSOAs, or profiles of these areas."
    ).format(areas=one.areas)


def _not_by_ons(connection: sqlite3.Connection, one: OneArea, name: str, held: bool) -> str:
    if one.areas.kind not in (AreaKind.DISTRICT, AreaKind.CSP):
        return tr("ONS lists nearest neighbours of districts alone, which CSPs mostly are.")
    if not held:
        return tr(
            "The cache does not hold this list of ONS. Import reference data: its statistical nearest neighbours."
        )
    return _not_listed(connection, one, name)


def _not_listed(connection: sqlite3.Connection, one: OneArea, name: str) -> str:
    try:
        listed_peers(connection, name, one.code)
    except CacheError as error:
        return str(error)
    return ""


def _no_list(one: OneArea, some: bool) -> str:
    if some:
        return tr("No list held names peers of {area}.").format(area=one.name)
    return tr("The cache holds no list of your own. Import one: a CSV with the columns area and peer.")


def _no_class(connection: sqlite3.Connection, one: OneArea, stratum: str) -> str:
    if stratum == NO_STRATUM:
        return ""
    of_force = stratum in (OWN_FORCE, OTHER_FORCES)
    if of_force and one.areas.kind is AreaKind.PFA:
        return tr("Police force areas are forces.")
    try:
        of = police_areas_of(connection, one.areas) if of_force else classes_of(connection, one.areas, stratum)
    except CacheError as error:
        return str(error)
    return "" if of.get(one.code) else tr("The cache does not know it of {area}.").format(area=one.name)


def _no_figure(connection: sqlite3.Connection, one: OneArea, which: Denominator) -> str:
    held = figures_of(connection, one.areas, which)
    return "" if held is not None and held.of.get(one.code) else no_base(one.name, which)
