# SPDX-License-Identifier: GPL-2.0-or-later
"""A download stopped from outside: killed, interrupted, out of room, beside another. What is held is whole."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Optional

import pytest

from offline_cache.held_cache import reading_or_empty
from offline_cache.reader import reading
from offline_cache.verify import faults
from tests.command import PublishedRow, Result, cache_rows, command, csv_rows, query, run, succeed
from tests.conftest import ROOT
from tests.downloads import FORCE, KINDS, download, fetch_by_command, held, names, request
from tests.kills import Kills, times
from tests.sample_factory import crime_id, member, street_csv, street_row
from tests.service import Service

WORDS = ("--force", FORCE)
KILLS = times(9)

Rows = dict[str, Counter[PublishedRow]]


@pytest.fixture(scope="module")
def service(wide_zip: Path) -> Iterator[Service]:
    """A service that takes its time, so that most of a download is waiting as it is in life."""
    with Service(wide_zip, latency=0.01) as running:
        yield running


@pytest.fixture(scope="module")
def published(wide_zip: Path) -> Rows:
    """The rows of each file of the force, by the name of the file."""
    with zipfile.ZipFile(wide_zip) as archive:
        return {Path(name).name: csv_rows(archive.read(name)) for name in names(wide_zip, f"*-{FORCE}-*")}


def start(
    service: Service, cache: Path, *words: str, before: Optional[Callable[[], None]] = None
) -> subprocess.Popen[str]:
    """Start `fetch` of the force; `before` runs in the new process first."""
    return subprocess.Popen(
        command(cache, "fetch", *WORDS, *words),
        cwd=ROOT,
        env={**os.environ, **service.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=before,
    )


def ended(process: subprocess.Popen[str]) -> Result:
    """Wait for its end."""
    out, err = process.communicate(timeout=600)
    return Result(process.returncode, out, err)


def whole(cache: Path, published: Rows) -> int:
    """Give the number of files held; fail where one of them is not as it was published."""
    there = held(cache) if made(cache) else set()
    for kind in KINDS:
        rows: Counter[PublishedRow] = Counter()
        for name in there:
            if name.endswith(f"-{kind}.csv"):
                rows += published[name]
        assert not there or cache_rows(cache, kind) == rows
    return len(there)


def made(cache: Path) -> bool:
    """Whether a cache has its tables: they are there all at once."""
    return cache.exists() and bool(query(cache, "PRAGMA user_version")[0][0])


def go_on(service: Service, cache: Path, published: Rows, already: int) -> None:
    """Fetch again, which brings what is missing and no more."""
    result = fetch_by_command(service, cache, *WORDS)
    assert result.code == 0, result.err
    missing = f"{108 - already} added" if already < 108 else "108 already held"
    assert missing in result.out.splitlines()[0]
    assert whole(cache, published) == 108
    succeed(cache, "verify")


@pytest.mark.slow
def test_killed_at_any_moment(service: Service, published: Rows, tmp_path: Path) -> None:
    begun = time.monotonic()
    assert ended(start(service, tmp_path / "timed.sqlite")).code == 0
    kills = Kills(KILLS, KILLS / 3, time.monotonic() - begun)
    for number, moment in kills:
        cache = tmp_path / f"{number}.sqlite"
        process = start(service, cache)
        time.sleep(moment)
        process.kill()
        code = ended(process).code
        assert code in (-signal.SIGKILL, 0)
        already = whole(cache, published)
        kills.note(killed=bool(code), halfway=0 < already < 108)
        go_on(service, cache, published, already)
    assert kills.caught > kills.enough


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted(service: Service, published: Rows, cache_path: Path, sign: int, code: int) -> None:
    while True:
        process = start(service, cache_path)
        grown_to(cache_path, 5)
        process.send_signal(sign)
        result = ended(process)
        if result.code:
            break
        cache_path.unlink()  # it was faster: again
    assert result.code == code
    assert result.out == ""
    assert "Traceback" not in result.err
    assert len(result.err.splitlines()) <= 2
    already = whole(cache_path, published)
    assert 5 <= already < 108
    go_on(service, cache_path, published, already)


def grown_to(cache: Path, files: int) -> None:
    """Wait until so many files are held."""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        if made(cache) and query(cache, "SELECT count(*) FROM published_file")[0][0] >= files:
            return
        time.sleep(0.02)
    pytest.fail(f"not {files} files in 30 s")


def test_two_downloads_at_once(service: Service, published: Rows, cache_path: Path) -> None:
    """Into one cache: they take turns file by file, and what one has brought the other leaves."""
    results = [ended(process) for process in [start(service, cache_path) for _ in range(2)]]
    assert [result.code for result in results] == [0, 0], results
    assert whole(cache_path, published) == 108
    added = [int(result.out.split(" added")[0].split()[-1]) if " added" in result.out else 0 for result in results]
    assert sum(added) == 108
    with reading(cache_path) as connection:
        assert faults(connection) == []


def test_two_whole_archives_at_once(service: Service, published: Rows, cache_path: Path) -> None:
    """Only one at a time is downloaded; the other says so, or comes when the first has finished."""
    processes = [start(service, cache_path, "--way", "whole") for _ in range(2)]
    results = sorted((ended(process) for process in processes), key=lambda result: result.code)
    assert results[0].code == 0, results
    if results[1].code:
        assert "already" in results[1].err.splitlines()[-1]
    assert whole(cache_path, published) == 108
    assert not cache_path.with_name(cache_path.name + ".download").exists()


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_600_000, 1_600_000))


@pytest.mark.parametrize("way", ["ranges", "whole"])
def test_files_may_not_grow(service: Service, published: Rows, cache_path: Path, way: str) -> None:
    """The system refuses more bytes in the middle, as a full disk or a quota does."""
    result = ended(start(service, cache_path, "--way", way, before=_small_files))
    refused(result)
    assert "disk" in result.err
    already = whole(cache_path, published)
    assert already < 108
    go_on(service, cache_path, published, already)


def test_the_disk_is_full(service: Service, published: Rows, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        cache = disk / "cache.sqlite"
        for way in ("ranges", "whole"):
            result = ended(start(service, cache, "--way", way))
            refused(result)
            assert re.search(r"So far: \d+ of \d+ files are in the cache", result.err)
            assert "Nothing was changed" not in result.err
            already = whole(cache, published)
            assert 0 < already < 108
        for part in disk.glob("cache.sqlite*"):
            if part.is_file():
                shutil.copy(part, tmp_path / part.name)  # what could not be folded in any more lies in the log
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    go_on(service, tmp_path / cache.name, published, already)


def refused(result: Result) -> None:
    """Fail unless a run has ended with the plan and one sentence."""
    assert (result.code, result.out) == (1, "")
    assert "Traceback" not in result.err
    assert "fault of the program" not in result.err
    assert len(result.err.splitlines()) == 2, result.err


def half_made(cache: Path) -> None:
    """What an interrupt leaves of a cache that is being made: a header without tables."""
    with closing(sqlite3.connect(cache)) as connection:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("PRAGMA journal_mode = WAL")
    assert cache.stat().st_size == 8192


@pytest.mark.parametrize("words", [("plan", *WORDS), ("fetch", *WORDS, "--from", "2026-04"), ("search", "Luton")])
def test_a_cache_whose_making_was_interrupted_is_none_yet(
    service: Service, cache_path: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    half_made(cache_path)
    folder = tmp_path / "temporary"
    folder.mkdir()
    result, fresh = (
        run(cache, *words, **service.environment, TMPDIR=str(folder))
        for cache in (cache_path, tmp_path / "other.sqlite")
    )
    assert (result.code, result.out, result.err) == (fresh.code, fresh.out, fresh.err)
    assert result.code == (1 if words[0] == "search" else 0)
    assert list(folder.iterdir()) == []
    assert "empty" not in result.err


def test_nothing_is_written_to_ask_an_empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed meanwhile leaves nothing behind then."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with reading_or_empty(tmp_path / "none.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM published_file").fetchone() == (0,)
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("sign", "kind"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)])
def test_a_signal_while_sqlite_writes(cache_path: Path, sign: int, kind: type[BaseException]) -> None:
    """It is not taken for a fault of the cache."""
    rows = [street_row(crime_id=crime_id(n), longitude=f"{n / 10000:.6f}") for n in range(20_000)]
    writing = 0

    def cancelled() -> bool:
        nonlocal writing
        writing += any(call.name == "replace" for call in traceback.extract_stack())
        if writing == 5:
            signal.raise_signal(sign)
        return False

    before = signal.signal(sign, lambda *_: (_ for _ in ()).throw(kind(143)))
    try:
        with Service({member("2026-04", FORCE): street_csv("2026-04", FORCE, rows)}) as large, pytest.raises(kind):
            download(large, cache_path, request("2026-04", "2026-04"), cancelled=cancelled)
    finally:
        signal.signal(sign, before)
    assert writing == 5
    assert held(cache_path) == set()
