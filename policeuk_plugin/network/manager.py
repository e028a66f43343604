# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS's network manager of this thread, with the proxy that the user has set by now.

Each thread has its own, which takes the proxy over when it is made and never again; workers are reused, so a user
who mends the proxy after a failed download would fail again. Hence the main thread's is remembered.
"""

from __future__ import annotations

import threading
from typing import Optional

from qgis.core import QgsNetworkAccessManager

from .ended import in_main_thread, prepare

_main: Optional[QgsNetworkAccessManager] = None
_kept = threading.local()
"""Each thread's, for as long as Python runs in it at a stretch: see `ended` for why it is not asked for anew."""


def remember_main() -> None:
    """Remember the manager of the main thread, which calls this."""
    global _main
    _main = QgsNetworkAccessManager.instance()
    prepare()


def manager_of_this_thread() -> QgsNetworkAccessManager:
    """The manager to send with."""
    manager = getattr(_kept, "manager", None)
    if manager is None:
        manager = _kept.manager = QgsNetworkAccessManager.instance()
    if not in_main_thread() and _main is not None:
        manager.setFallbackProxyAndExcludes(_main.fallbackProxy(), _main.excludeList(), _main.noProxyList())
    return manager
