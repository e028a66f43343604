# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers that have ended in a worker: kept until the main thread deletes many at once, while the worker waits.

PyQt notes in one table, without a lock, which C++ objects Python knows of: it is written where a worker is given a
new answer, and in the main thread where one is deleted. Both at once crash QGIS; and of an answer that a worker
deletes the main thread hears late, when another object may lie at its address, which then counts as deleted.
"""

from __future__ import annotations

import threading
from typing import Optional

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QThread, pyqtSignal
from qgis.PyQt.QtNetwork import QNetworkReply

_MOST = 250
_PATIENCE = 0.5
"""Seconds that a worker waits for the main thread, which may be waiting for the worker."""
_lock = threading.Lock()
_ended: list[QNetworkReply] = []


class _Burial(QObject):
    """Lives in the main thread; `wanted` is emitted by workers with an event that tells the end."""

    wanted = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.home = QThread.currentThread()
        self.wanted.connect(self._delete)

    def _delete(self, done: threading.Event) -> None:
        with _lock:
            replies = list(_ended)
            _ended.clear()
        for reply in replies:
            sip.delete(reply)
        done.set()


_burial: Optional[_Burial] = None


def prepare() -> None:
    """Get ready to delete what workers leave; called in the main thread."""
    global _burial
    if _burial is None:
        _burial = _Burial()


def in_main_thread() -> bool:
    """Whether this is the main thread; asking Qt would have PyQt note its thread."""
    return threading.current_thread() is threading.main_thread()


def leave(reply: QNetworkReply) -> None:
    """Have an answer that has ended deleted; called in the thread that it lives in."""
    if _burial is None or in_main_thread():
        reply.deleteLater()
        return
    reply.setParent(None)
    reply.moveToThread(_burial.home)
    with _lock:
        _ended.append(reply)
        many = len(_ended) >= _MOST
    if many:
        delete_ended()


def delete_ended() -> None:
    """Let the main thread delete what has ended, and wait for it a moment."""
    if _burial is None or in_main_thread() or not _ended:
        return
    done = threading.Event()
    _burial.wanted.emit(done)
    done.wait(_PATIENCE)
