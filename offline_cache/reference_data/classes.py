# SPDX-License-Identifier: GPL-2.0-or-later
"""Classes of areas out of the cache: as imported, else those in which most residents of an area live."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Optional

from ..area_levels import level_look_up
from ..areas.lookups import newest_edition
from ..areas.model import AreaKind, AreaSet
from ..denominators import Denominator, figures_of
from ..errors import shown
from ..lsoa_grounds import EDITIONS
from .model import ReferenceLacking

RURAL_URBAN = "rural-urban"
_SCHEMES = "SELECT DISTINCT scheme FROM area_class ORDER BY scheme"
_EDITIONS_HELD = "SELECT DISTINCT edition FROM area_class WHERE kind = ? AND scheme = ? ORDER BY edition DESC"
_CLASSES = "SELECT code, class FROM area_class WHERE kind = ? AND edition = ? AND scheme = ?"


def class_schemes(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The schemes of which any class is held."""
    return tuple(scheme for (scheme,) in connection.execute(_SCHEMES))


def classes_of(connection: sqlite3.Connection, areas: AreaSet, scheme: str) -> Mapping[str, str]:
    """The class of each area by its code; an area of which it is not known is left out.

    Areas that no file classes have the class in which most of their residents live (by the classes of districts or
    LSOAs). Raises `ReferenceLacking` where the scheme is not held, `AreasLacking` without the look-ups needed.
    """
    own = _held(connection, areas, scheme)
    if own:
        return own
    smaller = _of_lsoas(connection, scheme)
    if smaller is None:
        held = ", ".join(class_schemes(connection)) or "none"
        raise ReferenceLacking(
            f"The cache has no classes {shown(scheme)} that lead to {areas}; held are: {held}. Import a file of "
            "classes with 'reference import'."
        )
    edition, of_lsoa = smaller
    return _most_residents(connection, areas, edition, of_lsoa)


def _held(connection: sqlite3.Connection, areas: AreaSet, scheme: str) -> dict[str, str]:
    """As imported; a code of ONS means the same area in every edition, but for LSOAs, of which the edition counts."""
    editions = [edition for (edition,) in connection.execute(_EDITIONS_HELD, (areas.kind.value, scheme))]
    if areas.edition in editions or areas.kind is AreaKind.LSOA:
        editions = [edition for edition in editions if edition == areas.edition]
    for edition in editions:
        return dict(connection.execute(_CLASSES, (areas.kind.value, edition, scheme)))
    return {}


def _of_lsoas(connection: sqlite3.Connection, scheme: str) -> Optional[tuple[int, Mapping[str, str]]]:
    """The classes of LSOAs, with their edition, or of the districts in which they lie; None where neither is held."""
    for edition in EDITIONS:
        found = _held(connection, AreaSet(AreaKind.LSOA, edition), scheme)
        if found:
            return edition, found
    districts = _held(connection, AreaSet(AreaKind.DISTRICT, 0), scheme)
    if not districts:
        return None
    areas = AreaSet(AreaKind.DISTRICT, newest_edition(connection, AreaKind.DISTRICT))
    look_up = level_look_up(connection, areas).area_of
    return EDITIONS[0], {
        lsoa: districts[area] for (of, lsoa), area in look_up.items() if of == EDITIONS[0] and area in districts
    }


def _most_residents(
    connection: sqlite3.Connection, areas: AreaSet, edition: int, of_lsoa: Mapping[str, str]
) -> dict[str, str]:
    figures = figures_of(connection, AreaSet(AreaKind.LSOA, edition), Denominator.RESIDENTS)
    living: dict[str, Counter[str]] = defaultdict(Counter)
    for (of, lsoa), area in level_look_up(connection, areas).area_of.items():
        if of == edition and area is not None and lsoa in of_lsoa:
            living[area][of_lsoa[lsoa]] += figures.of.get(lsoa, 0) if figures else 1
    return {area: min(found, key=lambda name: (-found[name], name)) for area, found in living.items()}
