# SPDX-License-Identifier: GPL-2.0-or-later
"""The letters of labels: of several families the first one that a machine has, so that none is reported as missing."""

from __future__ import annotations

from qgis.core import QgsTextFormat
from qgis.PyQt.QtGui import QFont

FAMILIES = (
    "Arial",
    "Segoe UI",
    "Helvetica Neue",
    "Liberation Sans",
    "DejaVu Sans",
    "Noto Sans",
    "Open Sans",
    "Roboto",
)
"""Of Windows, macOS, Linux and Android."""


def plain_letters(text: QgsTextFormat) -> QgsTextFormat:
    """The format with letters that every machine has; QGIS warns in its window of a project whose font is missing."""
    text.setFont(QFont(FAMILIES[0]))
    text.setFamilies(list(FAMILIES[1:]))
    return text
