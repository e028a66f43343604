# SPDX-License-Identifier: GPL-2.0-or-later
"""`months fetch`: which months the service holds."""

from __future__ import annotations

import argparse

from ..police_api.fetching import fetch_months
from ..store import OfflineCache
from . import show_months
from .answers import opened_transport


def run(options: argparse.Namespace) -> None:
    """Ask, keep and print it."""
    options.json = False
    with opened_transport() as transport, OfflineCache(options.cache) as cache:
        fetch_months(cache, transport)
    show_months.run(options)
