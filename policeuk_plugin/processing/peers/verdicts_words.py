# SPDX-License-Identifier: GPL-2.0-or-later
"""Areas against their peers in words: how many are out of line, how many chance would call, who is not compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from offline_cache.areas.model import PLURALS
from offline_cache.model import Month
from offline_cache.reading_order import isolated

from ...analysis.peer_range import Verdict
from ...text import number, tr
from ..rates.rated_words import base_age, range_text, rate_text
from ..running.wording import percent, sentence_case
from .carried_words import share_text
from .peer_sides import ALL
from .peer_verdict_words import beside_peers
from .verdicts_finding import chance_text, how_many_clear, mostly_untold, none_clear, sides, stand_out, types_that_stand
from .verdicts_left_out import beside_finding, not_compared_lines
from .verdicts_run import AreaVerdicts, Family, Looked, VerdictsRun

_NAMED = 3


def base_words(run: VerdictsRun) -> str:
    """What rates are of."""
    return tr("households") if run.which.value == "households" else tr("residents")


def plural(run: VerdictsRun) -> str:
    """What the areas are called."""
    return str(PLURALS[run.level.areas.kind])


def outside(run: VerdictsRun) -> list[tuple[AreaVerdicts, Looked]]:
    """The areas out of line in all that is selected: those that stand first, then by how unlikely they are."""
    looks = [(area, look) for area, look in run.of(run.questions[0]) if look.outside]
    return sorted(looks, key=lambda one: (not one[1].stands, one[1].found.p if one[1].found else 1.0, one[0].code))


def finding(run: VerdictsRun) -> str:
    """How many are out of line, allowing for how many are looked at."""
    of = run.family(run.questions[:1])
    told = how_many_clear(of, plural(run)) if of.higher + of.lower else none_clear(of, plural(run))
    found = tr("{title}: {told}").format(title=sentence_case(run.about.title), told=told)
    return found + types_that_stand(run.family(run.types)) + beside_finding(run)


def sentences(run: VerdictsRun) -> list[str]:
    """The finding in full: by chance, who stands out, by type, who is not compared, what must not be overlooked."""
    of = run.family(run.questions[:1])
    return [
        _chance(of),
        *_untold(of),
        *_first(run),
        *_types(run),
        *not_compared_lines(run),
        *unplaced_line(run),
        *not_carried_line(run),
        *run.beside.visiting,
    ]


def _chance(of: Family) -> str:
    """How many are outside the range of their peers where the title does not say it, and how many chance makes so."""
    if of.higher + of.lower or mostly_untold(of):
        said = tr(
            "{n} of the {all} are outside the range of their peers{sides}; by chance alone about {chance} would be."
        )
        if of.outside == 1:
            said = tr(
                "1 of the {all} is outside the range of its peers{sides}; by chance alone about {chance} would be."
            )
    else:
        said = tr("By chance alone about {chance} of the {all} would be outside their range.")
        if of.outside > 1:
            said = tr(
                "By chance alone about {chance} of the {all} would be outside their range; allowing for that, none of "
                "these {n} clearly stands out."
            )
    return said.format(
        n=number(of.outside) if of.outside else tr("None"),
        all=number(of.looks),
        sides=f" ({sides(of.above, of.below)})" if of.outside else "",
        chance=chance_text(of.by_chance),
    )


def _untold(of: Family) -> Iterator[str]:
    """Of how many nothing can be told, where the title does not say it, and why; of none nothing is said."""
    if mostly_untold(of):
        yield tr("Where it cannot be told, crimes are too few or the peers differ too much.")
    elif of.untold:
        yield tr("For {n} of the {all} it cannot be told: crimes are too few, or their peers differ too much.").format(
            n=number(of.untold), all=number(of.looks)
        )


def alpha_text(run: VerdictsRun) -> str:
    """The false discovery rate held."""
    return f"{100 * run.alpha:g}%"


def _first(run: VerdictsRun) -> Iterator[str]:
    named = [(area, look) for area, look in outside(run) if look.stands][:_NAMED]
    if named:
        yield tr("The clearest: {names}.").format(
            names="; ".join(
                tr("{area} ({rate} per 1,000, prediction range {range})").format(
                    area=isolated(area.name),
                    rate=rate_text(look.rate),
                    range=range_text(look.found.lower, look.found.upper) if look.found else "",
                )
                for area, look in named
            )
        )


def _types(run: VerdictsRun) -> Iterator[str]:
    """How many looks at single crime types are outside, how many of them stand, and of which type most."""
    if not run.types:
        return
    of = run.family(run.types)
    said = tr("By crime type, {out} of {n} comparisons {are} outside the range{untold}.")
    yield said.format(
        out=number(of.outside),
        n=number(of.looks),
        are=tr("is") if of.outside == 1 else tr("are"),
        untold=tr(", and {n} cannot be told").format(n=number(of.untold)) if of.untold else "",
    )
    stand = tr("; allowing for that, {stand}").format(stand=stand_out(of)) if of.outside else ""
    most = _most(run) if of.higher + of.lower else ""
    yield tr("By chance up to about {chance} would be outside{stand}.").format(
        chance=chance_text(of.by_chance), stand=stand + most
    )


def _most(run: VerdictsRun) -> str:
    """The crime type with most areas that stand, or with the one that does; '' where several have as many."""
    families = [(question.title, run.family([question])) for question in run.types]
    stand = [(of.higher + of.lower, title[:1].lower() + title[1:]) for title, of in families]
    most, title = max(stand)
    if sum(count == most for count, _ in stand) > 1:
        return ""
    said = tr(", most in {type} ({n})") if sum(count for count, _ in stand) > 1 else tr(", in {type}")
    return said.format(type=title, n=number(most))


def not_carried_line(run: VerdictsRun) -> Iterator[str]:
    """In how many areas crimes are in no count, as nothing carries them there exactly."""
    doubts = run.beside.doubtful
    if doubts:
        yield tr(
            "In {n} of the {all} areas compared some crimes are in no count, because the LSOA is missing or shared by "
            "several areas. These are at most {share} of all that may lie there."
        ).format(
            n=number(len(doubts)),
            all=number(len(run.compared)),
            share=share_text(max(one.share for one in doubts)),
        )


def unplaced_line(run: VerdictsRun) -> Iterator[str]:
    """The share of rows without a place."""
    if run.unplaced:
        yield tr("{what}: {share} of the rows of the files have no place, so they are in no area.").format(
            what=run.questions[0].title, share=percent(run.unplaced)
        )


def last_month(run: VerdictsRun) -> Month:
    """The last month of the counts."""
    months = run.about.months
    return months[1] if months is not None else run.selection.last or Month(2021, 3)


def short(run: VerdictsRun) -> str:
    """What can be said of it alone, without the terms of the method."""
    age = base_age(run.figures, last_month(run), base_words(run))
    return " ".join([finding(run) + ".", *sentences(run), *age])


def verdict_text(look: Looked) -> str:
    """The verdict in a word or two."""
    if look.found is None:
        return tr("not compared")
    return {
        Verdict.LOWER: tr("lower"),
        Verdict.SIMILAR: tr("about the same"),
        Verdict.HIGHER: tr("higher"),
        Verdict.UNTOLD: tr("cannot be told"),
    }[look.found.said]


def lines_of(run: VerdictsRun, area: AreaVerdicts) -> list[str]:
    """One area in words."""
    lines = [f"{area.name} ({area.code})"]
    main = area.main
    if main is None or main.found is None:
        why = area.left_out.sentence if area.left_out is not None else ""
        return [*lines, tr("Not compared: {why}").format(why=why)]
    lines.append(
        tr("{what}: {rate} per 1,000 {of} a year{told}").format(
            what=main.question.title,
            rate=rate_text(main.rate),
            of=base_words(run),
            told=beside_peers(main.found, main.peers, range_text(main.found.lower, main.found.upper)),
        )
    )
    if main.outside:
        lines.append(sentence_case(stands_text(main)))
    lines += [
        tr("{what}: {verdict}, {stands}").format(
            what=look.question.title, verdict=verdict_text(look), stands=stands_text(look)
        )
        for look in area.looks
        if look.question.key != ALL and look.outside
    ]
    return lines


def stands_text(look: Looked) -> str:
    """Whether a verdict is left after allowing for how many are looked at."""
    if look.stands:
        return tr("clearly so, also allowing for chance in so many comparisons")
    return tr("which may be chance, as so many are compared")


def names_text(areas: Sequence[AreaVerdicts], most: int) -> str:
    """Names of areas, or of the first of them and how many more."""
    names = ", ".join(isolated(area.name) for area in areas[:most])
    return names + (tr(" and {n} more").format(n=number(len(areas) - most)) if len(areas) > most else "")
