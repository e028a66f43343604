# SPDX-License-Identifier: GPL-2.0-or-later
"""What is held as a table: a row for each force and year, a column for each month."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any, Optional

from qgis.PyQt.QtCore import QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QBrush, QColor

from offline_cache.model import Dataset, Gap, Month, PublishedFile

from ..layers.holdings import Holdings
from ..text import dataset_name, force_name, many, month_name, number, rows_phrase, tr
from .force_years_model import SHORT, ForceYearsModel


class State(enum.Enum):
    """How much of a month is held."""

    OUTSIDE = "outside"
    HELD = "held"
    PARTLY = "partly"
    MISSING = "missing"


# Blue and vermillion are told apart with every kind of colour blindness; missing is hatched besides.
_BRUSHES = {
    State.HELD: QBrush(QColor("#2f6f9f")),
    State.PARTLY: QBrush(QColor("#9cc3dd")),
    State.MISSING: QBrush(QColor("#d55e00"), Qt.BrushStyle.BDiagPattern),
}
UNDER_HATCHES = QColor("#ffffff")
"""What hatches lie on: on the grey or black of a dark theme nobody would see them."""
_UNKNOWN = QBrush(QColor("#9a9a9a"))
_INK = {State.HELD: QColor("#ffffff"), State.PARTLY: QColor("#102a3c"), State.MISSING: QColor("#102a3c")}


def brush(state: State) -> QBrush:
    """How a month is filled; a month of which nothing is known yet is grey."""
    return _BRUSHES.get(state, _UNKNOWN)


@dataclass(frozen=True)
class Cell:
    """A month of a force: the files held, and the gaps."""

    force: str
    month: Month
    files: tuple[PublishedFile, ...]
    gaps: tuple[Gap, ...]

    @property
    def state(self) -> State:
        """A month without its street file is missing, whatever else is held of it; one held as slices is in part."""
        if any(gap.dataset is Dataset.STREET for gap in self.gaps):
            return State.MISSING
        if self.gaps:
            return State.PARTLY if self.files else State.MISSING
        if any(file.scope is not None for file in self.files):
            return State.PARTLY
        return State.HELD if self.files else State.OUTSIDE

    @property
    def label(self) -> str:
        """Crimes, shortened to fit: 951, 4.8k, 12k; a dash for a missing month, '' where crimes are not held."""
        if self.state is State.MISSING:
            return "–"
        crimes = sum(file.rows for file in self.files if file.key.dataset is Dataset.STREET)
        if not crimes:
            return ""
        if crimes < 1000:
            return str(crimes)
        return f"{crimes / 1000:.1f}k" if crimes < 9950 else f"{crimes / 1000:.0f}k"

    @property
    def short_label(self) -> str:
        """The same in three characters: 951, 5k, 12k."""
        label = self.label
        return f"{float(label[:-1]):.0f}k" if label.endswith("k") else label

    @property
    def sentence(self) -> str:
        """All of it in words."""
        lines = [tr("{force}, {month}").format(force=force_name(self.force), month=month_name(self.month))]
        lines += [_file_line(file) for file in self.files]
        lines += [tr("{dataset}: {reason}").format(dataset=dataset_name(g.dataset), reason=g.reason) for g in self.gaps]
        return "\n".join(lines) if self.files or self.gaps else ""


def _file_line(file: PublishedFile) -> str:
    rows, unplaced = rows_phrase(file.rows, file.key.dataset), number(file.unplaced)
    if file.scope is None:
        return tr("{rows}, {unplaced} of them without a place").format(rows=rows, unplaced=unplaced)
    return tr("{rows} of {lsoas} only; {published} were published, {unplaced} without a place").format(
        rows=rows,
        lsoas=many(len(file.scope), tr("LSOA"), tr("LSOAs")),
        published=number(file.published),
        unplaced=unplaced,
    )


class HeldModel(ForceYearsModel):
    """The table; where several forces are held, their names stand in the row headers."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._cells: dict[tuple[str, Month], Cell] = {}

    def show(self, held: Holdings) -> None:
        """Show what is held."""
        self.beginResetModel()
        files: dict[tuple[str, Month], list[PublishedFile]] = {}
        gaps: dict[tuple[str, Month], list[Gap]] = {}
        for file in held.files:
            files.setdefault((file.key.force, file.key.month), []).append(file)
        for gap in held.gaps:
            gaps.setdefault((gap.force, gap.month), []).append(gap)
        self._cells = {
            key: Cell(key[0], key[1], tuple(files.get(key, ())), tuple(gaps.get(key, ()))) for key in {**files, **gaps}
        }
        self._set_rows(self._cells)
        self.endResetModel()

    def cell(self, row: int, column: int) -> Cell:
        """The month at a place of the table."""
        month = self.month_at(row, column)
        return self._cells.get(month, Cell(*month, (), ()))

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view asks for."""
        if not index.isValid():
            return None
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.label
        if role == SHORT:
            return cell.short_label
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.sentence
        if role == Qt.ItemDataRole.BackgroundRole:
            return _BRUSHES.get(cell.state)
        if role == Qt.ItemDataRole.ForegroundRole:
            return _INK.get(cell.state)
        return None
