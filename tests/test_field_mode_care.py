# SPDX-License-Identifier: GPL-2.0-or-later
"""Notes in field mode when something is in the way: photos refused, others at the same file, media that go."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest

from offline_cache.field_notes.model import FieldNote
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_notes.shapes import Shape, point
from offline_cache.field_pack import names
from policeuk_plugin.ui.field.field_window import FieldWindow
from tests.field_mode_cases import photo, settle
from tests.field_window import _empty_field, _field, _pack, focus, key, open_it, press, said  # noqa: F401 - fixtures
from tests.plugin_window import turn_for, turn_until


def test_the_line_on_personal_data_stands_where_one_writes(field: FieldWindow) -> None:
    press(field, "policeukFieldNoteHere")
    why = said(field, "policeukFieldWhy")
    for word in ("not who", "deleted for good", "your team has set"):
        assert word in why


def test_a_note_that_cannot_be_saved_stays_open_and_says_why(field: FieldWindow, pack: Path) -> None:
    press(field, "policeukFieldNoteHere")
    field.notes.form.text.setPlainText("x" * 4001)
    field.notes.form.finish()
    settle(field)
    assert field.notes.form.open
    assert "4,001" in said(field, "policeukFieldSaved")
    field.notes.form.text.setPlainText("Shorter")
    field.notes.form.finish()
    settle(field)
    assert not field.notes.form.open
    assert [note.text for note in Notebook(pack / names.NOTES).notes()] == ["Shorter"]


def test_a_notebook_that_another_program_writes_is_waited_for(field: FieldWindow, pack: Path) -> None:
    press(field, "policeukFieldNoteHere")
    with closing(sqlite3.connect(pack / names.NOTES, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        field.notes.form.text.setPlainText("Patience")
        turn_for(1500)
        assert field.notes.waiting
        other.execute("ROLLBACK")
    settle(field)
    assert [note.text for note in Notebook(pack / names.NOTES).notes()] == ["Patience"]


def test_a_picture_that_is_none_is_refused_beside_the_button(field: FieldWindow, pack: Path, tmp_path: Path) -> None:
    bad = tmp_path / "evil.jpg"
    bad.write_bytes(b"\xff\xd8\xff" + b"no picture" * 50)
    press(field, "policeukFieldNoteHere")
    field.notes.form.photos.add(bad)
    settle(field)
    assert said(field, "policeukFieldPhotoSaid").endswith(".")
    (note,) = Notebook(pack / names.NOTES).notes()
    assert note.photos == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_notes_of_a_pack_on_read_only_media_are_kept_in_the_profile(
    empty_field: FieldWindow, pack: Path, tmp_path: Path
) -> None:
    for path in (*pack.rglob("*"), pack):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        open_it(empty_field, pack)
        assert str(tmp_path / "profile") in said(empty_field, "policeukFieldElsewhere")
    finally:
        for path in (pack, *pack.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_where_the_pack_cannot_be_written_notes_go_to_the_profile(
    empty_field: FieldWindow, pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Notebook(pack / names.NOTES)
    allowed = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: pack not in (Path(path), Path(path).parent) and allowed(path, mode)
    )
    open_it(empty_field, pack)
    press(empty_field, "policeukFieldNoteHere")
    empty_field.notes.form.text.setPlainText("On a disc")
    empty_field.notes.form.finish()
    settle(empty_field)
    assert Notebook(pack / names.NOTES).notes() == ()
    (book,) = (tmp_path / "profile").parent.rglob("field notes/*.gpkg")
    assert [note.text for note in Notebook(book).notes()] == ["On a disc"]
    assert book.stat().st_mode & 0o777 == 0o600
    assert str(book) in empty_field.notes.elsewhere.text()


def test_the_list_of_categories_is_the_teams(field: FieldWindow) -> None:
    field.show_screen("notes")
    press(field, "policeukFieldAgreed")
    field.notes.agreed.categories.setPlainText("Bins\n\n  Gates \n")
    field.notes.agreed.months.setValue(6)
    press(field, "policeukFieldKeepAgreed")
    settle(field)
    key(Qt.Key.Key_Escape)
    press(field, "policeukFieldNew")
    box = field.notes.form.category
    assert [box.itemText(at) for at in range(box.count())] == ["Bins", "Gates"]
    assert field.desk.notes.held.months == 6


def test_a_photo_that_is_refused_keeps_the_form_open(field: FieldWindow, tmp_path: Path) -> None:
    bad = tmp_path / "evil.jpg"
    bad.write_bytes(b"no picture")
    press(field, "policeukFieldNoteHere")
    field.notes.form.photos.add(bad)
    field.notes.form.finish()
    settle(field)
    assert field.notes.form.open
    assert "neither JPEG nor PNG" in said(field, "policeukFieldPhotoSaid")


def test_versions_kept_side_by_side_are_shown_and_settled(field: FieldWindow, pack: Path) -> None:
    press(field, "policeukFieldNoteHere")
    field.notes.form.text.setPlainText("Gate open")
    settle(field)
    book = Notebook(pack / names.NOTES)
    (first,) = book.notes()
    book.save(replace(first, text="Gate shut"))  # by another program, while the form is open
    field.notes.form.text.setPlainText("Gate gone")
    settle(field)
    assert sorted(note.text for note in book.notes()) == ["Gate gone", "Gate shut"]
    field.notes.form.finish()
    settle(field)
    (mine,) = [note for note in field.desk.notes.notes if note.text == "Gate gone"]
    field.notes.open_note(mine)
    assert "Gate shut" in said(field, "policeukFieldVersions")
    field.notes.form.text.setPlainText("Gate gone, looked again")
    press(field, "policeukFieldSettle")
    settle(field)
    assert [note.text for note in book.notes()] == ["Gate gone, looked again"]
    assert not field.notes.form.versions.isVisible()


def test_a_pack_that_is_open_twice_shows_the_notes_of_both(
    field: FieldWindow, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Notebook(pack / names.NOTES).save(FieldNote(Shape.POINT, point(2.0, 54.72), text="From the other window"))
    field.show_screen("notes")
    settle(field)
    assert [note.text for note in field.desk.notes.notes] == ["From the other window"]
    assert "From the other window" in str(field.notes.model.data(field.notes.model.index(0, 0)))


def test_notes_that_are_due_are_named_and_deleted_when_asked_twice(field: FieldWindow, pack: Path) -> None:
    book = Notebook(pack / names.NOTES)
    for text in ("Old", "New"):
        book.save(FieldNote(Shape.POINT, point(2.0, 54.72), text=text))
    with closing(sqlite3.connect(pack / names.NOTES)) as connection, connection:
        connection.execute("UPDATE note_point SET made = '2023-01-01T00:00:00.000Z' WHERE text = 'Old'")
    field.show_screen("notes")
    settle(field)
    assert "1 note is older than" in said(field, "policeukFieldElsewhere")
    press(field, "policeukFieldHandOver")
    press(field, "policeukFieldDeleteDue")
    assert len(book.notes()) == 2
    press(field, "policeukFieldDeleteDue")
    settle(field)
    assert [note.text for note in book.notes()] == ["New"]


def test_a_stick_that_is_drawn_ends_in_sentences_and_what_was_written_stays_on_the_screen(
    field: FieldWindow, pack: Path
) -> None:
    press(field, "policeukFieldNoteHere")
    while pack.exists():  # a reader may make a file beside the cache meanwhile
        shutil.rmtree(pack, ignore_errors=True)
    field.notes.form.text.setPlainText("Not lost")
    field.notes.form.finish()
    settle(field)
    assert field.notes.form.open
    assert field.notes.form.text.toPlainText() == "Not lost"
    assert said(field, "policeukFieldSaved").startswith("Not saved yet: ")
    assert "report this" not in said(field, "policeukFieldSaved")
    field.notes.form.delete()
    screen = field.screens["search"]
    field.show_screen("search")
    QTest.keyClicks(screen.field, "mar")
    turn_until(lambda: not screen.waiting)
    assert "report this" not in said(field, "policeukFieldSearchSaid")
    field.show_screen("brief")
    turn_until(lambda: not field.screens["brief"].waiting)
    assert field.isVisible()


def test_a_photo_is_deleted_by_a_second_press(field: FieldWindow, pack: Path, tmp_path: Path) -> None:
    press(field, "policeukFieldNoteHere")
    field.notes.form.photos.add(photo(tmp_path))
    settle(field)
    press(field, "policeukFieldPhoto")
    settle(field)
    assert len(Notebook(pack / names.NOTES).notes()[0].photos) == 1
    press(field, "policeukFieldPhoto")
    settle(field)
    (note,) = Notebook(pack / names.NOTES).notes()
    assert note.photos == ()


def test_a_note_belongs_to_the_pack_it_was_begun_in(field: FieldWindow, pack: Path, tmp_path: Path) -> None:
    other = tmp_path / "Other field pack"
    shutil.copytree(pack, other)
    press(field, "policeukFieldNoteHere")
    field.notes.form.text.setPlainText("Begun in the first")
    field.notes.form.photos.add(photo(tmp_path))
    open_it(field, other)
    assert field.desk.pack.folder == other
    assert not field.notes.form.open
    (note,) = Notebook(pack / names.NOTES).notes()
    assert (note.text, len(note.photos)) == ("Begun in the first", 1)
    assert Notebook(other / names.NOTES).notes() == ()
    assert field.desk.notes.notes == ()
    press(field, "policeukFieldNoteHere")
    field.notes.form.text.setPlainText("y" * 5000)
    field.open(pack)
    assert field.notes.form.open
    assert field.desk.pack.folder == other
    assert said(field, "policeukFieldSaved").startswith("Not saved yet")
    field.notes.form.text.setPlainText("")
    field.notes.form.delete()
