# SPDX-License-Identifier: GPL-2.0-or-later
"""Neighbourhoods as forces draw them: who polices them, where, and what for. They are redrawn often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from ..errors import CacheError
from ..positions import Position, position
from .fields import Fields, listed, refuse
from .forces import Contacts, Officer, read_officers
from .questions import checked_position, path_part

if TYPE_CHECKING:
    from .client import Answer, PoliceApi

_MOST_CORNERS = 20_000  # the longest seen has 2,079


@dataclass(frozen=True)
class NeighbourhoodKey:
    """A neighbourhood by its force and its id, whose case counts."""

    force: str
    code: str


@dataclass(frozen=True)
class NeighbourhoodName:
    """An entry of a force's list, which may hold parent areas and twins."""

    code: str
    name: str


@dataclass(frozen=True)
class Link:
    """A link of a neighbourhood; `url` is '' where it is no address of the web."""

    title: str
    description: str
    url: str


@dataclass(frozen=True)
class Station:
    """A place of the police; `position` is (longitude, latitude) in WGS84 degrees, None where not said."""

    name: str
    kind: str
    address: str
    postcode: str
    description: str
    position: Optional[Position]


@dataclass(frozen=True)
class Neighbourhood:
    """What a force says of a neighbourhood; `population` is None where it says 0, which it does for not known."""

    code: str
    name: str
    description: str
    url: str
    population: Optional[int]
    centre: Optional[Position]
    contacts: Contacts
    links: tuple[Link, ...]
    stations: tuple[Station, ...]


@dataclass(frozen=True)
class Event:
    """A coming event; times are as sent, without a zone, '' where not said."""

    title: str
    description: str
    address: str
    kind: str
    starts: str
    ends: str
    contacts: Contacts


@dataclass(frozen=True)
class Priority:
    """What a team works on and what it did about it; plain text, times as sent, '' for none."""

    issue: str
    issued: str
    action: str
    acted: str


def read_neighbourhoods(answer: Answer) -> tuple[NeighbourhoodName, ...]:
    """The list of a force's neighbourhoods."""
    what = "a list of neighbourhoods"
    names = tuple(
        NeighbourhoodName(entry.needed_code("id"), entry.line("name") or entry.needed_code("id"))
        for entry in listed(answer, what)
    )
    if not names or len({name.code for name in names}) < len(names):
        refuse(what, "an id stands in it twice" if names else "it is empty")
    return names


def read_neighbourhood(answer: Answer) -> Neighbourhood:
    """One neighbourhood."""
    entry = Fields(answer, "a neighbourhood")
    centre = entry.inner("centre")
    return Neighbourhood(
        code=entry.needed_code("id"),
        name=entry.line("name") or entry.needed_code("id"),
        description=entry.text("description"),
        url=entry.address("url_force"),
        population=entry.integer("population") or None,
        centre=_position(centre) if centre else None,
        contacts=entry.open_map("contact_details"),
        links=tuple(
            Link(link.line("title"), link.text("description"), link.address("url")) for link in entry.inners("links")
        ),
        stations=tuple(_station(station) for station in entry.inners("locations")),
    )


def read_boundary(answer: Answer) -> tuple[Position, ...]:
    """The ring of a neighbourhood as received, the first vertex repeated or not; empty where there is none."""
    what = "the outline of a neighbourhood"
    entries = listed(answer, what)
    if len(entries) > _MOST_CORNERS:
        refuse(what, f"it has {len(entries):,} corners")
    ring = []
    for entry in entries:
        where = _position(entry)
        if where is None:
            refuse(what, "a corner has no coordinates")
        ring.append(where)
    return tuple(ring)


def read_events(answer: Answer) -> tuple[Event, ...]:
    """Coming events, by their start."""
    return tuple(
        Event(
            title=entry.line("title"),
            description=entry.text("description"),
            address=_address(entry),
            kind=entry.line("type"),
            starts=entry.moment("start_date"),
            ends=entry.moment("end_date"),
            contacts=entry.open_map("contact_details"),
        )
        for entry in listed(answer, "a list of events")
    )


