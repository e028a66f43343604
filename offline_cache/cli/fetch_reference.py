# SPDX-License-Identifier: GPL-2.0-or-later
"""`reference fetch`: reference data from its official addresses into the cache."""

from __future__ import annotations

import argparse
import os
import sys

from ..errors import CacheError, printable
from ..reference_data.fetching import fetch_reference, to_fetch
from ..store import OfflineCache
from ..transport import Addresses, Transport
from .progress import show


def run(options: argparse.Namespace) -> None:
    """Say what is fetched, fetch it, say what came; raises `CacheError` for files that are no longer there."""
    with OfflineCache(options.cache) as cache:
        print(printable(to_fetch(cache, options.what, options.anew)), file=sys.stderr)
        with Transport(Addresses.from_environment(os.environ)) as transport:
            report = fetch_reference(cache, options.what, transport, show, anew=options.anew)
    for line in report.lines():
        print(printable(line))
    if report.missing:
        raise CacheError(" ".join(report.missing))
