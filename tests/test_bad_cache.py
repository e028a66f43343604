# SPDX-License-Identifier: GPL-2.0-or-later
"""Caches that are none, newer, locked, read-only, damaged or on a full disk: one sentence, nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from offline_cache import store
from tests.command import cache_rows, csv_rows, dump, query, run, sentence, succeed
from tests.sample_factory import archive_zip, crime_id, member, street_csv, street_row

FORCE = "dorset"
READERS = (
    ("status",),
    ("status", "--json"),
    ("verify",),
    ("counts", "--by", "month"),
    ("counts", "--by", "place", "--format", "json"),
)


def month_file(month: str, rows: int) -> bytes:
    """Give a street file of many rows and places."""
    return street_csv(
        month,
        FORCE,
        [street_row(crime_id=crime_id(n), longitude=f"{1 + n * 1e-6:.6f}", location=f"On {n}") for n in range(rows)],
    )


@pytest.fixture
def held(cache_path: Path, tmp_path: Path) -> Path:
    """Give a cache of one small file."""
    succeed(
        cache_path, "import", archive_zip(tmp_path / "held.zip", {member("2024-04", FORCE): month_file("2024-04", 3)})
    )
    return cache_path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Give another file to import."""
    return archive_zip(tmp_path / "2024-05.zip", {member("2024-05", FORCE): month_file("2024-05", 5)})


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of 3 MB; skip the test where this user may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs the right to mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


# --- not a cache ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", READERS)
def test_no_cache_there(cache_path: Path, arguments: tuple[str, ...]) -> None:
    assert "no cache file at" in sentence(run(cache_path, *arguments))
    assert not cache_path.exists()


def test_no_folder_there(tmp_path: Path, archive: Path) -> None:
    said = sentence(run(tmp_path / "none" / "cache.sqlite", "import", archive))
    assert f"folder {tmp_path / 'none'} does not exist" in said


def test_a_folder_for_a_cache(tmp_path: Path, archive: Path) -> None:
    assert "is a folder" in sentence(run(tmp_path, "import", archive))
    assert "no cache file at" in sentence(run(tmp_path, "status"))


@pytest.mark.parametrize(
    "content",
    [b"not a database " * 1000, b"SQLite format 3\0" + b"\xff" * 5000, b"my notes"],
    ids=["text", "header only", "short"],
)
def test_a_file_that_is_not_sqlite(cache_path: Path, archive: Path, content: bytes) -> None:
    cache_path.write_bytes(content)
    for arguments in (("import", archive), *READERS):
        assert str(cache_path) in sentence(run(cache_path, *arguments))
    assert cache_path.read_bytes() == content


def other_database(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE crime (id INTEGER)",),
        ("CREATE TABLE t (id INTEGER)", "PRAGMA user_version = 1"),
        ("PRAGMA user_version = 7",),
        ("PRAGMA application_id = 1196444487", "CREATE TABLE gpkg_contents (table_name TEXT)"),
    ],
)
def test_another_sqlite_file(cache_path: Path, archive: Path, statements: tuple[str, ...]) -> None:
    other_database(cache_path, *statements)
    before = cache_path.read_bytes()
    for arguments in (("import", archive), *READERS):
        said = sentence(run(cache_path, *arguments))
        assert "is not a Police UK cache" in said
    assert cache_path.read_bytes() == before


def test_a_newer_cache(held: Path, archive: Path) -> None:
    with closing(sqlite3.connect(held)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = dump(held)
    for arguments in (("import", archive), *READERS):
        said = sentence(run(held, *arguments))
        assert "newer version (schema 99" in said
        assert "Update the plugin" in said
    assert dump(held) == before


def test_a_damaged_cache(held: Path) -> None:
    data = bytearray(held.read_bytes())
    middle = len(data) // 2
    data[middle:] = bytes(len(data) - middle)
    held.write_bytes(data)
    result = run(held, "verify")
    assert result.code == 1
    assert len(result.err.splitlines()) == 1
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"CREATE TABLE crime (", b"CREATE TABLE cr\xffme ("),  # text that is not UTF-8
        (b"CREATE TABLE place (", b"CREATE TABLE plXce ("),
        (b"  unplaced_rows INTEGER", b"  unplaced_rXws INTEGER"),
        (b"SQLite format 3\0 \0\2\2", b"SQLite format 3\0 \0\x09\x09"),
    ],
    ids=["text", "table", "column", "format"],
)
def test_damage_in_the_schema_is_a_sentence_with_a_remedy(held: Path, archive: Path, old: bytes, new: bytes) -> None:
    data = held.read_bytes()
    assert old in data
    held.write_bytes(data.replace(old, new, 1))
    for arguments in (("import", archive), *READERS):
        result = run(held, *arguments)
        if result.code:
            said = sentence(result)
            assert "into a new cache" in said or "Choose another file" in said


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("DELETE FROM crime WHERE id = 2", "not where the ledger says"),
        ("INSERT INTO crime VALUES (900, 1, 1, 0, 1, NULL)", "belong to no file"),
        ("UPDATE published_file SET unplaced_rows = 1", "does not count"),
        ("DELETE FROM place WHERE id = 1", "without their place"),
        ("UPDATE crime SET type = 999 WHERE id = 1", "without their type"),
        ("DELETE FROM idx_place_geom WHERE pkid = 1", "index lacks"),
        ("INSERT INTO idx_place_geom VALUES (77, 0, 0, 0, 0)", "index entries without"),
        ("UPDATE idx_place_geom SET xmin = 40, xmax = 41 WHERE pkid = 1", "index"),
    ],
)
def test_verify_finds_what_was_broken(held: Path, damage: str, fault: str) -> None:
    with closing(sqlite3.connect(held)) as connection:
        connection.execute(damage)
        connection.commit()
    result = run(held, "verify")
    assert result.code == 1
    assert fault in result.err


