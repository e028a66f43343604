# SPDX-License-Identifier: GPL-2.0-or-later
"""The notebook as a file: rights, other programs, damage, full disks, many at once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from offline_cache.errors import CacheError
from offline_cache.field_notes.notebook import Notebook
from tests.command import as_another_user
from tests.conftest import ROOT
from tests.field_notebook_cases import notebook as _notebook  # noqa: F401 - a fixture
from tests.note_cases import at_point, changed, held, run, texts, whole


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_nobody_else_may_read_it(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        notebook = Notebook(tmp_path / "notes.gpkg")
        notebook.save(at_point("one"))
        assert stat.S_IMODE(notebook.path.stat().st_mode) == 0o600
        notebook.path.chmod(0o644)  # as a copy comes
        again = Notebook(notebook.path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(notebook.path.stat().st_mode) == 0o600
    assert again.private


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
def test_nor_what_is_beside_it_while_a_note_is_saved(notebook: Notebook) -> None:
    notebook.save(at_point("one"))
    with closing(sqlite3.connect(notebook.path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE note_point SET text = 'two'")
        journal = notebook.path.with_name("notes.gpkg-journal")
        assert stat.S_IMODE(journal.stat().st_mode) == 0o600
        connection.execute("ROLLBACK")


def test_rows_of_other_programs_get_what_ours_have(notebook: Notebook) -> None:
    run(notebook.path, "INSERT INTO note_point (text, id) VALUES ('by QField', ''), ('by QGIS', NULL)")
    one, two = sorted(notebook.notes(), key=lambda note: note.text)
    assert one.id
    assert one.version
    assert one.made
    assert one.changed
    assert one.id != two.id
    run(notebook.path, "UPDATE note_point SET text = 'later' WHERE text = 'by QField'")
    later = held(notebook, one.id)
    assert later.ancestors == (one.version,)
    run(notebook.path, "UPDATE note_point SET made = '2001-01-01', id = NULL WHERE text = 'later'")
    assert held(notebook, one.id).text == "later"


def test_a_row_pasted_in_qgis_is_a_note_of_its_own(notebook: Notebook) -> None:
    note = notebook.save(at_point("one"))
    run(
        notebook.path,
        "INSERT INTO note_point (geom, text, id, version, ancestors, made, changed)"
        " SELECT geom, text, id, version, ancestors, made, changed FROM note_point",
    )
    pasted = [other for other in notebook.notes() if other.id != note.id]
    assert len(pasted) == 1
    assert pasted[0].version != note.version


def test_a_log_that_qgis_left_is_read_and_folded_in(notebook: Notebook, tmp_path: Path) -> None:
    connection = sqlite3.connect(notebook.path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("INSERT INTO note_point (text) VALUES ('in the log')")
    for side in ("", "-wal"):  # as a stick is drawn
        shutil.copy(f"{notebook.path}{side}", f"{tmp_path / 'copy.gpkg'}{side}")
    assert texts(notebook.path) == {"in the log": 1}
    notebook.save(at_point("while it is open"))
    connection.close()
    copy = Notebook(tmp_path / "copy.gpkg")
    copy.save(at_point("after"))
    assert texts(copy.path) == {"in the log": 1, "after": 1}
    assert not copy.path.with_name("copy.gpkg-wal").exists()


def test_a_file_that_lost_its_triggers_is_read_but_not_written(notebook: Notebook) -> None:
    notebook.save(at_point("one"))
    run(notebook.path, "DROP TRIGGER note_point_deleted")
    assert [note.text for note in notebook.notes()] == ["one"]
    with pytest.raises(CacheError, match="rewritten by another program"):
        notebook.save(at_point("two"))


def test_what_is_no_notebook_is_refused_and_left(tmp_path: Path) -> None:
    (tmp_path / "text.gpkg").write_text("no database at all " * 100)
    (tmp_path / "short.gpkg").write_text("x")
    with closing(sqlite3.connect(tmp_path / "other.gpkg")) as connection:
        connection.execute("CREATE TABLE other (a)")
    (tmp_path / "folder.gpkg").mkdir()
    for name in ("text", "short", "other", "folder"):
        path = tmp_path / f"{name}.gpkg"
        before = path.read_bytes() if path.is_file() else b""
        with pytest.raises(CacheError):
            Notebook(path)
        assert (path.read_bytes() if path.is_file() else b"") == before
    with pytest.raises(CacheError, match="does not exist"):
        Notebook(tmp_path / "nowhere" / "notes.gpkg")
    with pytest.raises(CacheError):
        Notebook(tmp_path / ("n" * 300))
    with pytest.raises(CacheError):
        Notebook(Path("a\0b"))


def test_a_newer_notebook_is_refused_in_a_sentence(notebook: Notebook) -> None:
    run(notebook.path, "UPDATE setting SET value = '2' WHERE name = 'notebook'")
    with pytest.raises(CacheError, match=r"newer version \(2; this one knows 1\). Update the plugin"):
        Notebook(notebook.path)


def test_cut_copies_are_refused(notebook: Notebook, tmp_path: Path) -> None:
    for n in range(200):
        notebook.save(at_point(f"{n} " + "x" * 500))
    data = notebook.path.read_bytes()
    for share in (0.01, 0.3, 0.9):
        path = tmp_path / f"cut{share}.gpkg"
        path.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(CacheError, match="damaged or copied in part|not a notebook|empty"):
            Notebook(path).notes()


def test_a_notebook_that_goes_away_is_not_written_beside(notebook: Notebook, tmp_path: Path) -> None:
    note = notebook.save(at_point("one"))
    notebook.path.rename(tmp_path / "moved.gpkg")
    with pytest.raises(CacheError, match="disk or stick is in place"):
        notebook.save(at_point("two"))
    assert not notebook.path.exists()
    (tmp_path / "moved.gpkg").rename(notebook.path)
    assert changed(notebook, note, "two").text == "two"


_AS_ANOTHER = """
import sys
from pathlib import Path
from offline_cache.errors import CacheError
from offline_cache.field_notes.notebook import Notebook
from tests.note_cases import at_point
try:
    notebook = Notebook(Path(sys.argv[1]))
    print(notebook.writable, [note.text for note in notebook.notes()])
    notebook.save(at_point("two"))
