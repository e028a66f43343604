# SPDX-License-Identifier: GPL-2.0-or-later
"""How the next months are expected, in sentences, and what to keep in mind of it."""

from __future__ import annotations

from collections.abc import Sequence

from ...analysis.month_forecasts import YEAR
from ...text import months_phrase, tr
from ..running.wording import percent
from .forecast_run import ForecastRun
from .forecast_words import sure


def method(run: ForecastRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    leads = _span_words(run.asked.ahead)
    return [
        tr(
            "Each model gives a unit its share of the crimes of all units, times what all together had a day in the "
            "last {year} months held, times the days of the month. Last year's counts take the share in those {year} "
            "months. Smoothed shares are drawn towards the mean of all, per ground or resident where units are "
            "unequal, the more so the fewer crimes there are (empirical Bayes, Marshall 1991). 'Of all months' means "
            "of all that were learned from. By season, that is multiplied by how many times the usual each calendar "
            "month has in the whole area, drawn towards none as far as years differ."
        ).format(year=YEAR),
        tr(
            "Each of the months {scored} was foretold from {leads} before it, from what was known then, by every "
            "model. Squared errors over all units are compared month by month with those of last year's counts (wild "
            "bootstrap of t, intervals of {sure} that hold for all models together). A model is taken only if its "
            "interval lies above zero; of those, it is the simplest whose error lies within one standard error of the "
            "least."
        ).format(scored=months_phrase(run.scored[0], run.scored[-1]), leads=leads, sure=sure(run)),
        tr(
            "Intervals of units are negative binomial. Their variance, in proportion to what is expected and to its "
            "square, is that of the errors in those months, as far ahead. They are whole numbers with {tail} or less "
            "beyond either end, so small counts are covered oftener. That of the area is Student's t of the logarithm "
            "of those errors, with chance in counting. How often they held is told with each month judged by what the "
            "others taught."
        ).format(tail=percent((1 - run.asked.level) / 2)),
        tr("The map ranks units by what is expected per km². Units that tie all stand where the last of them ends."),
        tr("Parameters: {parameters}.").format(parameters="; ".join(parameters)),
    ]


def _span_words(ahead: int) -> str:
    return tr("the month") if ahead == 1 else tr("each of 1 to {n} months").format(n=ahead)


def caveats() -> list[str]:
    """What to keep in mind, and what it is not for."""
    return [
        tr(
            "The forecast goes on as it was: it knows of no new event or measure, nor of a change of recording. Less "
            "than expected is no proof that something worked: for that see Effect of an intervention "
            "(policeuk:interventioneffect)."
        ),
        tr(
            "What was recorded comes back: where police look, more is recorded, and so more is expected. Do not send "
            "police by it alone, and never against people: it knows none."
        ),
        tr("Every place is a snap point, mostly the middle of a street: a unit is a neighbourhood, not an address."),
        tr(
            "Do not use it for a day or an hour, which the data does not know, for another area or crime type, or for "
            "more than half a year ahead. The service publishes late: the next month may be over already."
        ),
    ]
