# SPDX-License-Identifier: GPL-2.0-or-later
"""What an area map says: finding, what it rests on, how it was done, and each area in words."""

from __future__ import annotations

from collections.abc import Sequence

from offline_cache.area_counts import FEWEST_BEFORE, change_share
from offline_cache.denominators import Denominator
from offline_cache.reading_order import isolated

from ...analysis.bands import FEWEST_AREAS, Band
from ...layers.area_style import MISSING, UNKNOWN
from ...text import forces_phrase, many, number, tr, with_sign
from ..peers.carried_words import share_text
from ..running.wording import sentence_case
from ..units.crimes import About
from .area_outlines import without_outline
from .area_run import AreaRun, Measure, no_whole_month

_BAND_NAMES = tuple(Band)


def measure_words(run: AreaRun) -> str:
    """What is mapped, in a phrase."""
    of = base(run)
    return {
        Measure.COUNT: tr("numbers of crimes"),
        Measure.RESIDENTS: tr("crimes per 1,000 {of} a year").format(of=of),
        Measure.HOUSEHOLDS: tr("crimes per 1,000 {of} a year").format(of=of),
        Measure.CHANGE: tr("change on the same months a year before"),
        Measure.BANDS: tr("bands of rates per 1,000 {of} a year").format(of=of),
    }[run.measure]


def base(run: AreaRun) -> str:
    """Residents or households."""
    return tr("households") if run.which is Denominator.HOUSEHOLDS else tr("residents")


def finding(run: AreaRun, about: About) -> str:
    """The title of the page: what stands out."""
    what = sentence_case(about.what)
    shown = [(value, row) for value, row in zip(run.values, run.rows) if value is not None]
    areas = run.counts.plural
    if not shown:
        return tr("{what} in {where}: nothing that can be compared by area").format(what=what, where=about.where)
    if run.measure is Measure.BANDS:
        high = sum(value == len(_BAND_NAMES) - 1 for value, _ in shown)
        words = tr("{what} in {where}: {high} of {all} {areas} have more than twice the rate of all together")
        if high == 1:
            words = tr("{what} in {where}: {high} of {all} {areas} has more than twice the rate of all together")
        return words.format(what=what, where=about.where, high=number(high), all=number(len(shown)), areas=areas)
    if run.measure is Measure.CHANGE:
        more, less = sum(value >= 10 for value, _ in shown), sum(value < -10 for value, _ in shown)
        return tr(
            "{what} in {where}: up by a tenth or more in {more} of {all} {areas}, down by more than that in {less}"
        ).format(
            what=what, where=about.where, more=number(more), less=number(less), all=number(len(shown)), areas=areas
        )
    value, row = max(shown, key=lambda pair: pair[0])
    words = tr("{what} in {where}: most in {name}, {value} per 1,000 {of} a year")
    if run.measure is Measure.COUNT:
        words = tr("{what} in {where}: most in {name}, {value}")
    return words.format(
        what=what, where=about.where, name=isolated(row.name), value=value_text(run, value), of=base(run)
    )


def value_text(run: AreaRun, value: float) -> str:
    """A mapped value for reading."""
    if run.measure is Measure.BANDS:
        return _BAND_NAMES[int(value)].value
    if run.measure is Measure.CHANGE:
        return f"{with_sign(value)}%"
    return number(int(value)) if run.measure is Measure.COUNT else f"{value:,.1f}"


def percent_text(value: float) -> str:
    """A change for reading."""
    if round(value):
        return f"{with_sign(value)}%"
    return tr("less than 1%") if value else "0%"


