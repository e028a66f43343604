# SPDX-License-Identifier: GPL-2.0-or-later
"""The history of one crime beside the work: from the cache at once, from the service when the user asks for it."""

from __future__ import annotations

import functools
from typing import Callable, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from offline_cache.crime_course import CrimeCourse

from ..processing.outcomes.crime_history_run import fetch_history
from ..reports.crime_course_page import CrimeQuestion, course_body, not_known, read_courses
from ..text import tr
from .asking import Asker
from .download.caller import Caller


class CrimeHistoryPage(QDialog):
    """Not modal; nothing is sent before the user presses the button that says so."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("policeukCrime")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Police UK: history of a crime"))
        self.resize(720, 480)
        self._question: Optional[CrimeQuestion] = None
        self.text = QTextBrowser(self)
        self.text.setObjectName("policeukCrimeText")
        self.text.setAccessibleName(self.windowTitle())
        self.text.setOpenLinks(False)
        self.note = QLabel(self)
        self.note.setObjectName("policeukCrimeNote")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        self.ask = QPushButton(self)
        self.ask.setObjectName("policeukCrimeAsk")
        self.ask.setAutoDefault(False)
        self.ask.clicked.connect(self._asked)
        buttons.addButton(self.ask, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        for widget in (self.text, self.note, buttons):
            layout.addWidget(widget)
        self._asker = Asker(tr("Police UK: reading the history of a crime"), 0, self)
        self._asker.answered.connect(self._show)
        self._asker.failed.connect(self._say)
        self._caller = Caller(tr("Police UK: asking for the history of a crime"), self)
        self._caller.started.connect(self._label)
        self._caller.answered.connect(lambda _: self._reread())
        self._caller.failed.connect(self._failed)
        self._caller.stopped.connect(functools.partial(self._failed, ""))
        self.finished.connect(self._shut_down)
        self._label()

    def show_crime(self, question: CrimeQuestion) -> None:
        """Show what the cache holds of a crime."""
        self._caller.cancel()
        self._question = question
        self._say("")
        self.text.setPlainText(tr("Reading the cache …"))
        self._asker.ask(functools.partial(read_courses, question))
        self.show()
        self.raise_()

    def _show(self, courses: tuple[CrimeCourse, ...]) -> None:
        if not courses and self._question is not None:
            self.text.setPlainText(not_known(self._question))
        else:
            self.text.setHtml(course_body(courses))
        self._label()

    def _asked(self) -> None:
        """Ask the service, or stop asking."""
        if self._caller.running:
            self._caller.cancel()
        elif self._question is not None:
            self._say("")
            self._caller.call(_fetch(self._question))

    def _reread(self) -> None:
        self._label()
        if self._question is not None:
            self._asker.ask(functools.partial(read_courses, self._question))

    def _failed(self, sentence: str) -> None:
        self._say(sentence)
        self._label()

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def _label(self) -> None:
        self.ask.setText(tr("Stop asking") if self._caller.running else tr("Ask police.uk about this crime"))
        self.ask.setToolTip(tr("Sends the crime ID to data.police.uk and keeps the answer in the cache."))

    def _shut_down(self) -> None:
        """Nothing of it may be running when it is gone."""
        self._asker.shut_down()
        self._caller.shut_down()


def _fetch(question: CrimeQuestion) -> Callable[[Callable[[], bool]], None]:
    """The question for a worker, which is told whether the user has stopped it."""
    return lambda cancelled: fetch_history(question.cache, question.crime_id, cancelled)
