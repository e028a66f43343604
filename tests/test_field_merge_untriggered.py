# SPDX-License-Identifier: GPL-2.0-or-later
"""Notebooks that a program without triggers has written: no word of it is lost."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache.field_notes.merge_report import ConflictKind
from offline_cache.field_notes.merging import merge_notes
from offline_cache.field_notes.notebook import Notebook
from tests.field_merge_cases import both, merged
from tests.field_merge_cases import laptop as _laptop  # noqa: F401 - a fixture
from tests.field_merge_cases import office as _office  # noqa: F401 - a fixture
from tests.note_cases import at_point, changed, held, rows, run, texts


def test_a_change_by_a_program_without_triggers_is_kept_beside(office: Notebook, laptop: Notebook) -> None:
    both(office, laptop)
    run(laptop.path, "DROP TRIGGER note_point_changed", "UPDATE note_point SET text = 'changed'")
    report = merge_notes(office.path, [laptop.path])
    assert [c.kind for c in report.conflicts] == [ConflictKind.BOTH_CHANGED]
    assert merge_notes(office.path, [laptop.path]).conflicts == ()
    assert texts(office.path) == {"one": 1, "changed": 1}


def without_triggers(path: Path, *statements: str) -> None:
    """Do with a notebook what a conversion does to it, then change it as any program would."""
    names = rows(path, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
    run(path, *(f"DROP TRIGGER {name}" for (name,) in names), *statements)


def test_words_written_without_triggers_are_kept_when_the_office_went_on(office: Notebook, laptop: Notebook) -> None:
    note = both(office, laptop)
    changed(office, note, "in the office")
    without_triggers(laptop.path, "UPDATE note_point SET text = 'found a knife'")
    report = merged(office, laptop)
    assert [(c.kind, c.theirs.splitlines()[0]) for c in report.conflicts] == [
        (ConflictKind.BOTH_CHANGED, "found a knife")
    ]
    assert texts(office.path) == {"in the office": 1, "found a knife": 1}
    office.settle(replace(held(office, note.id), text="settled"), held(office, report.conflicts[0].beside))
    assert merged(office, laptop).conflicts == ()  # once settled or let go it does not come back
    assert texts(office.path) == {"settled": 1}


def test_words_written_without_triggers_are_named_when_the_office_deleted_the_note(
    office: Notebook, laptop: Notebook
) -> None:
    note = both(office, laptop)
    office.delete(note.id)
    without_triggers(laptop.path, "UPDATE note_point SET text = 'found a knife'")
    report = merged(office, laptop)
    assert [(c.kind, c.theirs.splitlines()[0]) for c in report.conflicts] == [
        (ConflictKind.DELETED_HERE, "found a knife")
    ]
    assert (report.still_there, office.notes()) == ((), ())


def test_words_written_without_triggers_do_not_go_under_in_a_later_version(
    office: Notebook, laptop: Notebook, tmp_path: Path
) -> None:
    note = both(office, laptop)
    converted = tmp_path / "converted.gpkg"
    shutil.copy(laptop.path, converted)
    without_triggers(converted, "UPDATE note_point SET text = 'found a knife'")
    fresh = Notebook(tmp_path / "fresh.gpkg")
    merge_notes(fresh.path, [converted])  # knows of the words alone, under a version that never said them
    changed(laptop, note, "later")
    merged(fresh, laptop)
    assert texts(fresh.path) == {"found a knife": 1, "later": 1}


def test_a_copy_without_triggers_that_says_the_same_is_no_conflict(
    office: Notebook, laptop: Notebook, tmp_path: Path
) -> None:
    note = changed(laptop, both(office, laptop), "two")
    converted = tmp_path / "converted.gpkg"
    shutil.copy(laptop.path, converted)
    without_triggers(converted)
    for path in (converted, laptop.path, converted):
        assert merge_notes(office.path, [path]).conflicts == ()
    changed(laptop, note, "three")
    assert merged(office, laptop).updated == (note.id,)
    assert texts(office.path) == {"three": 1}


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["office", "laptop", "office deletes", "merge"]), st.integers(0, 2)), max_size=12
    )
)
def test_no_word_written_without_triggers_is_ever_lost(tmp_path_factory: pytest.TempPathFactory, steps: list) -> None:
    folder = tmp_path_factory.mktemp("converted")
    office, laptop = Notebook(folder / "office.gpkg"), Notebook(folder / "laptop.gpkg")
    notes = [laptop.save(at_point(f"note {number}")) for number in range(3)]
    merge_notes(office.path, [laptop.path])
    without_triggers(laptop.path)
    let_go: set[str] = set()
    for number, (what, which) in enumerate([*steps, ("merge", 0)]):
        note = office.note(notes[which].id)
        if what == "laptop":
            run(laptop.path, f"UPDATE note_point SET text = 'laptop {number}' WHERE id = '{notes[which].id}'")
        elif what == "office" and note is not None:
            let_go.add(note.text)
            changed(office, note, f"office {number}")
        elif what == "office deletes" and note is not None:
            let_go.add(note.text)
            office.delete(note.id)
        elif what == "merge":
            told = {line for c in merge_notes(office.path, [laptop.path]).conflicts for line in c.theirs.splitlines()}
            assert set(texts(laptop.path)) <= set(texts(office.path)) | told | let_go


def test_notes_without_marks_come_in_once(office: Notebook, laptop: Notebook) -> None:
    run(laptop.path, "DROP TRIGGER note_point_made", "INSERT INTO note_point (text) VALUES ('one'), ('two')")
    for _ in range(2):
        merge_notes(office.path, [laptop.path])
    assert texts(office.path) == {"one": 1, "two": 1}


def test_a_copy_made_while_qgis_had_it_open_is_named(office: Notebook, laptop: Notebook, tmp_path: Path) -> None:
    copied = tmp_path / "copied.gpkg"
    with closing(sqlite3.connect(laptop.path)) as qgis:
        qgis.execute("PRAGMA journal_mode = WAL")
        qgis.execute("INSERT INTO note_point (text) VALUES ('in the log')")
        qgis.commit()
        shutil.copy(laptop.path, copied)
        assert merge_notes(office.path, [laptop.path]).left_out == ()  # its log lies beside it
    assert texts(office.path) == {"in the log": 1}
    report = merge_notes(tmp_path / "other.gpkg", [copied])
    assert report.added == ()
    (left,) = report.left_out
    assert left.what == "the file"
    assert "was open in another program when it was copied" in left.sentence
    assert [path.name for path in tmp_path.glob("copied*")] == ["copied.gpkg"]  # nothing is left beside it
