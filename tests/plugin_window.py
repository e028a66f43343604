# SPDX-License-Identifier: GPL-2.0-or-later
"""A window such as QGIS's, with what the plugin asks of it, whose contents tests can look at."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Optional

import pytest
from qgis.core import QgsLocator, QgsLocatorFilter, QgsMapLayer, QgsMapLayerType, QgsPrintLayout, QgsProject
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QMainWindow, QMenu

from tests.pace import WAIT


def turn_for(milliseconds: int) -> None:
    """Let Qt's own loop turn for so long, as it does in QGIS."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def turn_until(until: Callable[[], bool], seconds: float = 5 * WAIT) -> None:
    """Let Qt's own loop turn until something is so; fails after some time, and with what `until` raises."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "waited in vain"
        turn_for(5)


class Window:
    """Main window, map and message bar; `iface` is what the plugin gets."""

    def __init__(self) -> None:
        self.main = QMainWindow()
        self.main.resize(1200, 800)
        self.canvas = QgsMapCanvas(self.main)
        self.main.setCentralWidget(self.canvas)
        self.bar = QgsMessageBar(self.main)
        self.project = QgsProject.instance()
        self.menu_actions: list[QAction] = []
        self.toolbar_actions: list[QAction] = []
        self.locator = QgsLocator()
        self.help_menu = QMenu(self.main)
        self.option_factories: list[Any] = []
        self.drop_handlers: list[Any] = []
        self.layouts_shown: list[QgsPrintLayout] = []
        self.tables_shown: list[QgsMapLayer] = []
        self.layer_actions: dict[QAction, list[QgsMapLayer]] = {}
        self.layer_kinds: list[tuple[QAction, QgsMapLayerType]] = []
        self.active_layer: Optional[QgsMapLayer] = None
        self.iface = Iface(self)

    def delete_later(self) -> None:
        """Let Qt delete what waits for it, as its own loop does."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def wait(self, until: Callable[[], bool], seconds: float = 5 * WAIT) -> None:
        """Let events happen until something is so; fails after some time."""
        turn_until(until, seconds)


class Iface(QObject):
    """The part of QgisInterface that the plugin uses."""

    initializationCompleted = pyqtSignal()  # noqa: N815

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._window = window

    def mainWindow(self) -> QMainWindow:  # noqa: N802
        return self._window.main

    def mapCanvas(self) -> QgsMapCanvas:  # noqa: N802
        return self._window.canvas

    def messageBar(self) -> QgsMessageBar:  # noqa: N802
        return self._window.bar

    def addDockWidget(self, area: Qt.DockWidgetArea, dock: QDockWidget) -> None:  # noqa: N802
        self._window.main.addDockWidget(area, dock)

    def removeDockWidget(self, dock: QDockWidget) -> None:  # noqa: N802
        self._window.main.removeDockWidget(dock)

    def addPluginToVectorMenu(self, name: str, action: Any) -> None:  # noqa: N802
        self._window.menu_actions.append(action)

    def removePluginVectorMenu(self, name: str, action: Any) -> None:  # noqa: N802
        self._window.menu_actions.remove(action)

    def addVectorToolBarIcon(self, action: Any) -> int:  # noqa: N802
        self._window.toolbar_actions.append(action)
        return len(self._window.toolbar_actions)

    def removeVectorToolBarIcon(self, action: Any) -> None:  # noqa: N802
        self._window.toolbar_actions.remove(action)

    def pluginHelpMenu(self) -> QMenu:  # noqa: N802
        return self._window.help_menu

    def registerOptionsWidgetFactory(self, factory: Any) -> None:  # noqa: N802
        self._window.option_factories.append(factory)

    def unregisterOptionsWidgetFactory(self, factory: Any) -> None:  # noqa: N802
        self._window.option_factories.remove(factory)

    def registerCustomDropHandler(self, handler: Any) -> None:  # noqa: N802
        self._window.drop_handlers.append(handler)

    def unregisterCustomDropHandler(self, handler: Any) -> None:  # noqa: N802
        self._window.drop_handlers.remove(handler)

    def registerLocatorFilter(self, found: QgsLocatorFilter) -> None:  # noqa: N802
        self._window.locator.registerFilter(found)

    def deregisterLocatorFilter(self, found: QgsLocatorFilter) -> None:  # noqa: N802
        self._window.locator.deregisterFilter(found)

    def openLayoutDesigner(self, layout: QgsPrintLayout) -> None:  # noqa: N802
        self._window.layouts_shown.append(layout)

    def showAttributeTable(self, layer: QgsMapLayer) -> None:  # noqa: N802
        self._window.tables_shown.append(layer)

    def activeLayer(self) -> Optional[QgsMapLayer]:  # noqa: N802
        return self._window.active_layer

    def addCustomActionForLayerType(  # noqa: N802
        self, action: QAction, menu: str, kind: QgsMapLayerType, all_layers: bool
    ) -> None:
        assert (menu, all_layers) == ("Police UK", False)
        assert kind in (QgsMapLayerType.VectorLayer, QgsMapLayerType.RasterLayer)
        self._window.layer_actions[action] = []
        self._window.layer_kinds.append((action, kind))

    def addCustomActionForLayer(self, action: QAction, layer: QgsMapLayer) -> None:  # noqa: N802
        self._window.layer_actions[action].append(layer)

    def removeCustomActionForLayerType(self, action: QAction) -> bool:  # noqa: N802
        """As QGIS does it: for one kind of layer a call."""
        kinds = [(of, kind) for of, kind in self._window.layer_kinds if of is action]
        if kinds:
            self._window.layer_kinds.remove(kinds[0])
        if len(kinds) == 1:
            del self._window.layer_actions[action]
        return bool(kinds)


@pytest.fixture(name="window")
def _window() -> Window:
    """Give a window."""
    return Window()
