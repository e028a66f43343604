# SPDX-License-Identifier: GPL-2.0-or-later
"""A force as a user writes it to its slug."""

from __future__ import annotations

import sqlite3
from typing import Optional

from .area_names import alike
from .elsewhere import elsewhere
from .errors import CacheError, shown
from .reference import force_names


def known_force(connection: sqlite3.Connection, text: str) -> Optional[str]:
    """The slug of a force given by slug or name in any case; None where neither service nor cache has it."""
    return _slugs(connection).get(text.strip().casefold())


def force_named(connection: sqlite3.Connection, text: str) -> str:
    """The slug of a force given by slug or name; raises `CacheError` where neither service nor cache has it."""
    slugs = _slugs(connection)
    found = slugs.get(text.strip().casefold())
    if found:
        return found
    other = elsewhere(text)
    like = f" {other}" if other else alike(text, slugs.values())
    raise CacheError(f"{shown(text)} is not a force.{like} Forces are written as in file names.")


def _slugs(connection: sqlite3.Connection) -> dict[str, str]:
    held = connection.execute("SELECT force, reported_by FROM published_file WHERE reported_by <> ''").fetchall()
    listed = connection.execute("SELECT DISTINCT force, force FROM neighbourhood").fetchall()
    slugs: dict[str, str] = {}
    for slug, name in [*listed, *held, *force_names().items()]:  # the service's names last: a row may name another
        slugs[slug.casefold()] = slugs[name.casefold()] = slug
    return slugs
