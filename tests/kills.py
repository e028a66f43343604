# SPDX-License-Identifier: GPL-2.0-or-later
"""Moments at which to kill a program, spread over its run, until enough of them have found its work half done."""

from __future__ import annotations

from collections.abc import Iterator

_SPREAD = 0.618033988749895  # the golden ratio's: every run of such steps is spread evenly
_MOST = 4


class Kills:
    """`wanted` kills at least, and as many more as it takes to catch more than `enough` in the middle.

    `seconds` is how long the program takes undisturbed. On a busy machine moments blur: then more are tried, at most
    four times as many, and the test is to fail where `caught` is not more than `enough` all the same.
    """

    def __init__(self, wanted: int, enough: float, seconds: float) -> None:
        self._wanted, self.enough, self._seconds = wanted, enough, seconds
        self.caught = 0

    def __iter__(self) -> Iterator[tuple[int, float]]:
        """Give a number and a moment in seconds after the start, which `note` is to be told about."""
        for number in range(_MOST * self._wanted):
            if number >= self._wanted and self.caught > self.enough:
                return
            yield number, self._seconds * ((number + 1) * _SPREAD % 1)

    def note(self, *, killed: bool, halfway: bool) -> None:
        """Tell whether the program was still at work when it was killed, and whether it had done a part of it."""
        self.caught += halfway
        if not killed:
            self._seconds *= 0.8  # the machine is quicker than when it was timed
