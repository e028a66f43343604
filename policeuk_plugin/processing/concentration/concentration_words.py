# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of concentration found, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...text import many, number, tr
from ..asking.analysis_parameters import LAYER
from ..running.wording import number_text, percent, sentence_case
from .concentration_run import ConcentrationRun

_UNEQUAL = 4.0


def finding(run: ConcentrationRun) -> str:
    """The finding as a title."""
    about = run.inputs.crimes.about
    return tr("{what} in {where}: {places} of {units} hold {share:g}% of the crimes").format(
        what=sentence_case(about.what),
        where=about.where,
        places=percent(run.smallest.places / run.tally.places),
        units=nouns(run)[1],
        share=run.asked.share,
    )


def sentences(run: ConcentrationRun) -> tuple[str, ...]:
    """What was found, beside what chance gives."""
    first = tr("{some} {hold} {share:g}% of the {crimes} crimes; at random it would take about {chance}.").format(
        some=_some(run),
        hold=tr("holds") if run.smallest.places == 1 else tr("hold"),
        share=run.asked.share,
        crimes=number(run.tally.crimes),
        chance=number(round(run.chance.places.mean)),
    )
    gini = tr(
        "Generalised Gini G' is {found:.2f}, from 0, as even as can be, to 1, all in one place; at random it is "
        "{drawn:.2f}."
    ).format(found=run.generalised, drawn=expected(run))
    return first, _busiest(run), gini, tr("So {verdict}.").format(verdict=_verdict(run))


def _some(run: ConcentrationRun) -> str:
    """How many of how many places hold the share asked for."""
    places = many(run.tally.places, *nouns(run))
    return tr("{n} of the {places}").format(n=number(run.smallest.places), places=places)


def _busiest(run: ConcentrationRun) -> str:
    text = tr("The busiest 5% of them hold {five} of the crimes; at random they would hold {drawn}.")
    return text.format(five=percent(run.tops[1]), drawn=percent(run.chance.shares[1].mean))


def short(run: ConcentrationRun) -> str:
    """The answer for the panel and the first page of a report."""
    text = tr(
        "{title}. That is {some}; with the {crimes} crimes placed at random it would take about {by_chance}. {busiest} "
        "So {verdict}. {anywhere}"
    )
    return text.format(
        title=finding(run),
        some=_some(run),
        crimes=number(run.tally.crimes),
        by_chance=number(round(run.chance.places.mean)),
        busiest=_busiest(run),
        verdict=_verdict(run),
        anywhere=_anywhere(run),
    )


def _anywhere(run: ConcentrationRun) -> str:
    """What random placement does not know."""
    if run.counted.weights is not None:
        return tr("At random means anywhere on the ground, fields too, so a part of this is only where people are.")
    return tr("At random means on any of them alike, so a part of this is only where people are.")


def _verdict(run: ConcentrationRun) -> str:
    spread = run.chance.generalised
    if run.generalised > spread.upper:
        return tr("crimes are more concentrated than chance makes them")
    if run.generalised < spread.lower:
        return tr("crimes lie more evenly than chance makes them")
    return tr("this is no more than chance makes")


def expected(run: ConcentrationRun) -> float:
    """G' of random placement: exact where all places are alike, else the mean of the draws."""
    return run.chance.exact if run.chance.exact is not None else run.chance.generalised.mean


def nouns(run: ConcentrationRun) -> tuple[str, str]:
    """What the places are, one and several."""
    if run.asked.points:
        return tr("known snap point"), tr("known snap points")
    return run.asked.counted_in.nouns


def basis(run: ConcentrationRun) -> list[str]:
    """What the numbers rest on."""
    about, places = run.inputs.crimes.about, run.counted
    counted = tr("{inside} crimes counted; {outside} outside the study area, not counted.").format(
        inside=number(run.tally.crimes), outside=number_text(places.outside)
    )
    lines = [tr("{title}.").format(title=sentence_case(about.title)), counted, *about.basis]
    if run.inputs.study is not None:
        study = run.inputs.study
        lines.append(tr("Study area of {km2} km²: {origin}.").format(km2=f"{study.km2:,.1f}", origin=study.origin))
    return [*lines, *warnings(run)]


def warnings(run: ConcentrationRun) -> list[str]:
    """What must not be overlooked."""
    lines = [*run.inputs.notes, *run.counted.notes]
    if run.tally.crimes < run.tally.places:
        lines.append(
            tr(
                "There are fewer crimes than {places}, so many have none whatever happens. Read G' and the column of "
                "random placement, not the plain Gini."
            ).format(places=nouns(run)[1])
        )
    if run.counted.units is not None and run.asked.counted_in.units == LAYER:
        low, high = np.quantile(run.counted.units.area, (0.1, 0.9)).tolist()
        if high > _UNEQUAL * low:
            lines.append(
                tr("The polygons are of very unequal size, so concentration in the large ones may be their size alone.")
            )
    return lines


def method(run: ConcentrationRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    chance = run.chance
    alike = (
        tr("each cell as likely as its ground is large")
        if run.counted.weights is not None
        else tr("each place as likely as any other")
    )
    exact = tr("; its expected G' is computed exactly") if chance.exact is not None else ""
    return [
        tr("Crimes are counted in {words}, {n} in all, those without any included.").format(
            words=run.counted.words, n=number(run.tally.places)
        ),
        tr(
            "Curve and shares: places are ordered from the busiest, and a part of a place counts as that part of its "
            "crimes. The smallest set is the fewest places that hold {share:g}%. Where several tie for its last "
            "places, that is said and none is picked."
        ).format(share=run.asked.share),
        tr(
            "G' = max(1, places / crimes) (G − 1) + 1 (Bernasco & Steenbeek 2017), times m / (m − 1), m the smaller of "
            "places and crimes: it allows for fewer crimes than places. The plain Gini G is {gini:.3f}."
        ).format(gini=run.gini),
        tr(
            "Random placement: as many crimes thrown on as many places, {alike}, {draws} times (seed {seed}){exact}. "
            "Ranges hold {share:g}% of the draws."
        ).format(
            alike=alike,
            draws=chance.draws,
            seed=run.asked.seed,
            exact=exact,
            share=100 * (1 - run.asked.alpha),
        ),
        tr("Parameters: {parameters}.").format(parameters="; ".join(parameters)),
    ]


def caveats(run: ConcentrationRun) -> list[str]:
    """What to keep in mind, and when not to use it."""
    lines = [
        tr(
            "Every place is a snap point: crimes of a street are put on one point before they are published, which "
            "adds to the concentration on points and on small cells. Never compare it with figures from addresses."
        ),
        tr(
            "Do not compare areas by it unless units and months are the same: it rises with more units and falls with "
            "more months. It does not say where crimes will be. Whether the same places lead each month is for "
            "Persistent areas (policeuk:persistence)."
        ),
        tr("It says nothing of risk: places hold more crimes where more people are."),
        _anywhere(run),
    ]
    if run.asked.points:
        lines.append(
            tr(
                "No layer is made of snap points: a ranking of single points would look like one of streets or "
                "addresses, which this data cannot bear."
            )
        )
    return lines
