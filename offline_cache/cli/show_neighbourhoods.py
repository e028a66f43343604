# SPDX-License-Identifier: GPL-2.0-or-later
"""`neighbourhoods show`: what was fetched, without the network."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from ..export.geometry import geojson_geometry
from ..neighbourhoods import (
    HeldForce,
    HeldNeighbourhood,
    NeighbourhoodList,
    force_held,
    neighbourhood,
    neighbourhoods_of,
)
from ..police_api.forces import Contacts, Officer
from ..police_api.neighbourhoods import NeighbourhoodKey
from ..reader import reading
from .answers import print_json, print_lines


def run(options: argparse.Namespace) -> None:
    """Print the list of a force, or one neighbourhood."""
    with reading(options.cache) as connection:
        if options.id:
            one = neighbourhood(connection, NeighbourhoodKey(options.force, options.id))
            if options.json:
                print_json({**vars(one), "outline": _geometry(one)})
            else:
                print_lines(_one_lines(one))
            return
        listed = neighbourhoods_of(connection, options.force)
        force = force_held(connection, options.force)
    if options.json:
        print_json({"force": force, "neighbourhoods": listed})
    else:
        print_lines(_list_lines(listed, force))


def _geometry(one: HeldNeighbourhood) -> Any:
    return None if one.outline is None else geojson_geometry(one.outline)


def _list_lines(listed: NeighbourhoodList, force: HeldForce | None) -> Iterator[str]:
    if force is not None:
        yield f"{force.about.name} (fetched {force.fetched_at})"
        yield from filter(None, (force.about.telephone, force.about.url, force.about.description))
        for method in force.about.engagement_methods:
            yield "  ".join(filter(None, (method.title, method.url)))
        yield from _officer_lines("Senior officers", force.officers)
    yield f"{len(listed.entries)} neighbourhoods (listed {listed.fetched_at}):"
    for entry in listed.entries:
        held = f"fetched {entry.fetched_at}" if entry.fetched_at else "only the name is held"
        outline = "" if entry.has_outline or not entry.fetched_at else ", without outline"
        yield f"{entry.key.code}  {entry.name}  ({held}{outline})"


def _one_lines(one: HeldNeighbourhood) -> Iterator[str]:
    about = one.about
    yield f"{about.name} ({one.key.force} {one.key.code}), fetched {one.fetched_at}"
    if about.population:
        yield f"Population {about.population:,}"
    yield from filter(None, (about.url, about.description))
    yield from _contact_lines(about.contacts)
    for link in about.links:
        yield "Link: " + "  ".join(filter(None, (link.title, link.url, link.description)))
    for station in about.stations:
        yield "Station: " + ", ".join(filter(None, (station.name, station.address, station.postcode)))
    yield from _officer_lines("Team", one.team)
    yield f"Priorities: {len(one.priorities) or 'none'}"
    for priority in one.priorities:
        yield f"- {priority.issued[:10]} {priority.issue}"
        if priority.action:
            yield f"  {priority.acted[:10]} {priority.action}"
    yield f"Events: {len(one.events) or 'none'}"
    for event in one.events:
        yield f"- {event.starts[:16].replace('T', ' ')} {event.title}; {event.address}"
        if event.description:
            yield f"  {event.description}"
    yield f"Outline: {one.shape if one.outline else 'none'}"


def _officer_lines(title: str, officers: tuple[Officer, ...]) -> Iterator[str]:
    yield f"{title}: {len(officers) or 'none'}"
    for officer in officers:
        yield f"- {officer.rank} {officer.name}".rstrip()
        yield from _contact_lines(officer.contacts)


def _contact_lines(contacts: Contacts) -> Iterator[str]:
    for kind, value in contacts:
        yield f"  {kind}: {value}"
