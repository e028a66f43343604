# SPDX-License-Identifier: GPL-2.0-or-later
"""What a comparison of outcomes says: shares after equal times, what was open, what cannot be told yet or at all."""

from __future__ import annotations

from collections.abc import Iterator

from offline_cache.outcome_states import LATER, OPEN, SINCE, UNAVAILABLE

from ...analysis.proportion import Difference
from ...text import many, number, tr, with_sign
from ..comparing.trend_words import months_listed
from ..rates.rated_words import p_text
from ..running.wording import sentence_case
from .outcome_comparison_run import (
    HIGHER,
    LOWER,
    NO_DIFFERENCE,
    TOO_FEW,
    AfterTime,
    Against,
    ComparedOutcomes,
    Judged,
    Measure,
)
from .outcome_comparison_warnings import not_yet, warnings


def points(share: float) -> str:
    """A share in per cent with one decimal, which differences of outcomes need."""
    return f"{100 * share:.1f}%"


def verdict_name(verdict: str) -> str:
    """The verdict in the user's language."""
    return {
        HIGHER: tr("higher"),
        LOWER: tr("lower"),
        NO_DIFFERENCE: tr("no clear difference"),
        TOO_FEW: tr("too few to tell"),
        "about the same": tr("about the same"),
    }.get(verdict, tr("not judged"))


def measure_name(measure: Measure) -> str:
    """What a measure counts, as the end of 'share of crimes with …'."""
    return (
        tr("an outcome")
        if measure is Measure.ANY
        else tr("a suspect charged, dealt with out of court or left to another organisation")
    )


def finding(run: ComparedOutcomes) -> str:
    """The share with a suspect charged or dealt with, of both sides, after the time asked for or the longest told.

    An outcome of any kind comes second, as a sentence: it reads as success and seldom is.
    """
    after, action = run.shown, run.shown.by[Measure.ACTION]
    other = _other_share(action)
    said = tr(
        "{area}: {months} on, {action} of {what} ({count} of {n}) had a suspect charged, dealt with out of court or "
        "left to another organisation{other_action}."
    )
    return said.format(
        area=sentence_case(run.name),
        months=many(after.time, tr("month"), tr("months")),
        what=run.what,
        count=number(action.own.count),
        n=number(action.own.of),
        other_action=tr(", against {share} for {other}").format(share=other, other=_other_name(run, after))
        if other
        else "",
        action=points(action.own.share),
    )


def _any_kind(run: ComparedOutcomes) -> str:
    """The share with an outcome of any kind, of both sides, with what most of them are."""
    judged = run.shown.by[Measure.ANY]
    other = _other_share(judged)
    return tr("In all, {any} had an outcome of any kind{other}{most}.").format(
        any=points(judged.own.share),
        other=tr(", against {share}").format(share=other) if other else "",
        most=_most(run, run.shown),
    )


def _most(run: ComparedOutcomes, after: AfterTime) -> str:
    """What more than half of the outcomes are, where that is no suspect charged or dealt with."""
    of_all = run.own.resolved(after.time, after.months)
    words = {
        "no suspect identified": tr("; most of these outcomes say that no suspect was identified"),
        "evidence or public interest": tr("; most of these outcomes say that evidence or public interest was lacking"),
    }
    found = [said for group, said in words.items() if 2 * run.own.count(after.time, after.months, [group]) > of_all]
    return found[0] if found else ""


def _other_share(judged: Judged) -> str:
    """What it is beside, the mean of the peers or the share of the other side; '' where there is neither."""
    if judged.peers is not None:
        return points(judged.peers.mean)
    return points(judged.other.share) if judged.other is not None else ""


def _other_name(run: ComparedOutcomes, after: AfterTime) -> str:
    if run.elsewhere.against is not Against.PEERS:
        return run.elsewhere.name
    if after.by[Measure.ANY].peers is None:
        return tr("its {n} together").format(n=many(len(after.kept), tr("peer"), tr("peers")))
    return tr("the mean of its {n}").format(n=many(len(after.kept), tr("peer"), tr("peers")))


def sentences(run: ComparedOutcomes) -> list[str]:
    """Verdicts, what was open, which months lack, what could not be followed."""
    return [_any_kind(run), *_verdicts(run), *_open(run), *warnings(run)]


def short(run: ComparedOutcomes) -> str:
    """What is said of it where there is little room: the finding, verdicts, and all that limits them, in brief."""
    after = run.shown
    total, later = run.own.count(after.time, after.months), set(not_yet(run))
    still = total - run.own.resolved(after.time, after.months)
    told = [finding(run), _any_kind(run), *_verdicts(run)]
    told.append(
        tr("By then {still} of the {n} ({share}) had no outcome and {were} open.").format(
            n=many(total, tr("crime"), tr("crimes")),
            still=number(still),
            share=points(still / total),
            were=tr("was") if still == 1 else tr("were"),
        )
        if still
        else tr("By then no crime was open.")
    )
    if after.not_yet:
        told.append(
            tr("Crimes of {months} cannot be followed so long yet, which is not zero.").format(
                months=months_listed(after.not_yet)
            )
        )
    return " ".join([*told, *(line for line in warnings(run) if line not in later)])


