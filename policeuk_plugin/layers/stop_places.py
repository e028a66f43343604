# SPDX-License-Identifier: GPL-2.0-or-later
"""Snap points with their stops and searches, counted anew within limits."""

from __future__ import annotations

# The columns of the view `stop_places` in its order, without its key: see `sources`.
_ANEW = (
    "SELECT p.id AS place, (SELECT group_concat(name, ' / ') FROM (SELECT max(q.name) AS name FROM place q"
    " WHERE q.longitude = p.longitude AND q.latitude = p.latitude AND q.name <> '' GROUP BY lower(q.name) LIMIT 2))"
    " AS location, n.stops AS stops, n.lines AS objects, o.lines AS outcomes, p.geom AS geom FROM",
    "n JOIN",
    "o ON o.place = n.place CROSS JOIN place p ON p.id = n.place",
)
_LINES = (
    "(SELECT place, sum(n) AS stops, group_concat(word || ' ' || n, '; ') AS lines FROM (SELECT place,",
    "AS word, count(*) AS n FROM stop_points WHERE",
    "GROUP BY place, word ORDER BY place, n DESC, word) GROUP BY place)",
)
_OBJECT = "coalesce(nullif(object_of_search, ''), 'Not given')"
_OUTCOME = "coalesce(nullif(outcome, ''), 'Not recorded')"


def counted_anew(where: str) -> str:
    """The query of the places with the stops that meet a condition on `stop_points`."""
    head, middle, end = _ANEW
    return " ".join((head, _lines(_OBJECT, where), middle, _lines(_OUTCOME, where), end))


def _lines(word: str, where: str) -> str:
    head, middle, end = _LINES
    return " ".join((head, word, middle, where, end))
