# SPDX-License-Identifier: GPL-2.0-or-later
"""Not more requests a second than a service bears, for all transports of this process together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from ..errors import Cancelled
from .addresses import Addresses, Service

# Seconds between two requests. The API allows 15 a second (data.police.uk/docs/api-call-limits/); ONS and
# postcodes.io name no number; the store is made for many.
SPACING = {
    Service.DATA: 0.2,
    Service.STORE: 0.0,
    Service.API: 0.1,
    Service.ONS: 0.2,
    Service.POSTCODES: 0.2,
    Service.NOMIS: 0.5,
    Service.GOVUK: 0.5,
}
# How often a wait looks whether it was cancelled, in seconds.
GLANCE = 0.1


class Pacer:
    """Turns for the requests to one service; any thread may ask."""

    def __init__(self, spacing: float) -> None:
        self._spacing = spacing
        self._next = 0.0
        self._lock = threading.Lock()

    def turn(self) -> float:
        """Take the next turn: the seconds to wait until it comes."""
        with self._lock:
            now = time.monotonic()
            mine = max(now, self._next)
            self._next = mine + self._spacing
            return mine - now

    def hold(self, seconds: float) -> None:
        """Nobody's turn comes within these seconds: the service said so."""
        with self._lock:
            self._next = max(self._next, time.monotonic() + seconds)


_PACERS: dict[tuple[Service, str], Pacer] = {}
_PACERS_LOCK = threading.Lock()


def pacer_of(service: Service, addresses: Addresses) -> Pacer:
    """The pacer of a service at its address, one for the whole process."""
    with _PACERS_LOCK:
        return _PACERS.setdefault((service, addresses.of(service)), Pacer(SPACING[service]))


def wait(seconds: float, cancelled: Callable[[], bool]) -> None:
    """Sleep; raises `Cancelled` within a tenth of a second of being cancelled, also where there is no wait."""
    until = time.monotonic() + seconds
    while True:
        refuse_cancelled(cancelled)
        left = until - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(left, GLANCE))


def refuse_cancelled(cancelled: Callable[[], bool]) -> None:
    """Raise `Cancelled` where the user has stopped the work."""
    if cancelled():
        raise Cancelled("Stopped. What was finished before stays; start again to go on.")
