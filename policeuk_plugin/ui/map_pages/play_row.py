# SPDX-License-Identifier: GPL-2.0-or-later
"""The row that plays the months: what a frame counts, the button, and what the map shows and lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import QgsLayerTreeGroup, QgsMapLayer
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from offline_cache.model import Month, Selection

from ...layers.animation import Step, frame_words, make_ready
from ...layers.holdings import Holdings
from ...layers.project import show_first
from ...text import tr
from ..desk import Desk
from ..plain import plain
from ..slim import SlimButton
from .playing import Playing


class PlayRow(QWidget):
    """`wanted` asks for the layer of a step; `play` is called when it is on the map."""

    wanted = pyqtSignal(object)

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._step = Step.MONTH
        self._held = Holdings()
        self._layer = ""
        self.playing = Playing(desk.around.canvas, self)
        self.button = SlimButton("", self)
        self.button.setObjectName("policeukPlay")
        self.steps = QComboBox(self)
        self.steps.setObjectName("policeukPlayStep")
        self.steps.setAccessibleName(tr("What a frame counts"))
        self.steps.addItem(tr("month by month"), Step.MONTH.value)
        self.steps.addItem(tr("rolling 12 months"), Step.ROLLING.value)
        self.back = SlimButton(tr("All months"), self)
        self.back.setObjectName("policeukPlayBack")
        self.back.setToolTip(tr("Shows all months at once again"))
        self.status = QLabel(self)
        self.status.setObjectName("policeukPlayStatus")
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setWordWrap(True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for column, widget in enumerate((self.button, self.steps, self.back)):
            layout.addWidget(widget, 0, column)
        layout.addWidget(self.status, 1, 0, 1, 3)
        self.button.clicked.connect(self._pressed)
        self.back.clicked.connect(self._go_back)
        self.playing.frame.connect(self._show_month)
        self.playing.changed.connect(self._show_state)
        self._show_state()

    def play(self, layers: Sequence[QgsMapLayer], step: Step, forces: Sequence[str]) -> None:
        """Play the months of the layers' group; `forces` are those that the selection rests on."""
        self._layer, self._step = layers[0].id() if layers else "", step
        group = self._group()
        if group is None:
            return
        of_forces = Selection(forces=tuple(forces))
        self._held = self._desk.held.within(of_forces)
        shown = self._desk.held_of(self._desk.selection.chosen).within(of_forces)
        months = make_ready(self._desk.around.project, group, step, shown)
        if months is not None:
            self.playing.start(months)

    def after(self) -> str:
        """What to do with it."""
        return tr("Next: 'All months' goes back; the temporal controller of QGIS steps and exports the frames.")

    def update_form(self, reason: str) -> None:
        """`reason` is why nothing can be played, '' where something can."""
        reason = reason or ("" if self.playing.possible else tr("This window has no temporal controller."))
        self.button.setEnabled(not reason)
        self.steps.setEnabled(not reason)
        self.button.setToolTip(plain(reason) or tr("Adds the places of each month and plays them on the map"))
        self.steps.setToolTip(plain(reason) or tr("Whether a picture counts one month or the twelve up to it"))

    def shut_down(self) -> None:
        """Nothing is left playing."""
        self.playing.shut_down()

    def _pressed(self) -> None:
        if self.playing.running:
            self.playing.stop()
        else:
            self.wanted.emit(Step(self.steps.currentData()))

    def _go_back(self) -> None:
        self.playing.end()
        group = self._group()
        if group is not None:
            show_first(group)
        self._show_state()

    def _group(self) -> Optional[QgsLayerTreeGroup]:
        """That of the layer that was played last, unless it was taken out since."""
        node = self._desk.around.project.layerTreeRoot().findLayer(self._layer)
        return node.parent() if node is not None else None

    def _show_month(self, month: Month) -> None:
        self.status.setText(frame_words(self._held, month, self._step))
        self.status.setVisible(True)

    def _show_state(self) -> None:
        self.button.setText(tr("Pause") if self.playing.running else tr("Play months"))
        self.back.setVisible(self.playing.shown)
        self.status.setVisible(self.playing.shown and bool(self.status.text()))
