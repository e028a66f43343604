# SPDX-License-Identifier: GPL-2.0-or-later
"""Notes and brief in field mode: taken, saved while one writes, found again, deleted, handed over, printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QDesktopServices, QImage
from qgis.PyQt.QtPrintSupport import QPrinter
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QWidget

from offline_cache.field_notes.model import CATEGORIES
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_notes.shapes import Shape, places_of
from offline_cache.field_pack import names
from policeuk_plugin.ui.field.field_pdf import PRINT, pdf_pages
from policeuk_plugin.ui.field.field_window import FieldWindow
from tests.field_mode_cases import photo, settle
from tests.field_window import _empty_field, _field, _pack, focus, key, open_it, press, said  # noqa: F401 - fixtures
from tests.plugin_window import turn_for, turn_until


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


def test_the_brief_is_enlarged_by_keys_and_buttons(field: FieldWindow) -> None:
    key(Qt.Key.Key_6)
    screen = field.screens["brief"]
    turn_until(lambda: not screen.waiting)
    key(Qt.Key.Key_Plus)
    view = screen.view
    assert view is not None
    turn_until(lambda: not screen.waiting)
    wide = view.body.width()
    assert wide > 2 * screen.picture.pixmap().width()
    for pressed, larger in ((Qt.Key.Key_Plus, True), (Qt.Key.Key_0, False), (Qt.Key.Key_Minus, False)):
        before = view.zoom
        QTest.keyClick(view.scroll, pressed)
        assert (view.zoom > before) is larger
    for _ in range(20):
        view.out_button.click()
    assert not view.out_button.isEnabled()
    view.show_pages((QImage(70, 99, QImage.Format.Format_RGB32),) * 3)
    sheets = [one for one in view.findChildren(QWidget, "policeukBriefSheet") if one.isVisible()]
    assert len(sheets) == 3, "seen at once"
    assert sheets[0].height() <= view.scroll.height()
    QTest.keyClick(view.scroll, Qt.Key.Key_Escape)
    assert screen.view is None
    press(field, "policeukFieldBriefLarge")
    assert screen.view is not None
    screen.view.close()


def test_the_brief_opens_in_the_machines_own_program(
    field: FieldWindow, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    field.show_screen("brief")
    press(field, "policeukFieldBriefOpen")
    assert opened == [str(pack / names.BRIEF_PDF)]
