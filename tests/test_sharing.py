# SPDX-License-Identifier: GPL-2.0-or-later
"""One cache, several programs and users: nobody mixes up another's places, nor locks another out."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from offline_cache import BadCache, OfflineCache, Selection, import_paths
from offline_cache.export.choices import ExportFormat, ExportLayer
from offline_cache.export.exporting import export
from offline_cache.reader import reading
from offline_cache.verify import faults
from tests.command import (
    ROOT,
    Result,
    as_another_user,
    cache_rows,
    command,
    csv_rows,
    run,
    run_outside,
    sentence,
    succeed,
)
from tests.sample_factory import crime_id, street_csv, street_row

FORCE = "dorset"


def month_file(folder: Path, month: str, name: str, rows: int = 3, longitude: str = "2.100000") -> Path:
    """Write a street file whose rows stand on one place of this name."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{month}-{FORCE}-street.csv"
    path.write_bytes(
        street_csv(
            month,
            FORCE,
            [street_row(crime_id=crime_id(n), location=f"On or near {name}", longitude=longitude) for n in range(rows)],
        )
    )
    return path


def as_nobody(cache: Path, *arguments: str | Path) -> Result:
    """Run a command as a user who owns nothing; skip the test where that is not possible."""
    words = [*as_another_user(), *command(cache, *arguments)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def public() -> Iterator[Path]:
    """Give a folder that others may look into: pytest's own may not be."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def cache(public: Path, tmp_path: Path) -> Path:
    """Give a cache of one file in the folder."""
    succeed(public / "c.sqlite", "import", month_file(tmp_path / "held", "2024-01", "Held"))
    return public / "c.sqlite"


def import_when_free(cache: Path, folder: Path) -> None:
    """Import as a user does who is told after five seconds that another program writes: wait, and try again."""
    for _ in range(50):
        result = run_outside(cache, "import", folder)
        if result.code == 0:
            return
        assert "is being written by another program" in result.err, result.err
    raise AssertionError(f"The cache was never free for {folder}.")


def test_a_place_freed_by_another_program_is_never_mixed_up(cache_path: Path, tmp_path: Path) -> None:
    """The other revises a month so that a place is dropped, and its number goes to another place."""
    with OfflineCache(cache_path) as ours, OfflineCache(cache_path) as other:
        import_paths(ours, [month_file(tmp_path / "a", "2024-01", "Filler", longitude="2.000000")])
        import_paths(ours, [month_file(tmp_path / "a", "2024-02", "Pier")])
        import_paths(other, [month_file(tmp_path / "b", "2024-02", "Filler", longitude="2.000000")])
        import_paths(other, [month_file(tmp_path / "b", "2024-03", "Rock", longitude="2.300000")])
        last = month_file(tmp_path / "a", "2024-04", "Pier")
        import_paths(ours, [last])
    assert cache_rows(cache_path, "street", month="2024-04") == csv_rows(last.read_bytes())
    with reading(cache_path) as connection:
        assert faults(connection) == []


def test_two_programs_that_import_at_once_lose_and_mix_nothing(cache_path: Path, tmp_path: Path) -> None:
    """Each imports a year whose months stand on places that the other's revisions of them free again."""
    months = [f"2023-{month:02d}" for month in range(1, 13)]
    for side in ("a", "b"):
        for month in months:
            month_file(tmp_path / side, month, f"{side} {month}", 400, f"2.{ord(side)}{month[-2:]}0")
    with ThreadPoolExecutor() as programs:
        list(programs.map(lambda side: import_when_free(cache_path, tmp_path / side), ("a", "b", "a")))
    succeed(cache_path, "verify")
    for month in months:
        held = cache_rows(cache_path, "street", month=month)
        assert held in [csv_rows((tmp_path / side / f"{month}-{FORCE}-street.csv").read_bytes()) for side in ("a", "b")]


@pytest.mark.parametrize(
    "arguments", [("status",), ("verify",), ("counts", "--by", "month"), ("counts", "--by", "place")], ids=" ".join
)
def test_who_may_not_write_reads_all_the_same(cache: Path, arguments: tuple[str, ...]) -> None:
    expected = succeed(cache, *arguments).out
    result = as_nobody(cache, *arguments)
    assert (result.code, result.out) == (0, expected), result.err
    assert os.listdir(cache.parent) == [cache.name]


@pytest.mark.parametrize("mode", [0o755, 0o777])
def test_a_reader_leaves_no_file_that_keeps_the_owner_out(cache: Path, tmp_path: Path, mode: int) -> None:
    """Also in a folder that all may write in, with a cache that only its owner may."""
    cache.parent.chmod(mode)
    for reader in (as_nobody, run):
        assert reader(cache, "status").code == 0
        assert os.listdir(cache.parent) == [cache.name]
    succeed(cache, "import", month_file(tmp_path / "more", "2024-02", "More"))


def test_who_may_not_write_sees_all_or_a_sentence_while_the_owner_writes(cache: Path, tmp_path: Path) -> None:
    with OfflineCache(cache) as writer:
        import_paths(writer, [month_file(tmp_path / "more", "2024-02", "More", 7)])
        result = as_nobody(cache, "counts", "--by", "month")
        if result.code == 0:
            assert "2024-02,7" in result.out
        else:
            assert "-wal" in sentence(result)
    assert "2024-02,7" in as_nobody(cache, "counts", "--by", "month").out


@pytest.fixture
def unlocked(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a cache that this user is told he may not write to: root may write to all."""
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    return cache


def test_what_was_written_while_it_was_read_without_locks_is_not_given_out(unlocked: Path, tmp_path: Path) -> None:
    more = month_file(tmp_path / "more", "2024-02", "More", 2000)
    out = tmp_path / "out.csv"

    def export_while_it_is_written() -> None:
        with reading(unlocked) as connection:
            connection.execute("SELECT count(*) FROM crime").fetchone()
            assert run_outside(unlocked, "import", more).code == 0  # this process holds it for read-only
            export(connection, Selection(), ExportLayer.CRIMES, ExportFormat.CSV, out)

    with pytest.raises(BadCache, match="while it was being read"):
        export_while_it_is_written()
    assert not out.exists()
    with reading(unlocked) as connection:
        assert connection.execute("SELECT count(*) FROM crime").fetchone() == (2003,)


def test_a_reader_can_change_nothing(cache: Path) -> None:
    with pytest.raises(BadCache, match="read-only"), reading(cache) as connection:
        connection.execute("DELETE FROM crime")
    with closing(sqlite3.connect(cache)) as connection:
        assert connection.execute("SELECT count(*) FROM crime").fetchone() == (3,)


def test_a_log_of_another_user_is_named(cache: Path, tmp_path: Path) -> None:
    """Left behind by a program of before, or by one that was killed."""
    log = cache.with_name(f"{cache.name}-shm")
    log.touch()
    log.chmod(0o444)
    cache.parent.chmod(0o777)
    cache.chmod(0o666)
    month_file(tmp_path, "2024-02", "More")
    source = cache.parent / f"2024-02-{FORCE}-street.csv"
    shutil.copyfile(tmp_path / source.name, source)
    assert f"{log.name} is read-only" in sentence(as_nobody(cache, "import", source))
