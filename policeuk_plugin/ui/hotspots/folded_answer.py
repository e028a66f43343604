# SPDX-License-Identifier: GPL-2.0-or-later
"""An answer in the panel: what decides in sight, the rest folded away beneath, as its page has all of it."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QToolButton, QVBoxLayout, QWidget

from ...text import many, tr
from ..answer_label import AnswerLabel, sentences_of
from ..page import Page

_SHOWN, _WORTH = 340, 160
"""Letters of an answer that are in sight, some seven lines of the panel; fewer than so many more are not folded."""


def fold(answer: str) -> tuple[str, str]:
    """The first sentences of an answer, two at least, and the rest, '' where all is short."""
    sentences = sentences_of(answer)
    shown = 0
    for at, sentence in enumerate(sentences):
        shown += len(sentence) + 1
        if at >= 2 and shown > _SHOWN:
            head, rest = " ".join(sentences[:at]), " ".join(sentences[at:])
            return (head, rest) if len(rest) >= _WORTH else (answer, "")
    return answer, ""


class FoldedAnswer(QWidget):
    """The button that unfolds, and the rest beneath it; hidden where there is none."""

    def __init__(self, name: str, page: Page) -> None:
        super().__init__(page)
        self.button = QToolButton(self)
        self.button.setObjectName(f"{name}More")
        self.button.setCheckable(True)
        self.button.setAutoRaise(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.label = AnswerLabel(f"{name}Rest", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.button)
        layout.addWidget(self.label)
        self.button.toggled.connect(self._unfold)
        self.button.clicked.connect(lambda: QTimer.singleShot(0, self._bring_into_sight))
        self._scroll = page.results
        self.show_rest("")

    def shortened(self, sentence: str, answer: str) -> str:
        """What is said, with no more of the `answer` in it than decides; the rest is held here."""
        head, rest = fold(answer)
        folds = bool(rest) and answer in sentence
        self.show_rest(rest if folds else "")
        return sentence.replace(answer, head) if folds else sentence

    def show_rest(self, rest: str) -> None:
        """Hold this; folded, whatever was before it."""
        sentences = many(len(sentences_of(rest)), tr("sentence more"), tr("sentences more"))
        self.button.setText(tr("{sentences}: how sure, what it rests on").format(sentences=sentences))
        self.label.say(rest)
        self.button.setChecked(False)
        self._unfold(False)
        self.setVisible(bool(rest))

    def _unfold(self, shown: bool) -> None:
        self.button.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self.label.setVisible(shown)

    def _bring_into_sight(self) -> None:
        """Once it is laid out: the button is often the last that is in sight, and what it unfolds below the edge."""
        if self.button.isChecked():
            self._scroll.verticalScrollBar().setValue(self.y())
