# SPDX-License-Identifier: GPL-2.0-or-later
"""Notes and brief in field mode: taken, saved while one writes, found again, deleted, handed over, printed."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QDesktopServices, QImage
from qgis.PyQt.QtPrintSupport import QPrinter
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from offline_cache.field_notes.model import CATEGORIES, FieldNote
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_notes.shapes import Shape, places_of, point
from offline_cache.field_pack import names
from policeuk_plugin.ui.field_pdf import PRINT, pdf_pages
from policeuk_plugin.ui.field_window import FieldWindow
from tests.field_window import _empty_field, _field, _pack, focus, key, open_it, press, said  # noqa: F401 - fixtures
from tests.plugin_window import turn_for, turn_until


def settle(field: FieldWindow) -> None:
    """Wait until all is written."""
    turn_until(lambda: not field.notes.waiting)


def photo(folder: Path, colour: str = "#336699") -> Path:
    """Give a picture as a camera makes one."""
    image = QImage(2400, 1800, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    path = folder / "photo.jpg"
    assert image.save(str(path), "JPEG")
    return path


def darkness(page: QImage) -> float:
    """Give the share of a page that is dark, from every ninth pixel of every ninth row."""
    seen = [QColor(page.pixel(x, y)).lightness() for x in range(0, page.width(), 9) for y in range(0, page.height(), 9)]
    return sum(value < 128 for value in seen) / len(seen)


def test_a_note_with_photo_by_keyboard_alone(field: FieldWindow, pack: Path, tmp_path: Path) -> None:
    key(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    turn_until(lambda: focus() == "policeukFieldCategory")
    assert field.map.cross.isVisible()
    where = field.map.middle()
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Tab)
    assert focus() == "policeukFieldText"
    QTest.keyClicks(QApplication.focusWidget(), "Lamp out 3 weeks")
    field.notes.form.photos.add(photo(tmp_path))
    settle(field)
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(field)
    (note,) = Notebook(pack / names.NOTES).notes()
    ((place,),) = places_of(Shape.POINT, note.geometry)
    assert (note.category, note.text) == (CATEGORIES[1], "Lamp out 3 weeks")
    assert place == pytest.approx((where.x(), where.y()), abs=1e-6)
    (kept,) = note.photos
    assert max(kept.width, kept.height) == 1600
    assert not field.map.cross.isVisible()
    assert "1 note" in field.menu.buttons["notes"].line.text()


def test_a_note_is_on_the_disk_before_anything_is_pressed(field: FieldWindow, pack: Path) -> None:
    press(field, "policeukFieldNoteHere")
    field.notes.form.text.setPlainText("Half a sen")
    settle(field)
    assert [note.text for note in Notebook(pack / names.NOTES).notes()] == ["Half a sen"]
    field.notes.form.text.setPlainText("Half a sentence")
    settle(field)
    (note,) = Notebook(pack / names.NOTES).notes()
    assert (note.text, note.conflict_of) == ("Half a sentence", "")
    assert said(field, "policeukFieldSaved").startswith("Saved ")


def test_a_window_that_is_closed_at_once_loses_nothing(field: FieldWindow, pack: Path) -> None:
    press(field, "policeukFieldNoteHere")
    field.notes.form.text.setPlainText("Written in the last second")
    turn_for(750)  # the first save is under way
    field.notes.form.text.setPlainText("Written in the last second, and after it")
    field.close()
    notes = Notebook(pack / names.NOTES).notes()
    assert [note.text for note in notes] == ["Written in the last second, and after it"]


def test_an_empty_note_leaves_nothing_behind(field: FieldWindow, pack: Path) -> None:
    press(field, "policeukFieldNoteHere")
    key(Qt.Key.Key_Escape)
    settle(field)
    assert not field.notes.form.open
    assert Notebook(pack / names.NOTES).notes() == ()


def test_the_place_stands_once_something_is_written(field: FieldWindow, pack: Path) -> None:
    press(field, "policeukFieldNoteHere")
    field.notes.form.text.setPlainText("Here")
    settle(field)
    before = Notebook(pack / names.NOTES).notes()[0].geometry
    field.map.canvas.setCenter(QgsPointXY(field.map.canvas.center().x() + 200, field.map.canvas.center().y()))
    turn_for(700)
    field.notes.form.text.setPlainText("Here, and I looked elsewhere")
    settle(field)
    assert Notebook(pack / names.NOTES).notes()[0].geometry == before
    press(field, "policeukFieldMove")
    settle(field)
    ((place,),) = places_of(Shape.POINT, Notebook(pack / names.NOTES).notes()[0].geometry)
    assert place == pytest.approx((field.map.middle().x(), field.map.middle().y()), abs=1e-6)


def test_an_area_is_drawn_corner_by_corner_and_keeps_its_photo(field: FieldWindow, pack: Path, tmp_path: Path) -> None:
    press(field, "policeukFieldNoteHere")
    form = field.notes.form
    form.text.setPlainText("Waste ground")
    form.photos.add(photo(tmp_path))
    settle(field)
    (first,) = Notebook(pack / names.NOTES).notes()
    field.notes.open_note(first)
    form.place.move_button.click()
    press(field, "policeukFieldShapeArea")
    settle(field)
    assert "Still needed: 3" in said(field, "policeukFieldWhere")
    corners = []
    for dx, dy in ((0, 0), (150, 0), (0, -150)):
        middle = field.map.canvas.center()
        field.map.canvas.setCenter(QgsPointXY(middle.x() + dx, middle.y() + dy))
        corners.append((field.map.middle().x(), field.map.middle().y()))
        press(field, "policeukFieldCorner")
    settle(field)
    form.finish()
    settle(field)
    (note,) = Notebook(pack / names.NOTES).notes()
    assert note.shape is Shape.AREA
    ((*ring, last),) = places_of(Shape.AREA, note.geometry)
    assert ring == [pytest.approx(corner, abs=1e-6) for corner in corners]
    assert last == ring[0]
    assert len(note.photos) == 1


def test_a_note_that_is_deleted_is_asked_for_twice_and_then_gone(field: FieldWindow, pack: Path) -> None:
    press(field, "policeukFieldNoteHere")
    field.notes.form.text.setPlainText("Zebrafinch")
    settle(field)
    press(field, "policeukFieldDelete")
    assert "cannot come back" in said(field, "policeukFieldSaved")
    press(field, "policeukFieldKeep")
    assert len(Notebook(pack / names.NOTES).notes()) == 1
    press(field, "policeukFieldDelete")
    press(field, "policeukFieldDelete")
    turn_until(lambda: not field.notes.form.open)
    assert Notebook(pack / names.NOTES).notes() == ()
    assert b"Zebrafinch" not in (pack / names.NOTES).read_bytes()


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


def test_notes_are_handed_over_as_a_notebook_and_to_read(field: FieldWindow, tmp_path: Path) -> None:
    press(field, "policeukFieldNoteHere")
    field.notes.form.text.setPlainText("=1+1")
    field.notes.form.photos.add(photo(tmp_path))
    settle(field)
    field.notes.form.finish()
    settle(field)
    press(field, "policeukFieldHandOver")
    for name in ("out.gpkg", "out.csv", "out.html", "out.geojson"):
        field.notes.out.hand_over(tmp_path / name)
        settle(field)
        assert str(tmp_path / name) in said(field, "policeukFieldOutSaid")
    (note,) = Notebook(tmp_path / "out.gpkg").notes()
    assert (note.text, len(note.photos)) == ("=1+1", 1)
    assert '"\'=1+1"' in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_the_brief_is_shown_and_printed_whole(field: FieldWindow, pack: Path, tmp_path: Path) -> None:
    key(Qt.Key.Key_6)
    screen = field.screens["brief"]
    turn_until(lambda: not screen.waiting)
    assert screen.picture.pixmap() is not None
    assert screen.picture.pixmap().width() > 200
    pages = pdf_pages(pack / names.BRIEF_PDF, PRINT)
    assert pages
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    screen.print_to(printer, pages)
    again = pdf_pages(tmp_path / "printed.pdf", PRINT)
    assert len(again) == len(pages)
    shown, printed = darkness(pages[0]), darkness(again[0])
    assert shown > 0.005
    assert printed == pytest.approx(shown, rel=0.35)
    assert said(field, "policeukFieldBriefSaid") == f"Printed into {tmp_path / 'printed.pdf'}."
    screen.save_copy(tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == (pack / names.BRIEF_PDF).read_bytes()
    assert sorted(path.name for path in pack.glob("brief*")) == ["brief.html", "brief.pdf"]


def test_the_brief_opens_in_the_machines_own_program(
    field: FieldWindow, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    field.show_screen("brief")
    press(field, "policeukFieldBriefOpen")
    assert opened == [str(pack / names.BRIEF_PDF)]


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
    shutil.rmtree(pack)
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
