# SPDX-License-Identifier: GPL-2.0-or-later
"""`crimes-in-area fetch`: what the service has in an area that the user drew."""

from __future__ import annotations

import argparse

from ..drawn_outline import read_outline
from ..errors import CacheError
from ..model import Month
from ..police_api.client import PoliceApi
from ..police_api.fetching import fetch_drawn_area
from ..police_api.rings import checked_ring
from ..store import OfflineCache
from .answers import opened_transport, print_lines
from .fetch_neighbourhoods import show


def run(options: argparse.Namespace) -> None:
    """Fetch month by month and say how much there was. A call that cannot be right makes no cache."""
    ring = read_outline(options.polygon)
    checked_ring(ring)
    months = Month.span(options.first, options.last)
    if not months:
        raise CacheError(f"{options.last} is before {options.first}. Swap the two months.")
    with opened_transport() as transport:
        api = PoliceApi(transport)
        for month in months:
            api.checked_month(month)
        name = options.name or options.polygon.stem
        with OfflineCache(options.cache) as cache:
            report = fetch_drawn_area(cache, ring, months, options.kinds, transport, show, name=name)
    print_lines(report.lines())
