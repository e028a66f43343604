# SPDX-License-Identifier: GPL-2.0-or-later
"""ONS's official count beside ours, in words."""

from __future__ import annotations

from collections.abc import Iterator

from offline_cache.reading_order import isolated

from ...text import many, month_name, number, tr
from .peer_comparison_run import PeerComparison
from .peer_official import OfficialBeside
from .peer_sides import Source

_YEAR = 12
_LEAST, _MOST = 0.5, 2.0
"""Ratios of ours to ONS's count beyond which the two are said not to count the same."""


def official_lines(run: PeerComparison) -> Iterator[str]:
    """The count that ONS publishes of what is asked first, ours, their ratio and that of the peers."""
    if run.sides.source is Source.ONS:
        return
    line = run.main
    if line.beside is None:
        if run.sides.official is not None:
            yield tr("ONS publishes no count of {what} to set beside this.").format(what=line.question.title.lower())
        return
    yield from official_beside_ours(run.one.name, line.beside)


def official_beside_ours(name: str, beside: OfficialBeside) -> Iterator[str]:
    """Both counts of an area, each with its months, and their ratio; whether they are of the same year."""
    if beside.months == _YEAR:
        ours = tr("{ours} in the year to {last}")
    else:
        ours = tr("on average {ours} a year over {months} to {last}")
    yield tr(
        "ONS's official count of {area} is {official} in the year to {period}. Counted here are {ours}: {ratio} times "
        "as many{peers}."
    ).format(
        area=isolated(name),
        official=number(beside.official),
        period=month_name(beside.period),
        ours=ours.format(
            ours=number(round(beside.ours)),
            months=many(beside.months, tr("month"), tr("months")),
            last=month_name(beside.last),
        ),
        ratio=f"{beside.ratio:.2f}" if beside.ratio is not None else "–",
        peers=tr(" (median of its peers: {r:.2f})").format(r=beside.peers_ratio) if beside.peers_ratio else "",
    )
    if beside.ratio is not None and not _LEAST <= beside.ratio <= _MOST:
        yield tr(
            "Numbers so far apart do not count the same. Look at the months, crime types and rows without a place "
            "before you use either."
        )
    if not beside.same:
        yield tr("The two are of different years, so part of the difference may be one of time.")
