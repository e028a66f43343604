# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS (3.22 to 3.44) never lets go of an exception that an algorithm raises, nor of the calls that led to it."""

from __future__ import annotations

import traceback
from typing import Optional


def let_go(error: BaseException) -> None:
    """Empty the calls that ended with `error`: a million crimes read in one of them would stay until QGIS is closed."""
    one: Optional[BaseException] = error
    while one is not None:
        traceback.clear_frames(one.__traceback__)
        one = one.__cause__ or one.__context__
