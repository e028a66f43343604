# SPDX-License-Identifier: GPL-2.0-or-later
"""A pack says which part of it was changed, is missing or cut short; whatever else it is, is a sentence."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from offline_cache.errors import CacheError, Cancelled
from offline_cache.field_pack import names
from offline_cache.field_pack.checking import check_pack
from offline_cache.field_pack.manifest import NewerPack, PackFacts, read_manifest, write_manifest
from offline_cache.field_pack.model import Manifest
from offline_cache.field_pack.trust import trust_line
from offline_cache.field_pack.zipping import zip_pack
from offline_cache.model import Month
from tests.command import as_another_user, command, run, sentence
from tests.conftest import ROOT
from tests.pack_cases import made_pack

DAY = datetime.date(2026, 5, 20)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """Give a pack of stand-ins."""
    made_pack(tmp_path / "Luton")
    return tmp_path / "Luton"


def rewritten(pack: Path, **values: Any) -> None:
    """Change values of the manifest, and its own hash with them; None takes one out."""
    path = pack / names.MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest.update(values)
    left = {name: value for name, value in manifest.items() if value is not None or name in ("data_to", "held_to")}
    path.write_text(json.dumps({**left, "sha256": own_sha256(left)}), encoding="utf-8")


def own_sha256(manifest: dict[str, Any]) -> str:
    """Give the hash of all that a manifest says but this hash."""
    said = {name: value for name, value in manifest.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def test_a_pack_is_as_it_was_made_wherever_it_lies_and_whatever_it_is_called(pack: Path, tmp_path: Path) -> None:
    assert check_pack(pack).whole
    moved = Path(shutil.move(pack, tmp_path / "on a stick é 日本"))
    found = check_pack(moved)
    assert (found.whole, found.changed, found.missing, found.unknown) == (True, (), (), ())
    assert found.manifest == read_manifest(moved)
    assert found.sentence.startswith("The field pack 'Luton town' is as it was made on 20")
    zip_pack(moved, tmp_path / "b.zip")
    renamed = Path(shutil.move(tmp_path / "b.zip", tmp_path / "quite another name.bin"))
    assert check_pack(renamed).whole
    assert check_pack(renamed).manifest == found.manifest


def test_the_manifest_names_every_file_but_the_notes(pack: Path) -> None:
    manifest = read_manifest(pack)
    there = {path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file()}
    assert {file.path for file in manifest.files} == there - {names.MANIFEST, names.NOTES}
    assert all(file.what and file.licence for file in manifest.files)
    assert (manifest.title, manifest.area, manifest.data_to) == ("Luton town", "force:dogger-bank", Month(2023, 4))
    for file in manifest.files:
        data = (pack / file.path).read_bytes()
        assert (file.size, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize("name", [names.CACHE, names.PROJECT, names.LICENCES, "results/a.html"])
def test_one_byte_changed_is_named(pack: Path, name: str) -> None:
    data = bytearray((pack / name).read_bytes())
    data[len(data) // 2] ^= 1
    (pack / name).write_bytes(data)
    found = check_pack(pack)
    assert (found.whole, found.changed, found.missing) == (False, (name,), ())
    assert f"{name} is not as it was made" in found.sentence
    assert "Its results are not shown" in found.sentence


def test_half_copied_is_told_from_changed(pack: Path) -> None:
    (pack / names.CACHE).write_bytes((pack / names.CACHE).read_bytes()[:5000])
    (pack / names.BRIEF_PDF).unlink()
    (pack / names.PROJECT).write_bytes((pack / names.PROJECT).read_bytes() + b"x")
    found = check_pack(pack)
    assert (found.changed, found.missing) == ((names.CACHE, names.PROJECT), (names.BRIEF_PDF,))
    assert "'Luton town' was changed: " in found.sentence
    assert f"{names.BRIEF_PDF} is missing; {names.CACHE} is cut short; {names.PROJECT} is not as" in found.sentence


def test_a_copy_that_stopped_half_way_is_told_so(pack: Path) -> None:
    (pack / names.CACHE).write_bytes((pack / names.CACHE).read_bytes()[:5000])
    for path in (pack / names.BRIEF_PDF, pack / names.PROJECT):
        path.unlink()
    found = check_pack(pack)
    words = (
        "was not wholly copied: brief.pdf and field.qgz are missing; crimes.sqlite is cut short. Its results are not"
    )
    assert words in found.sentence


def test_notes_and_what_systems_leave_change_nothing(pack: Path) -> None:
    (pack / names.NOTES).write_bytes(b"other notes")
    for name in (
        f"{names.NOTES}-wal",
        f"{names.BRIEF_PDF}.aux.xml",
        "Thumbs.db",
        ".DS_Store",
        "._field.qgz",
        "results/.DS_Store",
        "field.qgz~",
    ):
        (pack / name).write_bytes(b"x")
    found = check_pack(pack)
    assert (found.whole, found.unknown) == (True, ())
    (pack / "shopping.txt").write_text("milk")
    found = check_pack(pack)
    assert (found.whole, found.unknown) == (True, ("shopping.txt",))
    assert found.sentence.endswith("Not of it, and not looked at: shopping.txt.")


def test_a_log_beside_the_cache_is_a_change_of_it(pack: Path) -> None:
    """SQLite reads it into the file: what it shows is not what was hashed."""
    (pack / f"{names.CACHE}-wal").touch()
    assert check_pack(pack).whole
    (pack / f"{names.CACHE}-wal").write_bytes(b"x" * 40)
    assert check_pack(pack).changed == (names.CACHE,)


def test_opening_as_qgis_does_is_no_change_but_writing_is(tmp_path: Path, sample_cache: Path) -> None:
    made_pack(tmp_path / "pack", sample_cache)
    cache = tmp_path / "pack" / names.CACHE
    before = cache.read_bytes()
    with closing(sqlite3.connect(cache, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("SELECT count(*) FROM crime")
        connection.execute("PRAGMA journal_mode = DELETE")
    assert cache.read_bytes() != before
    assert check_pack(tmp_path / "pack").whole
    with closing(sqlite3.connect(cache)) as connection, connection:
        connection.execute("UPDATE crime SET type = 1 WHERE id = 1")
    assert check_pack(tmp_path / "pack").changed == (names.CACHE,)


def test_a_cache_that_no_sqlite_opens_is_a_change(tmp_path: Path, sample_cache: Path) -> None:
    """The bytes that a look may change hold two values only, see sqlite.org/fileformat2.html, section 1.3.3."""
    made_pack(tmp_path / "pack", sample_cache)
    cache = tmp_path / "pack" / names.CACHE
    data = cache.read_bytes()
    for modes, whole in ((b"\1\1", True), (b"\2\2", True), (b"\x09\x09", False), (b"\2\1", False), (b"\0\0", False)):
        cache.write_bytes(data[:18] + modes + data[20:])
        assert check_pack(tmp_path / "pack").whole is whole, modes


def test_a_pipe_in_the_place_of_the_manifest_is_a_sentence(pack: Path) -> None:
    (pack / names.MANIFEST).unlink()
    os.mkfifo(pack / names.MANIFEST)
    with pytest.raises(CacheError, match=r"manifest\.json is no file"):
        check_pack(pack)


def test_a_title_stays_on_its_line(pack: Path) -> None:
    rewritten(pack, title="Luton\n\x1b[31mtown ")
    found = check_pack(pack)
    assert found.whole
    assert found.sentence.startswith(r"The field pack 'Luton \x1b[31mtown' is as it was made")


def test_a_link_in_the_place_of_a_file_is_a_change(pack: Path, tmp_path: Path) -> None:
    shutil.move(pack / names.PROJECT, tmp_path / "same")
    (pack / names.PROJECT).symlink_to(tmp_path / "same")
    assert check_pack(pack).changed == (names.PROJECT,)


def test_a_newer_pack_is_said(pack: Path) -> None:
    rewritten(pack, version=names.VERSION + 1, files="of another form")
    found = check_pack(pack)
    assert (found.whole, found.newer_version, found.manifest) == (False, True, None)
    assert "newer version of the plugin" in found.sentence
    with pytest.raises(NewerPack):
        read_manifest(pack)


def test_an_older_pack_is_said(pack: Path) -> None:
    rewritten(pack, version=1, sha256=None, held_to=None)
    with pytest.raises(CacheError, match=r"made by an older version of the plugin .* merge its notes\.gpkg first"):
        check_pack(pack)


BAD: dict[str, dict[str, Any]] = {
    "another kind": {"format": "a recipe"},
    "no files": {"files": None},
    "no version": {"version": None},
    "version 0": {"version": 0},
    "version true": {"version": True},
    "version text": {"version": "1"},
    "a month": {"months": ["2023-13"]},
    "a moment": {"made": "yesterday"},
    "an id": {"id": "1"},
    "a long title": {"title": "x" * 5000},
    "no title": {"title": 5},
    "file none": {"files": [None]},
    "another last month": {"data_to": "2026-10"},
    "no months": {"months": []},
    "months out of order": {"months": ["2023-04", "2023-03"], "data_to": "2023-03"},
}


@pytest.mark.parametrize("case", BAD)
def test_a_damaged_manifest_is_a_sentence(pack: Path, case: str) -> None:
    rewritten(pack, **BAD[case])
    with pytest.raises(CacheError, match=r"^The manifest of the field pack .* is damaged .*Copy the pack again"):
        check_pack(pack)


@pytest.mark.parametrize(
    "values",
    [
        {"made": "2026-11-20T00:00:00Z"},
        {"area": "csp:Luton"},
        {"title": "Luton city"},
        {"months": ["2023-03", "2026-10"], "data_to": "2026-10"},
        {"held_to": "2026-10"},
        {"types": ["Burglary"]},
        {"more": 1},
        {"sha256": "0" * 64},
    ],
    ids=str,
)
def test_a_manifest_that_was_changed_by_hand_is_refused(pack: Path, tmp_path: Path, values: dict[str, Any]) -> None:
    path = pack / names.MANIFEST
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["sha256"] == own_sha256(told)
    path.write_text(json.dumps(dict(reversed(told.items()))), encoding="utf-8")
    assert check_pack(pack).whole  # laid out otherwise, it says the same
    path.write_text(json.dumps({**told, **values}), encoding="utf-8")
    with pytest.raises(CacheError, match=r"manifest of .* is damaged \(it was changed since it was made\)\. Copy"):
        check_pack(pack)
    told.pop("sha256")
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(CacheError, match="it was changed since it was made"):
        zip_pack(pack, tmp_path / "out.zip")


def test_any_letter_of_a_manifest_that_was_changed_is_noticed(pack: Path) -> None:
    path = pack / names.MANIFEST
    data = path.read_bytes()
    told = json.loads(data)
    for at in range(0, len(data), 7):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        try:
            found = check_pack(pack)
        except CacheError:
            continue
        assert found.newer_version or json.loads(path.read_bytes()) == told, at


def test_a_manifest_of_other_months_than_its_cache_is_refused(tmp_path: Path, sample_cache: Path) -> None:
    pack = tmp_path / "pack"
    months = [str(month) for month in made_pack(pack, sample_cache).months]
    assert check_pack(pack).whole
    rewritten(pack, months=[*months, "2026-10"], data_to="2026-10", held_to="2026-10")
    with pytest.raises(CacheError, match=r"names other months than its crimes\.sqlite holds"):
        check_pack(pack)


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "/etc/passwd",
        "C:\\x",
        "c:x",
        "a//b",
        "a/../b",
        "x\x00",
        "x\n",
        "con",
        "NUL.txt",
        "a.",
        " a",
        "",
        names.NOTES,
    ],
)
def test_a_manifest_cannot_name_a_file_elsewhere(pack: Path, path: str) -> None:
    files = json.loads((pack / names.MANIFEST).read_text(encoding="utf-8"))["files"]
    rewritten(pack, files=[*files, {**files[0], "path": path}])
    with pytest.raises(CacheError, match="is damaged"):
        check_pack(pack)


def test_bytes_that_are_no_manifest_are_a_sentence(pack: Path) -> None:
    for data in (b"", b"\xff\xfe", b"[" * 100_000, b"{}", b"null", b"9" * 5000, b" " * 9_000_000):
        (pack / names.MANIFEST).write_bytes(data)
        with pytest.raises(CacheError, match="manifest of the field pack"):
            check_pack(pack)


def test_what_is_no_pack_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("text")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name, words in {"nothing": "does not exist", "file.txt": "no field pack", "folder": "no manifest.json"}.items():
        with pytest.raises(CacheError, match=words):
            check_pack(tmp_path / name)
    with pytest.raises(CacheError, match="device or pipe"):
        check_pack(tmp_path / "pipe")


def test_a_pack_is_made_only_of_whole_closed_files(pack: Path) -> None:
    facts = PackFacts("a", "csp:Luton", (), (), "the tests")
    (pack / names.MANIFEST).unlink()
    (pack / f"{names.CACHE}-wal").write_bytes(b"x")
    with pytest.raises(CacheError, match="crimes.sqlite is still open"):
        write_manifest(pack, facts)
    (pack / f"{names.CACHE}-wal").unlink()
    (pack / "link").symlink_to(pack / names.CACHE)
    with pytest.raises(CacheError, match="link is a link"):
        write_manifest(pack, facts)
    (pack / "link").unlink()
    (pack / names.READ_ME).unlink()
    with pytest.raises(CacheError, match="READ ME.txt is not there"):
        write_manifest(pack, facts)


def test_checking_can_be_stopped_and_tells_how_far_it_is(pack: Path) -> None:
    told: list[float] = []
    check_pack(pack, told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    with pytest.raises(Cancelled):
        check_pack(pack, cancelled=lambda: True)


def manifest_made(pack: Path, made: datetime.datetime, months: tuple[Month, ...] = (Month(2026, 4),)) -> Manifest:
    return write_manifest(pack, PackFacts("a", "csp:Luton", months, (), "the tests"), made=made)


def test_the_line_of_trust(pack: Path) -> None:
    made = datetime.datetime(2026, 5, 3, 23, 30, tzinfo=datetime.timezone.utc)
    manifest = manifest_made(pack, made)
    line = "Data to April 2026, made 3 May 2026; whether newer months exist is unknown offline."
    assert trust_line(manifest, DAY) == line
    assert trust_line(manifest, datetime.date(2026, 5, 2)) == line
    assert trust_line(manifest, datetime.date(2026, 7, 4)) == line
    assert trust_line(manifest, datetime.date(2026, 7, 5)) == f"{line} That is 63 days ago: ask for a new pack."
    early = trust_line(manifest, datetime.date(2026, 1, 1))
    assert early == f"{line} This computer's clock says 1 January 2026, which is before that: check it."
    assert trust_line(manifest_made(pack, made, ()), DAY).startswith("No month of crimes, made 3 May 2026;")


def test_the_line_of_trust_says_which_months_were_left_out(pack: Path) -> None:
    made = datetime.datetime(2026, 5, 3, tzinfo=datetime.timezone.utc)
    facts = PackFacts("a", "csp:Luton", (Month(2022, 8),), (), "the tests", Month(2023, 4))
    line = trust_line(write_manifest(pack, facts, made=made), DAY)
    assert line == "Data to August 2022, made 3 May 2026; months to April 2023 were held then and are not in it."
    assert read_manifest(pack).held_to == Month(2023, 4)


def test_the_command_says_it_and_its_code(pack: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "no cache"
    told = run(nowhere, "check-pack", pack)
    assert (told.code, told.err) == (0, "")
    first, second = told.out.splitlines()
    assert first.startswith("The field pack 'Luton town' is as it was made")
    assert second.startswith("Data to April 2023, made ")
    as_json = json.loads(run(nowhere, "check-pack", "--json", pack).out)
    assert (as_json["whole"], as_json["manifest"]["data_to"]) == (True, "2023-04")
    (pack / names.PROJECT).unlink()
    assert "field.qgz is missing" in sentence(run(nowhere, "check-pack", pack))
    bad = run(nowhere, "check-pack", "--json", pack)
    assert (bad.code, json.loads(bad.out)["missing"]) == (1, ["field.qgz"])


def test_a_pack_that_may_only_be_read_is_checked_and_counted(sample_cache: Path) -> None:
    another_user = as_another_user()
    with tempfile.TemporaryDirectory() as name:  # pytest's own folder may be closed to others
        Path(name).chmod(0o755)
        pack = Path(name, "pack")
        made_pack(pack, sample_cache)
        for path in (*pack.rglob("*"), pack):
            path.chmod(0o555 if path.is_dir() else 0o444)
        for words in (("check-pack", pack), ("counts", "--by", "month")):
            told = [*another_user, *command(pack / names.CACHE, *words)]
            done = subprocess.run(told, cwd=ROOT, capture_output=True, text=True, check=False)
            assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
        assert done.stdout == run(sample_cache, "counts", "--by", "month").out
        pack.chmod(0o755)
        (pack / names.RESULTS_FOLDER).chmod(0o755)
