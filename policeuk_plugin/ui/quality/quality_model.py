# SPDX-License-Identifier: GPL-2.0-or-later
"""The files of a dataset as a table: a row for each force and year, a column for each month."""

from __future__ import annotations

from typing import Any, Optional

from qgis.PyQt.QtCore import QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QColor

from offline_cache.model import Dataset, Month
from offline_cache.quality import Quality, QualityCell, Standing

from ...reports.quality_words import cell_line
from ..force_years_model import SHORT, ForceYearsModel
from ..held_model import State, brush

REVISED = Qt.ItemDataRole.UserRole + 2
"""Role that tells whether a file was revised."""
_STATES = {
    Standing.HELD: State.HELD,
    Standing.REVISED: State.HELD,
    Standing.PARTIAL: State.PARTLY,
    Standing.MISSING: State.MISSING,
}
_INK = {State.HELD: QColor("#ffffff"), State.PARTLY: QColor("#102a3c"), State.MISSING: QColor("#102a3c")}


class QualityModel(ForceYearsModel):
    """Colour tells how a file stands, the number how many of a hundred rows have no place."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._cells: dict[tuple[str, Month], QualityCell] = {}

    def show(self, found: Quality, dataset: Dataset) -> None:
        """Show one dataset of what was found."""
        self.beginResetModel()
        self._cells = {(cell.key.force, cell.key.month): cell for cell in found.of(dataset)}
        self._set_rows(self._cells)
        self.endResetModel()

    def cell(self, index: QModelIndex) -> Optional[QualityCell]:
        """The file at a place of the table; None where none was asked for."""
        if not index.isValid():
            return None
        return self._cells.get(self.month_at(index.row(), index.column()))

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view asks for."""
        cell = self.cell(index)
        if cell is None:
            return None
        state = _STATES[cell.standing]
        if role in (Qt.ItemDataRole.DisplayRole, SHORT):
            return _label(cell, short=role == SHORT)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell_line(cell)
        if role == Qt.ItemDataRole.BackgroundRole:
            return brush(state)
        if role == Qt.ItemDataRole.ForegroundRole:
            return _INK.get(state)
        return bool(cell.revisions) if role == REVISED else None


def _label(cell: QualityCell, short: bool) -> str:
    """Per cent without a place: 3.2, or 3 where there is little room; a dash for a missing month."""
    if cell.standing is Standing.MISSING:
        return "–"
    if cell.unplaced_share is None:
        return ""
    share = 100 * cell.unplaced_share
    return f"{share:.0f}" if short or share >= 9.95 else f"{share:.1f}"
