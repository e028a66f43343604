# SPDX-License-Identifier: GPL-2.0-or-later
"""How far a download is, for a feedback: bar, files, bytes and the time that is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.core import QgsProcessingFeedback

from ...text import number, tr

if TYPE_CHECKING:
    from offline_cache.sync import FetchProgress

# The toolbox and qgis_process keep every text as a line of the log.
_FILE_PAUSE = 0.3
_SAME_PAUSE = 3.0
_SURE_AFTER = 2.0
"""Seconds before the pace says anything of the time left."""


class DownloadProgress:
    """To be called with each `FetchProgress`; `clock` gives seconds."""

    def __init__(self, feedback: QgsProcessingFeedback, clock: Callable[[], float] = time.monotonic) -> None:
        self._feedback, self._clock = feedback, clock
        self._begun = clock()
        self._said = (self._begun - _SAME_PAUSE, "")

    def __call__(self, progress: FetchProgress) -> None:
        """Move the bar; the text where it is time for another."""
        share = _share(progress)
        self._feedback.setProgress(100 * share)
        now = self._clock()
        at, name = self._said
        pause = _SAME_PAUSE if progress.name == name else _FILE_PAUSE if progress.done else 0.0
        if progress.name and now - at >= pause:
            self._said = (now, progress.name)
            self._feedback.setProgressText(text_of(progress, self._left(now, share)))

    def _left(self, now: float, share: float) -> str:
        passed = now - self._begun
        if passed < _SURE_AFTER or not 0.02 <= share < 1:
            return ""
        return left_phrase(passed * (1 - share) / share)


def text_of(progress: FetchProgress, left: str) -> str:
    """Such as "12 of 108 files, 4.1 of 34 MB, about 20 s left: 2026-04-kent-street.csv"."""
    from offline_cache.sync.words import size_phrase  # not while QGIS starts

    parts = [tr("{done} of {total} files").format(done=number(progress.done), total=number(progress.total))]
    if progress.size:
        received = size_phrase(min(progress.received, progress.size))
        parts.append(tr("{received} of {size}").format(received=received, size=size_phrase(progress.size)))
    elif progress.received:
        parts.append(size_phrase(progress.received))
    parts += [left] if left else []
    return f"{', '.join(parts)}: {progress.name}"


def left_phrase(seconds: float) -> str:
    """About how long it will take, in few words."""
    if seconds < 10:
        return tr("a few seconds left")
    if seconds < 90:
        return tr("about {n} s left").format(n=5 * round(seconds / 5))
    if seconds < 5400:
        return tr("about {n} min left").format(n=max(round(seconds / 60), 2))
    return tr("about {n} h left").format(n=round(seconds / 3600))


def _share(progress: FetchProgress) -> float:
    """Part that is done, 0 to 1: by bytes where their number is known, but no further than files and bytes allow."""
    files = progress.done / max(progress.total, 1)
    if not progress.size or files == 1:
        return files
    return min(progress.received / progress.size, 0.99)
