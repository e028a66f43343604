# SPDX-License-Identifier: GPL-2.0-or-later
"""Notebooks come together: nothing overwritten, doubled, lost or brought back, whatever the clocks say."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Optional

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache.errors import CacheError, Cancelled
from offline_cache.field_notes.merge_report import ConflictKind, MergeReport
from offline_cache.field_notes.merging import compare_notes, merge_notes
from offline_cache.field_notes.model import FieldNote, PriorityLink
from offline_cache.field_notes.notebook import Notebook
from tests.command import run as command_run
from tests.command import sentence, succeed
from tests.conftest import ROOT
from tests.note_cases import at_point, changed, exif, held, jpeg, rows, run, texts, whole


@pytest.fixture
def office(tmp_path: Path) -> Notebook:
    """Give the office's notebook."""
    return Notebook(tmp_path / "office.gpkg")


@pytest.fixture
def laptop(tmp_path: Path) -> Notebook:
    """Give a laptop's."""
    return Notebook(tmp_path / "laptop.gpkg")


def merged(office: Notebook, *others: Notebook) -> MergeReport:
    """Merge, and see that the file is whole and that a second merge does nothing."""
    report = merge_notes(office.path, [other.path for other in others])
    before = dump(office.path)
    again = merge_notes(office.path, [other.path for other in others])
    assert dump(office.path) == before
    assert (again.added, again.updated, again.deleted, again.photos) == ((), (), (), 0)
    assert whole(office.path)
    return report