def sentences(run: AreaRun) -> list[str]:
    """The finding in two or three sentences."""
    rows = [row for row in run.rows if row.count is not None]
    total = sum(row.count or 0 for row in rows)
    lines = [
        (tr("1 crime was counted in {areas}.") if total == 1 else tr("{n} crimes were counted in {areas}.")).format(
            n=number(total), areas=many(len(rows), tr("area"), tr("areas"))
        )
    ]
    if run.counts.rate is not None:
        words = tr("The rate of {which} together is {rate} per 1,000 {of} a year.")
        if len(run.band_of) == 1:
            words = tr("The rate of {which} is {rate} per 1,000 {of} a year.")
        lines.append(words.format(which=compared_with(run), rate=f"{run.counts.rate:,.1f}", of=base(run)))
    if run.measure is Measure.CHANGE:
        both = [row for row in rows if row.before is not None]
        now, before = sum(row.count or 0 for row in both), sum(row.before or 0 for row in both)
        change = change_share(now, before)
        share = f" ({percent_text(100 * change)})" if change is not None else ""
        lines.append(
            tr(
                "Where both years are held there were {now}, after {before} in the same months a year before{share}."
            ).format(now=number(now), before=number(before), share=share)
        )
    return lines


def basis(run: AreaRun, about: About) -> list[str]:
    """What the numbers rest on."""
    return [tr("{title}.").format(title=sentence_case(about.title)), *about.basis, *figures_lines(run), *warnings(run)]


def compared_with(run: AreaRun) -> str:
    """The areas that have a rate, which each is compared with: not always all."""
    rated = len(run.band_of)
    if rated == len(run.rows) == 1:
        return tr("the area")
    if rated == len(run.rows):
        return tr("all {areas}").format(areas=many(rated, tr("area"), tr("areas")))
    if rated == 1:
        return tr("the one area with a rate")
    return tr("the {areas} with a rate").format(areas=many(rated, tr("area"), tr("areas")))


def figures_lines(run: AreaRun) -> list[str]:
    """Of what the rates are, and of how many months."""
    figures = run.counts.figures
    if run.counts.areas is None:
        return [tr("No rates: how many live in a neighbourhood is not known.")]
    if run.counts.rate is None and no_whole_month(run.counts):
        return [no_whole_month(run.counts)]
    if figures is None or run.counts.rate is None:
        return [tr("No rates: no {of} of these areas are held.").format(of=base(run))]
    year = tr(" of {year}").format(year=figures.year) if figures.year else ""
    lacking = sum(not row.denominator for row in run.rows)
    lines = [
        tr("Rates are per 1,000 {of}{year} ({source}) a year: crimes of the months held, made up to 12.").format(
            of=base(run), year=year, source=figures.source
        )
    ]
    if lacking:
        lines.append(
            tr("{areas} without {of}: no rate.").format(areas=many(lacking, tr("area"), tr("areas")), of=base(run))
        )
    return lines


def not_on_map(run: AreaRun) -> list[str]:
    """The crimes that stand in no area, each kind in a line."""
    counts = run.counts
    lines = []
    if counts.unplaced and run.selection.area is not None:
        lines.append(tr("{line}.").format(line=without_place_in_area(run)))
    elif counts.unplaced:
        lines.append(
            tr("In no area, because no place is published for them: {n} of the files.").format(
                n=many(counts.unplaced, tr("crime"), tr("crimes"))
            )
        )
    lines += not_carried(run)
    if counts.elsewhere:
        lines.append(
            tr("In none of these {areas}: {n} of the files.").format(
                areas=counts.plural, n=many(counts.elsewhere, tr("crime"), tr("crimes"))
            )
        )
    return lines


def not_carried(run: AreaRun) -> list[str]:
    """The crimes with a place that no look-up carries to one area, and what share they are of all with a place."""
    counts = run.counts
    total = sum(row.count or 0 for row in counts.rows) + counts.without_lsoa + counts.not_carried
    found = (
        (tr("In no area, because they have a place but no LSOA: {n} ({share})."), counts.without_lsoa),
        (
            tr(
                "In no area, because their LSOA cannot be carried to one area exactly: {n} ({share}). Where files "
                "write an area with such LSOAs, their months are in no rate of it."
            ),
            counts.not_carried,
        ),
    )
    return [
        words.format(n=many(count, tr("crime"), tr("crimes")), share=share_text(count / total))
        for words, count in found
        if count
    ]


