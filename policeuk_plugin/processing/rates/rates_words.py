# SPDX-License-Identifier: GPL-2.0-or-later
"""What rates of areas say: finding, each area, how they were standardised and tested."""

from __future__ import annotations

import numpy as np

from offline_cache.reading_order import isolated

from ...analysis.bands import ABOVE, BELOW, Band
from ...text import many, number, tr
from ..areas.area_words import base
from ..running.wording import sentence_case
from .rated_areas import RatedAreas
from .rated_words import (
    all_together,
    basis,
    counted_lines,
    few_line,
    left_out_lines,
    of_all,
    range_text,
    rate_text,
    type_name,
)
from .rated_words import keep_in_mind as of_any_rate
from .rates_change_words import change_finding, change_line, change_sentences
from .rates_run import RatesRun

_BANDS = tuple(Band)


def bands_of(rated: RatedAreas) -> list[int]:
    """How many areas are in each band."""
    banded = rated.run.banded
    return [0] * len(_BANDS) if banded is None else np.bincount(banded.band, minlength=len(_BANDS)).tolist()


def finding(run: RatesRun) -> str:
    """The title of the page."""
    rated = run.rated
    head = tr("{what} in {where}").format(what=sentence_case(rated.about.what), where=rated.about.where)
    areas = rated.run.counts.plural
    rated_areas = int(np.isfinite(run.all.rate).sum())
    if run.asked.measure == "change" and run.all.change is not None:
        return change_finding(run, head)
    low, below, _, above, high = bands_of(rated)
    if rated_areas == 1:
        return tr("{head}: only 1 area has a rate, so it is compared with no other").format(head=head)
    if not above + high + low + below:
        return tr("{head}: {areas} above or below the average").format(head=head, areas=of_all(0, rated_areas, areas))
    return tr("{head}: {areas} above the average, and {below} below").format(
        head=head,
        areas=of_all(above + high, rated_areas, areas),
        below=number(low + below) if low + below else tr("none"),
    )


def sentences(run: RatesRun) -> list[str]:
    """The finding in a few sentences."""
    rated, of = run.rated, run.all
    lines = [all_together(rated)]
    top = int(np.nanargmax(of.rate))
    said = tr("{name} has the highest rate: {rate} (95% interval {range}).")
    if int(np.isfinite(of.rate).sum()) == 1:
        said = tr("Its 95% interval is {range}.")
    lines.append(
        said.format(
            name=isolated(rated.rows[top].name),
            rate=rate_text(float(of.rate[top])),
            range=range_text(float(of.lower[top]), float(of.upper[top])),
        )
    )
    lines += [*_not_sure(rated), *_ratio_sentence(run)]
    change = change_sentences(run)
    lines = [*change, *lines] if run.asked.measure == "change" else [*lines, *change]
    return [*lines, *_other_months(run), *few_line(rated), *left_out_lines(rated)]


def _not_sure(rated: RatedAreas) -> list[str]:
    """How many areas are called average only because it cannot be told that they are not."""
    average = int(sum(unsure(rated, at) for at in range(len(rated.rows))))
    if not average:
        return []
    return [
        tr(
            "In {n} the rate is less than {below:g} or more than {above:g} times that of all, but not surely: it is "
            "shown as average."
        ).format(n=many(average, tr("area"), tr("areas")), below=BELOW, above=ABOVE)
    ]


def unsure(rated: RatedAreas, at: int) -> bool:
    """Whether an area is banded as average though its ratio is not, since chance may have made it so."""
    banded, band = rated.run.banded, rated.run.band_of.get(rated.rows[at].code)
    if banded is None or band is None or _BANDS[int(banded.band[band])] is not Band.AVERAGE:
        return False
    return not BELOW <= float(banded.ratio[band]) <= ABOVE


def _other_months(run: RatesRun) -> list[str]:
    """That rates rest on different months, where they do."""
    months = {row.months for row in run.rated.rows if row.rate is not None}
    if len(months) < 2:
        return []
    return [
        tr(
            "Rates rest on different months: all is held of {least} of {asked} months in some areas, of {most} in "
            "others. Part of the difference between such areas may be one of time."
        ).format(least=min(months), most=max(months), asked=len(run.rated.run.counts.months))
    ]


def _ratio_sentence(run: RatesRun) -> list[str]:
    if run.strata is None:
        return []
    ratio = run.all.ratio
    above, below = int((ratio.lower > 1).sum()), int((ratio.upper < 1).sum())
    return [
        tr(
            "Compared with LSOAs of the same {scheme} class, {above} more crimes and {below} fewer, by intervals that "
            "allow for chance in counting alone."
        ).format(
            scheme=run.asked.scheme,
            above=many(above, tr("area has"), tr("areas have")) if above else tr("no area has"),
            below=number(below) if below else tr("none"),
        )
    ]


def lines_of(run: RatesRun, at: int) -> list[str]:
    """One area."""
    of, rated = run.all, run.rated
    if not np.isfinite(of.rate[at]):
        return []
    lines = [
        tr("{rate} per 1,000 {of} a year (95% interval {range}).").format(
            rate=rate_text(float(of.rate[at])),
            of=base(rated.run),
            range=range_text(float(of.lower[at]), float(of.upper[at])),
        ),
        *_band_line(rated, at),
        *_standard_lines(run, at),
    ]
    return [*lines, *change_line(run, at)]


