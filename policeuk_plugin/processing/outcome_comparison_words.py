# SPDX-License-Identifier: GPL-2.0-or-later
"""What a comparison of outcomes says: shares after equal times, what was open, what cannot be told yet or at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from offline_cache.crime_course_lines import COURTS
from offline_cache.outcome_joins import Join
from offline_cache.outcome_states import LATER, OPEN, SINCE, UNAVAILABLE

from ..analysis.peer_range import FEWEST_PEERS
from ..analysis.proportion import Difference
from ..layers.outcome_words import group_meaning, group_name
from ..text import many, month_name, number, tr
from .carried_words import not_carried_lines
from .outcome_comparison_run import HIGHER, LOWER, NO_DIFFERENCE, AfterTime, Against, ComparedOutcomes, Judged, Measure
from .peer_words import kept, quality_lines
from .peer_words import method as peer_method
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
    return tr("an outcome") if measure is Measure.ANY else tr("a suspect charged or dealt with out of court")


def finding(run: ComparedOutcomes) -> str:
    """Both shares of both sides after the time asked for, or the longest that can be told."""
    after = run.shown
    here, there = (_both(after, side) for side in ("own", "other"))
    return tr("{area}: {months} on, {here}{there}.").format(
        area=sentence_case(run.name),
        months=many(after.time, tr("month"), tr("months")),
        here=tr("{any} of {what} had an outcome, {action} a suspect charged or dealt with out of court").format(
            what=run.what, **here
        ),
        there=tr("; {other}: {any} and {action}").format(other=_other_name(run, after), **there) if there else "",
    )


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


def method(run: ComparedOutcomes) -> list[str]:
    """How it was done."""
    groups = "; ".join(f"{group_name(group)}: {group_meaning(group)}" for group in Measure.ANY.groups)
    group = run.elsewhere.group
    lines = [
        tr(
            "Each crime is that of its row in the street file (month, area, type), anti-social behaviour left out. Its "
            "outcomes are found by force and crime ID in the outcomes files of its month and the {times} months after; "
            "of several the last one by then counts, of one month the first of these groups. {groups}."
        ).format(times=tr("3, 6 and 12"), groups=groups),
        tr(
            "A month of crime counts after a time only where the crimes of the month and the outcomes of all months up "
            "to then are held of the forces that police each side. All crimes that can be joined are in the share, "
            "those still open too."
        ),
        tr("Intervals of shares are Wilson's, 95%. They allow for chance in counting alone."),
    ]
    if group is not None:
        lines += peer_method(group)
        lines.append(
            tr(
                "Range of the peers: prediction interval on log odds with the variance between peers by Paule and "
                "Mandel and Student's t, 95%; of few crimes that of a binomial count. The rule is ours, after that for "
                "rates. The mean of the peers is unweighted, without the area."
            )
        )
    else:
        lines.append(tr("The interval of a difference is Newcombe's of two independent shares (1998, method 10), 95%."))
    return lines


def caveats() -> Sequence[str]:
    """What to keep in mind."""
    return [
        tr(
            "An outcome is no solved crime: most are that no suspect was found, or that evidence or the victim's "
            "support was lacking. Forces that close such crimes sooner have a higher share with an outcome."
        ),
        tr(
            "Forces record outcomes differently and at times not at all; areas differ in their mix of crimes: "
            "compare one crime type at a time."
        ),
        tr(
            "Outcomes files are revised and can lose rows; an outcome that was lost counts as open. Files give months, "
            "not days: 3 months after is to the end of the third month after that of the crime."
        ),
        COURTS,
    ]
