# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas of one kind by code and by name; a name that several of them have is not guessed at."""

from __future__ import annotations

import difflib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from .areas.codes import kind_of_code
from .areas.lookups import area_names, newest_edition
from .areas.model import PLURALS, AreaKind, AreaSet
from .elsewhere import elsewhere
from .errors import CacheError, shown
from .ledger import published_files
from .reference import lsoa_edition

_NAMED = 5
_LSOAS = """
    SELECT code, name FROM lsoa WHERE id > 0
    UNION SELECT code, name FROM area WHERE kind = 'lsoa'
    ORDER BY code
"""
_EDITIONS = "SELECT code, edition FROM area WHERE kind = 'lsoa' ORDER BY edition"
# The districts that share an LSOA with an area, by the newest look-ups.
_DISTRICTS = """
    SELECT DISTINCT a.area, coalesce(n.name, d.area)
    FROM lsoa_2021_in_area a
    JOIN lsoa_2021_in_area d ON d.lsoa = a.lsoa AND d.kind = 'district'
    LEFT JOIN area_name n ON n.kind = d.kind AND n.edition = d.edition AND n.code = d.area
    WHERE a.kind = ? AND a.area = ? AND d.edition = (SELECT max(edition) FROM lsoa_2021_in_area WHERE kind = 'district')
"""


_GONE = (
    " The look-ups held know {areas}: it was abolished, or is of another edition. Choose the area that its ground lies "
    "in now."
)
_FIND = (
    " 'search' finds what there is by name; look-ups of areas come by 'areas fetch' or 'areas import', in QGIS by "
    "'Fetch areas' on the page Data."
)


@dataclass(frozen=True)
class KnownAreas:
    """Areas of one kind: `names` by code, and the codes by folded name or code."""

    connection: sqlite3.Connection
    kind: AreaKind
    names: dict[str, str]
    by_text: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def codes(self, text: str) -> list[str]:
        """The codes that a code, or a name in any case, stands for."""
        return self.by_text.get(text.casefold(), [])

    def chosen(self, text: str) -> list[str]:
        """The code of the one area that is meant, or both codes of an LSOA whose editions have one each.

        Raises `CacheError` where none or several are.
        """
        codes = self.codes(text)
        if not codes:
            other = elsewhere(text)
            advice = f" {other}" if other else self._gone(text) or alike(text, self.names.values()) or _FIND
            raise CacheError(f"The cache knows no {self.kind.value} {shown(text)}.{advice}")
        if len(codes) == 1 or (self.kind is AreaKind.LSOA and self._editions(codes) == [2011, 2021]):
            return codes
        listed = ", ".join(self._described(code) for code in codes[:_NAMED])
        more = f" and {len(codes) - _NAMED} more" if len(codes) > _NAMED else ""
        raise CacheError(
            f"There are {len(codes)} {PLURALS[self.kind]} named {shown(text)}: {listed}{more}. Write the code instead."
        )

    def _gone(self, text: str) -> str:
        """What to say of a code of ONS for such an area that the look-ups do not have; '' for all else."""
        if self.kind is AreaKind.LSOA or kind_of_code(text.strip().upper()) is not self.kind:
            return ""
        return _GONE.format(areas=AreaSet(self.kind, newest_edition(self.connection, self.kind)))

    def _editions(self, codes: list[str]) -> list[int]:
        drawn = dict(self.connection.execute(_EDITIONS))
        return sorted(lsoa_edition(code) or drawn.get(code, 0) for code in codes)

    def _described(self, code: str) -> str:
        if self.kind is AreaKind.LSOA:
            return code
        districts = [name for _, name in self.connection.execute(_DISTRICTS, (self.kind.value, code)).fetchall()]
        return f"{code} ({', '.join(districts[:2])})" if districts else code


def known_areas(connection: sqlite3.Connection, kind: AreaKind) -> KnownAreas:
    """The LSOAs that files, slices or outlines name, or the areas of the newest edition; `CacheError` without any."""
    known = KnownAreas(connection, kind, {})
    if kind is AreaKind.LSOA:
        rows = connection.execute(_LSOAS).fetchall()
        kept = {code for file in published_files(connection) for code in file.scope or ()}
        rows += [(code, code) for code in sorted(kept - {code for code, _ in rows})]
    else:
        rows = sorted(area_names(connection, AreaSet(kind, newest_edition(connection, kind))).items())
    for code, name in rows:
        known.names[code] = name or code
        for text in {code.casefold(), name.casefold()} - {""}:
            if code not in known.by_text[text]:
                known.by_text[text].append(code)
    return known


def alike(text: str, names: Iterable[str]) -> str:
    """A sentence with the names that are most like `text`; nothing where none is."""
    close = difflib.get_close_matches(text[:80], sorted(set(names)), n=3)
    return f" Perhaps you mean {' or '.join(close)}." if close else ""
