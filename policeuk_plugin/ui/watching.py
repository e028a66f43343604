# SPDX-License-Identifier: GPL-2.0-or-later
"""Notices that a cache was written from outside the panel: by the toolbox, the command line, another QGIS."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.PyQt.QtCore import QFileSystemWatcher, QObject, QTimer, pyqtSignal

_PAUSE_MS = 600
"""Pause in which nothing is written; an import writes many times a second."""

Stamp = tuple[tuple[int, ...], ...]


class CacheWatch(QObject):
    """`changed` tells that the cache is another than it was at the last `look`; a file not yet there is waited for."""

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._cache = Path()
        self._stamp: Stamp = ()
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._heard)
        self._watcher.directoryChanged.connect(self._heard)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._compare)

    def look(self, cache: Path) -> None:
        """Watch this cache from now on, as it is now; to be called before it is read.

        What was written since the last look is told at once: layers on the map may not know it yet.
        """
        if cache == self._cache:
            self._compare()
            return
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        self._cache = cache
        self._stamp = _stamp(cache)
        self._watch()

    def shut_down(self) -> None:
        """Hear nothing more."""
        self._watcher.blockSignals(True)
        self._timer.stop()

    def _watch(self) -> None:
        """What is watched is forgotten by Qt when it is replaced or goes; the folder tells when it comes."""
        wanted = [self._cache.parent, self._cache, _log(self._cache)]
        watched = {*self._watcher.files(), *self._watcher.directories()}
        new = [str(path) for path in wanted if path.exists() and str(path) not in watched]
        if new:
            self._watcher.addPaths(new)

    def _heard(self, path: str) -> None:
        self._watch()
        self._timer.start()

    def _compare(self) -> None:
        self._watch()
        stamp = _stamp(self._cache)
        if stamp != self._stamp:
            self._stamp = stamp  # first: who hears it looks again
            self.changed.emit()


def _stamp(cache: Path) -> Stamp:
    """What differs after a write. An empty log is none: every reader makes one and takes it away again."""
    found = []
    for path in (cache, _log(cache)):
        try:
            state = path.stat()
        except OSError:
            state = None
        there = state is not None and (path == cache or state.st_size > 0)
        found.append((state.st_ino, state.st_size, state.st_mtime_ns) if state is not None and there else ())
    return tuple(found)


def _log(cache: Path) -> Path:
    return cache.with_name(cache.name + "-wal")
