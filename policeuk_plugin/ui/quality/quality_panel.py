# SPDX-License-Identifier: GPL-2.0-or-later
"""The quality of the selection in place of the pages: shown before anyone draws a conclusion."""

from __future__ import annotations

import functools
from html import escape
from typing import Optional

from qgis.PyQt.QtCore import Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QKeyEvent
from qgis.PyQt.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from offline_cache.errors import CacheError
from offline_cache.model import Dataset

from ...reports.quality_words import lead, sections
from ...text import dataset_name, tr
from ..asking import Asker
from ..desk import Desk
from ..result_files import free_file
from ..slim import SlimButton
from .quality_grid import QualityGrid
from .quality_question import QualityKnown, look_at_quality, write_quality

_PAUSE_MS = 100


class QualityPanel(QWidget):
    """`closed` tells that the pages are wanted again. It asks the cache while it is in sight only."""

    closed = pyqtSignal()

    def __init__(self, desk: Desk, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("policeukQualityPanel")
        self.desk = desk
        self.known: Optional[QualityKnown] = None
        self.asker = Asker(tr("Police UK: quality of the data"), _PAUSE_MS, self)
        self.asker.answered.connect(self._show)
        self.asker.failed.connect(self._fail)
        self.writer = Asker(tr("Police UK: writing a page"), 0, self)
        self.writer.answered.connect(lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
        self.writer.failed.connect(self._fail)
        self._build()
        desk.changed.connect(self._look_if_shown)
        self.hide()

    def open(self) -> None:
        """Come into sight and look."""
        self.show()
        self._look()
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> None:
        """Make room for the pages."""
        if self.isHidden():
            return
        self.asker.forget()
        self.hide()
        self.closed.emit()

    def shut_down(self) -> None:
        """Before the panel goes away: nothing of it may be running."""
        self.asker.shut_down()
        self.writer.shut_down()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back; Enter that no control wanted is not for the page behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton) and focus.isEnabled():
                focus.click()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        caption = QLabel(f"<b>{escape(tr('Quality of this selection'))}</b>", self)
        self.back_button = SlimButton(tr("Back"), self)
        self.back_button.setObjectName("policeukQualityBack")
        self.back_button.setToolTip(tr("Shows the pages again (Esc)"))
        self.back_button.clicked.connect(self.close_panel)
        self.lead = _label("policeukQualityLead", self)
        self.datasets = QComboBox(self)
        self.datasets.setObjectName("policeukQualityDataset")
        self.datasets.setAccessibleName(tr("Files of"))
        self.datasets.currentIndexChanged.connect(lambda _: self._show_grid())
        self.grid = QualityGrid(self)
        self.words = _label("policeukQualityWords", self)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.page_button = SlimButton(tr("As a page to hand on"), self)
        self.page_button.setObjectName("policeukQualityPage")
        self.page_button.clicked.connect(self._write)
        head = QHBoxLayout()
        head.addWidget(caption, 1)
        head.addWidget(self.back_button)
        inside = QWidget(self)
        into = QVBoxLayout(inside)
        into.setContentsMargins(0, 0, 0, 0)
        for widget in (self.lead, self.datasets, self.grid, self.words):
            into.addWidget(widget)
        into.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.addLayout(head)
        layout.addWidget(_scrolling(inside, self), 1)
        layout.addWidget(self.page_button)

    def _look_if_shown(self) -> None:
        if not self.isHidden():
            self._look()

    def _look(self) -> None:
        self.known = None
        self.lead.setText(tr("Looking through the files…"))
        self.page_button.setEnabled(False)
        self.page_button.setToolTip(tr("Looking through the files…"))
        self.asker.ask(functools.partial(look_at_quality, self.desk.cache, self.desk.selection.chosen))

    def _show(self, known: QualityKnown) -> None:
        self.known = known
        self.lead.setText(lead(known.found))
        before = self.datasets.currentData()
        self.datasets.blockSignals(True)
        self.datasets.clear()
        for dataset in known.found.coverage:
            name = dataset_name(dataset)
            self.datasets.addItem(name[:1].upper() + name[1:], dataset.value)
        self.datasets.setCurrentIndex(max(self.datasets.findData(before), 0))
        self.datasets.blockSignals(False)
        self._show_grid()
        self.words.setText("".join(_section(of.title, of.lines) for of in sections(known.found, known.copies)))
        self._show_parts(bool(known.found.cells))

    def _show_parts(self, there: bool) -> None:
        for widget in (self.datasets, self.grid, self.words):
            widget.setVisible(there)
        self.page_button.setEnabled(there)
        self.page_button.setToolTip(tr("Writes it as a page and opens that") if there else tr("There is nothing yet."))

    def _show_grid(self) -> None:
        if self.known is not None and self.datasets.currentData():
            self.grid.show_found(self.known.found, Dataset(self.datasets.currentData()))

    def _fail(self, sentence: str) -> None:
        self.lead.setText(sentence)
        self._show_parts(self.known is not None)

    def _write(self) -> None:
        if self.known is None:
            return
        try:
            path = free_file("quality", "html")
        except CacheError as error:
            self._fail(str(error))
            return
        chosen, cache = self.desk.selection.chosen, self.desk.cache
        self.writer.ask(functools.partial(write_quality, self.known, chosen, cache, path))


def _section(title: str, lines: tuple[str, ...]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<p style='margin:8px 0 0 0'><b>{escape(title)}</b></p><ul style='margin:0 0 0 -26px'>{items}</ul>"


def _label(name: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _scrolling(inside: QWidget, parent: QWidget) -> QScrollArea:
    """Arrow keys scroll it, as what is in it has no controls below the grid."""
    area = QScrollArea(parent)
    area.setObjectName("policeukQualityScroll")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