def dump(path: Path) -> list[str]:
    """Give all that a notebook holds as text."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def both(office: Notebook, laptop: Notebook, text: str = "one") -> FieldNote:
    """Give a note that both hold."""
    note = laptop.save(at_point(text))
    merge_notes(office.path, [laptop.path])
    return note


def test_new_notes_are_added_once(office: Notebook, laptop: Notebook) -> None:
    mine, theirs = office.save(at_point("mine")), laptop.save(at_point("theirs"))
    photo = laptop.add_photo(theirs.id, jpeg())
    report = merged(office, laptop)
    assert (report.added, report.same, report.photos) == ((theirs.id,), (), 1)
    assert office.notes() == (mine, replace(theirs, photos=(photo,)))
    assert office.photo_bytes(photo.id) == laptop.photo_bytes(photo.id)
    assert merge_notes(office.path, [laptop.path]).same == (theirs.id,)
    assert report.sentence == "1 note added, 0 brought up to date, 0 held already, 0 deleted, 1 photo added."


def test_a_later_version_takes_the_place_of_its_earlier_one(office: Notebook, laptop: Notebook) -> None:
    note = both(office, laptop)
    later = changed(laptop, changed(laptop, note, "two"), "three")
    assert merged(office, laptop).updated == (note.id,)
    assert office.notes() == (later,)


def test_an_older_copy_changes_nothing(office: Notebook, laptop: Notebook, tmp_path: Path) -> None:
    note = both(office, laptop)
    shutil.copy(laptop.path, tmp_path / "old.gpkg")
    changed(laptop, note, "two")
    merged(office, laptop)
    report = merged(office, Notebook(tmp_path / "old.gpkg"))
    assert (report.same, report.conflicts) == ((note.id,), ())
    assert texts(office.path) == {"two": 1}


@pytest.mark.parametrize("year", ["1970", "2099"])
def test_clocks_decide_nothing(office: Notebook, laptop: Notebook, year: str) -> None:
    note = both(office, laptop)
    changed(laptop, note, "later")
    run(laptop.path, f"UPDATE note_point SET changed = '{year}-01-01T00:00:00.000Z'")
    merged(office, laptop)
    assert texts(office.path) == {"later": 1}


def test_both_changes_are_kept_side_by_side(office: Notebook, laptop: Notebook) -> None:
    note = both(office, laptop)
    changed(office, note, "in the office")
    changed(laptop, note, "on the laptop")
    report = merged(office, laptop)
    assert texts(office.path) == {"in the office": 1, "on the laptop": 1}
    assert [(c.kind, c.note) for c in report.conflicts] == [(ConflictKind.BOTH_CHANGED, note.id)]
    beside = held(office, report.conflicts[0].beside)
    assert (beside.text, beside.conflict_of) == ("on the laptop", note.id)
    assert "both are kept side by side (laptop.gpkg)" in "\n".join(report.lines())
    assert texts(laptop.path) == {"on the laptop": 1}


def test_the_same_change_on_both_sides_is_one(office: Notebook, laptop: Notebook) -> None:
    note = both(office, laptop)
    for notebook in (office, laptop):
        changed(notebook, note, "corrected")
    report = merged(office, laptop)
    assert (report.conflicts, report.same) == ((), (note.id,))
    assert texts(office.path) == {"corrected": 1}
    changed(laptop, note, "and again")
    assert merged(office, laptop).updated == (note.id,)


def test_what_was_settled_stays_settled(office: Notebook, laptop: Notebook) -> None:
    note = both(office, laptop)
    changed(office, note, "in the office")
    changed(laptop, note, "on the laptop")
    report = merged(office, laptop)
    mine, theirs = held(office, note.id), held(office, report.conflicts[0].beside)
    office.settle(replace(mine, text="settled"), theirs)
    assert merged(office, laptop).conflicts == ()
    assert texts(office.path) == {"settled": 1}
    assert merged(laptop, office).updated == (note.id,)
    assert texts(laptop.path) == {"settled": 1}


def test_one_side_let_go_is_not_brought_back(office: Notebook, laptop: Notebook) -> None:
    note = both(office, laptop)
    changed(office, note, "in the office")
    changed(laptop, note, "on the laptop")
    office.delete(merged(office, laptop).conflicts[0].beside)
    assert merged(office, laptop).conflicts == ()
    assert texts(office.path) == {"in the office": 1}


def test_the_side_that_was_kept_is_no_conflict_elsewhere(office: Notebook, laptop: Notebook) -> None:
    note = both(office, laptop)
    changed(office, note, "in the office")
    changed(laptop, note, "on the laptop")
    merged(office, laptop)
    office.delete(note.id)  # in QGIS one deletes the side that does not hold
    assert texts(office.path) == {"on the laptop": 1}
    report = merged(laptop, office)
    assert (report.conflicts, report.deleted) == ((), ())
    assert texts(laptop.path) == {"on the laptop": 1}
    changed(laptop, note, "later")
    merged(office, laptop)
    assert texts(office.path) == {"later": 1}


def test_a_deletion_comes_along_and_stays(office: Notebook, laptop: Notebook, tmp_path: Path) -> None:
    note = both(office, laptop)
    third = tmp_path / "third.gpkg"
    shutil.copy(laptop.path, third)
    laptop.delete(note.id)
    assert merged(office, laptop).deleted == (note.id,)
    report = merge_notes(office.path, [third])
    assert (report.added, report.still_there) == ((), (note.id,))
    assert office.notes() == ()
    fresh = tmp_path / "fresh.gpkg"  # never held the note, and is told of its deletion all the same
    merge_notes(fresh, [laptop.path])
    merge_notes(fresh, [third])
    assert texts(fresh) == {}


def test_what_was_deleted_there_and_changed_here_is_kept_and_shown(office: Notebook, laptop: Notebook) -> None:
    note = both(office, laptop)
    photo = laptop.add_photo(note.id, jpeg())
    merge_notes(office.path, [laptop.path])
    changed(office, note, "more is known")
    laptop.delete(note.id)
    report = merged(office, laptop)
    assert [c.kind for c in report.conflicts] == [ConflictKind.DELETED_THERE]
    assert held(office, note.id).photos == (photo,)


def test_a_photo_added_here_keeps_the_note_that_was_deleted_there(
    office: Notebook, laptop: Notebook, tmp_path: Path
) -> None:
    note = both(office, laptop)
    third = Notebook(tmp_path / "third.gpkg")
    merge_notes(third.path, [laptop.path])
    photo = third.add_photo(note.id, jpeg())
    merge_notes(office.path, [third.path])
    laptop.delete(note.id)
    report = merged(office, laptop)
    assert ([c.kind for c in report.conflicts], report.deleted) == ([ConflictKind.DELETED_THERE], ())
    assert held(office, note.id).photos == (photo,)
    office.delete(note.id)  # who has looked at it lets it go, and its photo
    assert merged(office, laptop).conflicts == ()
    assert merge_notes(office.path, [third.path]).still_there == (note.id,)


def test_a_photo_added_there_to_a_note_that_was_deleted_here_is_named(office: Notebook, laptop: Notebook) -> None:
    note = both(office, laptop)
    office.delete(note.id)
    laptop.add_photo(note.id, jpeg())
    report = merged(office, laptop)
    assert ([c.kind for c in report.conflicts], report.still_there) == ([ConflictKind.DELETED_HERE], ())
    assert (office.notes(), report.photos) == ((), 0)


def test_what_was_deleted_here_and_changed_there_is_not_brought_back(office: Notebook, laptop: Notebook) -> None:
    note = both(office, laptop)
    office.delete(note.id)
    changed(laptop, note, "more is known")
    report = merged(office, laptop)
    assert [c.kind for c in report.conflicts] == [ConflictKind.DELETED_HERE]
    assert office.notes() == ()
    assert texts(laptop.path) == {"more is known": 1}


def test_a_photo_deleted_on_one_side_goes(office: Notebook, laptop: Notebook) -> None:
    note = laptop.save(at_point("one"))
    photos = [laptop.add_photo(note.id, jpeg(scan=scan)) for scan in (b"\x7f\xa0", b"\x7f\xa1")]
    merged(office, laptop)
    laptop.delete_photo(photos[0].id)
    merged(office, laptop)
    assert held(office, note.id).photos == (photos[1],)
    merged(laptop, office)
    assert held(laptop, note.id).photos == (photos[1],)


def test_categories_and_priorities_are_joined(office: Notebook, laptop: Notebook) -> None:
    office.set_categories(["A", "B"])
    laptop.set_categories(["C", "A"])
    laptop.set_priorities([PriorityLink("k", "Speeding", "2026-04-01")])
    merged(office, laptop)
    assert office.categories() == ("A", "B", "C")
    assert office.priorities() == (PriorityLink("k", "Speeding", "2026-04-01"),)


def test_two_notes_that_say_the_same_are_kept_and_named(office: Notebook, laptop: Notebook) -> None:
    note = laptop.save(at_point("one"))
    run(
        office.path,
        f"INSERT INTO note_point (geom, text, made) SELECT geom, 'one', '{note.made}' FROM ("
        f"SELECT X'{rows(laptop.path, 'SELECT hex(geom) FROM note_point')[0][0]}' AS geom)",
    )
    run(office.path, "UPDATE note_point SET category = ''")
    report = merged(office, laptop)
    assert (len(report.added), len(report.alike)) == (1, 1)
    assert texts(office.path) == {"one": 2}


def test_comparing_tells_and_changes_nothing(office: Notebook, laptop: Notebook) -> None:
    note = both(office, laptop)
    changed(office, note, "mine")
    changed(laptop, note, "theirs")
    laptop.save(at_point("new"))
    before = dump(office.path), dump(laptop.path)
    told = compare_notes(office.path, [laptop.path])
    assert (dump(office.path), dump(laptop.path)) == before
    assert told == merge_notes(office.path, [laptop.path])


def test_sources_are_left_as_they_are(office: Notebook, laptop: Notebook) -> None:
    both(office, laptop)
    laptop.save(at_point("new"))
    before = hashlib.sha256(laptop.path.read_bytes()).digest()
    merge_notes(office.path, [laptop.path])
    assert hashlib.sha256(laptop.path.read_bytes()).digest() == before


# Files of QField and of strangers


def test_a_photo_of_qfield_comes_in_from_its_file(office: Notebook, laptop: Notebook) -> None:
    folder = laptop.path.parent / "DCIM"
    folder.mkdir()
    (folder / "one.jpg").write_bytes(jpeg(exif(b"SECRET", orientation=6)))
    run(laptop.path, "INSERT INTO note_point (text, photo_file) VALUES ('one', 'DCIM/one.jpg')")
    assert merged(office, laptop).photos == 1
    (note,) = office.notes()
    data = office.photo_bytes(note.photos[0].id)
    assert b"SECRET" not in office.path.read_bytes()
    assert exif(b"", orientation=6) in data  # which way up is all that is left
    office.delete_photo(note.photos[0].id)
    merged(office, laptop)
    assert office.notes()[0].photos == ()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("../secret.jpg", "not in the notebook's folder"),
        ("/etc/hostname", "not in the notebook's folder"),
        ("C:\\secret.jpg", "not in the notebook's folder"),
        ("..\\secret.jpg", "not in the notebook's folder"),
        ("link.jpg", "not in the notebook's folder"),
        ("DCIM", "is not there"),
        ("gone.jpg", "is not there"),
        ("text.jpg", "no JPEG"),
        ("cut.jpg", "damaged or copied in part"),
        ("huge.jpg", "more than 48 MB"),
        ("a" * 400, "not in the notebook's folder"),
    ],
)
def test_photo_files_that_cannot_be_taken_are_named(tmp_path: Path, name: str, sentence: str) -> None:
    folder = tmp_path / "qfield"
    (folder / "DCIM").mkdir(parents=True)
    (tmp_path / "secret.jpg").write_bytes(jpeg())
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    (folder / "text.jpg").write_text("no picture")
    (folder / "cut.jpg").write_bytes(jpeg()[:-20])
    with (folder / "huge.jpg").open("wb") as file:
        file.truncate(49 * 2**20)
    laptop = Notebook(folder / "notes.gpkg")
    run(laptop.path, f"INSERT INTO note_point (text, photo_file) VALUES ('one', '{name}')")
    office = Notebook(tmp_path / "office.gpkg")
    report = merged(office, laptop)
    assert [sentence in left.sentence for left in report.left_out] == [True]
    assert texts(office.path) == {"one": 1}
    assert office.notes()[0].photos == ()


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


def test_photos_that_cannot_be_taken_are_named(office: Notebook, laptop: Notebook) -> None:
    note = laptop.save(at_point("one"))
    laptop.add_photo(note.id, jpeg())
    gone = laptop.save(at_point("gone"))
    laptop.add_photo(gone.id, jpeg())
    laptop.delete(gone.id)
    values = f"SELECT {{}}, made, 8, 8, image FROM photo WHERE note = '{note.id}' LIMIT 1"
    for words in (f"'a blank', '{note.id}'", "'orphan', 'a note that is not there'"):
        run(laptop.path, f"INSERT INTO photo (id, note, made, width, height, image) {values.format(words)}")
    report = merged(office, laptop)
    assert report.photos == 1
    assert sorted(left.sentence for left in report.left_out) == [
        "its mark is damaged. Add the picture to the note anew.",
        "its note is not there, or was not taken. Look at it in that file.",
    ]


def test_a_photo_replaced_by_another_program_is_kept_beside(office: Notebook, laptop: Notebook) -> None:
    note = laptop.save(at_point("one"))
    photo = laptop.add_photo(note.id, jpeg())
    merged(office, laptop)
    other = jpeg(scan=b"\x7f\xa0\x7f")
    with closing(sqlite3.connect(laptop.path)) as connection, connection:
        connection.execute("UPDATE photo SET image = ?", (other,))
    assert merged(office, laptop).photos == 1
    first, second = held(office, note.id).photos
    assert (first.id, office.photo_bytes(first.id)[-4:]) == (photo.id, b"\x7f\xa0\xff\xd9")
    assert office.photo_bytes(second.id)[-5:] == b"\x7f\xa0\x7f\xff\xd9"


def test_names_too_long_or_too_many_are_not_offered(office: Notebook, laptop: Notebook) -> None:
    before = office.categories()
    run(
        laptop.path,
        "INSERT INTO category (name, position) VALUES (printf('%.*c', 3000000, 'x'), 50)",
        "INSERT INTO priority (key, title, issued, position) VALUES ('k', printf('%.*c', 81, 'y'), '', 0)",
        "INSERT INTO note_point (text, category) VALUES ('long', printf('%.*c', 501, 'z'))",
    )
    report = merged(office, laptop)
    assert (office.categories(), office.priorities()) == (before, ())
    assert ["longer than 80 signs" in left.sentence for left in report.left_out] == [False, True, True]
    assert "501 signs" in report.left_out[0].sentence
    assert max(map(len, report.lines())) < 300
    laptop.set_categories([f"kind {number}" for number in range(1_000)])
    report = merged(office, laptop)
    assert len(office.categories()) == len(before) + 100
    assert any("has 1,000 names" in left.sentence for left in report.left_out)


def test_odd_rows_are_left_out_or_taken_harmlessly(office: Notebook, laptop: Notebook) -> None:
    run(
        laptop.path,
        "INSERT INTO note_point (text, geom) VALUES ('odd place', X'4750000100000000')",
        "INSERT INTO note_point (text, geom) VALUES ('no geometry', X'DEADBEEF')",
        "INSERT INTO note_point (text) VALUES (CAST(X'FFFE41' AS TEXT))",
        "INSERT INTO note_point (text) VALUES (X'00FF')",
        "INSERT INTO note_point (text) VALUES (12)",
        "INSERT INTO note_point (text, author, made) VALUES ('long name', 'PC 49 Smith', 'yesterday')",
        "INSERT INTO note_point (text) VALUES (printf('%.*c', 200000, 'x'))",
        "INSERT INTO note_point (text, version) VALUES ('marks', 'a b; DROP TABLE note_point')",
        "INSERT INTO photo (id, note, made, width, height, image) VALUES ('p', 'nobody', '', 1, 1, X'FFD8FF')",
    )
    report = merged(office, laptop)
    assert len(report.added) == 5
    assert sorted(report.sentence for report in report.left_out) == [
        "The place of the note is damaged. Draw it again.",
        "it has 200,000 signs; 100,000 are taken. Shorten it in that file.",
        "its marks are damaged. Copy the text into a new note.",
        "its note is not there, or was not taken. Look at it in that file.",
    ]
    assert set(texts(office.path)) == {"no geometry", "\ufffd\ufffdA", "", "12", "long name"}


def test_what_is_no_notebook_stops_before_anything_is_written(
    office: Notebook, laptop: Notebook, tmp_path: Path
) -> None:
    laptop.save(at_point("one"))
    (tmp_path / "text.gpkg").write_text("nothing " * 200)
    (tmp_path / "empty.gpkg").touch()
    (tmp_path / "pack.zip").touch()
    shutil.copy(laptop.path, tmp_path / "newer.gpkg")
    run(tmp_path / "newer.gpkg", "UPDATE setting SET value = '9' WHERE name = 'notebook'")
    for name, expected in (
        ("text", "not a notebook"),
        ("empty", "empty"),
        ("newer", "newer version"),
        ("gone", "does not exist"),
        ("pack.zip", "Unpack it"),
        ("office", "into itself"),
    ):
        with pytest.raises(CacheError, match=expected):
            merge_notes(office.path, [laptop.path, tmp_path / (name if "." in name else f"{name}.gpkg")])
    with pytest.raises(CacheError, match=r"Name it \.gpkg"):
        merge_notes(tmp_path / "notes.csv", [laptop.path])
    assert not (tmp_path / "notes.csv").exists()
    with pytest.raises(CacheError, match="at least one"):
        merge_notes(office.path, [])
    assert office.notes() == ()
    with pytest.raises(CacheError, match="does not exist"):
        compare_notes(tmp_path / "gone.gpkg", [laptop.path])
    assert not (tmp_path / "gone.gpkg").exists()


def test_a_computing_column_is_refused(office: Notebook, tmp_path: Path) -> None:
    bomb = Notebook(tmp_path / "bomb.gpkg")
    run(bomb.path, "DROP TABLE category", "CREATE TABLE category (name AS (hex(zeroblob(900000000))), position, fid)")
    with pytest.raises(CacheError, match="columns compute"):
        merge_notes(office.path, [bomb.path])


def test_a_view_in_the_place_of_a_table_is_refused(office: Notebook, tmp_path: Path) -> None:
    bomb = Notebook(tmp_path / "bomb.gpkg")
    run(bomb.path, "DROP TABLE category", "CREATE VIEW category AS SELECT 1 AS name, 2 AS position, 3 AS fid")
    with pytest.raises(CacheError, match="its tables are others"):
        merge_notes(office.path, [bomb.path])


def test_a_merge_that_is_stopped_leaves_the_file_before_it(office: Notebook, laptop: Notebook) -> None:
    for number in range(5):
        laptop.save(at_point(str(number)))
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Cancelled, match="wholly or not at all"):
        merge_notes(office.path, [laptop.path], cancelled=cancelled)
    assert office.notes() == ()
    assert merged(office, laptop).added


def test_the_target_is_readable_by_its_user_alone(laptop: Notebook, tmp_path: Path) -> None:
    laptop.save(at_point("one"))
    before = os.umask(0)
    try:
        merge_notes(tmp_path / "new.gpkg", [laptop.path])
    finally:
        os.umask(before)
    assert os.name == "nt" or (tmp_path / "new.gpkg").stat().st_mode & 0o777 == 0o600


# Any history of two laptops

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


_FLIPS = st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=30)


@pytest.fixture(scope="module")
def damaged_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give the bytes of a notebook with photos and a deletion, to be damaged."""
    laptop = Notebook(tmp_path_factory.mktemp("damaged") / "notes.gpkg")
    for number in range(8):
        laptop.add_photo(laptop.save(at_point(f"{number} " + "x" * 200)).id, jpeg(scan=bytes(2000)))
    laptop.delete(laptop.notes()[0].id)
    return laptop.path.read_bytes()


@settings(max_examples=60, deadline=None)
@given(flips=_FLIPS, kept=st.sampled_from([1.0, 1.0, 0.99, 0.5, 0.1]))
def test_a_damaged_file_ends_in_a_sentence_and_the_office_is_whole(
    damaged_bytes: bytes, tmp_path_factory: pytest.TempPathFactory, flips: list, kept: float
) -> None:
    folder = tmp_path_factory.mktemp("flips")
    data = bytearray(damaged_bytes[: int(len(damaged_bytes) * kept)])
    for share, byte in flips:
        data[int(share * len(data))] = byte
    (folder / "damaged.gpkg").write_bytes(data)
    office = Notebook(folder / "office.gpkg")
    office.save(at_point("own"))
    added, said = 0, "."
    try:
        added = len(merge_notes(office.path, [folder / "damaged.gpkg"]).added)
    except CacheError as error:
        said = str(error)
    assert said.endswith(".")
    assert len(office.notes()) == 1 + added
    assert whole(office.path)
    assert texts(office.path)["own"] == 1


# From a shell


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
