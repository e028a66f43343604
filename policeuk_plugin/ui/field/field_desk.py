# SPDX-License-Identifier: GPL-2.0-or-later
"""What the screens of field mode share: the pack that is open, its numbers and team, the map, the notes."""

from __future__ import annotations

import functools
from typing import Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from offline_cache.field_notes.model import PriorityLink
from offline_cache.field_notes.notebook import Notebook
from offline_cache.field_notes.priorities import priority_links
from offline_cache.field_pack import names
from offline_cache.neighbourhoods import HeldNeighbourhood

from ...text import tr
from ..asking import Asker
from ..chosen import Chosen
from ..live import Live, look_up
from .field_map import FieldMap
from .field_notebook import FieldNotebook
from .field_pack_read import OpenedPack, team_of


class FieldDesk(QObject):
    """`changed`: there is something else to tell. Numbers and team come from the pack's cache, in workers.

    `wanted` asks for a screen by its key, `map_wanted` for the map where there is no room for both.
    """

    changed = pyqtSignal()
    wanted = pyqtSignal(str)
    map_wanted = pyqtSignal()

    def __init__(self, shown: FieldMap, parent: QObject) -> None:
        super().__init__(parent)
        self.map = shown
        self.notes = FieldNotebook(self)
        self.pack: Optional[OpenedPack] = None
        self.live: Optional[Live] = None
        self.team: tuple[HeldNeighbourhood, ...] = ()
        self.live_fault = self.team_fault = ""
        self._counting = Asker(tr("Field mode: counting"), 0, self)
        self._asking = Asker(tr("Field mode: reading the team"), 0, self)
        self._counting.answered.connect(self._counted)
        self._counting.failed.connect(self._not_counted)
        self._asking.answered.connect(self._told)
        self._asking.failed.connect(self._not_told)
        self.notes.changed.connect(self.changed)

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._counting.waiting or self._asking.waiting or self.notes.busy

    def take(self, pack: OpenedPack) -> None:
        """Be about this pack from now on; what its cache says is asked unless the cache itself was changed."""
        self.pack, self.live, self.team, self.live_fault, self.team_fault = pack, None, (), "", ""
        self.notes.open_for(pack)
        if pack.is_as_made(names.CACHE):
            months = pack.manifest.months
            first, last = (str(months[0]), str(months[-1])) if months else ("", "")
            chosen = Chosen(area=pack.manifest.area, first=first, last=last)
            self._counting.ask(functools.partial(look_up, pack.cache, chosen))
            self._asking.ask(functools.partial(team_of, pack))
        else:
            self.live_fault = self.team_fault = pack.refused
        self.changed.emit()

    def shut_down(self) -> None:
        """Before the window goes away: nothing of it may be running."""
        self._counting.shut_down()
        self._asking.shut_down()
        self.notes.shut_down()

    def _counted(self, live: Live) -> None:
        self.live = live
        self.map.set_home(live.extent)
        self.changed.emit()

    def _not_counted(self, sentence: str) -> None:
        self.live_fault = sentence
        self.changed.emit()

    def _told(self, team: tuple[HeldNeighbourhood, ...]) -> None:
        self.team = team
        links = tuple(link for one in team for link in priority_links(one.key, one.priorities))
        if links:
            self.notes.do(functools.partial(_offer, links), lambda _: None, lambda _: None)
        if not team:
            self.team_fault = tr("This pack has no team: its neighbourhoods were not downloaded before it was made.")
        self.changed.emit()

    def _not_told(self, sentence: str) -> None:
        self.team_fault = sentence
        self.changed.emit()


def _offer(links: tuple[PriorityLink, ...], book: Notebook) -> None:
    """Priorities to link notes to, where whoever made the pack has offered none."""
    if not book.priorities():
        book.set_priorities(links)
