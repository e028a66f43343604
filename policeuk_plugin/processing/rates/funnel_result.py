# SPDX-License-Identifier: GPL-2.0-or-later
"""A funnel plot as it is written: chart, map, tables, numbers."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from offline_cache.reading_order import isolated

from ...reports.charts import Background, svg_address
from ...reports.charts.funnel_plot import FunnelLimit, FunnelPlot, FunnelPoint, funnel_plot
from ...reports.result_map import png_address
from ...reports.result_page import Detail, ResultPage, Table
from ...text import number, tr
from ..areas.area_pictures import legend_of
from ..areas.area_words import base
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.wording import sentence_case
from ..writing.result_layer import Explained
from .funnel_layer import TABLE_COLUMNS, cells, columns_of, look_of, ratio_note, table_rows
from .funnel_run import STANDINGS, FunnelRun, Standing
from .funnel_words import (
    decides,
    finding,
    is_called,
    keep_in_mind,
    method,
    ranked,
    rests_on,
    sentences,
    short_words,
    standing,
    z_text,
)
from .rated_layer import mostly_drawn
from .rated_page import ROWS, map_of, more_in_layer, numbered_codes, subtitle
from .rated_parameters import BY_TYPE, HIGHLIGHT, LIMITS
from .rated_result import RatedResult
from .rated_words import loud, p_text, rate_text, type_name

if TYPE_CHECKING:
    from . import funnel_plot as algorithms

_STEPS = 60


def funnel_result(algorithm: algorithms.FunnelPlot, run: FunnelRun) -> RatedResult:
    """Put together what is to be written."""
    of = run.all
    return RatedResult(
        finding=finding(run),
        sentences=sentences(run),
        basis=rests_on(run),
        loud=loud(run.rated),
        columns=columns_of(run),
        look=look_of(run),
        table_columns=TABLE_COLUMNS,
        table_rows=table_rows(run),
        numbers={
            algorithm.RATE: run.rated.run.counts.rate,
            algorithm.LOWER: of.number_of(Standing.LOWER),
            algorithm.HIGHER: of.number_of(Standing.HIGHER),
            algorithm.TOO_FEW: of.number_of(Standing.TOO_FEW),
            algorithm.PHI: of.of.phi,
            algorithm.TAU: math.sqrt(of.of.tau2),
            algorithm.BY_POISSON: of.by_poisson,
        },
        used={
            LIMITS: "Poisson" if run.asked.poisson else "over-dispersed",
            BY_TYPE: "true" if run.asked.by_type else "false",
            names.ALPHA: f"{run.asked.alpha:g}",
            **({HIGHLIGHT: f"{run.rated.areas.kind.value}:{run.asked.own}"} if run.asked.own else {}),
        },
        page=partial(page, run),
        chart=partial(chart, run),
    )


def page(run: FunnelRun, told: Explained) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    rated, look = run.rated, look_of(run)
    drawing = svg_address(chart(run, PAGE_WIDTH, Background.LIGHT))
    details = []
    if mostly_drawn(rated):
        codes = numbered_codes(rated, _numbered(run))
        mapped = png_address(map_of(rated, columns_of(run), look, codes))
        words = tr("The numbers are those of the table.") if codes else tr("The areas, each with its ratio.")
        legend = [swatch for swatch in legend_of(look) if not codes or swatch.text != ratio_note()]
        details.append(Detail(mapped, words, legend))
    return ResultPage(
        title=finding(run),
        subtitle=subtitle(rated),
        sentences=sentences(run),
        picture=drawing,
        picture_text=tr("Funnel plot: each point is an area, by how many crimes are expected of it"),
        legend=(),
        basis=rests_on(run),
        method=[*method(run), *told.parameters],
        command=told.command,
        rows=told.rows,
        caveats=keep_in_mind(run),
        rights=told.rights,
        labels=rated.about.labels,
        tables=_tables(run),
        details=details,
    )


def _numbered(run: FunnelRun) -> list[int]:
    """The areas that have a number on the map and in the table: those inside the limits are not to be ranked."""
    return [at for at in ranked(run)[:ROWS] if is_called(run, at)]


def _ranked_name(run: FunnelRun, at: int) -> str:
    name, numbered = isolated(run.rated.rows[at].name), _numbered(run)
    return f"{numbered.index(at) + 1} · {name}" if at in numbered else name


def _tables(run: FunnelRun) -> tuple[Table, ...]:
    of, rows = cells(run, run.all), []
    order = ranked(run)
    for at in [*order[:ROWS], *(at for at in order[ROWS:] if run.rated.rows[at].code == run.asked.own)]:
        row = run.rated.rows[at]
        rows.append(
            (
                _ranked_name(run, at),
                number(row.rated),
                f"{of['expected'][at]:,.1f}",
                rate_text(row.rate),
                f"{of['ratio'][at]:.2f}",
                z_text(of["z"][at]),
                z_text(of["adjusted_z"][at]),
                p_text(of["q"][at]),
                short_words(standing(run, at)),
            )
        )
    head = (
        *(tr("Area"), tr("Crimes"), tr("Expected"), tr("Rate"), tr("Ratio"), tr("z"), tr("Adjusted z"), tr("q")),
        tr("Verdict"),
    )
    rate = tr("Rate: per 1,000 {of} a year.").format(of=base(run.rated.run))
    foot = " ".join([rate, more_in_layer(len(order) - len(rows))]).strip()
    tables = [Table(tr("Farthest from the others"), head, rows, foot)]
    return (*tables, *([_types(run)] if len(run.of_type) > 1 else []))


def _types(run: FunnelRun) -> Table:
    rows = [
        (
            type_name(run.rated, of.name),
            number(int(of.found.observed.sum())),
            number(of.number_of(Standing.HIGHER)),
            number(of.number_of(Standing.LOWER)),
            number(of.number_of(Standing.TOO_FEW)),
            number(of.by_poisson),
            f"{of.of.phi:,.1f}",
            f"{math.sqrt(of.of.tau2):.3f}",
        )
        for of in run.of_type
    ]
    head = (
        *(tr("Crime type"), tr("Crimes"), tr("Areas higher"), tr("Lower"), tr("Too few")),
        *(tr("By Poisson limits"), tr("φ"), tr("τ")),
    )
    foot = tr("φ: mean square of z, 1 where chance explains all. τ: standard deviation between areas, of √ratio.")
    return Table(tr("By crime type"), head, rows, foot)


def chart(run: FunnelRun, width: int, background: Background) -> str:
    """The funnel of all that is selected, with the limits that decide, and those of chance alone beside them."""
    of, rated = run.all, run.rated
    rows = np.flatnonzero(of.known)
    place = {Standing.LOWER: -1, Standing.HIGHER: 1}
    points = [
        FunnelPoint(
            isolated(rated.rows[row].name),
            expected,
            ratio,
            place.get(STANDINGS[said], 0),
            rated.rows[row].code == run.asked.own,
        )
        for row, expected, ratio, said in zip(
            rows.tolist(), of.of.expected.tolist(), of.of.ratio.tolist(), of.said.tolist()
        )
    ]
    unit = tr("crimes over those expected at {rate} per 1,000 {of} a year").format(
        rate=rate_text(rated.run.counts.rate), of=base(rated.run)
    )
    return funnel_plot(
        FunnelPlot(
            title=sentence_case(rated.about.title),
            unit=unit,
            x_name=tr("crimes expected"),
            summary=" ".join([finding(run) + ".", *sentences(run)]),
            points=points,
            limits=_limits(run),
            target_name=tr("as expected"),
            outside_name=tr("called, by {limits}").format(limits=decides(run)),
            width=width,
            background=background,
        )
    )


def _limits(run: FunnelRun) -> list[FunnelLimit]:
    of = run.all.of
    across = np.geomspace(of.expected.min(), max(of.expected.max(), of.expected.min() * 1.01), _STEPS)
    chance = FunnelLimit(tr("95%, chance alone (Poisson)"), _through(across, of.poisson_limits(across)), by_chance=True)
    if run.asked.poisson:
        far = FunnelLimit(tr("Poisson 99.8%"), _through(across, of.poisson_limits(across, 0.998)), inner=False)
        return [FunnelLimit(tr("Poisson 95%"), chance.points), far]
    near = FunnelLimit(tr("95%, as areas differ"), _through(across, of.limits(across)))
    far = FunnelLimit(tr("99.8%, as areas differ"), _through(across, of.limits(across, 0.998)), inner=False)
    return [near, far, chance]


def _through(across: np.ndarray, limits: tuple[np.ndarray, np.ndarray]) -> list[tuple[float, float, float]]:
    return list(zip(across.tolist(), limits[0].tolist(), limits[1].tolist()))
