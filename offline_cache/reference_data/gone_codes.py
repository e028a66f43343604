# SPDX-License-Identifier: GPL-2.0-or-later
"""Codes in a file that the look-ups held do not lead to: areas that were abolished, or are of another edition."""

from __future__ import annotations

import sqlite3

from ..areas.model import PLURALS, AreaKind
from .newest_names import current_codes, newest_names
from .parts import AttributePart, ClassPart, OfficialPart, Part

_NAMED = 5


def gone_codes(connection: sqlite3.Connection, part: Part) -> tuple[str, ...]:
    """A sentence on the codes of a part that are kept but lead to no area of the newest look-up; none without one."""
    if isinstance(part, AttributePart):
        kind, codes = part.areas.kind, set(part.codes)
    elif isinstance(part, ClassPart):
        kind, codes = part.areas.kind, {code for classes in part.classes.values() for code in classes}
    elif isinstance(part, OfficialPart):
        kind, codes = AreaKind.CSP, {code for of, code, _, _ in part.counts if of == AreaKind.CSP.value}
    else:
        return ()
    current = current_codes(connection, kind) if kind is not AreaKind.LSOA else frozenset()
    gone = sorted(codes - current) if current else []
    if not gone:
        return ()
    names = newest_names(connection, kind)
    named = ", ".join(f"{names[code]} {code}" if code in names else code for code in gone[:_NAMED])
    more = f" and {len(gone) - _NAMED} more" if len(gone) > _NAMED else ""
    return (
        f"{PLURALS[kind]} that the look-ups held do not know, abolished or of another edition: {named}{more}; kept.",
    )
