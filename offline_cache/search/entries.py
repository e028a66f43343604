# SPDX-License-Identifier: GPL-2.0-or-later
"""What of a cache has a name: forces, slices, areas, neighbourhoods."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ..area_choices import area_choices
from ..areas.lookups import area_names, newest_edition
from ..areas.model import AreaKind, AreaSet
from ..errors import CacheError
from ..model import NEIGHBOURHOOD
from ..reference import force_names, lsoa_edition
from .model import FoundKind

NOT_HELD = "no crimes held"
_LSOAS = "SELECT code, max(name) FROM area WHERE kind = 'lsoa' GROUP BY code ORDER BY 2, 1"
_OUTLINED = "SELECT code, name, edition FROM area WHERE kind = ? ORDER BY edition DESC, name, code"
_EDITIONS = "SELECT DISTINCT kind, edition FROM area ORDER BY kind, edition DESC"
# Wards of one name are told apart by their districts.
_WARDS = """
    SELECT DISTINCT w.in_code, coalesce(n.name, d.in_code)
    FROM area_in_area w
    JOIN area_in_area d ON d.kind = w.kind AND d.edition = w.edition AND d.code = w.code AND d.in_kind = 'district'
      AND d.in_edition = (SELECT max(in_edition) FROM area_in_area WHERE kind = 'lsoa' AND in_kind = 'district')
    LEFT JOIN area_name n ON n.kind = 'district' AND n.edition = d.in_edition AND n.code = d.in_code
    WHERE w.kind = 'lsoa' AND w.edition = 2021 AND w.in_kind = 'ward' AND w.in_edition = ?
    ORDER BY 2
"""
_NEIGHBOURHOODS = """
    SELECT n.force, n.code, coalesce(nullif(d.name, ''), n.name), o.geom IS NOT NULL
    FROM neighbourhood n LEFT JOIN neighbourhood_detail d ON d.force = n.force AND d.code = n.code
    LEFT JOIN neighbourhood_outline o ON o.force = n.force AND o.code = n.code
    ORDER BY n.force, n.position
"""


@dataclass(frozen=True)
class Entry:
    """One of them; `text` is that of the `AREA` parameter, '' for none; `more` are words that tell it apart."""

    kind: FoundKind
    name: str
    code: str
    text: str
    more: str


def entries(connection: sqlite3.Connection) -> list[Entry]:
    """All of them in the order of their kinds, those of which crimes are held first."""
    held = area_choices(connection)
    districts = _districts(connection)
    found = [
        Entry(FoundKind(choice.kind), choice.name, choice.code, choice.text, _more(choice.kind, choice.code, districts))
        for choice in held
        if choice.kind != NEIGHBOURHOOD
    ]
    texts = {choice.text for choice in held}
    for kind in (AreaKind.CSP, AreaKind.DISTRICT, AreaKind.PFA, AreaKind.WARD):
        found += _others(connection, kind, texts, districts)
    found += list(_neighbourhoods(connection))
    for code, name in connection.execute(_LSOAS):
        if f"lsoa:{code}" not in texts:
            more = _joined(_more("lsoa", code, districts), NOT_HELD)
            found.append(Entry(FoundKind.LSOA, name or code, code, f"lsoa:{code}", more))
    order = list(FoundKind)
    return sorted(found, key=lambda entry: order.index(entry.kind))


def editions(connection: sqlite3.Connection) -> dict[str, tuple[int, ...]]:
    """The editions of outlines of each kind of area, newest first."""
    found: dict[str, list[int]] = defaultdict(list)
    for kind, edition in connection.execute(_EDITIONS):
        found[kind].append(edition)
    return {kind: tuple(of) for kind, of in found.items()}


def _others(
    connection: sqlite3.Connection, kind: AreaKind, texts: set[str], districts: dict[str, list[str]]
) -> Iterator[Entry]:
    """Areas of a kind of which no crimes are held; without a look-up from LSOAs nothing can be counted for them."""
    try:
        names = area_names(connection, AreaSet(kind, newest_edition(connection, kind)))
    except CacheError:
        names = {}
    outlined = {code: name for code, name, _ in connection.execute(_OUTLINED, (kind.value,))}
    for code, name in sorted({**outlined, **names}.items(), key=lambda pair: (pair[1], pair[0])):
        text = f"{kind.value}:{code}" if code in names else ""
        if text not in texts:
            more = _joined(_more(kind.value, code, districts), NOT_HELD)
            yield Entry(FoundKind(kind.value), name or code, code, text, more)


def _neighbourhoods(connection: sqlite3.Connection) -> Iterator[Entry]:
    names = force_names()
    for force, code, name, outlined in connection.execute(_NEIGHBOURHOODS):
        text = f"{NEIGHBOURHOOD}:{force}/{code}" if outlined else ""
        yield Entry(FoundKind.NEIGHBOURHOOD, name or code, f"{force} {code}", text, names.get(force) or force)


def _districts(connection: sqlite3.Connection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    try:
        edition = newest_edition(connection, AreaKind.WARD)
    except CacheError:
        return found
    for ward, district in connection.execute(_WARDS, (edition,)):
        found[ward].append(district)
    return found


def _more(kind: str, code: str, districts: dict[str, list[str]]) -> str:
    if kind == FoundKind.WARD.value:
        return ", ".join(districts.get(code, ())[:2])
    if kind == FoundKind.LSOA.value:
        edition = lsoa_edition(code)
        return f"{code}, of {edition} only" if edition else code
    return ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
