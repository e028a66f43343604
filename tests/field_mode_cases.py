# SPDX-License-Identifier: GPL-2.0-or-later
"""Steps in the window of field mode that its tests share."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtGui import QColor, QImage

from policeuk_plugin.ui.field.field_window import FieldWindow
from tests.field_window import _empty_field, _field, _pack, focus, key, open_it, press, said  # noqa: F401 - fixtures
from tests.plugin_window import turn_until


def settle(field: FieldWindow) -> None:
    """Wait until all is written."""
    turn_until(lambda: not field.notes.waiting)


def photo(folder: Path, colour: str = "#336699") -> Path:
    """Give a picture as a camera makes one."""
    image = QImage(2400, 1800, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    path = folder / "photo.jpg"
    assert image.save(str(path), "JPEG")
    return path
