# SPDX-License-Identifier: GPL-2.0-or-later
"""The transport's rules hold as well where QGIS sends."""

from __future__ import annotations

import dataclasses
import datetime
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from offline_cache.errors import Cancelled, NetworkError, NetworkFault
from offline_cache.transport import Addresses, Transport
from policeuk_plugin.network.adapter import QgisAdapter
from tests.certificates import Authority
from tests.pace import HOUR, no_wait, pressed_when
from tests.transport_patience import HASTY, fault_of, json_fault
from tests.wire import Answer, Said, Then, Wire, said, wired, zipped

pytestmark = pytest.mark.usefixtures("qgis_app")
ONCE = dataclasses.replace(HASTY, repeats={}, read=0.5)
BODY = bytes(range(256)) * 800
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nETag: \"a\"\r\n\r\n"  # fmt: skip


def through_qgis(addresses: Addresses, cancelled: Callable[[], bool] = lambda: False) -> Transport:
    return Transport(addresses, QgisAdapter(cancelled), cancelled, ONCE)


def fault(answer: Answer) -> NetworkFault:
    with wired(answer) as wire, through_qgis(wire.addresses) as transport:
        return json_fault(transport, wire.url + "/store/x")


@pytest.fixture
def unlistened() -> Addresses:
    """Addresses where nobody listens."""
    with wired() as wire:
        return wire.addresses


def test_a_request_is_ours() -> None:
    with wired(zipped(b'{"a": 1}')) as wire, through_qgis(wire.addresses) as transport:
        assert transport.json(wire.url + "/api/x", {"q": "1 2"}) == {"a": 1}
        # QGIS says its own name, whatever a request says (QgsNetworkAccessManager::createRequest).
        assert "QGIS/" in wire.asked[0].headers["user-agent"]
        assert wire.asked[0].headers["accept-encoding"] == "gzip"
        assert "authorization" not in wire.asked[0].headers


def test_a_redirect_is_followed_by_our_rules() -> None:
    with wired(said(302, Location="b"), said(200, BODY)) as wire, through_qgis(wire.addresses) as transport:
        assert transport.get(wire.url + "/store/a", headers={"Range": "bytes=0-"}).content == BODY
        assert wire.asked[1].headers["range"] == "bytes=0-"
    assert fault(said(302, Location="https://example.org/login")) is NetworkFault.REDIRECT


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (said(404), NetworkFault.NOT_FOUND),
        (said(429), NetworkFault.LIMIT),
        (said(503), NetworkFault.SERVICE),
        (said(200, b"<html>Log in"), NetworkFault.LOGIN_PAGE),
        (said(200, b"{"), NetworkFault.ANSWER),
        (Said(b"", Then.CLOSE), NetworkFault.CUT),
        (Said(b"", Then.RESET), NetworkFault.CUT),
        (Said(said(200, BODY).data[:1000], Then.CLOSE), NetworkFault.CUT),
        (Said(said(200, BODY).data[:1000], Then.RESET), NetworkFault.CUT),
        (Said(said(200, BODY).data[:100_000], Then.CLOSE), NetworkFault.CUT),
        (zipped(BODY, cut=1), NetworkFault.CUT),
        (zipped(BODY, cut=100), NetworkFault.CUT),
        (said(200, BODY, Content_Encoding="gzip"), NetworkFault.CUT),
        (Said(b"", Then.STALL), NetworkFault.TIMEOUT),
        (Said(said(200, BODY).data[:1000], Then.STALL), NetworkFault.TIMEOUT),
    ],
)  # fmt: skip
def test_a_fault_is_told_as_without_qgis(answer: Answer, expected: NetworkFault) -> None:
    assert fault(answer) is expected


def test_nobody_listening_and_an_unknown_name_are_no_network(unlistened: Addresses) -> None:
    with through_qgis(unlistened) as transport:
        assert fault_of(transport, unlistened.api + "/x").fault is NetworkFault.NO_NETWORK
    unknown = Addresses(api="https://api.police.invalid")
    with through_qgis(unknown) as transport:
        assert fault_of(transport, unknown.api + "/x").fault is NetworkFault.NO_NETWORK


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the program openssl for certificates")
@pytest.mark.parametrize("end", ["20491231000000Z", "20210101000000Z"])
def test_a_certificate_is_told(tmp_path: Path, end: str) -> None:
    with wired(said(200, b"[]"), context=Authority(tmp_path).context("localhost", end=end)) as wire:
        with through_qgis(wire.addresses) as transport:
            error = fault_of(transport, wire.url + "/store/x")
        assert error.fault is NetworkFault.CERTIFICATE
        assert datetime.date.today().isoformat() in str(error)
        assert not wire.asked


def test_parts_and_downloads(tmp_path: Path) -> None:
    part = said(206, BODY[5:15], Content_Range=f"bytes 5-14/{len(BODY)}", ETag='"a"')
    cut = Said(said(200, BODY, ETag='"a"').data[:100_000], Then.CLOSE)

    def rest(asked: object) -> Said:
        start = int(asked.headers["range"][6:-1])  # type: ignore[attr-defined]
        return said(206, BODY[start:], Content_Range=f"bytes {start}-{len(BODY) - 1}/{len(BODY)}", ETag='"a"')

    with wired(part, cut, rest) as wire, through_qgis(wire.addresses) as transport:
        url = wire.url + "/store/x"
        assert transport.session_for().get(url, headers={"Range": "bytes=5-14"}).raw.read() == BODY[5:15]
        transport.with_patience(HASTY).save(url, tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == BODY


@pytest.mark.parametrize(
    "answer",
    [Said(b"", Then.STALL), Said(HEAD + b"x" * 1000, Then.STALL), Said(HEAD + b"x" * 900_000, pause=0.01)],
    ids=["no answer", "in the body", "trickle"],
)
@pytest.mark.parametrize("way", ["get", "save"])
def test_cancelling_within_a_second(answer: Answer, way: str, tmp_path: Path) -> None:
    stop = threading.Event()

    def work(transport: Transport, wire: Wire) -> None:
        patient = transport.with_patience(dataclasses.replace(HASTY, read=HOUR, whole=HOUR))
        patient.get(wire.url + "/store/x") if way == "get" else patient.save(wire.url + "/store/x", tmp_path / "x")

    with (
        wired(answer) as wire,
        through_qgis(wire.addresses, stop.is_set) as transport,
        pressed_when(lambda: wire.asked, stop.set),
        pytest.raises(Cancelled),
    ):
        work(transport, wire)


def test_a_trickle_ends(tmp_path: Path) -> None:
    with no_wait(), wired(Said(HEAD + b"x" * 900_000, pause=0.01)) as wire, through_qgis(wire.addresses) as transport:
        assert fault_of(transport, wire.url + "/store/x").fault is NetworkFault.TIMEOUT
        with pytest.raises(NetworkError) as refused:
            transport.save(wire.url + "/store/x", tmp_path / "x")
        assert refused.value.fault is NetworkFault.TIMEOUT
