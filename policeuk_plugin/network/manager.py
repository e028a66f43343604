# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS's network manager of this thread, with the proxy that the user has set by now.

Each thread has its own, which takes the proxy over when it is made and never again; workers are reused, so a user
who mends the proxy after a failed download would fail again. Hence the main thread's is remembered.
"""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsApplication, QgsNetworkAccessManager
from qgis.PyQt.QtCore import QThread

_main: Optional[QgsNetworkAccessManager] = None


def remember_main() -> None:
    """Remember the manager of the main thread, which calls this."""
    global _main
    _main = QgsNetworkAccessManager.instance()


def manager_of_this_thread() -> QgsNetworkAccessManager:
    """The manager to send with."""
    manager = QgsNetworkAccessManager.instance()
    in_main = QgsApplication.instance() is None or QThread.currentThread() == QgsApplication.instance().thread()
    if not in_main and _main is not None:
        manager.setFallbackProxyAndExcludes(_main.fallbackProxy(), _main.excludeList(), _main.noProxyList())
    return manager
