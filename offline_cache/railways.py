# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes on railways: British Transport Police records them everywhere in Great Britain, in files of its own."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Optional

from .coverage import coverage
from .ledger import published_files
from .model import Dataset, Month, Selection
from .monthly import forces_behind
from .policing import policing

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


def last_policed(connection: sqlite3.Connection, selection: Selection) -> Optional[Month]:
    """The last month of street files of those who police a selection; None where none of theirs is held.

    British Transport Police often reaches on, and says nothing of the rest: it counts where nobody else does.
    """
    every = set(policing(connection, selection))
    forces = every - {TRANSPORT_POLICE} or every
    months = (
        file.key.month
        for file in published_files(connection)
        if file.key.dataset is Dataset.STREET and file.key.force in forces and file.published
    )
    return max(months, default=None)
