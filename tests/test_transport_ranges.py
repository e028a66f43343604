# SPDX-License-Identifier: GPL-2.0-or-later
"""Parts of a remote file: whole or an error, of one file only, through remotezip and by hand."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Callable

import pytest

from offline_cache.errors import NetworkError, NetworkFault
from offline_cache.sources.whole_zip import find_whole
from offline_cache.transport import RangeSession, Transport
from tests.service import Service
from tests.transport_patience import HASTY
from tests.wire import Asked, Said, Then, Wire, said, wired

FILE = bytes(range(256)) * 40
CENTRAL = {f"name-{n:02}.csv": b"%d," % n * 3000 for n in range(12)}


def part(first: int, last: int, then: Then = Then.KEEP, **headers: str) -> Said:
    """The right answer for bytes `first` to `last` of FILE, but for `headers`."""
    fields = {"Content_Range": f"bytes {first}-{last}/{len(FILE)}", "ETag": '"a"', **headers}
    return said(206, FILE[first : last + 1], then, **fields)


def refusal(session: RangeSession, url: str, wanted: str = "bytes=10-19") -> NetworkFault:
    with pytest.raises(NetworkError) as refused:
        session.get(url, headers={"Range": wanted})
    return refused.value.fault


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in CENTRAL.items():
            made.writestr(name, data)
    return packed.getvalue()


def serving(data: bytes, cut_at: int = -1) -> Callable[[Asked], Said]:
    """A store with one file; the answer to request number `cut_at` (from 0) is cut in its middle."""
    count = [0]

    def answer(asked: Asked) -> Said:
        first, _, last = asked.headers["range"].partition("=")[2].partition("-")
        start = max(0, len(data) - int(last)) if not first else int(first)
        end = len(data) - 1 if not first or not last else min(int(last), len(data) - 1)
        range_of = f"bytes {start}-{end}/{len(data)}"
        whole = said(206, data[start : end + 1], Content_Range=range_of, ETag='"z"')
        count[0] += 1
        if count[0] - 1 == cut_at:
            return Said(whole.data[: -(end - start + 1) // 2 - 1], Then.RESET if cut_at % 2 else Then.CLOSE)
        return whole

    return answer


def members(wire: Wire, transport: Transport) -> dict[str, bytes]:
    remotezip = pytest.importorskip("remotezip")
    url = wire.url + "/store/archive/2026-07.zip"
    with remotezip.RemoteZip(url, session=transport.session_for(), initial_buffer_size=256) as found:
        return {name: found.read(name) for name in found.namelist()}


def test_a_part_is_what_was_asked_for() -> None:
    with wired(part(10, 19)) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        session = transport.session_for()
        response = session.get(wire.url + "/store/x", headers={"Range": "bytes=10-19"})
        assert response.raw.read() == FILE[10:20]
        assert (session.etag, session.size, session.received) == ('"a"', len(FILE), 10)
        assert wire.asked[0].headers["accept-encoding"] == "identity"
        assert "if-match" not in wire.asked[0].headers
        session.get(wire.url + "/store/x", headers={"Range": "bytes=10-19"})
        assert wire.asked[1].headers["if-match"] == '"a"'


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("bytes=-20", len(FILE) - 20, len(FILE) - 1), ("bytes=-99999", 0, len(FILE) - 1), ("bytes=5-", 5, len(FILE) - 1),
     ("bytes=10200-99999", 10200, len(FILE) - 1)],
)  # fmt: skip
def test_a_part_may_end_where_the_file_does(wanted: str, first: int, last: int) -> None:
    with wired(part(first, last)) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        response = transport.session_for().get(wire.url + "/store/x", headers={"Range": wanted})
        assert response.raw.read() == FILE[first : last + 1]


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (said(200, FILE), NetworkFault.NO_RANGES),
        (said(200, b"<html>Log in", Content_Type="text/html; charset=utf-8"), NetworkFault.LOGIN_PAGE),
        (said(206, FILE[10:20]), NetworkFault.NO_RANGES),
        (said(416), NetworkFault.NO_RANGES),
        (said(412), NetworkFault.CHANGED),
        (said(404), NetworkFault.NOT_FOUND),
        (part(11, 20), NetworkFault.ANSWER),
        (part(10, 18), NetworkFault.ANSWER),
        (part(10, 20), NetworkFault.ANSWER),
        (part(10, 19, Content_Range="bytes 10-19/15"), NetworkFault.NO_RANGES),
        (part(10, 19, Content_Range="bytes 19-10/99"), NetworkFault.NO_RANGES),
        (part(10, 19, Content_Range="10-19"), NetworkFault.NO_RANGES),
        (part(10, 18, Content_Range=f"bytes 10-19/{len(FILE)}"), NetworkFault.CUT),
        (part(10, 18, Then.CLOSE, Content_Range=f"bytes 10-19/{len(FILE)}", Content_Length="10"), NetworkFault.CUT),
        (part(10, 18, Then.CLOSE, Content_Range=f"bytes 10-19/{len(FILE)}", Content_Length=""), NetworkFault.CUT),
        (part(10, 30, Content_Range=f"bytes 10-19/{len(FILE)}", Content_Length="21"), NetworkFault.CUT),
        (part(10, 30, Then.CLOSE, Content_Range=f"bytes 10-19/{len(FILE)}", Content_Length=""), NetworkFault.ANSWER),
    ],
)  # fmt: skip
def test_what_is_not_the_part_is_refused(answer: Said, fault: NetworkFault) -> None:
    with wired(answer) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        assert refusal(transport.session_for(), wire.url + "/store/x") is fault


@pytest.mark.parametrize(
    "second",
    [part(10, 19, ETag='"b"'), part(10, 19, Content_Range="bytes 10-19/9999"), said(412), said(416)],
    ids=["etag", "size", "412", "416"],
)
def test_another_file_behind_the_same_address_is_noticed(second: Said) -> None:
    with wired(part(10, 19), second) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        session = transport.session_for()
        session.get(wire.url + "/store/x", headers={"Range": "bytes=10-19"})
        assert refusal(session, wire.url + "/store/x") is NetworkFault.CHANGED
        assert len(wire.asked) == 2


def test_a_file_may_be_asked_for_by_its_etag_from_the_first() -> None:
    with wired(part(10, 19, ETag='"b"')) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        assert refusal(transport.session_for(etag='"a"'), wire.url + "/store/x") is NetworkFault.CHANGED
        assert wire.asked[0].headers["if-match"] == '"a"'


@pytest.mark.parametrize("etag", ['W/"a"', "", '"', "a"])
def test_an_etag_that_is_not_strong_is_not_sent_back(etag: str) -> None:
    with wired(part(10, 19, ETag=etag)) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        session = transport.session_for()
        for _ in range(2):
            session.get(wire.url + "/store/x", headers={"Range": "bytes=10-19"})
        assert "if-match" not in wire.asked[1].headers


def test_a_redirect_is_followed_once() -> None:
    with wired(part(10, 19)) as store, wired(said(302, Location=store.url + "/archive/a.zip")) as site:
        addresses = dataclasses.replace(site.addresses, store=store.url)
        with Transport(addresses, patience=HASTY) as transport:
            session = transport.session_for()
            for _ in range(3):
                session.get(site.url + "/data/archive/latest.zip", headers={"Range": "bytes=10-19"})
        assert (len(site.asked), len(store.asked)) == (1, 3)
        assert {asked.target for asked in store.asked} == {"/archive/a.zip"}


def test_remotezip_reads_every_member() -> None:
    with wired(serving(archive())) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        assert members(wire, transport) == CENTRAL
        assert wire.connections == 1


@pytest.mark.parametrize("cut_at", range(14))
def test_a_cut_at_each_part_is_made_good(cut_at: int) -> None:
    with wired(serving(archive(), cut_at)) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        assert members(wire, transport) == CENTRAL
        assert len({asked.headers["range"] for asked in wire.asked}) == len(wire.asked) - 1


def test_an_error_comes_through_remotezip_as_it_is() -> None:
    remotezip = pytest.importorskip("remotezip")
    with wired(said(200, b"x" * 99)) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        with pytest.raises(NetworkError) as refused:
            remotezip.RemoteZip(wire.url + "/store/x", session=transport.session_for())
        assert refused.value.fault is NetworkFault.NO_RANGES


@pytest.mark.parametrize("kind", ["reset", "reset_inside", "cut", "broken_gzip", "stall", "length_too_long"])
def test_the_stand_in_s_faults_are_made_good(kind: str, sample_zip: object) -> None:
    remotezip = pytest.importorskip("remotezip")
    patience = dataclasses.replace(HASTY, read=0.4)
    with Service() as service, Transport(service.addresses, patience=patience) as transport:
        service.fault(kind, host="store", times=1, skip=1, after=100)
        url = service.addresses.data + "/data/archive/latest.zip"
        with (
            remotezip.RemoteZip(url, session=transport.session_for()) as found,
            zipfile.ZipFile(str(sample_zip)) as disk,
        ):
            assert {name: found.read(name) for name in found.namelist()} == {
                name: disk.read(name) for name in disk.namelist()
            }


@pytest.mark.parametrize("size", ["9" * 5000, "9" * 19, "1e9", "-5", "٣"])
def test_a_size_that_is_none_is_no_size(size: str) -> None:
    """By ranges, of an archive that is wanted whole, and of a body."""
    heads = {"Content_Range": f"bytes 0-9/{size}".encode().decode("latin-1"), "ETag": '"a"'}
    with wired(said(206, FILE[:10], **heads)) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        session = transport.session_for()
        assert refusal(session, wire.url + "/store/x", "bytes=0-9") is NetworkFault.NO_RANGES
        assert find_whole(transport, "2026-04").size == 10
    heads = {"Content_Length": size.encode().decode("latin-1"), "Connection": "close"}
    with wired(said(200, FILE, Then.CLOSE, **heads)) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        assert find_whole(transport, "2026-04").size == 0
