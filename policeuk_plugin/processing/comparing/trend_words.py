# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of the trend says: the last month, the year, the rule, what it rests on and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from offline_cache.area_counts import FEWEST_BEFORE
from offline_cache.model import ASB, Month
from offline_cache.monthly import MonthStatus

from ...analysis.control_limits import FEWEST_MONTHS, ProcessLimits
from ...text import many, month_name, number, tr
from ..running.wording import percent
from .trend_run import TrendRun

_NAMED = 5


def nouns(run: TrendRun) -> tuple[str, str]:
    """What is counted, one and several."""
    selection = run.monthly.selection
    if selection.crime_types == (ASB,):
        return tr("incident"), tr("incidents")
    return (tr("crime or incident"), tr("crimes and incidents")) if selection.with_asb else (tr("crime"), tr("crimes"))


def finding(run: TrendRun) -> str:
    """The last month that is held, against the year before and the usual range."""
    month = run.latest
    if month is None:
        return tr("No month is wholly held.")
    parts = [f"{month_name(month)}: {many(run.monthly.held[month], *nouns(run))}", *_against_year_before(run, month)]
    return f"{', '.join(parts)}; {_against_range(run, month)}."


def _against_year_before(run: TrendRun, month: Month) -> Iterator[str]:
    before = run.before.get(month)
    earlier = month_name(Month(month.year - 1, month.month))
    if before is None:
        yield tr("{month} is not wholly held to compare with").format(month=earlier)
    else:
        yield changed(run.monthly.held[month], before, tr("in {month}").format(month=earlier))


def changed(now: int, before: int, when: str) -> str:
    """A count against an earlier one in words, such as 12% fewer than in April 2025 (241).

    Of fewer than `FEWEST_BEFORE` a percentage would say more than the numbers do: they are said themselves.
    """
    if now == before:
        return tr("as many as {when}").format(when=when)
    if not before:
        return tr("none {when}").format(when=when)
    share = percent(abs(now / before - 1)) if before >= FEWEST_BEFORE else number(abs(now - before))
    words = tr("{share} more than {when} ({n})") if now > before else tr("{share} fewer than {when} ({n})")
    return words.format(share=share, when=when, n=number(before))


def _against_range(run: TrendRun, month: Month) -> str:
    if run.limits is None:
        return tr("too few months in a row are held to say what is usual")
    if run.beyond(month) > 0:
        return tr("above the usual range of these months")
    if run.beyond(month) < 0:
        return tr("below the usual range of these months")
    return tr("within the usual range of these months")


def range_words(limits: ProcessLimits) -> str:
    """The usual range in whole crimes that lie within it."""
    lower = int(-(-limits.lower // 1))
    return tr("{lower} to {upper}").format(lower=number(lower), upper=number(int(limits.upper)))


def sentences(run: TrendRun) -> list[str]:
    """The year, months outside the usual range, months that lack."""
    return [*_year(run), *_usual(run), *lacking(run)]


def _year(run: TrendRun) -> Iterator[str]:
    months, now, before = run.pairs
    if months >= 2:
        when = tr("in the same months a year before")
        yield tr("The last {months} that are held in both years had {n}, {change}.").format(
            months=many(months, tr("month"), tr("months")), n=many(now, *nouns(run)), change=changed(now, before, when)
        )


def _usual(run: TrendRun) -> Iterator[str]:
    if run.limits is None:
        return
    outside = [month for month in sorted(run.monthly.held) if run.beyond(month)]
    if not outside:
        yield tr("No month lies outside the usual range of {range}.").format(range=range_words(run.limits))
        return
    named = [
        tr("{month} ({side})").format(
            month=month_name(month), side=tr("above") if run.beyond(month) > 0 else tr("below")
        )
        for month in outside[-_NAMED:]
    ]
    left = len(outside) - len(named)
    more = [tr("{n} earlier").format(n=left)] if left else []
    words = tr("These months lie outside the usual range of {range}: {months}.")
    if len(outside) == 1:
        words = tr("One month lies outside the usual range of {range}: {months}.")
    yield words.format(range=range_words(run.limits), months=", ".join([*more, *named]))


def lacking(run: TrendRun) -> list[str]:
    """The months that are no number, in sentences."""
    lines = []
    for status, words in (
        (MonthStatus.MISSING, tr("Missing, which is not zero: {months}.")),
        (MonthStatus.PARTIAL, tr("Held only in part, and compared with nothing: {months}.")),
    ):
        months = run.monthly.of(status)
        if months:
            lines.append(words.format(months=months_listed(months)))
    return lines


def months_listed(months: Sequence[Month]) -> str:
    """Months in words, those that follow each other as a run."""
    runs: list[list[Month]] = []
    for month in sorted(months):
        if runs and runs[-1][-1].next() == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(
        month_name(run[0])
        if len(run) == 1
        else tr("{first} to {last}").format(first=month_name(run[0]), last=month_name(run[-1]))
        for run in runs
    )


def method(run: TrendRun) -> list[str]:
    """How it was done."""
    lines = [tr("Crimes are counted in the month of the file they stand in, by the LSOA code in the file.")]
    limits = run.limits
    if limits is None:
        lines.append(
            tr(
                "No usual range: it takes {fewest} months that are wholly held, mostly following each other, and "
                "there are {months}."
            ).format(fewest=FEWEST_MONTHS, months=len(run.monthly.held))
        )
    else:
        lines.append(
            tr(
                "Usual range: the natural process limits of an XmR chart, mean {mean:.1f} ± 2.66 × {range:.1f}, the "
                "mean difference between one month and the next, of all {months} months held wholly. A difference is "
                "never taken over a gap. Where nothing has changed about 1 month in 100 lies outside; for few crimes "
                "the upper end is the one that chance in counting (Poisson) exceeds so seldom."
            ).format(mean=limits.mean, range=limits.mean_range, months=limits.months)
        )
    lines.append(
        tr(
            "Financial years run from April to March and have all months held of them. A rate is count ÷ months held "
            "× 12 ÷ residents × 1,000. Only years with all 12 months are compared."
        )
    )
    return lines


def caveats() -> list[str]:
    """What to keep in mind."""
    return [
        tr("A month within the usual range is no news, however large its percentage: months vary that much."),
        tr(
            "Months have 28 to 31 days and crimes have seasons: that is part of what is usual, and the same month a "
            "year before is the fairer comparison."
        ),
        tr(
            "A steady rise or fall, or a change in how crimes are recorded, makes the usual range wider than chance. "
            "Numbers of recorded crimes follow recording too, not crime alone."
        ),
        tr("Published files are revised: a later snapshot may have other numbers for the same months."),
    ]
