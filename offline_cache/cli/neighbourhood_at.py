# SPDX-License-Identifier: GPL-2.0-or-later
"""`neighbourhoods at`: which neighbourhood a place lies in."""

from __future__ import annotations

import argparse

from ..errors import CacheError
from ..neighbourhood_places import neighbourhoods_at
from ..neighbourhoods import forces_held
from ..police_api.fetching import locate_neighbourhood
from ..police_api.neighbourhoods import NeighbourhoodKey
from ..police_api.questions import checked_position
from ..reader import reading
from .answers import opened_transport, print_lines


def run(options: argparse.Namespace) -> None:
    """Print force and id, one a line, the smallest neighbourhood first; `CacheError` where there is none."""
    latitude, longitude = checked_position(options.latitude, options.longitude)
    if options.online:
        with opened_transport() as transport:
            found: tuple[NeighbourhoodKey, ...] = (locate_neighbourhood(transport, latitude, longitude),)
    else:
        with reading(options.cache) as connection:
            found = neighbourhoods_at(connection, longitude, latitude)
            held = ", ".join(forces_held(connection)) or "no force"
        if not found:
            raise CacheError(
                f"None of the neighbourhoods held contains {latitude:g}, {longitude:g}; held are those of {held}. "
                "Fetch the neighbourhoods of that place's force, or ask with --online."
            )
    print_lines(f"{key.force} {key.code}" for key in found)
