# SPDX-License-Identifier: GPL-2.0-or-later
"""Certificates that are not valid, proxies, and pages that networks put in between."""

from __future__ import annotations

import contextlib
import datetime
import shutil
import socket
import threading
from pathlib import Path

import pytest

from offline_cache.errors import NetworkError, NetworkFault
from offline_cache.transport import Addresses, Transport
from tests.certificates import Authority
from tests.transport_patience import HASTY, fault_of
from tests.tunnel import Tunnel, tunnelled
from tests.wire import Said, Then, Wire, said, wired

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the program openssl for certificates")
OK = said(200, b'{"answer": 42}')
POLICE = "https://data.police.test"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority of this run."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no certificates of the machine that tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


def refused(url: str, addresses: Addresses) -> NetworkError:
    with Transport(addresses, patience=HASTY) as transport:
        return fault_of(transport, url)


def answer(url: str, addresses: Addresses) -> object:
    with Transport(addresses, patience=HASTY) as transport:
        return transport.json(url)


# --- certificates -------------------------------------------------------------------------------------------


def test_a_certificate_of_an_authority_that_was_named_is_taken(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.path))
    with wired(OK, context=authority.context("localhost")) as wire:
        assert answer(wire.url + "/api/x", wire.addresses) == {"answer": 42}


def test_a_certificate_of_an_unknown_authority_is_refused(authority: Authority) -> None:
    with wired(OK, context=authority.context("localhost")) as wire:
        error = refused(wire.url + "/api/x", wire.addresses)
        assert error.fault is NetworkFault.CERTIFICATE
        assert "localhost" in str(error)
        assert "REQUESTS_CA_BUNDLE" in str(error)
        assert "QGIS" in str(error)
        assert not wire.asked
        assert wire.connections == 1


