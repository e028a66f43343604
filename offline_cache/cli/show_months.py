# SPDX-License-Identifier: GPL-2.0-or-later
"""`months show`: which months the service said that it holds."""

from __future__ import annotations

import argparse

from ..errors import CacheError
from ..reader import reading
from ..service_months import service_months
from .answers import print_json, print_lines


def run(options: argparse.Namespace) -> None:
    """Print it; raises `CacheError` where the service was never asked."""
    with reading(options.cache) as connection:
        held = service_months(connection)
    if held is None:
        raise CacheError("The service was never asked which months it holds. Ask with 'months fetch'.")
    if options.json:
        print_json(held)
        return
    newest, oldest = held.months[0], held.months[-1]
    print_lines(
        [
            f"{oldest.month} to {newest.month}, {len(held.months)} months; updated in {held.last_update}, asked "
            f"{held.fetched_at}.",
            *(f"{entry.month}: forces with stops and searches: {len(entry.stop_forces)}" for entry in held.months),
        ]
    )
