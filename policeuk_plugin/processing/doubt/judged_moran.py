# SPDX-License-Identifier: GPL-2.0-or-later
"""Units alike or unlike their neighbours, judged again with crimes elsewhere."""

from __future__ import annotations

import numpy as np

from ...analysis.errors import Cancelled
from ...analysis.local_moran import find_associations
from ...text import tr
from ..clusters.moran_run import CALLED, MoranRun
from .judged import Judged, judged_in_all


def judged_moran(run: MoranRun, cancelled: Cancelled) -> Judged:
    """By the same test on the same windows; a unit keeps its verdict where it is of the same kind."""
    asked, units = run.asked, run.units

    def judge(counts: np.ndarray) -> np.ndarray:
        of = counts.sum(axis=1)
        found = find_associations(of, units.windows, asked.alpha, units.size, asked.seed, cancelled, asked.alpha)
        return np.select([found.is_(kind) for kind in CALLED], list(range(1, len(CALLED) + 1)), 0)

    verdicts = (tr("not told"), *(kind.value for kind in CALLED))
    return judged_in_all(run.inputs, asked.counted_in, units, judge, verdicts, tr("called alike or unlike"))
