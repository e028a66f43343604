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
from .verdicts_finding import are, chance_text, how_many_clear, most_by_chance, none_clear, types_that_stand
from .verdicts_left_out import beside_finding, not_compared_lines
from .verdicts_run import AreaVerdicts, Family, Looked, VerdictsRun

_NAMED = 3
_FEW = 20


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
    told = how_many_clear(of) if of.higher + of.lower else none_clear(of)
    found = tr("{title}: of {n} compared with similar ones {told}").format(
        title=sentence_case(run.about.title), n=f"{number(of.looks)} {plural(run)}", told=told
    )
    return found + types_that_stand(run.family(run.types)) + beside_finding(run)


def sentences(run: VerdictsRun) -> list[str]:
    """The finding in full: by chance, by type, who stands out, who is not compared, what must not be overlooked."""
    of = run.family(run.questions[:1])
    return [
        *unplaced_line(run),
        *not_carried_line(run),
        *run.beside.visiting,
        _chance(run, of),
        *_untold(of),
        *_first(run),
        *_types(run),
        *not_compared_lines(run),
        _poisson(of),
    ]


def _chance(run: VerdictsRun, of: Family) -> str:
    if of.outside == 1:
        out = tr("One of the {all} is outside the range of its peers")
    else:
        out = tr("{n} of the {all} are outside the range of their peers")
    return tr(
        "{out}; by chance alone about {chance} would be. Allowing for so many looks (Benjamini and Hochberg, {alpha}) "
        "{left}."
    ).format(
        out=out.format(n=number(of.outside), all=number(of.looks)),
        chance=chance_text(of.by_chance),
        alpha=alpha_text(run),
        left=left_text(of),
    )


def _untold(of: Family) -> Iterator[str]:
    """Of how many nothing can be told; of none nothing is said."""
    if of.untold:
        yield tr(
            "Of {n} of the {all} it cannot be told: they have too few crimes, or their peers differ too much."
        ).format(n=number(of.untold), all=number(of.looks))


def alpha_text(run: VerdictsRun) -> str:
    """The false discovery rate held."""
    return f"{100 * run.alpha:g}%"


def left_text(of: Family) -> str:
    """How many are left after allowing for the number of looks."""
    if not of.higher + of.lower:
        return tr("none is left")
    return tr("{n} left: {higher} higher, {lower} lower").format(
        n=are(of.higher + of.lower), higher=number(of.higher), lower=number(of.lower)
    )


def _first(run: VerdictsRun) -> Iterator[str]:
    named = [(area, look) for area, look in outside(run) if look.stands][:_NAMED]
    if named:
        yield tr("Farthest out of line: {names}.").format(
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
    if not run.types:
        return
    of = run.family(run.types)
    yield tr(
        "By crime type: of {n} looks {out} are outside the range, where chance alone makes up to about {chance} so; "
        "allowing for all of them {left}. Of {untold} it cannot be told."
    ).format(
        out=number(of.outside),
        n=number(of.looks),
        chance=chance_text(of.by_chance),
        left=left_text(of),
        untold=number(of.untold),
    )


def _poisson(of: Family) -> str:
    if of.by_poisson <= most_by_chance(of.poisson_by_chance):
        said = tr(
            "Limits of chance in counting alone (Poisson) would call {n} of {all} ({share}), about as many as chance "
            "makes; they decide nothing here."
        )
    else:
        said = tr(
            "Limits of chance in counting alone (Poisson) would call {n} of {all} ({share}): areas alike differ by "
            "more than chance, so these limits decide nothing here."
        )
    return said.format(
        n=number(of.by_poisson), all=number(of.looks), share=percent(of.by_poisson / of.looks if of.looks else 0)
    )


def not_carried_line(run: VerdictsRun) -> Iterator[str]:
    """In how many areas crimes are in no count, as nothing carries them there exactly."""
    doubts = run.beside.doubtful
    if doubts:
        yield tr(
            "Not carried exactly: in {n} of the {all} areas compared there are crimes, at most {share} of all that may "
            "lie there, written with no LSOA or one that several areas share. They are in no count."
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
    of = run.family(run.questions[:1])
    parts = [
        tr("{n} lie outside the range of areas like them; chance alone would make about {chance} so.").format(
            n=tr("{n} of the {all} {areas}").format(n=number(of.outside), all=number(of.looks), areas=plural(run)),
            chance=chance_text(of.by_chance),
        ),
        *_untold(of),
        *_first(run),
        *_short_types(run),
        *not_compared_lines(run),
        *unplaced_line(run),
        *base_age(run.figures, last_month(run), base_words(run)),
    ]
    return " ".join([finding(run) + ".", *parts])


def _short_types(run: VerdictsRun) -> Iterator[str]:
    """How many areas are clearly out of line in some crime type, and in which most."""
    stand = [(question, run.family([question])) for question in run.types]
    most = sorted(stand, key=lambda one: (-(one[1].higher + one[1].lower), one[0].title))
    total = sum(of.higher + of.lower for _, of in stand)
    if not run.types:
        return
    if not total:
        yield tr("No crime type by itself is clearly out of line in any of them, allowing for so many looks.")
        return
    yield tr("By single crime types {n}, allowing for so many looks; most in {type} ({most}).").format(
        n=tr("1 area is clearly out of line")
        if total == 1
        else tr("there are {n} clear cases: {higher} higher, {lower} lower").format(
            n=number(total),
            higher=number(sum(of.higher for _, of in stand)),
            lower=number(sum(of.lower for _, of in stand)),
        ),
        type=most[0][0].title[:1].lower() + most[0][0].title[1:],
        most=number(most[0][1].higher + most[0][1].lower),
    )


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
        lines.append(stands_text(main))
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
    return (
        tr("also allowing for how many are looked at") if look.stands else tr("which may be chance, of so many looks")
    )


def names_text(areas: Sequence[AreaVerdicts], most: int) -> str:
    """Names of areas, or of the first of them and how many more."""
    names = ", ".join(isolated(area.name) for area in areas[:most])
    return names + (tr(" and {n} more").format(n=number(len(areas) - most)) if len(areas) > most else "")
