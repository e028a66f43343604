# SPDX-License-Identifier: GPL-2.0-or-later
"""Short waits for tests of the transport."""

from __future__ import annotations

from offline_cache.errors import NetworkError, NetworkFault
from offline_cache.transport import Patience, Transport

HASTY = Patience(connect=2.0, read=1.0, whole=2.0, first_delay=0.01, longest_delay=0.05, longest_retry_after=1.0)


def fault_of(transport: Transport, url: str, **options: object) -> NetworkError:
    """The error that a GET ends in."""
    try:
        transport.get(url, **options)  # type: ignore[arg-type]
    except NetworkError as error:
        return error
    raise AssertionError(f"{url} was answered")


def json_fault(transport: Transport, url: str) -> NetworkFault:
    """The fault that asking for JSON ends in."""
    try:
        transport.json(url)
    except NetworkError as error:
        return error.fault
    raise AssertionError(f"{url} was answered")