def test_a_certificate_of_another_host_is_refused(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.path))
    with wired(OK, context=authority.context("example.org")) as wire:
        assert refused(wire.url + "/api/x", wire.addresses).fault is NetworkFault.CERTIFICATE
        assert not wire.asked


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [("20200101000000Z", "20210101000000Z", "has expired"), ("20480101000000Z", "20491231000000Z", "not valid yet")],
)
def test_a_certificate_out_of_its_time_hints_at_the_clock(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, start: str, end: str, words: str
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.path))
    with wired(OK, context=authority.context("localhost", start=start, end=end)) as wire:
        error = refused(wire.url + "/api/x", wire.addresses)
    assert error.fault is NetworkFault.CERTIFICATE
    assert words in str(error)
    assert datetime.date.today().isoformat() in str(error)
    assert "date and time of this computer" in str(error)


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_file_of_certificates_that_cannot_be_read_is_named(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    bundle = tmp_path / "bundle.pem"
    if content is not None:
        bundle.write_text(content)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    with wired(OK, context=authority.context("localhost")) as wire:
        error = refused(wire.url + "/api/x", wire.addresses)
    assert error.fault is NetworkFault.CERTIFICATE
    assert "REQUESTS_CA_BUNDLE" in str(error)


def test_plain_text_where_tls_was_expected_is_refused() -> None:
    """What a login page in between, or a wrong port, looks like."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            with contextlib.suppress(OSError), listening.accept()[0] as client:
                client.recv(4096)
                client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n<html>")
                client.recv(4096)

        threading.Thread(target=talk, daemon=True).start()
        url = f"https://localhost:{listening.getsockname()[1]}"
        error = refused(url + "/x", Addresses(data=url))
    assert error.fault is NetworkFault.CERTIFICATE
    assert "log in" in str(error)


def test_a_cut_within_tls_is_a_cut_and_repeated(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.path))
    cut = Said(OK.data[:-3], Then.RESET)
    with wired(Said(b"", Then.RESET), cut, OK, context=authority.context("localhost")) as wire:
        assert answer(wire.url + "/api/x", wire.addresses) == {"answer": 42}
        assert len(wire.asked) == 3


def test_a_redirect_from_https_to_http_is_not_followed(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even to a service of ours."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.path))
    with (
        wired(OK) as plain,
        wired(said(302, Location=plain.url + "/a"), context=authority.context("localhost")) as wire,
    ):
        error = refused(wire.url + "/data/x", Addresses(data=wire.url, store=plain.url))
        assert error.fault is NetworkFault.REDIRECT
        assert "without encryption" in str(error)
        assert not plain.asked


# --- proxies ------------------------------------------------------------------------------------------------


def tls(wire: Wire) -> int:
    return int(wire.url.rpartition(":")[2])


def test_the_environments_proxy_is_used(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.path))
    with (
        wired(OK, context=authority.context("data.police.test")) as wire,
        tunnelled(Tunnel(tls(wire), "me:p@ss")) as proxy,
    ):
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:p%40ss@127.0.0.1:{proxy.port}")
        assert answer(POLICE + "/api/x", Addresses(data=POLICE, api=POLICE + "/api")) == {"answer": 42}
        assert proxy.asked == ["CONNECT data.police.test:443 HTTP/1.0"] or proxy.asked == [
            "CONNECT data.police.test:443 HTTP/1.1"
        ]
        assert "proxy-authorization" not in wire.asked[0].headers


@pytest.mark.parametrize("then", [Then.RESET, Then.CLOSE])
def test_a_cut_behind_a_proxy_is_a_cut_and_repeated(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, then: Then
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.path))
    answers = (OK, Said(b"", then), Said(OK.data[:-3], then), OK)
    with wired(*answers, context=authority.context("data.police.test")) as wire, tunnelled(Tunnel(tls(wire))) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        with Transport(Addresses(data=POLICE), patience=HASTY) as transport:
            for _ in range(2):
                assert transport.json(POLICE + "/x") == {"answer": 42}
        assert len(wire.asked) == 4


def test_a_host_may_be_spared_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with wired(OK) as wire, tunnelled(Tunnel(tls(wire))) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "police.test")
        assert refused(POLICE + "/x", Addresses(data=POLICE)).fault is NetworkFault.NO_NETWORK
        assert not proxy.asked


@pytest.mark.parametrize("given", ["", "me:geheim@"])
def test_a_proxy_that_wants_a_password_is_said_to(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with tunnelled(Tunnel(1, "me:right")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{given}127.0.0.1:{proxy.port}")
        error = refused(POLICE + "/x", Addresses(data=POLICE))
    assert (error.fault, error.status) == (NetworkFault.PROXY, 407)
    assert "password" in str(error)
    assert "geheim" not in str(error)
    assert len(proxy.asked) == 1


@pytest.mark.parametrize(
    "proxy",
    ["http://me:geheim@127.0.0.1:9", "http://me:geheim@proxy.invalid:8080", "socks5://me:geheim@127.0.0.1:9",
     "http://me:geheim@[::1", "http://me:geheim@", "http://me:geheim@127.0.0.1:port", "me:geheim@127.0.0.1:9",
     "gopher://me:geheim@127.0.0.1:9"],
)  # fmt: skip
def test_a_proxy_that_is_not_there_is_blamed_without_its_password(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    error = refused(POLICE + "/x", Addresses(data=POLICE))
    assert error.fault is NetworkFault.PROXY
    assert "geheim" not in str(error)
    assert "HTTPS_PROXY" in str(error)


@pytest.mark.parametrize("status", [403, 502, 503])
def test_a_proxy_that_does_not_let_us_through_is_blamed(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with tunnelled(Tunnel(1, refusal=b"HTTP/1.1 %d No" % status)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        error = refused(POLICE + "/x", Addresses(data=POLICE))
    assert error.fault is NetworkFault.PROXY
    assert f"status {status}" in str(error)
    assert "data.police.test" in str(error)


def test_an_inspecting_proxy_is_told_by_its_certificate(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    with wired(OK, context=authority.context("data.police.test")) as wire, tunnelled(Tunnel(tls(wire))) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        error = refused(POLICE + "/x", Addresses(data=POLICE))
        assert error.fault is NetworkFault.CERTIFICATE
        assert not wire.asked


def test_this_computer_itself_is_never_asked_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with wired(OK) as wire, tunnelled(Tunnel(1)) as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert answer(wire.url + "/api/x", wire.addresses) == {"answer": 42}
        assert not proxy.asked