# --- another writer, no right to write, no room --------------------------------------------------------------


@pytest.fixture
def _waits_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has the lock for the whole test is waited for in vain."""
    monkeypatch.setattr(store, "_BUSY_MS", 300)


@pytest.mark.usefixtures("_waits_little")
def test_another_writer_is_waited_for_a_little_and_readers_do_not_mind(held: Path, archive: Path) -> None:
    before = dump(held)
    with closing(sqlite3.connect(held, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM crime")
        said = sentence(run(held, "import", archive))
        assert "another program" in said
        assert "try again" in said
        for arguments in READERS:
            succeed(held, *arguments)
        assert "3 rows" in succeed(held, "status").out
        writer.execute("ROLLBACK")
    assert dump(held) == before
    succeed(held, "import", archive)


@pytest.mark.usefixtures("_waits_little")
def test_a_lock_on_everything_is_told(held: Path) -> None:
    with closing(sqlite3.connect(held, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = DELETE")
        writer.execute("BEGIN EXCLUSIVE")
        assert "another program" in sentence(run(held, "counts", "--by", "month"))


def test_read_only_disk_is_read_and_not_written(held: Path, archive: Path, small_disk: Path) -> None:
    cache = Path(shutil.copy(held, small_disk / "cache.sqlite"))
    expected = [succeed(held, *arguments).out for arguments in READERS[2:]]
    remount(small_disk, "ro")
    said = sentence(run(cache, "import", archive))
    assert "read-only" in said
    answers = [succeed(cache, *arguments).out for arguments in READERS[2:]]
    assert answers == [text.replace(str(held), str(cache)) for text in expected]
    for arguments in READERS:
        succeed(cache, *arguments)
    assert "read-only" in sentence(run(small_disk / "new.sqlite", "import", archive))


def test_changes_beside_a_read_only_cache_are_not_lost_silently(held: Path, archive: Path, small_disk: Path) -> None:
    """A copy taken in mid-use, whose newest rows stand in the write-ahead log only."""
    with closing(sqlite3.connect(held)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM crime").fetchone()
        succeed(held, "import", archive)
        for name in (held.name, f"{held.name}-wal"):
            shutil.copy(held.with_name(name), small_disk / name)
    remount(small_disk, "ro")
    result = run(small_disk / held.name, "counts", "--by", "month")
    if result.code == 0:
        assert "2024-05,5" in result.out
    else:
        assert f"{held.name}-wal" in sentence(result)


def test_a_file_that_may_not_be_written(held: Path, archive: Path) -> None:
    if shutil.which("chattr") is None or subprocess.run(["chattr", "+i", str(held)], check=False).returncode:
        pytest.skip("needs the right to make a file immutable")
    try:
        assert "read-only" in sentence(run(held, "import", archive))
        assert "3 rows" in succeed(held, "status").out
    finally:
        subprocess.run(["chattr", "-i", str(held)], check=True)
    succeed(held, "import", archive)


def test_full_disk(held: Path, tmp_path: Path, small_disk: Path) -> None:
    months = {month: month_file(month, 6000) for month in ("2024-05", "2024-06", "2024-07")}
    archive = archive_zip(tmp_path / "large.zip", {member(month, FORCE): data for month, data in months.items()})
    cache = Path(shutil.copy(held, small_disk / "cache.sqlite"))
    said = sentence(run(cache, "import", archive))
    assert "full" in said
    remount(small_disk, "size=60m")
    succeed(cache, "verify")
    kept = {row[0] for row in query(cache, "SELECT substr(month_start, 1, 7) FROM published_file")}
    assert "2024-04" in kept
    assert kept < {"2024-04", *months}
    for month in kept - {"2024-04"}:
        assert cache_rows(cache, "street", month=month) == csv_rows(months[month])
    succeed(cache, "import", archive)
    assert cache_rows(cache, "street", month="2024-07") == csv_rows(months["2024-07"])


def test_a_new_cache_on_a_full_disk(archive: Path, small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(3 * 1024 * 1024 - 40_000))
    said = sentence(run(small_disk / "cache.sqlite", "import", archive))
    assert "full" in said
    (small_disk / "ballast").unlink()
    succeed(small_disk / "cache.sqlite", "import", archive)
    succeed(small_disk / "cache.sqlite", "verify")
