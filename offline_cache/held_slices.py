# SPDX-License-Identifier: GPL-2.0-or-later
"""The slices that a cache holds: which LSOAs were kept, of whose files. As an area each is written `slice:1`."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from .errors import CacheError
from .model import PublishedFile
from .reference import lsoa_edition

NAMED = 3
_NAMES = "SELECT code, name FROM lsoa WHERE id > 0 AND name <> '' UNION SELECT code, name FROM area WHERE kind = 'lsoa'"


@dataclass(frozen=True)
class HeldSlice:
    """A set of LSOAs of which files are held, the forces of these files, and how many they are.

    `number` counts from 1, largest slice first: it changes when other slices are fetched.
    """

    number: int
    codes: tuple[str, ...]
    forces: tuple[str, ...]
    files: int

    @property
    def text(self) -> str:
        """The slice as an area is written."""
        return f"slice:{self.number}"


def held_slices(files: Iterable[PublishedFile]) -> list[HeldSlice]:
    """The slices among the files held, those of more files first."""
    of_scope: dict[tuple[str, ...], list[PublishedFile]] = defaultdict(list)
    for file in files:
        if file.scope is not None:
            of_scope[file.scope].append(file)
    ordered = sorted(of_scope.items(), key=lambda item: (-len(item[1]), -len(item[0]), item[0]))
    return [
        HeldSlice(number, codes, tuple(sorted({file.key.force for file in of})), len(of))
        for number, (codes, of) in enumerate(ordered, start=1)
    ]


def slice_numbered(slices: Sequence[HeldSlice], text: str) -> HeldSlice:
    """The slice with this number; raises `CacheError` with those there are."""
    for held in slices:
        if text.strip() == str(held.number):
            return held
    there = ", ".join(held.text for held in slices)
    raise CacheError(
        f"There is no slice {text.strip()[:20]!r}. "
        + (f"Held are {there}: 'status' tells them." if there else "The cache holds no slice, only whole files.")
    )


def lsoas_phrase(connection: sqlite3.Connection, codes: Sequence[str]) -> str:
    """LSOAs in a few words: up to three by name, of more the first and how many more they are.

    Where they are of both editions, the newer ones are told.
    """
    names = dict(connection.execute(_NAMES))
    newest = [code for code in codes if lsoa_edition(code) != 2011] or codes
    named = list(dict.fromkeys(sorted(names.get(code, code) for code in newest)))
    return ", ".join(named) if len(named) <= NAMED else f"{named[0]} and {len(named) - 1:,} more LSOAs"


def lsoas_number(codes: Collection[str]) -> str:
    """How many LSOAs codes of both editions are: by edition, where these differ."""
    of_2011, of_2021 = (sum(lsoa_edition(code) in (None, edition) for code in codes) for edition in (2011, 2021))
    if of_2011 == of_2021 == len(codes):
        return f"{len(codes):,} {'LSOA' if len(codes) == 1 else 'LSOAs'}"
    return f"{of_2021:,} LSOAs of 2021 and {of_2011:,} of 2011"