def _verdicts(run: ComparedOutcomes) -> Iterator[str]:
    after = run.shown
    if after is not run.asked:
        yield tr("Nothing can be told yet after {time} months, so these are shares after {shown} months.").format(
            time=run.follow_up, shown=after.time
        )
    measures = [run.measure, *(measure for measure in Measure if measure is not run.measure)]
    for measure in measures:
        yield from _verdict(run, measure, after.by[measure])


def _verdict(run: ComparedOutcomes, measure: Measure, judged: Judged) -> Iterator[str]:
    share = tr("The share with {outcome}").format(outcome=measure_name(measure))
    if judged.peers is not None:
        lower, upper = points(judged.peers.lower), points(judged.peers.upper)
        yield tr("{share} is {verdict} its peers; of an area like them {lower} to {upper} is to be expected.").format(
            share=share, verdict=judged.peers.verdict.value, lower=lower, upper=upper
        )
    elif judged.gap is not None:
        apart = difference_words(judged.gap) + exact_words(judged)
        if judged.verdict == TOO_FEW:
            yield tr("{share} cannot be told apart from that in {other} with only {n}: {apart}.").format(
                share=share,
                other=run.elsewhere.name,
                n=many(judged.own.of, tr("crime"), tr("crimes")),
                apart=apart,
            )
        elif judged.verdict != NO_DIFFERENCE:
            yield tr("{share} is {verdict} than in {other} by more than chance in counting: {apart}.").format(
                share=share, verdict=verdict_name(judged.verdict), other=run.elsewhere.name, apart=apart
            )
        else:
            yield tr("{share} does not clearly differ from that in {other}: {apart}.").format(
                share=share, other=run.elsewhere.name, apart=apart
            )


def difference_words(gap: Difference) -> str:
    """A difference in percentage points with its interval."""
    value, lower, upper = (with_sign(100 * one, 1) for one in (gap.value, gap.lower, gap.upper))
    return tr("{value} points, 95% interval {lower} to {upper}").format(value=value, lower=lower, upper=upper)


def exact_words(judged: Judged) -> str:
    """What follows a difference: p of the exact test."""
    return "" if judged.p is None else tr(", exact test p {p}").format(p=p_text(judged.p))


def same_crimes(run: ComparedOutcomes) -> Iterator[str]:
    """Shares of the same crimes after each time: those after equal times are of other months each, and do not compare.

    None where all times have the same months, or fewer than two have any.
    """
    told = [after for after in run.times if after.by]
    months = [month for month in told[-1].months if all(month in after.months for after in told)]
    if len(told) < 2 or not months or all(len(after.months) == len(months) for after in told):
        return
    crimes = run.own.count(told[0].time, months)
    if not crimes:
        return
    for measure in (Measure.ACTION, Measure.ANY):
        shares = [
            tr("{share} after {time}").format(
                share=points(run.own.count(after.time, months, measure.groups) / crimes),
                time=many(after.time, tr("month"), tr("months")),
            )
            for after in told
        ]
        yield tr("For the same {n} of {months}, the share with {outcome} was {shares}.").format(
            n=many(crimes, tr("crime"), tr("crimes")),
            months=months_listed(months),
            outcome=measure_name(measure),
            shares=", ".join(shares),
        )


def _open(run: ComparedOutcomes) -> Iterator[str]:
    after, own = run.shown, run.own
    total = own.count(after.time, after.months)
    still = total - own.resolved(after.time, after.months)
    if not still:
        yield tr("No crime of {months} was open by then.").format(months=months_listed(after.months))
        return
    yield tr("By then {still} of the {n} of {months} ({share}) had no outcome and {were} open.{since}").format(
        n=many(total, tr("crime"), tr("crimes")),
        months=months_listed(after.months),
        still=number(still),
        share=points(still / total),
        were=tr("was") if still == 1 else tr("were"),
        since=_since(run),
    )


def _since(run: ComparedOutcomes) -> str:
    after = run.shown
    parts = [
        (LATER, tr("{n} had an outcome later")),
        (SINCE, tr("{n} with an outcome in the street file alone, as it was lost or is of a month that is not held")),
        (UNAVAILABLE, tr("{n} without a status from the force")),
        (OPEN, tr("{n} still open in the street file")),
    ]
    counts = [(run.own.count(after.time, after.months, [state]), words) for state, words in parts]
    told = "; ".join(words.format(n=number(count)) for count, words in counts if count)
    return " " + tr("What is known of these since: {told}.").format(told=told)
