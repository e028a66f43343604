# SPDX-License-Identifier: GPL-2.0-or-later
"""`reference import`: reference data for comparisons into the cache."""

from __future__ import annotations

import argparse

from ..areas.model import AreaKind
from ..errors import CacheError, printable
from ..reference_data.importing import import_peers, import_reference
from ..store import OfflineCache
from .progress import show


def run(options: argparse.Namespace) -> None:
    """Import and say what it is; with a name or a kind each file is a list of peers."""
    peers = options.peers or options.kind
    if peers and len(options.paths) > 1:
        raise CacheError("--peers and --kind are for one file at a time. Name one list of peers.")
    with OfflineCache(options.cache) as cache:
        if peers:
            kind = AreaKind(options.kind) if options.kind else None
            report = import_peers(cache, options.paths[0], options.peers or "", kind)
        else:
            report = import_reference(cache, options.paths, show)
    for line in report.lines():
        print(printable(line))
