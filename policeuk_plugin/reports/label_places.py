# SPDX-License-Identifier: GPL-2.0-or-later
"""Where labels go: beside what they name, on none of what matters, and on no other label."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_NEAR, _STEP, _RINGS = 26.0, 22.0, 9  # pixels from a place to a label's edge, and how much farther it may go
_TURNS = tuple(math.radians(degrees) for degrees in (45, 135, 315, 225, 90, 0, 180, 270))
_GAP = 5.0


@dataclass(frozen=True)
class Placed:
    """A label in pixels: its middle `x`, `y`, its `radius`, and the place `to_x`, `to_y` that a line leads to."""

    x: float
    y: float
    radius: float
    to_x: float
    to_y: float


def place_labels(
    places: Sequence[np.ndarray], radii: Sequence[float], size: tuple[float, float], taken: np.ndarray
) -> list[Placed]:
    """A place for each label, the first the best; `places` are the pixels, (k, 2), of what each names.

    `size` is the picture's width and height; `taken` (m, 2) are pixels to be left free.
    """
    placed: list[Placed] = []
    for points, radius in zip(places, radii):
        candidates = [_beside(points, radius, turn, ring) for ring in range(_RINGS) for turn in _TURNS]
        placed.append(min(candidates, key=lambda one: _cost(one, placed, size, taken)))
    return placed


def _beside(points: np.ndarray, radius: float, turn: float, ring: int) -> Placed:
    """Off the outermost of the points in one direction."""
    east, north = math.cos(turn), math.sin(turn)
    x, y = points[int(np.argmax(points[:, 0] * east - points[:, 1] * north))].tolist()
    away = radius + _NEAR + ring * _STEP
    return Placed(x + east * away, y - north * away, radius, x, y)


def _cost(one: Placed, placed: Sequence[Placed], size: tuple[float, float], taken: np.ndarray) -> float:
    """0 for a free place near by; what is covered costs most."""
    away = math.hypot(one.x - one.to_x, one.y - one.to_y)
    edge = one.radius + 2
    out = not (edge <= one.x <= size[0] - edge and edge <= one.y <= size[1] - edge)
    covered = int((np.hypot(taken[:, 0] - one.x, taken[:, 1] - one.y) < one.radius + _GAP).sum())
    struck = int((_from_line(one, taken[:, 0], taken[:, 1]) < _GAP).sum())
    hidden = sum(_overlap(one, other) for other in placed)
    met = sum(_tangled(one, other) for other in placed)
    return 1e6 * out + 1e6 * hidden + 1e4 * met + 100.0 * min(covered, 50) + 20.0 * min(struck, 50) + away


def _overlap(one: Placed, other: Placed) -> bool:
    """Whether two labels lie on one another."""
    return math.hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius + _GAP


def _tangled(one: Placed, other: Placed) -> bool:
    """Whether the line of one label runs through the other or its line."""
    return _passes(one, other) or _passes(other, one) or _cross(one, other)


def _passes(line: Placed, label: Placed) -> bool:
    """Whether the line of one label comes under another label."""
    return bool(_from_line(line, np.array(label.x), np.array(label.y)) < label.radius + _GAP)


def _from_line(line: Placed, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """How far pixels are from the line of a label."""
    across, down = line.x - line.to_x, line.y - line.to_y
    along = ((x - line.to_x) * across + (y - line.to_y) * down) / (across**2 + down**2)
    along = np.clip(along, 0.0, 1.0)
    return np.hypot(line.to_x + along * across - x, line.to_y + along * down - y)


def _cross(one: Placed, other: Placed) -> bool:
    """Whether two lines cross."""
    return _sides(one, other) and _sides(other, one)


def _sides(one: Placed, other: Placed) -> bool:
    """Whether the ends of one line lie on both sides of the other."""
    across, down = other.x - other.to_x, other.y - other.to_y
    ends = [across * (y - other.to_y) - down * (x - other.to_x) for x, y in ((one.x, one.y), (one.to_x, one.to_y))]
    return ends[0] * ends[1] < 0
