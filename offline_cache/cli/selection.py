# SPDX-License-Identifier: GPL-2.0-or-later
"""The limits typed on the command line to a selection."""

from __future__ import annotations

import argparse
import sqlite3

from ..chosen_area import read_area
from ..errors import CacheError
from ..model import Selection
from ..named_forces import force_named
from ..queries import crime_type_named


def selection_of(connection: sqlite3.Connection, options: argparse.Namespace) -> Selection:
    """The selection; raises `CacheError` for an unknown area, force or type, or months the wrong way round."""
    if options.first and options.last and options.first > options.last:
        raise CacheError(f"The first month, {options.first}, is after the last, {options.last}. Swap --from and --to.")
    area = read_area(connection, options.area)
    return Selection(
        options.first,
        options.last,
        (*area.forces, *(force_named(connection, force) for force in options.force)),
        tuple(crime_type_named(connection, name) for name in options.type),
        not options.without_asb,
        area.area,
    )
