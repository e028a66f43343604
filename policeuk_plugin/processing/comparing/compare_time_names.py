# SPDX-License-Identifier: GPL-2.0-or-later
"""Names of periods, rates and what they are of in a comparison through time."""

from __future__ import annotations

from offline_cache.periods import Period

from ...text import month_name, months_phrase, tr
from .compare_time_run import Step, ThroughTime


def base_words(run: ThroughTime) -> str:
    """What rates are of."""
    return tr("households") if run.counts.which.value == "households" else tr("residents")


def rate_text(rate: float) -> str:
    """A rate for reading: those of a quarter are small."""
    return f"{rate:,.2f}" if rate < 100 else f"{rate:,.1f}"


def range_text(lower: float, upper: float) -> str:
    """A range of rates for reading."""
    return tr("{lower} to {upper}").format(lower=rate_text(lower), upper=rate_text(upper))


def period_name(run: ThroughTime, period: Period) -> str:
    """Such as quarter to April 2026, or April 2026."""
    name = month_name(period.last)
    return tr("quarter to {month}").format(month=name) if run.step is Step.QUARTERS else name


def period_months(period: Period) -> str:
    """Its months in few words, such as February to April 2023."""
    if period.first == period.last:
        return month_name(period.last)
    if period.first.year == period.last.year:
        first = month_name(period.first).replace(str(period.first.year), "").strip()
        return tr("{first} to {last}").format(first=first, last=month_name(period.last))
    return months_phrase(period.first, period.last)
