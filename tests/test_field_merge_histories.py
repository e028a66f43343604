# SPDX-License-Identifier: GPL-2.0-or-later
"""Any history of two notebooks ends with every last word."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Optional

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache.field_notes.merging import merge_notes
from offline_cache.field_notes.notebook import Notebook
from tests.command import run as command_run
from tests.command import sentence, succeed
from tests.conftest import ROOT
from tests.field_merge_cases import both, merged
from tests.field_merge_cases import laptop as _laptop  # noqa: F401 - a fixture
from tests.field_merge_cases import office as _office  # noqa: F401 - a fixture
from tests.note_cases import at_point, changed, texts

_STEPS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["new", "change", "change", "merge"]), st.integers(0, 3)),
    max_size=14,
)


class Told:
    """What each machine should hold, worked out from plain sets: a head is a text with all texts before it."""

    def __init__(self) -> None:
        self.heads: dict[str, dict[str, set[tuple[str, frozenset[str]]]]] = {"a": {}, "b": {}, "o": {}}

    def put(self, machine: str, family: str, text: str, instead: Optional[str]) -> None:
        """A new text, or one in the place of another."""
        heads = self.heads[machine].setdefault(family, set())
        old = next((head for head in heads if head[0] == instead), None)
        before = old[1] | {old[0]} if old else frozenset()
        self.heads[machine][family] = {head for head in heads if head != old} | {(text, frozenset(before))}

    def merge(self, target: str, source: str) -> None:
        """Heads of both, but those that another one came from."""
        for family, heads in self.heads[source].items():
            every = heads | self.heads[target].get(family, set())
            self.heads[target][family] = {h for h in every if not any(h[0] in other[1] for other in every)}

    def texts(self, machine: str) -> list[str]:
        """All that it holds."""
        return sorted(head[0] for heads in self.heads[machine].values() for head in heads)


@settings(max_examples=25, deadline=None)
@given(steps=_STEPS)
def test_any_history_ends_with_every_last_word(tmp_path_factory: pytest.TempPathFactory, steps: list) -> None:
    folder = tmp_path_factory.mktemp("history")
    books = {name: Notebook(folder / f"{name}.gpkg") for name in "abo"}
    told = Told()
    for number, (name, what, which) in enumerate(steps):
        book, text = books[name], f"text {number}"
        notes = book.notes()
        if what == "merge":
            other = "b" if name == "a" else "a"
            merge_notes(book.path, [books[other].path])
            told.merge(name, other)
        elif what == "change" and notes:
            note = notes[which % len(notes)]
            told.put(name, note.family, text, note.text)
            book.save(replace(note, text=text))
        else:
            told.put(name, book.save(at_point(text)).family, text, None)
    for name in "ab":
        assert sorted(texts(books[name].path).elements()) == told.texts(name)
        merge_notes(books["o"].path, [books[name].path])
        told.merge("o", name)
    assert sorted(texts(books["o"].path).elements()) == told.texts("o")
    swapped = folder / "swapped.gpkg"
    merge_notes(swapped, [books["b"].path, books["a"].path])
    assert texts(swapped) == texts(books["o"].path)
    merged(books["o"], books["a"], books["b"])


def test_merge_notes_from_a_shell(office: Notebook, laptop: Notebook, tmp_path: Path) -> None:
    note = both(office, laptop)
    changed(office, note, "in the office")
    changed(laptop, note, "on \x1b[31mthe laptop")
    cache = tmp_path / "bed.sqlite"
    told = succeed(cache, "merge-notes", "--dry-run", "--into", office.path, laptop.path)
    assert "if merged: 0 notes added" in told.out
    assert texts(office.path) == {"in the office": 1}
    told = succeed(cache, "merge-notes", "--into", office.path, laptop.path)
    assert "both are kept side by side (laptop.gpkg)" in told.out
    assert "\x1b" not in told.out
    assert texts(office.path)["in the office"] == 1
    pack = tmp_path / "pack"
    pack.mkdir()
    shutil.copy(laptop.path, pack / "notes.gpkg")
    succeed(cache, "merge-notes", pack)
    assert sum(texts(tmp_path / "bed-notes.gpkg").values()) == 1
    assert not cache.exists()


def test_merge_notes_from_a_shell_says_what_is_wrong(laptop: Notebook, tmp_path: Path) -> None:
    said = sentence(command_run(tmp_path / "c.sqlite", "merge-notes", tmp_path / "gone.gpkg"))
    assert "gone.gpkg does not exist" in said
    words = [sys.executable, "-m", "offline_cache", "merge-notes", str(laptop.path)]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (1, "")
    assert "--into" in told.stderr
