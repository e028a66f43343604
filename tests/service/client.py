# SPDX-License-Identifier: GPL-2.0-or-later
"""The plainest client, for tests of the stand-in itself: urllib without proxies, errors as answers."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any, Optional


@dataclass(frozen=True)
class Fetched:
    """Status, headers, body and the address at the end of all redirects."""

    status: int
    headers: Message
    body: bytes
    url: str

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def fetched(url: str, data: Optional[bytes] = None, headers: Optional[Mapping[str, str]] = None) -> Fetched:
    """GET, or POST where there are data; raises what urllib raises for a connection that breaks."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url, data=data, headers=dict(headers or {}))
    try:
        with opener.open(request, timeout=600) as answer:
            return Fetched(answer.status, answer.headers, answer.read(), answer.url)
    except urllib.error.HTTPError as error:
        with error:
            return Fetched(error.code, error.headers, error.read(), error.url or url)
