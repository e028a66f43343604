# SPDX-License-Identifier: GPL-2.0-or-later
"""ONS's official count beside ours, in words."""

from __future__ import annotations

from collections.abc import Iterator

from offline_cache.reading_order import isolated

from ..text import month_name, number, tr
from .peer_comparison_run import Line, PeerComparison
from .peer_sides import Source


def official_lines(run: PeerComparison) -> Iterator[str]:
    """The count that ONS publishes of what is asked first, ours, their ratio and that of the peers."""
    if run.sides.source is Source.ONS:
        return
    line = run.main
    if line.beside is None:
        if run.sides.official is not None:
            yield tr("ONS publishes no count of {what} to set beside this.").format(what=line.question.title.lower())
        return
    yield from _beside(run, line)


def _beside(run: PeerComparison, line: Line) -> Iterator[str]:
    beside = line.beside
    if beside is None:
        return
    ratio = f"{beside.ratio:.2f}" if beside.ratio is not None else "–"
    yield tr(
        "ONS's official count of {area}: {official} in the year to {period}; counted here: {ours} a year to {last}, "
        "{ratio} times as many{peers}."
    ).format(
        area=isolated(run.one.name),
        official=number(beside.official),
        period=month_name(beside.period),
        ours=number(round(beside.ours)),
        last=month_name(beside.last),
        ratio=ratio,
        peers=tr(" (of its peers, as a median, {r:.2f})").format(r=beside.peers_ratio) if beside.peers_ratio else "",
    )
    if not beside.same:
        yield tr("The two are of different years, so the ratio is of time, too, not of counting alone.")
