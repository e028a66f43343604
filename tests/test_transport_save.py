# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads to a file: whole or as it was, going on where they stopped, one at a time."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from offline_cache.errors import CacheError, Cancelled, NetworkError, NetworkFault
from offline_cache.transport import Transport
from tests.transport_patience import HASTY
from tests.wire import Answer, Asked, Said, Then, Wire, said, wired

FILE = bytes(range(256)) * 1000
OTHER = FILE[::-1] + b"more"
ONCE = dataclasses.replace(HASTY, repeats={})


def store(
    data: bytes = FILE, etag: str = '"a"', cut: int = 0, ranges: bool = True, **more: str
) -> Callable[[Asked], Said]:
    """A server with one file; `cut`: it breaks off after so many bytes of each body."""

    def answer(asked: Asked) -> Said:
        fields, start = {"ETag": etag, "Accept_Ranges": "bytes", **more}, 0
        validator = etag or more.get("Last_Modified", "")
        if ranges and "range" in asked.headers and asked.headers.get("if-range", validator) == validator:
            start = int(asked.headers["range"][6:].rstrip("-"))
            if start >= len(data):
                return said(416, Content_Range=f"bytes */{len(data)}")
            fields["Content_Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        whole = said(206 if "Content_Range" in fields else 200, data[start:], **fields)
        if not cut or len(data) - start <= cut:
            return whole
        return Said(whole.data[: len(whole.data) - (len(data) - start) + cut], Then.CLOSE)

    return answer


def saved(path: Path, *answers: Answer, tries: int = 1) -> Wire:
    """The server, after `tries` runs of a program that does not repeat; only the last one may succeed."""
    with wired(*answers) as wire:
        for attempt in range(tries):
            with Transport(wire.addresses, patience=ONCE) as transport:
                if attempt + 1 < tries:
                    with pytest.raises(NetworkError):
                        transport.save(wire.url + "/store/x.zip", path)
                else:
                    assert transport.save(wire.url + "/store/x.zip", path) == path
        return wire


def failed(path: Path, *answers: Answer) -> CacheError:
    with wired(*answers) as wire, Transport(wire.addresses, patience=ONCE) as transport:
        with pytest.raises(CacheError) as refused:
            transport.save(wire.url + "/store/x.zip", path)
        return refused.value


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


PARTS = {"x.zip.part", "x.zip.part.json"}


def test_a_file_is_saved_whole_and_nothing_beside_it(tmp_path: Path) -> None:
    heard: list[tuple[int, int | None]] = []
    with wired(store()) as wire, Transport(wire.addresses, patience=ONCE) as transport:
        transport.save(wire.url + "/store/x.zip", tmp_path / "x.zip", lambda done, total: heard.append((done, total)))
    assert (tmp_path / "x.zip").read_bytes() == FILE
    assert names(tmp_path) == {"x.zip"}
    assert heard == sorted(heard)
    assert heard[-1] == (len(FILE), len(FILE))


def test_a_file_that_was_there_is_replaced_at_the_end_only(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"old")
    failed(path, store(cut=1000))
    assert path.read_bytes() == b"old"
    saved(path, store())
    assert path.read_bytes() == FILE


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


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (said(200, b"<!DOCTYPE html><html>Log in"), NetworkFault.LOGIN_PAGE),
        (said(200, b"Log in", Content_Type="text/html"), NetworkFault.LOGIN_PAGE),
        (said(200), NetworkFault.ANSWER),
        (said(200, FILE, Content_Encoding="gzip"), NetworkFault.ANSWER),
        (said(204), NetworkFault.ANSWER),
        (said(404), NetworkFault.NOT_FOUND),
        (said(503), NetworkFault.SERVICE),
        (said(206, FILE), NetworkFault.CUT),
        (said(200, FILE, Content_Length=str(2**50)), NetworkFault.ANSWER),
    ],
)
def test_what_is_no_file_leaves_nothing(tmp_path: Path, answer: Said, fault: NetworkFault) -> None:
    error = failed(tmp_path / "x.zip", answer)
    assert isinstance(error, NetworkError)
    assert error.fault is fault
    assert names(tmp_path) == set()


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


