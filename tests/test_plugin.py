# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin's life in QGIS: it comes, costs little, goes, and leaves nothing, three times over."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.gui import QgisInterface, QgsDockWidget

from policeuk_plugin import classFactory, settings
from tests.plugin_window import Window, _window  # noqa: F401 - a fixture

STARTED = """
import sys
from qgis.core import QgsApplication
from qgis.gui import QgsMapCanvas, QgsMessageBar
import qgis.utils
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QMainWindow, QMenu
application = QgsApplication([], True)
application.initQgis()
window, canvas, bar, menu = QMainWindow(), QgsMapCanvas(), QgsMessageBar(), QMenu()
class Signals(QObject):
    initializationCompleted = pyqtSignal()
signals = Signals()
class Iface:
    initializationCompleted = signals.initializationCompleted
    mainWindow, mapCanvas, messageBar = (lambda s: window), (lambda s: canvas), (lambda s: bar)
    pluginHelpMenu = lambda s: menu
    def addDockWidget(self, area, dock): window.addDockWidget(area, dock)
    def __getattr__(self, name): return lambda *_: None
sys.path.insert(0, {root!r})
before = set(sys.modules)
import policeuk_plugin
policeuk_plugin.classFactory(Iface()).initGui()
print("LOADED", *sorted(set(sys.modules) - before))
sys.stdout.flush()
import os; os._exit(0)
"""


def test_it_comes_and_goes_three_times(window: Window) -> None:
    registry = QgsApplication.processingRegistry()
    for _ in range(3):
        plugin = classFactory(window.iface)
        plugin.initGui()
        assert registry.algorithmById("policeuk:importfiles") is not None
        (dock,) = window.main.findChildren(QgsDockWidget, "policeukDock")
        dock.build()
        assert (len(window.menu_actions), len(window.toolbar_actions)) == (3, 2)
        assert window.menu_actions[0].isCheckable()
        assert [action.objectName() for action in window.help_menu.actions()] == ["policeukHelp"]
        assert [factory.createWidget().objectName() for factory in window.option_factories] == ["policeukOptions"]
        names = [action.objectName() for action in window.layer_actions]
        entries = ("Explain", "Refresh", "Anew", "Rows", "Page", "Atlas", "Remove")
        assert names == [f"policeukLayer{entry}" for entry in entries]
        plugin.unload()
        window.delete_later()
        assert registry.providerById("policeuk") is None
        assert registry.algorithmById("policeuk:importfiles") is None
        assert window.main.findChildren(QgsDockWidget, "policeukDock") == []
        assert window.menu_actions == window.toolbar_actions == window.option_factories == []
        assert window.help_menu.actions() == []
        assert (window.layer_actions, window.layer_kinds) == ({}, [])
        assert window.locator.filters() == []
        assert QgsApplication.taskManager().count() == 0


def test_it_lives_without_a_window() -> None:
    """As qgis_process calls it."""
    plugin = classFactory(None)
    plugin.initProcessing()
    assert QgsApplication.processingRegistry().providerById("policeuk") is not None
    plugin.unload()
    assert QgsApplication.processingRegistry().providerById("policeuk") is None


def test_the_panel_opens_by_itself_once(window: Window) -> None:
    settings.QgsSettings().remove("policeuk/dock_shown")
    for first in (True, False):
        plugin = classFactory(window.iface)
        plugin.initGui()
        (dock,) = window.main.findChildren(QgsDockWidget, "policeukDock")
        assert dock.isHidden() != first
        plugin.unload()
        window.delete_later()


def test_the_panel_is_there_again_where_the_plugin_is_upgraded(window: Window) -> None:
    """In a QGIS that runs, and remembers what is open only while it starts."""
    settings.remember_dock_shown()
    window.main.show()
    plugin = classFactory(window.iface)
    plugin.initGui()
    (dock,) = window.main.findChildren(QgsDockWidget, "policeukDock")
    assert dock.isVisible()
    plugin.unload()
    window.delete_later()


def test_little_is_loaded_while_qgis_starts(root: Path) -> None:
    """Nothing third-party, nothing that reads, writes or sends; how long it takes `make bench` says."""
    command = [sys.executable, "-c", STARTED.format(root=str(root))]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "LOADED" in result.stdout, result.stderr
    loaded = result.stdout.split("LOADED")[1].split()
    heavy = ("numpy", "requests", "urllib3", "remotezip", "shapely", "pyproj", "ssl", "socket")
    ours = ("store", "importing", "csv_files", "queries", "transport.transport", "search", "postcodes", "sources")
    unwanted = (*heavy, *(f"offline_cache.{name}" for name in ours))
    assert [name for name in loaded if name.startswith(unwanted)] == []


def test_the_real_interface_of_pytest_qgis_serves_too(qgis_iface: QgisInterface) -> None:
    plugin = classFactory(qgis_iface)
    plugin.initProcessing()
    plugin.unload()


@pytest.mark.parametrize("variable", ["", "/somewhere/else.sqlite"])
def test_the_environment_decides_which_cache(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv("POLICEUK_CACHE", variable)
    expected = Path(variable) if variable else settings.default_cache_path()
    assert settings.cache_path() == expected
    assert settings.cache_is_fixed() == bool(variable)
    assert QgsApplication.qgisSettingsDirPath().rstrip("/") in str(settings.default_cache_path())
