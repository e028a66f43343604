# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows of a published file that lie in some LSOAs, by the codes in the file and in its order."""

from __future__ import annotations

from array import array
from dataclasses import replace

from .csv_files import PublishedRows
from .scope import Scope


def without_lsoa(rows: PublishedRows) -> int:
    """Rows that have a position but no LSOA: no slice can have them."""
    without = {number for number, place in enumerate(rows.places) if place.position and not place.lsoa_code}
    return sum(place in without for place in rows.place_of_row)


def can_be_sliced(rows: PublishedRows) -> bool:
    """Whether LSOA codes tell where rows of the file lie: not those of stops, Northern Ireland or the grid of 2012."""
    return any(place.lsoa_code for place in rows.places) or not any(place.position for place in rows.places)


def rows_in(rows: PublishedRows, scope: Scope) -> list[int]:
    """The numbers of the rows, from 0, whose LSOA code is in the scope; all for None."""
    inside = [scope is None or place.lsoa_code in scope for place in rows.places]
    return [number for number, place in enumerate(rows.place_of_row) if inside[place]]


def rows_within(rows: PublishedRows, scope: Scope) -> PublishedRows:
    """The rows whose LSOA code is in the scope, with the places and values that they have; all of them for None."""
    if scope is None:
        return rows
    kept = rows_in(rows, scope)
    places, place_of_row = _renumbered([rows.place_of_row[number] for number in kept])
    values, value_of_row = _renumbered([rows.value_of_row[number] for number in kept])
    row_now = {number: now for now, number in enumerate(kept)}
    return replace(
        rows,
        places=[rows.places[number] for number in places],
        place_of_row=place_of_row,
        values=[rows.values[number] for number in values],
        value_of_row=value_of_row,
        idents=[rows.idents[number] for number in kept],
        notes=[note._replace(row=row_now[note.row]) for note in rows.notes if note.row in row_now],
    )


def _renumbered(numbers: list[int]) -> tuple[list[int], array[int]]:
    """The numbers that occur, in order of their first, and at each place the number of the number there."""
    now: dict[int, int] = {}
    renumbered = array("l", (now.setdefault(number, len(now)) for number in numbers))
    return list(now), renumbered
