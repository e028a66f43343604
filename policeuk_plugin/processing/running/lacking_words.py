# SPDX-License-Identifier: GPL-2.0-or-later
"""The months that a number lacks, in the sentence of that number: whoever quotes it quotes them too."""

from __future__ import annotations

from collections.abc import Sequence

from offline_cache.model import Month
from offline_cache.monthly import MonthCount, MonthStatus

from ...text import months_phrase, number, tr

_NAMED = 3


def lacking_sentence(months: Sequence[MonthCount]) -> str:
    """Which months of a selection are missing and which are held in part; '' where all are held wholly."""
    missing = _runs(months, MonthStatus.MISSING)
    partial = _runs(months, MonthStatus.PARTIAL)
    parts = []
    if missing:
        parts.append(tr("Missing, which is not zero: {months}.").format(months=missing))
    if partial:
        parts.append(tr("Held in part, so that these numbers are too low: {months}.").format(months=partial))
    return " ".join(parts)


def _runs(months: Sequence[MonthCount], status: MonthStatus) -> str:
    """The months of a status as runs, the first few by name."""
    runs: list[tuple[Month, Month]] = []
    for month in (one.month for one in months if one.status is status):
        if runs and runs[-1][1].next() == month:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    named = ", ".join(months_phrase(*run) for run in runs[:_NAMED])
    more = len(runs) - _NAMED
    return named + (tr(" and {n} more gaps").format(n=number(more)) if more > 0 else "")
