# SPDX-License-Identifier: GPL-2.0-or-later
"""Invented neighbourhoods: teams of the invented town, and three discs in the sea for every other force."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Optional

from tools.invented.files import FORCE_SLUG
from tools.invented.ground import Point, contains, polar, shore_radius, to_degrees

from .people import HOSTILE, Record, events, priorities, team

# Identifier and name: case matters, there are spaces, entities, a dot, and one area that holds the others.
TOWN = (
    ("NC04", "Market and Haven"),
    ("AB12", "Outer Well Bank &amp; Swallow Hole"),
    ("17", "Viking Rise"),
    ("Silver Pit", "Silver Pit"),
    ("nc04", "Tŷ Môr (the other nc04)"),
    ("E05-99.1", "Markham&#39;s Hole"),
)
PARENT = ("DB ALL", "Dogger Bank (all teams)")
PSNI = (("Outer Silver", "Outer Silver"), ("Haven & Quay", "Haven &amp; Quay"), ("Mid-Bank", "Mid-Bank"))
_Q = re.compile(r"\s*([+-]?\d+\.?\d*)\s*,\s*([+-]?\d+\.?\d*)\s*\Z", re.ASCII)


@dataclass(frozen=True)
class Neighbourhood:
    """One area: identifier, name (may hold entities), closed ring of (longitude, latitude), a parent or not."""

    identifier: str
    name: str
    ring: tuple[Point, ...]
    parent: bool = False


class Neighbourhoods:
    """What the API says of the neighbourhoods of these forces."""

    def __init__(self, forces: Sequence[str]) -> None:
        self._forces = forces

    def of(self, force: str) -> list[Neighbourhood]:
        """The neighbourhoods of a force in the order of its list."""
        if force == FORCE_SLUG:
            return [*_town(), _parent()]
        named = PSNI if force == "northern-ireland" else tuple((f"NH{n:02d}", f"Invented area {n}") for n in (1, 2, 3))
        row = self._forces.index(force)
        discs = [Neighbourhood(i, name, _disc(row, column)) for column, (i, name) in enumerate(named)]
        # Wales and Kent: a parent area or a twin stands in the same list.
        if force in ("south-wales", "kent"):
            discs.append(Neighbourhood("P1", "Invented parent area", discs[0].ring, parent=True))
        return discs

    def value(self, force: str, parts: Sequence[str]) -> Any:
        """What stands under /{force}/: the list, one, or a part of one; None for what is not there."""
        listed = self.of(force)
        if list(parts) == ["neighbourhoods"]:
            return [{"id": each.identifier, "name": each.name} for each in listed]
        for number, each in enumerate(listed):
            if parts and parts[0] == each.identifier:
                return _value(force, number, each, parts[1:])
        return None

    def locate(self, question: str) -> Optional[Record]:
        """Force and neighbourhood of `lat,lng`; None outside and for what cannot be read."""
        match = _Q.match(question)
        if match is None:
            return None
        point = (float(match[2]), float(match[1]))
        for force in self._forces:
            for each in self.of(force):
                if not each.parent and contains(each.ring, point):
                    return {"force": force, "neighbourhood": each.identifier}
        return None


def _value(force: str, number: int, each: Neighbourhood, rest: Sequence[str]) -> Any:
    if not rest:
        return _details(force, number, each)
    parts = {
        "boundary": lambda: [{"latitude": f"{y:.10f}", "longitude": f"{x:.10f}"} for x, y in each.ring],
        "people": lambda: team(number),
        "events": lambda: events(number),
        "priorities": lambda: priorities(number),
    }
    return parts[rest[0]]() if len(rest) == 1 and rest[0] in parts else None


def _details(force: str, number: int, each: Neighbourhood) -> Record:
    """One neighbourhood; by its number it lacks another thing."""
    x, y = (sum(axis) / (len(each.ring) - 1) for axis in zip(*each.ring[:-1]))
    found: Record = {
        "url_force": (f"https://{force}.police.invalid/{number}", "", None)[number % 3],
        "contact_details": {
            "twitter": "https://social.invalid/team",
            "telephone": "101",
            "email": "team@police.invalid",
            "e-messaging": "https://messages.invalid/",
        }
        if number % 2 == 0
        else {},
        "name": each.name,
        "links": [
            {"url": "https://council.invalid/", "description": None, "title": "Invented Council &amp; Partners"},
            {"url": "javascript:alert(1)", "description": "<p>No address to open</p>", "title": "Odd link"},
        ][: 2 - number % 3],
        "centre": {"latitude": f"{y:.5f}", "longitude": f"{x:.5f}"},
        "locations": [_station(number)] if number % 3 != 1 else [],
        "description": (HOSTILE, None, "<p>Invented.</p>\n<p>Second paragraph.</p>")[number % 3],
        "id": each.identifier,
        "population": ("0", "1432")[number % 2],
    }
    if number % 4 == 3:
        del found["description"]
    return found


def _station(number: int) -> Record:
    """A police station, its place known only for some."""
    known = number % 2 == 0 and number > 0
    return {
        "name": "Lightship House (invented)" if number else None,
        "longitude": "2.0012" if known else None,
        "postcode": "DB1 1AA",
        "address": "1 High Street\n, Dogger Bank",
        "latitude": "54.7213" if known else None,
        "type": "station" if known else None,
        "telephone": "101",
        "description": None,
    }


def _town() -> list[Neighbourhood]:
    """Sectors of the invented town; the fifth has a spike, as some real rings have."""
    size = 2 * math.pi / len(TOWN)
    areas = []
    for number, (identifier, name) in enumerate(TOWN):
        angles = [number * size + size * step / 60 for step in range(61)]
        points = [(0.0, 0.0), *(polar(shore_radius(angle), angle) for angle in angles)]
        if identifier == "nc04":
            points[30:31] = [points[30], polar(4000.0, angles[29]), points[30]]
        ring = [to_degrees(point) for point in points]
        areas.append(Neighbourhood(identifier, name, (*ring, ring[0])))
    return areas


def _parent() -> Neighbourhood:
    """The whole town, with as many vertices as the longest real ring: 2,079."""
    angles = [2 * math.pi * step / 2078 for step in range(2078)]
    ring = [to_degrees(polar(shore_radius(angle), angle)) for angle in angles]
    return Neighbourhood(*PARENT, (*ring, ring[0]), parent=True)


def _disc(row: int, column: int) -> tuple[Point, ...]:
    """A disc of 63 vertices north of the town, apart from all others."""
    x, y = -20_000.0 + 6_000.0 * (row % 9) + 1_800.0 * column, 8_000.0 + 2_500.0 * (row // 9)
    angles = [2 * math.pi * step / 62 for step in range(62)]
    ring = [to_degrees((x + 700.0 * math.cos(angle), y + 700.0 * math.sin(angle))) for angle in angles]
    return (*ring, ring[0])
