# SPDX-License-Identifier: GPL-2.0-or-later
"""Controls for a narrow panel and for large letters: never wider than their words, which go on in the next line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from qgis.PyQt.QtCore import QEvent, QSize
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QCheckBox, QPushButton, QRadioButton, QSizePolicy, QStyle, QTabBar, QTabWidget, QWidget

_BESIDE = 8
"""Pixels left and right of the words of a button at least."""


class SlimButton(QPushButton):
    """Gives up the air beside its words where there is little room, but none of the words."""

    def __init__(self, text: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as its words, and the arrow of its menu."""
        arrow = self.style().pixelMetric(QStyle.PixelMetric.PM_MenuButtonIndicator) if self.menu() is not None else 0
        wanted = self.sizeHint()
        words = self.fontMetrics().horizontalAdvance(bare(self.text()))
        return QSize(min(words + 2 * _BESIDE + arrow, wanted.width()), wanted.height())


if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QAbstractButton as _Button
else:
    _Button = object  # it is mixed in beside the button, and is none itself


class SlimTabs(QTabWidget):
    """All tabs in sight with their whole names; none behind an arrow."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setTabBar(_SlimBar(self))
        self.setUsesScrollButtons(False)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """No: what pages would like at a width is not what they need, and would squeeze what stands above them."""
        return False


class _SlimBar(QTabBar):
    def minimumTabSizeHint(self, index: int) -> QSize:  # noqa: N802 - Qt's name
        """The whole name: styles cut it at the edge of the tab."""
        return self.tabSizeHint(index)


class _Wrapping(_Button):
    """Words beside a mark, in as many lines as they need; `words` are all of them in one."""

    words = ""

    def set_words(self, words: str) -> None:
        """Say something else."""
        self.words = words
        self.setAccessibleName(bare(words))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._wrap()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as its longest word."""
        longest = max((self._wide(word) for word in self.words.split()), default=0)
        return QSize(longest + self._around(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """There is more room, or less."""
        super().resizeEvent(event)
        self._wrap()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The letters are larger, or smaller."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._wrap()

    def height_at(self, width: int) -> int:
        """Pixels of height that it takes where it is so wide; hidden controls keep the width they had."""
        more = len(self._lines(width)) - len(self._lines(self.width()))
        return self.sizeHint().height() + more * self.fontMetrics().lineSpacing()

    def _wrap(self) -> None:
        text = "\n".join(self._lines(self.width()))
        if text != super().text():
            self.setText(text)

    def _lines(self, width: int) -> list[str]:
        """Break the words into lines that fit; each line has one word at least."""
        room = width - self._around()
        lines: list[str] = []
        for word in self.words.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._wide(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def text(self) -> str:
        """The words in one line, as they were given."""
        return self.words

    def _wide(self, text: str) -> int:
        return int(self.fontMetrics().horizontalAdvance(bare(text)))

    def _around(self) -> int:
        """Pixels of the mark before the words, and the air around both."""
        mark, air = QStyle.PixelMetric.PM_IndicatorWidth, QStyle.PixelMetric.PM_CheckBoxLabelSpacing
        return int(self.style().pixelMetric(mark) + self.style().pixelMetric(air)) + _BESIDE


class WrappingRadio(_Wrapping, QRadioButton):
    """One of several."""

    def __init__(self, words: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.set_words(words)


class WrappingCheck(_Wrapping, QCheckBox):
    """A box to tick."""

    def __init__(self, words: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.set_words(words)


def bare(text: str) -> str:
    """A text without the marks of its letter for Alt."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
