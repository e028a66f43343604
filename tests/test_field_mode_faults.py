# SPDX-License-Identifier: GPL-2.0-or-later
"""Field mode over packs that were changed, taken away, read-only for a while, or unpacked and damaged."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from qgis.PyQt.QtWidgets import QLabel

from offline_cache.field_notes.model import FieldNote
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_notes.shapes import Shape, point
from offline_cache.field_pack import names
from offline_cache.field_pack.zipping import zip_pack
from policeuk_plugin.field.ready_results import read_results
from policeuk_plugin.ui.field.field_mode import FieldMode
from policeuk_plugin.ui.field.field_window import FieldWindow
from policeuk_plugin.ui.surroundings import Surroundings
from tests.field_window import _empty_field, _field, _pack, open_it, press, said  # noqa: F401 - fixtures
from tests.plugin_window import Window, _window, turn_until  # noqa: F401 - a fixture


def settle(field: FieldWindow) -> None:
    """Wait until all is written."""
    turn_until(lambda: not field.notes.waiting)


def spoil(path: Path) -> None:
    """Flip a bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def sources(field: FieldWindow) -> str:
    """Give the files that the map draws from, as one text."""
    return "\n".join(layer.source() for layer in field.map.project.mapLayers().values())


def write(field: FieldWindow, words: str) -> None:
    """Begin a note and write in it."""
    press(field, "policeukFieldNoteHere")
    field.notes.form.text.setPlainText(words)


@pytest.mark.parametrize("what", [names.CACHE, names.RESULTS, names.BRIEF_PDF])
def test_the_map_of_a_changed_pack_draws_neither_results_nor_changed_files(
    empty_field: FieldWindow, pack: Path, what: str
) -> None:
    results = {one.theme for one in read_results(pack) if one.theme}
    assert results
    spoil(pack / what)
    open_it(empty_field, pack)
    assert not results.intersection(empty_field.map.themes())
    assert not results.intersection(empty_field.screens["area"].view_buttons)
    assert names.RESULTS not in sources(empty_field)
    assert (names.CACHE in sources(empty_field)) is (what != names.CACHE)
    assert bool(empty_field.screens["area"].view_buttons) is (what != names.CACHE)


def test_a_whole_pack_keeps_its_results_on_the_map(field: FieldWindow, pack: Path) -> None:
    assert {one.theme for one in read_results(pack) if one.theme} <= set(field.map.themes())
    assert names.RESULTS in sources(field)


def test_a_pack_with_a_broken_project_does_not_stand_on_the_map_of_the_one_before(
    field: FieldWindow, pack: Path, tmp_path: Path
) -> None:
    other = tmp_path / "Other field pack"
    shutil.copytree(pack, other)
    (other / names.PROJECT).write_bytes(b"no project")
    assert field.map.project.mapLayers()
    open_it(field, other)
    assert field.desk.pack.folder == other
    assert not field.map.project.mapLayers()
    assert field.map.themes() == []
    assert not field.map.canvas.layers()
    assert names.PROJECT in said(field, "policeukFieldBanner")
    open_it(field, pack)
    assert field.map.canvas.layers()


def test_words_of_a_note_outlive_a_medium_that_is_drawn(
    window: Window, pack: Path, tmp_path: Path, empty_field: FieldWindow
) -> None:
    mode = FieldMode(Surroundings(window.bar, window.canvas, window.project), window.main.windowIcon(), window.main)
    window.main.show()
    mode.open()
    field = mode.window
    assert field is not None
    field.showNormal()
    field.resize(1366, 728)
    open_it(field, pack)
    away = tmp_path / "away"
    write(field, "Begun")
    settle(field)
    pack.rename(away)
    field.notes.form.text.setPlainText("Begun, and ended without the stick")
    field.close()
    (book,) = tmp_path.rglob("field notes/*.gpkg")
    assert [note.text for note in Notebook(book).notes()] == ["Begun, and ended without the stick"]
    assert book.stat().st_mode & 0o777 == 0o600
    assert any(str(book) in item.text() for item in window.bar.items())
    window.bar.clearWidgets()
    away.rename(pack)
    open_it(empty_field, pack)
    assert "Begun, and ended without the stick" in [note.text for note in empty_field.desk.notes.notes]
    assert "1 note" in empty_field.notes.elsewhere.text()
    assert not book.exists()


def test_words_that_no_notebook_takes_are_kept_as_text(field: FieldWindow, tmp_path: Path) -> None:
    heard: list[str] = []
    field.rescued.connect(heard.append)
    write(field, "y" * 5000)
    field.close()
    (kept,) = tmp_path.rglob("field notes/*.txt")
    assert "y" * 5000 in kept.read_text(encoding="utf-8")
    assert str(kept) in heard[0]


