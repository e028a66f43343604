# SPDX-License-Identifier: GPL-2.0-or-later
"""The one area that is compared with its peers, as AREA names it; or in a sentence why it cannot be."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from offline_cache.area_levels import level_look_up, level_names
from offline_cache.areas.codes import kind_of_code
from offline_cache.areas.lookups import newest_edition
from offline_cache.areas.model import PLURALS, AreaKind, AreaSet
from offline_cache.chosen_area import read_area
from offline_cache.errors import CacheError
from offline_cache.lsoa_grounds import grounds
from offline_cache.model import NEIGHBOURHOOD
from offline_cache.police_areas import police_area
from offline_cache.reference import lsoa_edition

from ...text import force_name, tr

_EDITION = 2021
_NORTHERN_IRELAND = "northern-ireland"
_NAMED = 3
_SEVERAL = re.compile(rf",\s*(?:force|{'|'.join(kind.value for kind in AreaKind)})\s*:")


@dataclass(frozen=True)
class OneArea:
    """An area with its kind and edition; `by_file`: a force, of which all rows of its files count, placed or not."""

    areas: AreaSet
    code: str
    name: str
    by_file: bool = False

    @property
    def parameter(self) -> str:
        """The area as a parameter that means it and no other."""
        return f"{self.areas.kind.value}:{self.code}"


def one_area(connection: sqlite3.Connection, text: str) -> OneArea:
    """Read AREA, also a code of ONS alone; raises `CacheError` where it is none, several, or of a kind "
    "without peers."""
    code = text.rpartition(":")[2].strip().upper()
    plain = kind_of_code(code)
    if plain is not None and ":" not in text:
        text = f"{plain.value}:{code}"
    kind, _, rest = text.strip().partition(":")
    if _SEVERAL.search(rest):
        raise CacheError(tr("Choose one area to compare with its peers, such as csp:Luton: these are several."))
    if kind.strip() == NEIGHBOURHOOD:
        raise CacheError(_no_neighbourhood())
    if kind.strip() == AreaKind.LSOA.value and "," not in rest:
        return _lsoa(connection, rest.strip(), text)
    if plain is not None and plain.value == kind.strip():
        _refuse_unknown(connection, plain, code)
    selection = read_area(connection, text)
    if selection.area is None:
        return _force(connection, selection.forces)
    if len(selection.area.codes) != 1:
        raise CacheError(tr("Choose one area to compare with its peers, such as csp:Luton: these are several."))
    of = AreaKind(selection.area.kind)
    edition = _EDITION if of is AreaKind.LSOA else newest_edition(connection, of)
    return OneArea(AreaSet(of, edition), selection.area.codes[0], selection.area.name)


def _refuse_unknown(connection: sqlite3.Connection, kind: AreaKind, code: str) -> None:
    """Raise `CacheError` for a code of ONS that the look-ups do not know."""
    areas = AreaSet(kind, newest_edition(connection, kind))
    if code not in level_names(connection, areas):
        raise CacheError(
            tr(
                "The look-ups held know {areas}, and {code} is none of them: it was abolished, or is of another "
                "edition. Choose the area that its ground lies in now."
            ).format(areas=areas, code=code)
        )


def _no_neighbourhood() -> str:
    return tr(
        "Neighbourhoods have no peers: forces draw them as they need them, nobody counts who lives in one, and the "
        "Census has no figures of them, so there is neither a rate nor a measure to find similar ones by. Choose the "
        "ward, or the LSOAs one by one, that lie there."
    )


def _force(connection: sqlite3.Connection, forces: tuple[str, ...]) -> OneArea:
    if len(forces) != 1:
        raise CacheError(tr("Choose one area to compare with its peers, such as csp:Luton or force:bedfordshire."))
    (force,) = forces
    if force == _NORTHERN_IRELAND:
        raise CacheError(
            tr(
                "Northern Ireland has one police force and its files name no areas, so there is nothing there to "
                "compare with, and its Census asks other questions than that of England and Wales. Its crimes can be "
                "mapped and followed through time."
            )
        )
    code = police_area(connection, force)
    if code is None:
        raise CacheError(
            tr(
                "{force} polices no area that people live in, so it has neither a rate nor peers. Choose another area."
            ).format(force=force_name(force))
        )
    areas = AreaSet(AreaKind.PFA, newest_edition(connection, AreaKind.PFA))
    return OneArea(areas, code, level_names(connection, areas).get(code, force_name(force)), by_file=True)


def _lsoa(connection: sqlite3.Connection, word: str, text: str) -> OneArea:
    """An LSOA of 2021 by code, held in files or not; by name as files and outlines have it."""
    areas = AreaSet(AreaKind.LSOA, _EDITION)
    code = word.upper()
    if (_EDITION, code) not in level_look_up(connection, areas).area_of:
        if code in grounds(connection).others[2011]:
            raise CacheError(_other_edition(connection, [code]))
        selection = read_area(connection, text)
        found = list(selection.area.codes) if selection.area is not None else []
        newer = [one for one in found if lsoa_edition(one) != 2011]
        if len(newer) != 1:
            raise CacheError(_other_edition(connection, found or [code]))
        code = newer[0]
    return OneArea(areas, code, level_names(connection, areas).get(code, code))


def _other_edition(connection: sqlite3.Connection, codes: list[str]) -> str:
    """That these are LSOAs of 2011, and what they have become."""
    ground = grounds(connection)
    became = sorted({new for code in codes for new in ground.others[2011].get(code, ())})
    if not became:
        return tr("{code} is not one LSOA of 2021. Choose one, by its code.").format(code=", ".join(codes[:_NAMED]))
    return tr(
        "{code} is an LSOA of 2011; {areas} are compared by the areas of 2021. Choose {became}, which it has become."
    ).format(code=", ".join(codes[:_NAMED]), areas=PLURALS[AreaKind.LSOA], became=tr(" or ").join(became[:_NAMED]))
