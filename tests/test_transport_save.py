# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads to a file: whole or as it was, one at a time."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from offline_cache.errors import CacheError, NetworkError, NetworkFault
from offline_cache.transport import Transport
from tests.pace import WAIT
from tests.transport_saving import FILE, ONCE, PARTS, failed, names, saved, store
from tests.wire import Asked, Said, Then, said, wired


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


def test_only_one_may_download_to_a_name(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    held, go_on = threading.Event(), threading.Event()

    def hold(done: int, total: int | None) -> None:
        held.set()
        go_on.wait(WAIT)

    with wired(store()) as wire:

        def first() -> None:
            with Transport(wire.addresses, patience=ONCE) as transport:
                transport.save(wire.url + "/store/x.zip", path, hold)

        thread = threading.Thread(target=first)
        thread.start()
        assert held.wait(WAIT)
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
        thread.join()
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
