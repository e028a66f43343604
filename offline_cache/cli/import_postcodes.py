# SPDX-License-Identifier: GPL-2.0-or-later
"""`postcodes import`: ONSPD and Code-Point Open into the cache."""

from __future__ import annotations

import argparse

from ..postcodes import import_postcodes
from ..store import OfflineCache
from .answers import print_lines
from .progress import show


def run(options: argparse.Namespace) -> None:
    """Import postcodes and say how many, with the lines that their licences ask for."""
    with OfflineCache(options.cache) as cache:
        changes = import_postcodes(cache, options.paths, show, northern_ireland=options.northern_ireland)
    print_lines(line for change in changes for line in change.lines())
