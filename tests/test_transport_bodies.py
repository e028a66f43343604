# SPDX-License-Identifier: GPL-2.0-or-later
"""Bodies that are cut, lie about their length, never end, or are packed badly; by every way they can be read."""

from __future__ import annotations

import contextlib
import dataclasses
import gzip
import json
import tracemalloc
import zlib

import pytest

from offline_cache.errors import LongAnswer, NetworkError, NetworkFault
from offline_cache.transport import Patience, Transport
from tests.pace import no_wait
from tests.transport_patience import HASTY, fault_of
from tests.wire import Answer, Said, Then, Wire, said, wired, zipped

ONCE = dataclasses.replace(HASTY, repeats={}, read=0.5)
BODY = b"0123456789" * 20_000
HEAD = b"HTTP/1.1 200 OK\r\n"


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n", then: Then = Then.KEEP) -> Said:
    parts = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return Said(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + parts + end, then)


def packed(data: bytes) -> Said:
    return said(200, data, Content_Encoding="gzip")


def read(wire: Wire, patience: Patience = ONCE) -> bytes:
    """The body of an answer, by `get`."""
    with Transport(wire.addresses, patience=patience) as transport:
        return transport.get(wire.url + "/store/x").content  # type: ignore[no-any-return]


def fault(answer: Answer, patience: Patience = ONCE) -> NetworkFault:
    """The fault that an answer ends in: read at once, read as a stream, and saved alike."""
    found = []
    with wired(answer) as wire, Transport(wire.addresses, patience=patience) as transport:
        found.append(fault_of(transport, wire.url + "/store/x").fault)
        with pytest.raises(NetworkError) as refused:
            transport.content(transport.get(wire.url + "/store/x", stream=True), 10**6)
        found.append(refused.value.fault)
    assert found[0] is found[1]
    return found[0]


@pytest.mark.parametrize(
    "answer",
    [
        said(200, BODY),
        zipped(BODY),
        chunked(BODY[:7], BODY[7:]),
        chunked(gzip.compress(BODY)[:99], gzip.compress(BODY)[99:]),
        packed(gzip.compress(BODY[:500]) + gzip.compress(BODY[500:])),
        Said(HEAD + b"Connection: close\r\n\r\n" + BODY, Then.CLOSE),
    ],
    ids=["plain", "gzip", "chunked", "gzip chunked", "two members", "until the end"],
)
def test_a_whole_body_is_read_whole(answer: Said) -> None:
    if b"\x1f\x8b" in answer.data and b"Content-Encoding" not in answer.data:
        answer = dataclasses.replace(
            answer, data=answer.data.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n", 1)
        )
    with wired(answer) as wire:
        assert read(wire) == BODY


@pytest.mark.parametrize("at", [1, 18, 40, 60, 70, 1000, 65_536 + 60, 200_000])
@pytest.mark.parametrize("then", [Then.CLOSE, Then.RESET])
def test_a_cut_anywhere_is_noticed(at: int, then: Then) -> None:
    whole = said(200, BODY).data
    assert at < len(whole)
    assert fault(Said(whole[:at], then)) is NetworkFault.CUT


@pytest.mark.parametrize(
    "answer",
    [
        chunked(BODY, end=b"", then=Then.CLOSE),
        chunked(BODY, end=b"5\r\n12", then=Then.CLOSE),
        said(200, BODY, Then.CLOSE, Content_Length=str(len(BODY) + 1)),
        zipped(BODY, cut=1),
        zipped(BODY, cut=8),
        zipped(BODY, cut=100),
        packed(BODY),
        packed(gzip.compress(BODY)[:50] + b"\0" * 50 + gzip.compress(BODY)[100:]),
        packed(gzip.compress(BODY) + gzip.compress(BODY)[:20]),
        packed(zlib.compress(BODY)),
        packed(gzip.compress(BODY)[:-8] + b"\0" * 8),
    ],
    ids=["chunked without end", "chunk cut", "length too long", "gzip less 1", "gzip less its sum", "gzip less 100",
         "not gzip", "gzip damaged", "second member cut", "zlib", "wrong sum"],
)  # fmt: skip
def test_what_is_not_whole_is_a_cut(answer: Answer) -> None:
    assert fault(answer) is NetworkFault.CUT


@pytest.mark.parametrize(
    "line", [b"nonsense\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"SSH-2.0-OpenSSH_9.2\r\n", b"\0" * 70_000]
)
def test_what_is_no_answer_of_the_web_is_said_to_be_none(line: bytes) -> None:
    assert fault(Said(line, Then.CLOSE)) is NetworkFault.ANSWER


def test_headers_without_end_are_no_answer() -> None:
    assert (
        fault(Said(HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(200)) + b"\r\n", Then.CLOSE))
        is NetworkFault.ANSWER
    )


def test_a_coding_that_was_not_asked_for_is_refused() -> None:
    assert fault(said(200, BODY, Content_Encoding="br")) is NetworkFault.ANSWER


@pytest.mark.parametrize(
    "answer",
    [Said(b"", Then.STALL), Said(HEAD + b"Content-Le", Then.STALL), Said(said(200, BODY).data[:1000], Then.STALL)],
    ids=["no answer", "in the head", "in the body"],
)
def test_a_service_that_says_no_more_is_given_up(answer: Said) -> None:
    with no_wait():
        assert fault(answer) is NetworkFault.TIMEOUT


