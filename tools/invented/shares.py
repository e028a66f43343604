# SPDX-License-Identifier: GPL-2.0-or-later
"""Invented shares of households and residents by LSOA, by which areas are compared: more flats and tenants inside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .areas import Area
from .dice import Dice
from .ground import (
    CENTRE_LATITUDE,
    CENTRE_LONGITUDE,
    METRES_PER_DEGREE_LATITUDE,
    METRES_PER_DEGREE_LONGITUDE,
    Point,
)


@dataclass(frozen=True)
class Measure:
    """A share in percent: of the middle of the town, of its edge, and how far either is varied by chance."""

    name: str
    inside: float
    outside: float
    spread: float


MEASURES = (
    Measure("pct_social_rented", 24.0, 11.0, 7.0),
    Measure("pct_private_rented", 38.0, 12.0, 6.0),
    Measure("pct_terraced", 30.0, 22.0, 9.0),
    Measure("pct_flats", 52.0, 7.0, 7.0),
    Measure("pct_hh_deprived_2plus", 29.0, 14.0, 5.0),
    Measure("pct_overcrowded", 6.0, 1.5, 1.0),
    Measure("pct_non_white", 21.0, 8.0, 5.0),
    Measure("pct_rural", 0.0, 30.0, 9.0),
)
"""The measures that peers are looked for by when nothing else is chosen."""


def make_shares(areas: Sequence[Area], dice: Dice) -> list[tuple[float, ...]]:
    """The percentages of each area, with one decimal, in the order of `MEASURES`."""
    distances = [_distance(area.ring) for area in areas]
    return [tuple(_share(measure, distance / max(distances), dice) for measure in MEASURES) for distance in distances]


def _distance(ring: Sequence[Point]) -> float:
    """Metres from the middle of the town to the mean corner of an outline in degrees."""
    corners = ring[:-1]
    longitude, latitude = (sum(values) / len(corners) for values in zip(*corners))
    return math.hypot(
        (longitude - CENTRE_LONGITUDE) * METRES_PER_DEGREE_LONGITUDE,
        (latitude - CENTRE_LATITUDE) * METRES_PER_DEGREE_LATITUDE,
    )


def _share(measure: Measure, outward: float, dice: Dice) -> float:
    mean = measure.inside + (measure.outside - measure.inside) * outward
    return round(min(max(mean + measure.spread * dice.normal(), 0.0), 100.0), 1)
