# SPDX-License-Identifier: GPL-2.0-or-later
"""Notebooks come together: nothing overwritten, doubled, lost or brought back, whatever the clocks say."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from offline_cache.field_notes.merge_report import ConflictKind
from offline_cache.field_notes.merging import compare_notes, merge_notes
from offline_cache.field_notes.model import PriorityLink
from offline_cache.field_notes.notebook import Notebook
from tests.field_merge_cases import both, dump, merged
from tests.field_merge_cases import laptop as _laptop  # noqa: F401 - a fixture
from tests.field_merge_cases import office as _office  # noqa: F401 - a fixture
from tests.note_cases import at_point, changed, held, jpeg, rows, run, texts


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
