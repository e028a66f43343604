# SPDX-License-Identifier: GPL-2.0-or-later
"""Changes between two periods, judged again with crimes elsewhere in both."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...analysis.change import Told
from ...analysis.errors import Cancelled
from ...text import tr
from ..through_time.change_run import ChangeRun, changes_of
from ..units.inputs import Inputs
from ..units.unit_months import point_months
from .judged import Judged, NotRejudged, judged_by_month


def judged_change(run: ChangeRun, cancelled: Cancelled) -> Judged:
    """By the same test of the same pairs of months; raises `NotRejudged` where crime types are tested, too."""
    asked = run.asked
    if asked.by_type:
        raise NotRejudged(tr("With crime types side by side this is not tried: leave BY_TYPE out."))
    inputs = _over_both(run)
    months = point_months(inputs)
    at = {month: place for place, month in enumerate(months.months)}
    later, before = ([at[month] for month in some] for some in (run.months.later, run.months.before))

    def judge(counts: np.ndarray) -> np.ndarray:
        found = changes_of(counts[:, later], counts[:, before], asked, cancelled)
        return np.select([found.is_(Told.MORE), found.is_(Told.FEWER)], [1, 2], 0)

    verdicts = (tr("no change told"), Told.MORE.value, Told.FEWER.value)
    return judged_by_month(inputs, asked.counted_in, run.units, months, judge, verdicts, tr("with more or fewer"))


def _over_both(run: ChangeRun) -> Inputs:
    """The inputs with the selection that was read, from the first month of the one period to the last of the other."""
    crimes, periods = run.inputs.crimes, run.months.periods
    if crimes.selection is None:
        return run.inputs
    selection = replace(crimes.selection, first=periods.before_first, last=periods.last)
    return replace(run.inputs, crimes=replace(crimes, selection=selection))