def read_priorities(answer: Answer) -> tuple[Priority, ...]:
    """Priorities as the force orders them."""
    return tuple(
        Priority(entry.text("issue"), entry.moment("issue-date"), entry.text("action"), entry.moment("action-date"))
        for entry in listed(answer, "a list of priorities")
    )


def read_located(answer: Answer) -> NeighbourhoodKey:
    """The neighbourhood that a place lies in."""
    entry = Fields(answer, "the neighbourhood of a place")
    return NeighbourhoodKey(entry.needed_code("force"), entry.needed_code("neighbourhood"))


def neighbourhoods(api: PoliceApi, force: str) -> tuple[NeighbourhoodName, ...]:
    """Ask for a force's neighbourhoods."""
    missing = f"The police.uk service lists no neighbourhoods of '{force}'. Forces are written as in file names."
    return read_neighbourhoods(api.get(f"/{api.checked_territorial(force)}/neighbourhoods", missing=missing))


def neighbourhood(api: PoliceApi, key: NeighbourhoodKey) -> Neighbourhood:
    """Ask what a force says of a neighbourhood."""
    found = read_neighbourhood(_about(api, key, ""))
    if found.code != key.code:
        refuse("a neighbourhood", "it is another one than was asked for")
    return found


def boundary(api: PoliceApi, key: NeighbourhoodKey) -> tuple[Position, ...]:
    """Ask for a neighbourhood's outline; empty where the force has none of it."""
    return read_boundary(_about(api, key, "/boundary"))


def team(api: PoliceApi, key: NeighbourhoodKey) -> tuple[Officer, ...]:
    """Ask who polices a neighbourhood."""
    return read_officers(_about(api, key, "/people"))


def events(api: PoliceApi, key: NeighbourhoodKey) -> tuple[Event, ...]:
    """Ask for the coming events of a neighbourhood."""
    return read_events(_about(api, key, "/events"))


def priorities(api: PoliceApi, key: NeighbourhoodKey) -> tuple[Priority, ...]:
    """Ask for the priorities of a neighbourhood."""
    return read_priorities(_about(api, key, "/priorities"))


def locate(api: PoliceApi, latitude: float, longitude: float) -> NeighbourhoodKey:
    """Ask in which neighbourhood a place in WGS84 degrees lies; raises `NetworkError` NOT_FOUND where in none."""
    lat, lng = checked_position(latitude, longitude)
    missing = (
        f"The police.uk service knows no neighbourhood at {lat:.5f}, {lng:.5f}: it has those of England, Wales and "
        "Northern Ireland."
    )
    return read_located(api.get("/locate-neighbourhood", missing=missing, q=f"{lat:.6f},{lng:.6f}"))


def _about(api: PoliceApi, key: NeighbourhoodKey, rest: str) -> Answer:
    if path_part(key.code) == "neighbourhoods":  # would be read as the list
        raise CacheError(f"'{key.code}' is not the id of a neighbourhood. Write it as the force does, such as LT1.")
    missing = (
        f"The police.uk service has no neighbourhood {key.code} of {key.force}, or no longer: fetch the list anew. "
        "Capital and small letters count."
    )
    return api.get(f"/{api.checked_territorial(key.force)}/{path_part(key.code)}{rest}", missing=missing)


def _position(entry: Fields) -> Optional[Position]:
    longitude, latitude = entry.code("longitude"), entry.code("latitude")
    if not (longitude and latitude):
        return None
    try:
        return position(longitude, latitude)
    except ValueError as error:
        return refuse(entry.what, str(error).partition(". ")[0])


def _station(entry: Fields) -> Station:
    return Station(
        name=entry.line("name"),
        kind=entry.line("type"),
        address=_address(entry),
        postcode=entry.line("postcode"),
        description=entry.text("description"),
        position=_position(entry),
    )


def _address(entry: Fields) -> str:
    """An address on one line; the service breaks lines before the comma."""
    return entry.line("address").replace(" ,", ",")
