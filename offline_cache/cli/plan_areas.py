# SPDX-License-Identifier: GPL-2.0-or-later
"""`areas plan`: what `areas fetch` would fetch; the cache stays as it is, and none is made."""

from __future__ import annotations

import argparse
import os

from ..areas.planning import plan_areas
from ..areas.wanted import parts_of
from ..errors import CacheError, printable
from ..held_cache import reading_or_empty
from ..transport import Addresses, Transport
from .area_arguments import wanted_of


def run(options: argparse.Namespace) -> None:
    """Print what it will cost; raises `CacheError` for layers that ONS no longer has."""
    wanted = wanted_of(options)
    parts_of(wanted)
    with reading_or_empty(options.cache) as connection, Transport(Addresses.from_environment(os.environ)) as transport:
        plan = plan_areas(connection, wanted, transport)
    for line in (plan.sentence(), *plan.notes):
        print(printable(line))
    if plan.missing:
        raise CacheError(" ".join(plan.missing))
