# SPDX-License-Identifier: GPL-2.0-or-later
"""A pack as one zip and as a folder again: the same, or nothing."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest

from offline_cache.errors import CacheError, Cancelled
from offline_cache.field_pack import names
from offline_cache.field_pack.checking import check_pack
from offline_cache.field_pack.making import beside
from offline_cache.field_pack.zipping import unzip_pack, zip_pack
from tests.command import as_another_user
from tests.conftest import ROOT
from tests.pack_zip_cases import contents
from tests.pack_zip_cases import pack as _pack  # noqa: F401 - a fixture
from tests.pack_zip_cases import zipped as _zipped  # noqa: F401 - a fixture


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
