# SPDX-License-Identifier: GPL-2.0-or-later
"""Wires the plugin into QGIS and takes it out again; the only receiver of `iface`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Optional

from qgis.core import QgsApplication, QgsMapLayer, QgsProject

from . import settings
from .help_pages import first_page
from .text import tr
from .translation import install_translator

if TYPE_CHECKING:
    from qgis.gui import QgisInterface
    from qgis.PyQt.QtWidgets import QAction

    from offline_cache.search import Found

    from .browser import Held
    from .locator.filter import PoliceUkLocatorFilter
    from .processing.provider import PoliceUkProvider
    from .ui.browser_menu import Adder, Browsing
    from .ui.crime_action import CrimeHistories
    from .ui.dock import PoliceUkDock
    from .ui.field.field_mode import FieldMode
    from .ui.going import Goer
    from .ui.map_pages.layer_menu import LayerMenu
    from .ui.options_page import OptionsFactory
    from .ui.surroundings import Surroundings

_ICON = Path(__file__).parent / "resources" / "icons" / "policeuk.svg"
_FIELD_ICON = _ICON.with_name("field.svg")
_MENU = "Police UK"


class PoliceUkPlugin:
    """The plugin; `iface` is None in qgis_process, which calls `initProcessing` only."""

    def __init__(self, iface: Optional[QgisInterface]) -> None:
        self._iface = iface
        self._translator = install_translator()
        self._provider: Optional[PoliceUkProvider] = None
        self._dock: Optional[PoliceUkDock] = None
        self._action: Optional[QAction] = None
        self._options: Optional[OptionsFactory] = None
        self._help: Optional[QAction] = None
        self._layer_menu: Optional[LayerMenu] = None
        self._crimes: Optional[CrimeHistories] = None
        self._locator: Optional[PoliceUkLocatorFilter] = None
        self._goer: Optional[Goer] = None
        self._browsing: Optional[Browsing] = None
        self._adder: Optional[Adder] = None
        self._field: Optional[FieldMode] = None

    def initProcessing(self) -> None:  # noqa: N802 - QGIS's name
        """Register the algorithms, and the functions of expressions, which models and scripts use too."""
        from . import expressions
        from .network.manager import remember_main
        from .processing.provider import PoliceUkProvider

        remember_main()
        self._provider = PoliceUkProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)
        expressions.register()

    def initGui(self) -> None:  # noqa: N802 - QGIS's name
        """Add algorithms, panel and menu entry."""
        self.initProcessing()
        if self._iface is not None:
            self._add_dock(self._iface)
            self._add_field(self._iface)
            self._add_options(self._iface)
            self._add_help(self._iface)
            self._add_layer_menu(self._iface)
            self._add_crimes(self._iface)
            self._add_locator(self._iface)
            self._add_browser(self._iface)

    def unload(self) -> None:
        """Take out what was added, last first."""
        self._leave_browser()
        self._leave_field()
        self._leave_locator()
        self._leave_layers()
        self._leave_help()
        self._leave_dock()
        from . import expressions

        expressions.unregister()
        if self._provider is not None:
            QgsApplication.processingRegistry().removeProvider(self._provider)
            self._provider = None
        if self._translator is not None:
            QgsApplication.removeTranslator(self._translator)
            self._translator = None

    def _leave_locator(self) -> None:
        if self._iface is not None and self._locator is not None:
            self._iface.deregisterLocatorFilter(self._locator)  # QGIS deletes it
        if self._goer is not None:
            self._goer.shut_down()
            self._goer.deleteLater()
        self._locator = self._goer = None

    def _leave_layers(self) -> None:
        if self._crimes is not None:
            self._crimes.shut_down()
            self._crimes.deleteLater()
        self._crimes = None
        if self._iface is not None and self._layer_menu is not None:
            self._layer_menu.shut_down()
            for action in self._layer_menu.actions:
                # QGIS takes out one kind of layer a call, and keeps the address of an action for each kind.
                while self._iface.removeCustomActionForLayerType(action):
                    pass
            self._iface.removePluginVectorMenu(_MENU, self._layer_menu.menu.menuAction())
            self._layer_menu.menu.deleteLater()
            self._layer_menu.deleteLater()
        self._layer_menu = None

    def _leave_help(self) -> None:
        if self._iface is not None and self._help is not None:
            self._iface.pluginHelpMenu().removeAction(self._help)
            self._help.deleteLater()
        if self._iface is not None and self._options is not None:
            self._iface.unregisterOptionsWidgetFactory(self._options)
        self._help = self._options = None

    def _leave_dock(self) -> None:
        if self._iface is not None and self._dock is not None and self._action is not None:
            self._dock.shut_down()
            self._iface.removePluginVectorMenu(_MENU, self._action)
            self._iface.removeVectorToolBarIcon(self._action)
            self._iface.removeDockWidget(self._dock)
            self._action.deleteLater()
            self._dock.deleteLater()
        self._dock = self._action = None

    def _add_dock(self, iface: QgisInterface) -> None:
        from qgis.PyQt.QtCore import Qt
        from qgis.PyQt.QtGui import QIcon
        from qgis.PyQt.QtWidgets import QAction

        from .ui.dock import PoliceUkDock

        self._dock = PoliceUkDock(_around(iface), iface.mainWindow())
        self._action = QAction(QIcon(str(_ICON)), tr("Police UK panel"), iface.mainWindow())
        self._action.setObjectName("policeukToggle")
        self._action.setCheckable(True)
        self._action.triggered.connect(self._opened)
        self._dock.setToggleVisibilityAction(self._action)
        iface.addPluginToVectorMenu(_MENU, self._action)
        iface.addVectorToolBarIcon(self._action)
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock)
        # It opens by itself once, so that it is found; from then on QGIS remembers while it starts, but not where the
        # plugin is upgraded, or off and on again, in a QGIS that runs.
        self._dock.setVisible(iface.mainWindow().isVisible() or not settings.dock_was_shown())
        if not settings.dock_was_shown():
            self._make_room(iface, self._dock)
        settings.remember_dock_shown()

    def _add_field(self, iface: QgisInterface) -> None:
        """Field mode: from the menu, the tool bar, the page Field, and where a pack's project is opened."""
        from qgis.PyQt.QtGui import QIcon

        from .ui.field.field_mode import FieldMode

        self._field = FieldMode(_around(iface), QIcon(str(_FIELD_ICON)), iface.mainWindow())
        iface.addPluginToVectorMenu(_MENU, self._field.action)
        iface.addVectorToolBarIcon(self._field.action)
        if self._dock is not None:
            self._dock.field_wanted.connect(self._field.open)

    def _leave_field(self) -> None:
        if self._iface is not None and self._field is not None:
            self._field.shut_down()
            self._iface.removePluginVectorMenu(_MENU, self._field.action)
            self._iface.removeVectorToolBarIcon(self._field.action)
            self._field.deleteLater()
        self._field = None

    def _make_room(self, iface: QgisInterface, dock: PoliceUkDock) -> None:
        """Once; from then on QGIS remembers how wide it is. While QGIS starts its window has no size yet."""
        from qgis.PyQt.QtCore import QTimer

        if iface.mainWindow().isVisible():
            QTimer.singleShot(0, dock.take_room)
        else:
            iface.initializationCompleted.connect(dock.take_room)

    def _opened(self, opened: bool) -> None:
        """The user opened the panel: what they type next is for it."""
        from qgis.PyQt.QtCore import QTimer

        if opened and self._dock is not None:
            QTimer.singleShot(0, self._dock.take_focus)

    def _add_options(self, iface: QgisInterface) -> None:
        from qgis.PyQt.QtGui import QIcon

        from .ui.options_page import OptionsFactory

        self._options = OptionsFactory(QIcon(str(_ICON)), self._settings_changed)
        iface.registerOptionsWidgetFactory(self._options)

    def _add_help(self, iface: QgisInterface) -> None:
        from qgis.PyQt.QtGui import QIcon
        from qgis.PyQt.QtWidgets import QAction

        self._help = QAction(QIcon(str(_ICON)), tr("Police UK"), iface.mainWindow())
        self._help.setObjectName("policeukHelp")
        self._help.triggered.connect(_open_help)
        iface.pluginHelpMenu().addAction(self._help)

    def _add_layer_menu(self, iface: QgisInterface) -> None:
        from .ui.map_pages.layer_menu import LayerMenu, Opening

        opening = Opening(iface.openLayoutDesigner, iface.showAttributeTable)
        self._layer_menu = LayerMenu(_around(iface), iface.activeLayer, opening, iface.mainWindow())
        for action in self._layer_menu.actions:
            for kind in (QgsMapLayer.LayerType.VectorLayer, QgsMapLayer.LayerType.RasterLayer):
                iface.addCustomActionForLayerType(action, _MENU, kind, False)
        iface.addPluginToVectorMenu(_MENU, self._layer_menu.menu.menuAction())
        self._layer_menu.found.connect(self._offer)

    def _add_crimes(self, iface: QgisInterface) -> None:
        from .ui.crime_action import CrimeHistories

        self._crimes = CrimeHistories(_around(iface), iface.mainWindow())

    def _add_locator(self, iface: QgisInterface) -> None:
        from qgis.PyQt.QtGui import QIcon

        from .locator.filter import PoliceUkLocatorFilter

        def going() -> Goer:  # made when it is first wanted, not while QGIS starts
            from .ui.going import Goer

            self._goer = self._goer or Goer(_around(iface), self._use_area, iface.mainWindow())
            return self._goer

        self._locator = PoliceUkLocatorFilter(
            QIcon(str(_ICON)), lambda found: going().go_to(found), lambda postcode: going().ask(postcode)
        )
        iface.registerLocatorFilter(self._locator)

    def _add_browser(self, iface: QgisInterface) -> None:
        from .ui.browser_menu import Adder, Browsing

        def add(held: Held) -> None:  # made when something is first added, not while QGIS starts
            self._adder = self._adder or Adder(_around(iface), iface.mainWindow())
            self._adder.add(held)

        self._browsing = Browsing(add, iface.mainWindow())
        iface.registerCustomDropHandler(self._browsing.drops)

    def _leave_browser(self) -> None:
        if self._iface is not None and self._browsing is not None:
            self._iface.unregisterCustomDropHandler(self._browsing.drops)
            self._browsing.shut_down()
        if self._adder is not None:
            self._adder.shut_down()
            self._adder.deleteLater()
        self._browsing = self._adder = None

    def _use_area(self, found: Found) -> None:
        """What the locator found becomes the panel's area."""
        if self._dock is not None:
            self._dock.setUserVisible(True)
            self._dock.build()
            self._dock.selection.take_found(found)

    def _offer(self, layer: QgsMapLayer) -> None:
        for action in self._layer_menu.actions_for(layer) if self._layer_menu else ():
            if self._iface is not None:
                self._iface.addCustomActionForLayer(action, layer)

    def _settings_changed(self) -> None:
        if self._dock is not None:
            self._dock.settings_changed()
        if self._browsing is not None:
            self._browsing.refresh()


def _around(iface: QgisInterface) -> Surroundings:
    from .ui.surroundings import Surroundings

    return Surroundings(iface.messageBar(), iface.mapCanvas(), QgsProject.instance())


def _open_help() -> None:
    """Show the help that is shipped, in the browser; it needs no network."""
    from qgis.PyQt.QtCore import QUrl
    from qgis.PyQt.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(first_page())))
