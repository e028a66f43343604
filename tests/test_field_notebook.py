# SPDX-License-Identifier: GPL-2.0-or-later
"""A notebook keeps what is saved, forgets what is deleted, and is read by its user alone."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache.errors import CacheError
from offline_cache.field_notes import shapes
from offline_cache.field_notes.model import CATEGORIES, LONGEST_TEXT, FieldNote, PriorityLink
from offline_cache.field_notes.notebook import Notebook
from tests.field_notebook_cases import notebook as _notebook  # noqa: F401 - a fixture
from tests.note_cases import AT, at_point, changed, exif, held, jpeg, rows, run, texts

SECRET = "Zebrafinch49"


def test_a_note_comes_back_as_it_was_saved(notebook: Notebook) -> None:
    ring = [(-0.42, 51.87), (-0.41, 51.87), (-0.41, 51.88), (-0.42, 51.87)]
    line = FieldNote(shapes.Shape.LINE, shapes.line([(-0.42, 51.87), (-0.41, 51.88)]), "Patrol or visit done", "one")
    area = FieldNote(shapes.Shape.AREA, shapes.area(ring), text="two\nlines", author="cd", priority="key")
    saved = [notebook.save(note) for note in (at_point("’é 漢字 😀"), line, area)]
    again = Notebook(notebook.path).notes()
    assert list(again) == saved
    assert [(note.text, note.author) for note in again] == [("’é 漢字 😀", "AB"), ("one", ""), ("two\nlines", "CD")]
    assert shapes.places_of(area.shape, again[2].geometry or b"") == (tuple(ring),)
    assert len({note.id for note in again} | {note.version for note in again}) == 6


def test_other_programs_read_it_as_a_geopackage(notebook: Notebook) -> None:
    notebook.save(at_point("seen"))
    told = subprocess.run(["ogrinfo", "-ro", "-al", str(notebook.path)], capture_output=True, text=True, check=True)
    assert "POINT (-0.4147 51.8787)" in told.stdout
    assert "Warning" not in told.stderr
    assert {row[0] for row in rows(notebook.path, "SELECT table_name FROM gpkg_contents")} >= {"note_area", "photo"}


def test_a_change_is_a_version_after_the_one_before(notebook: Notebook) -> None:
    first = notebook.save(at_point("one"))
    second = changed(notebook, first, "two")
    third = changed(notebook, first, "three")
    assert (third.id, third.made) == (first.id, first.made)
    assert third.ancestors == (second.version, first.version)
    assert notebook.save(third) == third  # nothing to change


def test_a_change_made_meanwhile_is_kept_beside(notebook: Notebook) -> None:
    first = notebook.save(at_point("one"))
    changed(notebook, first, "by the other window")
    mine = notebook.save(replace(first, text="by this window"))
    assert mine.id != first.id
    assert mine.conflict_of == first.id
    assert texts(notebook.path) == {"by the other window": 1, "by this window": 1}


def test_notes_kept_side_by_side_are_settled(notebook: Notebook) -> None:
    first = notebook.save(at_point("one"))
    theirs = changed(notebook, first, "theirs")
    mine = notebook.save(replace(first, text="mine"))
    photo = notebook.add_photo(mine.id, jpeg())
    settled = notebook.settle(replace(mine, text="both"), theirs)
    assert texts(notebook.path) == {"both": 1}
    assert (settled.id, settled.conflict_of) == (first.id, "")
    assert {theirs.version, mine.version, first.version} <= set(settled.ancestors)
    assert settled.photos == (photo,)
    with pytest.raises(CacheError, match="changed or deleted meanwhile"):
        notebook.settle(theirs, mine)


@pytest.mark.parametrize("program", ["ours", "another"])
def test_what_is_deleted_is_in_the_file_no_more(notebook: Notebook, program: str) -> None:
    others = [notebook.save(at_point(f"note {n} " + "x" * 300)) for n in range(30)]
    note = notebook.save(at_point(SECRET, category=SECRET))
    changed(notebook, note, f"{SECRET} again")
    notebook.add_photo(note.id, jpeg(scan=SECRET.encode()))
    assert SECRET.encode() in notebook.path.read_bytes()
    if program == "ours":
        notebook.delete(note.id)
    else:
        run(notebook.path, "PRAGMA secure_delete = OFF", f"DELETE FROM note_point WHERE id = '{note.id}'")
        assert SECRET.encode() in notebook.path.read_bytes()  # as SQLite does it by itself
        Notebook(notebook.path)
    left = b"".join(path.read_bytes() for path in notebook.path.parent.iterdir())
    assert SECRET.encode() not in left
    assert note.made.encode() not in left
    assert rows(notebook.path, "SELECT count(*) FROM photo") == [(0,)]
    assert len(notebook.notes()) == len(others)
    marks = {mark for row in rows(notebook.path, "SELECT id, versions FROM deleted") for mark in " ".join(row).split()}
    assert note.id in marks
    assert all(set(mark) <= set("0123456789abcdef") for mark in marks)


def test_many_are_deleted_at_once(notebook: Notebook) -> None:
    notes = [notebook.save(at_point(f"note {n}")) for n in range(6)]
    notebook.delete(*(note.id for note in notes[:5]), "gone already")
    assert texts(notebook.path) == {"note 5": 1}


def test_a_changed_text_leaves_nothing_of_the_old_one(notebook: Notebook) -> None:
    note = notebook.save(at_point(SECRET + "y" * 900))
    changed(notebook, note, "short")
    assert SECRET.encode() not in notebook.path.read_bytes()


def test_a_deleted_note_is_not_saved_again(notebook: Notebook) -> None:
    note = notebook.save(at_point("one"))
    notebook.delete(note.id)
    with pytest.raises(CacheError, match="deleted meanwhile"):
        notebook.save(replace(note, text="two"))
    with pytest.raises(CacheError, match="deleted meanwhile"):
        notebook.add_photo(note.id, jpeg())
    assert notebook.notes() == ()


def test_categories_are_the_teams(notebook: Notebook) -> None:
    assert notebook.categories() == CATEGORIES
    note = notebook.save(at_point("", category=CATEGORIES[0]))
    notebook.set_categories(["Dogs", " Cats\n", "Dogs", ""])
    assert notebook.categories() == ("Dogs", "Cats")
    assert held(notebook, note.id).category == CATEGORIES[0]
    with pytest.raises(CacheError, match="one category at least"):
        notebook.set_categories([" "])
    assert notebook.categories() == ("Dogs", "Cats")


def test_priorities_that_notes_need_stay(notebook: Notebook) -> None:
    old, new = PriorityLink("a", "Speeding", "2026-01-01"), PriorityLink("b", "Litter", "2026-04-01")
    notebook.set_priorities([old, PriorityLink("c", "Nobody's", "2025-01-01")])
    notebook.save(at_point("one", priority="a"))
    notebook.set_priorities([new])
    assert notebook.priorities() == (new, old)


def test_retention_is_the_teams(notebook: Notebook) -> None:
    assert notebook.retention_months() == 12
    notebook.set_retention_months(3)
    assert Notebook(notebook.path).retention_months() == 3
    for months in (0, 121, -1):
        with pytest.raises(CacheError, match="1 to 120 months"):
            notebook.set_retention_months(months)


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        (FieldNote(shapes.Shape.POINT, None, text="x"), "no place yet"),
        (FieldNote(shapes.Shape.POINT, shapes.point(float("nan"), 1), text="x"), "not on the map"),
        (FieldNote(shapes.Shape.POINT, shapes.point(181, 1), text="x"), "not on the map"),
        (FieldNote(shapes.Shape.LINE, AT, text="x"), "damaged"),
        (FieldNote(shapes.Shape.LINE, shapes.line([(1, 1), (1, 1)]), text="x"), "two places"),
        (FieldNote(shapes.Shape.AREA, shapes.area([(1, 1), (2, 2)]), text="x"), "three corners"),
        (FieldNote(shapes.Shape.LINE, shapes.line([(n / 1e6, 1) for n in range(20_001)]), text="x"), "20,001 corners"),
        (at_point(""), "says nothing"),
        (at_point("‮\x00"), "says nothing"),
        (at_point("x" * (LONGEST_TEXT + 1)), "4,001 characters"),
        (at_point("x", category="y" * 81), "longer than 80"),
        (replace(at_point("x"), author="PC Smith 12"), "Initials are up to 4 letters"),
    ],
)
def test_what_cannot_be_kept_is_said(notebook: Notebook, note: FieldNote, sentence: str) -> None:
    with pytest.raises(CacheError, match=sentence):
        notebook.save(note)
    assert notebook.notes() == ()


@settings(max_examples=60, deadline=None)
@given(text=st.text(min_size=1, max_size=60))
def test_any_text_is_kept_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    notebook = Notebook(tmp_path_factory.mktemp("any") / "notes.gpkg")
    try:
        saved = notebook.save(at_point(text))
    except CacheError:
        assert not any(sign.isalnum() for sign in text)
        return
    assert notebook.notes() == (saved,)
    kept = [sign for sign in text if sign.isalnum()]
    assert [sign for sign in saved.text if sign.isalnum()] == kept


def test_a_photo_is_kept_without_what_the_camera_wrote(notebook: Notebook) -> None:
    note = notebook.save(at_point("one"))
    photo = notebook.add_photo(note.id, jpeg(exif(SECRET.encode())) + SECRET.encode())
    assert held(notebook, note.id).photos == (photo,)
    assert (photo.width, photo.height, photo.size) == (8, 8, len(notebook.photo_bytes(photo.id)))
    assert SECRET.encode() not in notebook.path.read_bytes()
    notebook.delete_photo(photo.id)
    assert held(notebook, note.id).photos == ()
    with pytest.raises(CacheError, match="deleted meanwhile"):
        notebook.photo_bytes(photo.id)


def test_photos_stay_with_the_note_that_is_left(notebook: Notebook) -> None:
    first = notebook.save(at_point("one"))
    photo = notebook.add_photo(first.id, jpeg())
    changed(notebook, first, "theirs")
    mine = notebook.save(replace(first, text="mine"))
    notebook.delete(first.id)
    assert held(notebook, mine.id).photos == (photo,)
    notebook.delete(mine.id)
    assert rows(notebook.path, "SELECT count(*) FROM photo") == [(0,)]
