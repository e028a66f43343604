# SPDX-License-Identifier: GPL-2.0-or-later
"""Packs on disks that are full, read-only or taken away: one sentence, nothing half made, nothing of ours left."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from offline_cache.errors import CacheError
from offline_cache.field_pack import names
from offline_cache.field_pack.checking import check_pack
from offline_cache.field_pack.making import beside
from offline_cache.field_pack.zipping import unzip_pack, zip_pack
from offline_cache.model import By, Selection
from offline_cache.queries import counts
from offline_cache.reader import reading
from tests.pack_cases import made_pack, trimmed

Disk = Callable[[str], Path]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Give disks of a size; skip the test where this user may not mount one."""
    mounted = []

    def made(size: str) -> Path:
        folder = tmp_path / f"disk {len(mounted)}"
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
            pytest.skip("needs the right to mount a small disk")
        mounted.append(folder)
        return folder

    yield made
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


@pytest.fixture(scope="module")
def pack(sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a whole pack of the sample, with its zip beside it; the tests read them only."""
    folder = tmp_path_factory.mktemp("whole")
    made_pack(folder / "pack", sample_cache)
    zip_pack(folder / "pack", folder / "pack.zip")
    return folder / "pack"


def read_only(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


@pytest.mark.parametrize("size", ["64k", "512k", "1m"])
def test_a_full_disk_is_said_and_nothing_is_left(disk: Disk, pack: Path, sample_cache: Path, size: str) -> None:
    full = disk(size)
    for work, said in (
        (lambda: trimmed(sample_cache, full / "crimes.sqlite", "force:dogger-bank"), r"disk is full.*crimes\.sqlite"),
        (lambda: made_pack(full / "pack", sample_cache), r"disk is full"),
        (lambda: unzip_pack(pack.with_suffix(".zip"), full / "pack"), r"no room for .*pack, which takes"),
    ):
        with pytest.raises(CacheError, match=said) as caught:
            work()
        assert ".part" not in str(caught.value)
        assert list(full.iterdir()) == []


def test_a_disk_that_fills_up_while_a_zip_is_written(disk: Disk, pack: Path) -> None:
    full = disk("64k")
    (full / "Luton.zip").write_bytes(b"")
    with pytest.raises(CacheError, match=r"The disk is full: .*Luton\.zip was not"):
        zip_pack(pack, full / "Luton.zip")
    assert [(path.name, path.stat().st_size) for path in full.iterdir()] == [("Luton.zip", 0)]


def test_a_disk_that_fills_up_while_a_folder_is_filled(disk: Disk) -> None:
    full = disk("64k")

    def fill() -> None:
        with beside(full / "pack") as folder:
            (folder / "large").write_bytes(bytes(1_000_000))

    with pytest.raises(CacheError, match="The disk is full: .*pack was not made"):
        fill()
    assert list(full.iterdir()) == []


def test_a_read_only_disk_takes_no_pack_and_shows_one(disk: Disk, pack: Path, sample_cache: Path) -> None:
    stick = disk("32m")
    shutil.copytree(pack, stick / "pack")
    read_only(stick)
    for work in (
        lambda: made_pack(stick / "other", sample_cache),
        lambda: unzip_pack(pack.with_suffix(".zip"), stick / "other"),
        lambda: zip_pack(pack, stick / "other.zip"),
        lambda: trimmed(sample_cache, stick / "other.sqlite", "force:dogger-bank"),
    ):
        with pytest.raises(CacheError, match="read-only"):
            work()
    assert check_pack(stick / "pack").whole
    with reading(stick / "pack" / names.CACHE) as here, reading(sample_cache) as there:
        assert counts(here, Selection(), By.MONTH).rows == counts(there, Selection(), By.MONTH).rows
    assert [path.name for path in stick.iterdir()] == ["pack"]


def test_a_stick_that_is_drawn_while_it_is_read_or_written(disk: Disk, pack: Path, tmp_path: Path) -> None:
    stick = disk("32m")
    shutil.copytree(pack, stick / "pack")

    def draw(_share: float) -> None:
        subprocess.run(["umount", "-l", str(stick)], check=False, capture_output=True)

    with pytest.raises(CacheError, match="Check that its disk or stick is still there"):
        check_pack(stick / "pack", draw)
    with pytest.raises(CacheError, match="does not exist"):
        check_pack(stick / "pack")
    another = disk("32m")

    def draw_other(_share: float) -> None:
        subprocess.run(["umount", "-l", str(another)], check=False, capture_output=True)

    with pytest.raises(CacheError, match="stick is still there"):
        unzip_pack(pack.with_suffix(".zip"), another / "pack", draw_other)
    assert list(another.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["disk 0", "disk 1"]


def test_a_pack_opened_by_two_at_once(pack: Path) -> None:
    with reading(pack / names.CACHE) as one, reading(pack / names.CACHE) as other:
        assert counts(one, Selection(), By.MONTH).rows == counts(other, Selection(), By.MONTH).rows
        assert check_pack(pack).whole
    assert not [path for path in pack.iterdir() if path.name.startswith(f"{names.CACHE}-")]
