# SPDX-License-Identifier: GPL-2.0-or-later
"""Lists to choose from whose entries can be disabled and then say why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QStandardItemModel
from qgis.PyQt.QtWidgets import QComboBox, QSizePolicy, QWidget

from .plain import plain

_LETTERS = 8


def choice_box(name: str, title: str, choices: Iterable[tuple[str, str]], parent: QWidget) -> QComboBox:
    """A list of values and how they are called, as narrow as the panel needs it; `title` for screen readers."""
    box = QComboBox(parent)
    box.setObjectName(name)
    box.setAccessibleName(title)
    for value, text in choices:
        box.addItem(text, value)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_LETTERS)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box


def choose(box: QComboBox, value: object) -> bool:
    """Choose a value without telling anybody; False where it is not offered."""
    at = box.findData(value) if isinstance(value, str) else -1
    if at < 0:
        return False
    blocked = box.blockSignals(True)
    box.setCurrentIndex(at)
    box.blockSignals(blocked)
    return True


def enable(box: QComboBox, reasons: Mapping[str, str]) -> None:
    """Disable what there is a reason against, which the entry then says."""
    model = box.model()
    for row in range(box.count()):
        reason = reasons.get(str(box.itemData(row)), "")
        if isinstance(model, QStandardItemModel):
            model.item(row).setEnabled(not reason)
        box.setItemData(row, plain(reason) or None, Qt.ItemDataRole.ToolTipRole)
