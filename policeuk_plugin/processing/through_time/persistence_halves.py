# SPDX-License-Identifier: GPL-2.0-or-later
"""The first half of the months against the second, in words: whether what leads lasts."""

from __future__ import annotations

from typing import Optional

from offline_cache.model import SNAP_POINTS_REDRAWN

from ...analysis.rank_stability import Range
from ...text import month_name, number, tr
from ..running.wording import percent
from .persistence_run import PersistenceRun


def halves_sentence(run: PersistenceRun) -> str:
    """How much of the first half's top is in the second's, and whether that is steady."""
    stable = run.stability
    if stable.found.kept is None or stable.same_kept is None or stable.alike_kept is None:
        return tr("The two halves of the months cannot be compared: the first has no clear top.")
    said = tr(
        "Of the top of the first {n} months {kept} are in that of the last {n}; had nothing changed it would be about "
        "{same}, were all alike {alike}: {steady}."
    ).format(
        n=number(stable.months),
        kept=percent(stable.found.kept),
        same=percent(stable.same_kept.mean),
        alike=percent(stable.alike_kept.mean),
        steady=steady_words(stable.found.kept, stable.same_kept, stable.alike_kept),
    )
    return f"{said} {apart_line(run)}".strip()


def steady_words(found: Optional[float], same: Optional[Range], alike: Optional[Range]) -> str:
    """How steady that is, beside what the two chances give."""
    if found is None or same is None or alike is None:
        return "–"
    if found >= same.lower:
        if found <= alike.upper:
            return tr("too few to tell whether it lasts")
        return tr("as steady as counts of this size can be")
    return tr("less steady than that, but more than chance") if found > alike.upper else tr("no steadier than chance")


def apart_line(run: PersistenceRun) -> str:
    """That the halves stand on different snap points, '' where they do not."""
    if not run.apart:
        return ""
    return tr(
        "Part of what changed may be nothing but the other list of snap points that the months from {month} on stand "
        "on."
    ).format(month=month_name(SNAP_POINTS_REDRAWN))


def range_text(value: Optional[Range], shown: str) -> str:
    """A mean with the bounds of its draws; `shown` is '%' for shares, '' for plain numbers."""
    if value is None:
        return "–"
    if shown:
        return f"{percent(value.mean)} ({percent(value.lower)}–{percent(value.upper)})"
    return f"{value.mean:.2f} ({value.lower:.2f} to {value.upper:.2f})".replace("-", "−")
