# SPDX-License-Identifier: GPL-2.0-or-later
"""What smoothed rates say: finding, map beside that of the rates as counted, table, chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from offline_cache.reading_order import isolated

from ...analysis.errors import Cancelled
from ...reports.charts import Background, svg_address
from ...reports.map_pair import pair_address
from ...reports.result_page import ResultPage, Table
from ...text import number, tr
from ..areas.area_classes import rate_classes
from ..areas.area_pictures import legend_of
from ..areas.area_words import base
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.wording import sentence_case
from ..writing.result_layer import Explained
from .rated_areas import RatedAreas
from .rated_chart import Ranged, highest, ranged_chart
from .rated_layer import look_for, mostly_drawn
from .rated_page import ROWS, map_of, more_in_layer, numbered_codes, subtitle
from .rated_result import RatedResult
from .rated_words import (
    all_together,
    basis,
    counted_lines,
    few_line,
    keep_in_mind,
    left_out_lines,
    loud,
    range_text,
    rate_text,
)
from .smoothed_run import TABLE_COLUMNS, Smoothing, columns_of, smoothings, table_rows

if TYPE_CHECKING:
    from ...layers.area_style import AreaLook, MapClass
    from .smoothed_rates import SmoothedRates

_ALL_OWN = 0.85
"""Mean weight of the areas' own rates from which smoothing is said to change little."""


def smoothed_result(algorithm: SmoothedRates, rated: RatedAreas, cancelled: Cancelled) -> RatedResult:
    """Smooth, and put together what is to be written."""
    found = smoothings(rated, cancelled)
    of = found[0]
    shown = [value for value in of.smoothed if value is not None]
    said = sentences(rated, of)
    return RatedResult(
        finding=finding(rated, of),
        sentences=said,
        basis=basis(rated),
        loud=loud(rated),
        columns=columns_of(rated, of, of.smoothed),
        look=_look(rated, of),
        table_columns=TABLE_COLUMNS,
        table_rows=table_rows(rated, found),
        numbers={
            algorithm.RATE: rated.run.counts.rate,
            algorithm.LOWEST: min(shown),
            algorithm.HIGHEST: max(shown),
            algorithm.OWN: float(of.found.own.mean()),
        },
        used={},
        page=partial(page, rated, of),
        chart=partial(chart, rated, of),
    )


def finding(rated: RatedAreas, of: Smoothing) -> str:
    """The title of the page."""
    what, where = sentence_case(rated.about.what), rated.about.where
    if of.found.variance == 0:
        return tr("{what} in {where}: the {areas} differ no more than chance makes them").format(
            what=what, where=where, areas=rated.run.counts.plural
        )
    top = highest(of.smoothed)[0]
    title = tr("{what} in {where}: the highest smoothed rate is {rate} per 1,000 {of} a year, in {name}")
    name, rate = isolated(rated.rows[top].name), rate_text(of.smoothed[top])
    return title.format(of=base(rated.run), what=what, where=where, rate=rate, name=name)


def sentences(rated: RatedAreas, of: Smoothing) -> list[str]:
    """The finding in two or three sentences."""
    lines = [all_together(rated)]
    if of.found.variance == 0:
        lines.append(tr("So every area is given the rate of all: the differences between them say nothing."))
        return [*lines, *left_out_lines(rated)]
    counted, smoothed = of.found.rate * 1000, of.found.smoothed * 1000
    lines.append(
        tr("As counted, rates go from {range}; smoothed, they go from {smoothed}.").format(
            range=range_text(float(counted.min()), float(counted.max())),
            smoothed=range_text(float(smoothed.min()), float(smoothed.max())),
        )
    )
    both = len({*highest(of.rate)[:10]} & {*highest(of.smoothed)[:10]})
    if of.found.rate.size > 20:
        said = tr("{n} of the 10 highest as counted {are} also among the 10 highest smoothed.")
        if both == 10:
            said = tr("The 10 highest as counted are also the 10 highest smoothed.")
        are = tr("is") if both < 2 else tr("are")
        lines.append(said.format(n=number(both) if both else tr("None"), are=are))
    own = float(of.found.own.mean())
    lines.append(tr("On average {own:.0%} of a smoothed rate is the area's own.").format(own=own))
    few = few_line(rated)
    if own >= _ALL_OWN and of.outlier is None and not few:
        lines.append(tr("So smoothing changes little here: rates as counted tell nearly the same."))
    return [*lines, *_outlier(rated, of), *few, *left_out_lines(rated)]


def _outlier(rated: RatedAreas, of: Smoothing) -> list[str]:
    if of.outlier is None:
        return []
    return [
        tr(
            "{name} is so far from the others that it alone makes rates vary more than twice as much. Without it, "
            "much more would be smoothed."
        ).format(name=isolated(rated.rows[of.outlier].name))
    ]


