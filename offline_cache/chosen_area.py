# SPDX-License-Identifier: GPL-2.0-or-later
"""An area as a user writes it to the LSOAs that lie in it, by the files' own codes."""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Iterable
from typing import Optional

from .areas.lookups import area_names, lsoa_areas, newest_edition
from .areas.model import AreaKind, AreaSet
from .errors import CacheError
from .model import Area, Selection
from .reference import force_names, forces_by_police_area

FORMS = "force:bedfordshire, csp:Luton, district:E06000032, ward:…, pfa:…, lsoa:E01015693,E01015694"


def read_area(connection: sqlite3.Connection, text: str) -> Selection:
    """The selection that an `AREA` text means: `kind:code or name[,…]`, or nothing for all that is held.

    Raises `CacheError` with the forms there are, or with names that are like the one that is not known.
    """
    if not text.strip():
        return Selection()
    kind, _, rest = text.partition(":")
    wanted = [part.strip() for part in rest.split(",") if part.strip()]
    if not wanted or kind.strip() not in {"force", *(area.value for area in AreaKind)}:
        raise CacheError(f"'{text}' is not an area. Write it in one of the forms {FORMS}.")
    kind = kind.strip()
    if kind == "force":
        return Selection(forces=tuple(force_named(connection, name) for name in wanted))
    return Selection(area=_named_area(connection, AreaKind(kind), wanted))


def force_named(connection: sqlite3.Connection, text: str) -> str:
    """The slug of a force given by slug or name; raises `CacheError` where neither service nor cache has it."""
    held = connection.execute("SELECT force, reported_by FROM published_file WHERE reported_by <> ''")
    slugs: dict[str, str] = {}
    for slug, name in [*held, *force_names().items()]:  # the service's names last: a row may name another force
        slugs[slug.casefold()] = slugs[name.casefold()] = slug
    found: Optional[str] = slugs.get(text.strip().casefold())
    if found:
        return found
    raise CacheError(f"'{text}' is not a force.{_like(text, slugs.values())} Forces are written as in file names.")


def _named_area(connection: sqlite3.Connection, kind: AreaKind, wanted: list[str]) -> Area:
    if kind is AreaKind.LSOA:
        held = connection.execute("SELECT code, name FROM lsoa WHERE id > 0").fetchall()
        names = dict([*connection.execute("SELECT code, name FROM area WHERE kind = 'lsoa'"), *held])
    else:
        names = area_names(connection, AreaSet(kind, newest_edition(connection, kind)))
    codes = {name.casefold(): code for code, name in names.items()}
    codes.update({code.casefold(): code for code in names})
    found = []
    for text in wanted:
        code = codes.get(text.casefold())
        if code is None:
            raise CacheError(f"The cache knows no {kind.value} '{text}'.{_like(text, names.values())}")
        found.append(code)
    return Area(kind.value, tuple(dict.fromkeys(found)), ", ".join(names[code] for code in dict.fromkeys(found)))


def _like(text: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(text, sorted(set(names)), n=3)
    return f" Do you mean {' or '.join(close)}?" if close else ""


_TABLE = """
    CREATE TEMP TABLE IF NOT EXISTS chosen_lsoa
      (edition INTEGER NOT NULL, lsoa INTEGER NOT NULL, PRIMARY KEY (edition, lsoa)) WITHOUT ROWID
"""


def choose_lsoas(connection: sqlite3.Connection, area: Optional[Area]) -> None:
    """Fill the temporary table `chosen_lsoa` (edition of the file or 0, row of `lsoa`) that queries look into."""
    connection.execute(_TABLE)
    connection.execute("DELETE FROM temp.chosen_lsoa")
    if area is None:
        return
    held = connection.execute("SELECT id, code FROM lsoa WHERE id > 0").fetchall()
    wanted = set(area.codes)
    if area.kind == AreaKind.LSOA.value:
        rows = [(edition, row) for row, code in held if code in wanted for edition in (0, 2011, 2021)]
    else:
        look_up = lsoa_areas(connection, AreaKind(area.kind))
        rows = [
            (edition or 0, row)
            for row, code in held
            for edition in (None, 2011, 2021)
            if look_up.area((edition, code)) in wanted
        ]
    connection.executemany("INSERT INTO temp.chosen_lsoa VALUES (?, ?)", rows)


_FORCES = """
    SELECT DISTINCT f.force
    FROM place p
    JOIN crime c ON c.place = p.id
    JOIN published_file f ON f.id = c.file
    WHERE EXISTS (SELECT 1 FROM temp.chosen_lsoa a WHERE a.edition = coalesce(f.lsoa_edition, 0) AND a.lsoa = p.lsoa)
"""


def forces_of(connection: sqlite3.Connection, area: Area) -> tuple[str, ...]:
    """The forces whose files an area rests on: those that police it, held or not, and those with a row there.

    `choose_lsoas` comes first. Who polices it is known only where the look-up to police force areas is held.
    """
    forces = {force for (force,) in connection.execute(_FORCES)}
    try:
        look_up = lsoa_areas(connection, AreaKind.PFA)
    except CacheError:
        return tuple(sorted(forces))
    codes = connection.execute(
        "SELECT DISTINCT nullif(a.edition, 0), l.code FROM temp.chosen_lsoa a JOIN lsoa l ON l.id = a.lsoa"
    )
    police_areas = {look_up.area((edition, code)) for edition, code in codes}
    if area.kind == AreaKind.PFA.value:
        police_areas.update(area.codes)
    slugs = forces_by_police_area()
    return tuple(sorted(forces | {slugs[code] for code in police_areas if code in slugs}))
