# SPDX-License-Identifier: GPL-2.0-or-later
"""The chart of a comparison with peers: the area among its peers, on their range, with both averages."""

from __future__ import annotations

from ...reports.charts import Background
from ...reports.charts.peer_bars import PeerBar, PeerBars, peer_bars
from ...text import tr
from .peer_comparison_run import PeerComparison
from .peer_comparison_words import base_words, finding, sentences


def chart(run: PeerComparison, width: int, background: Background) -> str:
    """Bars of the area and its peers, the highest rate first; who has no rate and why, hatched."""
    line, found = run.main, run.range
    key, years = line.question.key, run.sides.years
    bars = [
        PeerBar(member.name, member.rate(key, years), member is run.sides.area)
        for member in (run.sides.area, *line.peers)
    ]
    return peer_bars(
        PeerBars(
            title=finding(run, line).rstrip("."),
            unit=tr("per 1,000 {of} a year").format(of=base_words(run)),
            summary=" ".join([finding(run, line), *sentences(run)]),
            bars=[*bars, *_without(run)],
            low=found.lower,
            high=found.upper,
            range_name=tr("expected of an area like its peers (95%)"),
            mean=found.mean_with_self,
            mean_name=tr("mean of the rates, with the area"),
            weighted=found.weighted_mean,
            weighted_name=tr("peers together, weighted"),
            decimals=1 if found.rate >= 1 else 2,
            width=width,
            background=background,
        )
    )


def _without(run: PeerComparison) -> list[PeerBar]:
    """Peers that are compared with in nothing: a month of theirs that is missing is no zero."""
    compared = {peer.code for peer in run.main.peers}
    rests = run.sides.rests
    lacking = {row.code for row in rests.common.left_out} if rests is not None else set()
    return [
        PeerBar(
            peer.name,
            None,
            why=tr("months missing") if peer.code in lacking else tr("no {of}, or no count").format(of=base_words(run)),
        )
        for peer in run.group.peers
        if peer.code not in compared
    ]
