# SPDX-License-Identifier: GPL-2.0-or-later
"""The page Hotspots: what was run is run again, what was asked is there again, and keys do all of it."""

from __future__ import annotations

import json

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QRadioButton

from policeuk_plugin import settings
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.history import Entry
from policeuk_plugin.ui.hotspots.hotspots_parameters import given_by
from tests.dock_window import button, put_away, text
from tests.dock_window import dock as _dock  # noqa: F401 - a fixture
from tests.dock_window import shown as opened
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture
from tests.test_dock_hotspots import ANSWERS, BESIDE, _sample, ask, names, run  # noqa: F401 - a fixture


@pytest.mark.parametrize("name", ["Change", "Risk"])
def test_the_same_run_takes_the_place_of_the_one_before(sample: PoliceUkDock, window: Window, name: str) -> None:
    """Both layers, where there are two."""
    ask(sample, name)
    run(sample, window)
    button(sample, "policeukAgain").click()
    page = sample.page_of["hotspots"]
    window.wait(lambda: page.runner.running)
    window.wait(lambda: not page.runner.running)
    assert len(sample.desk.runs) == 2
    assert names(window) == [*BESIDE.get(name, ()), ANSWERS[name][1]]
    window.bar.clearWidgets()


def test_each_question_is_asked_again_as_it_was(sample: PoliceUkDock) -> None:
    """What a run keeps of the page, as it is kept, brings back what was asked after another question."""
    page = sample.page_of["hotspots"]
    for name in ANSWERS:
        ask(sample, name)
        key, asked, kept = page.form.question.key, given_by(page.form), json.loads(json.dumps(page.state()))
        ask(sample, "Moran" if name == "Persistence" else "Persistence")
        assert page.form.question.key != key
        page.restore(kept)
        assert (page.form.question.key, given_by(page.form)) == (key, asked)


@pytest.mark.parametrize(("density", "key"), [(True, "density"), (False, "clusters")])
def test_runs_of_older_versions_are_run_again(sample: PoliceUkDock, window: Window, density: bool, key: str) -> None:
    old = {"density": density, "units": "hexagon", "cell_size": 300.0, "bandwidth": 700.0, "alpha": 0.1, "more": False}
    entry = Entry("hotspots", "policeuk:crimeclusters", {}, "An old run", "It said so.", "2026-01-01T10:00:00", "", old)
    sample.desk.keep(entry)
    button(sample, "policeukAgain").click()
    page = sample.page_of["hotspots"]
    window.wait(lambda: page.runner.running)
    window.wait(lambda: not page.runner.running)
    assert page.form.question.key == key
    given = sample.desk.runs[0].parameters
    assert given["CELL_SIZE"] == 300
    assert given.get("BANDWIDTH" if density else "ALPHA") == (700 if density else 0.1)
    assert given.get("UNITS") == (None if density else "hexagon")


def test_what_was_asked_is_there_after_a_restart(sample: PoliceUkDock, window: Window) -> None:
    ask(sample, "Concentration")
    sample.page_of["hotspots"].form.settings.share.setValue(50)
    put_away(sample, window)
    assert json.dumps(settings.state("hotspots"))
    again = opened(window)
    try:
        assert again.findChild(QRadioButton, "policeukAskConcentration").isChecked()
        assert "hold 50% of the crimes" in text(again, "policeukHotspotsMethod")
        assert again.page_of["hotspots"].form.counted_in()["change"][0] == "LSOA"
    finally:
        put_away(again, window)


def test_questions_are_reached_and_changed_by_keys(sample: PoliceUkDock, window: Window) -> None:
    window.main.resize(1900, 1200)  # room for all questions one under another
    window.wait(lambda: not sample.page_of["hotspots"].form.list.isVisible())
    window.main.activateWindow()
    window.wait(lambda: QApplication.activeWindow() is window.main)
    sample.take_focus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
    window.wait(lambda: isinstance(QApplication.focusWidget(), QRadioButton))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert sample.page_of["hotspots"].form.question.key == "clusters"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    window.wait(lambda: sample.page_of["hotspots"].form.question.key == "report")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    window.wait(lambda: sample.page_of["hotspots"].form.question.key == "clusters")


def test_a_run_of_a_question_can_be_stopped_by_a_key(sample: PoliceUkDock, window: Window) -> None:
    ask(sample, "Evaluation")
    page = sample.page_of["hotspots"]
    QTest.keyClick(page, Qt.Key.Key_Return)
    window.wait(lambda: page.runner.running)
    assert not button(sample, "policeukHotspotsRun").isEnabled()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    window.wait(lambda: not page.runner.running)
    assert text(sample, "policeukHotspotsClosing") == "Stopped. Nothing was made."
    assert names(window) == []
