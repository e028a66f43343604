# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads that go on where they stopped, and never mix one file with another."""

from __future__ import annotations

import dataclasses
import threading
from pathlib import Path

import pytest

from offline_cache.errors import Cancelled, NetworkError
from offline_cache.transport import Transport
from tests.transport_patience import HASTY
from tests.transport_saving import FILE, ONCE, PARTS, failed, names, saved, store
from tests.wire import Answer, Asked, Said, Then, said, wired

OTHER = FILE[::-1] + b"more"


@pytest.mark.parametrize("cut", [1, 1000, 65_536, 100_000, len(FILE) - 1])
def test_another_run_goes_on_where_the_first_stopped(tmp_path: Path, cut: int) -> None:
    wire = saved(tmp_path / "x.zip", store(cut=cut), store(), tries=2)
    assert (tmp_path / "x.zip").read_bytes() == FILE
    assert names(tmp_path) == {"x.zip"}
    if cut > 1:
        assert wire.asked[1].headers["range"] == f"bytes={cut - 1}-"
        assert wire.asked[1].headers["if-range"] == '"a"'


def test_cuts_are_made_good_as_long_as_something_comes(tmp_path: Path) -> None:
    patience = dataclasses.replace(HASTY, first_delay=0.001)
    with wired(store(cut=70_000)) as wire, Transport(wire.addresses, patience=patience) as transport:
        transport.save(wire.url + "/store/x.zip", tmp_path / "x.zip")
        assert len(wire.asked) == -(-(len(FILE) - 70_000) // 69_999) + 1 == 4
    assert (tmp_path / "x.zip").read_bytes() == FILE


def test_cuts_with_hardly_any_progress_end(tmp_path: Path) -> None:
    """What has come is gone on with by the next run."""
    with wired(store(cut=300)) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        with pytest.raises(NetworkError, match="broke off"):
            transport.save(wire.url + "/store/x.zip", tmp_path / "x.zip")
        asked = len(wire.asked)
    assert asked < 8
    assert (tmp_path / "x.zip.part").stat().st_size == asked * 299 + 1


def test_cuts_without_any_progress_end(tmp_path: Path) -> None:
    with wired(store(cut=1000, ranges=False)) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        with pytest.raises(NetworkError):
            transport.save(wire.url + "/store/x.zip", tmp_path / "x.zip")
        assert len(wire.asked) < 8


def test_files_that_change_all_the_time_end(tmp_path: Path) -> None:
    count = [0]

    def restless(asked: Asked) -> Said:
        count[0] += 1
        fields = {"ETag": f'"{count[0]}"'}
        if "range" in asked.headers:
            start = int(asked.headers["range"][6:].rstrip("-"))
            return said(206, FILE[start:], Content_Range=f"bytes {start}-{len(FILE) - 1}/{len(FILE)}", **fields)
        return Said(said(200, FILE, **fields).data[:2000], Then.CLOSE)

    with wired(restless) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        with pytest.raises(NetworkError):
            transport.save(wire.url + "/store/x.zip", tmp_path / "x.zip")
        assert len(wire.asked) < 20


@pytest.mark.parametrize("second", [store(OTHER, '"b"'), store(OTHER, '"b"', ranges=False)])
def test_another_file_behind_the_address_is_begun_anew(tmp_path: Path, second: Answer) -> None:
    saved(tmp_path / "x.zip", store(cut=1000), second, tries=2)
    assert (tmp_path / "x.zip").read_bytes() == OTHER
    assert names(tmp_path) == {"x.zip"}


def test_another_file_that_comes_as_a_part_is_not_mixed_in(tmp_path: Path) -> None:
    """A server that does not know If-Range."""
    careless = said(206, OTHER[999:], ETag='"b"', Content_Range=f"bytes 999-{len(OTHER) - 1}/{len(OTHER)}")
    with (
        wired(store(cut=1000), careless, store(OTHER, '"b"')) as wire,
        Transport(wire.addresses, patience=HASTY) as transport,
    ):
        transport.save(wire.url + "/store/x.zip", tmp_path / "x.zip")
    assert (tmp_path / "x.zip").read_bytes() == OTHER


def test_a_shorter_file_behind_the_address_is_begun_anew(tmp_path: Path) -> None:
    """The old part is longer than the new file, on a server that answers 416."""
    short = said(200, b"PK short", ETag='"b"')
    with wired(store(cut=1000), said(416), short) as wire, Transport(wire.addresses, patience=HASTY) as transport:
        transport.save(wire.url + "/store/x.zip", tmp_path / "x.zip")
    assert (tmp_path / "x.zip").read_bytes() == b"PK short"


def test_a_part_that_is_whole_costs_a_byte(tmp_path: Path) -> None:
    """Killed between the last byte and the name."""
    saved(tmp_path / "x.zip", store(cut=len(FILE) - 1), tries=2)
    (tmp_path / "x.zip").rename(tmp_path / "x.zip.part")
    with wired(store()) as wire, Transport(wire.addresses, patience=ONCE) as transport:
        url = wire.url + "/store/x.zip"
        (tmp_path / "x.zip.part.json").write_text(f'{{"url": "{url}", "validator": "\\"a\\""}}')
        transport.save(url, tmp_path / "x.zip")
        assert wire.asked[0].headers["range"] == f"bytes={len(FILE) - 1}-"
    assert (tmp_path / "x.zip").read_bytes() == FILE


def test_a_date_tells_files_apart_where_there_is_no_etag(tmp_path: Path) -> None:
    date = "Wed, 01 Jul 2026 00:00:00 GMT"
    dated = store(cut=1000, etag="", Last_Modified=date), store(etag="", Last_Modified=date)
    wire = saved(tmp_path / "x.zip", *dated, tries=2)
    assert wire.asked[1].headers["if-range"] == date
    assert (tmp_path / "x.zip").read_bytes() == FILE


def test_what_nothing_tells_apart_is_not_gone_on_with(tmp_path: Path) -> None:
    failed(tmp_path / "x.zip", store(cut=1000, etag=""))
    assert names(tmp_path) == set()


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"{",
        b"[]",
        b'{"url": 1}',
        b"\xff",
        b'{"url": "U", "validator": "\\"a\\"\\r\\nX: y"}',
        b'{"url": "other", "validator": "\\"a\\""}',
    ],
)
def test_a_note_that_is_damaged_or_of_another_address_is_begun_anew(tmp_path: Path, note: bytes) -> None:
    (tmp_path / "x.zip.part").write_bytes(b"rubbish" * 99)
    with wired(store()) as wire, Transport(wire.addresses, patience=ONCE) as transport:
        url = wire.url + "/store/x.zip"
        (tmp_path / "x.zip.part.json").write_bytes(note.replace(b"U", url.encode()))
        transport.save(url, tmp_path / "x.zip")
        assert "range" not in wire.asked[0].headers
    assert (tmp_path / "x.zip").read_bytes() == FILE
    assert names(tmp_path) == {"x.zip"}


