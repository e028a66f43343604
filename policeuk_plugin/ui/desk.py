# SPDX-License-Identifier: GPL-2.0-or-later
"""What the pages share: the window around them, the cache with what it holds, the selection, the last runs."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Callable, Optional

from qgis.PyQt.QtCore import QDateTime, QObject, Qt, pyqtSignal

from offline_cache.errors import CacheError
from offline_cache.model import Month, Selection

from .. import settings
from ..layers.holdings import Holdings, read_holdings
from ..text import tr
from . import history
from .asking import Asker
from .chosen import Chosen
from .history import Entry
from .selection_panel import SelectionPanel
from .surroundings import Surroundings
from .watching import CacheWatch


class Desk(QObject):
    """`changed` tells that cache, selection or their numbers are others; `kept` that there is a new run, `wanted_page`
    that a page is to be shown and its main button pressed, `wanted_field` that field mode is, with a pack or ''."""

    changed = pyqtSignal()
    kept = pyqtSignal()
    wanted_page = pyqtSignal(str)
    wanted_field = pyqtSignal(str)

    def __init__(self, around: Surroundings, selection: SelectionPanel, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.around = around
        self.selection = selection
        self.held = Holdings()
        self.problem = ""
        self.runs = history.read_history()
        self._then: Optional[Callable[[], None]] = None
        self.watch = CacheWatch(self)
        self.watch.changed.connect(self.reread)
        self._ledger = Asker(tr("Police UK: reading the cache"), 0, self)
        self._ledger.answered.connect(lambda held: self._show(held, ""))
        self._ledger.failed.connect(lambda problem: self._show(Holdings(), problem))
        selection.changed.connect(self.changed)
        selection.counted.connect(self._counted)

    @property
    def cache(self) -> Path:
        """The cache that the panel is about."""
        return settings.cache_path()

    def use_cache(self, path: Path) -> None:
        """Be about another cache from now on."""
        settings.set_cache_path(path)
        self.refresh()

    def refresh(self) -> None:
        """Read what the cache holds."""
        self.watch.look(self.cache)
        self._ledger.forget()
        held, problem = Holdings(), ""
        if self.cache.is_file():
            try:
                held = read_holdings(self.cache)
            except CacheError as error:
                problem = str(error)
        self._show(held, problem)

    def reread(self) -> None:
        """Read it off the main thread, as somebody else wrote it."""
        self.watch.look(self.cache)
        if self.cache.is_file():
            self._ledger.ask(functools.partial(read_holdings, self.cache))
        else:
            self._show(Holdings(), "")

    def shut_down(self) -> None:
        """Before the panel goes away: nothing of it may be running."""
        self.watch.shut_down()
        self._ledger.shut_down()

    def counted_once(self, then: Callable[[], None]) -> None:
        """Do something when the selection has been counted the next time."""
        self._then = then

    def keep(self, entry: Entry) -> None:
        """Remember a run."""
        self.runs = history.keep(entry)
        self.kept.emit()

    def pin(self, entry: Entry, pinned: bool) -> None:
        """Make a run a preset that stays, or let it go with the others again."""
        self.runs = history.pin(entry, pinned)
        self.kept.emit()

    def read_settings(self) -> None:
        """Cache and runs as the settings have them now."""
        self.runs = history.read_history()
        self.refresh()
        self.kept.emit()

    def held_of(self, chosen: Chosen) -> Holdings:
        """What is held within the months chosen."""
        first, last = (Month.parse(text) if text else None for text in (chosen.first, chosen.last))
        return self.held.within(Selection(first=first, last=last))

    def why_not(self) -> str:
        """Why nothing can be made of the selection, '' where something can."""
        if self.problem:
            return self.problem
        if not self.held.files:
            return tr("Import files first: the cache holds nothing yet.")
        if self.selection.live is None and not self.selection.counting:
            return self.selection.sentence.text() or tr("Import street-level crimes first.")
        return ""

    def _show(self, held: Holdings, problem: str) -> None:
        self.held, self.problem = held, problem
        self.selection.show_held(self.cache, held)
        self.changed.emit()

    def _counted(self) -> None:
        self.changed.emit()
        then, self._then = self._then, None
        if then is not None:
            then()


def now() -> str:
    """The time of a run, to sort and to read."""
    return QDateTime.currentDateTime().toString(Qt.DateFormat.ISODate)
