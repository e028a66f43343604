# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of persistence found, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...text import many, number, tr
from ..asking.analysis_parameters import LAYER, LSOA
from ..running.wording import number_text, percent, sentence_case
from .persistence_halves import halves_sentence
from .persistence_run import PersistenceRun

ENOUGH_MONTHS = 24
_FULL, _UNEQUAL = 0.5, 4.0


def finding(run: PersistenceRun) -> str:
    """The finding as a title."""
    about, persistent = run.inputs.crimes.about, int(run.persistent.sum())
    half = 2 * int(run.found.months.max()) >= run.found.held
    if run.by_any == run.found.held:
        text = tr("{what} in {where}: {units} had any in half of the months or more")
        none = tr("{what} in {where}: no {unit} had any in half of the months")
        chance = tr("{what} in {where}: no {unit} had any often enough to be told from chance")
    else:
        text = tr("{what} in {where}: {units} in the top {top:g}% in half of the months or more")
        text += tr(", mostly by having had any") if by_any(run) else ""
        none = tr("{what} in {where}: no {unit} stays in the top {top:g}% in half of the months")
        chance = tr("{what} in {where}: no {unit} is in the top {top:g}% often enough to be told from chance")
    return (text if persistent else chance if half else none).format(
        what=sentence_case(about.what),
        where=about.where,
        units=unit_words(run, persistent),
        unit=_noun(run, 1),
        top=run.asked.top,
    )


def by_any(run: PersistenceRun) -> bool:
    """Whether to be in the top says no more, in half of the months or more, than that there was a crime."""
    return 2 * run.by_any >= run.found.held


def in_short(run: PersistenceRun) -> str:
    """What can be said of it alone."""
    rare = [_too_rare(run)] if by_any(run) else []
    chance = [_chance(run)] if run.persistent.any() else []
    return " ".join([f"{finding(run)}.", _found(run), *rare, *chance, halves_sentence(run)])


def sentences(run: PersistenceRun) -> tuple[str, ...]:
    """What was found, what chance would give, and whether the first half of the months tells of the second."""
    return _found(run), _chance(run), halves_sentence(run)


def _found(run: PersistenceRun) -> str:
    persistent, held = run.persistent, run.found.held
    count = int(persistent.sum())
    if not count:
        return f"{_most_often(run)} {_by_any(run)}".strip()
    text = (
        tr("{n} of the {all} had any crime in {least} or more of the {held} months.")
        if run.by_any == held
        else tr("{n} of the {all} {was} {top} in {least} or more of the {held} months.")
    )
    text += " " + tr("{they} {share} of the {crimes} crimes on {ground} of the ground.")
    said = text.format(
        n=number(count),
        all=unit_words(run, len(run.units.keys)),
        was=tr("was") if count == 1 else tr("were"),
        top=_top(run),
        least=number(run.least),
        held=number(held),
        they=tr("It holds") if count == 1 else tr("They hold"),
        share=percent(float(run.found.crimes[persistent].sum()) / run.crimes),
        crimes=number(run.crimes),
        ground=percent(float(run.units.area[persistent].sum() / run.units.area.sum())),
    )
    return f"{said} {_by_any(run)}".strip()


def _most_often(run: PersistenceRun) -> str:
    """The unit that comes nearest, where none is persistent."""
    once = int((run.found.months > 0).sum())
    text = (
        tr("The {unit} most often with any had some in {best} of the {held} months. {n} of the {all} had some at all.")
        if run.by_any == run.found.held
        else tr(
            "The {unit} most often {top} was so in {best} of the {held} months. {n} of the {all} {was} so at least "
            "once."
        )
    )
    return text.format(
        unit=_noun(run, 1),
        top=_top(run),
        best=number(int(run.found.months.max())),
        held=number(run.found.held),
        n=number(once),
        all=unit_words(run, len(run.units.keys)),
        was=tr("was") if once == 1 else tr("were"),
    )


