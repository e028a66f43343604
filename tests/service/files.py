# SPDX-License-Identifier: GPL-2.0-or-later
"""Files at fixed addresses, as Nomis and gov.uk have them; nothing is there until a test puts it there."""

from __future__ import annotations

from .messages import Answer, Request, page


class Files:
    """`known` maps a path to the bytes that stand there and may be changed."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def __call__(self, request: Request) -> Answer:
        """Answer one request."""
        if request.method not in ("GET", "HEAD"):
            return page("Method not allowed", "", 405)
        body = self.known.get(request.path)
        if body is None:
            return page("Not found", "<p>The page could not be found.</p>", 404)
        kind = "application/zip" if request.path.endswith(".zip") else "text/csv"
        return Answer(200, body, {"Content-Type": kind})
