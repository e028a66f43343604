# SPDX-License-Identifier: GPL-2.0-or-later
"""`crime-history show`: a crime and its outcomes as they were fetched."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from ..crime_histories import HeldHistory, crime_history_held
from ..errors import CacheError
from ..reader import reading
from .answers import print_json, print_lines


def run(options: argparse.Namespace) -> None:
    """Print it; raises `CacheError` where it was never fetched."""
    with reading(options.cache) as connection:
        held = crime_history_held(connection, options.id)
    if held is None:
        raise CacheError("The history of this crime was never fetched. Fetch it with 'crime-history fetch'.")
    if options.json:
        print_json(held)
    else:
        print_lines(_lines(held))


def _lines(held: HeldHistory) -> Iterator[str]:
    yield f"{held.category}, {held.month}, {held.location or 'without a place'} (fetched {held.fetched_at})"
    if held.outcomes is None:
        yield "No outcomes are published for it."
    for outcome in held.outcomes or ():
        yield f"{outcome.month} {outcome.name}"
