# SPDX-License-Identifier: GPL-2.0-or-later
"""The client of the API before the stand-in service, without its pace."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from offline_cache.police_api.client import PoliceApi
from offline_cache.transport import Patience, Transport, pacer
from offline_cache.transport.addresses import Service as Host
from tests.service import Service

HASTY = Patience(connect=2.0, read=5.0, whole=5.0, first_delay=0.01, longest_delay=0.05, longest_retry_after=1.0)
FORCE = "dogger-bank"


def never() -> bool:
    """A cancel button that nobody presses."""
    return False


@contextlib.contextmanager
def transport_to(service: Service, cancelled: Callable[[], bool] = never) -> Iterator[Transport]:
    """Give a transport to the stand-in that waits for nothing."""
    with Transport(service.addresses, cancelled=cancelled, patience=HASTY) as transport:
        pacer.pacer_of(Host.API, service.addresses)._spacing = 0.0
        yield transport


@contextlib.contextmanager
def client_of(service: Service) -> Iterator[PoliceApi]:
    """Give a client of the stand-in."""
    with transport_to(service) as transport:
        yield PoliceApi(transport)


def asked(service: Service) -> list[str]:
    """Method and path of what reached the API since the log was cleared, without the list of months."""
    lines = [f"{entry.method} {unquote(entry.path).partition('/api')[2]}" for entry in service.log.of("api")]
    return [line for line in lines if line != "GET /crimes-street-dates"]
