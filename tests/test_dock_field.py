# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Field: a pack, a brief and merged notes made from the panel, and the way into field mode."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from qgis.PyQt.QtGui import QDesktopServices, QImage
from qgis.PyQt.QtWidgets import QComboBox

from offline_cache.field_notes.model import FieldNote
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_notes.shapes import Shape, point
from offline_cache.field_pack import names
from offline_cache.field_pack.checking import check_pack
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.field.field_page import FieldPage
from policeuk_plugin.ui.pages import PAGES
from tests.dock_window import button, count, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.field_packs import beat_cache
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture


@pytest.fixture(name="beat")
def _beat(
    dock: PoliceUkDock, window: Window, sample_cache: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> PoliceUkDock:
    """Give the panel with the page Field and the invented beat chosen."""
    held, area = beat_cache(sample_cache, tmp_path_factory)
    cache = tmp_path / "town.sqlite"
    shutil.copyfile(held, cache)
    dock.data_page.use_cache(cache)
    count(dock, window)
    dock.selection.area_box.set_area(area)
    dock.selection.area_box.chosen.emit()
    count(dock, window)
    dock.pages.setCurrentIndex([page.key for page in PAGES].index("field"))
    return dock


def job(dock: PoliceUkDock, key: str) -> FieldPage:
    """Choose a job; gives the page."""
    box = dock.findChild(QComboBox, "policeukFieldAsk")
    box.setCurrentIndex(box.findData(key))
    page = dock.page_of["field"]
    assert isinstance(page, FieldPage)
    return page


def run(dock: PoliceUkDock, window: Window, seconds: float = 120) -> str:
    """Press the main button and wait; gives what is said then."""
    page = dock.page_of["field"]
    assert page.main_button.isEnabled(), page.main_button.toolTip()
    page.main_button.click()
    assert page.runner.running
    window.wait(lambda: not page.runner.running, seconds)
    return text(dock, "policeukFieldClosing")


def test_a_pack_is_made_of_the_selection_and_opened_in_field_mode(
    beat: PoliceUkDock, window: Window, tmp_path: Path
) -> None:
    page = job(beat, "pack")
    page.pack.folder.setText(str(tmp_path))
    said = run(beat, window)
    assert "ield pack" in said
    (made,) = tmp_path.glob("* field pack")
    assert check_pack(made).whole
    assert "Next: open field mode" in said
    wanted: list[str] = []
    beat.field_wanted.connect(wanted.append)
    button(beat, "policeukOpenFieldMode").click()
    assert wanted == [str(made)]
    assert beat.desk.runs[0].algorithm == "policeuk:makefieldpack"


def test_a_second_pack_takes_another_name(beat: PoliceUkDock, tmp_path: Path) -> None:
    page = job(beat, "pack")
    page.pack.folder.setText(str(tmp_path))
    first = Path(page.parameters()["OUTPUT"])
    first.mkdir()
    second = Path(page.parameters()["OUTPUT"])
    assert second != first
    assert second.parent == tmp_path


def test_without_an_area_there_is_no_pack_and_the_button_says_why(beat: PoliceUkDock, window: Window) -> None:
    beat.selection.area_box.set_area("")
    beat.selection.area_box.chosen.emit()
    count(beat, window)
    for key in ("pack", "brief"):
        page = job(beat, key)
        assert not page.main_button.isEnabled()
        assert "Choose" in page.main_button.toolTip()
    assert "Merge" in job(beat, "merge").ask.currentText()


def test_a_brief_is_made_and_opened(beat: PoliceUkDock, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    page = job(beat, "brief")
    page.jobs["brief"].since.setCurrentIndex(2)
    said = run(beat, window)
    assert said.endswith("Next: open it, to read or print.")
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    button(beat, "policeukFieldOpenResult").click()
    (pdf,) = map(Path, opened)
    assert pdf.read_bytes().startswith(b"%PDF")
    assert beat.desk.runs[0].parameters["SINCE"] == page.jobs["brief"].since.itemData(2)


def test_notes_of_two_laptops_are_merged_beside_the_cache(beat: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    paths = []
    for name in ("one", "two"):
        book = Notebook(tmp_path / f"{name}.gpkg")
        book.save(FieldNote(Shape.POINT, point(2.0, 54.72), category="Other", text=f"Seen by {name}"))
        paths.append(str(book.path))
    page = job(beat, "merge")
    assert not page.main_button.isEnabled()
    assert "Add the notebooks" in page.main_button.toolTip()
    page.jobs["merge"].add(paths)
    into = Path(page.jobs["merge"].into.text())
    assert into.parent == beat.desk.cache.parent
    run(beat, window)
    assert sorted(note.text for note in Notebook(into).notes()) == ["Seen by one", "Seen by two"]
    assert [layer.name() for layer in window.project.mapLayers().values()] == ["Notes at points"]
    assert Path(beat.desk.runs[0].parameters["REPORT"]).is_file()


def test_a_whole_folder_is_merged_with_the_photos_that_qfield_put_beside_its_notebooks(
    dock: PoliceUkDock, window: Window, tmp_path: Path
) -> None:
    dock.pages.setCurrentIndex([page.key for page in PAGES].index("field"))
    for name in ("one", "two"):
        laptop = tmp_path / "handed in" / name
        (laptop / "DCIM").mkdir(parents=True)
        assert QImage(60, 40, QImage.Format.Format_RGB32).save(str(laptop / "DCIM" / "a.jpg"))
        book = Notebook(laptop / names.NOTES)
        book.save(FieldNote(Shape.POINT, point(2.0, 54.72), text=f"Seen by {name}"))
        with closing(sqlite3.connect(book.path)) as connection, connection:
            connection.execute("UPDATE note_point SET photo_file = 'DCIM/a.jpg'")
        (laptop / names.TWIN).write_bytes(b"of the pack")
    page = job(dock, "merge")
    merge = page.jobs["merge"]
    (tmp_path / "empty").mkdir()
    merge.add_folder(tmp_path / "empty")
    assert merge.paths == []
    assert "No notebook (.gpkg) lies in" in page.main_button.toolTip()
    merge.add_folder(tmp_path / "handed in")
    merge.into.setText(str(tmp_path / "office.gpkg"))
    run(dock, window)
    notes = Notebook(tmp_path / "office.gpkg").notes()
    assert sorted(note.text for note in notes) == ["Seen by one", "Seen by two"]
    assert [len(note.photos) for note in notes] == [1, 1]


def test_notes_are_merged_without_any_crimes_held(dock: PoliceUkDock, window: Window, tmp_path: Path) -> None:
    dock.pages.setCurrentIndex([page.key for page in PAGES].index("field"))
    book = Notebook(tmp_path / "one.gpkg")
    book.save(FieldNote(Shape.POINT, point(2.0, 54.72), text="Alone"))
    page = job(dock, "merge")
    page.jobs["merge"].add([str(book.path)])
    page.jobs["merge"].into.setText(str(tmp_path / "office.gpkg"))
    run(dock, window)
    assert [note.text for note in Notebook(tmp_path / "office.gpkg").notes()] == ["Alone"]


def test_what_is_set_is_set_again(beat: PoliceUkDock, tmp_path: Path) -> None:
    page = job(beat, "pack")
    page.pack.folder.setText(str(tmp_path))
    page.pack.zip.setChecked(True)
    state = page.state()
    page.pack.folder.setText("elsewhere")
    page.pack.zip.setChecked(False)
    job(beat, "merge")
    page.restore(state)
    assert page.job is page.pack
    assert page.pack.folder.text() == str(tmp_path)
    assert page.pack.zip.isChecked()
    page.restore({"job": 4, "pack_zip": "yes", "pack_home": None, "brief_level": []})
    assert page.pack.zip.isChecked()
    assert names.PROJECT == "field.qgz"
