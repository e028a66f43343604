# SPDX-License-Identifier: GPL-2.0-or-later
"""LSOA codes and names as a user writes them, looked over, and carried to the codes of both editions."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .area_names import alike, known_areas
from .areas.fields import invented
from .areas.model import AreaKind
from .errors import AreasLacking, CacheError, shown
from .reference import lsoa_edition, newest_lsoa

_LSOA = re.compile(r"[EW]01\d{6}\Z", re.ASCII)
_CODE = re.compile(r"[A-Z]\d{8}\Z", re.ASCII)
_SCOTTISH = re.compile(r"S\d{8}\Z", re.ASCII)
_NORTHERN_IRISH = re.compile(r"(N\d{8}|95[A-Z]{2}\d{2}[A-Z0-9]{2})\Z", re.ASCII)
_KNOWN = """
    SELECT lsoa11 FROM lsoa_exact_fit UNION SELECT lsoa21 FROM lsoa_exact_fit
    UNION SELECT code FROM area WHERE kind = 'lsoa' UNION SELECT code FROM area_in_area WHERE kind = 'lsoa'
    UNION SELECT code FROM lsoa WHERE id > 0
"""
_HAS_ALL = "SELECT EXISTS (SELECT 1 FROM lsoa_exact_fit)"
_EXACT_FIT = "SELECT lsoa11, lsoa21 FROM lsoa_exact_fit"


@dataclass(frozen=True)
class CarriedCodes:
    """LSOA codes of both editions, and sentences about what could not be carried exactly."""

    codes: frozenset[str]
    notes: tuple[str, ...] = ()


def checked_lsoas(connection: sqlite3.Connection, texts: Iterable[str]) -> set[str]:
    """The codes of LSOAs given by code or name; `CacheError` for what is none, with those that are like it."""
    codes: set[str] = set()
    for text in (given.strip() for given in texts):
        code = text.upper()
        _refuse_elsewhere(code)
        if _LSOA.match(code):
            _refuse_unknown(connection, code)
            codes.add(code)
        elif _CODE.match(code):
            raise CacheError(
                f"{shown(text)} is no code of an LSOA: those are like E01015693 and W01000501. Give a ward, district, "
                "CSP or police area as an area, such as csp:E22000246."
            )
        else:
            codes.update(_named(connection, text))
    return codes


def _refuse_elsewhere(code: str) -> None:
    if _SCOTTISH.match(code):
        raise CacheError(
            f"{code} is in Scotland, of which data.police.uk publishes only what British Transport Police records, "
            "without LSOAs. Download the files of btp whole."
        )
    if _NORTHERN_IRISH.match(code):
        raise CacheError(
            f"{code} is in Northern Ireland, whose files carry no LSOA, so no slice can be taken of them. Download "
            "the files of northern-ireland whole."
        )


def _refuse_unknown(connection: sqlite3.Connection, code: str) -> None:
    """Raise where the exact-fit look-up, which has all codes, lacks it, or without one where ONS never issued it."""
    known = {row[0] for row in connection.execute(_KNOWN)}
    has_all = connection.execute(_HAS_ALL).fetchone()[0]
    issued = not has_all and int(code[1:]) <= newest_lsoa(code[0])
    if code not in known and not issued and not invented(code):
        raise CacheError(f"There is no LSOA {code}.{alike(code, known)}")


def _named(connection: sqlite3.Connection, text: str) -> list[str]:
    known = known_areas(connection, AreaKind.LSOA)
    if not known.names:
        raise AreasLacking(
            f"{shown(text)} is no code of an LSOA, and the cache knows no names of LSOAs. Write the code, such as "
            "E01015693, or bring outlines in with 'areas fetch' or 'areas import'."
        )
    return known.chosen(text)


def both_editions(connection: sqlite3.Connection, codes: Collection[str]) -> CarriedCodes:
    """The codes with those that they were in 2011 or became in 2021, by the exact-fit look-up.

    An LSOA that was split or merged may bring one that reaches beyond those given: this is said.
    """
    became: dict[str, set[str]] = defaultdict(set)
    came_from: dict[str, set[str]] = defaultdict(set)
    for lsoa11, lsoa21 in connection.execute(_EXACT_FIT):
        became[lsoa11].add(lsoa21)
        came_from[lsoa21].add(lsoa11)
    given = frozenset(codes)
    if not became:
        return CarriedCodes(given, _not_carried(given))
    of_2011 = {code for code in given if code in became}.union(*(came_from.get(code, ()) for code in given))
    of_2021 = {code for code in given if code in came_from}.union(*(became.get(code, ()) for code in given))
    beyond = {
        2011: sum(not became[code] <= of_2021 for code in of_2011),
        2021: sum(not came_from[code] <= of_2011 for code in of_2021),
    }
    notes = tuple(
        f"{number:,} {'LSOA' if number == 1 else 'LSOAs'} of {edition} {'reaches' if number == 1 else 'reach'} beyond "
        f"them: files with codes of {edition} bring all of {'its' if number == 1 else 'their'} crimes."
        for edition, number in beyond.items()
        if number
    )
    return CarriedCodes(given | of_2011 | of_2021, notes)


def _not_carried(codes: Collection[str]) -> tuple[str, ...]:
    changed = sum(lsoa_edition(code) is not None for code in codes)
    if not changed:
        return ()
    return (
        f"{changed:,} of these LSOAs are of one edition only, and the cache has no exact-fit look-up to those of the "
        "other, so files with codes of that one lack them. Bring it in with 'areas fetch' or 'areas import'.",
    )
