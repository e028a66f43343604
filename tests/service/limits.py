# SPDX-License-Identifier: GPL-2.0-or-later
"""The leaky bucket of the API: 15 requests a second, 30 at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Bucket:
    """Fills by one with every request that passes, leaks `rate` a second of `clock`, holds `burst`."""

    def __init__(self, rate: float = 15.0, burst: float = 30.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._level = 0.0
        self._seen = clock()
        self._lock = threading.Lock()

    def passes(self) -> bool:
        """True if one more request may pass now."""
        with self._lock:
            now = self._clock()
            self._level = max(0.0, self._level - (now - self._seen) * self._rate)
            self._seen = now
            if self._level + 1.0 > self._burst:
                return False
            self._level += 1.0
            return True
