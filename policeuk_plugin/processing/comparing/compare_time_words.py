# SPDX-License-Identifier: GPL-2.0-or-later
"""What a comparison through time says: the last quarter, the year before, what is usual, the peers, what lacks."""

from __future__ import annotations

from collections.abc import Iterator

from offline_cache.model import ASB, SNAP_POINTS_REDRAWN
from offline_cache.monthly import year_before
from offline_cache.reading_order import isolated

from ...text import many, month_name, tr
from ..peers.peer_official_words import official_beside_ours
from ..peers.peer_verdict_words import standing
from ..rates.rated_words import p_text
from ..running.wording import sentence_case
from .compare_time_change import DOWN, NO_CHANGE, UP, Change
from .compare_time_names import base_words, period_name, range_text, rate_text
from .compare_time_run import SCALE, Step, ThroughTime, TimeRow
from .compare_time_warnings import warnings
from .trend_words import changed

_NAMED = 5
_SPREAD_SAID = 1.3
"""From how many times as much as by chance on it is said that an area varies more: ours."""


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
        return tr("not compared with the year before, which is not wholly held")
    if row.change.redrawn:
        return tr("not judged against the year before, as snap points were redrawn in {month}").format(
            month=month_name(SNAP_POINTS_REDRAWN)
        )
    same = (
        tr("{word} on the same quarter a year before")
        if run.step is Step.QUARTERS
        else tr("{word} on the same month a year before")
    )
    words = same.format(word=change_name(row.change.word))
    if row.change.by_counting_alone:
        return tr("{words} (no more than the area varies anyway)").format(words=words)
    if row.change.word != NO_CHANGE and row.change.spread is None:
        return tr(
            "{words} by more than chance in counting, but too few months are held to tell whether it varies so anyway"
        ).format(words=words)
    return words


def change_name(word: str) -> str:
    """The word of a change in the user's language."""
    return {UP: tr("up"), DOWN: tr("down"), NO_CHANGE: tr("no clear change")}.get(word, tr("not judged"))


def sentences(run: ThroughTime) -> list[str]:
    """Official count first, then changes, limits and force, and what must not be overlooked."""
    return [*official(run), *_changes(run), *_year(run), *_vary(run), *_usual(run), *_force_rate(run), *warnings(run)]


def short(run: ThroughTime) -> str:
    """What is said of it where there is little room: the finding and all that limits it, not what would mend that."""
    return " ".join([finding(run), *_year(run), *(line for line in warnings(run) if line != run.counts.instead)])


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
    sides = (
        (isolated(run.counts.one.name), row.change),
        (_force_name(run), run.force_change),
        (tr("its peers together"), run.peers_change),
    )
    for name, change in sides:
        if change is not None:
            told = _told(run, change)
            yield sentence_case(
                tr("{name} had {n}, {changed}: {word}{p}.").format(name=name, n=_crimes(run, change.now), **told)
            )


def _told(run: ThroughTime, change: Change) -> dict[str, str]:
    before = period_name(run, run.latest.period.year_before)
    when = tr("in the {quarter}").format(quarter=before) if run.step is Step.QUARTERS else tr("in {m}").format(m=before)
    words = changed(change.now, change.before, when)
    return {"changed": words, "word": change_name(change.word), "p": _p(change)}


def _p(change: Change) -> str:
    return "" if change.redrawn else tr(", p {p}").format(p=p_text(change.p))


def _year(run: ThroughTime) -> Iterator[str]:
    """The twelve months that end with the last period, against those before: a quarter alone may say the opposite."""
    if run.year is None:
        return
    last = run.latest.period.last
    when = tr("in the year to {month}").format(month=month_name(year_before(last)))
    yield tr("In the year to {month} {area} had {n}, {changed}: {word}{p}.").format(
        month=month_name(last),
        area=isolated(run.counts.one.name),
        n=_crimes(run, run.year.now),
        changed=changed(run.year.now, run.year.before, when),
        word=change_name(run.year.word),
        p=_p(run.year),
    )


def _crimes(run: ThroughTime, count: int) -> str:
    if run.question.parts == (ASB,):
        return many(count, tr("incident"), tr("incidents"))
    return many(count, tr("crime"), tr("crimes"))


def _force_name(run: ThroughTime) -> str:
    return isolated(run.counts.force.name) if run.counts.force is not None else ""


def _vary(run: ThroughTime) -> Iterator[str]:
    """That the area varies more than counting alone would have it, for which changes are judged less readily."""
    if run.varying is not None and run.varying >= _SPREAD_SAID:
        yield tr(
            "Its months vary {n:.1f} times as much as chance in counting would make them, so a change has to be larger "
            "to be called clear."
        ).format(n=run.varying)


def _usual(run: ThroughTime) -> Iterator[str]:
    if run.latest.limits is None:
        return
    outside = [row for row in run.rows if row.beyond]
    usual = range_text(*run.latest.limits)
    if not outside:
        words = tr("No quarter lies") if run.step is Step.QUARTERS else tr("No month lies")
        yield tr("{none} outside its own usual range of {range}.").format(none=words, range=usual)
        return
    named = [
        tr("{period} ({side})").format(
            period=period_name(run, row.period), side=tr("above") if row.beyond > 0 else tr("below")
        )
        for row in outside[-_NAMED:]
    ]
    left = len(outside) - len(named)
    more = [tr("{n} earlier").format(n=left)] if left else []
    yield tr("Its rate was outside its own usual range of {range} {n}: {periods}.").format(
        range=usual, n=many(len(outside), tr("time"), tr("times")), periods=", ".join([*more, *named])
    )


def _force_rate(run: ThroughTime) -> Iterator[str]:
    row = run.latest
    if row.force_rate is not None:
        yield tr("The rate of {force}, of which {area} is a part, is {rate}.").format(
            force=_force_name(run), area=isolated(run.counts.one.name), rate=rate_text(row.force_rate)
        )


def scale_words(run: ThroughTime) -> str:
    """The unit of the chart."""
    per = tr("a quarter") if run.step is Step.QUARTERS else tr("a month")
    what = tr("incidents") if run.question.parts == (ASB,) else tr("crimes")
    return tr("{what} per {scale:,.0f} {of} {per}").format(what=what, scale=SCALE, of=base_words(run), per=per)
