# SPDX-License-Identifier: GPL-2.0-or-later
"""What a comparison of two periods found, to who knows no statistics, such as an officer who reads it in field mode."""

from __future__ import annotations

from ...text import tr
from ..asking.two_periods import named
from ..running.plain_words import plain_alarms, plain_nouns
from .change_run import ChangeRun
from .change_words import (
    counted,
    difference,
    left_out,
    percent_change,
    published_too,
    title,
    too_few_before,
    units_sentence,
)


def plain(run: ChangeRun) -> tuple[str, ...]:
    """The title, then its sentences."""
    left, nouns = left_out(run), plain_nouns(run.asked.counted_in)
    missing = tr("Left out, because they are missing or not whole in one of the periods: {months}.")
    return (
        title(run, nouns),
        counted(run),
        _of_area(run),
        *([missing.format(months=named(left, 4))] if left else []),
        *published_too(run),
        units_sentence(run, nouns),
        *([plain_alarms(run.found.alpha)] if run.called else []),
        *([run.redrawn] if run.redrawn else []),
    )


def _of_area(run: ChangeRun) -> str:
    if too_few_before(run):
        text = tr("That is {difference}. There were fewer than 20 before, so no percentage is given.")
        return text.format(difference=difference(run))
    return tr(
        "That is {difference}, {change}. Allowing for chance, the real change lies between {low} and {high}, 19 times "
        "in 20."
    ).format(
        difference=difference(run),
        change=percent_change(run.ratio.ratio),
        low=percent_change(run.ratio.lower),
        high=percent_change(run.ratio.upper),
    )