def _top(run: PersistenceRun) -> str:
    places = run.found.places
    top = tr("the one with the most crimes") if places == 1 else tr("among the {top} with the most crimes")
    return top.format(top=unit_words(run, places))


def _by_any(run: PersistenceRun) -> str:
    """That to be in the top means no more than to have had a crime, where that is so."""
    if not by_any(run):
        return ""
    if run.by_any == run.found.held:
        text = tr(
            "No month had more than {most} with any, and the top {top:g}% has {places}. So to be in the top only "
            "means to have had a crime."
        )
    else:
        text = tr(
            "In {n} of the {held} months no more {units} had any than the top has room for ({places}). In those "
            "months, to be in the top only means to have had a crime."
        )
    return text.format(
        most=unit_words(run, int(run.at_most.max())),
        top=run.asked.top,
        places=many(run.found.places, tr("place"), tr("places")),
        n=number(run.by_any),
        held=number(run.found.held),
        units=_noun(run, 2),
    )


def _chance(run: PersistenceRun) -> str:
    chance, held = run.chance, run.found.held
    alike = tr("If crime fell on all {units} alike, each would be in the top in {months} of the {held} months").format(
        units=_noun(run, 2), months=_months_text(chance.months), held=number(held)
    )
    if chance.most > held:
        return tr("{alike}; with so few crimes or months no number of months is beyond chance.").format(alike=alike)
    reached = int((run.found.months >= chance.most).sum())
    do = tr("none does") if not reached else tr("{units} does") if reached == 1 else tr("{units} do")
    return tr("{alike}, and even one of them would hardly ever reach {most} months; {do}.").format(
        alike=alike, most=number(chance.most), do=do.format(units=unit_words(run, reached))
    )


def _months_text(months: float) -> str:
    return f"{months:.1f}" if months >= 0.05 else tr("fewer than 0.1")


def _noun(run: PersistenceRun, count: int) -> str:
    """What the units are called, of one or of several."""
    return run.asked.counted_in.nouns[0 if count == 1 else 1]


def top_lines(run: PersistenceRun) -> list[str]:
    """What has to stand at the top of the page."""
    return [_too_rare(run)] if by_any(run) else []


def _too_rare(run: PersistenceRun) -> str:
    text = tr("There are too few crimes to rank {units} month by month. To see which places hold most, {advice}.")
    if run.asked.counted_in.cells:
        advice = tr("count in LSOAs or in cells of {size:g} m and more, or choose more crime types").format(
            size=2 * run.asked.counted_in.cell_size
        )
    else:
        advice = tr("choose larger units, more crime types, or a smaller TOP")
    return text.format(units=run.units.words, advice=advice)


def basis(run: PersistenceRun) -> list[str]:
    """What the numbers rest on."""
    about, units = run.inputs.crimes.about, run.units
    counted = tr("{inside} crimes in the units in {months}; {outside} outside the units, not counted.").format(
        inside=number(run.crimes),
        months=many(run.found.held, tr("month"), tr("months")),
        outside=number_text(units.counted.outside),
    )
    lines = [tr("{title}.").format(title=sentence_case(about.title)), counted, *about.basis]
    if run.inputs.study is not None:
        study = run.inputs.study
        lines.append(tr("Study area of {km2} km²: {origin}.").format(km2=f"{study.km2:,.1f}", origin=study.origin))
    return [*lines, *warnings(run)]


def warnings(run: PersistenceRun) -> list[str]:
    """What must not be overlooked."""
    found, left_out = run.found, run.months.left_out_line()
    lines = [*top_lines(run), *run.inputs.notes, *run.units.notes]
    if left_out:
        lines.append(left_out)
    if found.held < ENOUGH_MONTHS:
        lines.append(
            tr(
                "There are {n} months only: guidance asks for several years, and what lasts a year may be a season."
            ).format(n=found.held)
        )
    lines += _ties(run)
    if len(run.units.keys) * run.asked.top < 100 - 1e-6:
        lines.append(
            tr("{top:g}% of {units} is less than one, so the top is a single {unit}.").format(
                top=run.asked.top, units=unit_words(run, len(run.units.keys)), unit=_noun(run, 1)
            )
        )
    if run.asked.counted_in.units == LAYER:
        lines += _unequal(run.units.area)
    return lines


