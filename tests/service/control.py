# SPDX-License-Identifier: GPL-2.0-or-later
"""A host to steer the stand-in from another process or by curl: its log, faults, the next release."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from .faults import Fault
from .messages import Answer, Request, json_answer

if TYPE_CHECKING:
    from .service import Service

HELP = (
    "GET /log  POST /clear  POST /fault kind=cut&host=store&path=/archive/*&times=1&after=1000&...  "
    "POST /no-faults  POST /publish (the next month)  POST /set rate_limit=off&area_limit=100&latency=0.1\n"
)
_NUMBERS = {"times": int, "skip": int, "after": int, "status": int, "seconds": float}


class Control:
    """Not counted in the log."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def __call__(self, request: Request) -> Answer:
        """Answer one request."""
        service, asked = self._service, request.parameters()
        if request.path == "/log":
            return json_answer([[e.method, e.host, e.path, e.query, e.status, e.sent] for e in service.log.of()])
        if request.method != "POST":
            return Answer(200, HELP.encode(), {"Content-Type": "text/plain"})
        if request.path == "/clear":
            service.log.clear()
        elif request.path == "/no-faults":
            service.no_faults()
        elif request.path == "/publish":
            return json_answer({"month": service.publish().month})
        elif request.path == "/set":
            service.api.rate_limit = asked.get("rate_limit", "on" if service.api.rate_limit else "off") == "on"
            service.api.area_limit = int(asked.get("area_limit", service.api.area_limit))
            service.latency = float(asked.get("latency", service.latency))
        elif request.path == "/fault":
            return self._fault(dict(asked))
        else:
            return Answer(404, HELP.encode(), {"Content-Type": "text/plain"})
        return json_answer({"done": request.path})

    def _fault(self, asked: dict[str, Any]) -> Answer:
        kind = asked.pop("kind", "")
        known = {field.name for field in fields(Fault)} - {"kind", "hits", "on_clear"}
        try:
            details = {name: _NUMBERS.get(name, str)(value) for name, value in asked.items() if name in known}
            self._service.fault(int(kind) if kind.isdigit() else kind, **details)
        except ValueError as error:
            return json_answer({"error": str(error)}, 400)
        return json_answer({"done": kind, **details})
