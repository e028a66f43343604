# SPDX-License-Identifier: GPL-2.0-or-later
"""`crimes-in-area show`: which areas were fetched, and when."""

from __future__ import annotations

import argparse

from ..drawn_areas import drawn_areas
from ..reader import reading
from .answers import print_json, print_lines


def run(options: argparse.Namespace) -> None:
    """Print every area with its answers; the records themselves are tables of the cache."""
    with reading(options.cache) as connection:
        areas = drawn_areas(connection)
    if options.json:
        print_json(areas)
        return
    for area in areas:
        print_lines([f"Area {area.id}: {area.name}"])
        print_lines(
            f"  {answer.kind.value} {answer.month}: {answer.records:,} (fetched {answer.fetched_at}, the service was "
            f"updated in {answer.last_update})"
            for answer in area.answers
        )
    if not areas:
        print_lines(["No area was fetched."])
