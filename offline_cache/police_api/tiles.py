# SPDX-License-Identifier: GPL-2.0-or-later
"""An area that is too large for one question, in four tiles, and those again, without losing or doubling a record.

Each question is for a part of the ring in its tile and a little beyond, so that a record on a seam is in an answer
whatever the service thinks of points on an edge. Of each answer only the records are kept whose point the tile holds:
its west and south side are its own, its east and north side the neighbour's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Optional, TypeVar

from ..errors import NetworkError, NetworkFault
from .rings import UNIT, Ring, Vertex

Record = TypeVar("Record")
_BEYOND = 100
"""1e-5 degrees, about a metre."""
_FLOOR = 10_000
"""0.001 degrees, about 100 metres: what is too large there is too large anywhere."""


class TooLarge(NetworkError):
    """The service holds more records of an area than it gives in one answer."""

    def __init__(self) -> None:
        super().__init__(
            NetworkFault.REFUSED,
            "The police.uk service has more records of this area in one month than it gives at once, even in the "
            "smallest parts. Draw a smaller area.",
            503,
        )


@dataclass(frozen=True)
class Tile:
    """Half-open bounds in 1e-7 degrees of WGS84; None where the tile goes on for ever."""

    west: Optional[int] = None
    south: Optional[int] = None
    east: Optional[int] = None
    north: Optional[int] = None

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a point in degrees is this tile's: each point is of exactly one of the four parts of a tile."""
        return (
            (self.west is None or longitude >= self.west / UNIT)
            and (self.east is None or longitude < self.east / UNIT)
            and (self.south is None or latitude >= self.south / UNIT)
            and (self.north is None or latitude < self.north / UNIT)
        )

    def quarters(self, ring: Ring) -> tuple[Tile, Tile, Tile, Tile]:
        """Its four parts, parted in the middle of the ring; no corner of a ring and no six decimals lie on a seam."""
        x, y = (_middle([vertex[axis] for vertex in ring]) for axis in (0, 1))
        return (
            Tile(self.west, self.south, x, y),
            Tile(x, self.south, self.east, y),
            Tile(self.west, y, x, self.north),
            Tile(x, y, self.east, self.north),
        )

    def parts(self, ring: Ring) -> list[Ring]:
        """The parts of the ring in this tile and a little beyond it."""
        rings = [ring]
        limits = ((0, self.west, True), (0, self.east, False), (1, self.south, True), (1, self.north, False))
        for axis, limit, above in limits:
            if limit is not None:
                line = limit - _BEYOND if above else limit + _BEYOND
                rings = [part for whole in rings for part in cut(whole, axis, line, above)]
        return [part for part in rings if self._reached(part)]

    def _reached(self, ring: Ring) -> bool:
        """Whether a part lies not only in what is beyond the tile."""
        xs, ys = [vertex[0] for vertex in ring], [vertex[1] for vertex in ring]
        return (
            (self.west is None or max(xs) > self.west)
            and (self.east is None or min(xs) < self.east)
            and (self.south is None or max(ys) > self.south)
            and (self.north is None or min(ys) < self.north)
        )


def tiled(
    ring: Ring,
    ask: Callable[[Ring], list[Record]],
    point: Callable[[Record], tuple[float, float]],
) -> list[Record]:
    """Every record of the area once for each time that the service holds it.

    `ask` gives the records of a ring or raises `TooLarge`; `point` is where a record lies, (longitude, latitude).
    Raises `TooLarge` where a part of 100 metres still is.
    """
    return _in_tile(ring, Tile(), ask, point)


def _in_tile(
    ring: Ring, tile: Tile, ask: Callable[[Ring], list[Record]], point: Callable[[Record], tuple[float, float]]
) -> list[Record]:
    try:
        return [record for record in ask(ring) if tile.holds(*point(record))]
    except TooLarge:
        if all(_extent(ring, axis) <= _FLOOR for axis in (0, 1)):
            raise
    return [
        record
        for quarter in tile.quarters(ring)
        for part in quarter.parts(ring)
        for record in _in_tile(part, quarter, ask, point)
    ]


def cut(ring: Ring, axis: int, line: int, above: bool) -> list[Ring]:
    """The parts of a ring on one side of a straight line of constant longitude (axis 0) or latitude (1).

    No corner may lie on the line. Sides are followed as far as the line; there the part goes on along the line to
    the nearest crossing that leads back in: inside and outside change at each crossing.
    """
    inside = [(vertex[axis] > line) is above for vertex in ring]
    if all(inside):
        return [ring]
    chains = _chains(ring, inside, axis, line)
    ends = sorted(
        [(chain[0], number, True) for number, chain in enumerate(chains)]
        + [(chain[2], number, False) for number, chain in enumerate(chains)]
    )
    leads_to = {}
    for (_, one, one_enters), (_, two, two_enters) in zip(ends[0::2], ends[1::2]):
        if one_enters is two_enters:  # two crossings in one point
            return [_joined(chains, axis, line)]
        leads_to[two if one_enters else one] = one if one_enters else two
    rings = []
    while leads_to:
        number, following = leads_to.popitem()
        loop = [chains[number]]
        while following != number:
            loop.append(chains[following])
            following = leads_to.pop(following)
        rings.append(_joined(loop, axis, line))
    return [part for part in rings if len(part) >= 3]


_Chain = tuple[Fraction, list[Vertex], Fraction]
"""Where a run of corners inside comes in over the line, the corners, where it goes out."""


def _chains(ring: Ring, inside: Sequence[bool], axis: int, line: int) -> list[_Chain]:
    chains: list[_Chain] = []
    for start in range(len(ring)):
        if not inside[start] or inside[start - 1]:
            continue
        entered = _crossing(ring[start - 1], ring[start], axis, line)
        corners = []
        at = start
        while inside[at % len(ring)]:
            corners.append(ring[at % len(ring)])
            at += 1
        chains.append((entered, corners, _crossing(corners[-1], ring[at % len(ring)], axis, line)))
    return chains


def _joined(chains: Sequence[_Chain], axis: int, line: int) -> Ring:
    ring: list[Vertex] = []
    for entered, corners, left in chains:
        for vertex in (_on_line(entered, axis, line), *corners, _on_line(left, axis, line)):
            if not ring or ring[-1] != vertex:
                ring.append(vertex)
    if ring and ring[0] == ring[-1]:
        ring.pop()
    return tuple(ring)


def _crossing(a: Vertex, b: Vertex, axis: int, line: int) -> Fraction:
    along = Fraction(line - a[axis], b[axis] - a[axis])
    return a[1 - axis] + along * (b[1 - axis] - a[1 - axis])


def _on_line(crossing: Fraction, axis: int, line: int) -> Vertex:
    other = 10 * round(crossing / 10)  # six decimals, so that no later line goes through it
    return (line, other) if axis == 0 else (other, line)


def _extent(ring: Ring, axis: int) -> int:
    return max(vertex[axis] for vertex in ring) - min(vertex[axis] for vertex in ring)


def _middle(values: Sequence[int]) -> int:
    """Between the smallest and the largest, on a half of the sixth decimal."""
    return (min(values) + max(values)) // 20 * 10 + 5
