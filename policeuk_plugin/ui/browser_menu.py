# SPDX-License-Identifier: GPL-2.0-or-later
"""What is done with the browser's entries of ours: dragged to the map, double-clicked, or by their menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Optional

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsDataItem,
    QgsMapLayer,
    QgsMimeDataUtils,
    QgsRectangle,
)
from qgis.gui import QgsCustomDropHandler, QgsDataItemGuiContext, QgsDataItemGuiProvider, QgsGui
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QMenu

from offline_cache.errors import CacheError

from .. import settings
from ..browser import KEY, CacheItemProvider, Held, HeldItem, read_held
from ..layers.holdings import read_holdings
from ..layers.kinds import LayerKind
from ..layers.project import show_first
from ..layers.request import kind_of
from ..text import tr
from . import sentences
from .adding import run_time_over, show_extent, show_groups
from .running import AlgorithmRunner, Outcome
from .surroundings import Surroundings
from .watching import CacheWatch

Add = Callable[[Held], None]


class Adder(QObject):
    """Adds the layers of an entry, one entry at a time."""

    def __init__(self, around: Surroundings, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._around = around
        self.runner = AlgorithmRunner(around.project, self)
        self.runner.ended.connect(self._ended)

    def add(self, held: Held) -> None:
        """Start to add what an entry stands for."""
        if self.runner.running:
            self._around.tell(tr("The layers chosen before are still being added: wait for them, then drag again."))
            return
        self.runner.start("policeuk:addlayers", held.parameters(), tr("Police UK"))

    def shut_down(self) -> None:
        """Before it goes away: nothing of it may be running."""
        self.runner.shut_down()

    def _ended(self, outcome: Outcome) -> None:
        if outcome.error or outcome.cancelled:
            self._around.warn(outcome.error or tr("Stopped. Nothing was made."))
            return
        _show_first(outcome.layers, self._around)
        show_groups(outcome.layers, self._around)
        show_extent(_extent(outcome.layers), self._around, outcome.was_empty)
        self._around.tell(" ".join([sentences.added(outcome.layers), *_switched_off(outcome.layers, self._around)]))
        try:
            run_time_over(read_holdings(Path(outcome.layers[0].source().split("|")[0])), self._around)
        except (CacheError, IndexError):  # nothing was added, or the cache went away meanwhile: no months to play
            return


def _show_first(layers: Sequence[QgsMapLayer], around: Surroundings) -> None:
    """Leave the layer to look at first and the outlines on: all that is held of a month covers itself."""
    root = around.project.layerTreeRoot()
    nodes = [node for node in (root.findLayer(layer.id()) for layer in layers) if node is not None]
    for group in {node.parent() for node in nodes}:
        show_first(group)


def _switched_off(layers: Sequence[QgsMapLayer], around: Surroundings) -> list[str]:
    """What to tell where not all layers are drawn."""
    root = around.project.layerTreeRoot()
    nodes = [node for node in (root.findLayer(layer.id()) for layer in layers) if node is not None]
    if all(node.itemVisibilityChecked() for node in nodes):
        return []
    return [tr("One of them is shown; tick the others in the list of layers.")]


def _extent(layers: Sequence[QgsMapLayer]) -> QgsRectangle:
    """In WGS84 degrees, in which all layers of ours are; outlines tell it better than points, of which a force's
    file has a few at the other end of the country."""
    outlines = [layer for layer in layers if kind_of(layer) is LayerKind.AREAS]
    extent = QgsRectangle()
    for layer in outlines or layers:
        extent.combineExtentWith(layer.extent())
    return extent


class DropHandler(QgsCustomDropHandler):
    """Takes what is dragged from the entry *Police UK* to the map or the list of layers."""

    def __init__(self, add: Add) -> None:
        super().__init__()
        self._add = add

    def customUriProviderKey(self) -> str:  # noqa: N802 - Qt's name
        """Whose drags they are."""
        return KEY

    def handleCustomUriDrop(self, uri: QgsMimeDataUtils.Uri) -> None:  # noqa: N802 - Qt's name
        """Add it."""
        held = read_held(uri.uri)
        if held is not None:
            self._add(held)


class EntryMenu(QgsDataItemGuiProvider):
    """The menu of our entries, and what a double click does."""

    def __init__(self, add: Add) -> None:
        super().__init__()
        self._add = add

    def name(self) -> str:
        """Never translated."""
        return KEY

    def populateContextMenu(  # noqa: N802 - Qt's name
        self,
        item: QgsDataItem,
        menu: QMenu,
        selectedItems: Sequence[QgsDataItem],  # noqa: N803 - Qt's name
        context: QgsDataItemGuiContext,
    ) -> None:
        """Offer to add it."""
        if isinstance(item, HeldItem):
            held = item.held
            menu.addAction(tr("Add to map"), lambda: self._add(held)).setObjectName("policeukBrowserAdd")

    def handleDoubleClick(self, item: QgsDataItem, context: QgsDataItemGuiContext) -> bool:  # noqa: N802 - Qt's name
        """A month goes to the map; a force opens."""
        if isinstance(item, HeldItem) and item.state() == Qgis.BrowserItemState.Populated and not item.rowCount():
            self._add(item.held)
            return True
        return False


class Browsing(QObject):
    """Our entry in the browser with its menu, from now until `shut_down`; it follows what is written to the cache."""

    def __init__(self, add: Add, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.drops = DropHandler(add)
        self._items, self._menu = CacheItemProvider(), EntryMenu(add)
        QgsApplication.dataItemProviderRegistry().addProvider(self._items)
        QgsGui.dataItemGuiProviderRegistry().addProvider(self._menu)
        self._watch = CacheWatch(self)
        self._watch.changed.connect(self.refresh)
        self._watch.look(settings.cache_path())

    def refresh(self) -> None:
        """Show what the cache holds now."""
        self._watch.look(settings.cache_path())
        self._items.refresh()

    def shut_down(self) -> None:
        """Take it out again."""
        self._watch.shut_down()
        QgsApplication.dataItemProviderRegistry().removeProvider(self._items)  # deletes it, as does the next
        QgsGui.dataItemGuiProviderRegistry().removeProvider(self._menu)
