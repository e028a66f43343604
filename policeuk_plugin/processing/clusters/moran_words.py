# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of local Moran's I found, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...analysis.local_moran import Kind
from ...text import many, number, tr
from ..running.wording import number_text, percent, sentence_case
from ..units.unit_windows import lonely
from .alarm_words import alarms
from .fullest_words import fullest_line
from .moran_run import ONE_STACK, OUTLIERS, MoranRun


def finding(run: MoranRun) -> str:
    """The finding as a title."""
    about = run.inputs.crimes.about
    high, low, unlike = run.told(Kind.HIGH_HIGH), run.told(Kind.LOW_LOW), outliers(run)
    parts = [
        tr("{n} high among high").format(n=units_text(run, high)) if high else "",
        tr("{n} low among low").format(n=number(low) if high else units_text(run, low)) if low else "",
        many(unlike, tr("outlier"), tr("outliers")) if unlike else "",
    ]
    said = ", ".join(part for part in parts if part)
    if not said:
        few = 2 * run.told(Kind.TOO_FEW) > run.found.kind.size
        said = tr("too few crimes to tell") if few else tr("nothing beyond what chance makes")
    elif not high and not low:
        said = tr("{said} ({units})").format(said=said, units=run.asked.counted_in.nouns[1])
    return tr("{what} in {where}: {said}").format(what=sentence_case(about.what), where=about.where, said=said)


def outliers(run: MoranRun) -> int:
    """Units unlike their neighbours."""
    return sum(run.told(kind) for kind in OUTLIERS)


def sentences(run: MoranRun) -> list[str]:
    """What was found, outliers, how sure that is."""
    lines = (_alike(run), outlier_sentence(run), _sure(run), _low_sentence(run), _alone_sentence(run))
    return [line for line in lines if line]


def in_short(run: MoranRun) -> str:
    """What can be said of it alone."""
    return " ".join([f"{finding(run)}.", *sentences(run)])


def _alike(run: MoranRun) -> str:
    counts, high, low = run.units.counted.count, run.found.is_(Kind.HIGH_HIGH), run.found.is_(Kind.LOW_LOW)
    tested = units_text(run, int((~run.found.is_(Kind.NOT_TESTED)).sum()))
    crimes = number_text(run.crimes)
    if not high.any() and not low.any():
        text = tr(
            "None of the {units}, with {crimes} crimes, is high among high ones or low among low ones beyond chance."
        )
        return text.format(units=tested, crimes=crimes)
    parts = []
    if high.any():
        text = tr(
            "{n} of the {units} {is_} high among high ones, with {share} of the {crimes} crimes on {ground} of the "
            "ground"
        )
        parts.append(
            text.format(
                n=number(int(high.sum())),
                units=tested,
                is_=tr("is") if high.sum() == 1 else tr("are"),
                share=percent(float(counts[high].sum()) / run.crimes),
                crimes=crimes,
                ground=percent(float(run.units.area[high].sum() / run.units.area.sum())),
            )
        )
    if low.any():
        is_ = tr("is") if low.sum() == 1 else tr("are")
        text = tr("{n} {is_} low among low ones") if parts else tr("{n} of the {units} {is_} low among low ones")
        parts.append(text.format(n=number(int(low.sum())), units=tested, is_=is_))
    return tr("{parts}.").format(parts=tr("; ").join(parts))


def outlier_sentence(run: MoranRun) -> str:
    """Units unlike their neighbours, and how many of them are a single snap point; '' where there is none."""
    high, low = run.told(Kind.HIGH_LOW), run.told(Kind.LOW_HIGH)
    if not high and not low:
        return ""
    alone = int((run.found.is_(Kind.HIGH_LOW) & run.one_point).sum())
    if high + low == 1:
        if not high:
            return tr("The outlier is low among high ones.")
        if not alone:
            return tr("The outlier is high among low ones.")
        return tr("The outlier is high among low ones, and mostly a single snap point.")
    parts = []
    if high:
        text = tr("{n} high among low ones")
        if alone == high == 1:
            text = tr("{n} high among low ones, which is mostly a single snap point")
        elif alone == high:
            text = tr("{n} high among low ones, each of them mostly a single snap point")
        elif alone:
            text = tr("{n} high among low ones, {alone} of them mostly a single snap point")
        parts.append(text.format(n=number(high), alone=number(alone)))
    if low:
        parts.append(tr("{n} low among high ones").format(n=number(low)))
    return tr("The outliers are {parts}.").format(parts=tr("; ").join(parts))


def _sure(run: MoranRun) -> str:
    called = int(run.called.sum())
    return alarms(run.asked.alpha, called, *run.asked.counted_in.nouns) if called else ""


def _low_sentence(run: MoranRun) -> str:
    """That what is low cannot be told from so few crimes, where that is so."""
    possible, several = run.found.low_possible, run.asked.counted_in.nouns[1]
    if not possible.any():
        text = tr("With so few crimes it cannot be told whether {units} are low together: chance leaves some empty.")
        return text.format(units=several)
    if 2 * possible.sum() < possible.size:
        text = tr("For most {units} it cannot be told whether they are low: chance leaves some empty.")
        return text.format(units=several)
    return ""


