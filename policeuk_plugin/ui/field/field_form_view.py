# SPDX-License-Identifier: GPL-2.0-or-later
"""The widgets of the form of a note, and their order on the screen and for the keyboard."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from offline_cache.field_notes.model import LONGEST_INITIALS, WHY_NO_PEOPLE

from ...text import tr
from . import field_style as style
from .field_desk import FieldDesk
from .field_fields import captioned, choice
from .field_photos import FieldPhotos
from .field_pins import FieldPins
from .field_place import FieldPlace
from .field_versions import FieldVersions


class FieldFormView(QWidget):
    """Where, what, about which priority, by whom, with which photos; and the line on personal data."""

    def __init__(self, desk: FieldDesk, pins: FieldPins, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("policeukFieldForm")
        self.desk = desk
        self.place = FieldPlace(desk.map, pins, self)
        self.category = choice(self, "policeukFieldCategory")
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("policeukFieldText")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(96)
        self.text.setPlaceholderText(tr("What you saw, not who"))
        self.text.setAccessibleName(tr("What you saw, not who"))
        self.priority = choice(self, "policeukFieldPriority")
        self.initials = QLineEdit(self)
        self.initials.setObjectName("policeukFieldInitials")
        self.initials.setMaxLength(LONGEST_INITIALS)
        self.initials.setMaximumWidth(90)
        self.photos = FieldPhotos(desk, self)
        self.versions = FieldVersions(desk, self)
        self.rule = style.label(self, "policeukFieldWhy", WHY_NO_PEOPLE, "quiet")
        self._build()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.versions)
        layout.addWidget(self.place)
        layout.addWidget(captioned(self, tr("Ca&tegory"), self.category))
        layout.addWidget(self.text)
        row = QHBoxLayout()
        row.addWidget(captioned(self, tr("P&riority it is about"), self.priority), 1)
        row.addWidget(captioned(self, tr("&Initials"), self.initials))
        layout.addLayout(row)
        layout.addWidget(self.photos)
        layout.addWidget(self.rule)
        self.said = style.label(self, "policeukFieldSaved", "", "quiet")
        self.save_button = style.button(self, "policeukFieldSave", tr("&Save and close"), tr("Alt+S, or Ctrl+Enter"))
        style.make_main(self.save_button)
        self.delete_button = style.button(self, "policeukFieldDelete", tr("Delete…"))
        self.keep_button = style.button(self, "policeukFieldKeep", tr("Keep it"))
        self.keep_button.hide()
        order = (self.place.corner_button, self.category, self.text, self.priority, self.initials)
        last = (self.photos.add_button, self.save_button, self.delete_button, self.keep_button)
        for one, then in zip((*order, *last), (*order, *last)[1:]):
            self.setTabOrder(one, then)

    def foot(self) -> QVBoxLayout:
        """What is always in sight under the form."""
        foot, row = QVBoxLayout(), QHBoxLayout()
        foot.addWidget(self.said)
        row.addWidget(self.save_button, 2)
        row.addWidget(self.delete_button, 1)
        row.addWidget(self.keep_button, 1)
        foot.addLayout(row)
        return foot