def _ties(run: PersistenceRun) -> list[str]:
    found, taken = run.found, float(run.found.taken.mean())
    if by_any(run) or taken >= _FULL * found.places:
        return []
    return [
        tr(
            "On average only {taken} of the {places} places of the top are taken in a month, because too many "
            "{units} tie on the same few crimes. Choose more crime types or larger units."
        ).format(
            places=number(found.places), taken=f"{taken:.0f}" if taken >= 1 else f"{taken:.1f}", units=_noun(run, 2)
        )
    ]


def _unequal(area: np.ndarray) -> list[str]:
    low, high = np.quantile(area, (0.1, 0.9)).tolist()
    if high <= _UNEQUAL * low:
        return []
    return [
        tr(
            "The polygons are of very unequal size, and large ones lead because they are large. Guidance asks for "
            "areas of equal size, or LSOAs."
        )
    ]


def method(run: PersistenceRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    found, chance, stable = run.found, run.chance, run.stability
    middle = tr(", the middle month in neither") if found.held % 2 else ""
    lines = [
        tr(
            "Crimes are counted in {words}, {units} in all, in each of the {held} months that are wholly held. The "
            "units are ranked in each month (College of Policing, Serious violence hot spots policing guide, step "
            "three)."
        ).format(words=run.units.words, units=number(len(run.units.keys)), held=number(found.held)),
        tr(
            "The top {top:g}% has {places}, rounded down. If more units tie for the last places than there is room "
            "for, all of them are out. So no unit is in by chance of order, and some places may stay empty."
        ).format(top=run.asked.top, places=many(found.places, tr("place"), tr("places"))),
        tr(
            "Chance: the crimes of each month are thrown on units that are all alike, {draws} maps a month (seed "
            "{seed}), with the same rule for ties. From how many months on chance is too rare: Poisson-binomial, "
            "Bonferroni over all units, {alpha:g}."
        ).format(draws=chance.draws, seed=run.asked.seed, alpha=chance.alpha),
        tr(
            "Halves: the first and the last {n} months held{middle}. Spearman's correlation is with mean ranks over "
            "units with any crime. 'If all units were alike' and 'if nothing had changed' are means of {draws} draws "
            "with the same totals; in the latter each unit keeps its crimes, and the half they fall into is drawn."
        ).format(n=number(stable.months), middle=middle, draws=stable.draws),
    ]
    return [*lines, tr("Parameters: {parameters}.").format(parameters="; ".join(parameters))]


def caveats(run: PersistenceRun) -> list[str]:
    """What to keep in mind, and when not to use it."""
    lines = [
        tr("Every place is a snap point, mostly the middle of a street: a unit is a neighbourhood, not an address."),
        tr(
            "Persistent says that a place keeps having many crimes. It does not say why, nor that the risk to a person "
            "is higher: town centres lead because people are there. Nor does it say that the place stands out from "
            "its neighbours: crimeclusters does."
        ),
        tr(
            "Where each crime may happen is not allowed for: chance puts crimes on fields, too. So it is easily beaten."
        ),
        tr(
            "Do not use it to show that something you did worked, for single streets or addresses, or for types so "
            "rare that most units have none in most months."
        ),
    ]
    if run.asked.counted_in.units == LSOA:
        lines.append(tr("LSOAs have about as many residents each, not as much ground: those of town centres lead."))
    stacks = run.persistent & (run.units.counted.largest_place_share > _FULL)
    if stacks.any():
        lines.append(
            tr("In {n} of the {units} one snap point holds more than half of the crimes.").format(
                n=number(int(stacks.sum())), units=unit_words(run, int(run.persistent.sum()))
            )
        )
    return lines


def unit_words(run: PersistenceRun, count: int) -> str:
    """The count with what the units are."""
    return many(count, *run.asked.counted_in.nouns)
