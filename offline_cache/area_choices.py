# SPDX-License-Identifier: GPL-2.0-or-later
"""The areas that a user can choose from: those that the cache holds crimes of, with their names and codes."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass

from .areas.lookups import area_names, lsoa_areas
from .areas.model import AreaKind
from .errors import CacheError
from .held_slices import held_slices, lsoas_phrase
from .ledger import published_files
from .model import NEIGHBOURHOOD, Dataset
from .reference import force_names

_LSOAS = "SELECT code, name FROM lsoa WHERE id > 0 ORDER BY name, code"
_NEIGHBOURHOODS = """
    SELECT o.force, o.code, coalesce(nullif(d.name, ''), n.name, o.code)
    FROM neighbourhood_outline o
    LEFT JOIN neighbourhood n ON n.force = o.force AND n.code = o.code
    LEFT JOIN neighbourhood_detail d ON d.force = o.force AND d.code = o.code
    WHERE o.geom IS NOT NULL ORDER BY o.force, 3, o.code
"""
_KINDS = (AreaKind.CSP, AreaKind.DISTRICT, AreaKind.PFA, AreaKind.WARD)


@dataclass(frozen=True)
class AreaChoice:
    """An area as the `AREA` parameter has it (`csp:E22000246`), and its name and code for reading and searching."""

    text: str
    kind: str
    name: str
    code: str


def area_choices(connection: sqlite3.Connection) -> tuple[AreaChoice, ...]:
    """Forces held, slices, then CSPs, districts, police areas and wards with an LSOA of the files, then those LSOAs.

    Between wards and LSOAs stand the neighbourhoods of these forces that have an outline.
    Areas that hold more of the LSOAs come first: a force's files name a few LSOAs far away.
    """
    files = [file for file in published_files(connection) if file.key.dataset is Dataset.STREET]
    forces = sorted({file.key.force for file in files})
    choices = [AreaChoice(f"force:{slug}", "force", force_names().get(slug) or _titled(slug), slug) for slug in forces]
    choices += [
        AreaChoice(f"lsoa:{','.join(held.codes)}", "slice", lsoas_phrase(connection, held.codes), held.text)
        for held in held_slices(files)
    ]
    lsoas = connection.execute(_LSOAS).fetchall()
    for kind in _KINDS:
        choices += _areas(connection, kind, [code for code, _ in lsoas])
    choices += [
        AreaChoice(f"{NEIGHBOURHOOD}:{force}/{code}", NEIGHBOURHOOD, name, f"{force} {code}")
        for force, code, name in connection.execute(_NEIGHBOURHOODS)
        if force in forces
    ]
    choices += [AreaChoice(f"lsoa:{code}", "lsoa", name or code, code) for code, name in lsoas]
    return tuple(choices)


def _areas(connection: sqlite3.Connection, kind: AreaKind, lsoas: list[str]) -> list[AreaChoice]:
    try:
        look_up = lsoa_areas(connection, kind)
    except CacheError:
        return []  # no look-up leads to this kind
    held = Counter(area for area in (look_up.area((None, code)) for code in lsoas) if area is not None)
    names = area_names(connection, look_up.areas)
    found = [AreaChoice(f"{kind.value}:{code}", kind.value, names.get(code, code), code) for code in held]
    return sorted(found, key=lambda choice: (-held[choice.code], choice.name))


def _titled(slug: str) -> str:
    return slug.replace("-", " ").title()
