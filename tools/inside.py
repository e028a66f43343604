# SPDX-License-Identifier: GPL-2.0-or-later
"""How a script that QGIS itself runs (`--code`) goes step by step, so that QGIS works on while it waits."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator

from qgis.PyQt.QtCore import QTimer
from qgis.utils import plugins

from tools.maps_drawn import MapsDrawn

Condition = Callable[[], bool]
_STEP_MS = 250
_drawn = MapsDrawn()


def begin(script: Callable[[], Iterator[Condition]]) -> None:
    """Go through the steps of a script, each of which yields what to wait for; then end QGIS, with 1 after an error."""
    if "policeuk_plugin" not in plugins:
        print("The plugin did not load.", file=sys.stderr)
        _leave(1)
    QTimer.singleShot(1000, lambda: _go(script(), lambda: True))


def waits(steps: int) -> Condition:
    """So many quarters of a second, and until all maps are drawn."""
    left = [steps]

    def over() -> bool:
        left[0] -= 1
        return _drawn() and left[0] < 0

    return over


def _go(steps: Iterator[Condition], condition: Condition) -> None:
    try:
        if condition():
            condition = next(steps)
    except StopIteration:
        _leave(0)
    except Exception:
        traceback.print_exc()
        _leave(1)
    QTimer.singleShot(_STEP_MS, lambda: _go(steps, condition))


def _leave(code: int) -> None:
    """Without QGIS's own end, which crashes on 3.40 and 3.44 when a script asks for it."""
    sys.stdout.flush()
    os._exit(code)
