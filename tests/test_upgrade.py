# SPDX-License-Identifier: GPL-2.0-or-later
"""A cache of an older version: read as it is, upgraded by who writes, with a copy kept, whatever happens meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from offline_cache.errors import BadCache
from offline_cache.reader import reading
from offline_cache.schema_version import SCHEMA_VERSION
from offline_cache.store import OfflineCache
from tests.command import command, dump, query, run, sentence, succeed
from tests.conftest import ROOT
from tests.kills import Kills, times
from tests.older_cache import ADDED, VERSION_1, VERSION_2, as_version, as_version_1, fingerprint

REFERENCE = ("area_attribute", "area_measure", "area_class", "peer_list", "peer", "official_count")


@pytest.fixture
def old(sample_cache: Path, tmp_path: Path) -> Path:
    """Give the sample in a cache of version 1."""
    return as_version_1(Path(shutil.copy(sample_cache, tmp_path / "held.sqlite")))


OPEN_AND_CLOSE = """
import pathlib, sys
from offline_cache import OfflineCache
OfflineCache(pathlib.Path(sys.argv[1])).close()
"""


def version(path: Path) -> int:
    return int(query(path, "PRAGMA user_version")[0][0])


def upgraded(path: Path) -> Path:
    """Open a cache for writing and close it."""
    with OfflineCache(path):
        return path


def kept(path: Path, version: int = 1) -> Path:
    return path.with_name(f"held.schema-{version}.sqlite")


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Give every row that an upgrade must not touch."""
    changed = {"geometry_columns", "views_geometry_columns", "sqlite_stat1", "sqlite_sequence"}
    changed.update(name for _, name in ADDED)
    return {name: found for name, found in dump(path).items() if name not in changed}


def test_the_text_of_version_1_stays_as_it_is(cache_path: Path) -> None:
    assert fingerprint(as_version_1(upgraded(cache_path))) == VERSION_1


def test_the_text_of_version_2_stays_as_it_is(cache_path: Path) -> None:
    assert fingerprint(as_version(2, upgraded(cache_path))) == VERSION_2


def test_version_2_is_upgraded_after_a_copy(sample_cache: Path, tmp_path: Path) -> None:
    old = as_version(2, Path(shutil.copy(sample_cache, tmp_path / "held.sqlite")))
    before = rows(old)
    assert version(upgraded(old)) == SCHEMA_VERSION
    assert (rows(old), fingerprint(old)) == (before, fingerprint(upgraded(tmp_path / "new.sqlite")))
    assert (version(kept(old, 2)), rows(kept(old, 2))) == (2, before)
    assert all(query(old, f"SELECT count(*) FROM {table}") == [(0,)] for table in REFERENCE)


@pytest.mark.parametrize("number", [1, 2])
def test_a_reader_of_an_older_cache_finds_the_tables_of_references_empty(
    number: int, sample_cache: Path, tmp_path: Path
) -> None:
    old = as_version(number, Path(shutil.copy(sample_cache, tmp_path / "held.sqlite")))
    with reading(old) as connection:
        assert all(connection.execute(f"SELECT * FROM {table}").fetchall() == [] for table in REFERENCE)
    assert version(old) == number


def test_who_writes_upgrades_and_a_copy_is_kept(old: Path, tmp_path: Path) -> None:
    before = rows(old)
    assert version(upgraded(old)) == SCHEMA_VERSION
    assert rows(old) == before
    assert fingerprint(old) == fingerprint(upgraded(tmp_path / "new.sqlite"))
    assert (version(kept(old)), rows(kept(old))) == (1, before)
    assert sorted(path.name for path in tmp_path.glob("held*")) == [kept(old).name, old.name]
    counted = query(old, "SELECT count(*) FROM stop_places")
    assert counted == query(old, "SELECT row_count FROM vector_layers_statistics WHERE table_name = 'stop_places'")
    succeed(old, "verify")


def test_it_is_upgraded_once(old: Path) -> None:
    upgraded(old)
    copied = kept(old).stat()
    upgraded(old)
    assert kept(old).stat() == copied