def _band_line(rated: RatedAreas, at: int) -> list[str]:
    banded, band = rated.run.banded, rated.run.band_of.get(rated.rows[at].code)
    if banded is None or band is None:
        return []
    said = tr("{ratio:.2f} times the rate of all: {band}.")
    if unsure(rated, at):
        said = tr("{ratio:.2f} times the rate of all, but not surely outside what is average.")
    return [said.format(ratio=float(banded.ratio[band]), band=_BANDS[int(banded.band[band])].value)]


def _standard_lines(run: RatesRun, at: int) -> list[str]:
    if run.strata is None or not np.isfinite(run.all.ratio.ratio[at]):
        return []
    ratio, direct = run.all.ratio, run.all.direct
    lines = [
        tr("{ratio:.2f} times what LSOAs of its classes have ({lower:.2f} to {upper:.2f}).").format(
            ratio=float(ratio.ratio[at]), lower=float(ratio.lower[at]), upper=float(ratio.upper[at])
        )
    ]
    if direct is not None and np.isfinite(direct.rate[at]):
        lines.append(
            tr("Directly standardised {rate} ({range}).").format(
                rate=rate_text(float(direct.rate[at])),
                range=range_text(float(direct.lower[at]), float(direct.upper[at])),
            )
        )
    return lines


def ratio_words(run: RatesRun) -> str:
    """What a standardised ratio is of."""
    if run.strata is None:
        return tr("Crimes over those at the rate of all areas together")
    return tr("Crimes over those that LSOAs of the same {scheme} class have").format(scheme=run.asked.scheme)


def rests_on(run: RatesRun) -> list[str]:
    """What the numbers rest on."""
    return [*basis(run.rated), *strata_lines(run)]


def strata_lines(run: RatesRun) -> list[str]:
    """What the classes leave out."""
    strata = run.strata
    if strata is None:
        return []
    lines = [
        tr("{scheme}: {n} classes among the LSOAs of the selection.").format(
            scheme=sentence_case(strata.scheme), n=number(len(strata.classes))
        )
    ]
    if strata.unclassed:
        lines.append(
            tr("{n} have no class and are in no standardised number.").format(
                n=many(strata.unclassed, tr("LSOA"), tr("LSOAs"))
            )
        )
    left = int(run.all.found.observed.sum() - run.all.ratio.observed.sum())
    if left > 0:
        lines.append(
            tr("Only the crude rates include {n} that cannot be assigned to one LSOA with a class.").format(
                n=many(left, tr("crime"), tr("crimes"))
            )
        )
    if run.all.direct is None:
        lines.append(tr("An LSOA is of one class, so there are no directly standardised rates of LSOAs."))
    else:
        lacking = int((np.isfinite(run.all.rate) & ~np.isfinite(run.all.direct.rate)).sum())
        if lacking:
            lines.append(
                tr(
                    "{n} have no directly standardised rate: a class is lacking, or they have fewer than 10 crimes."
                ).format(n=many(lacking, tr("area"), tr("areas")))
            )
    return lines


def method(run: RatesRun) -> list[str]:
    """How it was done."""
    lines = [
        *counted_lines(run.rated),
        tr(
            "The interval of a rate is that of its count: exact (Garwood) below 10 crimes, Byar's from 10 on, as UKHSA "
            "does, divided by {of}-years."
        ).format(of=base(run.rated.run)[:-1]),
        tr(
            "The standardised ratio is crimes over those expected at the rates of {standard}, month by month, so that "
            "a missing month is in neither. Its interval is that of the count."
        ).format(
            standard=tr("all areas together")
            if run.strata is None
            else tr("all LSOAs of the selection of the same class")
        ),
        tr(
            "Bands are ratios to the rate of all areas together, cut at 0.5, 0.8, 1.25 and 2 (our own). An area leaves "
            "the average only where its empirical Bayes interval does (Marshall 1991)."
        ),
    ]
    if run.has_direct:
        lines.append(
            tr(
                "The directly standardised rate is the mean of an area's rates by class, weighted by the {of} of all "
                "areas in each. Its interval is Dobson's (1991). Areas with fewer than 10 crimes have none."
            ).format(of=base(run.rated.run))
        )
    if run.all.change is not None:
        tests = sum(int(np.isfinite(of.change.p).sum()) for of in run.of_type if of.change is not None)
        lines.append(
            tr(
                "Change: the E-test of two Poisson counts (Krishnamoorthy & Thomson 2004) over the months held in both "
                "years. The false discovery rate over {tests} tests is held at {alpha:g} (Benjamini & Hochberg 1995). "
                "'Too few' is said where not even a doubling, or halving, would be called."
            ).format(tests=number(tests), alpha=run.asked.alpha)
        )
    return lines


def keep_in_mind(run: RatesRun) -> list[str]:
    """What to keep in mind."""
    lines = [
        tr("Intervals allow for chance in counting single events. Crimes come in bursts, so real chance is larger."),
        tr("One of many areas is always highest: the highest rate need not be out of line."),
        tr(
            "Bands say how large a rate is beside that of all, and allow for chance in counting alone. Whether an area "
            "stands out, given how much areas differ, is what a funnel plot says. An area may be high here and about "
            "the same as the others there."
        ),
        *of_any_rate(run.rated),
    ]
    if run.strata is not None:
        lines.insert(
            0,
            tr(
                "The standard is the areas selected, not the country: another selection gives other expected numbers. "
                "Standardised numbers of single crime types rest on fewer crimes still."
            ),
        )
    return lines


def type_heading(run: RatesRun, name: str) -> str:
    """A crime type, or all that is selected."""
    return type_name(run.rated, name)
