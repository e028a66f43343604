# SPDX-License-Identifier: GPL-2.0-or-later
"""`fetch`: published files from the service into the cache."""

from __future__ import annotations

import argparse
import os
import sys

from ..errors import CacheError, printable
from ..store import OfflineCache
from ..sync import FetchReport, fetch, make_plan
from ..sync.request import refuse_request
from ..transport import Addresses, Transport
from .fetch_arguments import read_asked
from .progress import show_download


def run(options: argparse.Namespace) -> None:
    """Say what will be brought, bring it, and say what that changed. A call that cannot be right makes no cache."""
    asked = read_asked(options)
    refuse_request(asked.request)
    for line in asked.lines:
        print(printable(line), file=sys.stderr, flush=True)
    with Transport(Addresses.from_environment(os.environ)) as transport:
        plan = make_plan(asked.held, asked.request, transport, options.way)
        print(printable(plan.sentence()), file=sys.stderr, flush=True)
        with OfflineCache(options.cache) as cache:
            report = fetch(cache, plan, transport, show_download)
    print_report(report)


def print_report(report: FetchReport) -> None:
    """What a download changed; `CacheError` where files had to be left out."""
    for line in report.lines():
        print(printable(line))
    if report.failed:
        key, sentence = report.failed[0]
        more = f" {len(report.failed) - 1} more files were left out too." if len(report.failed) > 1 else ""
        sys.stdout.flush()
        raise CacheError(f"{sentence}{more} The others are in the cache.")
