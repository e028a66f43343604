# SPDX-License-Identifier: GPL-2.0-or-later
"""Moments at which to kill a program, spread over its run, until enough of them have found its work half done."""

from __future__ import annotations

import os
from collections.abc import Iterator

_SPREAD = 0.618033988749895  # the golden ratio's: every run of such steps is spread evenly
_MOST = 12


def times(usual: int) -> int:
    """How many kills a test wants; POLICEUK_KILLS=50, say, asks each for more than a suite has time for."""
    return max(usual, int(os.environ.get("POLICEUK_KILLS", "0")))


class Kills:
    """`wanted` kills at least, and as many more as it takes to catch more than `enough` in the middle.

    `seconds` is how long the program takes undisturbed. Where that has changed since, on a busy machine, the moments
    after the first `wanted` are taken from where the middle was found to be. At most twelve times as many are tried,
    and the test is to fail where `caught` is not more than `enough` all the same.
    """

    def __init__(self, wanted: int, enough: float, seconds: float) -> None:
        self._wanted, self.enough, self._seconds = wanted, enough, seconds
        self.caught = 0
        self._moment = 0.0
        self._early: list[float] = []
        self._middle: list[float] = []
        self._late: list[float] = []

    def __iter__(self) -> Iterator[tuple[int, float]]:
        """Give a number and a moment in seconds after the start, which `note` is to be told about."""
        for number in range(_MOST * self._wanted):
            if number >= self._wanted and self.caught > self.enough:
                return
            first, last = (0.0, self._seconds) if number < self._wanted else self._window()
            self._moment = first + (last - first) * ((number + 1) * _SPREAD % 1)
            yield number, self._moment

    def note(self, *, killed: bool, halfway: bool) -> None:
        """Tell whether the program was still at work when it was killed, and whether it had done a part of it."""
        self.caught += halfway
        (self._middle if halfway else self._early if killed else self._late).append(self._moment)
        if not killed:
            self._seconds = min(self._seconds, max(self._moment, self._seconds * 0.8))  # quicker than when timed

    def _window(self) -> tuple[float, float]:
        """From where to where the middle of the work lies, as far as the kills have told."""
        if self._middle:
            return 0.7 * min(self._middle), 1.3 * max(self._middle)
        if not self._late:  # all came too early: the machine is slower than when it was timed
            self._seconds *= 1.3
            return 0.0, self._seconds
        if not self._early:
            self._seconds *= 0.7
            return 0.0, self._seconds
        return min(max(self._early), min(self._late)) * 0.7, max(max(self._early), min(self._late)) * 1.3
