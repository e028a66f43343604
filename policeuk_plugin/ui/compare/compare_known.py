# SPDX-License-Identifier: GPL-2.0-or-later
"""What the cache can compare: asked in a worker, each question once for as long as what it is about stays the same."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from offline_cache.model import Month

from ...processing.peers.peer_choice import PeerChoice
from ...text import tr
from ..asking import Asker

if TYPE_CHECKING:
    from ...processing.peers.peer_options import PeerOptions
    from ...processing.peers.peer_outlook import PeerOutlook
    from ...processing.rates.rated_outlook import RatedOutlook

_PAUSE_MS = 150


@dataclass(frozen=True)
class PeersAsked:
    """Whose peers: `first` and `last` are the months compared, YYYY-MM; `held` tells one state of the cache."""

    cache: Path
    held: int
    area: str
    choice: PeerChoice
    source: str
    first: str
    last: str


@dataclass(frozen=True)
class OptionsAsked:
    """Which choices of peers an area has."""

    cache: Path
    held: int
    area: str


@dataclass(frozen=True)
class RatedAsked:
    """Which areas of a selection can be compared with one another."""

    cache: Path
    held: int
    area: str
    first: str
    last: str
    types: tuple[str, ...]
    level: str
    source: str


class Known(QObject):
    """The last answer of one kind of question; `answered` comes in the main thread, also where it failed."""

    answered = pyqtSignal()

    def __init__(self, title: str, look_up: Callable[[Any], Any], parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.answer: Any = None
        self.failure = ""
        self._look_up = look_up
        self._asked: Any = None
        self._is_of: Any = None
        self._asker = Asker(title, _PAUSE_MS, self)
        self._asker.answered.connect(lambda answer: self._take(answer, ""))
        self._asker.failed.connect(lambda sentence: self._take(None, sentence))

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._asker.waiting

    def ask(self, question: Any) -> None:
        """Ask, unless this is what was asked last."""
        if question != self._asked:
            self._asked = question
            self._asker.ask(functools.partial(self._look_up, question))

    def of(self, question: Any) -> Any:
        """The answer where it is to this question."""
        return self.answer if question == self._is_of else None

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        self._asker.shut_down()

    def _take(self, answer: Any, failure: str) -> None:
        self.answer, self.failure, self._is_of = answer, failure, self._asked
        self.answered.emit()


class CompareKnown(QObject):
    """The three kinds of question of the page Compare."""

    answered = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.peers = Known(tr("Police UK: finding the peers"), look_up_peers, self)
        self.options = Known(tr("Police UK: which peers can be chosen"), look_up_options, self)
        self.rated = Known(tr("Police UK: which areas can be compared"), look_up_rated, self)
        for known in self.all:
            known.answered.connect(self.answered)

    @property
    def all(self) -> tuple[Known, ...]:
        """All of them."""
        return self.peers, self.options, self.rated

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return any(known.waiting for known in self.all)

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        for known in self.all:
            known.shut_down()


def look_up_peers(asked: PeersAsked) -> PeerOutlook:
    """Called in a worker. Raises `CacheError` where the cache cannot be read."""
    from offline_cache.reader import reading

    from ...processing.peers.peer_outlook import peer_outlook
    from ...processing.peers.peer_sides import Source

    with reading(asked.cache) as connection:
        months = Month.parse(asked.first), Month.parse(asked.last)
        return peer_outlook(connection, asked.area, asked.choice, Source(asked.source), *months)


def look_up_options(asked: OptionsAsked) -> PeerOptions:
    """Called in a worker. Raises `CacheError` where the area has no peers."""
    from offline_cache.reader import reading

    from ...processing.peers.peer_options import peer_options

    with reading(asked.cache) as connection:
        return peer_options(connection, asked.area)


def look_up_rated(asked: RatedAsked) -> RatedOutlook:
    """Called in a worker. Raises `CacheError` where nothing of the selection is held."""
    from offline_cache.chosen_area import read_area
    from offline_cache.reader import reading

    from ...processing.asking.selection_parameters import with_months
    from ...processing.peers.peer_sides import Source
    from ...processing.rates.rated_outlook import rated_outlook

    with reading(asked.cache) as connection:
        area = read_area(connection, asked.area)
        first, last = Month.parse(asked.first), Month.parse(asked.last)
        selection = with_months(connection, replace(area, crime_types=asked.types, first=first, last=last))
        return rated_outlook(connection, selection, asked.level, Source(asked.source))
