# SPDX-License-Identifier: GPL-2.0-or-later
"""LSOAs of one edition that cover the same ground as LSOAs of the other, by ONS's exact-fit look-up."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Optional

from .reference import lsoa_edition
from .remembering import remembered

EDITIONS = (2021, 2011)
"""The editions that published files were ever written with, the newest first."""

_CHANGED = "SELECT lsoa11, lsoa21 FROM lsoa_exact_fit"


@dataclass(frozen=True)
class Grounds:
    """By edition: the LSOAs of the other edition that share ground with each LSOA."""

    others: Mapping[int, Mapping[str, frozenset[str]]]

    def same_ground(self, codes: Collection[str], edition: int) -> tuple[frozenset[str], frozenset[str]]:
        """The LSOAs of `edition` that cover the ground of `codes`, of either edition, and the codes they leave out.

        A code is left out where its ground is only a part of LSOAs of `edition`, or no look-up knows it.
        """
        wanted = frozenset(codes)
        own = {code for code in wanted if lsoa_edition(code) in (None, edition)}
        found, left = set(own), set()
        for code in wanted - own:
            became = self.others[_other(edition)].get(code, frozenset())
            whole = became and all(self.others[edition][new] <= wanted for new in became)
            found.update(became if whole else ())
            if not whole and not (became and became <= own):
                left.add(code)
        return frozenset(found), frozenset(left)

    def whole_of(self, code: str, edition: int) -> Optional[frozenset[str]]:
        """The LSOAs of the other edition that together are an LSOA of `edition`; None where none are."""
        parts = self.others[edition].get(code)
        if parts is None:
            return frozenset([code]) if lsoa_edition(code) is None else None
        exact = all(self.others[_other(edition)][part] == {code} for part in parts)
        return parts if exact else None


def grounds(connection: sqlite3.Connection) -> Grounds:
    """The exact-fit look-up both ways; without one only unchanged codes are known."""
    return remembered(connection, ("grounds of LSOAs",), lambda: _read(connection))


def _read(connection: sqlite3.Connection) -> Grounds:
    later, earlier = defaultdict(set), defaultdict(set)
    for old, new in connection.execute(_CHANGED):
        later[old].add(new)
        earlier[new].add(old)
    return Grounds({2011: _frozen(later), 2021: _frozen(earlier)})


def _frozen(sets: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {code: frozenset(others) for code, others in sets.items()}


def _other(edition: int) -> int:
    return 2011 if edition == 2021 else 2021
