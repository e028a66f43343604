# SPDX-License-Identifier: GPL-2.0-or-later
"""Classes of emerging hotspots and cold spots, judged again with crimes elsewhere."""

from __future__ import annotations

import numpy as np

from ...analysis.emerging import PATTERNS, Pattern, emerging
from ...analysis.errors import Cancelled
from ...analysis.space_time import judged_cube, steps_taken
from ...text import tr
from ..through_time.emerging_run import EmergingRun
from ..units.unit_months import point_months
from .judged import Judged, judged_by_month


def judged_emerging(run: EmergingRun, cancelled: Cancelled) -> Judged:
    """By the same cube of units and months; a unit keeps its verdict where it is of the same of the 16 classes."""
    asked, units = run.asked, run.units
    size = units.size if units.size is not None else np.ones(len(units.keys))
    numbers = [month.year * 12 + month.month for month in run.months.months]
    taken = steps_taken(numbers, asked.together)
    classes = [pattern for pattern in PATTERNS if pattern is not Pattern.NONE]

    def judge(counts: np.ndarray) -> np.ndarray:
        cube = judged_cube(counts, taken, units.windows, size, asked.alpha, cancelled)
        found = emerging(cube, counts.sum(axis=1), cancelled, np.array(numbers))
        return np.select([found.is_(pattern) for pattern in classes], list(range(1, len(classes) + 1)), 0)

    months, verdicts = point_months(run.inputs), (Pattern.NONE.value, *(pattern.value for pattern in classes))
    said = tr("with a class of hotspot or cold spot")
    return judged_by_month(run.inputs, asked.counted_in, units, months, judge, verdicts, said)
