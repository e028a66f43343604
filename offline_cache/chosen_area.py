# SPDX-License-Identifier: GPL-2.0-or-later
"""An area as a user writes it to the LSOAs that lie in it, by the files' own codes; neighbourhoods to places."""

from __future__ import annotations

import sqlite3
from typing import Optional

from .area_names import known_areas
from .areas.codes import kind_of_code
from .areas.lookups import lsoa_areas
from .areas.model import AreaKind
from .elsewhere import elsewhere
from .errors import CacheError, shown
from .held_slices import held_slices, lsoas_phrase, slice_numbered
from .ledger import published_files
from .model import NEIGHBOURHOOD, Area, Selection
from .named_forces import force_named
from .neighbourhood_ground import forces_of_neighbourhoods, is_neighbourhood, places_inside
from .neighbourhood_names import read_neighbourhoods
from .reference import forces_by_police_area
from .remembering import note, noted, remembered

FORMS = (
    "force:bedfordshire, csp:Luton, district:E06000032, ward:…, pfa:…, lsoa:E01015693,E01015694, "
    "neighbourhood:bedfordshire/C1, slice:1"
)
"""An ONS code says of what kind it is, so it may stand alone."""


def read_area(connection: sqlite3.Connection, text: str) -> Selection:
    """The selection that an `AREA` text means: `kind:code or name[,…]`, codes of ONS, or nothing for all that is held.

    Raises `CacheError` with the forms there are, or with names that are like the one that is not known.
    """
    if not text.strip():
        return Selection()
    kind, _, rest = _with_kind(text).partition(":")
    kind, rest = kind.strip(), rest.strip()
    wanted = [part.strip() for part in rest.split(",") if part.strip()]
    if not wanted or kind not in {"force", "slice", NEIGHBOURHOOD, *(area.value for area in AreaKind)}:
        other = elsewhere(text)
        if other:
            raise CacheError(f"There are no crimes of {shown(text)} by area. {other}")
        raise CacheError(f"{shown(text)} is not an area. Write it in one of the forms {FORMS}.")
    if kind == "force":
        return Selection(forces=tuple(force_named(connection, name) for name in wanted))
    if kind == "slice":
        held = slice_numbered(held_slices(published_files(connection)), rest)
        return Selection(area=Area(AreaKind.LSOA.value, held.codes, lsoas_phrase(connection, held.codes)))
    if kind == NEIGHBOURHOOD:
        return Selection(area=read_neighbourhoods(connection, rest))
    known = known_areas(connection, AreaKind(kind))
    # A name may have commas of its own, as 'Bristol, City of' has.
    parts = [rest] if known.codes(rest) else wanted
    codes = tuple(dict.fromkeys(code for part in parts for code in known.chosen(part)))
    names = dict.fromkeys(known.names[code] for code in codes)
    name = lsoas_phrase(connection, codes) if kind == AreaKind.LSOA.value else ", ".join(names)
    return Selection(area=Area(kind, codes, name))


def _with_kind(text: str) -> str:
    """The text, with its kind before it where it is codes of ONS alone, all of one kind."""
    codes = [part.strip().upper() for part in text.split(",") if part.strip()]
    kinds = {kind_of_code(code) for code in codes}
    kind = kinds.pop() if len(kinds) == 1 else None
    return f"{kind.value}:{','.join(codes)}" if kind is not None else text


_TABLES = (
    """
    CREATE TEMP TABLE IF NOT EXISTS chosen_lsoa
      (edition INTEGER NOT NULL, lsoa INTEGER NOT NULL, PRIMARY KEY (edition, lsoa)) WITHOUT ROWID
    """,
    """
    CREATE TEMP TABLE IF NOT EXISTS doubtful_lsoa
      (edition INTEGER NOT NULL, lsoa INTEGER NOT NULL, PRIMARY KEY (edition, lsoa)) WITHOUT ROWID
    """,
    "CREATE TEMP TABLE IF NOT EXISTS chosen_place (id INTEGER PRIMARY KEY)",
    "DELETE FROM temp.chosen_lsoa",
    "DELETE FROM temp.doubtful_lsoa",
    "DELETE FROM temp.chosen_place",
)
_Rows = list[tuple[int, int]]
_FILLED = "what the temporary tables are filled with"


