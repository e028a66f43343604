# SPDX-License-Identifier: GPL-2.0-or-later
"""What must not be overlooked in a comparison through time: what lacks, what is in no count, what does not compare."""

from __future__ import annotations

from collections.abc import Iterator

from offline_cache.model import ASB, SNAP_POINTS_REDRAWN
from offline_cache.monthly import year_before
from offline_cache.reading_order import isolated

from ...text import many, month_name, number, tr
from ..peers.carried_words import not_carried_lines
from ..peers.peer_words import kept, quality_lines
from ..peers.visiting_words import visiting_lines
from ..rates.rated_words import base_age
from ..running.wording import percent
from .compare_time_change import SMALL, last_year
from .compare_time_names import base_words
from .compare_time_run import Step, ThroughTime
from .trend_words import months_listed

_NAMED = 5
_MOVED = 0.02
"""A change of the share without a place, as a share, from which on it is said."""


def warnings(run: ThroughTime) -> list[str]:
    """The lines not to be overlooked."""
    counts, group = run.counts, run.counts.group
    age = base_age(counts.figures, counts.months[-1], base_words(run))
    visiting = visiting_lines((*counts.counts.rows, *((counts.force,) if counts.force is not None else ())))
    months = [*_redrawn(run), *_lacking(run), *visiting, *_no_peers(run), *_peer_months(run)]
    lines = [*months, *_unplaced(run), *_not_carried(run), *age, *_asb(run)]
    return lines if group is None else [*lines, *quality_lines(group), *kept(group)]


def _redrawn(run: ThroughTime) -> Iterator[str]:
    """That numbers of a small area before and after the redrawing of the snap points are not of one ground."""
    months = run.counts.months
    if run.counts.one.areas.kind in SMALL and year_before(months[0]) < SNAP_POINTS_REDRAWN <= months[-1]:
        yield tr(
            "From {month} on the service uses another list of snap points, which moves crimes between wards and "
            "between LSOAs. Numbers of before and after it do not compare, so changes across it are not judged."
        ).format(month=month_name(SNAP_POINTS_REDRAWN))


def _lacking(run: ThroughTime) -> Iterator[str]:
    months = [month for row in run.rows for month in row.lacking]
    if months and run.step is Step.QUARTERS:
        yield tr(
            "Missing or held in part, which is not zero: {months}. A quarter with such a month has no number."
        ).format(months=months_listed(months))
    elif months:
        yield tr("Missing or held in part, which is not zero: {months}.").format(months=months_listed(months))
    if run.left:
        yield tr("In no quarter, as quarters are counted back from the last month: {months}.").format(
            months=months_listed(run.left)
        )


def _no_peers(run: ThroughTime) -> Iterator[str]:
    if run.counts.why_no_peers:
        yield run.counts.why_no_peers
    if run.counts.instead:
        yield run.counts.instead


def _peer_months(run: ThroughTime) -> Iterator[str]:
    common = run.counts.common
    if not run.counts.peers:
        return
    if common.given_up:
        yield tr("Some peers lack {months}, so there is no prediction range there.").format(
            months=months_listed(common.given_up)
        )
    if common.left_out:
        names = [isolated(row.name) for row in common.left_out[:_NAMED]]
        more = len(common.left_out) - len(names)
        yield tr("{n} left out, because months of them are not held, which is not zero: {names}{more}.").format(
            n=many(len(common.left_out), tr("peer is"), tr("peers are")),
            names=", ".join(names),
            more=tr(" and {n} more").format(n=number(more)) if more > 0 else "",
        )


def _unplaced(run: ThroughTime) -> Iterator[str]:
    """The share without a place of the chosen types in the year to the last period, and where it was another before."""
    counts, types, period = run.counts, run.question.parts, last_year(run.latest.period)
    share = counts.published.share(types, period.months)
    if not share:
        return
    if counts.counts.by_file:
        said = tr("{what}: {share} of the rows of {area} in the year to {month} have no place and are counted.")
    else:
        said = tr(
            "{what}: {share} of the rows of the files of its force in the year to {month} have no place, so they are "
            "not in the count of {area}."
        )
    yield said.format(
        what=run.question.title, share=percent(share), area=isolated(counts.one.name), month=month_name(period.last)
    )
    before = counts.published.share(types, period.year_before.months)
    if before is not None and abs(share - before) >= _MOVED and not counts.counts.by_file:
        words = tr(
            "A year before it was {before}, so part of a change is of rows that lost their place, not of crimes."
        )
        if share < before:
            words = tr(
                "A year before it was {before}, so part of a change is of rows that gained their place, not of crimes."
            )
        yield words.format(before=percent(before))


def _not_carried(run: ThroughTime) -> list[str]:
    peers = [peer.not_carried(run.question.parts, run.counts.months) for peer in run.counts.peers]
    return not_carried_lines(run.counts.one.name, run.not_carried, peers)


def _asb(run: ThroughTime) -> Iterator[str]:
    if run.selection.with_asb and run.question.parts != (ASB,):
        yield tr(
            "Anti-social behaviour is no recorded crime and is not added to it: choose it alone among the crime types."
        )
