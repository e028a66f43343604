# SPDX-License-Identifier: GPL-2.0-or-later
"""Redirects: which are followed and with what, which are refused."""

from __future__ import annotations

import dataclasses

import pytest

from offline_cache.errors import NetworkError, NetworkFault
from offline_cache.transport import Transport
from offline_cache.transport.identity import user_agent
from tests.pace import quick_once
from tests.transport_patience import HASTY, fault_of
from tests.transport_requests import OK, answered, transport_to
from tests.transport_requests import nobody_behind_a_proxy as _nobody_behind_a_proxy  # noqa: F401 - a fixture
from tests.transport_requests import unpaced as _unpaced  # noqa: F401 - a fixture
from tests.wire import Then, said, wired


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/api/b", "/api/b"), ("b", "/api/b"), ("../c?d=1", "/c?d=1"), ("?d=1", "/api/x?d=1"), ("b#part", "/api/b"),
        ("/caf\xc3\xa9", "/caf%C3%A9"), ("/a b", "/a%20b"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(status: int, location: str, target: str) -> None:
    _, wire = answered(said(status, b"moved", Location=location), OK)
    assert [asked.target for asked in wire.asked] == ["/api/x", target]


def test_a_redirect_to_another_service_of_ours_keeps_the_range() -> None:
    with wired(OK) as store, wired(said(302, Location="")) as site:
        site.answers = [said(302, Location=store.url + "/archive/2026-07.zip")]
        addresses = dataclasses.replace(site.addresses, store=store.url)
        with Transport(addresses, patience=HASTY) as transport:
            headers = {"Range": "bytes=0-9", "If-Range": '"a"', "Referer": site.url}
            response = transport.get(site.url + "/data/archive/latest.zip", headers=headers)
            assert response.url == store.url + "/archive/2026-07.zip"
        asked = store.asked[0]
        assert (asked.headers["range"], asked.headers["if-range"]) == ("bytes=0-9", '"a"')
        assert asked.headers["user-agent"] == user_agent()
        assert "referer" not in asked.headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_redirect_elsewhere_is_not_followed(status: int, scheme: str) -> None:
    with wired(OK) as elsewhere:
        target = elsewhere.url.replace("http", scheme, 1) + "/login?token=geheim"
        with wired(said(status, Location=target)) as wire, transport_to(wire) as transport:
            error = fault_of(transport, wire.url + "/api/x")
        assert error.fault is NetworkFault.REDIRECT
        assert elsewhere.url.split("//")[1] in str(error)
        assert "geheim" not in str(error)
        assert "log in" in str(error)
        assert not elsewhere.asked
        assert len(wire.asked) == 1


@pytest.mark.parametrize(
    "location",
    ["ftp://127.0.0.1/x", "file:///etc/passwd", "javascript:alert(1)", "https://[", "http://a:b", "//", "\xff\xfe"],
)
def test_a_redirect_to_nonsense_is_a_sentence(location: str) -> None:
    with wired(said(302, Location=location)) as wire, transport_to(wire) as transport:
        error = fault_of(transport, wire.url + "/api/x")
    assert error.fault in (NetworkFault.REDIRECT, NetworkFault.ANSWER)


def test_a_circle_of_redirects_ends() -> None:
    with wired(said(302, Location="/a"), said(302, Location="/b")) as wire, transport_to(wire) as transport:
        assert fault_of(transport, wire.url + "/api/x").fault is NetworkFault.ANSWER
        assert len(wire.asked) < 10


def test_a_form_that_was_taken_in_is_followed_by_get() -> None:
    with wired(said(302, Location="/data/fetch/1/"), OK) as wire, transport_to(wire) as transport:
        response = transport.post(wire.url + "/data/", {"a": "b"}, repeatable=False)
        assert response.url == wire.url + "/data/fetch/1/"
        assert [asked.method for asked in wire.asked] == ["POST", "GET"]
        assert wire.asked[1].body == b""
        assert "content-type" not in wire.asked[1].headers


@pytest.mark.parametrize("status", [307, 308])
def test_a_query_that_is_led_on_keeps_what_it_asks(status: int) -> None:
    with wired(said(status, Location="/api/b"), OK) as wire, transport_to(wire) as transport:
        transport.post(wire.url + "/api/a", {"poly": "x"})
        assert [(asked.method, asked.body) for asked in wire.asked] == [("POST", b"poly=x")] * 2


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_query_is_not_led_on_without_what_it_asks(status: int) -> None:
    with wired(said(status, Location="/api/b"), OK) as wire, transport_to(wire) as transport:
        with pytest.raises(NetworkError) as refused:
            transport.post(wire.url + "/api/a", {"poly": "x"})
        assert refused.value.fault is NetworkFault.REDIRECT
        assert len(wire.asked) == 1


def test_the_body_of_a_redirect_is_not_waited_for() -> None:
    endless = dataclasses.replace(said(302, b"x", Location="/b", Content_Length="9999999"), then=Then.STALL)
    assert quick_once(lambda: answered(endless, OK)[0] == {"answer": 42} or pytest.fail("not led on"), HASTY.read)
