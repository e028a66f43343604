# SPDX-License-Identifier: GPL-2.0-or-later
"""Which packs field mode opens: folders, zips, changed ones, what is no pack; and what it offers."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from qgis.PyQt.QtWidgets import QAbstractButton, QLabel

from offline_cache.field_pack import names
from offline_cache.field_pack.zipping import zip_pack
from policeuk_plugin.field.ready_results import read_results
from policeuk_plugin.ui.field.field_mode import FieldMode
from policeuk_plugin.ui.field.field_window import FieldWindow
from policeuk_plugin.ui.surroundings import Surroundings
from tests.field_window import _empty_field, _pack, open_it, press, said  # noqa: F401 - fixtures
from tests.plugin_window import Window, _window, turn_until  # noqa: F401 - a fixture


def test_field_mode_is_offered_where_the_project_of_a_pack_is_opened(window: Window, pack: Path) -> None:
    mode = FieldMode(Surroundings(window.bar, window.canvas, window.project), window.main.windowIcon(), window.main)
    assert window.project.read(str(pack / names.PROJECT))
    (item,) = [item for item in window.bar.items() if "field pack" in item.text()]
    press_in = item.findChild(QAbstractButton, "policeukOfferField")
    window.main.show()
    press_in.click()
    assert mode.window is not None
    turn_until(lambda: not mode.window.caller.running)
    assert mode.window.desk.pack.folder == pack
    mode.shut_down()
    window.bar.clearWidgets()
    window.project.clear()


@pytest.mark.parametrize("what", [names.CACHE, names.PROJECT, names.RESULTS, names.BRIEF_PDF])
def test_a_changed_pack_names_the_part_and_refuses_its_results(empty_field: FieldWindow, pack: Path, what: str) -> None:
    with (pack / what).open("ab") as file:
        file.write(b"0")
    open_it(empty_field, pack)
    banner = said(empty_field, "policeukFieldBanner")
    assert what in banner
    assert "results are not shown" in banner
    for name in ("change", "hot", "home", "brief"):
        empty_field.show_screen(name)
        texts = [label.text() for label in empty_field.screens[name].findChildren(QLabel) if label.isVisible()]
        assert banner in texts, name
        assert not any(result.title in texts for result in read_results(pack) if result.title)
        empty_field.show_menu()
    assert not empty_field.screens["brief"].print_button.isEnabled()
    assert what in empty_field.screens["brief"].print_button.toolTip()
    opened = bool(empty_field.map.project.mapLayers())
    assert opened is (what != names.PROJECT)
    assert (empty_field.desk.live is None) is (what == names.CACHE)
    press(empty_field, "policeukFieldNoteHere")
    assert empty_field.notes.form.open


def test_a_zip_opens_as_the_folder_does_and_keeps_its_notes(
    empty_field: FieldWindow, pack: Path, tmp_path: Path
) -> None:
    zipped = tmp_path / "pack.zip"
    zip_pack(pack, zipped)
    shutil.rmtree(pack)
    open_it(empty_field, zipped)
    assert said(empty_field, "policeukFieldBanner") == ""
    folder = empty_field.desk.pack.folder
    assert tmp_path / "profile" in folder.parents
    press(empty_field, "policeukFieldNoteHere")
    empty_field.notes.form.text.setPlainText("Gate open")
    empty_field.notes.form.finish()
    turn_until(lambda: not empty_field.notes.waiting)
    open_it(empty_field, zipped)
    assert empty_field.desk.pack.folder == folder
    assert [note.text for note in empty_field.desk.notes.notes] == ["Gate open"]


def test_what_is_no_pack_ends_in_one_sentence_and_the_start_stays(empty_field: FieldWindow, tmp_path: Path) -> None:
    bad = tmp_path / "other.zip"
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("a.txt", "a")
    for path in (bad, tmp_path / "gone", tmp_path):
        empty_field.open(path)
        turn_until(lambda: not empty_field.caller.running)
        assert empty_field.pages.currentWidget() is empty_field.start
        problem = said(empty_field, "policeukFieldStartProblem")
        assert problem.endswith(".")
        assert "report this" not in problem
        assert empty_field.start.folder_button.isEnabled()


def test_a_pack_that_was_opened_is_offered_again(empty_field: FieldWindow, pack: Path) -> None:
    open_it(empty_field, pack)
    empty_field.start.show_recent()
    first = empty_field.start.first_control()
    assert first.objectName() == "policeukFieldRecent"
    assert str(pack) in first.toolTip()
    shutil.rmtree(pack)
    empty_field.start.show_recent()
    assert empty_field.start.first_control() is empty_field.start.folder_button
