# SPDX-License-Identifier: GPL-2.0-or-later
"""The panel in a window, in a profile of its own, for tests to click through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QPushButton

from policeuk_plugin import settings
from policeuk_plugin.processing.provider import PoliceUkProvider
from policeuk_plugin.ui import downloads, selection_panel
from policeuk_plugin.ui.compare import compare_known
from policeuk_plugin.ui.dock import PoliceUkDock
from policeuk_plugin.ui.quality import quality_panel
from policeuk_plugin.ui.surroundings import Surroundings
from tests.plugin_window import Window


@pytest.fixture(name="dock")
def dock(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PoliceUkDock]:
    """Show the panel with no cache yet, with nothing remembered."""
    monkeypatch.delenv("POLICEUK_CACHE", raising=False)
    monkeypatch.setattr(settings, "default_cache_path", lambda: tmp_path / "policeuk" / "policeuk.sqlite")
    for module in (compare_known, downloads, quality_panel, selection_panel):  # a test has no need to pause
        monkeypatch.setattr(module, "_PAUSE_MS", 20)
    settings.reset()
    provider = PoliceUkProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    window.project.clear()
    dock = shown(window)
    yield dock
    put_away(dock, window)
    settings.reset()
    window.project.clear()
    QgsApplication.processingRegistry().removeProvider(provider)


def shown(window: Window) -> PoliceUkDock:
    """Give a panel as QGIS shows it."""
    dock = PoliceUkDock(Surroundings(window.bar, window.canvas, window.project), window.main)
    window.main.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.main.show()
    window.wait(lambda: dock.pages is not None)
    return dock


def put_away(dock: PoliceUkDock, window: Window) -> None:
    """Take it out as the plugin does; once is enough."""
    if sip.isdeleted(dock):
        return
    dock.shut_down()
    window.main.removeDockWidget(dock)
    dock.deleteLater()
    window.main.hide()
    window.delete_later()


def button(dock: PoliceUkDock, name: str) -> QPushButton:
    """Give a button by its object name."""
    found = dock.findChild(QPushButton, name)
    assert found is not None, name
    return found


def text(dock: PoliceUkDock, name: str) -> str:
    """Give what a label says; '' where it is hidden within its page."""
    label = dock.findChild(QLabel, name)
    pages = [page for page in dock.page_of.values() if page.isAncestorOf(label)]
    return label.text() if label.isVisibleTo(pages[0] if pages else dock) else ""


def count(dock: PoliceUkDock, window: Window) -> str:
    """Wait for the live sentence and give it."""
    selection = dock.selection
    window.wait(lambda: not (selection.search.waiting or selection.asker.waiting or selection.areas.waiting))
    return dock.findChild(QLabel, "policeukSentence").text()
