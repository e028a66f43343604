# SPDX-License-Identifier: GPL-2.0-or-later
"""What came out, to be read at a glance: a short paragraph for each sentence, the finding as their headline."""

from __future__ import annotations

import re
from html import escape

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QLabel, QWidget

_END = re.compile(r"(?<!\bSt\.)(?<!\bMt\.)(?<=[.!]) (?=[^\sa-z])")
"""The end of a sentence, which the dot of a name such as St. Helens is not; a question goes with its answer."""
_APART = 4
"""Pixels between two paragraphs."""


def sentences_of(text: str) -> list[str]:
    """Its sentences one by one; a space between each two gives the text again."""
    return _END.split(text)


class AnswerLabel(QLabel):
    """Wraps and can be copied; hidden while it says nothing. `text` gives the words as they were given."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self.setObjectName(name)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def say(self, words: str, finding: str = "") -> None:
        """Show these words; the sentence of them that is the `finding` stands out."""
        self._words = words
        self.setText("".join(_paragraph(one, one == finding) for one in sentences_of(words)) if words else "")
        self.setAccessibleName(words)  # without what only makes it readable to the eye
        self.setVisible(bool(words))

    def text(self) -> str:
        """The words, without how they are shown."""
        return self._words


def _paragraph(sentence: str, is_finding: bool) -> str:
    words = escape(sentence).replace("\n", "<br>")
    style = f"margin-top: 0px; margin-bottom: {_APART}px"
    return f'<p style="{style}">{f"<b>{words}</b>" if is_finding else words}</p>'
