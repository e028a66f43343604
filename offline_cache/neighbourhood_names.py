# SPDX-License-Identifier: GPL-2.0-or-later
"""Neighbourhoods as a user writes them, `force/id or name`, to an area; what is meant is never guessed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from .area_names import alike
from .errors import CacheError, shown
from .model import NEIGHBOURHOOD, Area
from .named_forces import force_named, known_force
from .neighbourhoods import neighbourhoods_of

_NAMED = 5
_LONGEST = 80
_FETCH = "Fetch neighbourhoods with 'neighbourhoods fetch'."
_LISTED = """
    SELECT n.force, n.code, coalesce(nullif(d.name, ''), n.name), o.force IS NOT NULL, o.geom IS NOT NULL
    FROM neighbourhood n
    LEFT JOIN neighbourhood_detail d ON d.force = n.force AND d.code = n.code
    LEFT JOIN neighbourhood_outline o ON o.force = n.force AND o.code = n.code
    ORDER BY n.force, n.position
"""


@dataclass(frozen=True)
class _Listed:
    """A neighbourhood of a list: whether it was asked about, and whether it has an outline."""

    force: str
    code: str
    name: str
    fetched: int
    outlined: int

    @property
    def text(self) -> str:
        return f"{self.force}/{self.code}"


def read_neighbourhoods(connection: sqlite3.Connection, text: str) -> Area:
    """The area that `force/id or name[,…]` means; a part without a force is of the force before it, or of any.

    Raises `CacheError` where a neighbourhood is not known, was not fetched or has no outline, or several are meant.
    """
    listed = [_Listed(*row) for row in connection.execute(_LISTED)]
    whole = _matching(listed, *_parted(connection, text, None))  # a name may have commas of its own
    parts = [text] if whole else [part.strip() for part in text.split(",") if part.strip()]
    found: list[_Listed] = []
    for part in parts:
        found.append(_meant(connection, listed, part, found[-1].force if found else None))
    for entry in found:
        _refuse_without_outline(entry)
    chosen = list(dict.fromkeys(found))
    return Area(NEIGHBOURHOOD, tuple(entry.text for entry in chosen), ", ".join(_short(entry.name) for entry in chosen))


def _parted(connection: sqlite3.Connection, text: str, force: Optional[str]) -> tuple[Optional[str], str]:
    """Force (None for any) and what stands for the neighbourhood, whose id and name may have strokes of their own."""
    head, stroke, rest = text.partition("/")
    slug = known_force(connection, head) if stroke else None
    return (slug, rest.strip()) if slug else (force, text.strip())


def _matching(listed: Sequence[_Listed], force: Optional[str], text: str) -> list[_Listed]:
    """Those with this id, whose case counts, else those with this id or name in any case."""
    of = [entry for entry in listed if force in (None, entry.force)]
    folded = text.casefold()
    exact = [entry for entry in of if entry.code == text]
    return exact or [entry for entry in of if folded in (entry.code.casefold(), entry.name.casefold())]


def _meant(connection: sqlite3.Connection, listed: Sequence[_Listed], text: str, before: Optional[str]) -> _Listed:
    force, name = _parted(connection, text, before)
    found = _matching(listed, force, name)
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(f"{entry.text} ({_short(entry.name)})" for entry in found[:_NAMED])
        raise CacheError(
            f"{shown(name)} are {len(found)} neighbourhoods: {several}. Write force/id of the one you mean."
        )
    if force is None and "/" in text:
        force_named(connection, text.partition("/")[0])
    of = [entry for entry in listed if force in (None, entry.force)]
    if force is not None and not of:
        neighbourhoods_of(connection, force)
    like = alike(name, [_short(entry.name) for entry in of] + [entry.code for entry in of])
    raise CacheError(f"The cache knows no neighbourhood {shown(name)}{f' of {force}' if force else ''}.{like} {_FETCH}")


def _refuse_without_outline(entry: _Listed) -> None:
    if not entry.fetched:
        raise CacheError(f"Of {entry.text} ({_short(entry.name)}) only the name is held. {_FETCH}")
    if not entry.outlined:
        raise CacheError(
            f"The force gives no outline of {entry.text} ({_short(entry.name)}), so what lies in it is not known. "
            "Choose another neighbourhood, or an LSOA or ward."
        )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
