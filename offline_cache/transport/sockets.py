# SPDX-License-Identifier: GPL-2.0-or-later
"""The ordinary way out, cancellable: whatever blocks, blocks in a thread that can be left behind.

A thread that waits for a name server, a connection, TLS or bytes cannot be woken on every system. So it is not
the caller's: the caller looks ten times a second whether it was cancelled, and leaves the helper, whose sockets
are shut down.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Optional
from urllib.parse import urlsplit

from .pacer import GLANCE, refuse_cancelled

if TYPE_CHECKING:
    from requests.adapters import HTTPAdapter


_PROXIES = ("http", "https", "socks4", "socks4a", "socks5", "socks5h")


class _Job:
    """One call for the helper thread, and what became of it."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self.call = call
        self.done = threading.Event()
        self.left = False
        self.result: Any = None
        self.error: Optional[BaseException] = None

    def run(self) -> None:
        try:
            self.result = self.call()
        except BaseException as error:  # whatever it is, the caller gets it
            self.error = error
        self.done.set()
        if self.left and hasattr(self.result, "close"):
            self.result.close()


def _work(jobs: queue.SimpleQueue[Optional[_Job]]) -> None:
    while True:
        job = jobs.get()
        if job is None:
            return
        job.run()
        del job


class Helper:
    """A thread that blocks in the caller's place; for one caller at a time."""

    def __init__(self, cancelled: Callable[[], bool]) -> None:
        self._cancelled = cancelled
        self._jobs: Optional[queue.SimpleQueue[Optional[_Job]]] = None
        self.sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    def run(self, call: Callable[[], Any], seconds: float) -> Any:
        """The result of `call`, or what it raised; `Cancelled`, or `TimeoutError` after these seconds."""
        refuse_cancelled(self._cancelled)
        job = _Job(call)
        self._helper().put(job)
        until = time.monotonic() + seconds
        try:
            while not job.done.wait(GLANCE):
                refuse_cancelled(self._cancelled)
                if time.monotonic() > until:
                    raise TimeoutError("no answer in time")
        except BaseException:
            job.left = True
            self.leave()
            raise
        if job.error is None:
            return job.result
        try:
            raise job.error
        finally:
            del job  # it would hold the error that holds this frame that holds it

    def leave(self) -> None:
        """Let the thread end with what it does now, which its sockets no longer let it do."""
        if self._jobs is not None:
            self._jobs.put(None)
            self._jobs = None
        for held in list(self.sockets):
            with contextlib.suppress(OSError):
                # The plain one: TLS's own would have the reading thread go on without decryption.
                socket.socket.shutdown(held, socket.SHUT_RDWR)
        self.sockets.clear()

    def _helper(self) -> queue.SimpleQueue[Optional[_Job]]:
        if self._jobs is None:
            self._jobs = queue.SimpleQueue()
            weakref.finalize(self, self._jobs.put, None)
            threading.Thread(target=_work, args=(self._jobs,), name="policeuk transport", daemon=True).start()
        return self._jobs


class CancellableBody:
    """The raw body of an answer (urllib3's), read by the helper thread."""

    def __init__(self, raw: Any, helper: Helper, seconds: float) -> None:
        self._raw = raw
        self._helper = helper
        self._seconds = seconds

    def read(self, *args: Any, **options: Any) -> bytes:
        """As urllib3's; `TimeoutError` where what was asked for does not come in time."""
        return self._helper.run(lambda: self._raw.read(*args, **options), self._seconds)

    def stream(self, *args: Any, **options: Any) -> Iterator[bytes]:
        """As urllib3's, which `iter_content` of requests reads."""
        parts = self._raw.stream(*args, **options)
        while True:
            part = self._helper.run(lambda: next(parts, None), self._seconds)
            if part is None:
                return
            yield part

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)


def cancellable_adapter(cancelled: Callable[[], bool]) -> HTTPAdapter:
    """An adapter of requests that `cancelled` interrupts within a second, wherever it waits."""
    from requests.adapters import HTTPAdapter

    helper = Helper(cancelled)
    pools = _pool_classes(helper)

    class CancellableAdapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **options: Any) -> None:
            super().init_poolmanager(*args, **options)
            self.poolmanager.pool_classes_by_scheme = pools

        def proxy_manager_for(self, *args: Any, **options: Any) -> Any:
            manager = super().proxy_manager_for(*args, **options)
            manager.pool_classes_by_scheme = pools
            return manager

        def send(self, request: Any, stream: bool = False, timeout: Any = None, *args: Any, **options: Any) -> Any:
            connect, read = timeout
            _refuse_bad_proxy(request.url, options.get("proxies"))
            ask = super().send
            # Twice: a name can have an address of each kind, tried one after the other.
            seconds = 2 * connect + read
            response = helper.run(lambda: ask(request, True, timeout, *args, **options), seconds)
            # urllib3 2 does so by itself, 1.26 does not.
            response.raw.enforce_content_length = True
            response.raw = CancellableBody(response.raw, helper, read)
            return response

        def close(self) -> None:
            super().close()
            helper.leave()

    return CancellableAdapter()


def _refuse_bad_proxy(url: str, proxies: Any) -> None:
    """Raise where the address of the proxy cannot be read: requests fails in many ways, some with the password."""
    from requests.exceptions import InvalidProxyURL
    from requests.utils import select_proxy

    proxy = select_proxy(url, proxies)
    if not proxy:
        return
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        usable = bool(parts.hostname) and (parts.port or 1) > 0 and parts.scheme in _PROXIES
    except ValueError:
        usable = False
    if not usable:
        raise InvalidProxyURL("The address of the proxy cannot be read.")


def _pool_classes(helper: Helper) -> dict[str, type]:
    """urllib3's pools of connections, with connections that tell the helper their sockets."""
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

    def telling(kind: type) -> type:
        class TellingConnection(kind):
            def _new_conn(self) -> socket.socket:
                made = super()._new_conn()
                helper.sockets.add(made)
                return made

            def connect(self) -> None:
                super().connect()
                if isinstance(self.sock, socket.socket):
                    helper.sockets.add(self.sock)

        return TellingConnection

    class Pool(HTTPConnectionPool):
        ConnectionCls = telling(HTTPConnectionPool.ConnectionCls)

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = telling(HTTPSConnectionPool.ConnectionCls)

    return {"http": Pool, "https": TlsPool}
