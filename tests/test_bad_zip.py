# SPDX-License-Identifier: GPL-2.0-or-later
"""Bad archives: each ends in one sentence that names the archive or the file, and the cache is as it was."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bad_files import FORCE, MONTH, NAME, STREET, make_held, refused
from tests.command import ROOT, dump, run, sentence, succeed
from tests.sample_factory import archive_zip, member, street_csv, street_row

EXTRA = street_csv(MONTH, FORCE, [street_row()]).split(b"\n", 1)[1]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_held(tmp_path_factory.mktemp("held"))


@pytest.fixture
def held(template: Path, cache_path: Path) -> Path:
    """Give a cache that already holds something."""
    return Path(shutil.copy(template, cache_path))


def zipped(data: bytes = STREET, name: str = member(MONTH, FORCE), kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Give a zip of one member."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def fields_forged(data: bytes, **values: int) -> bytes:
    """Give the zip of one member with values of its headers replaced (APPNOTE 4.3.7, 4.3.12)."""
    at = {"flags": (6, 8, "<H"), "crc": (14, 16, "<I"), "packed": (18, 20, "<I"), "size": (22, 24, "<I")}
    at["method"] = (8, 10, "<H")
    changed = bytearray(data)
    central = data.rindex(b"PK\x01\x02")
    for name, value in values.items():
        local, directory, form = at[name]
        struct.pack_into(form, changed, local, value)
        struct.pack_into(form, changed, central + directory, value)
    return bytes(changed)


def bomb_behind_a_small_size() -> bytes:
    """Give a member that says it is 1,000 bytes and unpacks to 300 MB."""
    return fields_forged(zipped(bytes(300_000_000)), size=1000, crc=zlib.crc32(bytes(1000)))


def many_members() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(50_001):
            archive.writestr(str(number), b"")
    return buffer.getvalue()


def garbled() -> bytes:
    """Give a zip whose packed bytes are garbled, its directory whole."""
    data = bytearray(zipped())
    data[80:120] = bytes(40)
    return bytes(data)


def nameless() -> bytes:
    """Give a zip whose second member has no name in the directory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member(MONTH, FORCE), STREET)
        archive.writestr("x", b"")
    data = bytearray(buffer.getvalue())
    entry, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    struct.pack_into("<I", data, end + 12, struct.unpack_from("<I", data, end + 12)[0] - 1)
    struct.pack_into("<H", data, entry + 28, 0)
    del data[entry + 46]
    return bytes(data)


BAD_ZIP: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "not a whole zip"),
    "not a zip": (lambda: b"police" * 1000, "not a whole zip"),
    "truncated": (lambda: zipped()[:-30], "not a whole zip"),
    "half": (lambda: zipped()[:100], "not a whole zip"),
    "head missing": (lambda: zipped()[20:], "damaged"),
    "wrong CRC": (lambda: fields_forged(zipped(), crc=1), "damaged"),
    "garbled": (garbled, "damaged"),
    "no files": (lambda: zipped(name="readme.txt"), "no published file"),
    "a size that does not fit": (lambda: fields_forged(zipped(), size=len(STREET) + 5), "damaged"),
    "a bomb by ratio": (lambda: zipped(bytes(50_000_000)), "unpack to 50,000,000"),
    "a bomb by size": (lambda: fields_forged(zipped(), size=300_000_000, packed=200_000_000), "300,000,000"),
    "a bomb that hides its size": (bomb_behind_a_small_size, "street.csv"),
    "a bomb beside the files": (lambda: zipped(bytes(50_000_000), "other.bin"), "unpack to"),
    "too many members": (many_members, "50,001 members"),
    "encrypted": (lambda: fields_forged(zipped(), flags=1), "password"),
    "another packing": (lambda: zipped(kind=zipfile.ZIP_LZMA), "unusual"),
    "an unknown packing": (lambda: fields_forged(zipped(), method=77), "unusual"),
    "a name that climbs": (lambda: zipped(name=f"../{NAME}"), "unsafe name"),
    "a name that climbs inside": (lambda: zipped(name=f"{MONTH}/../../{NAME}"), "unsafe name"),
    "an absolute name": (lambda: zipped(name=f"/etc/{NAME}"), "unsafe name"),
    "a drive": (lambda: zipped(name=f"C:/{NAME}"), "unsafe name"),
    "a backslash": (lambda: zipped(name=f"..\\{NAME}"), "unsafe name"),
    "control characters": (lambda: zipped(name=f"a\x1b[2Jb\n{NAME}"), "unsafe name"),
    "no name": (nameless, "unsafe name"),
    "an endless name": (lambda: zipped(name="x" * 60_000 + "/../" + NAME), "unsafe name"),
    "an unsafe name beside the files": (lambda: zipped(name="../../readme.txt"), "unsafe name"),
}


