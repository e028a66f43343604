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
    what, where = sentence_case(about.what), about.where
    if run.by_any == run.found.held:
        text = tr("{what} in {where}: {units} had any in half of the months or more")
        none = tr("{what} in {where}: no {unit} had any in half of the months, or in more than chance makes")
    elif by_any(run):
        text = tr(
            "{what} in {where}: {units} in the top {top:g}% in half of the months or more, mostly by having had any"
        )
        none = tr("{what} in {where}: no {unit} stays in the top {top:g}% in half of the months")
    else:
        text = tr("{what} in {where}: {units} in the top {top:g}% in half of the months or more")
        none = tr("{what} in {where}: no {unit} stays in the top {top:g}% in half of the months")
    return (text if persistent else none).format(
        what=what,
        where=where,
        units=unit_words(run, persistent),
        unit=unit_words(run, 1).partition(" ")[2],
        top=run.asked.top,
    )


def by_any(run: PersistenceRun) -> bool:
    """Whether to be in the top says no more, in half of the months or more, than that there was a crime."""
    return 2 * run.by_any >= run.found.held


def in_short(run: PersistenceRun) -> str:
    """What can be said of it alone."""
    lines = [f"{finding(run)}.", _found(run), *([_too_rare(run)] if by_any(run) else []), halves_sentence(run)]
    return " ".join(lines)


def sentences(run: PersistenceRun) -> tuple[str, ...]:
    """What was found, what chance would give, and whether the first half of the months tells of the second."""
    return _found(run), _chance(run), halves_sentence(run)


