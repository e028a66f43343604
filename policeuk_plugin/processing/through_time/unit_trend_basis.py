# SPDX-License-Identifier: GPL-2.0-or-later
"""What a run of trends rests on, how it was done, and what it is not for."""

from __future__ import annotations

from collections.abc import Sequence

from ...analysis.area_trends import Told
from ...analysis.mann_kendall import MOST_EXACT
from ...analysis.serial import longer
from ...analysis.unit_charts import LEAST_MEAN
from ...text import many, number, tr
from ..running.wording import number_text, sentence_case
from ..units.unit_months import left_out_words
from .unit_trend_breaks import redrawn_line
from .unit_trend_run import TrendsRun
from .unit_trend_words import break_lines, tests_of

_ENOUGH = 36
_WANDERING = 1.3


def basis(run: TrendsRun) -> list[str]:
    """What the numbers rest on."""
    about, units, inputs = run.inputs.crimes.about, run.units, run.inputs
    lines = [
        tr("{title}.").format(title=sentence_case(about.title)),
        tr("{n} crimes in the units in {months} wholly held; {outside} of all months read lie outside them.").format(
            n=number(run.crimes),
            months=many(len(run.months), tr("month"), tr("months")),
            outside=number_text(units.counted.outside),
        ),
        *about.basis,
    ]
    if inputs.study is not None:
        study = inputs.study
        lines.append(tr("Study area of {km2} km²: {origin}.").format(km2=f"{study.km2:,.1f}", origin=study.origin))
    return list(dict.fromkeys([*lines, *warnings(run)]))


def warnings(run: TrendsRun) -> list[str]:
    """What must not be overlooked."""
    lines = [line for line in (redrawn_line(run.sides), left_out_words(run.left_out)) if line]
    lines += [*break_lines(run), *run.lines, *run.inputs.notes, *run.units.notes]
    wider = float(longer(run.area.serial)[0])
    if wider > _WANDERING:
        lines.append(
            tr(
                "The months of the area lean on those before them (r {r:.2f}), as in a series that wanders. So a trend "
                "has to be {n:.1f} times as sure to be told from that."
            ).format(r=float(run.area.serial[0]), n=wider)
        )
    if len(run.months) < _ENOUGH:
        lines.append(
            tr(
                "{months} are few for a trend: each is compared with the same month of one or two other years. 36 "
                "months and more tell much more. Two years are better compared by Change between two periods "
                "(policeuk:periodchange)."
            ).format(months=many(len(run.months), tr("month"), tr("months")))
        )
    if run.found.possible and 2 * run.told(Told.TOO_FEW) > len(run.units.keys):
        lines.append(
            tr(
                "Most units hold too few crimes to tell even a steady doubling. Choose larger units, more months or "
                "more crime types."
            )
        )
    return list(dict.fromkeys(lines))


def method(run: TrendsRun, parameters: Sequence[str]) -> list[str]:
    """How it was done."""
    total = len(run.units.keys)
    return [
        tr("Crimes are counted in {words}, {units} in all, empty ones included.").format(
            words=run.units.words, units=number(total)
        ),
        tr(
            "Seasonal Mann-Kendall test (Hirsch, Slack & Smith 1982): each month is compared with the same calendar "
            "month of other years, ties count as neither. p is that of all orders of the years, exactly, up to {years} "
            "of them."
        ).format(years=MOST_EXACT),
        tr(
            "Series that wander look like trends. How much a month leans on the one before is estimated without trend "
            "and season, drawn together over the units, and the variance of S is widened for it (Yue & Wang 2004)."
        ),
        tr(
            "Benjamini-Hochberg over all {tests} tests{types}, those without a crime among them; called where q is at "
            "most {alpha:g}. The area is one test, its crime types are a family of their own."
        ).format(
            tests=number(tests_of(run)),
            types=tr(" of units and crime types") if run.asked.by_type else "",
            alpha=run.asked.alpha,
        ),
        tr(
            "Too few to tell: a steady doubling from the first to the last year would as often as not be missed, even "
            "if months were independent."
        ),
        tr("Slope: Sen's, the median change from one year to the next of the same month; interval by Gilbert 1987."),
        tr(
            "Usual ranges: u chart with Laney's correction, by the days of each month{season}; of units with {least:g} "
            "crimes a month or more. In units without any change about one in 200 has its last month outside, and one "
            "in 200 a shift (cumulative sums, K 0.5, H 5)."
        ).format(season=tr(" and its season") if _seasonal(run) else "", least=LEAST_MEAN),
        tr("Seasons: Friedman's test over whole years, after the trend is taken off."),
        tr("Steps of the area: beyond the mean moving range by Bonferroni, and lasting."),
        tr("Parameters: {parameters}.").format(parameters="; ".join(parameters)),
    ]


def _seasonal(run: TrendsRun) -> bool:
    return run.seasons is not None and run.seasons.shown(run.asked.alpha)


def caveats() -> list[str]:
    """What to keep in mind, and what it is not for."""
    return [
        tr("A trend is one of what was recorded. Recording, reporting and police work change too, and count as trend."),
        tr("A trend says nothing about its cause, and nothing about next month: do not extend the line."),
        tr("Every place is a snap point, mostly the middle of a street: a unit is a neighbourhood, not an address."),
        tr(
            "Do not use it to show that a measure worked: for that see Effect of an intervention "
            "(policeuk:interventioneffect). Nor to rank areas, or for a few crimes a year. A sudden change is better "
            "seen by Change between two periods (policeuk:periodchange)."
        ),
        tr("The test is for a steady rise or fall: what rose and fell again has no trend."),
    ]
