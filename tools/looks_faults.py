# SPDX-License-Identifier: GPL-2.0-or-later
"""What a picture of a screen does not say by itself: what is cut, pale, without a name, a reason or its turn by Tab.

Each function takes a window or a part of one and gives a line for each fault in what is seen of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor, QImage
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

_FIELDS = (QComboBox, QLineEdit, QAbstractSpinBox, QAbstractItemView, QTextEdit, QPlainTextEdit, QSlider)
_LEAST_CONTRAST = 4.5
"""Of letters against what is behind them: level AA of the Web Content Accessibility Guidelines."""
_SAME_ROW = 12
"""Pixels by which controls of one row may stand higher or lower than one another."""


def controls(part: QWidget) -> list[QWidget]:
    """What can be pressed, chosen or written in, where any of it is seen; of a box not what it is made of."""
    return [one for one in part.findChildren(QWidget) if _is_control(one) and _is_seen(one)]


def faults(part: QWidget) -> list[str]:
    """All of them."""
    return [*cut(part), *nameless(part), *unexplained(part), *letters_twice(part), *out_of_order(part)]


def cut(part: QWidget) -> list[str]:
    """Words that have less room than they need, other than by scrolling."""
    found = []
    for button in part.findChildren(QAbstractButton):
        if _is_seen(button) and button.text() and button.width() < _needed(button):
            found.append(f"cut: {_called(button)}, {button.width()} of {_needed(button)} pixels")
    for label in part.findChildren(QLabel):
        if _is_seen(label) and label.text() and _is_cut(label):
            found.append(f"cut: {_called(label)} {label.width()}x{label.height()}: {label.text()[:60]!r}")
    for box in part.findChildren(QComboBox):
        if _is_seen(box) and not box.isEditable() and _room(box) < _wide(box, box.currentText()):
            found.append(f"cut: {_called(box)} {box.currentText()!r}")
    return found


def nameless(part: QWidget) -> list[str]:
    """Controls of which a screen reader could say but their kind."""
    return [f"nameless: {_called(one)}" for one in controls(part) if not name_of(one)]


def unexplained(part: QWidget) -> list[str]:
    """Controls that cannot be used, and do not say why."""
    return [f"no reason: {_called(one)}" for one in controls(part) if not one.isEnabled() and not _tip(one)]


def letters_twice(part: QWidget, taken: str = "") -> list[str]:
    """Letters with Alt that mean two things, or one that the menus in `taken` have."""
    seen = Counter(letter for letter, _ in letters(part))
    twice = {letter for letter, times in seen.items() if times > 1 or letter in taken}
    return [f"letter {letter}: {_called(one)}" for letter, one in letters(part) if letter in twice]


def letters(part: QWidget) -> list[tuple[str, QWidget]]:
    """The letters that work with Alt in what is seen."""
    named = [*part.findChildren(QAbstractButton), *part.findChildren(QLabel)]
    marked = [(one.text().replace("&&", ""), one) for one in named if _is_seen(one)]
    plain = [
        (text, one) for text, one in marked if "&" in text and not (isinstance(one, QLabel) and one.buddy() is None)
    ]
    return [(text.partition("&")[2][:1].lower(), one) for text, one in plain]


def out_of_order(part: QWidget) -> list[str]:
    """Controls to which Tab comes before it comes to those above them."""
    found, before = [], None
    for one in tab_order(part):
        at = one.mapTo(part, QPoint(0, 0))
        above = before is not None and at.y() + one.height() / 2 < before[0].y() - _SAME_ROW
        if before is not None and above and at.x() < before[0].x() + before[1].width():  # else a column further right
            found.append(f"order: {_called(one)} after {_called(before[1])}")
        before = (at, one)
    return found


def tab_order(part: QWidget) -> list[QWidget]:
    """What Tab comes to, in its turn, from the first control on."""
    begin = part if part.isWindow() else part.window()
    seen, at = [], begin.nextInFocusChain()
    while at is not begin:
        taken = at.isEnabled() and bool(at.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if taken and part.isAncestorOf(at) and _is_control(at) and _is_seen(at):
            seen.append(at)
        at = at.nextInFocusChain()
    tops = [one.mapTo(part, QPoint(0, 0)).y() for one in seen]
    first = tops.index(min(tops)) if tops else 0  # Tab goes round: it begins where reading does
    return [*seen[first:], *seen[:first]]


def pale(part: QWidget, picture: QImage) -> list[str]:
    """Words of too little contrast in a picture of the part, those that cannot be used left out."""
    scale = picture.width() / max(part.width(), 1)
    found = []
    for one in (*part.findChildren(QLabel), *part.findChildren(QAbstractButton)):
        if not (_is_seen(one) and one.isEnabled() and any(map(str.isalnum, one.text()))):
            continue
        box = one.visibleRegion().boundingRect()
        if box.size() != one.size():
            continue  # what is scrolled half away has no letters in sight, perhaps
        at = one.mapTo(part, box.topLeft()) * scale
        crop = picture.copy(at.x(), at.y(), int(box.width() * scale), int(box.height() * scale))
        ratio = contrast_in(crop)
        if ratio < _LEAST_CONTRAST:
            found.append(f"pale: {_called(one)} {ratio:.1f}: {one.text()[:40]!r}")
    return found


def contrast_in(picture: QImage) -> float:
    """The largest contrast that any colour of a picture has with its commonest one, 1 to 21."""
    places = ((x, y) for y in range(picture.height()) for x in range(picture.width()))
    colours = Counter(picture.pixel(x, y) & 0xFFFFFF for x, y in places)
    if not colours:
        return 21.0
    ground = _light(colours.most_common(1)[0][0])
    return max((max(ground, one) + 0.05) / (min(ground, one) + 0.05) for one in map(_light, colours))


def name_of(one: QWidget) -> str:
    """What a screen reader says: its own name, its words, or those of the label that leads to it."""
    if one.accessibleName():
        return str(one.accessibleName())
    if isinstance(one, QAbstractButton) and any(letter.isalnum() for letter in one.text()):
        return str(one.text())
    proxied = [one, one.parentWidget()]
    for label in one.window().findChildren(QLabel):
        if label.buddy() in proxied and label.text():
            return str(label.text())
    return ""


def _light(rgb: int) -> float:
    """The relative luminance of a colour, 0 to 1."""
    colour = QColor(rgb)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _is_control(one: QWidget) -> bool:
    if isinstance(one, QHeaderView) or one.objectName().startswith(("qt_", "_q_", "ScrollLeft", "ScrollRight")):
        return False
    parents = list(_parents(one))
    if any(isinstance(parent, (QComboBox, QAbstractSpinBox, QLineEdit, QAbstractItemView)) for parent in parents):
        return False
    if type(one).__name__ == "QTabBar" or isinstance(one.parentWidget(), (QDockWidget, QTabBar)):
        return False
    return isinstance(one, (QAbstractButton, *_FIELDS))


def _parents(one: QWidget) -> Iterator[QWidget]:
    parent = one.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def _is_seen(one: QWidget) -> bool:
    return one.isVisible() and not one.visibleRegion().isEmpty()


def _tip(one: QWidget) -> str:
    """What pointing at it says: its own tip, else that of what it is in."""
    return next((str(each.toolTip()) for each in (one, *_parents(one)) if each.toolTip()), "")


def _needed(button: QAbstractButton) -> int:
    """Pixels that the words take, without the air that a style puts beside them."""
    icon = button.iconSize().width() if not button.icon().isNull() else 0
    arrow = 12 if isinstance(button, QToolButton) and button.arrowType() != Qt.ArrowType.NoArrow else 0
    lines = QAbstractButton.text(button).replace("&&", "\0").replace("&", "").split("\n")
    return max(_wide(button, line) for line in lines) + icon + arrow


def _wide(one: QWidget, text: str) -> int:
    return int(one.fontMetrics().horizontalAdvance(text))


def _room(box: QComboBox) -> int:
    option = QStyleOptionComboBox()
    option.initFrom(box)
    field = QStyle.SubControl.SC_ComboBoxEditField
    room = QApplication.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, box)
    return int(room.width()) - (0 if box.itemIcon(box.currentIndex()).isNull() else box.iconSize().width())


def _is_cut(label: QLabel) -> bool:
    if not label.wordWrap():
        return label.sizeHint().width() > label.width() + 1 and label.pixmap() is None
    return label.heightForWidth(label.width()) > label.height() + 1


def _called(one: QWidget) -> str:
    return (
        f"{one.objectName() or type(one).__name__} {one.text()!r}"
        if isinstance(one, QAbstractButton)
        else (
            one.objectName()
            or f"{type(one).__name__} in {next((p.objectName() for p in _parents(one) if p.objectName()), '')}"
        )
    )
