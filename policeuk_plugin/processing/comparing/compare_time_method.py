# SPDX-License-Identifier: GPL-2.0-or-later
"""How a comparison through time was done, and what to keep in mind of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from offline_cache.area_counts import FEWEST_BEFORE
from offline_cache.reading_order import isolated

from ...analysis.control_limits import FEWEST_MONTHS
from ...text import tr
from ..peers.peer_words import caveats as peer_caveats
from ..peers.peer_words import method as peer_method
from .compare_time_names import base_words, rate_text
from .compare_time_run import Limits, ThroughTime


def method(run: ThroughTime) -> list[str]:
    """How it was done."""
    lines = [
        tr(
            "Rates are crimes of the months of a period per 1,000 {of}, not made up to a year. Quarters end with the "
            "last month asked for. Crimes are counted by the LSOA code in the file{file}."
        ).format(of=base_words(run), file=tr(", of forces by file") if run.counts.counts.by_file else ""),
        tr(
            "Up and down, and p: the E-test of two Poisson means (Krishnamoorthy and Thomson 2004), an exact test, "
            "two-sided, 5%. Counts are first divided by the square of how many times as much as by chance in counting "
            "the months held vary from one to the next (Laney 2002). With fewer than {months} months that is not "
            "known, and chance in counting alone decides. There is no percentage of fewer than {n} crimes before."
        ).format(n=FEWEST_BEFORE, months=FEWEST_MONTHS),
        *_limits_method(run),
    ]
    group = run.counts.group
    if group is not None:
        lines += [
            tr(
                "Range of the peers: the 95% prediction interval of one more area like them in each period, with the "
                "variance between peers (methods of Compare with peers). Peers are the same in all periods."
            ),
            *_averages(run),
            *peer_method(group),
        ]
    return lines


def _averages(run: ThroughTime) -> Iterator[str]:
    """The averages that others publish, of the last period."""
    peers = run.latest.peers
    if peers is not None:
        yield tr(
            "In the last period the average rate of the group is {with_self} with {area} and {without} without it. "
            "That of the peers together, weighted by {of}, is {weighted}. {area} has rank {rank} of {n}, 1 being the "
            "highest rate."
        ).format(
            area=isolated(run.counts.one.name),
            with_self=rate_text(peers.mean_with_self),
            without=rate_text(peers.mean_without_self),
            of=base_words(run),
            weighted=rate_text(peers.weighted_mean),
            rank=peers.rank,
            n=peers.of,
        )


def _limits_method(run: ThroughTime) -> Iterator[str]:
    if run.mean is None:
        yield tr(
            "No usual range: it takes {fewest} periods that are wholly held, mostly following each other, and there "
            "are {n}."
        ).format(fewest=FEWEST_MONTHS, n=sum(row.rate is not None for row in run.rows))
    elif run.limits is Limits.XMR:
        yield tr(
            "Usual range: the natural process limits of an XmR chart, mean {mean} ± 2.66 × the mean difference between "
            "neighbours; none is taken over a gap. Where nothing has changed about 1 period in 100 lies outside; for "
            "few crimes the upper end is the one that chance in counting (Poisson) exceeds so seldom."
        ).format(mean=rate_text(run.mean))
    else:
        yield tr(
            "Usual range: a u chart by days, made as wide as its periods really vary (Laney 2002): mean {mean} ± 3 × "
            "{spread:.2f} × √(mean / exposure). For few crimes the upper end is the one that chance in counting "
            "(Poisson) exceeds once in 100 periods."
        ).format(mean=rate_text(run.mean), spread=run.spread or 1.0)


def caveats(run: ThroughTime) -> Sequence[str]:
    """What to keep in mind."""
    lines = [
        tr("Do not pick the quarter that suits: among many, some read as up or down where nothing lasting changed."),
        tr(
            "The usual range knows neither trend nor season; the same quarter a year before does. Numbers of recorded "
            "crimes follow recording too, not crime alone."
        ),
        tr("Published files are revised: a later snapshot may have other numbers for the same months."),
    ]
    group = run.counts.group
    return lines if group is None else [*lines, *peer_caveats(group)]
