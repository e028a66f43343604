# SPDX-License-Identifier: GPL-2.0-or-later
"""What stands on the map in QGIS and QField whatever is switched on: how old the data is, and whose it is."""

from __future__ import annotations

from qgis.core import (
    QgsProject,
    QgsReadWriteContext,
    QgsTextBackgroundSettings,
    QgsTextFormat,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QSizeF
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument

from ..layers.letters import plain_letters

_TOP_CENTRE, _BOTTOM_RIGHT = 4, 3
"""As `QgsDecorationItem` numbers its places."""
_INK, _PAPER = "#1a1a1a", "#ffffff"
_BAR = "255,255,255,235"


def set_decorations(project: QgsProject, title: str, foot: str) -> None:
    """Put a line at the top of the map and lines at its foot; both texts are plain."""
    plain = QgsTextFormat()
    _set(project, "TitleLabel", title, _TOP_CENTRE, _sized(plain, 11))
    _set(project, "CopyrightLabel", foot, _BOTTOM_RIGHT, _sized(_on_paper(), 7))


def _set(project: QgsProject, name: str, text: str, place: int, text_format: QgsTextFormat) -> None:
    project.writeEntryBool(name, "/Enabled", True)
    project.writeEntry(name, "/Label", text.replace("[%", "[ %"))  # which would begin an expression
    project.writeEntry(name, "/Placement", place)
    project.writeEntry(name, "/MarginH", 1)
    project.writeEntry(name, "/MarginV", 1)
    project.writeEntry(name, "/BackgroundColor", _BAR)
    document = QDomDocument()
    document.appendChild(text_format.writeXml(document, QgsReadWriteContext()))
    project.writeEntry(name, "/Font", document.toString())


def _sized(text_format: QgsTextFormat, points: float) -> QgsTextFormat:
    plain_letters(text_format)
    text_format.setSize(points)
    text_format.setSizeUnit(QgsUnitTypes.RenderUnit.RenderPoints)
    text_format.setColor(QColor(_INK))
    return text_format


def _on_paper() -> QgsTextFormat:
    """Letters on a white ground, so that they can be read on any map."""
    text_format = QgsTextFormat()
    background = QgsTextBackgroundSettings()
    background.setEnabled(True)
    background.setFillColor(QColor(_PAPER))
    background.setSizeType(QgsTextBackgroundSettings.SizeType.SizeBuffer)
    background.setSize(QSizeF(1, 0.5))
    text_format.setBackground(background)
    return text_format
