# SPDX-License-Identifier: GPL-2.0-or-later
"""Zips of packs that somebody made to do harm: nothing of them is written."""

from __future__ import annotations

import os
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from offline_cache.errors import CacheError
from offline_cache.field_pack import names
from offline_cache.field_pack.checking import check_pack
from offline_cache.field_pack.zipping import unzip_pack, zip_pack
from tests.pack_zip_cases import contents
from tests.pack_zip_cases import pack as _pack  # noqa: F401 - a fixture
from tests.pack_zip_cases import zipped as _zipped  # noqa: F401 - a fixture


def added(
    zipped: Path, name: str, data: bytes = b"x", edit: Callable[[zipfile.ZipInfo], None] = lambda info: None
) -> Path:
    """Give a copy of a pack's zip with one more member."""
    made = zipped.with_name("hostile.zip")
    shutil.copy(zipped, made)
    with zipfile.ZipFile(made, "a") as archive:
        info = zipfile.ZipInfo("plain")
        info.filename = name
        edit(info)
        archive.writestr(info, data)
    return made


NAMES = (
    *("../outside", "/etc/cron.d/x", "Luton/../../outside", "C:/x", "c:\\x", "Luton\\..\\x", "Luton/a:b", "Luton/NUL"),
    *(
        "Luton/aux.txt",
        "Luton/x.",
        "Luton/x ",
        "Luton/a\x1bb",
        "Luton//x",
        "./x",
        "~/../x",
        "Luton/\x7f",
        "Luton/" + "x" * 300,
    ),
)


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_refused_and_nothing_is_written(zipped: Path, tmp_path: Path, name: str) -> None:
    hostile = added(zipped, name)
    before = sorted(tmp_path.rglob("*"))
    for work in (check_pack, lambda path: unzip_pack(path, tmp_path / "out")):
        with pytest.raises(CacheError, match="unsafe name") as caught:
            work(hostile)
        assert str(caught.value).isprintable()
    assert sorted(tmp_path.rglob("*")) == before


def as_link(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def as_device(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFCHR | 0o666) << 16


@pytest.mark.parametrize("edit", [as_link, as_device])
def test_links_and_devices_are_refused(zipped: Path, tmp_path: Path, edit: Callable[[zipfile.ZipInfo], None]) -> None:
    with pytest.raises(CacheError, match="is a link or device"):
        unzip_pack(added(zipped, "Luton/results/link", b"/etc/passwd", edit), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_bomb_is_refused_before_it_is_unpacked(zipped: Path, tmp_path: Path) -> None:
    def packed(info: zipfile.ZipInfo) -> None:
        info.compress_type = zipfile.ZIP_DEFLATED

    with pytest.raises(CacheError, match="would unpack to 60,000,000 bytes"):
        unzip_pack(added(zipped, "Luton/background/map.tif", bytes(60_000_000), packed), tmp_path / "out")


def test_what_the_manifest_does_not_name_stays_in_the_zip_but_for_photos_of_notes(zipped: Path, tmp_path: Path) -> None:
    hostile = zipped
    for number, (name, data) in enumerate({"run.exe": b"x", "DCIM/run.qgs": b"x", "DCIM/note 1.jpg": b"photo"}.items()):
        hostile = added(hostile, f"Luton/{name}", data).rename(tmp_path / f"{number}.zip")
    assert check_pack(hostile).unknown == ("DCIM/run.qgs", "run.exe")
    unzip_pack(hostile, tmp_path / "out")
    assert sorted(set(contents(tmp_path / "out")) - set(contents(tmp_path / "Luton"))) == ["DCIM/note 1.jpg"]
    assert stat.S_IMODE((tmp_path / "out/DCIM/note 1.jpg").stat().st_mode) == 0o600
    assert check_pack(tmp_path / "out").unknown == ()
    zip_pack(tmp_path / "out", tmp_path / "again.zip")
    unzip_pack(tmp_path / "again.zip", tmp_path / "more")
    assert contents(tmp_path / "more") == contents(tmp_path / "out")


def test_a_size_that_is_a_lie_ends_where_the_manifest_says(pack: Path, tmp_path: Path) -> None:
    """The directory says a few bytes, the member holds many: no more than announced is ever read."""
    with zipfile.ZipFile(tmp_path / "lie.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in contents(pack).items():
            archive.writestr(path, data if path != names.PROJECT else os.urandom(3_000_000))
    size = len(contents(pack)[names.PROJECT])
    data = (tmp_path / "lie.zip").read_bytes()
    data = data.replace(struct.pack("<I", 3_000_000), struct.pack("<I", size))
    (tmp_path / "lie.zip").write_bytes(data)
    with pytest.raises(CacheError, match=r"field\.qgz in lie\.zip is damaged"):
        unzip_pack(tmp_path / "lie.zip", tmp_path / "out")
    assert check_pack(tmp_path / "lie.zip").changed == (names.PROJECT,)
    assert not (tmp_path / "out").exists()


def test_names_that_are_one_on_some_systems_are_refused(zipped: Path, tmp_path: Path) -> None:
    with pytest.raises(CacheError, match="twice"):
        unzip_pack(added(zipped, "Luton/FIELD.QGZ"), tmp_path / "out")
    with pytest.warns(UserWarning, match="Duplicate name"):
        hostile = added(zipped, f"Luton/{names.PROJECT}")
    with pytest.raises(CacheError, match="twice"):
        check_pack(hostile)
