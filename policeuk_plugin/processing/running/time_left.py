# SPDX-License-Identifier: GPL-2.0-or-later
"""How long a run of many like parts will still take, by how long those done took."""

from __future__ import annotations

import time

from qgis.core import QgsProcessingFeedback

from ...text import many, tr

_AT_FIRST, _EVERY = 3.0, 5.0  # seconds: before, it is a guess; more often, it flickers


class TimeLeft:
    """Says on the way what is being done and how long it will still take."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self._feedback = feedback
        self._began = self._said = time.monotonic()

    def tell(self, what: str, share: float) -> None:
        """Say it where it is time to: `share` of all is done."""
        now = time.monotonic()
        if now - self._began < _AT_FIRST or now - self._said < _EVERY or share <= 0:
            return
        self._said = now
        left = words_for((now - self._began) * (1 - share) / share)
        self._feedback.setProgressText(tr("{what}; {left} left").format(what=what, left=left))


def words_for(seconds: float) -> str:
    """Such as half a minute, about 3 minutes."""
    if seconds < 20:
        return tr("a few seconds")
    if seconds < 45:
        return tr("about half a minute")
    return tr("about {n}").format(n=many(max(round(seconds / 60), 1), tr("minute"), tr("minutes")))
