# SPDX-License-Identifier: GPL-2.0-or-later
"""Run by QGIS itself (`--code`): opens the dialog of each algorithm that is named, and saves a picture of it."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

import processing
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDialog

_NAMES = os.environ["DIALOG_NAMES"].split()
_SIZE = [int(part) for part in os.environ["DIALOG_SIZE"].split("x")]
_LATER_MS = 400


def _next(shown: list[tuple[str, QDialog]]) -> None:
    """Save the dialog that is shown, open the one after it."""
    try:
        if shown:
            name, dialog = shown.pop()
            dialog.grab().save(str(Path(os.environ["DIALOG_OUT"]) / f"{name}.png"))
            dialog.close()
        if not _NAMES:
            os._exit(0)
        name = _NAMES.pop(0)
        dialog = processing.createAlgorithmDialog(f"policeuk:{name}", {})
        dialog.resize(*_SIZE)
        dialog.show()
        shown.append((name, dialog))
    except Exception:
        traceback.print_exc()
        sys.stdout.flush()
        os._exit(1)
    QTimer.singleShot(_LATER_MS, lambda: _next(shown))


QTimer.singleShot(1500, lambda: _next([]))
