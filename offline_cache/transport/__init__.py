# SPDX-License-Identifier: GPL-2.0-or-later
"""The one door to the network: addresses, pacing, repeats, redirects, cancelling, downloads that resume."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .addresses import Addresses, Service
    from .probe import ServiceCheck
    from .ranges import RangeSession
    from .retrying import Patience
    from .transport import Transport

__all__ = ["Addresses", "Patience", "RangeSession", "Service", "ServiceCheck", "Transport"]

_HOMES = {
    "Addresses": "addresses",
    "Patience": "retrying",
    "RangeSession": "ranges",
    "Service": "addresses",
    "ServiceCheck": "probe",
    "Transport": "transport",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: the options of QGIS need addresses, and nothing that sends."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
