# SPDX-License-Identifier: GPL-2.0-or-later
"""A table of months: a row for each force and year, a column for each month of the year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, Qt

from offline_cache.model import Month

from ..text import force_name

SHORT = Qt.ItemDataRole.UserRole + 1
"""Role of a month's number where there is little room."""


class ForceYearsModel(QAbstractTableModel):
    """Rows and headers; where there are several forces, their names stand in the row headers."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, int]] = []
        self._one_force = True

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Forces by years."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Months."""
        return 0 if parent.isValid() else 12

    def month_at(self, row: int, column: int) -> tuple[str, Month]:
        """Force and month of a place of the table."""
        force, year = self._rows[row]
        return force, Month(year, column + 1)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """First letters of the months, and the years."""
        if orientation == Qt.Orientation.Horizontal:
            name = QLocale().standaloneMonthName(section + 1)
            return {Qt.ItemDataRole.DisplayRole: name[:1].upper(), Qt.ItemDataRole.ToolTipRole: name}.get(role)
        force, year = self._rows[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(year) if self._one_force else f"{force_name(force)[:12]} {year}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{force_name(force)} {year}"
        return None

    def _set_rows(self, months: Iterable[tuple[str, Month]]) -> None:
        """A row for each force and year that has one of the months, the last year first."""
        self._rows = sorted({(force, month.year) for force, month in months}, key=lambda row: (row[0], -row[1]))
        self._one_force = len({force for force, _ in self._rows}) <= 1
