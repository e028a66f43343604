# SPDX-License-Identifier: GPL-2.0-or-later
"""Hints inside empty fields; a field that is disabled has none, as there it would look like something typed."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QLineEdit


def show_placeholder(field: QLineEdit, hint: str, enabled: bool) -> None:
    """Show the hint where one can type."""
    field.setPlaceholderText(hint if enabled else "")
