# SPDX-License-Identifier: GPL-2.0-or-later
"""What a request to the API asks for: month and area, with the odd answers to what makes no sense."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

from tools.invented.ground import contains

from .messages import Answer, empty, json_answer

MILE = 1609.344
EARTH = 6_371_008.8
Holds = Callable[[float, float], bool]
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z", re.ASCII)
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)\s*\Z", re.ASCII)


class Refusal(Exception):
    """The answer stands already: an error, or an empty list."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def month_asked(parameters: Mapping[str, str], window: tuple[str, str], bad: int = 404) -> str:
    """The month, the latest where none is named; `bad` is the status before the window and for nonsense."""
    date = parameters.get("date") or window[1]
    if not _MONTH.match(date) or date < window[0]:
        raise Refusal(empty(bad))
    if date > window[1]:
        raise Refusal(json_answer([]))
    return date


def area_asked(parameters: Mapping[str, str]) -> Holds:
    """A test of (latitude, longitude): inside the polygon, or within a mile of the point."""
    if "poly" in parameters:
        return _polygon(parameters["poly"])
    latitude, longitude = point_asked(parameters)
    return lambda y, x: metres((latitude, longitude), (y, x)) <= MILE


def point_asked(parameters: Mapping[str, str]) -> tuple[float, float]:
    """`lat` and `lng`; 400 where one is missing or no number."""
    texts = parameters.get("lat", ""), parameters.get("lng", "")
    if not all(map(_NUMBER.match, texts)):
        raise Refusal(empty(400))
    return float(texts[0]), float(texts[1])


def metres(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) in metres."""
    (y1, x1), (y2, x2) = ((math.radians(y), math.radians(x)) for y, x in (here, there))
    root = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, max(0.0, root))))


def _polygon(text: str) -> Holds:
    """`lat,lng:lat,lng:...`: 404 for what cannot be read, 502 for two vertices."""
    points: list[tuple[float, float]] = []
    for pair in text.split(":"):
        parts = pair.split(",")
        if len(parts) != 2 or not all(map(_NUMBER.match, parts)):
            raise Refusal(empty(404))
        points.append((float(parts[1]), float(parts[0])))
    if len(points) < 3:
        raise Refusal(empty(502 if len(points) == 2 else 404))
    ring = points if points[0] == points[-1] else [*points, points[0]]
    return lambda latitude, longitude: contains(ring, (longitude, latitude))
