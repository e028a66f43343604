# SPDX-License-Identifier: GPL-2.0-or-later
"""How long we wait for an answer, and how often we ask again."""

from __future__ import annotations

import email.utils
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Optional, TypeVar

from ..errors import NetworkError, NetworkFault

Result = TypeVar("Result")
_JITTER = secrets.SystemRandom()
# How often a request is repeated, by what was wrong with the last attempt; anything else is not repeated.
REPEATS: Mapping[NetworkFault, int] = MappingProxyType(
    {
        NetworkFault.NO_NETWORK: 2,
        NetworkFault.TIMEOUT: 1,
        NetworkFault.CUT: 4,
        NetworkFault.LIMIT: 5,
        NetworkFault.SERVICE: 3,
    }
)
# Those of the statuses from 500 on that may be different a moment later.
PASSING = (502, 503, 504)


@dataclass(frozen=True)
class Patience:
    """Limits of waiting, in seconds, and of repeating."""

    connect: float = 10.0
    read: float = 120.0
    """For the head of an answer, and for each part of 64 KiB of its body."""
    whole: float = 900.0
    """For the whole body of an answer that is held in memory."""
    first_delay: float = 0.5
    longest_delay: float = 30.0
    longest_retry_after: float = 120.0
    repeats: Mapping[NetworkFault, int] = field(default_factory=lambda: REPEATS)


class StatusError(NetworkError):
    """An answer whose status says no; `retry_after` is the wait in seconds that it asks for."""

    def __init__(self, fault: NetworkFault, sentence: str, status: int, retry_after: Optional[float]) -> None:
        super().__init__(fault, sentence, status)
        self.retry_after = retry_after


def retry_after(headers: Mapping[str, str]) -> Optional[float]:
    """Seconds that an answer asks us to wait (RFC 9110, 10.2.3); None where it does not, or not readably.

    A date is compared with the answer's own, so that a wrong clock here does not matter.
    """
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    then, now = _seconds(value), _seconds(headers.get("Date", ""))
    if then is None:
        return None
    return max(0.0, then - (time.time() if now is None else now))


def _seconds(date: str) -> Optional[float]:
    try:
        return email.utils.parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def delay(error: NetworkError, attempt: int, patience: Patience) -> float:
    """Seconds to wait before attempt number `attempt` + 1: what the service asks for, else longer each time."""
    asked = error.retry_after if isinstance(error, StatusError) else None
    step = min(patience.first_delay * 2.0**attempt, patience.longest_delay)
    ours = _JITTER.uniform(step / 2, step)
    return ours if asked is None else max(ours, min(asked, patience.longest_retry_after) + min(ours, 1.0))


def worth_repeating(error: NetworkError, attempt: int, patience: Patience) -> bool:
    """Whether asking once more may help, after `attempt` attempts."""
    if error.fault is NetworkFault.SERVICE and error.status not in PASSING:
        return False
    return attempt <= patience.repeats.get(error.fault, 0)


def repeated(attempt: Callable[[], Result], patience: Patience, pause: Callable[[float], None]) -> Result:
    """The result of `attempt`, repeated after a pause as long as that may help; else its last `NetworkError`."""
    number = 0
    while True:
        number += 1
        try:
            return attempt()
        except NetworkError as error:
            if not worth_repeating(error, number, patience):
                raise
            seconds = delay(error, number, patience)
        pause(seconds)
