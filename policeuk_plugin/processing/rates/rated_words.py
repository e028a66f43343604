# SPDX-License-Identifier: GPL-2.0-or-later
"""What rates and ratios of areas have to say alike: what they rest on, each area's head in words, what is lacking."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from offline_cache.area_tally import AreaCount
from offline_cache.denominators import Figures
from offline_cache.model import Month
from offline_cache.reading_order import isolated

from ...text import many, number, tr
from ..areas.area_outlines import without_outline
from ..areas.area_tips import lacking_lines, why_unknown
from ..areas.area_words import base, caveats, compared_with, counted, figures_lines, warnings
from ..peers.visiting_words import visiting_lines
from ..running.wording import percent, sentence_case
from .rated_areas import RatedAreas

FAR_APART = 3
"""Years between counts and residents from which it is said that they lie far apart."""
FEW = 20
"""Of fewer crimes a rate is mostly chance."""


def basis(rated: RatedAreas) -> list[str]:
    """What the numbers rest on."""
    run, about = rated.run, rated.about
    return [
        tr("{title}.").format(title=sentence_case(about.title)),
        *about.basis,
        *(
            line.replace(": crimes of the months held, made up to 12", "") if rated.of_ons else line
            for line in figures_lines(run)
        ),
        *base_age(run.counts.figures, run.counts.months[-1], base(run)),
        *loud(rated),
    ]


def base_age(figures: Optional[Figures], last: Month, of: str) -> list[str]:
    """That residents or households were counted years before or after the crimes."""
    if figures is None or figures.year is None or abs(last.year - figures.year) <= FAR_APART:
        return []
    return [
        tr(
            "The {of} are those of {year}, {n} years from the crimes. Where many homes were built or lost since, rates "
            "are off."
        ).format(of=of, year=figures.year, n=abs(last.year - figures.year))
    ]


def loud(rated: RatedAreas) -> list[str]:
    """What must not be overlooked."""
    if not rated.of_ons:
        return [*_unplaced_share(rated), *warnings(rated.run)]
    unknown = sum(row.count is None for row in rated.rows)
    withheld = tr("For {n} ONS withholds counts, or has none: nothing is known of them, which is not zero.")
    lines = [withheld.format(n=many(unknown, tr("area"), tr("areas")))] if unknown else []
    undrawn = len(rated.rows) - len(rated.run.outlines)
    return [*lines, *([without_outline(undrawn, rated.run.counts.plural)] if undrawn else [])]


def left_out_lines(rated: RatedAreas) -> list[str]:
    """Which forces from elsewhere are in no count, and that so are not in a few areas or months only."""
    return list(visiting_lines(rated.rows))


def _unplaced_share(rated: RatedAreas) -> list[str]:
    counts = rated.run.counts
    total = sum(row.count or 0 for row in counts.rows) + counts.unplaced + counts.without_lsoa + counts.not_carried
    lost = counts.unplaced + counts.without_lsoa + counts.not_carried
    if not lost or rated.run.selection.area is not None:
        return []
    return [
        tr("{share} of the crimes are in no area, so all rates are that much too low.").format(
            share=percent(lost / total)
        )
    ]


def held_count(row: AreaCount) -> Optional[int]:
    """Crimes of the months held of an area; None where no month is, or ONS has no count: that is not zero."""
    return row.rated if row.count is not None and row.months else None


def few_line(rated: RatedAreas) -> list[str]:
    """How many areas have so few crimes that chance has most of the say."""
    counts = [held_count(row) for row in rated.rows]
    few = sum(0 <= count < FEW for count in counts if count is not None)
    if not few:
        return []
    return [
        tr("In {few} of {areas} there are fewer than {n} crimes: their rates go up and down by chance.").format(
            few=number(few), areas=many(len(rated.rows), tr("area"), tr("areas")), n=FEW
        )
    ]


def counted_lines(rated: RatedAreas) -> list[str]:
    """How crimes were counted."""
    if not rated.of_ons:
        return counted(rated.run)
    return [
        tr(
            "Crimes are those that ONS publishes by {areas}; a crime type of data.police.uk is the groups of offences "
            "that make it up (violence and sexual offences: violence against the person and sexual offences)."
        ).format(areas=rated.run.counts.plural)
    ]


def keep_in_mind(rated: RatedAreas) -> list[str]:
    """What to keep in mind of any rate."""
    lines = caveats(rated.run)
    if rated.of_ons:
        lines[0] = tr("Forces record crime in their own ways and change them, which is part of what sets areas apart.")
    return lines


def all_together(rated: RatedAreas) -> str:
    """The rate of all areas that have one, together."""
    run = rated.run
    if len(run.band_of) == 1:
        return tr("The rate of the one area that has one is {rate} per 1,000 {of} a year.").format(
            rate=rate_text(run.counts.rate), of=base(run)
        )
    return tr("{which} together have {rate} crimes per 1,000 {of} a year.").format(
        which=sentence_case(compared_with(run)), rate=rate_text(run.counts.rate), of=base(run)
    )


def of_all(count: int, every: int, areas: str) -> str:
    """So many of all areas with their verb, such as 3 of 28 LSOAs are."""
    said = tr("{n} of {all} {areas} is") if count < 2 else tr("{n} of {all} {areas} are")
    return said.format(n=number(count) if count else tr("none"), all=number(every), areas=areas)


def rate_text(rate: Optional[float]) -> str:
    """A rate for reading."""
    if rate is None or rate != rate:
        return "–"
    return f"{rate:,.1f}" if rate >= 1 else f"{rate:,.2f}"


def range_text(lower: float, upper: float) -> str:
    """An interval of rates for reading."""
    return tr("{lower} to {upper}").format(lower=rate_text(lower), upper=rate_text(upper))


def p_text(p: float) -> str:
    """A p or q for reading."""
    if p != p:
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}" if p < 0.0995 else f"{p:.2f}"


def told_of(rated: RatedAreas, at: int, lines: list[str]) -> str:
    """An area in words: name, crimes and months, `lines` of this analysis, what is lacking."""
    row = rated.rows[at]
    head = f"{isolated(row.name)} ({row.code})"
    count = held_count(row)
    if count is None:
        why = tr("ONS withholds a count, or has none") if rated.of_ons else why_unknown(row)
        return "\n".join([head, tr("Nothing is known of it, which is not zero: {why}.").format(why=why)])
    crimes = many(count, tr("crime"), tr("crimes"))
    held = tr("{crimes} in the {months} of {asked} months of which all is held.").format(
        crimes=crimes, months=row.months, asked=len(rated.run.counts.months)
    )
    if rated.of_ons:
        held = tr("{crimes} in a year, as ONS counts them.").format(crimes=crimes)
    if not lines and not row.denominator:
        words = tr("No {of} of it are held: no rate.") if row.denominator is None else tr("It has no {of}: no rate.")
        lines = [words.format(of=base(rated.run))]
    lacking = lacking_lines(replace(row, visiting=()))
    return "\n".join([head, held, *lines, *lacking, *visiting_lines([row])])


def type_name(rated: RatedAreas, name: str) -> str:
    """A crime type, or all that is selected."""
    return name or sentence_case(rated.about.what)
