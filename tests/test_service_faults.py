# SPDX-License-Identifier: GPL-2.0-or-later
"""The stand-in service: faults strike as they are switched on; proxy, certificate, another process."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import ssl
import urllib.error
import urllib.parse
import urllib.request
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Optional

import pytest

from tests.pace import HOUR
from tests.service import Service, openssl_is_there, outside_service
from tests.service.client import fetched

ARCHIVE = "/archive/2026-04.zip"


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    with Service(rate_limit=False) as service:
        yield service


@pytest.fixture
def service(running: Service) -> Service:
    """Give the service without faults and with an empty log."""
    running.no_faults()
    running.log.clear()
    return running


@pytest.fixture(scope="module")
def whole(sample_zip: Path) -> bytes:
    return sample_zip.read_bytes()


def asked(service: Service, **headers: str) -> tuple[int, Mapping[str, str], bytes]:
    """Give the store's answer for the archive with these headers."""
    got = fetched(service.url("store") + ARCHIVE, headers={name.replace("_", "-"): v for name, v in headers.items()})
    return got.status, got.headers, got.body


# --- faults -----------------------------------------------------------------------------------------------


def test_a_cut_is_cut_and_counted(service: Service) -> None:
    with service.fault("cut", host="store", after=1000, times=2, skip=1) as fault:
        assert asked(service)[0] == 200
        for headers in ({}, {"Range": "bytes=50000-90000"}):
            with pytest.raises(http.client.IncompleteRead) as cut:
                asked(service, **headers)
            assert len(cut.value.partial) == 1000
        assert (asked(service)[0], fault.hits) == (200, 2)
    assert [entry.sent for entry in service.log.of("store")][1:3] == [1000, 1000]


def test_connections_are_refused_and_reset(service: Service) -> None:
    with service.fault("refused", host="store"), pytest.raises(urllib.error.URLError) as refused:
        asked(service)
    assert isinstance(refused.value.reason, ConnectionRefusedError)
    with service.fault("reset", host="store"), pytest.raises((urllib.error.URLError, ConnectionResetError)):
        asked(service)
    with service.fault("reset_inside", host="store", after=500_000), pytest.raises(ConnectionResetError):
        asked(service)
    assert asked(service)[0] == 200


@pytest.mark.parametrize("kind", ["length_too_long", "stall", "trickle", "slow_headers"])
def test_what_never_comes_times_out(service: Service, kind: str) -> None:
    with service.fault(kind, host="api", after=5 if kind == "stall" else 0, seconds=HOUR):
        connection = http.client.HTTPConnection(service.url("api").split("/")[2], timeout=1.0)
        connection.request("GET", "/api/crime-last-updated")
        with pytest.raises((socket.timeout, http.client.IncompleteRead)):
            connection.getresponse().read()
        connection.close()


def test_lengths_ranges_and_etags_lie(service: Service, whole: bytes) -> None:
    with service.fault("no_ranges", host="store"):
        status, headers, body = asked(service, Range="bytes=0-9")
        assert (status, body, headers["Accept-Ranges"]) == (200, whole, None)
    with service.fault("wrong_range", host="store"):
        assert asked(service, Range="bytes=0-9")[1]["Content-Range"] == f"bytes 1-10/{len(whole)}"
    etag = asked(service)[1]["ETag"]
    with service.fault("changed", host="store"):
        assert asked(service, If_Match=etag)[0] == 412
        assert asked(service, Range="bytes=0-9", If_Range=etag)[::2] == (200, whole)
    with service.fault("length_too_short", host="store", after=1):
        assert asked(service)[2] == whole[:-1]
    with service.fault("no_length", host="store"):
        assert asked(service)[1]["Content-Length"] is None
    with service.fault("damaged", host="store"):
        assert sum(a != b for a, b in zip(asked(service)[2], whole)) == 8


