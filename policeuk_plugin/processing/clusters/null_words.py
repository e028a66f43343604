# SPDX-License-Identifier: GPL-2.0-or-later
"""What maps made by chance say, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from ...analysis.nulls import NullMaps, most_by_chance
from ...text import many, number, tr
from ..running.wording import number_text, sentence_case
from .cluster_option_words import units_text
from .null_run import Null, NullRun, Tried
from .null_verdict import Beside, advice, as_many, beside, finding, none_or, on_ground, thing


def sentences(run: NullRun) -> tuple[str, ...]:
    """What residents and streets alone would make, first, and how sure it is that pure chance would not."""
    lines = [_ground(run, null, found) for null, found in on_ground(run)] if run.called else []
    return tuple(line for line in (*lines, _unknown(run), advice(run), _pure(run)) if line)


def short(run: NullRun) -> str:
    """The answer for the panel and the first page of a report."""
    text = tr("{some} of {maps} maps made by pure chance had any {thing}, with at most {most}.")
    if not run.worst.with_any:
        text = tr("None of {maps} maps made by pure chance had any {thing}.")
    pure = text.format(
        maps=number(run.maps),
        some=number(run.worst.with_any),
        thing=thing(run),
        most=units_text(run.real, max(found.most for _, found in run.made(chance=True))),
    )
    lines = (f"{finding(run)}.", _unknown(run), advice(run), pure if run.called else "", *warnings(run))
    return " ".join(line for line in lines if line)


def _pure(run: NullRun) -> str:
    """How many maps of pure chance have anything, and how many have as much."""
    worst, most = run.worst, most_by_chance(run.maps, run.real.asked.alpha)
    text = tr(
        "{some} of {maps} maps made by pure chance had any {thing}, in the worst of {kinds}; about {allowed} may, and "
        "up to {most} by luck."
    ).format(
        maps=number(run.maps),
        some=none_or(worst.with_any),
        thing=thing(run),
        kinds=many(len(run.made(True)), tr("kind"), tr("kinds")),
        allowed=number(round(run.real.asked.alpha * run.maps)),
        most=number(most),
    )
    if not run.called:
        return text
    alike = as_many(run)
    if alike:
        maps = many(alike, tr("map"), tr("maps"))
        return tr("{text} {maps} had as many as yours: do not build on it.").format(text=text, maps=maps)
    biggest = max(found.most for _, found in run.made(chance=True))
    if not biggest:
        return text
    return tr("{text} None had as many as yours: at most {most}.").format(text=text, most=units_text(run.real, biggest))


def _unknown(run: NullRun) -> str:
    """Why residents were not asked: the test itself compares with what is at risk, or they are not known."""
    if not run.called:
        return ""
    if run.real.exposure is not None:
        return tr("All of this is in proportion to {exposure}.").format(exposure=run.real.exposure.words)
    lacking = [one.why for one in run.tried if one.null is Null.RESIDENTS and one.found is None]
    if not lacking:
        return ""
    return tr("It is not known whether where people live would do this alone. {why}").format(why=lacking[0])


def _ground(run: NullRun, null: Null, found: NullMaps) -> str:
    if null is Null.STREETS:
        text = tr("If crimes were only dealt anew among the snap points they stand on, a map would have {usual}; {so}")
    else:
        text = tr("If crimes only followed where people live, a map would have {usual}; {so}")
    one, several = run.real.asked.counted_in.nouns
    usual = tr("{least} to {most} {units} called ({mean} on average)") if found.most else tr("no {unit} called")
    usual = usual.format(
        mean=mean_text(found.mean), least=number(found.least), most=number(found.most), unit=one, units=several
    )
    return text.format(usual=usual, so=_so(run, found))


def _so(run: NullRun, found: NullMaps) -> str:
    """What that says of the real map."""
    text = {
        Beside.FEWER: tr("yours has {yours}, fewer than any of them, so that alone would do."),
        Beside.ALIKE: tr("yours has {yours}, so that alone could do."),
        Beside.MORE: tr("yours has {yours}, more than nearly all of them."),
        Beside.MOST: tr("yours has {yours}, more than any of them."),
    }[beside(run, found)]
    return text.format(yours=number(run.called))


def warnings(run: NullRun) -> list[str]:
    """What must not be overlooked."""
    lines, most = [], most_by_chance(run.maps, run.real.asked.alpha)
    for null, found in run.made(chance=True):
        if found.with_any > most:
            lines.append(
                tr(
                    "{null}: {n} of {maps} maps have something called, more than the test promises (at most {most}). "
                    "Do not rely on clusters with these settings."
                ).format(
                    null=sentence_case(name(null)), n=number(found.with_any), maps=number(run.maps), most=number(most)
                )
            )
    return lines


def name(null: Null) -> str:
    """The null in a few words."""
    return {
        Null.THROWN: tr("crimes thrown at random"),
        Null.DEALT: tr("counts dealt anew"),
        Null.STACKS: tr("unequal stacks anywhere"),
        Null.TALL_STACKS: tr("very unequal stacks anywhere"),
        Null.STREETS: tr("dealt among snap points"),
        Null.RESIDENTS: tr("thrown on residents"),
    }[null]


def meaning(run: NullRun, null: Null) -> str:
    """How such a map is made."""
    exposure = run.real.exposure
    on = (
        tr("in proportion to {what}").format(what=exposure.words)
        if exposure is not None
        else tr("on LSOAs, each alike")
        if run.real.asked.units == "LSOA"
        else tr("anywhere on the ground of the study area")
    )
    return {
        Null.THROWN: tr("The same number of crimes, thrown one by one {on}.").format(on=on),
        Null.DEALT: tr("The counts of the units themselves, dealt out anew among {like}.").format(
            like=run.real.units.like if exposure is None else tr("units with about as much at risk")
        ),
        Null.STACKS: tr("Crimes in stacks as unequal as snap points make them (gamma 0.3), {on}.").format(on=on),
        Null.TALL_STACKS: tr("Crimes in very unequal stacks (gamma 0.1), {on}.").format(on=on),
        Null.STREETS: tr(
            "Every snap point with crimes stays where it is, and their counts are dealt out anew among them. What is "
            "left is where streets lie close together."
        ),
        Null.RESIDENTS: tr("The same number of crimes, thrown on units in proportion to their residents."),
    }[null]


def basis(run: NullRun) -> list[str]:
    """What the numbers rest on."""
    from .cluster_words import basis as basis_of_clusters

    return list(basis_of_clusters(run.real))


def method(run: NullRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    return [
        *(f"{sentence_case(name(one.null))}: {_how(run, one)}" for one in run.tried),
        tr("On each map the same test with the same settings as policeuk:crimeclusters: {units}, {words}.").format(
            units=units_text(run.real, len(run.real.units.keys)), words=run.real.units.words
        ),
        tr("The same seed ({seed}) makes the same maps.").format(seed=run.real.asked.seed),
        tr("Parameters: {parameters}.").format(parameters="; ".join(parameters)),
    ]


def _how(run: NullRun, one: Tried) -> str:
    return meaning(run, one.null) if one.found is not None else tr("left out. {why}").format(why=one.why)


def caveats() -> list[str]:
    """When not to use it."""
    return [
        tr("Every place is a snap point, mostly the middle of a street: chance is tried on areas, not on addresses."),
        tr(
            "It says how often these settings call something where nothing is. It does not say which of your clusters "
            "is wrong, nor why crimes are where they are."
        ),
        tr("Do not use it to choose settings that call more: try other settings on chance before you look at the map."),
        tr(
            "The last two kinds are not pure chance: they keep where streets or people are. Clusters that they make "
            "too are real, but may say no more than where there is anything to happen."
        ),
    ]


def mean_text(mean: float) -> str:
    """A mean number of units for reading."""
    return f"{mean:,.0f}" if mean >= 10 else f"{mean:.2g}" if mean else "0"


def total(run: NullRun) -> str:
    """The crimes that every map has."""
    return number_text(run.real.crimes)
