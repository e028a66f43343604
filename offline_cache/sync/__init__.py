# SPDX-License-Identifier: GPL-2.0-or-later
"""Plan what is missing or revised, fetch it, write it. Resumable, cancellable, reports progress."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .fetching import FetchProgress, fetch, refresh
    from .plan import Plan, PlannedFile, Standing
    from .planning import make_plan, plan_refresh
    from .report import FetchReport
    from .request import SliceRequest, force_slug
    from .way import Way

__all__ = [
    "FetchProgress",
    "FetchReport",
    "Plan",
    "PlannedFile",
    "SliceRequest",
    "Standing",
    "Way",
    "fetch",
    "force_slug",
    "make_plan",
    "plan_refresh",
    "refresh",
]

_HOMES = {
    "fetching": ("FetchProgress", "fetch", "refresh"),
    "plan": ("Plan", "PlannedFile", "Standing"),
    "planning": ("make_plan", "plan_refresh"),
    "report": ("FetchReport",),
    "request": ("SliceRequest", "force_slug"),
    "way": ("Way",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: the command line needs one of them to be parsed."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOME_OF[name]}", __name__), name)
