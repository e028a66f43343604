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

import pytest

from offline_cache.errors import CacheError, Cancelled
from offline_cache.field_pack import names
from offline_cache.field_pack.checking import check_pack
from offline_cache.field_pack.manifest import PackFacts, read_manifest, write_manifest
from offline_cache.field_pack.model import Manifest
from offline_cache.field_pack.trust import trust_line
from offline_cache.field_pack.zipping import zip_pack
from offline_cache.model import Month
from tests.command import as_another_user, command, run, sentence
from tests.conftest import ROOT
from tests.pack_cases import made_pack
from tests.pack_checking_cases import pack as _pack  # noqa: F401 - a fixture
from tests.pack_checking_cases import rewritten

DAY = datetime.date(2026, 5, 20)


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
    with pytest.raises(CacheError, match="crimes.sqlite is still open in a program"):
        write_manifest(pack, facts)
    (pack / f"{names.CACHE}-wal").unlink()
    (pack / "link").symlink_to(pack / names.CACHE)
    with pytest.raises(CacheError, match="link cannot be part of a pack: it is a link"):
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
