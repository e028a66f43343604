# SPDX-License-Identifier: GPL-2.0-or-later
"""What a layer of ours offers, in its context menu and in that of the plugin, and how its answer is shown."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Optional

from qgis.core import QgsMapLayer, QgsPrintLayout
from qgis.PyQt.QtCore import QObject, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAction,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QMenu,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from offline_cache.errors import CacheError

from ...layers.request import KIND_PROPERTY
from ...layers.results import RESULT_PROPERTY
from ...layers.upkeep import ANEW, ATLAS, PAGE, ROWS, Entry, entries, is_ours, offered
from ...text import tr
from ..all_months import AllMonths
from ..surroundings import Surroundings

if TYPE_CHECKING:
    from ..rows_behind import RowsBehind

_EXPLAIN = "explain"


@dataclass(frozen=True)
class Opening:
    """What the window opens for us: a layout, and the table of a layer."""

    layout: Callable[[QgsPrintLayout], object]
    table: Callable[[QgsMapLayer], object]


class LayerMenu(QObject):
    """Has the `actions`; `found` tells of each layer of ours, that they are to be offered for it."""

    found = pyqtSignal(QgsMapLayer)

    def __init__(
        self,
        around: Surroundings,
        active_layer: Callable[[], Optional[QgsMapLayer]],
        opening: Opening,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._opening = opening
        self._around, self._active_layer, self._window = around, active_layer, window
        self._page: Optional[Page] = None
        self._rows: Optional[RowsBehind] = None
        self._waiting: list[str] = []
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._look)
        self.actions = tuple(self._action(entry) for entry in entries())
        self.menu = self._as_menu(window)
        around.project.layersAdded.connect(self._added)
        self._added(list(around.project.mapLayers().values()))
        self._all_months = AllMonths(around, self)

    def shut_down(self) -> None:
        """Hear no more of the project; close what is open."""
        self._around.project.layersAdded.disconnect(self._added)
        self._turn.stop()
        self._all_months.shut_down()
        if self._rows is not None:
            self._rows.shut_down()
        if self._page is not None:
            self._page.close()

    def actions_for(self, layer: QgsMapLayer) -> list[QAction]:
        """The actions that are of use for a layer of ours."""
        return [action for action, entry in zip(self.actions, entries()) if offered(entry, layer)]

    def run(self, entry: Entry) -> None:
        """Do what an entry says with the layer that the menu is of."""
        layer = self._active_layer()
        if layer is None or not offered(entry, layer):
            return
        try:
            if entry.name == ROWS:
                self._rows_behind().start(layer)
            elif entry.name == ANEW:
                self._point_anew(layer)
            elif entry.name in (PAGE, ATLAS):
                self._print(entry, layer)
            answer = entry.run(self._around.project, layer)
        except CacheError as error:
            self._around.warn(str(error))
            return
        if entry.name == _EXPLAIN:
            self._explain(answer)
        elif answer:
            self._around.tell(answer)

    def _point_anew(self, layer: QgsMapLayer) -> None:
        """Ask where the cache is now, and let the layers of the project read it there."""
        from ...layers.moved_cache import cache_of, point_anew  # not while QGIS starts

        name = self._ask_file(str(cache_of(layer)))
        if name:
            self._around.clear_warnings()
            self._around.tell(point_anew(self._around.project, Path(name)))

    def _ask_file(self, begin: str) -> str:
        """The name of a file that the user picks, '' for none."""
        kinds = tr("Police UK cache (*.sqlite);;All files (*)")
        return str(QFileDialog.getOpenFileName(self._window, tr("Where is the cache now?"), begin, kinds)[0])

    def _print(self, entry: Entry, layer: QgsMapLayer) -> None:
        """Make a page of what the map shows and open it, where it can be changed and printed."""
        from ...reports.printing import add_atlas, add_page  # not while QGIS starts

        canvas = self._around.canvas
        make = add_page if entry.name == PAGE else add_atlas
        self._opening.layout(make(self._around.project, layer, canvas.extent() if canvas else layer.extent()))

    def _rows_behind(self) -> RowsBehind:
        if self._rows is None:
            from ..rows_behind import RowsBehind  # what reads caches is not loaded while QGIS starts

            self._rows = RowsBehind(self._around, self._opening.table, self)
        return self._rows

    def _as_menu(self, window: QWidget) -> QMenu:
        """The same for the menu bar: nothing is behind a right click only."""
        menu = QMenu(tr("Layer chosen in the list"), window)
        menu.setObjectName("policeukLayerMenu")
        menu.setToolTipsVisible(True)
        menu.addActions(self.actions)
        menu.aboutToShow.connect(self._enable)
        menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self._enable_all))
        return menu

    def _enable(self) -> None:
        """What is of use for the layer that is chosen; the rest says why it is not."""
        layer = self._active_layer()
        ours = layer is not None and is_ours(layer)
        why = tr("Not for this layer.") if ours else tr("Choose a layer of Police UK in the list of layers first.")
        for action, entry in zip(self.actions, entries()):
            usable = ours and layer is not None and offered(entry, layer)
            action.setEnabled(usable)
            action.setToolTip("" if usable else why)

    def _enable_all(self) -> None:
        """In the menu of a layer they are offered only where they are of use."""
        for action in self.actions:
            action.setEnabled(True)

    def _action(self, entry: Entry) -> QAction:
        action = QAction(entry.text, self)
        action.setObjectName(f"policeukLayer{entry.name.capitalize()}")
        action.triggered.connect(functools.partial(self._triggered, entry))
        return action

    def _triggered(self, entry: Entry, checked: bool = False) -> None:
        self.run(entry)

    def _added(self, layers: Sequence[QgsMapLayer]) -> None:
        # A turn later: who adds a layer says only afterwards what it is.
        self._waiting += [layer.id() for layer in layers]
        self._turn.start(0)

    def _look(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._tell_of_lost(waiting)
        for name in waiting:
            layer = self._around.project.mapLayer(name)
            if layer is not None and is_ours(layer):
                self.found.emit(layer)
            elif layer is not None:  # the toolbox dresses what it has loaded some turns later
                layer.customPropertyChanged.connect(self._told)

    def _tell_of_lost(self, added: Sequence[str]) -> None:
        """Say once of layers that were added together that their cache is not where they look for it."""
        from ...layers.moved_cache import is_lost, lost_sentence  # not while QGIS starts

        layers = [self._around.project.mapLayer(name) for name in added]
        if any(layer is not None and is_lost(layer) for layer in layers):
            self._around.warn(lost_sentence(self._around.project))

    def _told(self, key: str) -> None:
        layer = self.sender()
        if key in (KIND_PROPERTY, RESULT_PROPERTY) and isinstance(layer, QgsMapLayer):
            layer.customPropertyChanged.disconnect(self._told)
            self._added([layer])

    def _explain(self, html: str) -> None:
        if self._page is None:
            self._page = Page(self._window)
            self._page.finished.connect(self._forget)
        self._page.text.setHtml(html)
        self._page.show()
        self._page.raise_()

    def _forget(self) -> None:
        self._page = None


class Page(QDialog):
    """A page of text beside the work; it goes when it is closed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("policeukExplain")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Police UK: what is this?"))
        self.resize(460, 420)
        self.text = QTextBrowser(self)
        self.text.setObjectName("policeukExplainText")
        self.text.setAccessibleName(self.windowTitle())
        self.text.setOpenExternalLinks(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(buttons)
