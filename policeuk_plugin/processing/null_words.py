# SPDX-License-Identifier: GPL-2.0-or-later
"""What maps made by chance say, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from ..analysis.clusters import Direction
from ..analysis.nulls import NullMaps, most_by_chance
from ..text import many, number, tr
from .cluster_option_words import units_text
from .null_run import Null, NullRun, Tried
from .wording import number_text, sentence_case


def finding(run: NullRun) -> str:
    """The finding as a title."""
    chance = tr("Of {maps} maps made by chance {some} had any {cluster}").format(
        maps=number(run.maps), some=_none_or(run.worst.with_any), cluster=_thing(run)
    )
    return tr("{chance}; yours has {yours}").format(chance=chance, yours=_yours(run))


def sentences(run: NullRun) -> tuple[str, ...]:
    """How sure that is, and what streets and residents alone would make."""
    worst, lines = run.worst, []
    allowed = round(run.real.asked.alpha * run.maps)
    lines.append(
        tr("That was the worst of {kinds}; the test allows about {allowed} of {maps}.").format(
            kinds=many(len(run.made(True)), tr("kind of chance"), tr("kinds of chance")),
            allowed=number(allowed),
            maps=number(run.maps),
        )
    )
    if run.called:
        lines.append(_as_many(run, worst))
    lines += [_ground(run, null, found) for null, found in run.made(chance=False)]
    return tuple(lines)


def _as_many(run: NullRun, worst: NullMaps) -> str:
    as_many = max(found.as_many_as(run.called) for _, found in run.made(chance=True))
    if as_many:
        return tr("{n} of them had as many as yours: do not build on it.").format(n=number(as_many))
    return tr("None had as many as yours; a map by chance had {mean} on average, {most} at most.").format(
        mean=mean_text(worst.mean), most=number(max(found.most for _, found in run.made(chance=True)))
    )


def _ground(run: NullRun, null: Null, found: NullMaps) -> str:
    if null is Null.STREETS:
        text = tr("If crimes were only dealt anew among the snap points they stand on, a map would have {usual}; {so}")
    else:
        text = tr("If crimes only followed where people live, a map would have {usual}; {so}")
    usual = tr("{mean} on average ({least} to {most})").format(
        mean=mean_text(found.mean), least=number(found.least), most=number(found.most)
    )
    return text.format(usual=usual, so=_beside(run, found))


def _beside(run: NullRun, found: NullMaps) -> str:
    """What that says of the real map."""
    yours = number(run.called)
    if run.called < found.least:
        return tr("yours has {yours}, fewer than any of them, so that alone would do.").format(yours=yours)
    if run.called > found.most:
        return tr("yours has {yours}, more than any of them.").format(yours=yours)
    if found.as_many_as(run.called) <= 0.05 * run.maps:
        return tr("yours has {yours}, more than nearly all of them.").format(yours=yours)
    return tr("yours has {yours}, so that alone could do.").format(yours=yours)


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
            "Every snap point with crimes stays where it is, and their counts are dealt out anew among them: what is "
            "left is where streets lie close together."
        ),
        Null.RESIDENTS: tr("The same number of crimes, thrown on units in proportion to their residents."),
    }[null]


def basis(run: NullRun) -> list[str]:
    """What the numbers rest on."""
    from .cluster_words import basis as basis_of_clusters

    return [*basis_of_clusters(run.real), *warnings(run)]


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


def caveats(run: NullRun) -> list[str]:
    """When not to use it."""
    return [
        tr("Every place is a snap point, mostly the middle of a street: chance is tried on areas, not on addresses."),
        tr(
            "It says how often these settings call something where nothing is. It does not say which of your clusters "
            "is wrong, nor why crimes are where they are."
        ),
        tr("Do not use it to choose settings that call more: try other settings on chance before you look at the map."),
        tr(
            "The two last kinds are no pure chance: they keep where streets or people are. Clusters that they make too "
            "are real, but may say no more than where there is anything to happen."
        ),
    ]


def mean_text(mean: float) -> str:
    """A mean number of units for reading."""
    return f"{mean:,.0f}" if mean >= 10 else f"{mean:.2g}" if mean else "0"


def _none_or(count: int) -> str:
    return number(count) if count else tr("none")


def _thing(run: NullRun) -> str:
    return {
        Direction.HOT: tr("cluster"),
        Direction.COLD: tr("quiet neighbourhood"),
        Direction.BOTH: tr("cluster or quiet neighbourhood"),
    }[run.real.asked.direction]


def _yours(run: NullRun) -> str:
    real = run.real
    parts = []
    if real.clusters:
        parts.append(
            tr("{cells} in {areas}").format(
                cells=units_text(real, real.clusters), areas=many(real.areas, tr("area"), tr("areas"))
            )
        )
    if real.quiet:
        parts.append(tr("{cells} quiet").format(cells=units_text(real, real.quiet)))
    return tr(" and ").join(parts) if parts else tr("none")


def total(run: NullRun) -> str:
    """The crimes that every map has."""
    return number_text(run.real.crimes)
