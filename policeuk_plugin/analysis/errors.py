# SPDX-License-Identifier: GPL-2.0-or-later
"""What a method refuses, as the sentence the user sees, and how a long one is stopped."""

from __future__ import annotations

from typing import Callable

Cancelled = Callable[[], bool]
"""Asked now and then by a long method; true once the user wants it stopped."""


class AnalysisError(ValueError):
    """Something the user can act on: what is wrong with the input, and what to do."""


class AnalysisCancelled(AnalysisError):
    """The user stopped the work; nothing was made."""


def never() -> bool:
    """Answer for callers who cannot cancel."""
    return False


def stop_if(cancelled: Cancelled) -> None:
    """Raise `AnalysisCancelled` once `cancelled` says so."""
    if cancelled():
        raise AnalysisCancelled("Stopped. Nothing was made.")