def test_reading_changes_nothing_and_sees_the_views(old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    new = upgraded(Path(shutil.copy(old, tmp_path / "new.sqlite")))
    for words in (("counts", "--by", "month"), ("counts", "--by", "place", "--format", "json")):
        assert succeed(old, *words).out == succeed(new, *words).out
    with reading(old) as connection:
        assert connection.execute("SELECT place, stops, objects FROM stop_places").fetchall() == query(
            new, "SELECT place, stops, objects FROM stop_places"
        )
        assert connection.execute("SELECT * FROM neighbourhoods").fetchall() == []
        assert connection.execute("SELECT * FROM revision").fetchall() == []
    assert (old.read_bytes(), list(tmp_path.glob("held.schema*"))) == (before, [])


def test_another_file_of_the_copys_name_is_left_alone(old: Path) -> None:
    kept(old).write_text("my notes")
    upgraded(old)
    assert kept(old).read_text() == "my notes"
    assert version(old.with_name("held.schema-1-2.sqlite")) == 1


def test_a_copy_of_an_upgrade_that_was_stopped_is_made_anew(old: Path) -> None:
    shutil.copy(old, kept(old))
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("INSERT INTO area_name VALUES ('ward', 2024, 'X', 'written since')")
        connection.commit()
    before = rows(old)
    upgraded(old)
    assert rows(kept(old)) == before


def test_of_two_at_once_the_second_waits(old: Path) -> None:
    words = command(old, "import", ROOT / "policeuk_plugin" / "resources" / "sample" / "sample_archive.zip")
    both = [subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate(timeout=600) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert (version(old), version(kept(old))) == (SCHEMA_VERSION, 1)


@pytest.mark.slow
def test_killed_at_any_moment_it_is_of_the_one_version_or_the_other(old: Path, tmp_path: Path) -> None:
    before = rows(old)
    kills = Kills(
        wanted=times(12), enough=2, seconds=seconds_of_work(Path(shutil.copy(old, tmp_path / "timed.sqlite")))
    )
    for number, moment in kills:
        folder = tmp_path / str(number)
        folder.mkdir()
        cache = Path(shutil.copy(old, folder / "held.sqlite"))
        process = started(cache)
        time.sleep(moment)
        killed = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=600)
        kills.note(killed=killed, halfway=killed and kept(cache).exists())
        assert version(cache) in (1, SCHEMA_VERSION)
        assert rows(cache) == before
        assert version(upgraded(cache)) == SCHEMA_VERSION
        assert (version(kept(cache)), rows(kept(cache))) == (1, before)
        assert not list(folder.glob("*.part"))
    assert kills.caught > kills.enough


def started(cache: Path) -> subprocess.Popen[bytes]:
    """Open a cache for writing in another program; gives that back when it has begun to."""
    process = subprocess.Popen([sys.executable, "-c", OPEN_AND_CLOSE, str(cache)], cwd=ROOT)
    while process.poll() is None and not cache.with_name(cache.name + "-wal").exists():
        time.sleep(0.0002)
    return process


def seconds_of_work(cache: Path) -> float:
    """How long the upgrade takes from its beginning."""
    process, begun = started(cache), time.monotonic()
    process.wait(timeout=600)
    return time.monotonic() - begun


@pytest.fixture(params=["no room for the copy", "no room for the change"])
def small_disk(tmp_path: Path, old: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Give a disk with the old cache on it and little room; skip the test where this user may not mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = old.stat().st_size
    kilobytes = (size * 3 // 2 if "copy" in request.param else size * 2 + 60_000) // 1024
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs the right to mount a small disk")
    try:
        yield Path(shutil.copy(old, folder / "held.sqlite"))
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_full_disk_leaves_the_cache_as_it_was(small_disk: Path) -> None:
    before = rows(small_disk)
    with pytest.raises(BadCache, match="Make room"):
        upgraded(small_disk)
    assert (version(small_disk), rows(small_disk)) == (1, before)
    assert not list(small_disk.parent.glob("*.part"))
    succeed(small_disk, "counts", "--by", "month")


def test_a_version_that_there_never_was(old: Path) -> None:
    query(old, "PRAGMA user_version = -3")
    assert "is damaged" in sentence(run(old, "status"))
