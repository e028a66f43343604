# SPDX-License-Identifier: GPL-2.0-or-later
"""Every setting of the panel and of the options is there again when QGIS is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QWidget

from policeuk_plugin import settings
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.options_page import OptionsPage
from tests.dock_window import count, put_away, shown
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture

NOT_KEPT = {
    "policeukCompareChange": "folds out what is kept itself",
    "policeukShowChanges": "folds out what the last run changed",
    "policeukHotspotsAnswerMore": "folds out the rest of what the last run answered",
    "policeukReport": "a report is one of the questions, and the last single question is asked again",
    "policeukPin": "is kept with its run",
}


@pytest.fixture(name="sample")
def _sample(dock: PoliceUkDock, window: Window, sample_cache: Path) -> PoliceUkDock:
    """Give the panel with the sample."""
    dock.data_page.use_cache(sample_cache)
    count(dock, window)
    return dock


def setters(part: QWidget) -> Iterator[tuple[str, QWidget]]:
    """Give the controls of ours that have a value, by their names."""
    for one in part.findChildren(QWidget):
        name = one.objectName()
        inner = isinstance(one.parentWidget(), (QComboBox, QAbstractSpinBox))
        has_value = isinstance(one, (QComboBox, QAbstractSpinBox, QLineEdit))
        ticked = isinstance(one, QAbstractButton) and one.isCheckable()
        if name.startswith("policeuk") and not inner and (has_value or ticked) and name not in NOT_KEPT:
            yield name, one


def value(one: QWidget) -> Any:
    """What a control has."""
    if isinstance(one, QComboBox):
        return one.currentText()
    if isinstance(one, QAbstractSpinBox):
        return one.text()
    return one.text() if isinstance(one, QLineEdit) else one.isChecked()


def change(one: QWidget) -> None:
    """Give it another value, as a user would."""
    if isinstance(one, QComboBox) and one.count() and not one.isEditable():
        at = next((row for row in reversed(range(one.count())) if row != one.currentIndex() and usable(one, row)), None)
        if at is not None:
            one.setCurrentIndex(at)
            one.activated.emit(at)
    elif isinstance(one, QAbstractSpinBox):
        one.stepUp()
    elif isinstance(one, QAbstractButton):
        one.click()


def usable(box: QComboBox, row: int) -> bool:
    """Whether an entry of a list can be chosen."""
    return bool(box.model().flags(box.model().index(row, 0)) & Qt.ItemFlag.ItemIsEnabled)


def reopened(dock: PoliceUkDock, window: Window) -> PoliceUkDock:
    """Close the panel as QGIS does, and open it as a later QGIS does."""
    put_away(dock, window)
    again = shown(window)
    count(again, window)
    return again


@pytest.mark.parametrize("key", ["map", "hotspots", "compare", "field"])
def test_every_setting_of_a_page_is_there_again(sample: PoliceUkDock, window: Window, key: str) -> None:
    sample.pages.setCurrentIndex(list(sample.page_of).index(key))
    page = sample.page_of[key]
    before = {name: value(one) for name, one in setters(page)}
    for name, one in list(setters(page)):
        if (one.isEnabled() or name == "policeukPlayStep") and not (
            name.endswith("Ask") or name.startswith("policeukAsk")
        ):
            change(one)
    left = {name: value(one) for name, one in setters(page)}
    assert sum(before[name] != left[name] for name in before) >= {"map": 4, "field": 2}.get(key, 8), left
    again = reopened(sample, window)
    try:
        assert again.pages.currentIndex() == list(again.page_of).index(key)
        assert {name: value(one) for name, one in setters(again.page_of[key])} == left
    finally:
        put_away(again, window)


@pytest.mark.parametrize("key", ["map", "hotspots", "compare", "field"])
def test_the_question_of_a_page_is_there_again(sample: PoliceUkDock, window: Window, key: str) -> None:
    sample.pages.setCurrentIndex(list(sample.page_of).index(key))
    box = ask_of(sample, key)
    change(box)
    asked = box.currentText()
    again = reopened(sample, window)
    try:
        assert ask_of(again, key).currentText() == asked
    finally:
        put_away(again, window)


def ask_of(dock: PoliceUkDock, key: str) -> QComboBox:
    """Give the list of questions of a page."""
    (box,) = [one for name, one in setters(dock.page_of[key]) if name.endswith("Ask") and isinstance(one, QComboBox)]
    return box


def test_the_selection_is_there_again(sample: PoliceUkDock, window: Window) -> None:
    sample.selection.area_box.lineEdit().setText("Cleaver Bank (ward)")
    sample.selection.area_box.take_text()
    for name, one in list(setters(sample.selection)):
        if name in ("policeukFrom", "policeukAsb"):
            change(one)
    types = sample.findChild(QComboBox, "policeukTypes").model()
    types.findItems("Burglary", Qt.MatchFlag.MatchContains)[0].setCheckState(Qt.CheckState.Checked)
    count(sample, window)
    left = sample.selection.chosen
    assert left.area == "ward:E05990001"
    assert "Burglary" in left.types
    again = reopened(sample, window)
    try:
        assert again.selection.chosen == left
    finally:
        put_away(again, window)


def test_every_setting_of_the_options_is_there_again(window: Window, dock: PoliceUkDock, tmp_path: Path) -> None:
    page = OptionsPage(lambda: None)
    given: dict[str, Callable[[QWidget], None]] = {
        "policeukOptionsOffline": lambda one: one.setChecked(True),
    }
    for name, one in setters(page):
        if isinstance(one, QLineEdit) and name.startswith("policeukAddress"):
            one.setText("https://mirror.example.org")
        elif name in given:
            given[name](one)
    page._place.setFilePath(str(tmp_path / "elsewhere.sqlite"))
    left = {name: value(one) for name, one in setters(page)}
    assert list(left.values()).count("https://mirror.example.org") == 7
    page.apply()
    again = OptionsPage(lambda: None)
    assert {name: value(one) for name, one in setters(again)} == left
    assert again._place.filePath() == str(tmp_path / "elsewhere.sqlite")
    assert settings.works_offline()
    for one in (page, again):
        one.deleteLater()