@pytest.mark.parametrize("answer", [said(200, b"<html>Log in"), said(404), said(503), said(200)])
def test_what_has_come_survives_what_is_no_file(tmp_path: Path, answer: Said) -> None:
    wire = saved(tmp_path / "x.zip", store(cut=50_000), answer, store(), tries=3)
    assert wire.asked[2].headers["range"] == "bytes=49999-"
    assert (tmp_path / "x.zip").read_bytes() == FILE


def test_a_cancelled_download_goes_on_later(tmp_path: Path) -> None:
    stop = threading.Event()
    with wired(Said(store()(Asked("GET", "", {}, b"", 0, 0.0)).data[:100_000], Then.STALL), store()) as wire:
        url = wire.url + "/store/x.zip"
        with Transport(wire.addresses, patience=HASTY, cancelled=stop.is_set) as transport, pytest.raises(Cancelled):
            transport.save(url, tmp_path / "x.zip", lambda done, total: stop.set())
        assert names(tmp_path) == PARTS
        with Transport(wire.addresses, patience=ONCE) as transport:
            transport.save(url, tmp_path / "x.zip")
        assert wire.asked[1].headers["range"] == "bytes=65535-"
    assert (tmp_path / "x.zip").read_bytes() == FILE


def test_a_redirect_keeps_the_range(tmp_path: Path) -> None:
    with wired(store(cut=1000), store()) as files, wired(said(302, Location=files.url + "/x.zip")) as site:
        addresses = dataclasses.replace(site.addresses, store=files.url)
        with Transport(addresses, patience=HASTY) as transport:
            transport.save(site.url + "/data/archive/latest.zip", tmp_path / "x.zip")
        assert files.asked[1].headers["range"] == "bytes=999-"
    assert (tmp_path / "x.zip").read_bytes() == FILE
