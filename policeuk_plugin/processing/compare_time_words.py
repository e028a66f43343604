# SPDX-License-Identifier: GPL-2.0-or-later
"""What a comparison through time says: the last quarter, the year before, what is usual, the peers, what lacks."""

from __future__ import annotations

from collections.abc import Iterator

from offline_cache.model import ASB
from offline_cache.periods import Period
from offline_cache.reading_order import isolated

from ..text import many, month_name, months_phrase, number, tr
from .carried_words import not_carried_lines
from .compare_time_run import DOWN, NO_CHANGE, SCALE, UP, Change, Step, ThroughTime, TimeRow
from .peer_official_words import official_beside_ours
from .peer_verdict_words import standing
from .peer_words import kept, quality_lines
from .rated_words import base_age, p_text
from .trend_words import changed, months_listed
from .visiting_words import visiting_lines
from .wording import percent, sentence_case

_NAMED = 5
_SPREAD_SAID = 1.3
"""From how many times as much as by chance on it is said that an area varies more: ours."""


def base_words(run: ThroughTime) -> str:
    """What rates are of."""
    return tr("households") if run.counts.which.value == "households" else tr("residents")


def rate_text(rate: float) -> str:
    """A rate for reading: those of a quarter are small."""
    return f"{rate:,.2f}" if rate < 100 else f"{rate:,.1f}"


def range_text(lower: float, upper: float) -> str:
    """A range of rates for reading."""
    return tr("{lower} to {upper}").format(lower=rate_text(lower), upper=rate_text(upper))


def period_name(run: ThroughTime, period: Period) -> str:
    """Such as quarter to April 2026, or April 2026."""
    name = month_name(period.last)
    return tr("quarter to {month}").format(month=name) if run.step is Step.QUARTERS else name


def period_months(period: Period) -> str:
    """Its months in few words, such as February to April 2023."""
    if period.first == period.last:
        return month_name(period.last)
    if period.first.year == period.last.year:
        first = month_name(period.first).replace(str(period.first.year), "").strip()
        return tr("{first} to {last}").format(first=first, last=month_name(period.last))
    return months_phrase(period.first, period.last)


def finding(run: ThroughTime) -> str:
    """The last period that is held: rate, change on the year before, its peers."""
    row = run.latest
    parts = [
        tr("{what} in {area}, {period}: {rate} per 1,000 {of} in {span}").format(
            what=run.question.title,
            area=isolated(run.counts.one.name),
            period=period_name(run, row.period),
            rate=rate_text(row.rate or 0.0),
            of=base_words(run),
            span=tr("the quarter") if run.step is Step.QUARTERS else tr("the month"),
        ),
        _change_words(run, row),
    ]
    if row.peers is not None:
        parts.append(standing(row.peers, len(row.peers.peer_rates), range_text(row.peers.lower, row.peers.upper)))
    return f"{'; '.join(parts)}."


def _change_words(run: ThroughTime, row: TimeRow) -> str:
    if row.change is None:
        return tr("not compared with the year before, of which not all is held")
    same = (
        tr("{word} on the same quarter a year before")
        if run.step is Step.QUARTERS
        else tr("{word} on the same month a year before")
    )
    words = same.format(word=change_name(row.change.word))
    allowing = run.allowing
    if row.change.word != NO_CHANGE and allowing is not None and allowing.word == NO_CHANGE:
        return tr("{words} (no more than it varies anyway)").format(words=words)
    return words


def change_name(word: str) -> str:
    """The word of a change in the user's language."""
    return {UP: tr("up"), DOWN: tr("down"), NO_CHANGE: tr("no clear change")}.get(word, tr("not judged"))


def sentences(run: ThroughTime) -> list[str]:
    """Official count first, then changes, limits, peers and force, and what must not be overlooked."""
    return [*official(run), *_changes(run), *_allowing(run), *_usual(run), *_averages(run), *warnings(run)]


def short(run: ThroughTime) -> str:
    """What is said of it where there is little room: the finding and all that limits it, not what would mend that."""
    return " ".join([finding(run), *(line for line in warnings(run) if line != run.counts.instead)])


def official(run: ThroughTime) -> Iterator[str]:
    """ONS's count of the area beside ours."""
    beside = run.official
    if beside is None or beside.ratio is None:
        return
    yield from official_beside_ours(run.counts.one.name, beside)


def _changes(run: ThroughTime) -> Iterator[str]:
    row = run.latest
    if row.change is None:
        return
    yield tr("{area}: {n}, {changed}: {word} (exact test, p {p}).").format(
        area=sentence_case(isolated(run.counts.one.name)), n=_crimes(run, row.change.now), **_told(run, row.change)
    )
    others = ((_force_name(run), run.force_change), (tr("its peers together"), run.peers_change))
    for name, change in others:
        if change is not None:
            told = _told(run, change)
            yield sentence_case(
                tr("{name}: {n}, {changed}: {word} (p {p}).").format(name=name, n=_crimes(run, change.now), **told)
            )


def _told(run: ThroughTime, change: Change) -> dict[str, str]:
    before = period_name(run, run.latest.period.year_before)
    when = tr("in the {quarter}").format(quarter=before) if run.step is Step.QUARTERS else tr("in {m}").format(m=before)
    words = changed(change.now, change.before, when)
    return {"changed": words, "word": change_name(change.word), "p": p_text(change.p)}


def _crimes(run: ThroughTime, count: int) -> str:
    if run.question.parts == (ASB,):
        return many(count, tr("incident"), tr("incidents"))
    return many(count, tr("crime"), tr("crimes"))


