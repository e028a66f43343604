# SPDX-License-Identifier: GPL-2.0-or-later
"""Requests to a server that sends what it is told to, without proxies and, if not tested, without pacing."""

from __future__ import annotations

import pytest

from offline_cache.transport import Service, Transport, pacer
from tests.transport_patience import HASTY
from tests.wire import Answer, Wire, said, wired

OK = said(200, b'{"answer": 42}')


@pytest.fixture(name="nobody_behind_a_proxy", autouse=True)
def nobody_behind_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the machine that tests, even a wrong one, does not matter to loopback addresses."""
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(name="unpaced", autouse=True)
def unpaced(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Tests that are not about pacing do not wait for their turn."""
    if "paced" not in request.keywords and "paced" not in request.node.name:
        monkeypatch.setattr(pacer, "SPACING", dict.fromkeys(Service, 0.0))


def transport_to(wire: Wire) -> Transport:
    """A hasty transport to that server."""
    return Transport(wire.addresses, patience=HASTY)


def answered(*answers: Answer) -> tuple[object, Wire]:
    """What JSON a server with these answers leads to, and the server."""
    with wired(*answers) as wire, transport_to(wire) as transport:
        return transport.json(wire.url + "/api/x"), wire


def gaps(wire: Wire) -> list[float]:
    """Seconds between the requests that came."""
    times = [asked.at for asked in wire.asked]
    return [later - earlier for earlier, later in zip(times, times[1:])]
