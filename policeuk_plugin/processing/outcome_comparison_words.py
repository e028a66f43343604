# SPDX-License-Identifier: GPL-2.0-or-later
"""What a comparison of outcomes says: shares after equal times, what was open, what cannot be told yet or at all."""

from __future__ import annotations

from collections.abc import Iterator

from offline_cache.outcome_joins import Join
from offline_cache.outcome_states import LATER, OPEN, SINCE, UNAVAILABLE

from ..analysis.peer_range import FEWEST_PEERS
from ..analysis.proportion import Difference
from ..text import many, month_name, number, tr
from .carried_words import not_carried_lines
from .outcome_comparison_run import HIGHER, LOWER, NO_DIFFERENCE, AfterTime, Against, ComparedOutcomes, Judged, Measure
from .peer_words import kept, quality_lines
from .trend_words import months_listed
from .wording import sentence_case


def points(share: float) -> str:
    """A share in per cent with one decimal, which differences of outcomes need."""
    return f"{100 * share:.1f}%"


def verdict_name(verdict: str) -> str:
    """The verdict in the user's language."""
    return {
        HIGHER: tr("higher"),
        LOWER: tr("lower"),
        NO_DIFFERENCE: tr("no clear difference"),
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
    """Both shares of both sides after the time asked for, or the longest that can be told: first what few expect.

    An outcome of any kind comes second, with what most of them are: it reads as success and seldom is.
    """
    after = run.shown
    here, there = (_both(after, side) for side in ("own", "other"))
    said = tr(
        "{area}: {months} on, {action} of {what} had a suspect charged, dealt with out of court or left to another "
        "organisation{other_action}; {any} had an outcome of any kind{other_any}{most}."
    )
    return said.format(
        area=sentence_case(run.name),
        months=many(after.time, tr("month"), tr("months")),
        what=run.what,
        other_action=f" ({_other_name(run, after)}: {there['action']})" if there else "",
        other_any=f" ({there['any']})" if there else "",
        most=_most(run, after),
        **here,
    )


def _most(run: ComparedOutcomes, after: AfterTime) -> str:
    """What more than half of the outcomes are, where that is no suspect charged or dealt with."""
    of_all = run.own.resolved(after.time, after.months)
    words = {
        "no suspect identified": tr(", most of them that no suspect was identified"),
        "evidence or public interest": tr(", most of them that evidence or public interest was lacking"),
    }
    found = [said for group, said in words.items() if 2 * run.own.count(after.time, after.months, [group]) > of_all]
    return found[0] if found else ""


def _both(after: AfterTime, side: str) -> dict[str, str]:
    found = {}
    for key, measure in (("any", Measure.ANY), ("action", Measure.ACTION)):
        judged = after.by[measure]
        if side == "own":
            found[key] = points(judged.own.share)
        elif judged.peers is not None:
            found[key] = points(judged.peers.mean)
        elif judged.other is not None:
            found[key] = points(judged.other.share)
    return found


def _other_name(run: ComparedOutcomes, after: AfterTime) -> str:
    if run.elsewhere.against is not Against.PEERS:
        return run.elsewhere.name
    if after.by[Measure.ANY].peers is None:
        return tr("its {n} together").format(n=many(len(after.kept), tr("peer"), tr("peers")))
    return tr("mean of its {n}").format(n=many(len(after.kept), tr("peer"), tr("peers")))


def sentences(run: ComparedOutcomes) -> list[str]:
    """Verdicts, what was open, which months lack, what could not be followed."""
    return [*_verdicts(run), *_open(run), *warnings(run)]


def short(run: ComparedOutcomes) -> str:
    """What is said of it where there is little room: the finding, verdicts, and all that limits them, in brief."""
    after = run.shown
    total, later = run.own.count(after.time, after.months), set(not_yet(run))
    still = total - run.own.resolved(after.time, after.months)
    told = [finding(run), *_verdicts(run)]
    told.append(
        tr("{still} of {n} ({share}) had none by then and were open.").format(
            n=many(total, tr("crime"), tr("crimes")), still=number(still), share=points(still / total)
        )
    )
    if after.not_yet:
        told.append(
            tr("Crimes of {months} have not been followed as long yet, which is not zero.").format(
                months=months_listed(after.not_yet)
            )
        )
    return " ".join([*told, *(line for line in warnings(run) if line not in later)])


def _verdicts(run: ComparedOutcomes) -> Iterator[str]:
    after = run.shown
    if after is not run.asked:
        yield tr("After {time} months nothing can be told yet: these are shares after {shown}.").format(
            time=run.follow_up, shown=after.time
        )
    measures = [run.measure, *(measure for measure in Measure if measure is not run.measure)]
    for measure in measures:
        yield from _verdict(run, after, measure, after.by[measure])


def _verdict(run: ComparedOutcomes, after: AfterTime, measure: Measure, judged: Judged) -> Iterator[str]:
    share = tr("The share with {outcome}").format(outcome=measure_name(measure))
    if judged.peers is not None:
        lower, upper = points(judged.peers.lower), points(judged.peers.upper)
        yield tr("{share} is {verdict} its peers, from which {lower} to {upper} is to be expected.").format(
            share=share, verdict=judged.peers.verdict.value, lower=lower, upper=upper
        )
    elif judged.gap is not None:
        apart = difference_words(judged.gap)
        if judged.gap.beyond_chance:
            yield tr("{share} is {verdict} than in {other} by more than chance in counting: {apart}.").format(
                share=share, verdict=verdict_name(judged.verdict), other=run.elsewhere.name, apart=apart
            )
        else:
            yield tr("{share} does not clearly differ from that in {other}: {apart}.").format(
                share=share, other=run.elsewhere.name, apart=apart
            )


def difference_words(gap: Difference) -> str:
    """A difference in percentage points with its interval."""
    value, lower, upper = (f"{100 * one:+.1f}".replace("-", "−") for one in (gap.value, gap.lower, gap.upper))
    return tr("{value} points, 95% interval {lower} to {upper}").format(value=value, lower=lower, upper=upper)


def _open(run: ComparedOutcomes) -> Iterator[str]:
    after, own = run.shown, run.own
    total = own.count(after.time, after.months)
    still = total - own.resolved(after.time, after.months)
    yield tr("Of {n} of {months}, {still} ({share}) had no outcome by then and were open{since}.").format(
        n=many(total, tr("crime"), tr("crimes")),
        months=months_listed(after.months),
        still=number(still),
        share=points(still / total),
        since=_since(run) if still else "",
    )


def _since(run: ComparedOutcomes) -> str:
    after = run.shown
    parts = [
        (LATER, tr("{n} had one later")),
        (SINCE, tr("{n} have one in the street file alone, of a month after those held or lost")),
        (UNAVAILABLE, tr("of {n} the force gives no status")),
        (OPEN, tr("{n} are open in the street file")),
    ]
    counts = [(run.own.count(after.time, after.months, [state]), words) for state, words in parts]
    return ": " + ", ".join(words.format(n=number(count)) for count, words in counts if count)


def not_yet(run: ComparedOutcomes) -> Iterator[str]:
    """The months of crime that no share is of, because their time has not passed in what is held."""
    parts = [
        tr("{time} months those of {months}").format(time=after.time, months=months_listed(after.not_yet))
        for after in run.times
        if after.not_yet
    ]
    if parts:
        to = run.own.outcomes_to
        held = tr(" (outcomes are held to {month})").format(month=month_name(to)) if to is not None else ""
        yield tr("Crimes not yet followed as long, which is not zero{held}: {parts}.").format(
            held=held, parts="; ".join(parts)
        )


def lacking(run: ComparedOutcomes) -> Iterator[str]:
    """The months left out because of a gap."""
    after = run.shown
    if after.lacking:
        yield tr(
            "Left out after {time} months, as crimes or outcomes of one side are missing, which is not zero: crimes of "
            "{months}."
        ).format(time=after.time, months=months_listed(after.lacking))


def not_carried(run: ComparedOutcomes) -> list[str]:
    """Crimes that may be the area's and are in no share, as nothing carries them to it exactly."""
    if run.elsewhere.against is Against.PEERS:
        return not_carried_lines(run.name, run.own.uncarried, [peer.uncarried for peer in run.elsewhere.followed])
    other = not_carried_lines(run.elsewhere.name, run.elsewhere.one.uncarried)
    return [*not_carried_lines(run.name, run.own.uncarried), *other]


def not_joined(run: ComparedOutcomes) -> Iterator[str]:
    """Crimes in no share, because nothing leads from them to an outcome."""
    why = {
        Join.NO_ID: tr("{n} without a crime ID"),
        Join.SEVERAL_MONTHS: tr("{n} whose ID stands in files of several months"),
        Join.NOT_HELD: tr("{n} recorded by another force whose outcomes are not held"),
        Join.IDS_REPEAT: tr("{n} of Northern Ireland, where IDs repeat"),
    }
    sides = ((run.name, [run.own]), (run.elsewhere.name, list(run.elsewhere.followed)))
    for name, followed in sides:
        found = [sum(one.not_joined(run.shown.months)[join] for one in followed) for join in why]
        told = [words.format(n=number(count)) for count, words in zip(found, why.values()) if count]
        if told:
            yield tr("Could not be joined to outcomes, and in no share: of {name} {told}.").format(
                name=name, told=", ".join(told)
            )


def overlap(run: ComparedOutcomes) -> Iterator[str]:
    """That two areas share crimes."""
    if run.elsewhere.in_both:
        yield tr("{one} and {other} have {n} in common, so their difference is not judged.").format(
            one=sentence_case(run.name),
            other=run.elsewhere.name,
            n=many(run.elsewhere.in_both, tr("crime"), tr("crimes")),
        )


def few_peers(run: ComparedOutcomes) -> Iterator[str]:
    """That too few peers are left for a verdict."""
    if run.elsewhere.against is Against.PEERS and run.shown.by[Measure.ANY].peers is None:
        yield tr(
            "Only {n} can be followed as long, and from fewer than {few} it cannot be told how much peers differ: "
            "there is no verdict."
        ).format(n=many(len(run.shown.kept), tr("peer"), tr("peers")), few=FEWEST_PEERS)


def warnings(run: ComparedOutcomes) -> list[str]:
    """The lines not to be overlooked."""
    lines = [*not_yet(run), *lacking(run), *not_carried(run), *not_joined(run), *overlap(run), *few_peers(run)]
    group = run.elsewhere.group
    if run.elsewhere.refused:
        lines.append(
            tr("Peers left out, as their outcomes are not held or never published: {names}.").format(
                names=", ".join(run.elsewhere.refused)
            )
        )
    return lines if group is None else [*lines, *quality_lines(group), *kept(group)]