def test_only_one_may_download_to_a_name(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    held, go_on = threading.Event(), threading.Event()

    def hold(done: int, total: int | None) -> None:
        held.set()
        go_on.wait(5)

    with wired(store()) as wire:

        def first() -> None:
            with Transport(wire.addresses, patience=ONCE) as transport:
                transport.save(wire.url + "/store/x.zip", path, hold)

        thread = threading.Thread(target=first)
        thread.start()
        assert held.wait(5)
        with Transport(wire.addresses, patience=ONCE) as transport, pytest.raises(CacheError, match="already"):
            transport.save(wire.url + "/store/x.zip", path)
        program = (
            "import sys; from pathlib import Path; from offline_cache.transport.partial import opened_part\n"
            "from offline_cache.errors import CacheError\n"
            "try:\n    opened_part(Path(sys.argv[1])).__enter__()\nexcept CacheError as error:\n    print(error)\n"
        )
        other = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False)
        assert "already" in other.stdout, other.stderr
        go_on.set()
        thread.join(10)
    assert path.read_bytes() == FILE
    assert names(tmp_path) == {"x.zip"}


def test_a_killed_download_does_not_lock_the_next_one_out(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with wired(Said(store()(Asked("GET", "", {}, b"", 0, 0.0)).data[:100_000], Then.STALL), store()) as wire:
        program = (
            "import os, sys; from pathlib import Path; from offline_cache.transport import Addresses, Transport\n"
            "transport = Transport(Addresses(store=sys.argv[1]))\n"
            "transport.save(sys.argv[1] + '/x.zip', Path(sys.argv[2]), lambda done, total: os._exit(9))\n"
        )
        killed = subprocess.run([sys.executable, "-c", program, wire.url, str(path)], check=False)
        assert killed.returncode == 9
        assert names(tmp_path) == PARTS
        with Transport(wire.addresses, patience=ONCE) as transport:
            transport.save(wire.url + "/x.zip", path)
        assert wire.asked[1].headers["range"] == "bytes=65535-"
    assert path.read_bytes() == FILE


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_keeps_what_has_come(tmp_path: Path) -> None:
    """A limit on the size of a file of one process stands in for the disk."""
    path = tmp_path / "x.zip"
    with wired(store()) as wire:
        program = (
            "import resource, sys; from pathlib import Path; from offline_cache.transport import Addresses, Transport\n"
            "from offline_cache.errors import CacheError, NetworkError\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
            "try:\n    Transport(Addresses(store=sys.argv[1])).save(sys.argv[1] + '/x.zip', Path(sys.argv[2]))\n"
            "except NetworkError: pass\n"
            "except CacheError as error: print(error)\n"
        )
        words = [sys.executable, "-B", "-c", program, wire.url, str(path)]
        full = subprocess.run(words, capture_output=True, text=True, check=False)
        assert "no room" in full.stdout, full.stderr
        assert str(tmp_path) in full.stdout
        assert names(tmp_path) == PARTS
        assert 65_536 <= (tmp_path / "x.zip.part").stat().st_size <= 100_000
        with Transport(wire.addresses, patience=ONCE) as transport:
            transport.save(wire.url + "/x.zip", path)
        assert "range" in wire.asked[1].headers
    assert path.read_bytes() == FILE


def test_a_disk_that_cannot_hold_it_is_said_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=len(FILE) - 1))
    assert "no room" in str(failed(tmp_path / "x.zip", store()))
    assert names(tmp_path) == set()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "cannot be written" in str(failed(tmp_path / "none" / "inside" / "x.zip", store()))


def test_a_name_that_is_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.zip").mkdir()
    assert "cannot be written" in str(failed(tmp_path / "x.zip", store()))
    (tmp_path / "y.zip.part").mkdir()
    assert "cannot be written" in str(failed(tmp_path / "y.zip", store()))


def test_a_body_without_length_is_saved_to_its_end(tmp_path: Path) -> None:
    saved(tmp_path / "x.zip", Said(b"HTTP/1.1 200 OK\r\n\r\n" + FILE, Then.CLOSE))
    assert (tmp_path / "x.zip").read_bytes() == FILE


def test_a_redirect_keeps_the_range(tmp_path: Path) -> None:
    with wired(store(cut=1000), store()) as files, wired(said(302, Location=files.url + "/x.zip")) as site:
        addresses = dataclasses.replace(site.addresses, store=files.url)
        with Transport(addresses, patience=HASTY) as transport:
            transport.save(site.url + "/data/archive/latest.zip", tmp_path / "x.zip")
        assert files.asked[1].headers["range"] == "bytes=999-"
    assert (tmp_path / "x.zip").read_bytes() == FILE
