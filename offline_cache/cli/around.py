# SPDX-License-Identifier: GPL-2.0-or-later
"""`--postcode` with `--within` as a point and a distance."""

from __future__ import annotations

import argparse
import sqlite3
from typing import Optional

from ..errors import CacheError
from ..postcodes import Postcode, find_postcode
from ..slices import Around
from .answers import print_note
from .postcodes_asked import checked_postcode, known_or_asked


def around_held(options: argparse.Namespace, connection: sqlite3.Connection) -> Optional[Around]:
    """What was typed, the postcode as the cache has it; None without one. Asks nobody; raises `CacheError`."""
    if not _typed(options):
        return None
    postcode = find_postcode(connection, options.postcode)
    if postcode is None:
        text = checked_postcode(options.postcode)
        raise CacheError(
            f"The cache does not know the postcode {text}. Ask postcodes.io with 'search {text} --online', or bring "
            "postcodes in with 'postcodes import'."
        )
    return _around(postcode, options.within)


def around_asked(options: argparse.Namespace) -> Optional[Around]:
    """The same for a command that uses the network anyway: a postcode that is not held is asked of postcodes.io."""
    return _around(known_or_asked(options.cache, options.postcode), options.within) if _typed(options) else None


def _typed(options: argparse.Namespace) -> bool:
    if (options.postcode is None) != (options.within is None):
        raise CacheError("--postcode and --within go together: a postcode and the metres around it.")
    return options.postcode is not None


def _around(postcode: Postcode, metres: float) -> Around:
    longitude, latitude = postcode.place
    print_note(f"{postcode.text}: {postcode.licence}")
    return Around(longitude, latitude, metres, postcode.text)