def method(rated: RatedAreas, of: Smoothing) -> list[str]:
    """How it was done."""
    return [
        *counted_lines(rated),
        tr(
            "A smoothed rate is b + a (r − b) / (a + b / n). r is the area's rate, n its {of}-years, b the rate of "
            "all, and a the variance of the true rates by Marshall's moments (1991), not below 0. Here b is {b:.4g} "
            "and a is {a:.4g}, per {one} a year."
        ).format(
            of=tr("household") if base(rated.run) == tr("households") else tr("person"),
            one=tr("household") if base(rated.run) == tr("households") else tr("person"),
            b=of.found.mean,
            a=of.found.variance,
        ),
        tr(
            "The interval is that of the gamma distribution with shape b²/a + crimes and rate b/a + n. If rates vary "
            "as these do, 95 in 100 lie within."
        ),
    ]


def _look(rated: RatedAreas, of: Smoothing) -> AreaLook:
    note = tr("Smoothed: crimes per 1,000 {of} a year").format(of=base(rated.run))
    values = [value for value in of.smoothed if value is not None]
    decimals = 1 if np.median(values) < 10 else 0
    return look_for(rated, _classes(values), of.smoothed, [note], decimals=decimals)


def _classes(values: Sequence[float]) -> list[MapClass]:
    """Classes of rates, the last with how far it goes: one area may be far above all others."""
    *classes, last = rate_classes(values)
    label = tr("{words} (highest {rate})").format(words=last.label, rate=rate_text(max(values)))
    return [*classes, replace(last, label=label)] if classes else [last]


def page(rated: RatedAreas, of: Smoothing, told: Explained) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    look = _look(rated, of)
    drawing = svg_address(chart(rated, of, PAGE_WIDTH, Background.LIGHT))
    if mostly_drawn(rated):
        codes = numbered_codes(rated, highest(of.smoothed))
        smoothed, counted = (
            map_of(rated, columns_of(rated, of, values), look, codes) for values in (of.smoothed, of.rate)
        )
        drawing = pair_address(smoothed, tr("Smoothed"), counted, tr("As counted"))
    return ResultPage(
        title=finding(rated, of),
        subtitle=subtitle(rated),
        sentences=sentences(rated, of),
        picture=drawing,
        picture_text=tr("Smoothed rates, and beside them the rates as counted in the same classes"),
        legend=legend_of(look) if mostly_drawn(rated) else (),
        basis=basis(rated),
        method=[*method(rated, of), *told.parameters],
        command=told.command,
        rows=told.rows,
        caveats=_caveats(rated),
        rights=told.rights,
        labels=rated.about.labels,
        tables=(_table(rated, of),),
    )


def _caveats(rated: RatedAreas) -> list[str]:
    return [
        tr(
            "A smoothed rate is a better guess of an area's rate in the long run, not a count. Do not multiply it by "
            "residents to get crimes."
        ),
        tr(
            "Areas are drawn towards the rate of all {areas}, whatever kind of place they are: a small town centre is "
            "drawn down, too."
        ).format(areas=rated.run.counts.plural),
        *keep_in_mind(rated),
    ]


def _table(rated: RatedAreas, of: Smoothing) -> Table:
    order = highest(of.smoothed)
    before = {at: rank + 1 for rank, at in enumerate(highest(of.rate))}
    head = (
        *(tr("Area"), tr("Crimes"), sentence_case(base(rated.run)), tr("As counted"), tr("Smoothed")),
        *(tr("95% interval"), tr("Own weight"), tr("Rank as counted")),
    )
    rows = []
    for rank, at in enumerate(order[:ROWS]):
        row = rated.rows[at]
        rows.append(
            (
                f"{rank + 1} · {isolated(row.name)}",
                number(row.rated),
                number(row.denominator or 0),
                rate_text(of.rate[at]),
                rate_text(of.smoothed[at]),
                range_text(of.lower[at] or 0.0, of.upper[at] or 0.0),
                f"{of.own[at] or 0.0:.0%}",
                number(before[at]),
            )
        )
    rates = tr("Rates per 1,000 {of} a year.").format(of=base(rated.run))
    foot = " ".join([rates, more_in_layer(len(order) - len(rows))]).strip()
    return Table(tr("The highest smoothed rates"), head, rows, foot)


def chart(rated: RatedAreas, of: Smoothing, width: int, background: Background) -> str:
    """The highest smoothed rates with their intervals."""
    return ranged_chart(
        rated,
        Ranged(
            title=sentence_case(rated.about.title),
            unit=tr("smoothed rate per 1,000 {of} a year, the highest {areas}").format(
                of=base(rated.run), areas=rated.run.counts.plural
            ),
            summary=" ".join([finding(rated, of) + ".", *sentences(rated, of)]),
            values=of.smoothed,
            lower=of.lower,
            upper=of.upper,
            line=of.found.mean * 1000,
            line_name=tr("all areas together"),
            interval=tr("where 95 in 100 such rates lie"),
        ),
        width,
        background,
    )