def _found(run: PersistenceRun) -> str:
    persistent, units, held = run.persistent, run.units, run.found.held
    count = int(persistent.sum())
    places = run.found.places
    top = tr("the one with the most crimes") if places == 1 else tr("among the {top} with the most crimes")
    top = top.format(top=unit_words(run, places))
    plain = run.by_any == held
    if not count:
        best = int(run.found.months.max())
        text = (
            tr("The one most often with any had some in {best} of {held} months; {n} of {all} had some at least once.")
            if plain
            else tr("The one most often {top} was so in {best} of {held} months; {n} of {all} at least once.")
        )
        said = text.format(
            top=top,
            best=number(best),
            held=number(held),
            n=number(int((run.found.months > 0).sum())),
            all=unit_words(run, len(units.keys)),
        )
        return f"{said} {_by_any(run)}".strip()
    text = (
        tr("{n} of {all} had any in {least} or more of {held} months; on {ground} of the ground {they} {share}.")
        if plain
        else tr(
            "{n} of {all} {was} {top} in {least} or more of {held} months; on {ground} of the ground {they} {share}."
        )
    )
    said = text.format(
        n=number(count),
        all=unit_words(run, len(units.keys)),
        was=tr("was") if count == 1 else tr("were"),
        they=tr("it holds") if count == 1 else tr("they hold"),
        top=top,
        least=number(-(-held // 2)),
        held=number(held),
        ground=percent(float(units.area[persistent].sum() / units.area.sum())),
        share=tr("{share} of {crimes} crimes").format(
            share=percent(float(run.found.crimes[persistent].sum()) / run.crimes), crimes=number(run.crimes)
        ),
    )
    return f"{said} {_by_any(run)}".strip()


def _by_any(run: PersistenceRun) -> str:
    """That to be in the top means no more than to have had a crime, where that is so."""
    if not by_any(run):
        return ""
    places, several = number(run.found.places), unit_words(run, 2).partition(" ")[2]
    if run.by_any == run.found.held:
        return tr(
            "No month had more than {most} {units} with any, but the top {top:g}% has {places} places: to be in it "
            "only means that there was one."
        ).format(most=number(int(run.at_most.max())), units=several, top=run.asked.top, places=places)
    return tr(
        "In {n} of {held} months no more {units} had any than the top has places ({places}): to be in it then only "
        "means that there was one."
    ).format(n=number(run.by_any), held=number(run.found.held), units=several, places=places)


def _chance(run: PersistenceRun) -> str:
    chance, held = run.chance, run.found.held
    mean = tr("Were all alike, chance would put each there in {months:.1f} of {held} months").format(
        months=chance.months, held=number(held)
    )
    if chance.most > held:
        return tr("{mean}; with so few crimes or months no number is beyond chance.").format(mean=mean)
    reached = int((run.found.months >= chance.most).sum())
    return tr("{mean}, and hardly ever even one of them in {most} or more; {reached} {reach} that.").format(
        mean=mean,
        most=number(chance.most),
        reached=number(reached) if reached else tr("none"),
        reach=tr("reaches") if reached < 2 else tr("reach"),
    )


def top_lines(run: PersistenceRun) -> list[str]:
    """What has to stand at the top of the page."""
    return [_too_rare(run)] if by_any(run) else []


def _too_rare(run: PersistenceRun) -> str:
    text = tr("Too few crimes to rank {units} month by month. To see which places hold most, {advice}.")
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
            tr("{n} months only: guidance asks for several years, and what lasts a year may be a season.").format(
                n=found.held
            )
        )
    lines += _ties(run)
    if len(run.units.keys) * run.asked.top < 100 - 1e-6:
        lines.append(
            tr("{top:g}% of {units} is less than one: the top is a single one.").format(
                top=run.asked.top, units=unit_words(run, len(run.units.keys))
            )
        )
    if run.asked.counted_in.units == LAYER:
        lines += _unequal(run.units.area)
    return lines


def _ties(run: PersistenceRun) -> list[str]:
    found, lines = run.found, []
    if not by_any(run) and found.taken.mean() < _FULL * found.places:
        lines.append(
            tr(
                "Of the {places} places of the top {taken:.0f} are taken in a month on average: the others go to "
                "nobody, because too many have the same few crimes. Choose more crime types or larger units."
            ).format(places=number(found.places), taken=float(found.taken.mean()))
        )
    return lines


def _unequal(area: np.ndarray) -> list[str]:
    low, high = np.quantile(area, (0.1, 0.9)).tolist()
    if high <= _UNEQUAL * low:
        return []
    return [
        tr(
            "The polygons are of very unequal size, and large ones lead because they are large: guidance asks for "
            "areas of equal size, or LSOAs."
        )
    ]


def method(run: PersistenceRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    found, chance, stable = run.found, run.chance, run.stability
    middle = tr(", the middle month in neither") if found.held % 2 else ""
    lines = [
        tr(
            "Crimes are counted in {words}, {units} in all, in each of {held} months that are wholly held, and the "
            "units ranked in each (College of Policing, Serious violence hot spots policing guide, step three)."
        ).format(words=run.units.words, units=number(len(run.units.keys)), held=number(found.held)),
        tr(
            "The top {top:g}% has {places} places, rounded down. In it is who has more crimes than the unit ranked "
            "next after them: those who tie for the last places are all out, so nobody is in by chance of order, and "
            "some places may go to nobody."
        ).format(top=run.asked.top, places=number(found.places)),
        tr(
            "Chance: the crimes of each month thrown on units that are all alike, {draws} maps a month (seed {seed}), "
            "the same rule for ties. From how many months on chance is too rare: Poisson-binomial, Bonferroni over all "
            "units, {alpha:g}."
        ).format(draws=chance.draws, seed=run.asked.seed, alpha=chance.alpha),
        tr(
            "Halves: the first and the last {n} months held{middle}. Spearman's correlation with mean ranks over units "
            "with any crime; 'all alike' and 'nothing changed' (each unit keeps its crimes, the half they fall into is "
            "drawn) are means of {draws} draws with the same totals."
        ).format(n=number(stable.months), middle=middle, draws=stable.draws),
    ]
    return [*lines, tr("Parameters: {parameters}.").format(parameters="; ".join(parameters))]


def caveats(run: PersistenceRun) -> list[str]:
    """What to keep in mind, and when not to use it."""
    lines = [
        tr("Every place is a snap point, mostly the middle of a street: a unit is a neighbourhood, not an address."),
        tr(
            "Persistent says that crimes keep being many there, not why, nor that the risk to a person is higher: town "
            "centres lead because people are there. It does not say that the place stands out from its neighbours: "
            "crimeclusters does."
        ),
        tr(
            "Where each crime may happen is not allowed for: chance puts crimes on fields too, where there are none to "
            "be had. So 'were all alike' is easily beaten."
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
