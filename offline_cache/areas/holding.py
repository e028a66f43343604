# SPDX-License-Identifier: GPL-2.0-or-later
"""Which parts of what ONS has are in the cache, told without asking ONS, and the codes that a part is about."""

from __future__ import annotations

import sqlite3
from typing import Optional

from ..errors import CacheError
from ..reference import force_names
from ..sources.ons import layer_named
from .lookups import lsoa_areas
from .model import AreaContent, AreaKind
from .wanted import AreasWanted, Part, parts_of, police_area

# What was fetched names its service, and its force in brackets: so a second time is known without a network.
_FETCHED = "SELECT source FROM area_source WHERE content = ? AND kind = ? AND edition = ? AND source LIKE 'ONS %'"
_DRAWN = "SELECT code FROM area WHERE kind = ? AND edition = ?"
_LEADING = """
    SELECT count(*) FROM area_in_area WHERE kind = 'lsoa' AND edition = 2021 AND in_kind = ?
    GROUP BY in_edition ORDER BY 1 DESC LIMIT 1
"""
_PLACED = "SELECT count(DISTINCT lsoa) FROM lsoa_2021_in_area WHERE kind = ?"
_FIGURES = "SELECT 1 FROM area_figure WHERE kind = 'lsoa' AND edition = 2021 LIMIT 1"
_EXACT_FIT = "SELECT count(*) FROM lsoa_exact_fit"
_DISTRICTS_OF = (
    "SELECT max(in_edition) FROM area_in_area WHERE kind = 'lsoa' AND edition = 2021 AND in_kind = 'district'"
)


def file_name(service: str, part: Part) -> str:
    """The name of the file that a part is kept in, which stays as its source."""
    scope = f" ({part.force})" if part.force else ""
    return f"ONS {service}{scope}.{'geojson' if part.layer.drawn else 'csv'}"


def is_held(connection: sqlite3.Connection, part: Part) -> bool:
    """Whether the part is in the cache: from ONS as this part, or from wherever with all its areas."""
    if _was_fetched(connection, part):
        return True
    if not part.layer.drawn:
        return _has_rows(connection, part)
    if part.layer.rows is None:
        return False
    return any(len(drawn(connection, part.kind, edition)) >= part.layer.rows for edition in _editions(part))


def lacking(connection: sqlite3.Connection, wanted: AreasWanted) -> tuple[Part, ...]:
    """The parts that ONS has to be asked for; raises `CacheError` for a force without an area."""
    return tuple(part for part in parts_of(wanted) if wanted.anew or not is_held(connection, part))


def drawn(connection: sqlite3.Connection, kind: AreaKind, edition: int) -> set[str]:
    """The codes of the areas that the cache has of one kind and edition, also where they have no outline."""
    return {code for (code,) in connection.execute(_DRAWN, (kind.value, edition))}


def has_figures(connection: sqlite3.Connection) -> bool:
    """Whether residents or households of LSOAs of 2021 are held."""
    return connection.execute(_FIGURES).fetchone() is not None


def district_edition(connection: sqlite3.Connection) -> Optional[int]:
    """The newest edition of districts that the LSOAs held lead to: a look-up of districts has to be of it."""
    edition = connection.execute(_DISTRICTS_OF).fetchone()[0]
    return None if edition is None else int(edition)


def codes_of(connection: sqlite3.Connection, part: Part) -> Optional[list[str]]:
    """The codes of a part's areas in order, None where it is not limited to a force.

    Raises `CacheError` where the look-ups are not held or know nothing of the force.
    """
    if part.force is None:
        return None
    police = lsoa_areas(connection, AreaKind.PFA)
    area = police_area(part.force)
    edition = _editions(part)[0] if part.kind is AreaKind.LSOA else 2021
    lsoas = {
        code
        for (of, code), within in police.area_of.items()
        if of == edition and (within == area or area in police.parts.get(code, ()))
    }
    if not lsoas:
        raise CacheError(
            f"The look-ups held know no LSOA of {force_names()[part.force]}: fetch the look-ups anew, or import those "
            "of all of England and Wales."
        )
    if part.kind is AreaKind.LSOA:
        return sorted(lsoas)
    of_kind = lsoa_areas(connection, part.kind)
    return sorted({area for area in (of_kind.area((2021, code)) for code in lsoas) if area is not None})


def _editions(part: Part) -> list[int]:
    return [service.edition for service in part.layer.services]


def _was_fetched(connection: sqlite3.Connection, part: Part) -> bool:
    exact_fit = part.layer.name == "exact-fit"
    content = AreaContent.OUTLINES if part.layer.drawn else AreaContent.EXACT_FIT if exact_fit else AreaContent.LOOK_UP
    ending = f" ({part.force})" if part.force else ""
    for edition in _editions(part):
        for (source,) in connection.execute(_FETCHED, (content.value, part.kind.value, edition)):
            name = str(source).rpartition(".")[0]
            if name.endswith(ending) if ending else not name.endswith(")"):
                return True
    return False


def _has_rows(connection: sqlite3.Connection, part: Part) -> bool:
    rows = part.layer.rows or 0
    if part.layer.name == "exact-fit":
        return _number(connection, _EXACT_FIT) >= rows
    if part.layer.name == "lsoa-look-up":
        return all(_number(connection, _LEADING, kind) >= rows for kind in ("ward", "district"))
    # CSPs of some districts are not known by the district: that there are any must do.
    lsoas = layer_named("lsoa-look-up").rows or 0
    return _number(connection, _PLACED, "pfa") >= lsoas and _number(connection, _PLACED, "csp") > 0


def _number(connection: sqlite3.Connection, query: str, *values: str) -> int:
    row = connection.execute(query, values).fetchone()
    return int(row[0]) if row else 0
