# SPDX-License-Identifier: GPL-2.0-or-later
"""The outline of an area to ask for: one ring that does not cross itself, as the service takes it.

Vertices are whole numbers of 1e-7 degrees, so that every comparison is exact; those of a ring that was checked are
multiples of 10, which is the six decimals that are sent.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import CacheError
from .questions import checked_position

Vertex = tuple[int, int]
"""(longitude, latitude) in 1e-7 degrees of WGS84."""
Ring = tuple[Vertex, ...]
"""Vertices in order, the first not repeated at the end."""

UNIT = 10_000_000
_MOST_VERTICES = 5_000  # the longest outline of a neighbourhood has 2,079


def checked_ring(positions: Sequence[tuple[float, float]]) -> Ring:
    """The ring of (longitude, latitude) in WGS84 degrees, closed or not, rounded to six decimals.

    Raises `CacheError` unless it lies in the United Kingdom, has three corners and does not cross or touch itself.
    """
    if len(positions) > _MOST_VERTICES:
        raise CacheError(
            f"The outline has {len(positions):,} corners, more than {_MOST_VERTICES:,}. Simplify it, then try again."
        )
    ring: list[Vertex] = []
    for longitude, latitude in positions:
        checked_position(latitude, longitude)
        vertex = (10 * round(longitude * UNIT / 10), 10 * round(latitude * UNIT / 10))
        if not ring or vertex != ring[-1]:
            ring.append(vertex)
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    if all(_turn(ring[0], ring[1], vertex) == 0 for vertex in ring[2:]):
        raise CacheError("The outline encloses nothing. Draw at least three corners that are not on one line.")
    if crosses_itself(ring):
        raise CacheError("The outline crosses or touches itself. Draw it as one simple polygon without holes.")
    return tuple(ring)


def poly_text(ring: Ring) -> str:
    """The ring as the parameter `poly`: `lat,lng:lat,lng`, six decimals, latitude first."""
    return ":".join(f"{_degrees(latitude)},{_degrees(longitude)}" for longitude, latitude in ring)


def positions_of(poly: str) -> list[tuple[float, float]]:
    """The (longitude, latitude) degrees that a `poly` text stands for."""
    pairs = [pair.split(",") for pair in poly.split(":")]
    return [(float(longitude), float(latitude)) for latitude, longitude in pairs]


def area_of(ring: Sequence[Vertex]) -> int:
    """Twice the area, positive where the ring runs against the clock."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]]))


def crosses_itself(ring: Sequence[Vertex]) -> bool:
    """Whether two sides share more than the corner between them; exact."""
    sides = [(a, b, number) for number, (a, b) in enumerate(zip(ring, [*ring[1:], ring[0]]))]
    sides.sort(key=lambda side: min(side[0][0], side[1][0]))
    open_sides: list[tuple[Vertex, Vertex, int]] = []
    for side in sides:
        west = min(side[0][0], side[1][0])
        open_sides = [other for other in open_sides if max(other[0][0], other[1][0]) >= west]
        if any(_meet(side, other, len(ring)) for other in open_sides):
            return True
        open_sides.append(side)
    return False


def _meet(one: tuple[Vertex, Vertex, int], two: tuple[Vertex, Vertex, int], sides: int) -> bool:
    first, second = (one, two) if (one[2] + 1) % sides == two[2] else (two, one)
    if (first[2] + 1) % sides == second[2]:
        # Neighbours share a corner; they share more only where the second runs back over the first.
        (ax, ay), (bx, by), (cx, cy) = first[0], first[1], second[1]
        back = (bx - ax) * (cx - bx) + (by - ay) * (cy - by) < 0
        return back and _turn(first[0], first[1], second[1]) == 0
    (a, b, _), (c, d, _) = one, two
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    turns = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(turn == 0 and _between(*end) for turn, end in zip(turns, ends))


def _turn(a: Vertex, b: Vertex, c: Vertex) -> int:
    cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (cross > 0) - (cross < 0)


def _between(a: Vertex, b: Vertex, c: Vertex) -> bool:
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _degrees(value: int) -> str:
    rounded = (value + 5) // 10
    sign = "-" if rounded < 0 else ""
    return f"{sign}{abs(rounded) // 1_000_000}.{abs(rounded) % 1_000_000:06d}"
