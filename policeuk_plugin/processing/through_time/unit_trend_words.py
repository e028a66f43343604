# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of trends found, in sentences."""

from __future__ import annotations

from calendar import month_name as calendar_names
from typing import Optional

from offline_cache.area_counts import FEWEST_BEFORE

from ...analysis.area_trends import TOLD, Told, Trends
from ...analysis.seasonality import FEWEST_YEARS, Seasonality
from ...text import many, month_name, number, tr, with_sign
from ..running.wording import sentence_case
from ..units.unit_months import left_out_words
from .unit_trend_breaks import redrawn_line
from .unit_trend_layer import ALL
from .unit_trend_run import TrendsRun

_WHOLE = 20
"""Crimes a month from which a slope is told without decimals."""


def finding(run: TrendsRun) -> str:
    """The finding as a title: the area, then its units."""
    about = run.inputs.crimes.about
    text = tr("{what} in {where}: {area}; {units}")
    return text.format(what=sentence_case(about.what), where=about.where, area=_of_area(run), units=_of_units(run))


def _of_area(run: TrendsRun) -> str:
    told = area_told(run)
    if told is Told.RISING:
        return tr("rising")
    if told is Told.FALLING:
        return tr("falling")
    if told is Told.NOT_TOLD:
        return tr("no trend that can be told")
    return tr("too few crimes to tell a trend") if run.area.possible else tr("too few months to tell a trend")


def area_told(run: TrendsRun) -> Told:
    """What is told of all units together."""
    return TOLD[run.area.told[0]]


def _of_units(run: TrendsRun) -> str:
    few, total = run.told(Told.TOO_FEW), len(run.units.keys)
    one, several = run.asked.counted_in.nouns
    if not run.found.possible:
        return tr("too few months to tell in any {unit}").format(unit=one)
    if run.called:
        rising, falling = run.told(Told.RISING), run.told(Told.FALLING)
        if not falling:
            return tr("{units} rising").format(units=many(rising, one, several))
        if not rising:
            return tr("{units} falling").format(units=many(falling, one, several))
        text = tr("{units} rising, {falling} falling")
        return text.format(units=many(rising, one, several), falling=number(falling))
    if few == total:
        return tr("too few to tell in any {unit}").format(unit=one)
    if 2 * few > total:
        return tr("too few to tell in most {units}").format(units=several)
    return tr("in no {unit} by itself").format(unit=one)


def sentences(run: TrendsRun) -> list[str]:
    """The area, its units, how sure that is, seasons, breaks and months left out."""
    lines = [
        _area_sentence(run),
        _shift_sentence(run),
        _units_sentence(run),
        *_sure(run),
        seasons_sentence(run.seasons, run.asked.alpha),
    ]
    return [line for line in (*lines, *break_lines(run), left_out_words(run.left_out)) if line]


def in_short(run: TrendsRun) -> str:
    """What can be said of it alone."""
    return " ".join([f"{finding(run)}.", *sentences(run), redrawn_line(run.sides)]).strip()


def _area_sentence(run: TrendsRun) -> str:
    area = run.area
    return tr(
        "There were {early} crimes in the first year held of each calendar month, and {late} in the last{change}. From "
        "year to year there are typically {slope}."
    ).format(
        early=number(int(area.early[0])),
        late=number(int(area.late[0])),
        change=_change(int(area.early[0]), int(area.late[0])),
        slope=slope_words(area, 0),
    )


def _shift_sentence(run: TrendsRun) -> str:
    if run.shift is None:
        return ""
    text = (
        tr("Since {month} numbers have been above what was usual (cumulative sums).")
        if run.shift[0] > 0
        else tr("Since {month} numbers have been below what was usual (cumulative sums).")
    )
    return text.format(month=month_name(run.shift[1]))


def _change(early: int, late: int) -> str:
    if early < FEWEST_BEFORE:
        return ""
    return f" ({with_sign(100 * (late / early - 1))}%)"


