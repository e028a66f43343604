# SPDX-License-Identifier: GPL-2.0-or-later
"""Fields of the form of a note."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox, QVBoxLayout, QWidget

from . import field_style as style


def choice(parent: QWidget, name: str) -> QComboBox:
    """A list to choose from."""
    made = QComboBox(parent)
    made.setObjectName(name)
    made.setMinimumHeight(style.LEAST)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(8)
    return made


def fill(box: QComboBox, entries: list[tuple[str, str]], chosen: str) -> None:
    """A value that is not on the list any more stays to be seen."""
    box.clear()
    for title, key in entries:
        box.addItem(title, key)
    if chosen and box.findData(chosen) < 0:
        box.addItem(chosen, chosen)
    box.setCurrentIndex(max(box.findData(chosen), 0))


def captioned(parent: QWidget, text: str, field: QWidget) -> QWidget:
    """A field under its caption, whose letter goes to it."""
    holder = QWidget(parent)
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    caption = style.label(holder, "", text, "quiet")
    caption.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    caption.setBuddy(field)
    field.setAccessibleName(text.replace("&", ""))
    layout.addWidget(caption)
    layout.addWidget(field)
    return holder