def _force_name(run: ThroughTime) -> str:
    return isolated(run.counts.force.name) if run.counts.force is not None else ""


def _allowing(run: ThroughTime) -> Iterator[str]:
    """That the area varies more than counting alone would have it, and what that leaves of a change."""
    if run.spread is None or run.spread < _SPREAD_SAID:
        return
    allowing, change = run.allowing, run.latest.change
    left = ""
    if allowing is not None and change is not None and change.word != NO_CHANGE:
        if allowing.word == NO_CHANGE:
            left = tr(" Allowing for that the change is no longer clear.")
        else:
            left = tr(" Allowing for that the change is still clear.")
    what = tr("quarters") if run.step is Step.QUARTERS else tr("months")
    yield tr("Its {what} vary {n:.1f} times as much as counting alone would have them.{left}").format(
        what=what, n=run.spread, left=left
    )


def _usual(run: ThroughTime) -> Iterator[str]:
    if run.latest.limits is None:
        return
    outside = [row for row in run.rows if row.beyond]
    usual = range_text(*run.latest.limits)
    if not outside:
        yield tr("Nothing lies outside its own usual range of {range}.").format(range=usual)
        return
    named = [
        tr("{period} ({side})").format(
            period=period_name(run, row.period), side=tr("above") if row.beyond > 0 else tr("below")
        )
        for row in outside[-_NAMED:]
    ]
    left = len(outside) - len(named)
    more = [tr("{n} earlier").format(n=left)] if left else []
    yield tr("Outside its own usual range of {range}: {periods}.").format(
        range=usual, periods=", ".join([*more, *named])
    )


def _averages(run: ThroughTime) -> Iterator[str]:
    row = run.latest
    if row.peers is not None:
        yield tr(
            "Average of the group with {area} {with_self}, without it {without}; weighted by {of}, of its peers "
            "together {weighted}. Rank {rank} of {n}, 1 being the highest rate."
        ).format(
            area=isolated(run.counts.one.name),
            with_self=rate_text(row.peers.mean_with_self),
            without=rate_text(row.peers.mean_without_self),
            of=base_words(run),
            weighted=rate_text(row.peers.weighted_mean),
            rank=row.peers.rank,
            n=row.peers.of,
        )
    if row.force_rate is not None:
        yield tr("Rate of {force}, of which {area} is a part: {rate}.").format(
            force=_force_name(run), area=isolated(run.counts.one.name), rate=rate_text(row.force_rate)
        )


def warnings(run: ThroughTime) -> list[str]:
    """The lines not to be overlooked."""
    counts, group = run.counts, run.counts.group
    age = base_age(counts.figures, counts.months[-1], base_words(run))
    visiting = visiting_lines((*counts.counts.rows, *((counts.force,) if counts.force is not None else ())))
    months = [*_lacking(run), *visiting, *_no_peers(run), *_peer_months(run)]
    lines = [*months, *_unplaced(run), *_not_carried(run), *age, *_asb(run)]
    return lines if group is None else [*lines, *quality_lines(group), *kept(group)]


def _lacking(run: ThroughTime) -> Iterator[str]:
    months = [month for row in run.rows for month in row.lacking]
    if months and run.step is Step.QUARTERS:
        yield tr(
            "Missing or held in part, which is not zero: {months}. A quarter with such a month has no number."
        ).format(months=months_listed(months))
    elif months:
        yield tr("Missing or held in part, which is not zero: {months}.").format(months=months_listed(months))
    if run.left:
        yield tr("In no quarter, as quarters end with the last month: {months}.").format(months=months_listed(run.left))


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
        yield tr("Some peers lack {months}: no range of peers there.").format(months=months_listed(common.given_up))
    if common.left_out:
        names = [isolated(row.name) for row in common.left_out[:_NAMED]]
        more = len(common.left_out) - len(names)
        yield tr("{n} left out, because months of them are not held, which is not zero: {names}{more}.").format(
            n=many(len(common.left_out), tr("peer is"), tr("peers are")),
            names=", ".join(names),
            more=tr(" and {n} more").format(n=number(more)) if more > 0 else "",
        )


def _unplaced(run: ThroughTime) -> Iterator[str]:
    own = run.counts.own
    if not own.published or not own.unplaced:
        return
    if run.counts.counts.by_file:
        said = tr("{share} of the rows of {area} have no place and are counted.")
    else:
        said = tr(
            "{share} of the rows of the files of its force have no place, so they are not in the count of {area}."
        )
    yield said.format(share=percent(own.unplaced / own.published), area=isolated(run.counts.one.name))


def _not_carried(run: ThroughTime) -> list[str]:
    peers = [peer.not_carried(run.question.parts, run.counts.months) for peer in run.counts.peers]
    return not_carried_lines(run.counts.one.name, run.not_carried, peers)


def _asb(run: ThroughTime) -> Iterator[str]:
    if run.selection.with_asb and run.question.parts != (ASB,):
        yield tr(
            "Anti-social behaviour is no recorded crime and is not added to it: choose it alone among the crime types."
        )


def scale_words(run: ThroughTime) -> str:
    """The unit of the chart."""
    per = tr("a quarter") if run.step is Step.QUARTERS else tr("a month")
    what = tr("incidents") if run.question.parts == (ASB,) else tr("crimes")
    return tr("{what} per {scale:,.0f} {of} {per}").format(what=what, scale=SCALE, of=base_words(run), per=per)