@pytest.mark.parametrize("fault", BAD_ZIP)
def test_bad_zip(held: Path, tmp_path: Path, fault: str) -> None:
    make, words = BAD_ZIP[fault]
    path = tmp_path / "2024-05.zip"
    path.write_bytes(make())
    said = refused(held, path)
    assert words in said
    assert "2024-05.zip" in said or NAME in said
    assert not (tmp_path.parent / NAME).exists()
    assert [file.name for file in tmp_path.iterdir() if not file.name.startswith(held.name)] == [path.name]


def test_a_hidden_bomb_is_not_unpacked(cache_path: Path, tmp_path: Path) -> None:
    """Under a limit of memory that the unpacked bytes would break."""
    path = tmp_path / "bomb.zip"
    path.write_bytes(bomb_behind_a_small_size())
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000));"
        "from offline_cache.cli import main; sys.exit(main(sys.argv[1:]))"
    )

    words = [sys.executable, "-c", program, "--cache", str(cache_path), "import", str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1, done.stderr
    assert NAME in done.stderr
    assert "memory" not in done.stderr


def test_one_file_twice_in_an_archive(held: Path, tmp_path: Path) -> None:
    path = archive_zip(tmp_path / "twice.zip", {member(MONTH, FORCE): STREET, f"copy/{NAME}": STREET + EXTRA})
    said = refused(held, path)
    assert NAME in said
    assert "twice" in said


def test_one_file_in_two_archives(held: Path, tmp_path: Path) -> None:
    contents = {"one.zip": STREET, "two.zip": STREET + EXTRA}
    paths = [archive_zip(tmp_path / name, {member(MONTH, FORCE): data}) for name, data in contents.items()]
    said = refused(held, *paths)
    assert all(word in said for word in (NAME, "one.zip", "two.zip", "twice"))


def test_equal_copies_are_one_file(cache_path: Path, tmp_path: Path) -> None:
    paths = [archive_zip(tmp_path / name, {member(MONTH, FORCE): STREET}) for name in ("one.zip", "two.zip")]
    (tmp_path / NAME).write_bytes(STREET)
    assert succeed(cache_path, "import", *paths, tmp_path / NAME).out.startswith("1 files: 1 added")


def test_of_two_archives_the_newer_stands_whatever_the_order(cache_path: Path, tmp_path: Path) -> None:
    """Together, in either order, and one after the other; a folder of archives too."""
    older = archive_zip(tmp_path / "2024-06.zip", {member(MONTH, FORCE): STREET})
    newer = archive_zip(tmp_path / "2024-09.zip", {member(MONTH, FORCE): STREET + EXTRA})
    rows = (STREET + EXTRA).count(b"\n") - 1
    for number, paths in enumerate(([older, newer], [newer, older], [tmp_path])):
        cache = cache_path.with_name(f"{number}.sqlite")
        succeed(cache, "import", *paths)
        again = succeed(cache, "import", older)
        assert "newer archive" in again.out
        files = json.loads(succeed(cache, "status", "--json").out)["files"]
        assert [(file["rows"], file["snapshot"], file["snapshot_exact"]) for file in files] == [(rows, "2024-09", True)]


def test_files_before_the_bad_one_stay_whole_and_those_after_stay_out(cache_path: Path, tmp_path: Path) -> None:
    path = archive_zip(
        tmp_path / "three.zip",
        {
            member("2024-04", FORCE): street_csv("2024-04", FORCE, [street_row()]),
            member(MONTH, FORCE): STREET[:-60],
            member("2024-06", FORCE): street_csv("2024-06", FORCE, [street_row()]),
        },
    )
    assert NAME in sentence(run(cache_path, "import", path))
    assert [row[2][:7] for row in dump(cache_path)["published_file"]] == ["2024-04"]
    succeed(cache_path, "verify")


def test_a_name_outside_utf8_is_no_fault(cache_path: Path, tmp_path: Path) -> None:
    path = tmp_path / b"caf\xe9.zip".decode("utf-8", "surrogateescape")
    path.write_bytes(zipped())
    succeed(cache_path, "import", path)
    succeed(cache_path, "status", "--json")
    path.write_bytes(b"no zip")
    assert "not a whole zip" in sentence(run(cache_path, "import", path))
