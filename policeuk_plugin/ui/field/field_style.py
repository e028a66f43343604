# SPDX-License-Identifier: GPL-2.0-or-later
"""How field mode looks: large controls for fingers, and colours that can be read outdoors, whatever QGIS's theme is."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt
from qgis.PyQt.QtGui import QFontInfo
from qgis.PyQt.QtWidgets import QAbstractButton, QLabel, QPushButton, QSizePolicy, QWidget

from ..answer_label import AnswerLabel

LEAST = 46
"""Pixels of the least height of whatever is pressed."""
GAP = 8
_ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
_LARGER, _HEADING = 1.12, 1.3
"""Of the machine's own size of letters, which follows its setting for larger text."""

SHEET = """
QWidget { background: #ffffff; color: #16202c; selection-background-color: #0b4f8a; selection-color: #ffffff; }
QWidget#policeukFieldHead { background: #12324f; }
QWidget#policeukFieldHead QLabel { background: transparent; color: #ffffff; }
QWidget#policeukFieldHead QLabel#policeukFieldInvented { color: #ffd08a; }
QPushButton { background: #ffffff; color: #16202c; border: 1px solid #8a97a6; border-radius: 6px; padding: 4px 14px;
              min-height: 36px; }
QPushButton:hover { background: #eaf2fa; }
QPushButton:pressed, QPushButton:checked { background: #cfe2f5; border-color: #0b4f8a; }
QPushButton:disabled { color: #66717e; background: #e9ecef; border-color: #c3cad2; }
QPushButton:focus { border: 3px solid #e07b00; padding: 2px 12px; }
QPushButton[main="true"] { background: #0b4f8a; color: #ffffff; border-color: #0b4f8a; font-weight: bold; }
QPushButton[main="true"]:hover { background: #0d5ea4; }
QPushButton[main="true"]:disabled { background: #c3cad2; color: #4a545f; border-color: #c3cad2; }
QPushButton[main="true"]:focus { border: 3px solid #f5a03c; }
QPushButton[card="true"] { text-align: left; padding: 4px 12px; background: #f5f8fb; }
QPushButton[card="true"] QLabel { background: transparent; }
QPushButton[card="true"]:focus { border: 3px solid #e07b00; padding: 2px 10px; }
QLabel[strong="bold"], QLabel[strong="large"] { font-weight: bold; }
QLabel[role="quiet"] { color: #46525f; }
QLabel[role="warning"] { background: #fff1dd; color: #5a2d00; border-left: 6px solid #d55e00; padding: 8px; }
QLabel[role="refused"] { background: #fbe4e4; color: #5e0b0b; border-left: 6px solid #b00020; padding: 8px; }
QLabel[role="good"] { background: #e3f1e8; color: #0f3d22; border-left: 6px solid #1b7f45; padding: 8px; }
QFrame[role="card"] { background: #f5f8fb; border: 1px solid #c3cad2; border-radius: 6px; }
QFrame[role="card"] QLabel, QFrame[role="card"] QWidget#policeukFieldClear { background: transparent; }
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox { background: #ffffff; color: #16202c; border: 1px solid #8a97a6;
    border-radius: 4px; padding: 6px; min-height: 32px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border: 3px solid #e07b00; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 44px; }
QComboBox::drop-down { width: 40px; border: none; }
QComboBox::down-arrow { image: url("@ICONS@/field_down.svg"); width: 16px; height: 16px; }
QSpinBox::up-button, QSpinBox::down-button { width: 44px; border: none; border-left: 1px solid #c3cad2; }
QSpinBox::up-arrow { image: url("@ICONS@/field_up.svg"); width: 14px; height: 14px; }
QSpinBox::down-arrow { image: url("@ICONS@/field_down.svg"); width: 14px; height: 14px; }
QPushButton[photo="true"] { min-height: 80px; padding: 2px; }
QPushButton[photo="true"]:focus { padding: 0; }
QListView { background: #ffffff; border: 1px solid #c3cad2; }
QListView:focus { border: 3px solid #e07b00; }
QListView::item { min-height: 44px; padding: 4px 8px; border-bottom: 1px solid #e1e5ea; }
QListView::item:selected { background: #0b4f8a; color: #ffffff; }
QScrollBar:vertical { background: #e1e5ea; width: 18px; }
QScrollBar::handle:vertical { background: #8a97a6; min-height: 44px; border-radius: 4px; margin: 2px; }
QScrollBar:horizontal { background: #e1e5ea; height: 18px; }
QScrollBar::handle:horizontal { background: #8a97a6; min-width: 44px; border-radius: 4px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QToolTip { background: #16202c; color: #ffffff; border: none; padding: 6px; }
"""


