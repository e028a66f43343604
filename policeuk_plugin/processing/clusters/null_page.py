# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a run on maps made by chance: finding, chart, a table of the ways to make them."""

from __future__ import annotations

from ...reports.charts import Background, IntervalBar, IntervalBars, interval_bars, svg_address
from ...reports.result_page import ResultPage, Table
from ...text import number, tr
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.wording import sentence_case
from ..writing.result_layer import Explained
from .null_run import NullRun
from .null_verdict import finding
from .null_words import basis, caveats, mean_text, method, name, sentences, short, total, warnings


def chart(run: NullRun, width: int, background: Background) -> str:
    """What chance called, each null with its range, and the real map as a line."""
    bars = [
        IntervalBar(sentence_case(name(one.null)), one.found.mean, float(one.found.least), float(one.found.most))
        if one.found is not None
        else IntervalBar(sentence_case(name(one.null)), None, why=tr("does not apply"))
        for one in run.tried
    ]
    return interval_bars(
        IntervalBars(
            tr("What chance makes, and your map"),
            tr("units called on a map; {crimes} crimes on each").format(crimes=total(run)),
            " ".join([finding(run), *sentences(run)]),
            bars,
            float(run.called),
            tr("your map: {n}").format(n=number(run.called)),
            tr("fewest to most of {maps} maps").format(maps=number(run.maps)),
            1,
            width,
            background,
        )
    )


def page(run: NullRun, told: Explained) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about, inputs = run.real.inputs.crimes.about, run.real.inputs
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(", ".join(part for part in (about.title, run.real.units.words) if part)),
        sentences=sentences(run),
        picture=svg_address(chart(run, PAGE_WIDTH, Background.LIGHT)),
        picture_text=" ".join([finding(run), *sentences(run)]),
        legend=(),
        basis=[line for line in basis(run) if line not in inputs.plain],
        method=method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=caveats(),
        rights=about.rights,
        labels=(*about.labels, *inputs.plain, *warnings(run)),
        tables=(_table(run),),
        short=short(run),
    )


def _table(run: NullRun) -> Table:
    rows = [
        (
            sentence_case(name(null)),
            number(found.with_any),
            mean_text(found.mean),
            tr("{least} to {most}").format(least=number(found.least), most=number(found.most)),
            number(found.as_many_as(run.called)),
        )
        for chance in (True, False)
        for null, found in run.made(chance)
    ]
    head = (
        tr("{maps} maps each").format(maps=number(run.maps)),
        tr("Maps with any"),
        tr("Called on a map, mean"),
        tr("Fewest to most"),
        tr("Maps with as many as yours"),
    )
    foot = tr("Your map has {n} called. The last rows keep where streets or people are; the others are pure chance.")
    return Table(tr("How many would chance give?"), head, rows, foot.format(n=number(run.called)))
