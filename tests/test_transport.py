# SPDX-License-Identifier: GPL-2.0-or-later
"""Requests, repeats, pacing and redirects, against a server that sends what it is told to."""

from __future__ import annotations

import dataclasses
import email.utils
import threading
import time
from urllib.parse import parse_qsl, urlsplit

import pytest

from offline_cache.errors import NetworkError, NetworkFault
from offline_cache.transport import Addresses, Service, Transport, pacer
from offline_cache.transport.identity import user_agent
from tests.transport_patience import HASTY, fault_of, json_fault
from tests.wire import Answer, Said, Then, Wire, said, wired, zipped

RESET = Said(b"", Then.RESET)
OK = said(200, b'{"answer": 42}')


@pytest.fixture(autouse=True)
def nobody_behind_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the machine that tests, even a wrong one, does not matter to loopback addresses."""
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def unpaced(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Tests that are not about pacing do not wait for their turn."""
    if "paced" not in request.keywords and "paced" not in request.node.name:
        monkeypatch.setattr(pacer, "SPACING", dict.fromkeys(Service, 0.0))


def transport_to(wire: Wire) -> Transport:
    return Transport(wire.addresses, patience=HASTY)


def answered(*answers: Answer) -> tuple[object, Wire]:
    """What JSON a server with these answers leads to, and the server."""
    with wired(*answers) as wire, transport_to(wire) as transport:
        return transport.json(wire.url + "/api/x"), wire


# --- what is sent -------------------------------------------------------------------------------------------


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


# --- what comes back ----------------------------------------------------------------------------------------


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


# --- repeats ------------------------------------------------------------------------------------------------


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


def gaps(wire: Wire) -> list[float]:
    """Seconds between the requests that came."""
    times = [asked.at for asked in wire.asked]
    return [later - earlier for earlier, later in zip(times, times[1:])]


def test_repeats_come_later_and_later_and_never_alike() -> None:
    patience = dataclasses.replace(HASTY, first_delay=0.05, longest_delay=0.4)
    with wired(said(429)) as wire, Transport(wire.addresses, patience=patience) as transport:
        for _ in range(2):
            fault_of(transport, wire.url + "/api/x")
    first, second = gaps(wire)[:5], gaps(wire)[6:]
    for waits in (first, second):
        assert all(0.5 * nominal <= wait <= nominal + 0.15 for wait, nominal in zip(waits, (0.1, 0.2, 0.4, 0.4, 0.4)))
    assert all(abs(a - b) > 1e-6 for a, b in zip(first, second))


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
    assert gaps(answered(busy, OK)[1])[0] == pytest.approx(1.0, abs=0.5)


@pytest.mark.parametrize("asked", ["999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_wait_without_end_is_capped(asked: str) -> None:
    assert gaps(answered(said(429, Retry_After=asked), OK)[1])[0] < 2.5


@pytest.mark.parametrize("asked", ["-5", "soon", "Fri, 99 Foo 2026", "1e9", "", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_a_wait_that_cannot_be_read_is_ours(asked: str) -> None:
    assert gaps(answered(said(429, Retry_After=asked), OK)[1])[0] < 0.5


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


# --- pacing -------------------------------------------------------------------------------------------------


def paced_gaps(path: str, transports: int, each: int) -> list[float]:
    """Gaps between the requests of several threads, each with its own transport, to one service."""
    with wired(OK) as wire:

        def ask() -> None:
            with transport_to(wire) as transport:
                for _ in range(each):
                    transport.get(wire.url + path)

        threads = [threading.Thread(target=ask) for _ in range(transports)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(wire.asked) == transports * each
        return gaps(wire)


def test_paced_the_api_is_asked_ten_times_a_second_by_all_threads_together() -> None:
    waits = paced_gaps("/api/x", 3, 4)
    assert 1.0 <= sum(waits) < 3
    assert min(waits) > 0.05


def test_paced_the_store_is_not() -> None:
    assert sum(paced_gaps("/store/x", 1, 12)) < 0.5


@pytest.mark.parametrize("path", ["/ons/x", "/postcodes/x"])
def test_paced_ons_and_postcodes_are_asked_gently(path: str) -> None:
    assert 0.55 <= sum(paced_gaps(path, 1, 4)) < 3


def test_paced_a_service_that_wants_rest_gets_it_from_all() -> None:
    with wired(said(429, Retry_After="1"), OK) as wire, transport_to(wire) as first, transport_to(wire) as second:
        begun = time.monotonic()
        with pytest.raises(NetworkError):
            first.post(wire.url + "/api/x", {"a": "b"}, repeatable=False)
        second.get(wire.url + "/store/x")
        assert time.monotonic() - begun < 0.5
        second.get(wire.url + "/api/x")
        assert 0.9 < time.monotonic() - begun < 2


# --- redirects ----------------------------------------------------------------------------------------------


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
    begun = time.monotonic()
    assert answered(endless, OK)[0] == {"answer": 42}
    assert time.monotonic() - begun < 1