def enlarge(window: QWidget) -> None:
    """Dress the window; its letters are larger than the machine's."""
    window.ensurePolished()  # or the size of letters that is set in QGIS is not known yet
    letters = QFontInfo(window.font()).pointSizeF() * _LARGER
    # In the sheet: what a font says gives way to QGIS's own sheet, which has a size of letters and no bold ones.
    sizes = f"QWidget {{ font-size: {letters:.1f}pt; }}\n"
    sizes += f'QLabel[strong="large"] {{ font-size: {letters * _HEADING:.1f}pt; }}\n'
    window.setStyleSheet(sizes + SHEET.replace("@ICONS@", _ICONS.as_posix()))


def button(parent: QWidget, name: str, text: str, tip: str = "") -> QPushButton:
    """A large button."""
    made = QPushButton(text, parent)
    made.setObjectName(name)
    made.setToolTip(tip)
    made.setAutoDefault(True)
    made.setMinimumHeight(LEAST)
    return made


def make_main(made: QAbstractButton) -> QAbstractButton:
    """The one button of a screen that stands out."""
    made.setProperty("main", True)
    return made


def label(parent: QWidget, name: str = "", text: str = "", role: str = "") -> QLabel:
    """Words as they are, which wrap, can be copied, and are hidden where there are none; `role` is one of the sheet."""
    made = QLabel(text, parent)
    made.setObjectName(name)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    if role:
        made.setProperty("role", role)
    return made


def told(parent: QWidget, name: str, words: str = "") -> AnswerLabel:
    """What was found, a paragraph for each sentence."""
    made = AnswerLabel(name, parent)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    made.say(words)
    return made


def heading(parent: QWidget, name: str, text: str = "") -> QLabel:
    """What a screen or a part of it is called."""
    made = label(parent, name, text)
    made.setProperty("strong", "large")
    return made


def strong(shown: QLabel) -> QLabel:
    """Let words stand out."""
    shown.setProperty("strong", "bold")
    return shown


def set_role(shown: QWidget, role: str) -> None:
    """Give it another look."""
    shown.setProperty("role", role)
    shown.style().unpolish(shown)
    shown.style().polish(shown)
    QCoreApplication.sendEvent(shown, QEvent(QEvent.Type.StyleChange))  # the room around its words is another


def say(shown: QLabel, text: str) -> None:
    """Show the words, or nothing."""
    shown.setText(text)
    shown.setVisible(bool(text))


class Fit(QObject):
    """Keeps what scrolls as wide as what is seen of it and as high as its words are at that width.

    Qt asks labels that wrap how high they would be at another width, and leaves empty room under them.
    """

    def __init__(self, viewport: QWidget, body: QWidget) -> None:
        super().__init__(viewport)
        self._viewport, self._body = viewport, body
        viewport.installEventFilter(self)
        body.installEventFilter(self)

    def eventFilter(self, watched: Optional[QObject], event: Optional[QEvent]) -> bool:  # noqa: N802 - Qt's name
        """The window or the words are others."""
        if sip.isdeleted(self._body) or sip.isdeleted(self._viewport):
            return False  # the window is being taken down
        resized = watched is self._viewport and event is not None and event.type() == QEvent.Type.Resize
        asked = watched is self._body and event is not None and event.type() == QEvent.Type.LayoutRequest
        layout = self._body.layout()
        if (resized or asked) and layout is not None:
            width, height = self._viewport.width(), self._viewport.height()
            self._body.setMaximumWidth(width)
            self._body.setMaximumHeight(max(layout.heightForWidth(width), height))
        return False
