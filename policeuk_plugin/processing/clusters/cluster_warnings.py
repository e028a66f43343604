# SPDX-License-Identifier: GPL-2.0-or-later
"""What must be known of a run of clusters before believing anything."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...analysis.clusters import Direction, Verdict
from ...text import tr
from ..running.wording import number_text
from ..units.unit_windows import QUEEN, lonely
from .cluster_option_words import untested_lines
from .cluster_run import ClusterRun, Null
from .fullest_words import fullest_line


def warnings_of(run: ClusterRun) -> Sequence[str]:
    """What the user must know of the counts before believing anything."""
    counts, found = run.units.counted.count, run.found
    lines = []
    if np.ptp(counts) == 0:
        lines.append(tr("Every unit holds the same number of crimes, so nothing stands out and z is not defined."))
    elif (counts > 0).sum() == 1:
        lines.append(tr("All crimes lie in one unit: one stack is never a cluster. Choose smaller units."))
    few = int(found.is_(Verdict.TOO_FEW).sum())
    if 2 * few > counts.size:
        lines.append(
            tr(
                "There are not enough crimes for units of this size: {few} of {units} hold too few to be judged. "
                "Choose more months, more crime types or larger units."
            ).format(few=number_text(few), units=number_text(counts.size))
        )
    if found.draws:
        lines.append(
            tr(
                "The test was made by {draws} random permutations. With so many, {smallest} before any is called."
            ).format(
                draws=number_text(found.draws),
                smallest=tr("one unit has to stand out")
                if found.smallest == 1
                else tr("{n} units have to stand out together").format(n=number_text(found.smallest)),
            )
        )
    if run.asked.null is not Null.PLACED and run.exposure is None and found.direction is not Direction.COLD:
        left = found.is_(Verdict.NOT_A_CLUSTER)
        lines += [line for line in [fullest_line(counts, found.window_count, found.expected, left)] if line]
    alone = lonely(run.units.windows, run.asked.window.kind)
    if alone and (run.grids is None or run.asked.window.kind != QUEEN):
        lines.append(alone)
    return [*lines, *_warnings_of_options(run)]


def _warnings_of_options(run: ClusterRun) -> Sequence[str]:
    """What the user must know of what was asked for beyond the plain test."""
    lines = list(run.exposure.notes) if run.exposure is not None else []
    left = ~run.tested
    lines += untested_lines(run)
    if run.exposure is None and left.any():
        lines.append(
            tr("{units} units lie wholly under others, where no crime can count in them: they were not tested.").format(
                units=number_text(int(left.sum()))
            )
        )
    if run.asked.conditional and run.conditional is None:
        lines.append(tr("The conditional p could not be counted exactly for these counts and windows: left out."))
    return lines
