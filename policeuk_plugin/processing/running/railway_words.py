# SPDX-License-Identifier: GPL-2.0-or-later
"""That crimes on railways are in no number where the files of British Transport Police are not held."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from offline_cache.model import Month, Selection

from ...text import tr
from ..comparing.trend_words import months_listed


def railway_lines(connection: sqlite3.Connection, selection: Selection) -> list[str]:
    """The same of a selection whose months are settled; none where its own gaps are told of that force, too."""
    from offline_cache.monthly import forces_behind  # not while QGIS starts
    from offline_cache.railways import TRANSPORT_POLICE, railways_lacking

    first, last = selection.first, selection.last
    if selection.area is None or first is None or last is None:
        return []
    if TRANSPORT_POLICE in forces_behind(connection, selection):
        return []
    return list(railways(railways_lacking(connection, selection), len(Month.span(first, last))))


def railways(lacking: Sequence[Month], asked: int) -> Iterator[str]:
    """That nobody counts crimes on railways in some of the months, or in all that are asked for."""
    if len(lacking) >= asked:
        yield tr(
            "British Transport Police, which records crimes on railways and at stations, is not held: those are in no "
            "number, which is not zero."
        )
    elif lacking:
        yield tr(
            "British Transport Police, which records crimes on railways and at stations, is not held of {months}: "
            "it is in no number, which is not zero."
        ).format(months=months_listed(lacking))
