# SPDX-License-Identifier: GPL-2.0-or-later
"""The order in which Tab goes, where it is another than that in which controls were made."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QWidget


def in_order(*controls: QWidget) -> None:
    """Let Tab go from each of these to the next; they are in one window by then."""
    for one, then in zip(controls, controls[1:]):
        QWidget.setTabOrder(one, then)
