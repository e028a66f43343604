# SPDX-License-Identifier: GPL-2.0-or-later
"""`crime-history fetch`: a crime and its outcomes from the service."""

from __future__ import annotations

import argparse

from ..police_api.fetching import fetch_crime_history
from ..police_api.questions import checked_persistent_id
from ..store import OfflineCache
from . import show_crime_history
from .answers import opened_transport


def run(options: argparse.Namespace) -> None:
    """Fetch it and print it. A call that cannot be right makes no cache."""
    checked_persistent_id(options.id)
    with opened_transport() as transport, OfflineCache(options.cache) as cache:
        fetch_crime_history(cache, options.id, transport)
    show_crime_history.run(options)
