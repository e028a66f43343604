# SPDX-License-Identifier: GPL-2.0-or-later
"""An answer that QGIS's network manager is receiving, as a file that is read while it arrives.

Reading runs an event loop of its own until there is something to read: no signal has to cross threads, and no more
than `BUFFER` bytes are held, however large the answer is (`QgsBlockingNetworkRequest` holds all of it twice).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Optional

from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.PyQt.QtNetwork import QNetworkReply, QNetworkRequest

from offline_cache.errors import Cancelled

from .ended import leave

BUFFER = 1 << 20
_POLL_MS = 200
_MINUTES_MS = 60_000


class ReplyFile:
    """The body of `reply`; it lives in the thread that made it, and `close` ends the transfer.

    `read` raises `Cancelled` within a fifth of a second of `cancelled`, `TimeoutError` where nothing has come
    for `patience` seconds.
    """

    def __init__(self, reply: QNetworkReply, cancelled: Callable[[], bool], patience: float) -> None:
        self._reply = reply
        self._cancelled = cancelled
        self._patience = patience
        self._thread = threading.get_ident()
        self.closed = False
        reply.setReadBufferSize(BUFFER)
        _let_wait(reply, patience)

    def wait_for_head(self) -> None:
        """Wait until status and headers are there, or the transfer has ended."""
        self._wait(lambda: self._status() is not None)

    def _status(self) -> Optional[int]:
        status = self._reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        return None if status is None else int(status)

    def read(self, amount: Optional[int] = None) -> bytes:
        """At most `amount` bytes of the body, all of it for None; b"" at its end, also where it was cut."""
        if amount is not None:
            return self._some(amount)
        parts: list[bytes] = []
        while True:
            part = self._some(BUFFER)
            if not part:
                return b"".join(parts)
            parts.append(part)

    def _some(self, amount: int) -> bytes:
        if self.closed or amount == 0:
            return b""
        self._wait(lambda: self._reply.bytesAvailable() > 0)
        return bytes(self._reply.read(amount) or b"") if self._reply.isOpen() else b""

    def flush(self) -> None:
        """For those who take this for a file that can be written."""

    def isclosed(self) -> bool:
        """Whether the transfer has been ended by `close`; asked by urllib3."""
        return self.closed

    def close(self) -> None:
        """End the transfer, wherever it stands; in another thread, where Python clears up, it is let be."""
        if not self.closed and self._thread == threading.get_ident():
            self.closed = True
            self._reply.abort()
            leave(self._reply)

    def _wait(self, enough: Callable[[], bool]) -> None:
        """Run an event loop until there is enough, or the transfer has ended."""
        last = time.monotonic()
        while not enough() and not self._reply.isFinished():
            if self._cancelled():
                self.close()
                raise Cancelled("Stopped. What has arrived before is kept.")
            if time.monotonic() - last > self._patience:
                self.close()
                raise TimeoutError("nothing has come for too long")
            self._turn()

    def _turn(self) -> None:
        loop = QEventLoop()
        timer = QTimer()
        timer.setSingleShot(True)
        signals = (timer.timeout, self._reply.finished, self._reply.readyRead, self._reply.metaDataChanged)
        for signal in signals:
            signal.connect(loop.quit)
        timer.start(_POLL_MS)
        if not self._reply.isFinished():
            loop.exec()
        for signal in signals:
            signal.disconnect(loop.quit)


def _let_wait(reply: QNetworkReply, patience: float) -> None:
    """Let QGIS wait as long as we do: it gives up after its own time limit, which is made for map tiles.

    The timer is a child of the reply (QgsNetworkAccessManager::createRequest, 3.22 to 4.0); where it is not found,
    QGIS's limit holds.
    """
    timer = reply.findChild(QTimer, "timeoutTimer")
    if timer is not None and timer.isActive() and timer.interval() < patience * 1000:
        timer.setInterval(min(int(patience * 1000), 10 * _MINUTES_MS))
