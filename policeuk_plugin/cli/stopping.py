# SPDX-License-Identifier: GPL-2.0-or-later
"""Ending early: by Ctrl-C, or because the system asks to."""

from __future__ import annotations

from types import FrameType
from typing import Optional


class Stopped(BaseException):
    """A signal asked to stop, and nothing was made; no exception that a method would take for its own."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def stop(number: int, frame: Optional[FrameType]) -> None:
    """Handle a signal while nothing is under way that would have to be told."""
    raise Stopped(number)
