# SPDX-License-Identifier: GPL-2.0-or-later
"""The area of a download as it is pointed at on the map: drawn, what is shown, what is selected; and seen there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

from qgis.PyQt.QtCore import QObject, pyqtSignal

from offline_cache.errors import CacheError

from ..ground import extent_of, selected_polygons
from ..surroundings import Surroundings
from .download_form import DownloadForm
from .drawing import Drawing
from .ground_band import GroundBand


class Pointing(QObject):
    """Answers the buttons of `form` for the map; `pointed` tells that one was pressed, `refused` why it does not do."""

    pointed = pyqtSignal()
    refused = pyqtSignal(str)

    def __init__(self, around: Surroundings, form: DownloadForm, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._around, self._form = around, form
        self.drawing = Drawing(around, self)
        self.band = GroundBand(around.canvas, self)
        buttons = form.slice
        buttons.map_button.clicked.connect(self._take_map)
        buttons.selected_button.clicked.connect(self._take_selected)
        buttons.draw_button.clicked.connect(self._draw)
        self.drawing.changed.connect(lambda: buttons.show_drawing(self.drawing.active))
        self.drawing.drawn.connect(self._take_drawn)
        self.drawing.failed.connect(self.refused)
        form.chosen.connect(self._show)

    def close(self) -> None:
        """The form is not seen any more, so nothing of it is on the map."""
        self.drawing.stop()
        self.band.clear()

    def shut_down(self) -> None:
        """Before the panel goes away."""
        self.drawing.stop()
        self.band.shut_down()

    def _take_map(self) -> None:
        canvas = self._around.canvas
        self._take(lambda: (extent_of(canvas, self._around.project) if canvas else "", ""))

    def _take_selected(self) -> None:
        canvas = self._around.canvas
        layer = canvas.currentLayer() if canvas else None
        self._take(lambda: ("", selected_polygons(layer, self._around.project)))

    def _take(self, found: Callable[[], tuple[str, str]]) -> None:
        self.drawing.stop()
        self.pointed.emit()
        try:
            self._form.slice.set_ground(*found())
        except CacheError as error:
            self.refused.emit(str(error))

    def _draw(self, wanted: bool) -> None:
        self.pointed.emit()
        if wanted:
            self.drawing.start()
        else:
            self.drawing.stop()
        self._form.slice.show_drawing(self.drawing.active)

    def _take_drawn(self, polygon: str) -> None:
        self.pointed.emit()
        self._form.slice.set_ground("", polygon)
        self._form.slice.draw_button.setFocus()

    def _show(self) -> None:
        """As long as the form is about LSOAs."""
        seen = not self._form.isHidden() and self._form.sliced.isChecked()
        self.band.show(self._form.slice.extent if seen else "", self._form.slice.geometry if seen else "")
