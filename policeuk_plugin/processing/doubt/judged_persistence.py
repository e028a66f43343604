# SPDX-License-Identifier: GPL-2.0-or-later
"""Persistent units judged again with crimes elsewhere."""

from __future__ import annotations

import numpy as np

from ...analysis.errors import Cancelled
from ...analysis.persistence import persistence
from ...text import tr
from ..through_time.persistence_run import PersistenceRun
from ..units.unit_months import point_months
from .judged import Judged, judged_by_month


def judged_persistence(run: PersistenceRun, _: Cancelled) -> Judged:
    """In the top in half of the months or more, and oftener than chance makes of the months as published.

    What chance makes hangs on how many crimes each month has, which hardly changes when crimes stand elsewhere.
    """

    def judge(counts: np.ndarray) -> np.ndarray:
        return (persistence(counts, run.asked.top).months >= run.least).astype(np.int64)

    months, verdicts = point_months(run.inputs), (tr("not persistent"), tr("persistent"))
    said = tr("called persistent")
    return judged_by_month(run.inputs, run.asked.counted_in, run.units, months, judge, verdicts, said)
