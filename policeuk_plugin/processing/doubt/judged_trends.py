# SPDX-License-Identifier: GPL-2.0-or-later
"""Units that rise or fall, judged again with crimes elsewhere."""

from __future__ import annotations

import numpy as np

from ...analysis.area_trends import Told, find_trends
from ...analysis.errors import Cancelled
from ...text import tr
from ..through_time.unit_trend_breaks import months_of
from ..through_time.unit_trend_run import TrendsRun
from ..units.unit_months import point_months
from .judged import Judged, NotRejudged, judged_by_month


def judged_trends(run: TrendsRun, cancelled: Cancelled) -> Judged:
    """By the same test of the same months; raises `NotRejudged` where crime types are tested, too."""
    asked = run.asked
    if asked.by_type:
        raise NotRejudged(tr("With crime types side by side this is not tried: leave BY_TYPE out."))
    months = months_of(run.months, run.sides)

    def judge(counts: np.ndarray) -> np.ndarray:
        some = counts.any(axis=1)
        found = find_trends([counts[some]], months, asked.alpha, int((~some).sum()), cancelled=cancelled)[0]
        verdict = np.zeros(counts.shape[0], dtype=np.int64)
        verdict[some] = np.select([found.is_(Told.RISING), found.is_(Told.FALLING)], [1, 2], 0)
        return verdict

    verdicts = (tr("no trend told"), Told.RISING.value, Told.FALLING.value)
    said = tr("called rising or falling")
    return judged_by_month(run.inputs, asked.counted_in, run.units, point_months(run.inputs), judge, verdicts, said)
