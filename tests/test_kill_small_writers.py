# SPDX-License-Identifier: GPL-2.0-or-later
"""The program killed while it imports postcodes, fetches neighbourhoods, writes notes, reports or settings."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QSettings

from offline_cache.field_notes.notebook import Notebook
from offline_cache.reader import reading
from offline_cache.verify import faults
from tests.area_factory import written
from tests.command import query, succeed
from tests.conftest import ROOT
from tests.killed_work import NEIGHBOURHOODS, REPORT_FILES, Writer, spread
from tests.kills import times
from tests.note_cases import at_point
from tests.service import Service
from tests.test_postcodes import ROWS, onspd

pytestmark = pytest.mark.slow

HELD = "SELECT s.source, count(*) FROM postcode p JOIN postcode_source s ON s.id = p.source GROUP BY 1"
FETCHED = "SELECT name, description FROM neighbourhood_detail ORDER BY 1"


def is_whole(cache: Path) -> bool:
    """Whether a cache has its tables; fails where anything is wrong with them."""
    if not cache.exists() or not query(cache, "PRAGMA user_version")[0][0]:
        return False
    with reading(cache) as connection:
        assert faults(connection) == []
    return True


def test_postcodes_are_all_there_or_none(tmp_path: Path) -> None:
    first, file = written(tmp_path / "first.csv", onspd(*ROWS[:3])), written(tmp_path / "second.csv", onspd(*ROWS))
    held, timed = tmp_path / "held.sqlite", tmp_path / "timed.sqlite"
    succeed(held, "postcodes", "import", first)
    shutil.copy(held, timed)
    with Writer("postcodes") as writer:
        calls = writer.calls(timed, file)
        before, after = query(held, HELD), query(timed, HELD)
        assert before != after
        killed = 0
        for number, call in enumerate(spread(calls, 8)):
            cache = Path(shutil.copy(held, tmp_path / f"{number}.sqlite"))
            killed += writer.killed_at(call, cache, file)
            assert is_whole(cache)
            assert query(cache, HELD) in (before, after)
            writer.calls(cache, file)
            assert query(cache, HELD) == after
    assert killed


def test_neighbourhoods_are_whole_and_the_next_run_goes_on(tmp_path: Path) -> None:
    timed = tmp_path / "timed.sqlite"
    with Service(rate_limit=False) as service, Writer("neighbourhoods", service.environment) as writer:
        calls = writer.calls(timed)
        after = query(timed, FETCHED)
        assert len(after) == len(NEIGHBOURHOODS)
        killed = 0
        for number, call in enumerate(spread(calls, 4)):
            cache = tmp_path / f"{number}.sqlite"
            killed += writer.killed_at(call, cache)
            assert not is_whole(cache) or set(query(cache, FETCHED)) <= set(after)
            writer.calls(cache)
            assert is_whole(cache)
            assert query(cache, FETCHED) == after
    assert killed


@pytest.mark.parametrize("name", ["notes.csv", "notes.geojson", "notes.html"])
def test_notes_for_others_are_the_earlier_file_or_the_new(tmp_path: Path, name: str) -> None:
    notebook = Notebook(tmp_path / "notes.gpkg")
    for number in range(5):
        notebook.save(at_point(f"note {number}"))
    out = tmp_path / name
    with Writer("notes") as writer:
        calls = writer.calls(notebook.path, out)
        new, killed = out.read_bytes(), 0
        for call in spread(calls, 5):
            out.write_bytes(b"the earlier one")
            killed += writer.killed_at(call, notebook.path, out)
            assert out.read_bytes() in (b"the earlier one", new)
            assert len(Notebook(notebook.path).notes()) == 5
    assert killed


def test_every_file_of_a_report_is_the_earlier_or_the_new(tmp_path: Path) -> None:
    timed = tmp_path / "timed"
    timed.mkdir()
    with Writer("reports") as writer:
        calls = writer.calls(timed)
        assert sorted(one.name for one in timed.iterdir()) == sorted(REPORT_FILES)
        killed = 0
        for number, call in enumerate(spread(calls, 12)):
            folder = tmp_path / str(number)
            folder.mkdir()
            for name in REPORT_FILES:
                (folder / name).write_bytes(b"the earlier one")
            killed += writer.killed_at(call, folder)
            assert contents(folder) <= {b"the earlier one", b"new" * 1000}
            assert all(one.name in REPORT_FILES or one.name.startswith(".policeuk-") for one in folder.iterdir())
            writer.calls(folder)
            assert contents(folder) == {b"new" * 1000}
    assert killed


def contents(folder: Path) -> set[bytes]:
    """Give what the files of a report have in them."""
    return {(folder / name).read_bytes() for name in REPORT_FILES}


_SETTINGS = """
import sys
from qgis.PyQt.QtCore import QCoreApplication
from qgis.core import QgsSettings
QCoreApplication.setOrganizationName("tests")
QCoreApplication.setApplicationName("killed")
from policeuk_plugin import settings
for number in range(100_000):
    settings.remember_history([{"number": number, "text": "x" * 20_000}])
    settings.remember_state("map", {"number": number})
    QgsSettings().sync()
    print(number, flush=True)
"""


def test_settings_are_those_of_one_moment_or_another(tmp_path: Path) -> None:
    """Killed while it writes them over and over, after so many times: it is never at its end before."""
    environment = {"XDG_CONFIG_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen"}
    for turn in range(times(2)):
        words = [sys.executable, "-c", _SETTINGS]
        with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(5 + 7 * turn):
                last = int(process.stdout.readline())
            process.kill()
            told = [last, *(int(line) for line in process.stdout if line.endswith("\n"))][-1]
        (kept,) = tmp_path.rglob("*.ini") if list(tmp_path.rglob("*.ini")) else tmp_path.rglob("*.conf")
        read = QSettings(str(kept), QSettings.Format.IniFormat)
        (run,) = json.loads(read.value("policeuk/history"))
        assert run["number"] - told in (0, 1)
        assert run["text"] == "x" * 20_000
        assert json.loads(read.value("policeuk/states/map"))["number"] - told in (0, 1)
