# SPDX-License-Identifier: GPL-2.0-or-later
"""Requests that are asked again: which, how often, how late; against a server that sends what it is told to."""

from __future__ import annotations

import dataclasses
import email.utils
import time

import pytest

from offline_cache.errors import NetworkError, NetworkFault
from offline_cache.transport import Addresses, Transport
from tests.pace import WAIT, once
from tests.transport_patience import HASTY, fault_of
from tests.transport_requests import OK, answered, gaps, transport_to
from tests.transport_requests import nobody_behind_a_proxy as _nobody_behind_a_proxy  # noqa: F401 - a fixture
from tests.transport_requests import unpaced as _unpaced  # noqa: F401 - a fixture
from tests.wire import Answer, Said, Then, said, wired, zipped

RESET = Said(b"", Then.RESET)


@pytest.mark.parametrize(
    "passing",
    [
        said(502), said(503), said(504), said(429), said(200, b"{", Then.CLOSE, Content_Length="99"),
        RESET, dataclasses.replace(OK, data=b"", then=Then.CLOSE),
        dataclasses.replace(OK, data=OK.data[:20], then=Then.CLOSE), zipped(b"[1, 2, 3]" * 99, cut=9),
        said(200, b"4\r\n[1, ", Then.CLOSE, Content_Length="", Transfer_Encoding="chunked"),
    ],
)  # fmt: skip
def test_what_passes_is_asked_again(passing: Answer) -> None:
    answer, wire = answered(passing, passing, OK)
    assert answer == {"answer": 42}
    assert len(wire.asked) == 3


@pytest.mark.parametrize("status", [400, 403, 404, 412, 500, 501])
def test_what_does_not_pass_is_not_asked_again(status: int) -> None:
    with wired(said(status), OK) as wire, transport_to(wire) as transport:
        fault_of(transport, wire.url + "/api/x")
        assert len(wire.asked) == 1


@pytest.mark.parametrize(("answer", "attempts"), [(said(503), 4), (said(429), 6), (RESET, 5)])
def test_repeats_end(answer: Answer, attempts: int) -> None:
    with wired(answer) as wire, transport_to(wire) as transport:
        fault_of(transport, wire.url + "/api/x")
        assert len(wire.asked) == attempts


def test_a_query_is_posted_again_whole() -> None:
    with wired(said(502), RESET, OK) as wire, transport_to(wire) as transport:
        transport.post(wire.url + "/api/x", {"poly": "1,2:3,4:5,6"})
        assert len({asked.body for asked in wire.asked}) == 1
        assert len(wire.asked) == 3


@pytest.mark.parametrize("answer", [said(502), said(429), RESET, said(403)])
def test_a_form_with_a_token_is_posted_once(answer: Answer) -> None:
    with wired(answer, OK) as wire, transport_to(wire) as transport:
        with pytest.raises(NetworkError):
            transport.post(wire.url + "/data/", {"csrfmiddlewaretoken": "x"}, repeatable=False)
        assert len(wire.asked) == 1


def test_repeats_come_later_and_later_and_never_alike() -> None:
    patience = dataclasses.replace(HASTY, first_delay=0.05, longest_delay=0.4)

    def proof() -> None:
        with wired(said(429)) as wire, Transport(wire.addresses, patience=patience) as transport:
            for _ in range(2):
                fault_of(transport, wire.url + "/api/x")
        first, second = gaps(wire)[:5], gaps(wire)[6:]
        for waits in (first, second):
            nominals = (0.1, 0.2, 0.4, 0.4, 0.4)
            assert all(0.5 * nominal <= wait <= nominal + 0.15 for wait, nominal in zip(waits, nominals))
        assert all(abs(a - b) > 1e-6 for a, b in zip(first, second))

    once(proof)


@pytest.mark.parametrize(
    ("status", "clock", "form"), [(429, 0, "seconds"), (503, 0, "date"), (429, -(10**8), "date"), (429, 10**8, "date")]
)
def test_the_wait_that_a_service_asks_for_is_kept(status: int, clock: int, form: str) -> None:
    """Also where this computer's clock is years away from the service's."""
    now = int(time.time()) + clock
    headers = {"Retry_After": "1"}
    if form == "date":
        headers = {"Retry_After": email.utils.formatdate(now + 1, usegmt=True)}
    busy = said(status, Date=email.utils.formatdate(now, usegmt=True), **headers)
    assert 0.5 <= gaps(answered(busy, OK)[1])[0] < WAIT


@pytest.mark.parametrize("asked", ["999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_wait_without_end_is_capped(asked: str) -> None:
    assert gaps(answered(said(429, Retry_After=asked), OK)[1])[0] < WAIT


@pytest.mark.parametrize("asked", ["-5", "soon", "Fri, 99 Foo 2026", "1e9", "", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_a_wait_that_cannot_be_read_is_ours(asked: str) -> None:
    assert any(gaps(answered(said(429, Retry_After=asked), OK)[1])[0] < 0.5 for _ in range(20))


def test_nobody_listening_is_no_network() -> None:
    with wired(OK) as wire:
        addresses = wire.addresses
    with Transport(addresses, patience=HASTY) as transport:
        error = fault_of(transport, addresses.api + "/x")
    assert error.fault is NetworkFault.NO_NETWORK
    assert "firewall" in str(error)


def test_a_name_that_nobody_knows_is_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    with Transport(Addresses(api="https://api.police.invalid"), patience=HASTY) as transport:
        error = fault_of(transport, "https://api.police.invalid/x")
    assert error.fault is NetworkFault.NO_NETWORK
    assert "api.police.invalid" in str(error)
