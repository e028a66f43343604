# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a run of forecasts: finding, map, months and those ahead, the busiest units, the models."""

from __future__ import annotations

import numpy as np

from ...analysis.errors import Cancelled
from ...analysis.evaluation import SHARES
from ...reports.charts import Background, svg_address
from ...reports.charts.months_ahead import AheadMonth, MonthsAhead, months_ahead
from ...reports.result_map import GROUND, png_address
from ...reports.result_page import Detail, ResultPage, Swatch, Table
from ...text import month_name, number, tr, with_sign
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.place_names import around_note, named
from ..running.wording import percent, sentence_case
from ..units.classed_map import classed_map
from ..units.near_maps import near_maps, widths_of
from ..units.page_swatches import points_swatch
from ..writing.result_layer import Explained
from .forecast_layer import CLASSES, classes_of
from .forecast_method import caveats, method
from .forecast_run import ForecastRun
from .forecast_words import (
    basis,
    finding,
    in_short,
    interval,
    level,
    model_words,
    sentences,
    sure,
    top_lines,
)

STYLE = "nextmonths"
_MONTHS_TOLD = 3
"""Months of which the page has numbers by unit."""
COLOURS = dict(zip(CLASSES, ("#54278f", "#756bb1", "#bcbddc", GROUND, GROUND)))
"""ColorBrewer's Purples, from dark to pale, as in the style of the layer: what is to come has a colour of its own."""


def chart(run: ForecastRun, width: int, background: Background) -> str:
    """All units together: months held, what was foretold of those scored, intervals of those ahead."""
    about, coming = run.inputs.crimes.about, run.coming
    value = dict(zip(run.months.months, run.totals.tolist()))
    foretold = dict(zip(run.scored, coming.foretold.tolist()))
    months = [AheadMonth(month, value.get(month), foretold.get(month)) for month in run.span]
    ends = zip(run.ahead, coming.total.tolist(), coming.total_lower.tolist(), coming.total_upper.tolist())
    months += [AheadMonth(month, None, *numbers) for month, *numbers in ends]
    return months_ahead(
        MonthsAhead(
            sentence_case(f"{about.what}, {about.where}"),
            tr("crimes a month; for known months, expected is what was foretold a month before"),
            " ".join([finding(run), *sentences(run)]),
            months,
            tr("interval of {level}").format(level=level(run)),
            width,
            background,
        )
    )


def page(run: ForecastRun, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about, shown = run.inputs.crimes.about, run.shown
    top = (*about.labels, *run.inputs.plain, *top_lines(run))
    classes = classes_of(run.coming.expected[:, 0], run.units.area)
    # The rest is the ground itself, as in the legend.
    drawn = np.isin(classes, CLASSES[:3])
    picture = classed_map(run.inputs, run.units, STYLE, classes, drawn, shown, run.asked.counted_in.cells, cancelled)
    ahead = Detail(svg_address(chart(run, PAGE_WIDTH, Background.LIGHT)), tr("The area, and what comes next."))
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(", ".join(part for part in (about.when, run.units.words) if part)),
        sentences=sentences(run),
        picture=png_address(picture),
        picture_text=tr("Map of where most is expected in {month}").format(month=month_name(run.ahead[0])),
        legend=_legend(run, classes),
        basis=[line for line in basis(run) if line not in top],
        method=method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=caveats(),
        rights=about.rights,
        labels=top,
        tables=(_units(run), _models(run)),
        details=(*near_maps(picture, widths_of(run.units, shown)), ahead),
        short=in_short(run),
    )


def class_words() -> dict[str, str]:
    """The classes as a legend has them."""
    return {
        CLASSES[0]: tr("most expected: the first 1% of the ground"),
        CLASSES[1]: tr("the next 4%"),
        CLASSES[2]: tr("the next 15%"),
        CLASSES[3]: tr("the rest, where less is expected per km²"),
        CLASSES[4]: tr("none expected"),
    }


def _legend(run: ForecastRun, classes: list[str]) -> list[Swatch]:
    words, expected, swatches = class_words(), run.coming.expected[:, 0], []
    for name in CLASSES:
        mine = [at for at, one in enumerate(classes) if one == name]
        if mine:
            share = percent(float(expected[mine].sum() / max(expected.sum(), 1e-300)))
            text = tr("{words} ({n}; {share} of what is expected)")
            swatches.append(Swatch(COLOURS[name], text.format(words=words[name], n=number(len(mine)), share=share)))
    return [*swatches, points_swatch()]


def _units(run: ForecastRun) -> Table:
    coming, before, stacks = run.coming, run.year_before, run.units.counted.largest_place_share
    rows = []
    for at, (unit, around) in enumerate(zip(run.shown, run.around)):
        months = [
            tr("{n:.1f}\u00a0({low}\u00a0to\u00a0{high})").format(
                n=float(coming.expected[unit, lead]),
                low=number(int(coming.lower[unit, lead])),
                high=number(int(coming.upper[unit, lead])),
            )
            for lead in range(len(run.ahead[:_MONTHS_TOLD]))
        ]
        last = run.months.counts[unit]
        rows.append(
            (
                f"{at + 1} · {named(run.name_of(unit), '' if run.asked.counted_in.of_areas else around)}",
                *months,
                number(int(before[unit])) if before is not None else "–",
                number(int(last[-12:].sum())),
                percent(float(stacks[unit])),
            )
        )
    head = (
        tr("Where"),
        *(month_name(month) for month in run.ahead[:_MONTHS_TOLD]),
        tr("A year before the first"),
        tr("Last 12 months"),
        tr("On the fullest point"),
    )
    notes = [tr("In brackets the interval of {level}, in whole crimes.").format(level=level(run))]
    if len(run.ahead) > _MONTHS_TOLD:
        notes.append(tr("The months after these are in the layer."))
    notes += around_note([] if run.asked.counted_in.of_areas else run.around)
    return Table(tr("Where most is expected"), head, rows, " ".join(notes))


def _models(run: ForecastRun) -> Table:
    trial, units = run.trial, len(run.units.keys)
    rows = []
    for at, model in enumerate(trial.models):
        tally = trial.tallies[at].evened
        rows.append(
            (
                sentence_case(model_words(model)) + (" *" if at == trial.chosen else ""),
                f"{float((trial.error[at].mean() / units) ** 0.5):.3g}",
                f"{with_sign(100 * trial.gain(at), 1)}%" if at else "–",
                interval(run, at) if at else "–",
                tr("baseline") if not at else _verdict(int(trial.against.beyond[at - 1])),
                *(percent(float(rate)) for rate in tally.hit_rate.tolist()),
            )
        )
    head = (
        tr("Model"),
        tr("Error of a unit's month"),
        tr("Squared error saved"),
        tr("Interval of {sure}").format(sure=sure(run)),
        tr("Against last year's counts"),
        *(tr("Found on {share:g}%").format(share=100 * share) for share in SHARES),
    )
    foot = tr(
        "* is the model taken. Error: root of the mean square, in crimes, over the months tried, 1 to {n} ahead. "
        "Found: crimes of those months on the first part of the ground, ranked a month before. Units that tie are "
        "taken alike."
    ).format(n=run.asked.ahead)
    return Table(tr("The models, tried on known months"), head, rows, foot)


def _verdict(beyond: int) -> str:
    return {1: tr("nearer"), -1: tr("farther off"), 0: tr("within chance")}[beyond]
