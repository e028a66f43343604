# SPDX-License-Identifier: GPL-2.0-or-later
"""A pack as one zip and as a folder again: the same, or nothing; a hostile zip does nothing."""

from __future__ import annotations

import os
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from offline_cache.errors import CacheError, Cancelled
from offline_cache.field_pack import names
from offline_cache.field_pack.checking import check_pack
from offline_cache.field_pack.making import beside
from offline_cache.field_pack.zipping import unzip_pack, zip_pack
from tests.command import as_another_user
from tests.conftest import ROOT
from tests.pack_cases import made_pack


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Give a pack of stand-ins."""
    made_pack(tmp_path / "Luton")
    return tmp_path / "Luton"


@pytest.fixture
def zipped(pack: Path, tmp_path: Path) -> Path:
    """Give it as a zip."""
    zip_pack(pack, tmp_path / "Luton.zip")
    return tmp_path / "Luton.zip"


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_there_and_back_is_the_same(pack: Path, zipped: Path, tmp_path: Path) -> None:
    manifest = unzip_pack(zipped, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(pack)
    assert manifest == check_pack(tmp_path / "again").manifest
    assert stat.S_IMODE((tmp_path / "again" / names.NOTES).stat().st_mode) == 0o600
    with zipfile.ZipFile(zipped) as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {"Luton"}
        assert archive.testzip() is None


def test_a_zip_without_a_folder_of_its_own_and_one_that_macos_made_are_packs(pack: Path, tmp_path: Path) -> None:
    for top in ("", "any name/"):
        made = tmp_path / "made.zip"
        with zipfile.ZipFile(made, "w") as archive:
            if top:
                archive.mkdir(top) if hasattr(archive, "mkdir") else archive.writestr(top, b"")
            for path, data in contents(pack).items():
                archive.writestr(top + path, data)
            archive.writestr("__MACOSX/._x", b"clutter")
            archive.writestr(f"{top}.DS_Store", b"clutter")
        assert check_pack(made).whole
        unzip_pack(made, tmp_path / f"out{len(top)}")
        assert check_pack(tmp_path / f"out{len(top)}").whole


def test_a_changed_pack_is_not_zipped(pack: Path, tmp_path: Path) -> None:
    (pack / names.BRIEF_PDF).write_bytes(b"another")
    with pytest.raises(CacheError, match="brief.pdf of the pack .* is not as it was made"):
        zip_pack(pack, tmp_path / "out.zip")
    (pack / names.BRIEF_PDF).unlink()
    with pytest.raises(CacheError, match="brief.pdf of the pack .* is missing"):
        zip_pack(pack, tmp_path / "out.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Luton"]


def test_what_is_there_is_not_destroyed(pack: Path, zipped: Path, tmp_path: Path) -> None:
    before = zipped.read_bytes()
    zip_pack(pack, zipped)  # a pack's zip is replaced
    assert check_pack(zipped).whole
    assert len(zipped.read_bytes()) == len(before)
    (tmp_path / "letter.zip").write_bytes(b"Dear Sir")
    for target, words in {
        "letter.zip": "is no field pack",
        "Luton": "is no field pack",
        "Luton/in.zip": "lies in the pack itself",
        "no folder/out.zip": "does not exist",
    }.items():
        with pytest.raises(CacheError, match=words):
            zip_pack(pack, tmp_path / target)
    assert (tmp_path / "letter.zip").read_bytes() == b"Dear Sir"
    with pytest.raises(CacheError, match="is there already"):
        unzip_pack(zipped, pack)
    (tmp_path / "empty").mkdir()
    unzip_pack(zipped, tmp_path / "empty")
    assert check_pack(tmp_path / "empty").whole


def test_stopping_leaves_nothing(pack: Path, zipped: Path, tmp_path: Path) -> None:
    for work in (
        lambda: zip_pack(pack, tmp_path / "o.zip", cancelled=lambda: True),
        lambda: unzip_pack(zipped, tmp_path / "o", cancelled=lambda: True),
    ):
        with pytest.raises(Cancelled):
            work()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Luton", "Luton.zip"]


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 0.999])
def test_a_zip_that_is_cut_short_is_a_sentence(zipped: Path, tmp_path: Path, share: float) -> None:
    data = zipped.read_bytes()
    (tmp_path / "cut.zip").write_bytes(data[: int(len(data) * share)])
    for work in (check_pack, lambda path: unzip_pack(path, tmp_path / "out")):
        with pytest.raises(CacheError, match=r"not a whole zip|no field pack"):
            work(tmp_path / "cut.zip")
    assert not (tmp_path / "out").exists()


def test_any_byte_changed_is_noticed_or_does_nothing(zipped: Path, tmp_path: Path) -> None:
    data = zipped.read_bytes()
    whole = contents(tmp_path / "Luton")
    whole.pop(names.NOTES)
    for at in range(7, len(data), max(1, len(data) // 150)):
        bad = bytearray(data)
        bad[at] ^= 0xFF
        (tmp_path / "bad.zip").write_bytes(bad)
        out = tmp_path / f"out{at}"
        try:
            unzip_pack(tmp_path / "bad.zip", out)
        except CacheError:
            assert not out.exists()
        else:
            found = contents(out)
            found.pop(names.NOTES, None)  # a bit of the directory's dates, or of the notes, which have no hash
            assert found == whole
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


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


def test_a_locked_zip_and_another_packing_are_said(zipped: Path, pack: Path, tmp_path: Path) -> None:
    data = bytearray(zipped.read_bytes())
    at = data.index(b"PK\1\2")
    data[at + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(data)
    with pytest.raises(CacheError, match="locked with a password"):
        check_pack(tmp_path / "locked.zip")
    with zipfile.ZipFile(tmp_path / "lzma.zip", "w", zipfile.ZIP_LZMA) as archive:
        for path, text in contents(pack).items():
            archive.writestr(path, text)
    with pytest.raises(CacheError, match="unusual way"):
        check_pack(tmp_path / "lzma.zip")


def test_a_folder_is_made_beside_and_appears_when_it_is_whole(tmp_path: Path) -> None:
    def fail() -> None:
        with beside(tmp_path / "pack") as folder:
            (folder / "a").mkdir()
            (folder / "a" / "b").write_text("x")
            assert not (tmp_path / "pack").exists()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []
    with beside(tmp_path / "pack") as folder:
        (folder / "b").write_text("x")
    assert contents(tmp_path) == {"pack/b": b"x"}
    with pytest.raises(CacheError, match="is there already"), beside(tmp_path / "pack"):
        pytest.fail("given a folder that holds something")


def test_a_read_only_file_is_part_of_a_folder_as_any_other() -> None:
    another_user = as_another_user()
    with tempfile.TemporaryDirectory() as name:  # pytest's own folder may be closed to others
        Path(name).chmod(0o777)
        words = [*another_user, sys.executable, "-c", _READ_ONLY, str(Path(name, "made"))]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert contents(Path(name)) == {"made/map.tif": b"x"}


_READ_ONLY = """
import sys
from pathlib import Path
from offline_cache.field_pack.making import beside
with beside(Path(sys.argv[1])) as folder:
    (folder / "map.tif").write_bytes(b"x")
    (folder / "map.tif").chmod(0o444)
"""


def test_what_a_kill_left_a_day_ago_is_removed_and_nothing_else(tmp_path: Path) -> None:
    old, new, other = (tmp_path / name for name in (".a[1].0000.part", ".a[1].1111.part", ".b.0000.part"))
    for folder in (old, new, other):
        (folder / "deep").mkdir(parents=True)
    for folder in (old, other):
        os.utime(folder, (1, 1))
    with beside(tmp_path / "a[1]"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [".a[1].1111.part", ".b.0000.part", "a[1]"]
