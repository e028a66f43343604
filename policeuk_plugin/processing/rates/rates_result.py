# SPDX-License-Identifier: GPL-2.0-or-later
"""Rates of areas as they are written: page, tables, chart, numbers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from offline_cache.reading_order import isolated

from ...analysis.change import Told
from ...reports.charts import Background, svg_address
from ...reports.result_map import png_address
from ...reports.result_page import Detail, ResultPage, Table
from ...text import number, tr
from ..areas.area_pictures import legend_of
from ..areas.area_words import base
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.wording import sentence_case
from ..writing.result_layer import Explained
from .rated_chart import Ranged, highest, ranged_chart
from .rated_layer import mostly_drawn
from .rated_page import ROWS, map_of, more_in_layer, numbered_codes, subtitle
from .rated_parameters import MEASURE, STRATA
from .rated_result import RatedResult
from .rated_words import loud, p_text, range_text, rate_text
from .rates_change_words import changes_title
from .rates_layer import TABLE_COLUMNS, Values, change_cells, columns_of, look_of, mapped, numbers, table_rows
from .rates_run import SCALE, RatesRun
from .rates_words import bands_of, finding, keep_in_mind, method, ratio_words, rests_on, sentences, type_heading

if TYPE_CHECKING:
    from .area_rates import AreaRates


def rates_result(algorithm: AreaRates, run: RatesRun) -> RatedResult:
    """Put together what is to be written."""
    values = mapped(run)
    low, below, _, above, high = bands_of(run.rated)
    asked = run.asked
    return RatedResult(
        finding=finding(run),
        sentences=sentences(run),
        basis=rests_on(run),
        loud=loud(run.rated),
        columns=columns_of(run),
        look=look_of(run, values),
        table_columns=TABLE_COLUMNS,
        table_rows=table_rows(run),
        numbers={
            algorithm.RATE: run.rated.run.counts.rate,
            algorithm.LOWEST: float(np.nanmin(run.all.rate)),
            algorithm.HIGHEST: float(np.nanmax(run.all.rate)),
            algorithm.ABOVE: above + high,
            algorithm.BELOW: low + below,
            algorithm.MORE: run.told(Told.MORE),
            algorithm.FEWER: run.told(Told.FEWER),
            algorithm.TOO_FEW: run.told(Told.TOO_FEW),
            algorithm.MONTHS_COMPARED: int(run.compared.max(initial=0)),
        },
        used={MEASURE: asked.measure, STRATA: asked.scheme, names.ALPHA: f"{asked.alpha:g}"},
        page=partial(page, run),
        chart=partial(chart, run),
    )


def page(run: RatesRun, told: Explained) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    rated, values = run.rated, mapped(run)
    look, drawing = look_of(run, values), svg_address(chart(run, PAGE_WIDTH, Background.LIGHT))
    picture, legend = drawing, []
    if mostly_drawn(rated):
        codes = numbered_codes(rated, _order(run))
        picture = png_address(map_of(rated, columns_of(run), look, codes))
        legend = legend_of(look)
    return ResultPage(
        title=finding(run),
        subtitle=subtitle(rated),
        sentences=sentences(run),
        picture=picture,
        picture_text=tr("Map of the areas: {measure}").format(measure=run.asked.measure),
        legend=legend,
        basis=rests_on(run),
        method=[*method(run), *told.parameters],
        command=told.command,
        rows=told.rows,
        caveats=keep_in_mind(run),
        rights=told.rights,
        labels=rated.about.labels,
        tables=_tables(run),
        details=(Detail(drawing, tr("The highest, with their intervals.")),) if legend else (),
    )


def _order(run: RatesRun) -> list[int]:
    """Areas as the first table has them: the highest first; of changes the surest."""
    change = run.all.change
    if run.asked.measure == "change" and change is not None:
        return [at for at in np.lexsort((-np.abs(change.z), change.p)).tolist() if run.compared[at]]
    first = highest(_ranged(run).values)
    return [*first, *(at for at in highest(numbers(run.all.rate)) if at not in set(first))]


def _tables(run: RatesRun) -> tuple[Table, ...]:
    tables = [_rates(run)]
    if run.strata is not None:
        tables.append(_standardised(run))
    if run.all.change is not None:
        tables.append(_changes(run))
    if len(run.of_type) > 1:
        tables.append(_types(run))
    return tuple(tables)


def _rates(run: RatesRun) -> Table:
    rated, of = run.rated, run.all
    rows = []
    for rank, at in enumerate(_order(run)[:ROWS]):
        row = rated.rows[at]
        band = rated.run.band_of.get(row.code)
        rows.append(
            (
                f"{rank + 1} · {isolated(row.name)}",
                number(row.rated),
                number(row.denominator or 0),
                rate_text(float(of.rate[at])),
                range_text(float(of.lower[at]), float(of.upper[at])),
                "–" if band is None or rated.run.banded is None else f"{float(rated.run.banded.ratio[band]):.2f}",
            )
        )
    head = (
        tr("Area"),
        tr("Crimes"),
        sentence_case(base(rated.run)),
        tr("Rate"),
        tr("95% interval"),
        tr("Ratio to all"),
    )
    foot = tr("Crimes per 1,000 {of} a year. {left}").format(
        of=base(rated.run), left=more_in_layer(len(run.rated.rows) - len(rows))
    )
    return Table(tr("Rates"), head, rows, foot.strip())


def _standardised(run: RatesRun) -> Table:
    ratio, rows = run.all.ratio, []
    for rank, at in enumerate(highest(numbers(ratio.ratio))[:ROWS]):
        rows.append(
            (
                f"{rank + 1} · {isolated(run.rated.rows[at].name)}",
                number(int(ratio.observed[at])),
                f"{float(ratio.expected[at]):,.1f}",
                f"{float(ratio.ratio[at]):.2f}",
                tr("{low:.2f} to {high:.2f}").format(low=float(ratio.lower[at]), high=float(ratio.upper[at])),
                *(_direct_cells(run, at) if run.has_direct else ()),
            )
        )
    head = (tr("Area"), tr("Crimes"), tr("Expected"), tr("Ratio"), tr("95% interval"))
    more = (tr("Directly standardised"), tr("95% interval")) if run.has_direct else ()
    left = more_in_layer(len(run.rated.rows) - len(rows))
    foot = tr("{ratio}. {left}").format(ratio=ratio_words(run), left=left)
    return Table(tr("Standardised by {scheme}").format(scheme=run.asked.scheme), (*head, *more), rows, foot.strip())


def _direct_cells(run: RatesRun, at: int) -> tuple[str, str]:
    direct = run.all.direct
    if direct is None or not np.isfinite(direct.rate[at]):
        return "–", "–"
    return rate_text(float(direct.rate[at])), range_text(float(direct.lower[at]), float(direct.upper[at]))


def _changes(run: RatesRun) -> Table:
    change = run.all.change
    if change is None:
        return Table("", (), ())
    rows = []
    order = [at for at in np.lexsort((-np.abs(change.z), change.p)).tolist() if run.compared[at]]
    left = len(order) - ROWS
    for rank, at in enumerate(order[:ROWS]):
        after, before, ratio, _, q, verdict = change_cells(run, run.all, at)
        rows.append(
            (
                f"{rank + 1} · {isolated(run.rated.rows[at].name)}",
                number(before),
                number(after),
                "–" if ratio is None else f"{ratio:.2f}",
                p_text(q),
                str(verdict),
            )
        )
    head = (tr("Area"), tr("Year before"), tr("Now"), tr("Ratio"), tr("q"), tr("Verdict"))
    foot = tr(
        "Over the months held in both years, the last 12 at most. q: of all that stand out as much, the share that may "
        "be chance. {left}"
    )
    foot = foot.format(left=more_in_layer(left)).strip()
    return Table(changes_title(run), head, rows, foot)


def _types(run: RatesRun) -> Table:
    rows = []
    for of in run.of_type:
        counts = [int(of.found.observed.sum())]
        total = float(of.found.exposure.sum())
        change = of.change
        told = ["–", "–"]
        if change is not None:
            told = [number(int(change.is_(one).sum())) for one in (Told.MORE, Told.FEWER)]
        rate = rate_text(counts[0] / total * SCALE) if total else "–"
        rows.append((type_heading(run, of.name), number(counts[0]), rate, *told))
    head = (tr("Crime type"), tr("Crimes"), tr("Rate of all"), tr("Areas with more"), tr("Areas with fewer"))
    return Table(tr("By crime type"), head, rows, tr("More and fewer than in the same months a year before."))


def _ranged(run: RatesRun) -> Ranged:
    """What the chart shows: ratios or rates, by MEASURE."""
    of, measure, rated = run.all, run.asked.measure, run.rated
    title = sentence_case(rated.about.title)
    summary = " ".join([finding(run) + ".", *sentences(run)])
    interval = tr("95% interval")
    plural, per = rated.run.counts.plural, base(rated.run)
    if measure == "standardised ratio" or (measure == "direct rate" and of.direct is None):
        unit = tr("crimes over those expected, the highest {areas}").format(areas=plural)
        values = _three(of.ratio.ratio, of.ratio.lower, of.ratio.upper)
        return Ranged(title, unit, summary, *values, 1.0, tr("as expected"), interval, 2)
    rate = rated.run.counts.rate or 0.0
    if measure == "direct rate" and of.direct is not None:
        unit = tr("directly standardised rate per 1,000 {of} a year, the highest {areas}").format(of=per, areas=plural)
        values = _three(of.direct.rate, of.direct.lower, of.direct.upper)
    else:
        unit = tr("crimes per 1,000 {of} a year, the highest {areas}").format(of=per, areas=plural)
        values = _three(of.rate, of.lower, of.upper)
    return Ranged(title, unit, summary, *values, rate, tr("all areas together"), interval)


def _three(value: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> tuple[Values, Values, Values]:
    return numbers(value), numbers(lower), numbers(upper)


def chart(run: RatesRun, width: int, background: Background) -> str:
    """The highest areas with their intervals."""
    return ranged_chart(run.rated, _ranged(run), width, background)
