# SPDX-License-Identifier: GPL-2.0-or-later
"""Requests and answers, against a server that sends what it is told to."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from offline_cache.errors import NetworkError, NetworkFault
from offline_cache.transport.identity import user_agent
from tests.transport_patience import fault_of, json_fault
from tests.transport_requests import OK, answered, transport_to
from tests.transport_requests import nobody_behind_a_proxy as _nobody_behind_a_proxy  # noqa: F401 - a fixture
from tests.transport_requests import unpaced as _unpaced  # noqa: F401 - a fixture
from tests.wire import said, wired, zipped


def test_a_request_says_who_asks_and_takes_gzip() -> None:
    _, wire = answered(zipped(b"[1]"))
    asked = wire.asked[0]
    assert asked.headers["user-agent"] == user_agent()
    assert asked.headers["accept-encoding"] == "gzip"
    assert asked.headers["accept"] == "application/json"
    assert "authorization" not in asked.headers


def test_a_netrc_is_not_for_these_services(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    with wired(OK) as wire, transport_to(wire) as transport:
        netrc = tmp_path / "netrc"  # type: ignore[operator]
        netrc.write_text("machine 127.0.0.1 login me password geheim\n")
        netrc.chmod(0o600)
        monkeypatch.setenv("NETRC", str(netrc))
        transport.get(wire.url + "/x")
        assert "authorization" not in wire.asked[0].headers


def test_a_form_is_sent_as_the_service_reads_it() -> None:
    form = [("forces", "btp"), ("forces", "north-wales"), ("poly", "52.1,-1.2:52.3,-1.0"), ("note", "a&b é")]
    with wired(OK) as wire, transport_to(wire) as transport:
        assert transport.json(wire.url + "/api/x", data=form) == {"answer": 42}
        asked = wire.asked[0]
        assert asked.method == "POST"
        assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
        assert parse_qsl(asked.body.decode()) == form


def test_parameters_arrive_as_they_were() -> None:
    with wired(OK) as wire, transport_to(wire) as transport:
        transport.get(wire.url + "/api/x", {"q": "52.1,-1.2", "name": "St. Mary's & é"})
        assert parse_qsl(urlsplit(wire.asked[0].target).query) == [("q", "52.1,-1.2"), ("name", "St. Mary's & é")]


def test_one_connection_serves_many_requests() -> None:
    with wired(zipped(b"[]"), said(302, Location="/a"), OK) as wire, transport_to(wire) as transport:
        for _ in range(5):
            transport.json(wire.url + "/api/x")
        assert len(wire.asked) == 6
        assert wire.connections == 1


def test_cookies_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    with wired(said(200, b"page", Set_Cookie="csrftoken=abc; Path=/"), OK) as wire, transport_to(wire) as transport:
        transport.get(wire.url + "/data/")
        transport.post(wire.url + "/data/", {"csrfmiddlewaretoken": "abc"}, {"Referer": wire.url}, repeatable=False)
        assert wire.asked[1].headers["cookie"] == "csrftoken=abc"
        assert wire.asked[1].headers["referer"] == wire.url


@pytest.mark.parametrize("url", ["https://example.org/x", "http://data.police.uk/", "ftp://127.0.0.1/", "/x", ""])
def test_only_the_services_are_asked(url: str) -> None:
    with wired(OK) as wire, transport_to(wire) as transport:
        assert fault_of(transport, url).fault in (NetworkFault.REDIRECT, NetworkFault.ANSWER)
        assert not wire.asked


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (400, NetworkFault.REFUSED), (401, NetworkFault.REFUSED), (403, NetworkFault.REFUSED),
        (404, NetworkFault.NOT_FOUND), (407, NetworkFault.PROXY), (410, NetworkFault.NOT_FOUND),
        (412, NetworkFault.CHANGED), (429, NetworkFault.LIMIT), (500, NetworkFault.SERVICE),
        (502, NetworkFault.SERVICE), (503, NetworkFault.SERVICE), (504, NetworkFault.SERVICE),
        (511, NetworkFault.LOGIN_PAGE), (304, NetworkFault.ANSWER), (300, NetworkFault.ANSWER),
        (302, NetworkFault.ANSWER), (999, NetworkFault.SERVICE),
    ],
)  # fmt: skip
def test_a_status_is_told_by_its_fault_and_a_sentence(status: int, fault: NetworkFault) -> None:
    with wired(said(status, b"no")) as wire, transport_to(wire) as transport:
        error = fault_of(transport, wire.url + "/api/secret-path?poly=1")
    assert error.fault is fault
    assert error.status == (None if status in (302, 511) else status)
    assert str(error).endswith(".")
    assert "secret-path" not in str(error)
    if fault is not NetworkFault.PROXY:
        assert wire.url.split("//")[1] in str(error)


def test_a_status_that_is_passed_is_handed_back() -> None:
    with wired(said(503), said(404, b"Not Found"), said(503)) as wire, transport_to(wire) as transport:
        assert transport.get(wire.url + "/api/x", passed=(503,)).status_code == 503
        assert transport.get(wire.url + "/api/x", passed=(404,)).content == b"Not Found"
        assert transport.json(wire.url + "/api/x", data={"a": "b"}, passed=(503,)) is None
        assert len(wire.asked) == 3


@pytest.mark.parametrize("body", [b"", b"{", b"nonsense", b"\xff\xfe\xfa", b"[" * 100_000])
def test_what_is_no_json_is_an_answer_that_cannot_be_used(body: bytes) -> None:
    with wired(said(200, body, Content_Type="application/json")) as wire, transport_to(wire) as transport:
        assert json_fault(transport, wire.url + "/api/x") is NetworkFault.ANSWER
        assert len(wire.asked) == 1


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html><html>Log in", b"\n <html><body>", b"\xef\xbb\xbf<!doctype HTML>", b"<script>x()"]
)
def test_a_login_page_is_told_from_data(page: bytes) -> None:
    with wired(said(200, page, Content_Type="text/html")) as wire, transport_to(wire) as transport:
        with pytest.raises(NetworkError) as refused:
            transport.json(wire.url + "/api/x")
        assert refused.value.fault is NetworkFault.LOGIN_PAGE
        assert "browser" in str(refused.value)


def test_the_content_type_does_not_matter_to_json() -> None:
    assert answered(said(200, b"[1]", Content_Type="text/html"))[0] == [1]
