# SPDX-License-Identifier: GPL-2.0-or-later
"""The grid of files with its legend, and under it the file that is selected, in words."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QModelIndex, QRect, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPen
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from offline_cache.model import Dataset
from offline_cache.quality import Quality

from ...reports.quality_words import cell_line
from ...text import tr
from ..held_view import MonthDelegate
from .quality_model import REVISED, QualityModel

_ROW = 20
_MOST_ROWS = 8
_CORNER = 7
_LEGEND = (
    "<span style='color:#2f6f9f'>■</span>&nbsp;{held} <span style='color:#2f6f9f'>◥</span>&nbsp;{revised} "
    "<span style='color:#9cc3dd'>■</span>&nbsp;{part} <span style='color:#d55e00'>▨</span>&nbsp;{missing}<br>{number}"
)


class FileDelegate(MonthDelegate):
    """With a bright corner where a file was revised."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Paint the month, then its corner."""
        super().paint(painter, option, index)
        if index.data(REVISED):
            painter.save()
            painter.setPen(QPen(QColor("#ffffff"), 2))
            corner = QRect(option.rect.right() - _CORNER - 1, option.rect.top() + 1, _CORNER, _CORNER)
            painter.drawLine(corner.topLeft(), corner.bottomRight())
            painter.restore()


class QualityGrid(QWidget):
    """Table, legend, and what the selected file is."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setObjectName("policeukQualityGrid")
        self.model = QualityModel(self)
        self.table = _table(self.model, self)
        self.table.selectionModel().currentChanged.connect(lambda index, _: self._tell(index))
        self.model.modelReset.connect(lambda: self._tell(QModelIndex()))
        legend = QLabel(
            _LEGEND.format(
                held=tr("held"),
                revised=tr("revised"),
                part=tr("in&nbsp;part"),
                missing=tr("missing,&nbsp;not&nbsp;zero"),
                number=tr("Numbers: per cent of the rows without a place"),
            ),
            self,
        )
        legend.setWordWrap(True)
        self.told = QLabel(self)
        self.told.setObjectName("policeukQualityFile")
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for widget in (self.table, legend, self.told):
            layout.addWidget(widget)

    def show_found(self, found: Quality, dataset: Dataset) -> None:
        """Fill the table and make it as high as its rows, up to eight."""
        self.model.show(found, dataset)
        rows = min(self.model.rowCount(), _MOST_ROWS)
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header + rows * _ROW + 2 * self.table.frameWidth() + 2)

    def _tell(self, index: QModelIndex) -> None:
        self.told.setText(cell_line(self.model.cell(index)))
        self.told.setVisible(bool(self.told.text()))


def _table(model: QualityModel, parent: QWidget) -> QTableView:
    table = QTableView(parent)
    table.setObjectName("policeukQualityTable")
    table.setAccessibleName(tr("Files held, by force, year and month; arrows move, the file stands in words below"))
    table.setModel(model)
    table.setItemDelegate(FileDelegate(table))
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)  # or Tab would stay in the table
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    columns, rows = table.horizontalHeader(), table.verticalHeader()
    columns.setMinimumSectionSize(16)
    columns.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    rows.setMinimumSectionSize(_ROW)
    rows.setDefaultSectionSize(_ROW)
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    for header in (columns, rows):
        header.setHighlightSections(False)
    return table