def without_place_in_area(run: AreaRun) -> str:
    """Whose the crimes without a place are where an area within their forces is selected."""
    return tr("{n} in the files of {forces} have no place: whether they lie in {where} is not known").format(
        n=many(run.counts.unplaced, tr("crime"), tr("crimes")),
        forces=forces_phrase(run.forces),
        where=isolated(run.selection.area.name) if run.selection.area else "",
    )


def warnings(run: AreaRun) -> list[str]:
    """What must not be overlooked."""
    lines = not_on_map(run)
    hatched, unknown = run.states.count(MISSING), run.states.count(UNKNOWN)
    if hatched:
        lines.append(
            tr("{n} months (hatched). Those months are in no rate and in no change.").format(
                n=many(hatched, tr("area lacks"), tr("areas lack"))
            )
        )
    if unknown:
        lines.append(
            tr("Nothing is held of {n}, so nothing is known there, which is not zero.").format(
                n=many(unknown, tr("area"), tr("areas"))
            )
        )
    if run.counts.partly:
        names = ", ".join(run.counts.partly[:5]) + (" …" if len(run.counts.partly) > 5 else "")
        lines.append(tr("Left out, because only a part lies in what was selected: {names}.").format(names=names))
    undrawn = len(run.rows) - len(run.outlines)
    if undrawn:
        lines.append(without_outline(undrawn, run.counts.plural))
    if run.made:
        lines.append(tr("The outlines are put together from those of LSOAs, on which the counts rest too."))
    return lines


def method(run: AreaRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    lines = counted(run)
    if run.measure is Measure.BANDS and run.banded is not None:
        lines.append(
            tr(
                "Bands are ratios to the rate of all areas that have one, together: less than 0.5, 0.8, 1.25, more "
                "than 2. These cut-offs are this plugin's own: those of CrimeMapper were never published."
            )
        )
        lines.append(
            tr(
                "An area leaves the average only where its 95% interval does: empirical Bayes by Marshall (1991), with "
                "the gamma distribution that all areas together give."
            )
            if run.banded.shrunk
            else tr("With fewer than {n} areas each has its own exact Poisson interval.").format(n=FEWEST_AREAS)
        )
    if run.measure is Measure.CHANGE:
        lines.append(
            tr(
                "Change compares with the same months a year before, only where all of both are held. Of fewer than "
                "{n} crimes before there is no percentage."
            ).format(n=FEWEST_BEFORE)
        )
    return [*lines, tr("Parameters: {parameters}.").format(parameters="; ".join(parameters))]


def counted(run: AreaRun) -> list[str]:
    """How crimes were counted by area."""
    if run.counts.areas is None:
        return [
            tr(
                "Crimes are counted in each neighbourhood whose outline holds their snap point. Outlines are of the "
                "day they were fetched. Neighbourhoods overlap, so their numbers do not add up."
            )
        ]
    return [
        tr(
            "Crimes are counted by the LSOA code that the file gives, in the file's own edition, and carried to "
            "{areas} by ONS's look-ups, never by where a point lies: 2 to 5 in 100 snap points fall outside their own "
            "LSOA."
        ).format(areas=str(run.counts.areas)),
        tr("A rate is crimes of the months of which all is held, divided by these months, times 12."),
    ]


def caveats(run: AreaRun) -> list[str]:
    """What to keep in mind."""
    lines = [
        tr(
            "Every place is a snap point: a crime near a boundary may be counted on its other side, the more so the "
            "smaller the areas are."
        )
    ]
    if run.measure is Measure.COUNT:
        lines.append(tr("Numbers, not rates: large areas hold more crimes because more people are there."))
    else:
        lines.append(
            tr(
                "Residents are not the people who are there: town centres and shopping areas have few residents, many "
                "visitors, and so the highest rates. A rate is not the risk of a resident."
            )
        )
    if run.measure is Measure.CHANGE:
        lines.append(tr("In small areas numbers go up and down by chance: a percentage of few crimes says little."))
    return lines
