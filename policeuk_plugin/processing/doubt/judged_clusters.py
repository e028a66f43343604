# SPDX-License-Identifier: GPL-2.0-or-later
"""Clusters, quiet places, and what is busier than random placement, judged again with crimes elsewhere."""

from __future__ import annotations

import numpy as np

from ...analysis.clusters import Direction, Verdict
from ...analysis.errors import Cancelled
from ...text import tr
from ..clusters.cluster_run import ClusterRun, Null, tested_by
from ..units.exposure import AtRisk
from .judged import Judged, NotRejudged, judged_in_all


def judged_clusters(run: ClusterRun, cancelled: Cancelled) -> Judged:
    """By the same test, on the same windows, in proportion to the same; raises `NotRejudged` where that moves too."""
    asked, units = run.asked, run.units
    if asked.at_risk.kind is AtRisk.TYPES:
        raise NotRejudged(tr("In proportion to other crimes this cannot be tried: those stand on snap points, too."))
    at_risk = run.exposure.units if run.exposure is not None else None

    def judge(counts: np.ndarray) -> np.ndarray:
        of = counts.sum(axis=1)
        found = tested_by(asked, of, units.windows, units.size, at_risk, cancelled, asked.alpha)
        return np.select([found.is_(Verdict.CLUSTER), found.is_(Verdict.QUIET)], [1, 2], 0)

    verdicts: tuple[str, ...]
    if asked.null is Null.PLACED:
        verdicts, said = (tr("not busier"), tr("busier")), tr("called busier than random placement")
    else:
        verdicts = (tr("no cluster"), tr("cluster"), tr("quiet"))
        said = {
            Direction.HOT: tr("called a cluster"),
            Direction.COLD: tr("called quiet"),
            Direction.BOTH: tr("called a cluster or quiet"),
        }[asked.direction]
    return judged_in_all(run.inputs, asked.counted_in, units, judge, verdicts, said)
