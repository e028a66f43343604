# SPDX-License-Identifier: GPL-2.0-or-later
"""The table of what is held, as narrow as the panel."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtGui import QFont, QPainter, QPalette, QPen
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ..layers.holdings import Holdings
from ..text import tr
from .force_years_model import SHORT
from .held_model import UNDER_HATCHES, HeldModel

_ROW = 20
_MOST_ROWS = 9
_AIR = 2
"""Pixels left and right of a number together, so that it does not run into the next one."""


class MonthDelegate(QStyledItemDelegate):
    """Paints a month without the margins of the usual delegate: four characters in 24 pixels, or fewer."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Fill, write, and frame the month that is selected."""
        painter.save()
        brush = index.data(Qt.ItemDataRole.BackgroundRole)
        if brush is not None:
            cell = option.rect.adjusted(0, 0, -1, -1)
            if brush.style() != Qt.BrushStyle.SolidPattern:
                painter.fillRect(cell, UNDER_HATCHES)
            painter.fillRect(cell, brush)
        font = QFont(option.font)
        font.setPointSizeF(max(font.pointSizeF() * 0.72, 6.0))
        painter.setFont(font)
        # By the longest one for all cells: they are a pixel wider or narrower than one another.
        room = option.rect.width() - _AIR >= painter.fontMetrics().horizontalAdvance("8.8k")
        words = index.data(Qt.ItemDataRole.DisplayRole if room else SHORT)
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(ink if ink is not None else option.palette.color(QPalette.ColorRole.Text))
        painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter, words)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(option.palette.color(QPalette.ColorRole.Highlight), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()


class HeldView(QWidget):
    """Table and legend."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("policeukHeld")
        self.model = HeldModel(self)
        self.table = QTableView(self)
        self.table.setObjectName("policeukHeldTable")
        self.table.setAccessibleName(tr("Months held, by force and year"))
        self.table.setModel(self.model)
        self.table.setItemDelegate(MonthDelegate(self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)  # or Tab would stay in the table
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        columns = self.table.horizontalHeader()
        columns.setMinimumSectionSize(16)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        columns.setHighlightSections(False)
        rows = self.table.verticalHeader()
        rows.setMinimumSectionSize(_ROW)
        rows.setDefaultSectionSize(_ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setHighlightSections(False)
        legend = QLabel(
            tr(
                "Crimes a month, k for thousand: <span style='color:#2f6f9f'>■</span>&nbsp;held "
                "<span style='color:#9cc3dd'>■</span>&nbsp;in&nbsp;part "
                "<span style='color:#d55e00'>▨</span>&nbsp;missing,&nbsp;not&nbsp;zero"
            ),
            self,
        )
        legend.setObjectName("policeukHeldLegend")
        legend.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.table)
        layout.addWidget(legend)

    def show_held(self, held: Holdings) -> None:
        """Fill the table and make it as high as its rows, up to nine."""
        self.model.show(held)
        rows = min(self.model.rowCount(), _MOST_ROWS)
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header + rows * _ROW + 2 * self.table.frameWidth() + 2)
