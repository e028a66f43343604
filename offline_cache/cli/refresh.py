# SPDX-License-Identifier: GPL-2.0-or-later
"""`refresh`: what is held, up to the newest release."""

from __future__ import annotations

import argparse
import os
import sys

from ..errors import CacheError, printable
from ..ledger import published_files
from ..store import OfflineCache
from ..sync import fetch, plan_refresh
from ..transport import Addresses, Transport
from .fetch import print_report
from .progress import show_download


def run(options: argparse.Namespace) -> None:
    """Bring in what is new or revised, and say what that changed."""
    if not options.cache.is_file():
        raise CacheError(f"There is no cache file at {options.cache}. Fetch or import files to make one.")
    with OfflineCache(options.cache) as cache:
        held = published_files(cache.connection)
        if not held:
            raise CacheError(f"The cache {options.cache} holds no published file. Fetch or import some first.")
        with Transport(Addresses.from_environment(os.environ)) as transport:
            plan = plan_refresh(held, transport, options.way)
            print(printable(plan.sentence()), file=sys.stderr, flush=True)
            report = fetch(cache, plan, transport, show_download)
    print_report(report)
