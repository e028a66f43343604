# SPDX-License-Identifier: GPL-2.0-or-later
"""One session of requests for all services, with the rules that every request keeps."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Union

from ..errors import CacheError
from . import redirects
from .addresses import Addresses, Service, host_of, is_loopback
from .bodies import discard, looks_like_page, whole_body
from .exceptions import network_error, raised_by_libraries
from .faults import login_page, status_error, unreadable
from .identity import user_agent
from .pacer import pacer_of, refuse_cancelled, wait
from .ranges import RangeSession
from .retrying import Patience, Result, StatusError, repeated
from .saving import save
from .sockets import cancellable_adapter
from .weighing import refuse_heavy

if TYPE_CHECKING:
    from requests import Response
    from requests.adapters import BaseAdapter

Form = Union[Mapping[str, str], Sequence[tuple[str, str]]]
# Longest body that is held in memory: a month of stops in London has 8.3 MB, 13,889 crimes have 5.5 MB.
LIMIT = 16 * 1024 * 1024


def never() -> bool:
    """A cancel button that nobody presses."""
    return False


class Transport:
    """The way to the services, for one thread at a time; a context manager.

    `adapter` sends (QGIS's own inside QGIS), else requests does, by the environment's proxies and certificates.
    Every method raises `NetworkError`, and `Cancelled` within a second of `cancelled` saying so.
    """

    def __init__(
        self,
        addresses: Addresses,
        adapter: Optional[BaseAdapter] = None,
        cancelled: Callable[[], bool] = never,
        patience: Optional[Patience] = None,
    ) -> None:
        try:
            import requests
        except ImportError as error:
            raise CacheError(
                "Downloading needs the Python package 'requests', which this Python does not have. Install it "
                "(python3-requests on Debian and Ubuntu, else 'pip install requests') or use the Python of QGIS. "
                "Importing files from disk works without it."
            ) from error
        self.addresses = addresses
        self.cancelled = cancelled
        self.patience = patience or Patience()
        self._session = requests.Session()
        self._session.headers.clear()
        # Somebody's .netrc is not for these services.
        self._session.auth = lambda request: request
        sending = adapter or cancellable_adapter(cancelled)
        self._session.mount("https://", sending)
        self._session.mount("http://", sending)

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._session.close()

    def with_patience(self, patience: Patience) -> Transport:
        """The same transport (session, connections) with other limits of waiting."""
        other = copy.copy(self)
        other.patience = patience
        return other

    def get(
        self,
        url: str,
        params: Optional[Mapping[str, str]] = None,
        headers: Optional[Mapping[str, str]] = None,
        stream: bool = False,
        passed: Sequence[int] = (),
    ) -> Response:
        """The answer to a GET, its body read and checked unless `stream`.

        Statuses in `passed` are handed back, every other than 2xx is a `NetworkError`. A streamed body is for
        `content`, which checks it; close the answer otherwise.
        """
        return self.repeated(lambda: self._answer("GET", url, params, None, headers, stream, passed, True))

    def post(
        self,
        url: str,
        data: Form,
        headers: Optional[Mapping[str, str]] = None,
        passed: Sequence[int] = (),
        repeatable: bool = True,
    ) -> Response:
        """The answer to a form-encoded POST, its body read and checked.

        `repeatable`: a query, which may be sent again and is not led on; else a form (with a token), which is
        sent once, and whose redirect is followed by GET.
        """

        def attempt() -> Response:
            return self._answer("POST", url, None, data, headers, False, passed, repeatable)

        return self.repeated(attempt) if repeatable else attempt()

    def json(
        self,
        url: str,
        params: Optional[Mapping[str, str]] = None,
        data: Optional[Form] = None,
        passed: Sequence[int] = (),
    ) -> Any:
        """What an answer in JSON says, to a POST where there is `data`; None for a status in `passed`."""
        accept = {"Accept": "application/json"}
        if data is None:
            response = self.get(url, params, accept, passed=passed)
        else:
            response = self.post(url, data, accept, passed=passed)
        if not response.ok:
            return None
        body: bytes = response.content
        if looks_like_page(body):
            raise login_page(host_of(response.url))
        refuse_heavy(body, host_of(response.url))
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise unreadable(host_of(response.url), "it is no JSON" if body else "it is empty") from error

    def content(self, response: Response, limit: int) -> bytes:
        """The decoded body of a streamed answer, of at most `limit` bytes, its announced length checked."""
        return whole_body(response, limit, self.patience, self.cancelled)

    def save(self, url: str, path: Path, progress: Optional[Callable[[int, Optional[int]], None]] = None) -> Path:
        """Download a file to `path`, going on where an earlier attempt stopped; see `saving.save`."""
        return save(self, url, Path(path), progress)

    def session_for(self, etag: str = "") -> RangeSession:
        """What `remotezip.RemoteZip(url, session=...)` reads through; only the file with this ETag, if given."""
        return RangeSession(self, etag)

    def pause(self, seconds: float) -> None:
        """Wait, unless cancelled."""
        wait(seconds, self.cancelled)

    def once(self, url: str, headers: Mapping[str, str], passed: Sequence[int] = ()) -> Response:
        """One attempt at a streamed GET, for those who repeat by themselves."""
        return self._answer("GET", url, None, None, headers, True, passed, True)

    def repeated(self, attempt: Callable[[], Result]) -> Result:
        """What `attempt` gives, repeated as long as `patience` lasts."""
        return repeated(attempt, self.patience, self.pause)

    def _answer(
        self,
        method: str,
        url: str,
        params: Optional[Mapping[str, str]],
        data: Optional[Form],
        headers: Optional[Mapping[str, str]],
        stream: bool,
        passed: Sequence[int],
        repeatable: bool,
    ) -> Response:
        """One attempt: send, follow, judge the status, read."""
        import requests

        wanted = {"User-Agent": user_agent(), "Accept": "*/*", "Accept-Encoding": "gzip", **(headers or {})}
        request = requests.Request(method, url, headers=wanted, params=params, data=data)
        for _ in range(redirects.MOST + 1):
            response = self._send(request)
            try:
                target = redirects.target(response, self.addresses)
                if target is None:
                    return self._judged(response, stream, passed)
            except CacheError:
                response.close()
                raise
            discard(response)
            request = redirects.follow(request, response, target, query=repeatable)
        raise unreadable(host_of(url), "it leads in a circle")

    def _send(self, request: Any) -> Response:
        """Send one request in its turn, without following or judging the answer."""
        url = request.url
        try:
            prepared = self._session.prepare_request(request)
            # Of what is sent, not of what was meant: two readers of addresses can differ.
            service = self.addresses.service_of(prepared.url)
            if service is None:
                raise redirects.foreign(url)
            self.pause(pacer_of(service, self.addresses).turn())
            response = self._session.get_adapter(prepared.url).send(
                prepared, stream=True, timeout=(self.patience.connect, self.patience.read), **self._way(prepared.url)
            )
        except raised_by_libraries() as error:
            refuse_cancelled(self.cancelled)
            raise network_error(error, url) from error
        self._session.cookies.update(response.cookies)
        self._heed(response, service)
        return response

    def _way(self, url: str) -> dict[str, Any]:
        """Proxies and certificates by the environment; no proxy to this computer itself."""
        way = self._session.merge_environment_settings(url, {}, True, None, None)
        if is_loopback(url):
            way["proxies"] = {}
        return {name: way[name] for name in ("proxies", "verify", "cert")}

    def _heed(self, response: Response, service: Service) -> None:
        """Let everybody wait for a service that asks for it."""
        if response.status_code == 429:
            error = status_error(429, response.headers, response.url)
            asked = error.retry_after if isinstance(error, StatusError) else None
            pacer_of(service, self.addresses).hold(min(asked or 0.0, self.patience.longest_retry_after))

    def _judged(self, response: Response, stream: bool, passed: Sequence[int]) -> Response:
        status = response.status_code
        if status not in passed and not 200 <= status < 300:
            discard(response)
            raise status_error(status, response.headers, response.url)
        if not stream:
            # What `Response.content`, `.text` and `.json()` give.
            response._content = self.content(response, LIMIT)
            response._content_consumed = True
        return response
