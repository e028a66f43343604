# SPDX-License-Identifier: GPL-2.0-or-later
"""The JSON API: its addresses, what they answer, and the limit on requests."""

from __future__ import annotations

import threading
from typing import Any, Optional
from urllib.parse import unquote

from .asked import Refusal
from .crimes import Crimes, categories
from .forces import BTP, force_names
from .limits import Bucket
from .messages import Answer, Request, empty, json_answer, not_found, page
from .neighbourhoods import Neighbourhoods
from .people import force_details, senior_officers
from .releases import WINDOW, Releases, shifted
from .rows import Rows
from .stops import Stops

PREFIX = "/api/"
LONGEST_LINE = 4094
_TAKES_POST = ("crimes-street", "outcomes-at-location", "stops-street")


class Api:
    """Everything under /api/. `rate_limit`, `area_limit`, `retry_after` and `bucket` may be changed at any time."""

    def __init__(self, releases: Releases, rate_limit: bool, area_limit: int) -> None:
        self._releases = releases
        self._rows: Optional[Rows] = None
        self._lock = threading.Lock()
        self.bucket = Bucket()
        self.rate_limit, self.area_limit = rate_limit, area_limit
        self.retry_after: Optional[str] = None

    def __call__(self, request: Request) -> Answer:
        """Answer one request."""
        if len(request.line) > LONGEST_LINE:
            return page("Bad Request", "<p>Request Line is too large</p>", 400)
        if self.rate_limit and not self.bucket.passes():
            headers = {"Retry-After": self.retry_after} if self.retry_after else {}
            return Answer(429, b"", {"Content-Type": "text/html; charset=utf-8", **headers})
        if not request.path.startswith(PREFIX):
            return not_found()
        parts = [unquote(part) for part in request.path[len(PREFIX) :].strip("/").split("/")]
        if request.method == "POST" and parts[0] not in _TAKES_POST:
            return empty(405)
        if request.headers.get("content-type", "").startswith("application/json"):
            return empty(400)
        try:
            value = self._value(parts, request.parameters())
        except Refusal as refusal:
            return refusal.answer
        return not_found() if value is None else json_answer(value)

    def rows(self) -> Rows:
        """The rows of the newest release."""
        with self._lock:
            newest = self._releases.newest
            if self._rows is None or self._rows.release is not newest:
                self._rows = Rows(newest)
            return self._rows

    def _value(self, parts: list[str], parameters: dict[str, str]) -> Any:
        """What stands at an address; None for nothing."""
        rows = self.rows()
        crimes, stops = Crimes(rows, self.area_limit), Stops(rows)
        routes = {
            "crimes-at-location": crimes.at_location,
            "crimes-no-location": crimes.no_location,
            "outcomes-at-location": crimes.outcomes,
            "stops-street": stops.street,
            "stops-at-location": stops.at_location,
            "stops-no-location": stops.no_location,
            "stops-force": stops.force,
            "crime-categories": lambda _: categories(),
            "crime-last-updated": lambda _: {"date": f"{rows.release.month}-01"},
            "crimes-street-dates": lambda _: _dates(rows),
            "forces": lambda _: [{"id": slug, "name": name} for slug, name in _listed(rows).items()],
            "locate-neighbourhood": lambda asked: Neighbourhoods(list(_listed(rows))).locate(asked.get("q", "")),
        }
        if len(parts) == 1:
            return routes[parts[0]](parameters) if parts[0] in routes else None
        if parts[0] == "crimes-street" and len(parts) == 2:
            return crimes.street(parts[1], parameters)
        if parts[0] == "outcomes-for-crime" and len(parts) == 2:
            return crimes.history(parts[1])
        return _of_force(_listed(rows), parts)


def _of_force(forces: dict[str, str], parts: list[str]) -> Any:
    """What lies under /forces/{id} and /{force}/; btp has nothing there."""
    if parts[0] == "forces":
        if parts[1] not in forces or len(parts) > 3:
            return None
        if len(parts) == 2:
            return force_details(parts[1], forces[parts[1]])
        return senior_officers(parts[1]) if parts[2] == "people" else None
    if parts[0] not in forces:
        return None
    return Neighbourhoods(list(forces)).value(parts[0], parts[1:])


def _listed(rows: Rows) -> dict[str, str]:
    """The forces of /forces: all but btp."""
    return {slug: name for slug, name in force_names(rows.release).items() if slug != BTP}


def _dates(rows: Rows) -> list[dict[str, Any]]:
    """36 months, newest first, with the forces whose stops are published."""
    publishers: dict[str, set[str]] = {}
    for parts in rows.release.members.values():
        if parts.kind == "stop-and-search":
            publishers.setdefault(parts.month, set()).add(parts.force)
    months = [shifted(rows.release.month, -number) for number in range(WINDOW)]
    return [{"date": month, "stop-and-search": sorted(publishers.get(month, ()))} for month in months]
