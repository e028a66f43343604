# SPDX-License-Identifier: GPL-2.0-or-later
"""`areas fetch`: look-ups and outlines from ONS into the cache."""

from __future__ import annotations

import argparse
import os
import sys

from ..areas.fetching import fetch_areas, held_report
from ..areas.holding import lacking
from ..areas.model import AreasReport
from ..areas.planning import plan_areas
from ..areas.wanted import AreasWanted, parts_of
from ..errors import CacheError, printable
from ..importing import Progress
from ..store import OfflineCache
from ..transport import Addresses, Transport
from .area_arguments import wanted_of


def run(options: argparse.Namespace) -> None:
    """Say what it will cost, fetch it, and say what came; raises `CacheError` for layers that ONS no longer has."""
    wanted = wanted_of(options)
    parts_of(wanted)  # before a cache is made: a force may be misspelt
    with OfflineCache(options.cache) as cache:
        report = _fetched(cache, wanted) if lacking(cache.connection, wanted) else held_report(cache, wanted)
    for line in report.lines():
        print(printable(line))
    if report.missing:
        raise CacheError(" ".join(report.missing))


def _fetched(cache: OfflineCache, wanted: AreasWanted) -> AreasReport:
    with Transport(Addresses.from_environment(os.environ)) as transport:
        print(printable(plan_areas(cache.connection, wanted, transport).sentence()), file=sys.stderr)
        return fetch_areas(cache, wanted, transport, _show)


def _show(progress: Progress) -> None:
    """One line that is written over; nothing where stderr is no terminal."""
    if sys.stderr.isatty():
        end = "\r" if progress.name else "\n"
        print(
            printable(f"{progress.done:,} of {progress.total:,} areas; {progress.name}")[:110].ljust(110),
            end=end,
            file=sys.stderr,
            flush=True,
        )
