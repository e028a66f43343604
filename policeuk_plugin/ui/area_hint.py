# SPDX-License-Identifier: GPL-2.0-or-later
"""What is said of an area that was typed, right under its field; and the question to postcodes.io."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ..locator.wording import ask_phrase, offline_reason
from ..text import tr

_SMALL = 0.8


class AreaHint(QWidget):
    """Hidden while there is nothing to say; `asked` gives the postcode, `stopped` is the same button while it asks."""

    asked = pyqtSignal(str)
    stopped = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._postcode = ""
        self._asking = False
        self.label = QLabel(self)
        self.label.setObjectName("policeukAreaHint")
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.button = QPushButton(self)
        self.button.setObjectName("policeukAskPostcode")
        self.button.clicked.connect(self._clicked)
        self.licence = QLabel(self)
        self.licence.setObjectName("policeukAreaLicence")
        self.licence.setWordWrap(True)
        self.licence.setTextFormat(Qt.TextFormat.PlainText)
        self.licence.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        font = self.licence.font()
        font.setPointSizeF(max(font.pointSizeF() * _SMALL, 6.0))
        self.licence.setFont(font)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.addWidget(self.label)
        layout.addWidget(self.licence)
        layout.addLayout(row)
        self.clear()

    @property
    def text(self) -> str:
        """What it says; '' while it is hidden."""
        return self.label.text()

    def clear(self) -> None:
        """Say nothing."""
        self.say("")

    def say(self, sentence: str, licence: str = "") -> None:
        """Say a sentence, with the lines of a licence."""
        self._postcode = ""
        self.label.setText(sentence)
        self.licence.setText(licence)
        self.licence.setVisible(bool(licence))
        self.button.hide()
        self.setVisible(bool(sentence))

    def offer(self, postcode: str, offline: bool) -> None:
        """Offer to ask for a postcode that the cache does not hold; not while the user works offline."""
        sentence = tr("The cache does not hold the postcode {postcode}.").format(postcode=postcode)
        if offline:
            sentence += " " + tr("{reason}, so postcodes.io cannot be asked.").format(reason=offline_reason())
        self.say(sentence)
        self._postcode, self._asking = postcode, False
        self.button.setText(ask_phrase(postcode))
        self.button.setEnabled(not offline)
        self.button.show()

    def show_asking(self, postcode: str) -> None:
        """While it is asked; the button stops it."""
        self.say(tr("Asking postcodes.io for {postcode}…").format(postcode=postcode))
        self._postcode, self._asking = postcode, True
        self.button.setText(tr("Stop"))
        self.button.setEnabled(True)
        self.button.show()

    def _clicked(self) -> None:
        if self._asking:
            self.stopped.emit()
        elif self._postcode:
            self.asked.emit(self._postcode)
