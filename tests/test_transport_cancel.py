# SPDX-License-Identifier: GPL-2.0-or-later
"""Cancelling within a second, wherever the transport waits, without leaving anything behind."""

from __future__ import annotations

import dataclasses
import gc
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from offline_cache.errors import Cancelled
from offline_cache.transport import Addresses, Transport
from offline_cache.transport.probe import probe
from tests.certificates import Authority
from tests.pace import HOUR, WAIT, pressed_when
from tests.transport_patience import HASTY
from tests.wire import Said, Then, Wire, said, wired

PATIENT = dataclasses.replace(
    HASTY, connect=HOUR, read=HOUR, whole=HOUR, first_delay=HOUR, longest_delay=HOUR, longest_retry_after=HOUR
)
HEAD = b'HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nETag: "a"\r\n\r\n'
STALLS = {
    "no answer": Said(b"", Then.STALL),
    "in the head": Said(b"HTTP/1.1 200 OK\r\nConte", Then.STALL),
    "in the body": Said(HEAD + b"x" * 1000, Then.STALL),
    "until the end": Said(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nx", Then.STALL),
    "trickle": Said(HEAD + b"x" * 900_000, pause=0.02),
    "in the chunks": Said(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", Then.STALL),
}  # fmt: skip


def ends_when_cancelled(
    work: Callable[[Transport], object], addresses: Addresses, begun: Callable[[], object] = lambda: True
) -> None:
    """Fail where work does not end when it is cancelled, a moment after it has `begun` to wait for hours."""
    stop = threading.Event()
    with Transport(addresses, cancelled=stop.is_set, patience=PATIENT) as transport:
        with pressed_when(begun, stop.set), pytest.raises(Cancelled) as stopped:
            work(transport)
        assert str(stopped.value).startswith("Stopped")


def cancelled_quickly(work: Callable[[Transport], object], wire: Wire) -> None:
    ends_when_cancelled(work, wire.addresses, lambda: wire.asked)


@pytest.mark.parametrize("stall", STALLS)
def test_while_a_service_is_silent(stall: str) -> None:
    with wired(STALLS[stall]) as wire:
        cancelled_quickly(lambda transport: transport.get(wire.url + "/store/x"), wire)
        if STALLS[stall].then is Then.STALL:
            assert wire.gone.wait(WAIT), "the connection was left open"


@pytest.mark.parametrize("way", ["json", "content", "save", "range", "iter_content", "raw", "probe"])
def test_by_every_way_to_read(way: str, tmp_path: Path) -> None:
    with wired(STALLS["in the body"]) as wire:
        url = wire.url + "/store/x"
        ways: dict[str, Callable[[Transport], object]] = {
            "json": lambda transport: transport.json(url),
            "content": lambda transport: transport.content(transport.get(url, stream=True), 10**7),
            "save": lambda transport: transport.save(url, tmp_path / "x"),
            "range": lambda transport: transport.session_for().get(url, headers={"Range": "bytes=0-999999"}),
            "iter_content": lambda transport: list(transport.get(url, stream=True).iter_content(70_000)),
            "raw": lambda transport: transport.get(url, stream=True).raw.read(),
            "probe": probe,
        }
        if way == "range":
            wire.answers = [
                Said(
                    HEAD.replace(b"200", b"206").replace(
                        b"\r\n\r\n", b"\r\nContent-Range: bytes 0-999999/1000000\r\n\r\n"
                    ),
                    Then.STALL,
                )
            ]
        cancelled_quickly(ways[way], wire)


@pytest.mark.parametrize("answer", [said(503), said(429, Retry_After="3000"), Said(b"", Then.RESET)])
def test_while_it_waits_to_ask_again(answer: Said) -> None:
    with wired(answer) as wire:
        cancelled_quickly(lambda transport: transport.get(wire.url + "/store/x"), wire)
        assert len(wire.asked) == 1


def test_while_it_waits_for_its_turn() -> None:
    def work(transport: Transport) -> None:
        while True:
            transport.get(wire.url + "/api/x")

    with wired(said(200, b"[]")) as wire:
        cancelled_quickly(work, wire)


def test_before_anything_is_sent() -> None:
    with wired(said(200, b"[]")) as wire, Transport(wire.addresses, cancelled=lambda: True) as transport:
        with pytest.raises(Cancelled):
            transport.get(wire.url + "/store/x")
        assert not wire.asked


def test_between_the_parts_of_a_long_body() -> None:
    endless = Said(b"HTTP/1.1 200 OK\r\nContent-Length: 15000000\r\n\r\n" + b"x" * 10_000_000, pause=0.02, step=1000)
    with wired(endless) as wire:
        cancelled_quickly(lambda transport: transport.get(wire.url + "/store/x"), wire)


@pytest.fixture
def deaf() -> Iterator[str]:
    """The address of a port whose queue of connections is full: connecting to it hangs."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for client in waiting:
            client.setblocking(False)
            client.connect_ex(listening.getsockname())
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        for client in waiting:
            client.close()


def test_while_it_connects(deaf: str) -> None:
    def work(transport: Transport) -> None:
        transport.get(deaf + "/x")

    ends_when_cancelled(work, Addresses(data=deaf))


def test_while_a_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own look-up cannot be interrupted: a slow one stands in for it."""
    asked, looked_up = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> list[object]:
        asked.set()
        looked_up.wait(HOUR)
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    monkeypatch.setenv("NO_PROXY", "*")
    address = "https://police.test"
    ends_when_cancelled(lambda transport: transport.get(address + "/x"), Addresses(data=address), asked.is_set)
    looked_up.set()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the program openssl for certificates")
@pytest.mark.parametrize("shaken", [False, True], ids=["in the handshake", "in the body"])
def test_within_tls(shaken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.path))
    context = authority.context("localhost")
    with wired(STALLS["in the body" if shaken else "no answer"], context=context if shaken else None) as wire:
        url = wire.url.replace("http://127.0.0.1", "https://localhost")
        ends_when_cancelled(lambda transport: transport.get(url + "/x"), Addresses(data=url), lambda: wire.connections)


def test_no_thread_is_left_behind() -> None:
    before = threading.enumerate()

    def helpers() -> list[threading.Thread]:
        return [
            thread for thread in threading.enumerate() if thread.name == "policeuk transport" and thread not in before
        ]

    with wired(STALLS["no answer"]) as wire:
        cancelled_quickly(lambda transport: transport.get(wire.url + "/store/x"), wire)
        with wired(said(200, b"[]")) as other:
            with Transport(other.addresses) as closed:
                closed.get(other.url + "/store/x")
            forgotten = Transport(other.addresses)
            forgotten.get(other.url + "/store/x")
            del forgotten
            gc.collect()
        until = time.monotonic() + WAIT
        while helpers() and time.monotonic() < until:
            time.sleep(0.02)
        assert helpers() == []


def test_a_transport_is_of_use_after_an_answer_that_did_not_come() -> None:
    patience = dataclasses.replace(HASTY, read=0.3, connect=0.1)
    with (
        wired(Said(HEAD, Then.STALL), said(200, b"[]")) as wire,
        Transport(wire.addresses, patience=patience) as transport,
    ):
        assert transport.json(wire.url + "/store/x") == []
