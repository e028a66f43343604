# SPDX-License-Identifier: GPL-2.0-or-later
"""The snap points of the invented town: road centres, and points of interest beside the streets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .areas import Area
from .dice import Dice
from .ground import Point, along, contains, polar, shore_radius, to_degrees
from .names import MAIN_ROADS, RING_ROAD, StreetNames

STREET = "Street"
PLACE_COUNT = 450
INTEREST = {
    "Parking Area": 9,
    "Supermarket": 6,
    "Sports/Recreation Area": 6,
    "Park/Open Space": 5,
    "Petrol Station": 5,
    "Shopping Area": 4,
    "Nightclub": 3,
    "Further/Higher Educational Building": 2,
    "Pedestrian Subway": 2,
    "Hospital": 1,
    "Police Station": 1,
    "Bus/Coach Station": 1,
    "Theatre/Concert Hall": 1,
    "Ferry Terminal": 1,
}
CENTRAL = {
    "Nightclub",
    "Shopping Area",
    "Police Station",
    "Bus/Coach Station",
    "Theatre/Concert Hall",
    "Pedestrian Subway",
}
ESTATES = 21


@dataclass(frozen=True)
class Place:
    """One snap point: metres from the centre, degrees as published, its name, kind and LSOA."""

    metres: Point
    longitude: float
    latitude: float
    location: str
    kind: str
    area: Area


def make_places(areas: Sequence[Area], dice: Dice) -> list[Place]:
    """Exactly `PLACE_COUNT` snap points, no two within 22 m, each inside the LSOA it names."""
    streets = _streets(dice)
    wanted_streets = PLACE_COUNT - sum(INTEREST.values())
    places: list[Place] = []
    for point, name in dice.shuffled(streets):
        if len(places) < wanted_streets:
            _add(places, areas, point, name, STREET)
    if len(places) < wanted_streets:
        raise SystemExit(f"the streets hold only {len(places)} of {wanted_streets} snap points")
    for kind, count in INTEREST.items():
        _add_interest(places, areas, kind, count, dice)
    return places


def estate_centre(number: int) -> Point:
    """Middle of an estate, in metres from the centre of the town."""
    angle = 0.9 + number * math.pi * (3.0 - math.sqrt(5.0))
    return polar(shore_radius(angle) * (0.32 + 0.54 * math.sqrt(number / (ESTATES - 1))), angle)


def _streets(dice: Dice) -> list[tuple[Point, str]]:
    """Snap points along all streets, with the name of the street."""
    names = StreetNames(dice)
    return _main_roads(dice) + _ring_road(dice) + _middle(names, dice) + _estates(names, dice)


def _main_roads(dice: Dice) -> list[tuple[Point, str]]:
    """Roads from the middle to the shore, winding a little."""
    found: list[tuple[Point, str]] = []
    for number, name in enumerate(MAIN_ROADS):
        angle = 0.2 + number * 2.0 * math.pi / len(MAIN_ROADS) + dice.between(-0.12, 0.12)
        bend = dice.between(-0.3, 0.3)
        reach = shore_radius(angle) * 0.93
        line = [polar(reach * step / 12, angle + bend * (step / 12) ** 2) for step in range(13)]
        found.extend((point, name) for point in along(line, dice.between(135.0, 165.0), 320.0))
    return found


def _ring_road(dice: Dice) -> list[tuple[Point, str]]:
    """One road around the middle."""
    angles = [2.0 * math.pi * step / 60 for step in range(61)]
    line = [polar(shore_radius(angle) * 0.43, angle) for angle in angles]
    return [(point, RING_ROAD) for point in along(line, 165.0, dice.between(20.0, 120.0))]


def _middle(names: StreetNames, dice: Dice) -> list[tuple[Point, str]]:
    """The old town: a tight, tilted grid."""
    return _grid((0.0, 0.0), 0.35, (7, 6), (112.0, 100.0), names, dice)


def _estates(names: StreetNames, dice: Dice) -> list[tuple[Point, str]]:
    """Housing between the main roads: small grids, each tilted its own way."""
    found: list[tuple[Point, str]] = []
    for number in range(ESTATES):
        centre = estate_centre(number)
        tilt = math.atan2(centre[1], centre[0]) + dice.between(-0.3, 0.3)
        shape = (dice.whole(3, 4), dice.whole(3, 5))
        found.extend(_grid(centre, tilt, shape, (125.0, 112.0), names, dice))
    return found


def _grid(
    centre: Point,
    tilt: float,
    shape: tuple[int, int],
    spacing: tuple[float, float],
    names: StreetNames,
    dice: Dice,
) -> list[tuple[Point, str]]:
    """`shape[0]` parallel streets of `shape[1]` points each, tilted by `tilt` radians around `centre`."""
    found: list[tuple[Point, str]] = []
    for row in range(shape[0]):
        name = names.take()
        for column in range(shape[1]):
            across = (row - (shape[0] - 1) / 2.0) * spacing[0] + dice.between(-9.0, 9.0)
            forward = (column - (shape[1] - 1) / 2.0) * spacing[1] + dice.between(-24.0, 24.0)
            x = centre[0] + forward * math.cos(tilt) - across * math.sin(tilt)
            y = centre[1] + forward * math.sin(tilt) + across * math.cos(tilt)
            found.append(((x, y), name))
    return found


def _add_interest(places: list[Place], areas: Sequence[Area], kind: str, count: int, dice: Dice) -> None:
    """Points of interest a little off a street, the central kinds near the middle."""
    streets = [place.metres for place in places if place.kind == STREET]
    near = [point for point in streets if math.hypot(*point) < 520.0]
    wanted = len(places) + count
    while len(places) < wanted:
        x, y = dice.one_of(near if kind in CENTRAL else streets)
        angle, distance = dice.between(0.0, 2.0 * math.pi), dice.between(30.0, 60.0)
        _add(places, areas, (x + distance * math.cos(angle), y + distance * math.sin(angle)), kind, kind)


def _add(places: list[Place], areas: Sequence[Area], point: Point, name: str, kind: str) -> None:
    """Add the point unless it is too near to another or outside the town."""
    if any(math.hypot(point[0] - p.metres[0], point[1] - p.metres[1]) < 22.0 for p in places):
        return
    degrees = to_degrees(point)
    for area in areas:
        if contains(area.ring, degrees):
            places.append(Place(point, degrees[0], degrees[1], f"On or near {name}", kind, area))
            return
