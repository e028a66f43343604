# SPDX-License-Identifier: GPL-2.0-or-later
"""The crime types, several to be ticked, with their counts; and anti-social behaviour beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Optional

from qgis.gui import QgsCheckableComboBox
from qgis.PyQt.QtCore import QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QResizeEvent
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QWidget

from offline_cache.model import ASB
from offline_cache.reference import crime_types

from ..text import number, tr

_BESIDE, _LONGEST = 60, "Violence and sexual offences (99,999)"
"""Pixels of its list beside the words: the box to tick, and the bar that scrolls."""


class TypesBox(QWidget):
    """`types` are those ticked, none for all recorded crime; `with_asb` adds the incidents."""

    chosen = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._combo = QgsCheckableComboBox(self)
        self._combo.setObjectName("policeukTypes")
        self._combo.setAccessibleName(tr("Crime types"))
        self._combo.setDefaultText(tr("All recorded crime"))
        self._combo.setToolTip(tr("Tick the crime types to look at. None ticked: all recorded crime."))
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._combo.setMinimumContentsLength(6)
        self._combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._combo.setMaxVisibleItems(20)
        self._combo.view().setTextElideMode(Qt.TextElideMode.ElideRight)
        self._combo.view().installEventFilter(self)
        self.setFocusProxy(self._combo)
        self._asb = QCheckBox(tr("with AS&B"), self)
        self._asb.setObjectName("policeukAsb")
        self._asb.setAccessibleName(tr("With anti-social behaviour"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._combo, 1)
        layout.addWidget(self._asb)
        self._names: list[str] = []
        self._told: tuple[str, ...] = ()
        self._filling = False
        self._incidents = 0
        self.show_counts({}, ())
        # Not the box's own signal: it is silent about ticks by the keyboard.
        self._combo.model().dataChanged.connect(lambda *_: self._ticked())
        self._asb.toggled.connect(lambda _: self._changed())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The list has room for its words, whatever the size of letters."""
        super().resizeEvent(event)
        wide = self._combo.fontMetrics().horizontalAdvance(_LONGEST)
        self._combo.view().setMinimumWidth(wide + _BESIDE)

    @property
    def types(self) -> tuple[str, ...]:
        """The types that are ticked, by the service's names."""
        return tuple(str(name) for name in self._combo.checkedItemsData())

    @property
    def with_asb(self) -> bool:
        """Whether anti-social behaviour is to be counted."""
        return self._asb.isChecked() and self._asb.isEnabled()

    def set_chosen(self, types: Sequence[str], with_asb: bool) -> None:
        """Tick without telling."""
        self._filling = True
        self._fill(self._names, types)
        self._asb.setChecked(with_asb)
        self._filling = False
        self._enable()

    def show_counts(self, by_type: Mapping[str, int], keep: Sequence[str]) -> None:
        """Show how many crimes of each type there are; a type without any is left out unless it is ticked."""
        names = [name for name in crime_types() if not by_type or by_type.get(name) or name in keep]
        self._filling = True
        self._fill(names, self.types)
        for row, name in enumerate(self._names):
            count = by_type.get(name, 0)
            self._combo.setItemText(row, f"{name} ({number(count)})" if by_type else name)
        self._incidents = by_type.get(ASB, 0)
        self._filling = False
        self._enable()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Esc closes the list at once; after a tick by the mouse the box would stay open."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self._combo.hidePopup()
                if self._combo.view().isVisible():
                    self._combo.hidePopup()
            event.accept()
            return True
        return bool(super().eventFilter(watched, event))

    def _fill(self, names: Sequence[str], ticked: Sequence[str]) -> None:
        if list(names) != self._names or set(ticked) != set(self.types):
            self._combo.clear()
            self._names = [*names, *(name for name in ticked if name not in names)]
            for name in self._names:
                state = Qt.CheckState.Checked if name in ticked else Qt.CheckState.Unchecked
                self._combo.addItemWithCheckState(name, state, name)
        self._told = self.types

    def _enable(self) -> None:
        ticked = ASB in self.types
        self._asb.setEnabled(not ticked)
        why = tr("Anti-social behaviour: incidents, not recorded crimes, left out unless you ask for them.")
        there = tr("There are {n} in this area and these months.").format(n=number(self._incidents))
        self._asb.setToolTip(tr("It is ticked among the crime types.") if ticked else f"{why}\n{there}")

    def _ticked(self) -> None:
        if not self._filling and self.types != self._told:
            self._changed()

    def _changed(self) -> None:
        self._told = self.types
        if not self._filling:
            self._enable()
            self.chosen.emit()
