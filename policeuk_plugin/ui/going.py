# SPDX-License-Identifier: GPL-2.0-or-later
"""Goes on the map to what was found, and offers it as the panel's area."""

from __future__ import annotations

import functools
import math
from typing import Callable, Optional

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
)
from qgis.gui import QgsMessageBarItem
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QPushButton

from offline_cache.search import Found

from .. import settings
from ..locator.questions import ask_postcodes_io, locate
from ..locator.wording import ask_phrase, detail, offline_reason, title
from ..text import tr
from .asking import Asker
from .download.caller import Caller
from .plain import plain
from .surroundings import Surroundings

_STREETS = 400.0
"""Metres around a point that are shown."""
_MARGIN = 1.1
_SECONDS = 20


class Goer(QObject):
    """`use_area` is called with what the user wants as area."""

    def __init__(
        self, around: Surroundings, use_area: Callable[[Found], None], parent: Optional[QObject] = None
    ) -> None:
        super().__init__(parent)
        self._around = around
        self._use_area = use_area
        self._item: Optional[QgsMessageBarItem] = None
        self.asker = Asker(tr("Police UK: where it is"), 0, self)
        self.asker.answered.connect(self._show)
        self.asker.failed.connect(self._fail)
        self.caller = Caller(tr("Police UK: asking postcodes.io"), self)
        self.caller.answered.connect(self._show)
        self.caller.failed.connect(self._fail)

    def go_to(self, found: Found) -> None:
        """Zoom there, as soon as it is known where that is."""
        if found.position is not None:
            self._show(found)
        else:
            self.asker.ask(functools.partial(locate, settings.cache_path(), found))

    def ask(self, postcode: str) -> None:
        """Ask postcodes.io, then zoom there; where the user works offline nothing is sent, and this is said."""
        if settings.works_offline():
            why_not = tr("{reason}, so postcodes.io is not asked. Switch it off on the page Data first.")
            self._around.warn(why_not.format(reason=offline_reason()))
            return
        self._push(self._around.message_bar.createMessage(tr("Police UK"), f"{ask_phrase(postcode)}…"))
        self.caller.call(functools.partial(ask_postcodes_io, settings.cache_path(), postcode))

    def shut_down(self) -> None:
        """Before it goes away: nothing of it may be running."""
        self.asker.shut_down()
        self.caller.shut_down()

    def _show(self, found: Found) -> None:
        there = self._zoom(found)
        text = ", ".join(part for part in (title(found), detail(found)) if part)
        if not there:
            text = tr("{found}: the cache does not know where it is. Bring outlines in on the page Data.").format(
                found=text
            )
        self._tell(found, f"{text}. {found.licence}" if found.licence else text)

    def _tell(self, found: Found, text: str) -> None:
        bar = self._around.message_bar
        item = bar.createMessage(tr("Police UK"), plain(text))
        if found.area is not None:
            button = QPushButton(tr("Use as area"), item)
            button.setObjectName("policeukUseArea")
            button.clicked.connect(functools.partial(self._take, found))
            item.layout().addWidget(button)
        self._push(item)

    def _push(self, item: QgsMessageBarItem) -> None:
        """Show it in the place of what was shown last."""
        bar = self._around.message_bar
        if self._item in bar.items():
            bar.popWidget(self._item)
        self._item = item
        bar.pushWidget(item, Qgis.MessageLevel.Info, _SECONDS)

    def _fail(self, sentence: str) -> None:
        if self._item in self._around.message_bar.items():
            self._around.message_bar.popWidget(self._item)
        self._around.warn(sentence)

    def _take(self, found: Found, checked: bool = False) -> None:
        self._use_area(found)

    def _zoom(self, found: Found) -> bool:
        """Show its extent, or some streets around its point; whether it is known where that is."""
        canvas = self._around.canvas
        if canvas is None or found.position is None:
            return found.position is not None
        degrees = QgsCoordinateReferenceSystem("EPSG:4326")
        to_map = QgsCoordinateTransform(degrees, canvas.mapSettings().destinationCrs(), self._around.project)
        box = QgsRectangle(*found.extent) if found.extent is not None else _around_point(*found.position)
        point = QgsGeometry.fromPointXY(QgsPointXY(*found.position))
        try:
            shown = to_map.transformBoundingBox(box)
        except QgsCsException:
            return False
        shown.scale(_MARGIN)
        canvas.setExtent(shown)
        canvas.refresh()
        canvas.flashGeometries([QgsGeometry.fromRect(box) if found.extent is not None else point], degrees)
        return True


def _around_point(longitude: float, latitude: float) -> QgsRectangle:
    """Some streets around a point, in degrees."""
    height = _STREETS / 111_200  # metres a degree
    width = height / math.cos(math.radians(latitude))
    return QgsRectangle(longitude - width, latitude - height, longitude + width, latitude + height)
