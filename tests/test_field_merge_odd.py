# SPDX-License-Identifier: GPL-2.0-or-later
"""What cannot be merged, or only in part, is named, and the office's notebook is whole: photos, odd rows, damage."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_cache.errors import CacheError, Cancelled
from offline_cache.field_notes.merging import compare_notes, merge_notes
from offline_cache.field_notes.notebook import Notebook
from tests.field_merge_cases import laptop as _laptop  # noqa: F401 - a fixture
from tests.field_merge_cases import merged
from tests.field_merge_cases import office as _office  # noqa: F401 - a fixture
from tests.note_cases import at_point, exif, held, jpeg, run, texts, whole


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
    assert ["longer than 80 characters" in left.sentence for left in report.left_out] == [False, True, True]
    assert "501 characters" in report.left_out[0].sentence
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
        "it has 200,000 characters, and at most 100,000 are taken. Shorten it in that file.",
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
    with pytest.raises(CacheError, match=r"ends in \.gpkg"):
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
    with pytest.raises(CacheError, match="computed columns"):
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
