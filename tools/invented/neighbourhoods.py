# SPDX-License-Identifier: GPL-2.0-or-later
"""Invented neighbourhoods: a ward's LSOAs each, with team, priorities, events, a station or a contact point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .areas import WARDS, Area
from .files import FORCE_SLUG
from .ground import Point, to_degrees

if TYPE_CHECKING:
    from offline_cache.police_api.keeping_neighbourhoods import Asked
    from offline_cache.store import OfflineCache

_STATION = (150.0, -120.0)
"""Metres from the middle of the town, where the maps of streets look."""
_ISSUES = (
    ("Bicycles taken from the quay (invented)", "Racks moved into sight of the harbour office."),
    ("Nuisance riding on the sea wall (invented)", "Patrols on Friday evenings."),
    ("Parcels stolen from doorsteps (invented)", "Letters to all households."),
)


def keep_invented(cache: OfflineCache, areas: Sequence[Area]) -> int:
    """Write neighbourhoods as if the service had answered for them; gives how many."""
    from offline_cache.police_api.keeping_neighbourhoods import keep_list, keep_neighbourhood
    from offline_cache.police_api.neighbourhoods import NeighbourhoodKey, NeighbourhoodName

    codes = [f"DB{number + 1:02d}" for number in range(len(WARDS))]
    with cache.transaction() as connection:
        keep_list(connection, FORCE_SLUG, [NeighbourhoodName(*pair) for pair in zip(codes, WARDS)])
        for number, (code, ward) in enumerate(zip(codes, WARDS)):
            of_ward = [area for area in areas if area.ward_name == ward]
            keep_neighbourhood(connection, NeighbourhoodKey(FORCE_SLUG, code), _asked(code, ward, number, of_ward))
    return len(codes)


def _asked(code: str, ward: str, number: int, areas: Sequence[Area]) -> Asked:
    from offline_cache.police_api.forces import Officer
    from offline_cache.police_api.keeping_neighbourhoods import Asked
    from offline_cache.police_api.neighbourhoods import Event, Link, Neighbourhood, Priority, Station

    ring = around(areas)
    station = number in (0, 3, 6)
    x, y = to_degrees(_STATION) if number == 3 else middle(areas[len(areas) // 2].ring)
    place = Station(
        name=f"{ward} {'police station' if station else 'drop-in'} (invented)",
        kind="station" if station else "contact point",
        address=f"{number + 1} Lightship Row",
        postcode="DB1 1AA",
        description="Invented.",
        position=(round(x, 6), round(y, 6)),
    )
    issue, action = _ISSUES[number % len(_ISSUES)]
    return Asked(
        Neighbourhood(
            code=code,
            name=f"{ward} (invented)",
            description="An invented neighbourhood in the North Sea.",
            url="https://dogger-bank.police.invalid/",
            population=sum(area.residents for area in areas),
            centre=(round(x, 6), round(y, 6)),
            contacts=(("telephone", "101"),),
            links=(Link("Invented council", "", "https://council.invalid/"),),
            stations=(place,),
        ),
        tuple(ring),
        (Officer(f"Example Sergeant {number + 1} (invented)", "Sgt", "", (("telephone", "101"),)),),
        (
            Event(
                "Drop-in (invented)", "", "Lightship Hall", "meeting", "2026-06-17T12:00:00", "2026-06-17T14:00:00", ()
            ),
        ),
        (Priority(issue, "2026-03-01T00:00:00", action, "2026-04-10T00:00:00"),),
    )


def around(areas: Sequence[Area]) -> list[Point]:
    """The longest line around LSOAs that share their borders point by point: sides of two of them fall out."""
    sides = [side for area in areas for side in zip(_turned(area.ring), _turned(area.ring)[1:])]
    known = set(sides)
    following = {start: end for start, end in sides if (end, start) not in known}
    rings: list[list[Point]] = []
    while following:
        ring = [next(iter(following))]
        while ring[-1] in following:
            ring.append(following.pop(ring[-1]))
        rings.append(ring)
    return max(rings, key=len)


def middle(ring: Sequence[Point]) -> Point:
    """The mean of a closed ring's corners."""
    corners = ring[:-1]
    return sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners)


def _turned(ring: Sequence[Point]) -> list[Point]:
    doubled = sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:]))
    return list(ring) if doubled > 0 else list(ring)[::-1]