def test_redirects_lead_astray(service: Service, whole: bytes) -> None:
    latest = service.url("data") + "/data/archive/latest.zip"
    with service.fault("relative_redirect", path="/data/*"):
        assert fetched(latest).body == whole
        assert fetched(latest).url == service.url("data") + ARCHIVE
    for kind, host in (("redirect_elsewhere", "elsewhere"), ("redirect_to_http", "plain")):
        with service.fault(kind, host="data"):
            assert fetched(latest).url.startswith(service.url(host))
            assert [entry.host for entry in service.log.of()][-1] == host
    with service.fault("redirect_loop", host="data"):
        assert fetched(latest).status == 302


@pytest.mark.parametrize("status", [401, 403, 404, 407, 429, 500, 502, 503, 504])
def test_any_status(service: Service, status: int) -> None:
    retry_after: Optional[str] = "2" if status == 429 else None
    with service.fault(status, host="api", times=1, retry_after=retry_after):
        got = fetched(service.url("api") + "/forces")
        assert (got.status, got.headers["Retry-After"]) == (status, retry_after)
        assert fetched(service.url("api") + "/forces").status == 200


def test_bodies_are_not_what_they_should_be(service: Service) -> None:
    url = service.url("api") + "/crime-last-updated"
    right = fetched(url).body
    expected = {"empty_body": b"", "half_json": right[:10], "other_body": b"[1", "not_gzip": right, "wrong_type": right}
    for kind, body in expected.items():
        with service.fault(kind, host="api", text="[1" if kind == "other_body" else ""):
            assert fetched(url).body == body
    with service.fault("login_page", host="api"):
        assert (fetched(url).status, fetched(url).headers.get_content_type()) == (200, "text/html")
    with service.fault("broken_gzip", host="api"), pytest.raises((OSError, zlib.error)):
        gzip.decompress(fetched(url).body)
    with service.fault("cut_gzip", host="api"), pytest.raises(EOFError):
        gzip.decompress(fetched(url).body)
    assert gzip.decompress(fetched(url, headers={"Accept-Encoding": "gzip"}).body) == right


def test_an_endless_body_has_no_end(service: Service) -> None:
    with service.fault("endless", host="api"), urllib.request.urlopen(service.url("api") + "/forces") as answer:
        assert len(answer.read(20_000_000)) == 20_000_000


# --- proxy, certificate, another process ------------------------------------------------------------------


def test_a_proxy_passes_on_and_counts(service: Service, whole: bytes) -> None:
    request = urllib.request.Request(service.url("store") + ARCHIVE, headers={"Range": "bytes=0-9"})
    with service.proxy("user", "word") as proxy:
        openers = [
            urllib.request.build_opener(urllib.request.ProxyHandler({"http": f"http://{user}127.0.0.1:{proxy.port}"}))
            for user in ("", "user:word@")
        ]
        with pytest.raises(urllib.error.HTTPError, match="407") as refused:
            openers[0].open(request, timeout=600)
        refused.value.close()
        with openers[1].open(request, timeout=600) as answer:
            assert (answer.status, answer.read()) == (206, whole[:10])
        assert [entry.status for entry in service.log.of("proxy")] == [407, 200]
        assert proxy.count == 1


def test_tls_with_a_certificate_nobody_signed() -> None:
    if not openssl_is_there():
        pytest.skip("needs the openssl program")
    with Service(tls=True) as service, service.proxy() as proxy:
        address = service.url("api") + "/crime-last-updated"
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            fetched(address)
        trusting = ssl.create_default_context(cafile=str(service.certificate))
        connection = http.client.HTTPSConnection("127.0.0.1", proxy.port, context=trusting)
        connection.set_tunnel("127.0.0.1", int(address.split("/")[2].split(":")[1]))
        connection.request("GET", "/api/crime-last-updated")
        assert json.loads(connection.getresponse().read()) == {"date": "2026-04-01"}
        connection.close()
        assert proxy.count == 1


def test_it_runs_in_a_process_of_its_own(whole: bytes) -> None:
    with outside_service() as outside:
        outside.tell("fault", kind="503", host="store", times=1)
        url = outside.environment["POLICEUK_STORE_URL"] + ARCHIVE
        assert [fetched(url).status for _ in range(2)] == [503, 200]
        assert outside.log.sent("store") == len(whole)
        outside.tell("clear")
        assert len(outside.log) == 0
