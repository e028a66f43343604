# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes on railways: British Transport Police records them everywhere in Great Britain, in files of its own."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from .coverage import coverage
from .model import Month, Selection
from .monthly import forces_behind

TRANSPORT_POLICE = "btp"
_NOT_IN = frozenset({"northern-ireland"})


def railways_lacking(connection: sqlite3.Connection, selection: Selection) -> tuple[Month, ...]:
    """The months from the selection's first to its last of which British Transport Police, policing its area, lacks.

    Where no area is chosen the files of its forces are what is asked for: then there are none.
    """
    first, last, area = selection.first, selection.last, selection.area
    if first is None or last is None or area is None:
        return ()
    if _NOT_IN.issuperset(forces_behind(connection, selection)):
        return ()
    theirs = replace(selection, forces=(TRANSPORT_POLICE,))
    return tuple(sorted({gap.month for gap in coverage(connection, theirs).missing}))
