# SPDX-License-Identifier: GPL-2.0-or-later
"""The JSON API: its addresses, what they answer, and the limit on requests."""

from __future__ import annotations

import threading
import time

from .forces import BTP, force_names
from .messages import Answer, Request, json_answer, not_found
from .releases import WINDOW, Releases, shifted


class Api:
    """Everything under /api/."""

    def __init__(self, releases: Releases, rate_limit: bool, area_limit: int) -> None:
        self._releases = releases
        self.rate_limit, self.area_limit = rate_limit, area_limit

    def __call__(self, request: Request) -> Answer:
        """Answer one request."""
        release = self._releases.newest
        path = request.path[len("/api/") :].strip("/")
        if path == "forces":
            return json_answer([{"id": s, "name": n} for s, n in force_names(release).items() if s != BTP])
        if path == "crime-last-updated":
            return json_answer({"date": f"{release.month}-01"})
        if path == "crimes-street-dates":
            months = [shifted(release.month, -number) for number in range(WINDOW)]
            by_month = {
                m: sorted(p.force for p in release.members.values() if p.month == m and p.kind == "stop-and-search")
                for m in months
            }
            return json_answer([{"date": m, "stop-and-search": f} for m, f in by_month.items()])
        return not_found()
