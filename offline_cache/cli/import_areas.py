# SPDX-License-Identifier: GPL-2.0-or-later
"""`areas import`: outlines, look-ups and residents into the cache."""

from __future__ import annotations

import argparse

from ..areas import import_areas
from ..errors import printable
from ..store import OfflineCache
from .progress import show


def run(options: argparse.Namespace) -> None:
    """Import areas and say what they are."""
    with OfflineCache(options.cache) as cache:
        report = import_areas(cache, options.paths, show)
    for line in report.lines():
        print(printable(line))
