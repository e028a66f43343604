# SPDX-License-Identifier: GPL-2.0-or-later
"""`neighbourhoods fetch`: contacts and neighbourhoods of forces from the service into the cache."""

from __future__ import annotations

import argparse
import sys

from ..errors import CacheError, printable
from ..importing import Progress
from ..police_api.client import PoliceApi
from ..police_api.fetching import fetch_neighbourhoods
from ..store import OfflineCache
from .answers import opened_transport, print_lines


def run(options: argparse.Namespace) -> None:
    """Fetch, and say what came; raises `CacheError` after the rest is kept where answers could not be read."""
    with opened_transport() as transport:
        api = PoliceApi(transport)
        for slug in options.force:  # before a cache is made: a force may be misspelt
            api.checked_territorial(slug)
        with OfflineCache(options.cache) as cache:
            report = fetch_neighbourhoods(cache, options.force, transport, show, only=options.only)
    print_lines(report.lines()[: -len(report.failed) or None])
    sys.stdout.flush()
    if report.failed:
        more = f" {len(report.failed) - 1} more could not be read either." if len(report.failed) > 1 else ""
        raise CacheError(f"{report.failed[0]}{more}")


def show(progress: Progress) -> None:
    """One line that is written over; nothing where stderr is no terminal."""
    if sys.stderr.isatty():
        end = "\r" if progress.name else "\n"
        words = printable(f"{progress.done:,} of {progress.total:,} {progress.name}")
        print(f"\x1b[K{words[:100]}", end=end, file=sys.stderr, flush=True)