def _alone_sentence(run: MoranRun) -> str:
    """How many of the busiest units that nothing high surrounds are one snap point; '' where none is."""
    alone = run.standing_alone
    if not alone:
        return ""
    one = int(run.one_point[alone].sum())
    if not one:
        return ""
    if len(alone) == 1:
        return tr("The busiest that is not high among high ones is mostly a single snap point.")
    text = tr("{one} of the {n} busiest that are not high among high ones {is_} mostly a single snap point.")
    return text.format(n=number(len(alone)), one=number(one), is_=tr("is") if one == 1 else tr("are"))


def basis(run: MoranRun) -> list[str]:
    """What the numbers rest on."""
    about, units = run.inputs.crimes.about, run.units
    lines = [
        tr("{title}.").format(title=sentence_case(about.title)),
        tr("{inside} crimes in the units tested, on {places} snap points; {outside} outside the study area.").format(
            inside=number_text(run.crimes),
            places=number(int(units.counted.places.sum())),
            outside=number_text(units.counted.outside),
        ),
        *about.basis,
    ]
    if run.inputs.study is not None:
        study = run.inputs.study
        lines.append(tr("Study area of {km2} km²: {origin}.").format(km2=f"{study.km2:,.1f}", origin=study.origin))
    return [*lines, *warnings(run)]


def warnings(run: MoranRun) -> list[str]:
    """What must not be overlooked."""
    lines = [*run.inputs.notes, *run.units.notes]
    counts, few = run.units.counted.count, run.told(Kind.TOO_FEW)
    if np.ptp(counts) == 0:
        lines.append(tr("Every unit holds the same number of crimes, so nothing is high or low."))
    if 2 * few > counts.size:
        lines.append(
            tr(
                "There are not enough crimes for units of this size: {few} of {units} hold too few to be judged. "
                "Choose more months, more crime types or larger units."
            ).format(few=number(few), units=number(counts.size))
        )
    if run.found.draws:
        lines.append(
            tr("The test was made by {draws} random permutations (seed {seed}).").format(
                draws=number(run.found.draws), seed=run.asked.seed
            )
        )
    windows, size = run.units.windows, run.units.size
    share = np.full(counts.size, 1 / counts.size) if size is None else size / size.sum()
    usual = windows.sums(share * float(counts.sum()))
    hidden = fullest_line(counts, windows.sums(counts), usual, run.found.is_(Kind.NOT_TOLD))
    return [*lines, *(line for line in (hidden, lonely(windows, run.asked.window.kind)) if line)]


def method(run: MoranRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    found = run.found
    how = tr("exactly, by counting all permutations") if not found.draws else tr("by random permutations")
    exchanged = (
        tr(" Units are exchanged among {strata} groups of about the same size: {like}.").format(
            strata=number(found.strata), like=run.units.like
        )
        if found.strata > 1
        else ""
    )
    return [
        tr("Crimes are counted in {words}, {units} in all, empty ones included; each unit with {window}.").format(
            words=run.units.words, units=number(found.kind.size), window=run.asked.window.words
        ),
        tr(
            "High is above what is usual: the mean, or what is expected in proportion to size. High among high, and "
            "low among low: the unit with its neighbours holds more, or less, than as many units drawn from the map, "
            "{how}.{exchanged}"
        ).format(how=how, exchanged=exchanged),
        tr(
            "High among low, and low among high: its neighbours hold less, or more, than as many others drawn from the "
            "rest of the map, while its own count stays."
        ),
        tr(
            "A unit can be called in three ways (alike high, alike low, unlike), so three times p counts. q is that "
            "after Benjamini-Hochberg over all units; a unit is called where q is at most {alpha:g}."
        ).format(alpha=found.alpha),
        tr(
            "Local Moran's I (Anselin 1995) and the conditional p of other tools are shown for information: nothing is "
            "decided by them, as the conditional test of the whole lights up the ring around a peak."
        ),
        *(
            [tr("Grids: in how many of four, shifted by half a cell, most of the cell is called the same.")]
            if run.grids is not None
            else []
        ),
        tr("One snap point: it holds more than {share} of the unit's crimes.").format(share=percent(ONE_STACK)),
        tr("Parameters: {parameters}.").format(parameters="; ".join(parameters)),
    ]


def caveats() -> list[str]:
    """What to keep in mind, and what it is not for."""
    return [
        tr("Every place is a snap point, mostly the middle of a street: a unit is a neighbourhood, not an address."),
        tr(
            "An outlier of this data usually is one snap point that gathers what happened around it, such as a shop, a "
            "car park or a station: look at what stands there before asking what is wrong there."
        ),
        tr("Low is not safe: fewer crimes are recorded there, mostly because fewer people are."),
        tr(
            "Do not use it to rank streets or addresses, to say that a person is at higher risk, or to look for one "
            "busy place: one stack alone is never called. To ask where crimes cluster, use Crime clusters "
            "(policeuk:crimeclusters)."
        ),
        tr("The share of false alarms holds on average over many such maps, not for each unit."),
    ]


def units_text(run: MoranRun, count: int) -> str:
    """A number of cells, LSOAs, wards or what the units are."""
    return many(count, *run.asked.counted_in.nouns)