@pytest.mark.parametrize(
    "start", [b"", HEAD + b"X-A: ", HEAD + b"Content-Length: 900000\r\n\r\n"], ids=["line", "head", "body"]
)
def test_a_service_that_trickles_is_given_up(start: bytes) -> None:
    """Though each byte comes in time."""
    patience = dataclasses.replace(ONCE, connect=0.2, read=0.4)
    with wired(Said(b"HTTP/1.1 200 " + b"x" * 50_000, pause=0.05)) as wire:
        if start:
            wire.answers = [lambda asked: Said(start + b"x" * 500_000, pause=0.002 if b"gth" not in start else 0.05)]
        with Transport(wire.addresses, patience=patience) as transport, no_wait():
            assert fault_of(transport, wire.url + "/store/x").fault is NetworkFault.TIMEOUT


def test_an_answer_as_a_whole_has_an_end() -> None:
    """Though each of its parts comes in time."""
    patience = dataclasses.replace(ONCE, read=5.0, whole=0.5)
    lines = Said(HEAD + b"\r\n" + b"x" * 4_000_000, pause=0.1, step=2_000)
    with wired(lines) as wire, Transport(wire.addresses, patience=patience) as transport, no_wait():
        assert fault_of(transport, wire.url + "/store/x").fault is NetworkFault.TIMEOUT


@pytest.mark.parametrize("packing", ["length", "no length", "chunked", "gzip"])
def test_a_body_has_a_bound(packing: str) -> None:
    answers = {
        "length": said(200, BODY),
        "no length": Said(HEAD + b"\r\n" + BODY, Then.STALL),
        "chunked": chunked(BODY, end=b"", then=Then.STALL),
        "gzip": zipped(b"\0" * 50_000_000),
    }
    with wired(answers[packing]) as wire, Transport(wire.addresses, patience=ONCE) as transport:
        with pytest.raises(NetworkError) as refused:
            transport.content(transport.get(wire.url + "/store/x", stream=True), 100_000)
        assert refused.value.fault is NetworkFault.ANSWER
        assert "100,000 bytes" in str(refused.value)


def test_a_body_of_the_longest_length_is_taken() -> None:
    with wired(zipped(BODY), said(200, BODY)) as wire, Transport(wire.addresses, patience=ONCE) as transport:
        for _ in range(2):
            assert transport.content(transport.get(wire.url + "/store/x", stream=True), len(BODY)) == BODY


def test_an_empty_body_is_empty() -> None:
    with wired(said(200), chunked(), packed(b"")) as wire:
        for _ in range(2):
            assert read(wire) == b""


def test_a_cut_is_noticed_by_those_who_read_for_themselves() -> None:
    """remotezip reads `raw`; requests' own way reads it too."""
    from requests.exceptions import RequestException
    from urllib3.exceptions import HTTPError

    with wired(Said(said(200, BODY).data[:-1], Then.CLOSE)) as wire, Transport(wire.addresses) as transport:
        raw = transport.get(wire.url + "/store/x", stream=True).raw
        with pytest.raises(HTTPError):
            list(iter(lambda: raw.read(4096), b""))
        parts = transport.get(wire.url + "/store/x", stream=True).iter_content(4096)
        with pytest.raises(RequestException):
            list(parts)


def test_requests_own_ways_give_the_decoded_body() -> None:
    with wired(zipped(b'{"a": "\xc3\xa9"}')) as wire, Transport(wire.addresses, patience=ONCE) as transport:
        assert transport.get(wire.url + "/store/x").json() == {"a": "é"}
        streamed = transport.get(wire.url + "/store/x", stream=True)
        assert b"".join(streamed.iter_content(4)) == b'{"a": "\xc3\xa9"}'


_CRIME = {
    "category": "violent-crime",
    "location_type": "Force",
    "location": {
        "latitude": "51.5",
        "street": {"id": 1234567, "name": "On or near a street, in town"},
        "longitude": "0",
    },
    "context": "",
    "outcome_status": {"category": "Under investigation", "date": "2026-04"},
    "persistent_id": "0" * 64,
    "id": 123456789,
    "month": "2026-04",
}


def peak_of(body: bytes) -> int:
    """The most memory, in bytes, that reading an answer of JSON takes, or that refusing it does."""
    with wired(zipped(body)) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        tracemalloc.start()
        try:
            with contextlib.suppress(NetworkError):
                transport.json(wire.url + "/store/x")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("value", [b"{}", b"[]", b'{"id":1}', b'"ab"', b"1.5"])
def test_values_without_number_do_not_fill_memory(value: bytes) -> None:
    assert peak_of(b"[" + b",".join([value] * (15_000_000 // (len(value) + 1))) + b"]") < 200_000_000


def test_more_than_any_real_answer_is_read() -> None:
    """Twice the 13,889 crimes of the largest answer that was seen."""
    crimes = [_CRIME] * 28_000
    body = json.dumps(crimes).encode()
    assert len(body) > 10_000_000
    with wired(zipped(body)) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        assert transport.json(wire.url + "/store/x") == crimes


def test_a_long_answer_is_a_fault_of_its_own() -> None:
    with wired(zipped(b" " * 17_000_000)) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        with pytest.raises(LongAnswer, match="longer than 16 MiB"):
            transport.json(wire.url + "/store/x")
        assert len(wire.asked) == 1
