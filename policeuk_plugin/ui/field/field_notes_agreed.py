# SPDX-License-Identifier: GPL-2.0-or-later
"""What the team has agreed on for its notes: the list of categories, and after how many months notes are due."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from qgis.PyQt.QtWidgets import QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from offline_cache.field_notes.model import WHY_NO_PEOPLE
from offline_cache.field_notes.notebook import LONGEST_RETENTION, Notebook

from ...text import tr
from . import field_style as style
from .field_desk import FieldDesk


class FieldAgreed(QWidget):
    """Kept by a button, as one types it in rarely."""

    def __init__(self, desk: FieldDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("policeukFieldAgreedPage")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(style.GAP)
        layout.addWidget(style.heading(self, "", tr("What the team agreed")))
        layout.addWidget(style.label(self, "", tr("Categories, one on each line"), "quiet"))
        self.categories = QPlainTextEdit(self)
        self.categories.setObjectName("policeukFieldCategories")
        self.categories.setAccessibleName(tr("Categories, one on each line"))
        self.categories.setTabChangesFocus(True)
        self.categories.setMinimumHeight(220)
        layout.addWidget(self.categories)
        layout.addWidget(style.label(self, "", tr("Notes are due to be deleted after"), "quiet"))
        self.months = QSpinBox(self)
        self.months.setObjectName("policeukFieldMonths")
        self.months.setAccessibleName(tr("Months after which notes are due"))
        self.months.setRange(1, LONGEST_RETENTION)
        self.months.setSuffix(tr(" months"))
        self.months.setMinimumHeight(style.LEAST)
        layout.addWidget(self.months)
        self.keep_button = style.button(self, "policeukFieldKeepAgreed", tr("&Keep this"))
        style.make_main(self.keep_button)
        layout.addWidget(self.keep_button)
        self.said = style.label(self, "policeukFieldAgreedSaid", "", "good")
        layout.addWidget(self.said)
        layout.addWidget(style.label(self, "", WHY_NO_PEOPLE, "quiet"))
        self.keep_button.clicked.connect(self.keep)

    def first_control(self) -> QWidget:
        """What is changed most."""
        return self.categories

    def read(self) -> None:
        """As it is."""
        held = self.desk.notes.held
        self.categories.setPlainText("\n".join(held.categories))
        self.months.setValue(held.months or 1)
        style.say(self.said, "")

    def keep(self) -> None:
        """Write both."""
        names = [name.strip() for name in self.categories.toPlainText().splitlines() if name.strip()]
        work = functools.partial(_agree, names, self.months.value())
        self.desk.notes.do(
            work, lambda _: self._say(tr("Kept. It counts for this pack's notebook."), "good"), self._fail
        )

    def _fail(self, sentence: str) -> None:
        self._say(sentence, "warning")

    def _say(self, text: str, role: str) -> None:
        style.set_role(self.said, role)
        style.say(self.said, text)


def _agree(names: Sequence[str], months: int, book: Notebook) -> None:
    book.set_categories(names)
    book.set_retention_months(months)
