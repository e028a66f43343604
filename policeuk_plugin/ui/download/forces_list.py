# SPDX-License-Identifier: GPL-2.0-or-later
"""The forces as a list to tick, narrowed by what is typed above it; what is held is said beside each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Optional

from qgis.PyQt.QtCore import QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from offline_cache.model import Dataset, Month
from offline_cache.reference import force_names

from ...layers.holdings import Holdings
from ...text import force_name, many, months_phrase, tr
from ..placeholders import show_placeholder

_SLUG = Qt.ItemDataRole.UserRole
_ROWS = 6
"""In sight at least; where there is more room, more are."""


class ForcesList(QWidget):
    """`forces` are those ticked, by slug, in the order of their names; `chosen` tells when they change."""

    chosen = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit(self)
        self.search.setObjectName("policeukForcesSearch")
        self.search.setToolTip(tr("Enter ticks the one that is left; the arrow down leads into the list"))
        self.search.setAccessibleName(tr("Search forces"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setObjectName("policeukForcesList")
        self.list.setAccessibleName(tr("Forces"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        for slug, name in sorted(force_names().items(), key=lambda force: force[1]):
            item = QListWidgetItem(name, self.list)
            item.setData(_SLUG, slug)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self.list.setMinimumHeight(_ROWS * self.list.sizeHintForRow(0) + 2 * self.list.frameWidth() + 2)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self._hint()
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.list.itemChanged.connect(lambda _: self.chosen.emit())

    @property
    def forces(self) -> tuple[str, ...]:
        """Those ticked, in sight or not."""
        return tuple(item.data(_SLUG) for item in self._items() if item.checkState() == Qt.CheckState.Checked)

    @property
    def known(self) -> tuple[str, ...]:
        """All that can be ticked."""
        return tuple(item.data(_SLUG) for item in self._items())

    def set_forces(self, forces: Collection[str]) -> None:
        """Tick these alone, without telling, and show the first of them."""
        self.list.blockSignals(True)
        for item in self._items():
            item.setCheckState(Qt.CheckState.Checked if item.data(_SLUG) in forces else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self.search.clear()
        ticked = [item for item in self._items() if item.checkState() == Qt.CheckState.Checked]
        self.list.setCurrentItem(ticked[0] if ticked else self.list.item(0))
        self.list.scrollToItem(self.list.currentItem(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def show_held(self, held: Holdings) -> None:
        """Say beside each force how many months of it are held."""
        months: dict[str, set[Month]] = defaultdict(set)
        for file in held.files:
            if file.key.dataset is Dataset.STREET:
                months[file.key.force].add(file.key.month)
        self.list.blockSignals(True)
        for item in self._items():
            slug = item.data(_SLUG)
            of_force = sorted(months.get(slug, ()))
            here = many(len(of_force), tr("month held"), tr("months held"))
            item.setText(f"{force_name(slug)}  ·  {here}" if of_force else force_name(slug))
            item.setToolTip(
                tr("Held: {months}").format(months=months_phrase(of_force[0], of_force[-1])) if of_force else slug
            )
        self.list.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keys in the search: the arrow down leads into the list, Enter ticks, Esc shows all forces again."""
        pressed = watched is self.search and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent):
            key, typed = event.key(), bool(self.search.text())
            if key == Qt.Key.Key_Down:
                self._go_to_list()
                return True
            if typed and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter()
                return True
            if typed and key == Qt.Key.Key_Escape:
                self.search.clear()
                return True
        return bool(super().eventFilter(watched, event))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """A hint only where one can type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._hint()

    def _hint(self) -> None:
        show_placeholder(self.search, tr("Type to narrow the list"), self.isEnabled())

    def _enter(self) -> None:
        """Tick the one that is left, and show all again; among several the arrows choose."""
        left = [item for item in self._items() if not item.isHidden()]
        if len(left) == 1:
            left[0].setCheckState(Qt.CheckState.Checked)
            self.list.setCurrentItem(left[0])
            self.search.clear()
            self.list.scrollToItem(left[0], QAbstractItemView.ScrollHint.PositionAtCenter)
        elif left:
            self._go_to_list()

    def _go_to_list(self) -> None:
        self._first_in_sight()
        self.list.setFocus()

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().strip()
        for item in self._items():
            item.setHidden(wanted not in f"{item.text()} {item.data(_SLUG)}".casefold())
        self._first_in_sight()

    def _first_in_sight(self) -> None:
        current = self.list.currentItem()
        if current is None or current.isHidden():
            self.list.setCurrentItem(next((item for item in self._items() if not item.isHidden()), None))

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]
