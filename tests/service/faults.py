# SPDX-License-Identifier: GPL-2.0-or-later
"""Faults that can be switched on for a host, a path pattern and a number of requests."""

from __future__ import annotations

import enum
import fnmatch
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Optional


class Kind(enum.Enum):
    """What goes wrong. `after` counts bytes of the body, `seconds` is a pause, `text` is said in the answer."""

    REFUSED = "refused"  # nobody listens on the port (until cleared)
    RESET = "reset"  # the connection is reset before the status line
    RESET_INSIDE = "reset_inside"  # reset after `after` bytes of the body
    CUT = "cut"  # closed in good order after `after` bytes of the body
    STALL = "stall"  # nothing more comes after `after` bytes, the connection stays open
    LENGTH_TOO_LONG = "length_too_long"  # Content-Length larger than the body
    LENGTH_TOO_SHORT = "length_too_short"  # Content-Length smaller than the body
    NO_LENGTH = "no_length"  # no Content-Length, the body ends with the connection
    NO_RANGES = "no_ranges"  # ranges not known: 200 with the whole file
    WRONG_RANGE = "wrong_range"  # Content-Range names other bytes than asked for
    CHANGED = "changed"  # another ETag: If-Match fails with 412, If-Range gives the whole file
    RELATIVE_REDIRECT = "relative_redirect"  # Location without host, back to the same host
    REDIRECT_ELSEWHERE = "redirect_elsewhere"  # to a host that is none of ours (it would answer)
    REDIRECT_TO_HTTP = "redirect_to_http"  # to a plain http host that is none of ours (it would answer)
    REDIRECT_LOOP = "redirect_loop"  # to itself
    LOGIN_PAGE = "login_page"  # 200 with the HTML of a captive portal
    STATUS = "status"  # any status; see Fault.status, retry_after, text
    BROKEN_GZIP = "broken_gzip"  # Content-Encoding gzip, bytes damaged in the middle
    CUT_GZIP = "cut_gzip"  # gzip that ends early, with the right Content-Length for what is sent
    NOT_GZIP = "not_gzip"  # Content-Encoding gzip on plain bytes
    ENDLESS = "endless"  # a body without end
    TRICKLE = "trickle"  # one byte every `seconds`
    SLOW_HEADERS = "slow_headers"  # `seconds` before the status line
    EMPTY_BODY = "empty_body"  # 200 with nothing
    HALF_JSON = "half_json"  # the first half of the body, its length declared right
    WRONG_TYPE = "wrong_type"  # the right body under another Content-Type (`text`)
    OTHER_BODY = "other_body"  # 200, the right type, `text` for a body
    DAMAGED = "damaged"  # right lengths, some bytes in the middle are others
    JOB_FAILED = "job_failed"  # the custom download says `failed` (path /data/progress/*)


@dataclass
class Fault:
    """One fault; a context manager that clears itself. `times` None strikes for ever, `skip` lets some pass first."""

    kind: Kind
    host: str = "*"
    path: str = "*"
    method: str = "*"
    times: Optional[int] = None
    skip: int = 0
    after: int = 0
    seconds: float = 60.0
    status: int = 0
    retry_after: Optional[str] = None
    text: str = ""
    hits: int = 0
    on_clear: Optional[Callable[[Fault], None]] = field(default=None, repr=False)

    def clear(self) -> None:
        """Switch it off."""
        if self.on_clear is not None:
            self.on_clear(self)

    def fits(self, method: str, host: str, path: str) -> bool:
        """True if a request is one of those it is meant for."""
        pairs = ((method, self.method), (host, self.host), (path, self.path))
        return all(fnmatch.fnmatchcase(value, pattern) for value, pattern in pairs)

    def __enter__(self) -> Fault:
        return self

    def __exit__(self, kind: Optional[type], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        self.clear()


class Faults:
    """The faults switched on; the first that fits a request strikes it."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> Fault:
        """Switch one on."""
        with self._lock:
            self._faults.append(fault)
        return fault

    def remove(self, fault: Fault) -> bool:
        """Switch one off; True if it was on."""
        with self._lock:
            left = [known for known in self._faults if known is not fault]
            was_on = len(left) < len(self._faults)
            self._faults = left
        return was_on

    def all(self) -> list[Fault]:
        """Those that are on."""
        with self._lock:
            return list(self._faults)

    def strike(self, method: str, host: str, path: str) -> Optional[Fault]:
        """The fault of this request, counted; None if it is spared."""
        with self._lock:
            for fault in self._faults:
                if fault.kind is Kind.REFUSED or not fault.fits(method, host, path):
                    continue
                if fault.times is not None and fault.hits >= fault.times:
                    continue
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.hits += 1
                return fault
        return None