def test_a_note_that_is_saved_is_not_kept_twice(field: FieldWindow, pack: Path, tmp_path: Path) -> None:
    write(field, "In the pack")
    field.close()
    assert [note.text for note in Notebook(pack / names.NOTES).notes()] == ["In the pack"]
    assert not list(tmp_path.rglob("field notes/*"))


def test_notes_taken_while_a_pack_was_read_only_are_there_once_it_can_be_written(
    empty_field: FieldWindow, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Notebook(pack / names.NOTES).save(FieldNote(Shape.POINT, point(2.0, 54.72), category="Other", text="In the pack"))
    allowed = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: pack not in (Path(path), Path(path).parent) and allowed(path, mode)
    )
    open_it(empty_field, pack)
    write(empty_field, "On a disc")
    empty_field.notes.form.finish()
    settle(empty_field)
    monkeypatch.setattr(os, "access", allowed)
    open_it(empty_field, pack)
    assert empty_field.desk.notes.held.path == pack / names.NOTES
    assert sorted(note.text for note in Notebook(pack / names.NOTES).notes()) == ["In the pack", "On a disc"]
    assert "1 note" in empty_field.notes.elsewhere.text()
    note = next(one for one in empty_field.desk.notes.notes if one.text == "On a disc")
    Notebook(pack / names.NOTES).delete(note.id)
    open_it(empty_field, pack)
    assert [one.text for one in empty_field.desk.notes.notes] == ["In the pack"]


def test_a_damaged_notebook_in_the_profile_is_named_and_the_packs_is_used(
    field: FieldWindow, pack: Path, tmp_path: Path
) -> None:
    own = tmp_path / "profile" / "field notes" / f"{field.desk.pack.manifest.id}.gpkg"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"no notebook")
    open_it(field, pack)
    assert str(own) in field.notes.elsewhere.text()
    assert field.desk.notes.held.path == pack / names.NOTES
    assert field.desk.notes.fault == ""
    assert own.exists()


def test_a_zip_mends_the_damaged_folder_that_it_was_unpacked_to(
    empty_field: FieldWindow, pack: Path, tmp_path: Path
) -> None:
    zipped = tmp_path / "pack.zip"
    zip_pack(pack, zipped)
    open_it(empty_field, zipped)
    folder = empty_field.desk.pack.folder
    write(empty_field, "Gate open")
    empty_field.notes.form.finish()
    settle(empty_field)
    (folder / names.PHOTOS_FOLDER).mkdir(exist_ok=True)
    (folder / names.PHOTOS_FOLDER / "of_qfield.jpg").write_bytes(b"photo")
    spoil(folder / names.CACHE)
    open_it(empty_field, zipped)
    assert said(empty_field, "policeukFieldBanner") == ""
    assert empty_field.desk.pack.folder == folder
    assert (folder / names.CACHE).read_bytes() == (pack / names.CACHE).read_bytes()
    assert [note.text for note in empty_field.desk.notes.notes] == ["Gate open"]
    assert (folder / names.PHOTOS_FOLDER / "of_qfield.jpg").read_bytes() == b"photo"
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_renewal_that_was_stopped_midway_keeps_the_notes(
    empty_field: FieldWindow, pack: Path, tmp_path: Path
) -> None:
    zipped = tmp_path / "pack.zip"
    zip_pack(pack, zipped)
    open_it(empty_field, zipped)
    folder = empty_field.desk.pack.folder
    Notebook(folder / names.NOTES).save(FieldNote(Shape.POINT, point(2.0, 54.72), category="Other", text="Kept"))
    folder.rename(folder.with_name(f"{folder.name} before"))
    open_it(empty_field, zipped)
    assert [note.text for note in empty_field.desk.notes.notes] == ["Kept"]


def test_a_medium_that_is_taken_out_is_told_and_told_no_more_once_it_is_back(
    field: FieldWindow, pack: Path, tmp_path: Path
) -> None:
    assert said(field, "policeukFieldBanner") == ""
    pack.rename(tmp_path / "away")
    turn_until(lambda: said(field, "policeukFieldBanner") != "")
    assert str(pack) in said(field, "policeukFieldBanner")
    assert "taken out" in said(field, "policeukFieldBanner")
    (tmp_path / "away").rename(pack)
    turn_until(lambda: said(field, "policeukFieldBanner") == "")


def test_a_comparison_with_the_own_force_says_why_nothing_is_judged(field: FieldWindow, pack: Path) -> None:
    told = json.loads((pack / names.HOME).read_text(encoding="utf-8"))
    assert {row["verdict"] for row in told["rows"]} == {"not judged"}
    field.show_screen("home")
    words = [label.text() for label in field.screens["home"].findChildren(QLabel) if label.isVisible()]
    assert not any("All: not judged" in one for one in words)
    assert any("not judged: an area within its own home is counted in both" in one for one in words)
