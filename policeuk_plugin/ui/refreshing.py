# SPDX-License-Identifier: GPL-2.0-or-later
"""Lets the layers on the map see what an import changed: counted in a worker, shown a layer a turn."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Optional

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer

from ..layers.news import News, read_news, show_news, shown_of
from ..text import tr
from .asking import Asker
from .surroundings import Surroundings


class Refresher(QObject):
    """Refreshes the layers that read a cache; the window stays alive meanwhile."""

    def __init__(self, around: Surroundings, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._around = around
        self._news: dict[str, News] = {}
        self._asker = Asker(tr("Police UK: refreshing layers"), 0, self)
        self._asker.answered.connect(self._show)
        self._asker.failed.connect(around.warn)
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._next)

    @property
    def running(self) -> bool:
        """Whether a layer is still to be refreshed."""
        return self._asker.waiting or bool(self._news)

    def refresh(self, cache: Path) -> None:
        """Refresh the layers that read this cache."""
        layers = shown_of(self._around.project, cache)
        if layers:
            self._asker.ask(functools.partial(read_news, cache, layers))

    def shut_down(self) -> None:
        """Nothing of it is left running."""
        self._turn.stop()
        self._news.clear()
        self._asker.shut_down()

    def _show(self, news: dict[str, News]) -> None:
        self._news.update(news)
        self._next()

    def _next(self) -> None:
        if not self._news:
            return
        name = next(iter(self._news))
        news = self._news.pop(name)
        layer = self._around.project.mapLayer(name)
        if isinstance(layer, QgsVectorLayer):  # the user may have removed it meanwhile
            show_news(layer, news)
        self._turn.start(0)