except CacheError as error:
    print(error)
"""


def as_another(path: Path) -> str:
    """Open and save as a user who owns nothing; skip the test where that is not possible."""
    words = [*as_another_user(), sys.executable, "-c", _AS_ANOTHER, str(path)]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.stderr == ""
    return told.stdout


@pytest.fixture
def public() -> Iterator[Path]:
    """Give a folder that others may look into."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_a_read_only_notebook_is_read_and_says_so(public: Path, mode: str) -> None:
    notebook = Notebook(public / "notes.gpkg")
    notebook.save(at_point("one"))
    run(notebook.path, f"PRAGMA journal_mode = {mode}")
    notebook.path.chmod(0o444)
    said = as_another(notebook.path)
    assert said.startswith("False ['one']\n")
    assert "read-only. Copy the folder to a place of your own." in said
    assert [path.name for path in public.iterdir()] == ["notes.gpkg"]


def test_another_user_reads_nothing(public: Path) -> None:
    notebook = Notebook(public / "notes.gpkg")
    notebook.save(at_point("one"))
    said = as_another(notebook.path)
    assert "one" not in said
    assert said.startswith(f"The notes {notebook.path} cannot be used: Permission denied.")


def test_a_full_disk_leaves_the_old_state(notebook: Notebook) -> None:
    first = notebook.save(at_point("one"))
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from offline_cache.errors import CacheError\n"
        "from offline_cache.field_notes.notebook import Notebook\n"
        "from tests.note_cases import jpeg, segment\n"
        "notebook = Notebook(Path(sys.argv[1]))\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
        "try:\n    notebook.add_photo(sys.argv[2], jpeg(scan=bytes(2_000_000)))\n"
        "except CacheError as error:\n    print(error)\n"
    )
    command = [sys.executable, "-c", script, str(notebook.path), first.id]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "disk that holds" in told.stdout
    assert whole(notebook.path)
    assert notebook.notes() == (first,)


def test_programs_and_windows_at_once_keep_every_note(tmp_path: Path) -> None:
    path = tmp_path / "notes.gpkg"
    script = (
        "import sys; from pathlib import Path; from offline_cache.field_notes.notebook import Notebook\n"
        "from tests.note_cases import at_point\n"
        "for number in range(15):\n    Notebook(Path(sys.argv[1])).save(at_point(f'{sys.argv[2]} {number}'))\n"
    )
    programs = [
        subprocess.Popen([sys.executable, "-c", script, str(path), name], cwd=ROOT, stderr=subprocess.PIPE)
        for name in "ab"
    ]
    faults: list[BaseException] = []

    def take(name: str) -> None:
        try:
            notebook = Notebook(path)
            for number in range(15):
                notebook.save(at_point(f"{name} {number}"))
        except BaseException as error:
            faults.append(error)

    windows = [threading.Thread(target=take, args=(name,)) for name in "cd"]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert [program.communicate(timeout=600)[1] for program in programs] == [b"", b""]
    assert faults == []
    assert texts(path) == {f"{name} {number}": 1 for name in "abcd" for number in range(15)}


def test_a_layer_that_a_user_adds_does_no_harm(notebook: Notebook) -> None:
    run(notebook.path, "CREATE TABLE mine (a)", "CREATE TRIGGER counted AFTER INSERT ON mine BEGIN SELECT 1; END")
    assert notebook.save(at_point("one")).text == "one"


def test_a_spatial_index_made_in_qgis_is_said(notebook: Notebook) -> None:
    run(notebook.path, "CREATE TRIGGER rtree_x AFTER INSERT ON note_point BEGIN SELECT ST_IsEmpty(NEW.geom); END")
    with pytest.raises(CacheError, match="Merge them into a new notebook"):
        notebook.save(at_point("one"))


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_note_is_on_the_disk_when_it_is_saved(notebook: Notebook, tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from offline_cache.field_notes.notebook import Notebook\n"
        "from tests.note_cases import at_point\n"
        "notebook = Notebook(Path(sys.argv[1])); os.write(2, b'begin')\n"
        "notebook.save(at_point('one')); os.write(2, b'saved')\n"
    )
    log = tmp_path / "log"
    calls = "trace=fsync,fdatasync,unlink,write"
    command = ["strace", "-f", "-y", "-e", calls, "-o", str(log), sys.executable, "-c", script, str(notebook.path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    lines = log.read_text().split('"begin"')[1].split('"saved"')[0].splitlines()
    gone = next(number for number, line in enumerate(lines) if "unlink" in line and "notes.gpkg-journal" in line)
    synced = [number for number, line in enumerate(lines) if "sync(" in line and f"<{notebook.path}>" in line]
    folder = [number for number, line in enumerate(lines) if "sync(" in line and f"<{tmp_path}>" in line]
    assert synced[-1] < gone < folder[-1]  # the note, then the end of its journal, then the folder that says so
