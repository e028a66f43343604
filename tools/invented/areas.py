# SPDX-License-Identifier: GPL-2.0-or-later
"""The LSOAs of the invented town: an irregular tiling without gaps, smaller cells near the middle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .dice import Dice
from .ground import Point, polar, shore_radius, to_degrees

LSOA_COUNT = 40
PER_GROUP = 5  # LSOAs of one middle layer area and, here, of one ward
WARDS = (
    "Cleaver Bank",
    "Outer Well Bank",
    "Swallow Hole",
    "Market and Haven",
    "Old Lightship",
    "Viking Rise",
    "Botney Cut",
    "Markham's Hole",
)
DISTRICT_OF_GROUP = (1, 1, 1, 1, 1, 2, 2, 2)
DISTRICTS = {1: "Dogger Bank", 2: "Silver Pit"}


@dataclass(frozen=True)
class Area:
    """One invented LSOA: outline as a closed ring of (longitude, latitude), and what it belongs to."""

    code: str
    name: str
    ring: tuple[Point, ...]
    ward_code: str
    ward_name: str
    district_code: str
    district_name: str
    residents: int
    households: int


def make_areas(dice: Dice) -> list[Area]:
    """The LSOAs, in the order of their codes."""
    seeds = _seeds(dice)
    cells = [_cell(seed, seeds + _sea_seeds()) for seed in seeds]
    rings = _shared_rough_rings(cells, dice)
    areas: list[Area] = []
    for number, index in enumerate(_north_to_south(seeds)):
        group, letter = divmod(number, PER_GROUP)
        residents = dice.whole(1150, 2250)
        district = DISTRICT_OF_GROUP[group]
        areas.append(
            Area(
                code=f"E0199{number + 1:04d}",
                name=f"Dogger Bank {group + 1:03d}{'ABCDE'[letter]}",
                ring=rings[index],
                ward_code=f"E0599{group + 1:04d}",
                ward_name=WARDS[group],
                district_code=f"E0799{district:04d}",
                district_name=DISTRICTS[district],
                residents=residents,
                households=int(residents / dice.between(2.05, 2.6)),
            )
        )
    return areas


def _seeds(dice: Dice) -> list[Point]:
    """One point a cell: a sunflower spiral, denser in the middle, a little disturbed."""
    seeds: list[Point] = []
    for index in range(LSOA_COUNT):
        angle = index * math.pi * (3.0 - math.sqrt(5.0)) + dice.between(-0.16, 0.16)
        share = ((index + 0.5) / LSOA_COUNT) ** 0.62
        seeds.append(polar(shore_radius(angle) * 0.87 * share * dice.between(0.95, 1.05), angle))
    return seeds


def _sea_seeds() -> list[Point]:
    """Points off the shore: their cells are the sea, and bound the town's."""
    angles = [2.0 * math.pi * step / 30 for step in range(30)]
    return [polar(shore_radius(angle) * 1.1, angle) for angle in angles]


def _cell(seed: Point, seeds: Sequence[Point]) -> list[Point]:
    """The Voronoi cell of `seed`: a square cut by the bisector with every other seed."""
    cell = [(-9000.0, -9000.0), (9000.0, -9000.0), (9000.0, 9000.0), (-9000.0, 9000.0)]
    for other in seeds:
        if other != seed:
            cell = _nearer(cell, seed, other)
    return cell


def _nearer(cell: Sequence[Point], seed: Point, other: Point) -> list[Point]:
    """The part of a convex cell that is nearer to `seed` than to `other` (Sutherland and Hodgman)."""
    normal = (other[0] - seed[0], other[1] - seed[1])
    limit = (other[0] ** 2 + other[1] ** 2 - seed[0] ** 2 - seed[1] ** 2) / 2.0
    excess = [x * normal[0] + y * normal[1] - limit for x, y in cell]
    kept: list[Point] = []
    for index, (here, over) in enumerate(zip(cell, excess)):
        following, next_over = cell[(index + 1) % len(cell)], excess[(index + 1) % len(cell)]
        if over <= 0.0:
            kept.append(here)
        if (over <= 0.0) != (next_over <= 0.0):
            share = over / (over - next_over)
            kept.append((here[0] + (following[0] - here[0]) * share, here[1] + (following[1] - here[1]) * share))
    return kept


def _shared_rough_rings(cells: Sequence[Sequence[Point]], dice: Dice) -> list[tuple[Point, ...]]:
    """Closed rings in degrees; a border between two cells is roughened once and used by both."""
    corners: list[Point] = []
    borders: dict[tuple[int, int], list[Point]] = {}
    rings: list[tuple[Point, ...]] = []
    for cell in cells:
        order = [_corner(corners, point) for point in cell]
        ring: list[Point] = []
        for start, end in zip(order, order[1:] + order[:1]):
            if start == end:
                continue
            key = (min(start, end), max(start, end))
            if key not in borders:
                borders[key] = _rough(corners[key[0]], corners[key[1]], dice)
            ring.extend((borders[key] if start < end else borders[key][::-1])[:-1])
        degrees = [to_degrees(point) for point in ring]
        rings.append(tuple(degrees + degrees[:1]))
    return rings


def _corner(corners: list[Point], point: Point) -> int:
    """Number of the known corner within a metre, or of a new one."""
    for number, known in enumerate(corners):
        if math.hypot(known[0] - point[0], known[1] - point[1]) < 1.0:
            return number
    corners.append(point)
    return len(corners) - 1


def _rough(start: Point, end: Point, dice: Dice) -> list[Point]:
    """A line of metres from start to end, bent by moving its midpoints sideways."""
    length = math.hypot(end[0] - start[0], end[1] - start[1])
    if length < 130.0:
        return [start, end]
    shift = dice.between(-0.085, 0.085)
    middle = (
        (start[0] + end[0]) / 2.0 - (end[1] - start[1]) * shift,
        (start[1] + end[1]) / 2.0 + (end[0] - start[0]) * shift,
    )
    return _rough(start, middle, dice)[:-1] + _rough(middle, end, dice)


def _north_to_south(seeds: Sequence[Point]) -> list[int]:
    """Cell numbers in the order of their codes: four strips from the north, each from west to east."""
    by_latitude = sorted(range(len(seeds)), key=lambda index: -seeds[index][1])
    ordered: list[int] = []
    for start in range(0, len(seeds), 2 * PER_GROUP):
        strip = by_latitude[start : start + 2 * PER_GROUP]
        ordered.extend(sorted(strip, key=lambda index: seeds[index][0]))
    return ordered
