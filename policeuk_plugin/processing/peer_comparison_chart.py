# SPDX-License-Identifier: GPL-2.0-or-later
"""The chart of a comparison with peers: the area among its peers, with their range."""

from __future__ import annotations

from ..reports.charts import Background, IntervalBar, IntervalBars, interval_bars
from ..text import tr
from .peer_comparison_run import PeerComparison
from .peer_comparison_words import base_words, finding, sentences


def chart(run: PeerComparison, width: int, background: Background) -> str:
    """Bars of the area and its peers, the highest rate first."""
    line, found = run.main, run.range
    key, years = line.question.key, run.sides.years
    members = sorted((run.sides.area, *line.peers), key=lambda member: -(member.rate(key, years) or 0.0))
    bars = [
        IntervalBar(
            member.name,
            member.rate(key, years),
            found.lower if member is run.sides.area else None,
            found.upper if member is run.sides.area else None,
            marked=member is run.sides.area,
        )
        for member in members
    ]
    return interval_bars(
        IntervalBars(
            finding(run, line).rstrip("."),
            tr("per 1,000 {of} a year").format(of=base_words(run)),
            " ".join([finding(run, line), *sentences(run)]),
            bars,
            found.mean_without_self,
            tr("mean of the peers"),
            tr("range of the peers"),
            1,
            width,
            background,
        )
    )