def slope_words(found: Trends, at: int) -> str:
    """Sen's slope of one series with its interval, such as 3.1 fewer a month (95% interval −5.0 to −1.2)."""
    slope = float(found.slope[at])
    by = tr("{n} more a month") if slope > 0 else tr("{n} fewer a month")
    said = by.format(n=signed(abs(slope)).lstrip("+")) if round(abs(slope), 1) else tr("as many a month")
    low, high = float(found.lower[at]), float(found.upper[at])
    text = tr("{said} (95% interval {low} to {high})")
    if low <= 0 <= high and round(abs(slope), 1):
        text = tr("{said} (95% interval {low} to {high}, so perhaps none)")
    return text.format(said=said, low=signed(low), high=signed(high))


def signed(value: float) -> str:
    """A slope for reading: a decimal where it is small."""
    if not round(value, 1):
        return "0"
    return f"{value:+,.{1 if abs(value) < _WHOLE else 0}f}".replace("-", "−")


def _units_sentence(run: TrendsRun) -> str:
    total, few = len(run.units.keys), run.told(Told.TOO_FEW)
    one = run.asked.counted_in.nouns[0]
    if not run.found.possible:
        return tr(
            "In {months} there are too few of the same calendar month to compare. Among {tests} tests, not even a unit "
            "that only rises could be told from chance."
        ).format(months=many(len(run.months), tr("month"), tr("months")), tests=number(tests_of(run)))
    if few == total:
        text = (
            tr("The one {unit} holds too few crimes to tell even a steady doubling.")
            if total == 1
            else tr("All {units} hold too few crimes to tell even a steady doubling.")
        )
        return text.format(unit=one, units=units_text(run, total))
    if total == 1:
        text = tr("The one {unit} rises or falls") if run.called else tr("The one {unit} neither rises nor falls")
    elif run.called:
        text = tr("Numbers rise in {rising} of the {total} and fall in {falling}")
    else:
        text = tr("None of the {total} rises or falls")
    rising, falling = (number(run.told(told)) if run.told(told) else tr("none") for told in (Told.RISING, Told.FALLING))
    said = tr("{text} by more than chance can explain.").format(
        text=text.format(unit=one, total=units_text(run, total), rising=rising, falling=falling)
    )
    if not few:
        return said
    return said + " " + tr("In {few} there are too few to tell even a steady doubling.").format(few=number(few))


def tests_of(run: TrendsRun) -> int:
    """Tests over which the false discovery rate of units is held."""
    return len(run.units.keys) * (1 + sum(one.found is not None for one in run.types))


def _sure(run: TrendsRun) -> list[str]:
    if not run.called:
        return []
    wrongly = run.asked.alpha * run.called
    if wrongly < 1:
        text = tr("Of those that rise or fall, on average fewer than one (up to {most}) is a false alarm.")
        return [text.format(most=f"{wrongly:.1g}")]
    alarms = many(round(wrongly), tr("may be a false alarm"), tr("may be false alarms"))
    return [tr("Of those that rise or fall, up to about {alarms}.").format(alarms=alarms)]


def seasons_sentence(seasons: Optional[Seasonality], alpha: float) -> str:
    """Which months are high and low, or that no seasons can be told."""
    if seasons is None or seasons.p is None:
        return tr("Seasons are not known: that takes {n} whole years.").format(n=FEWEST_YEARS)
    if not seasons.shown(alpha):
        return tr("No seasons can be told from chance in {n} years.").format(n=seasons.years)
    high, low = int(seasons.index.argmax()), int(seasons.index.argmin())
    return tr("Per day, {high} has most, {more} times a usual month, and {low} has fewest, {less} times.").format(
        high=calendar_names[high + 1],
        more=f"{seasons.index[high]:.2f}",
        low=calendar_names[low + 1],
        less=f"{seasons.index[low]:.2f}",
    )


def break_lines(run: TrendsRun) -> list[str]:
    """Steps of the whole area at once, which are rather changes of recording."""
    if not run.jumps:
        return []
    named = [
        f"{name or ALL} ({', '.join(month_name(month) for month in months)})" for name, months in run.jumps.items()
    ]
    return [
        tr(
            "The whole area stepped to another level at once: {named}. Before believing a trend across that month, ask "
            "whether recording changed."
        ).format(named="; ".join(named[:4]))
    ]


def units_text(run: TrendsRun, count: int) -> str:
    """A number of cells, LSOAs, wards or what the units are."""
    return many(count, *run.asked.counted_in.nouns)
