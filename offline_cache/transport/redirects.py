# SPDX-License-Identifier: GPL-2.0-or-later
"""Redirects: within the addresses of the services, never from https to http, not in circles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional
from urllib.parse import urldefrag, urljoin

from ..errors import NetworkError
from .addresses import Addresses, host_of, origin_of
from .faults import led_elsewhere, moved, unreadable

if TYPE_CHECKING:
    from requests import Response

MOST = 5
_STATUSES = (301, 302, 303, 307, 308)


def target(response: Response, addresses: Addresses) -> Optional[str]:
    """Where an answer leads, absolute; None where it does not. `NetworkError` REDIRECT for a place not ours."""
    if response.status_code not in _STATUSES:
        return None
    host, location = host_of(response.url), response.headers.get("Location", "")
    if not location:
        raise unreadable(host, "it leads on without saying where")
    try:
        # As it came, on the wire in Latin-1 whatever the server thinks.
        absolute = urldefrag(urljoin(response.url, location.encode("latin-1").decode("utf-8").strip())).url
    except ValueError as error:
        raise unreadable(host, "it leads to an address that cannot be used") from error
    before, after = origin_of(response.url), origin_of(absolute)
    if addresses.service_of(absolute) is None or before is None or after is None:
        raise led_elsewhere(host, absolute)
    if before[0] == "https" and after[0] != "https":
        raise led_elsewhere(host, absolute)
    return absolute


def follow(request: Any, response: Response, absolute: str, query: bool) -> Any:
    """The request that follows a redirect: a query as it is, a form that was taken in by GET.

    Range and If-Range stay; what belongs to the host before does not go to another one.
    """
    import requests

    method, data, headers = request.method, request.data, dict(request.headers)
    if method == "POST" and response.status_code in (301, 302, 303):
        if query:
            # Followed by GET it would lose its question, and be answered all the same.
            raise moved(host_of(response.url), response.status_code)
        method, data = "GET", None
    if origin_of(response.url) != origin_of(absolute):
        for name in ("Referer", "Origin"):
            headers.pop(name, None)
        if method == "POST" and not query:
            raise led_elsewhere(host_of(response.url), absolute)
    return requests.Request(method, absolute, headers=headers, data=data)


def foreign(url: str) -> NetworkError:
    """An address that was to be asked, but is none of the services'."""
    return led_elsewhere("The service", url)