def choose_lsoas(connection: sqlite3.Connection, area: Optional[Area]) -> None:
    """Fill the temporary tables (edition of the file or 0, row of `lsoa`) that queries look into.

    `chosen_lsoa` lie in the area. Of `doubtful_lsoa` it is not known: they are none, no look-up knows them, or
    they have been split between several areas, of which this is one. For neighbourhoods both are empty, and
    `chosen_place` has the rows of `place` that lie in them; for other areas that one is empty.
    """
    if noted(connection, _FILLED) == (area,):
        return
    note(connection, _FILLED, None)  # until they are filled
    for statement in _TABLES:
        connection.execute(statement)
    if area is not None and is_neighbourhood(area):
        places = ((place,) for place in places_inside(connection, area))
        connection.executemany("INSERT INTO temp.chosen_place VALUES (?)", places)
    elif area is not None:
        chosen, doubtful = remembered(connection, ("LSOAs in", area), lambda: _lsoas_in(connection, area))
        connection.executemany("INSERT INTO temp.chosen_lsoa VALUES (?, ?)", chosen)
        connection.executemany("INSERT INTO temp.doubtful_lsoa VALUES (?, ?)", doubtful)
    note(connection, _FILLED, (area,))


def _lsoas_in(connection: sqlite3.Connection, area: Area) -> tuple[_Rows, _Rows]:
    """The rows of `chosen_lsoa` and of `doubtful_lsoa`."""
    held = connection.execute("SELECT id, code FROM lsoa WHERE id > 0").fetchall()
    wanted = set(area.codes)
    doubtful = [(edition, 0) for edition in (0, 2011, 2021)]
    if area.kind == AreaKind.LSOA.value:
        chosen = [(edition, row) for row, code in held if code in wanted for edition in (0, 2011, 2021)]
    else:
        look_up = lsoa_areas(connection, AreaKind(area.kind))
        chosen = []
        for row, code in held:
            for edition in (None, 2011, 2021):
                within = look_up.area((edition, code))
                if within in wanted:
                    chosen.append((edition or 0, row))
                elif within is None and look_up.may_lie_in((edition, code), wanted):
                    doubtful.append((edition or 0, row))
    return chosen, doubtful


_FORCES = """
    SELECT DISTINCT f.force
    FROM place p
    CROSS JOIN crime c ON c.place = p.id
    CROSS JOIN published_file f ON f.id = c.file
    WHERE p.lsoa IN (SELECT lsoa FROM temp.chosen_lsoa) AND EXISTS (
      SELECT 1 FROM temp.chosen_lsoa a WHERE a.edition = coalesce(f.lsoa_edition, 0) AND a.lsoa = p.lsoa)
"""

_FORCES_OF_PLACES = """
    SELECT DISTINCT f.force
    FROM temp.chosen_place a
    JOIN crime c ON c.place = a.id
    JOIN published_file f ON f.id = c.file
"""


def forces_of(connection: sqlite3.Connection, area: Area) -> tuple[str, ...]:
    """The forces whose files an area rests on: those that police it, held or not, and those with a row there.

    Leaves the tables as `choose_lsoas` does. Who polices it is known only where the look-up to police force areas is
    held; where it is not, and no row lies there, those whose slices have LSOAs of it. A neighbourhood is policed by
    the force that drew it.
    """
    choose_lsoas(connection, area)
    return remembered(connection, ("forces of", area), lambda: _forces_of(connection, area))


def _forces_of(connection: sqlite3.Connection, area: Area) -> tuple[str, ...]:
    if is_neighbourhood(area):
        rows = connection.execute(_FORCES_OF_PLACES)
        return tuple(sorted(forces_of_neighbourhoods(area).union(force for (force,) in rows)))
    forces = {force for (force,) in connection.execute(_FORCES)}
    try:
        look_up = lsoa_areas(connection, AreaKind.PFA)
    except CacheError:
        return tuple(sorted(forces or _forces_of_slices(connection, area)))
    codes = connection.execute(
        "SELECT DISTINCT nullif(a.edition, 0), l.code FROM temp.chosen_lsoa a JOIN lsoa l ON l.id = a.lsoa"
    ).fetchall()
    police_areas = {look_up.area((edition, code)) for edition, code in codes or _unwritten(connection, area)}
    if area.kind == AreaKind.PFA.value:
        police_areas.update(area.codes)
    slugs = forces_by_police_area()
    return tuple(sorted(forces | {slugs[code] for code in police_areas if code in slugs}))


def _unwritten(connection: sqlite3.Connection, area: Area) -> list[tuple[Optional[int], str]]:
    """The LSOAs of an area of which no file held writes one: their files may have only LSOAs that others share."""
    if area.kind == AreaKind.LSOA.value:
        return [(None, code) for code in area.codes]
    look_up = lsoa_areas(connection, AreaKind(area.kind))
    return [(2021, code) for code in look_up.codes_in(2021, area.codes)]


def _forces_of_slices(connection: sqlite3.Connection, area: Area) -> set[str]:
    wanted = set(area.codes) if area.kind == AreaKind.LSOA.value else set()
    return {file.key.force for file in published_files(connection) if wanted.intersection(file.scope or ())}
