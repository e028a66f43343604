# SPDX-License-Identifier: GPL-2.0-or-later
"""The program killed while notes are taken or merged: what was saved is there, what was deleted is gone, nothing else.

`POLICEUK_KILLS` sets how many times each test kills, else 24.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from offline_cache.field_notes.merging import merge_notes
from offline_cache.field_notes.notebook import Notebook
from tests.conftest import ROOT
from tests.kills import Kills, times
from tests.note_cases import at_point, changed, jpeg, rows, texts, whole

_STEPS = 5
_WORK = """
import sys
from dataclasses import replace
from pathlib import Path
from offline_cache.field_notes.notebook import Notebook
from tests.note_cases import at_point, jpeg

notebook, first = Notebook(Path(sys.argv[1])), int(sys.argv[2])
note = None
for number in range(first, first + 10_000):
    print("begin", number, flush=True)
    step = number % 5
    if step in (0, 3):
        note = notebook.save(at_point(f"note {number} " + "x" * 3000))
    elif note is not None and step == 1:
        note = notebook.save(replace(note, text=f"note {number} " + "y" * 3000))
    elif note is not None and step == 2:
        notebook.add_photo(note.id, jpeg(scan=bytes(60_000)))
    elif note is not None:
        notebook.delete(note.id)
    print("end", number, flush=True)
"""
_MERGE = """
import sys
from pathlib import Path
from offline_cache.field_notes.merging import merge_notes

print("begin", flush=True)
merge_notes(Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]])
print("end", flush=True)
"""

KILLS = times(24)


def killed(script: str, moment: float, *arguments: str) -> tuple[list[str], bool]:
    """Run a script, kill it `moment` seconds after its first line; give its lines, and whether it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines = [process.stdout.readline()]
    time.sleep(moment)
    process.kill()
    rest, errors = process.communicate(timeout=600)
    assert errors == ""
    return [*lines, *rest.splitlines()], process.returncode == -signal.SIGKILL


def words(path: Path) -> Counter[str]:
    """Give the first two words of each note: 'note 7'."""
    return Counter(" ".join(text.split()[:2]) for text in texts(path).elements())


def step_taken(state: Counter[str], photos: int, number: int) -> tuple[Counter[str], int]:
    """Work out what a step of the script makes of notes and photos; the ones before it in its round were taken."""
    state, step = state.copy(), number % _STEPS
    if step in (0, 3):
        state[f"note {number}"] += 1
    elif step == 1:
        state[f"note {number - 1}"] -= 1
        state[f"note {number}"] += 1
    elif step == 2:
        photos += 1
    else:
        state[f"note {number - 1}"] -= 1
    return +state, photos


def test_notes_survive_kills(tmp_path: Path) -> None:
    path = tmp_path / "notes.gpkg"
    Notebook(path)
    kills = Kills(KILLS, 1, 0.3)
    number = 0
    state, photos = words(path), 0
    for _, moment in kills:
        lines, died = killed(_WORK, moment, str(path), str(number))
        kills.note(killed=died, halfway=path.with_name("notes.gpkg-journal").exists())
        done = [int(line.split()[1]) for line in lines if line.startswith("end")]
        begun = [int(line.split()[1]) for line in lines if line.startswith("begin")]
        for finished in done:
            state, photos = step_taken(state, photos, finished)
        Notebook(path)
        assert whole(path)
        found = (words(path), rows(path, "SELECT count(*) FROM photo")[0][0])
        allowed = [(state, photos)]
        if begun and begun[-1] not in done:
            allowed.append(step_taken(state, photos, begun[-1]))
        assert found in allowed, (found, allowed)
        state, photos = found
        number = (max([number, *begun]) // _STEPS + 1) * _STEPS  # a new round: the script knows no older note
    assert kills.caught > kills.enough  # it was in the middle of writing often enough


def test_merging_survives_kills(tmp_path: Path) -> None:
    folder = tmp_path
    sources = [folder / f"{name}.gpkg" for name in "abc"]
    for path in sources:
        laptop = Notebook(path)
        for number in range(25):
            note = laptop.save(at_point(f"{path.stem} {number} " + "z" * 2000))
            laptop.add_photo(note.id, jpeg(scan=bytes(20_000)))
    wholly = folder / "wholly.gpkg"
    merge_notes(wholly, sources)
    before = [path.read_bytes() for path in sources]
    start = time.monotonic()
    merge_notes(folder / "timed.gpkg", sources)
    kills, unfinished = Kills(KILLS, 1, time.monotonic() - start), 0
    for number, moment in kills:
        office = folder / f"office{number}.gpkg"
        book = Notebook(office)
        own = changed(book, book.save(at_point("own")), "own, changed")
        _, died = killed(_MERGE, moment, str(office), *map(str, sources))
        kills.note(killed=died, halfway=office.with_name(f"{office.name}-journal").exists())
        Notebook(office)
        assert whole(office)
        held = Counter(text.split()[0] for text in texts(office).elements())
        assert held.pop("own,") == 1
        assert set(held.values()) <= {25}
        assert "".join(sorted(held)) in ("", "a", "ab", "abc")
        unfinished += len(held) < 3
        merge_notes(office, sources)
        assert texts(office) == texts(wholly) + Counter({own.text: 1})
        assert rows(office, "SELECT count(*) FROM photo") == [(75,)]
        office.unlink()
    assert [path.read_bytes() for path in sources] == before
    assert kills.caught > kills.enough
    assert unfinished > 1


def test_a_notebook_that_was_being_made_is_made_again(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from offline_cache.field_notes.notebook import Notebook\n"
        "print('begin', flush=True); Notebook(Path(sys.argv[1]))\n"
    )
    for number in range(8):
        path = tmp_path / f"{number}.gpkg"
        killed(script, number * 0.002, str(path))
        assert Notebook(path).notes() == ()
        assert whole(path)
