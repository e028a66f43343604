# SPDX-License-Identifier: GPL-2.0-or-later
"""Limits that hold on a machine ten times slower or faster and under load: of work, not of the clock; of waits, wide.

Work is counted in seconds of this process alone, four times the limit, and more on a machine that is slower still. What
must not be waited for is made to take an hour, so that a minute tells the two apart.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator

WAIT = 60.0
"""Seconds that nothing takes on any machine unless it waits for what takes an hour."""
HOUR = 3600.0
_SLACK = 4
_FIXED_WORK = 0.01
"""Seconds that `_fixed_work` takes on the machine for which the limits are written."""


def _fixed_work() -> float:
    begun = time.monotonic()
    sum(number * number % 7 for number in range(250_000))
    return time.monotonic() - begun


def slowness() -> float:
    """How many times slower this machine is now than the one of the limits, also by load; 1 where it is faster."""
    return max(1.0, min(_fixed_work() for _ in range(3)) / _FIXED_WORK)


@contextlib.contextmanager
def little_work(seconds: float) -> Iterator[None]:
    """Fail where the body works far more than it needs, `seconds`; waits and other programs do not count."""
    begun = time.process_time()
    yield
    spent = time.process_time() - begun
    limit = seconds * _SLACK
    if spent > limit:
        assert spent < limit * slowness(), f"{spent:.1f} seconds of work where {seconds} are enough"


@contextlib.contextmanager
def no_wait() -> Iterator[None]:
    """Fail where the body waits for something; what it is not to wait for takes an HOUR."""
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < WAIT


@contextlib.contextmanager
def pressed_when(ready: Callable[[], object], press: Callable[[], object]) -> Iterator[None]:
    """Press a moment after something is so, for example Cancel; the body must end then, by that and without a wait."""
    ended, pressed = threading.Event(), list[float]()

    def watch() -> None:
        while not ready():
            if ended.wait(0.01):
                return
        if not ended.wait(0.2):
            pressed.append(time.monotonic())
            press()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    assert pressed, "it ended by itself"
    assert time.monotonic() - pressed[0] < WAIT


def quick_once(work: Callable[[], object], seconds: float, times: int = 20) -> bool:
    """Whether one of several turns was as quick as that: for what would be slow in every one of them."""
    for _ in range(times):
        begun = time.monotonic()
        work()
        if time.monotonic() - begun < seconds:
            return True
    return False


def once(proof: Callable[[], None], times: int = 20) -> None:
    """Try a proof that a busy machine can disturb, and only it, until it is undisturbed."""
    for _ in range(times - 1):
        with contextlib.suppress(AssertionError):
            proof()
            return
    proof()
