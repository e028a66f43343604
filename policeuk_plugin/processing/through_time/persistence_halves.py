# SPDX-License-Identifier: GPL-2.0-or-later
"""The first half of the months against the second, in words: whether what leads lasts."""

from __future__ import annotations

from typing import Optional

from offline_cache.model import SNAP_POINTS_REDRAWN

from ...analysis.rank_stability import Range
from ...text import month_name, number, tr
from ..running.wording import percent
from .persistence_run import PersistenceRun

MOST = 0.5
"""The least share of the top that has to stay for the busiest to be said to stay the busiest. Ours."""


def halves_sentence(run: PersistenceRun) -> str:
    """How much of the first half's top is in the second's, and whether that is steady."""
    stable = run.stability
    kept, same, alike = stable.found.kept, stable.same_kept, stable.alike_kept
    if kept is None or same is None or alike is None:
        return tr("The two halves of the months cannot be compared: the first has no clear top.")
    if kept > alike.upper and same.lower <= kept < MOST:
        text = tr(
            "Some of the busiest {units} stay the busiest: {kept}. That is more than the {alike} of chance alone, and "
            "as steady as counts of this size can be."
        )
    elif kept > alike.upper:
        text = (
            tr("The busiest {units} stay the busiest: {kept}. That is as steady as counts of this size can be.")
            if kept >= same.lower
            else tr(
                "The busiest {units} stay the busiest in part: {kept}. That is more than the {alike} of chance alone, "
                "but less than the {same} to be expected if nothing had changed."
            )
        )
    elif kept >= same.lower:
        text = tr("There are too few crimes to tell whether that lasts: {kept}, and chance alone could give as much.")
    else:
        text = tr("The busiest {units} move: {kept}. That is no steadier than chance, which gives {alike} on average.")
    units = run.asked.counted_in.nouns[1]
    said = text.format(
        units=units,
        kept=tr("{kept} of the top {units} of the first {n} months are also at the top in the last {n}").format(
            kept=kept_text(kept), units=units, n=number(stable.months)
        ),
        same=percent(same.mean),
        alike=percent(alike.mean),
    )
    return f"{said} {apart_line(run)}".strip()


def kept_text(kept: float) -> str:
    """A share in words where it is none or all."""
    return tr("none") if not kept else tr("all") if kept == 1 else percent(kept)


def steady_words(found: Optional[float], same: Optional[Range], alike: Optional[Range]) -> str:
    """How steady that is, beside what the two chances give."""
    if found is None or same is None or alike is None:
        return "–"
    if found >= same.lower:
        if found <= alike.upper:
            return tr("too few to tell whether it lasts")
        return tr("as steady as counts of this size can be")
    if found > alike.upper:
        return tr("less steady than if nothing had changed, but more than chance")
    return tr("no steadier than chance")


def apart_line(run: PersistenceRun) -> str:
    """That the halves stand on different snap points, '' where they do not."""
    if not run.apart:
        return ""
    return tr(
        "Part of the change may be only that crimes from {month} on are placed on another list of snap points."
    ).format(month=month_name(SNAP_POINTS_REDRAWN))


def range_text(value: Optional[Range], shown: str) -> str:
    """A mean with the bounds of its draws; `shown` is '%' for shares, '' for plain numbers."""
    if value is None:
        return "–"
    if shown:
        return f"{percent(value.mean)} ({percent(value.lower)}–{percent(value.upper)})"
    return f"{value.mean:.2f} ({value.lower:.2f} to {value.upper:.2f})".replace("-", "−")
