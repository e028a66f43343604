# SPDX-License-Identifier: GPL-2.0-or-later
"""Location quotients as they are written: page, table, chart, numbers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from offline_cache.reading_order import isolated

from ...reports.charts import Background, svg_address
from ...reports.result_map import png_address
from ...reports.result_page import Detail, ResultPage, Table
from ...text import number, tr
from ..areas.area_pictures import legend_of
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.wording import percent, sentence_case
from ..writing.result_layer import Explained
from .quotient_layer import TABLE_COLUMNS, cells, columns_of, look_of, table_rows
from .quotient_run import QuotientRun, Share
from .quotient_words import basis, finding, keep_in_mind, loud_lines, method, sentences, usual
from .rated_chart import Ranged, highest, ranged_chart
from .rated_layer import mostly_drawn
from .rated_page import ROWS, map_of, more_in_layer, numbered_codes, subtitle
from .rated_parameters import MINIMUM
from .rated_result import RatedResult
from .rated_words import p_text

if TYPE_CHECKING:
    from .location_quotient import LocationQuotient


def quotient_result(algorithm: LocationQuotient, run: QuotientRun) -> RatedResult:
    """Put together what is to be written."""
    return RatedResult(
        finding=finding(run),
        sentences=sentences(run),
        basis=basis(run),
        loud=loud_lines(run),
        columns=columns_of(run),
        look=look_of(run),
        table_columns=TABLE_COLUMNS,
        table_rows=table_rows(run),
        numbers={
            algorithm.CRIMES: int(run.chosen.count.sum()),
            algorithm.SHARE: 100 * usual(run),
            algorithm.MORE: run.chosen.number_of(Share.MORE),
            algorithm.LESS: run.chosen.number_of(Share.LESS),
            algorithm.TOO_FEW: run.chosen.number_of(Share.TOO_FEW),
        },
        used={MINIMUM: str(run.fewest), names.ALPHA: f"{run.alpha:g}"},
        page=partial(page, run),
        chart=partial(chart, run),
    )


def page(run: QuotientRun, told: Explained) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    rated, look = run.rated, look_of(run)
    drawing = svg_address(chart(run, PAGE_WIDTH, Background.LIGHT))
    picture, legend = drawing, []
    order = highest(cells(run, run.chosen)["quotient"])
    if mostly_drawn(rated):
        codes = numbered_codes(rated, order)
        picture, legend = png_address(map_of(rated, columns_of(run), look, codes)), legend_of(look)
    return ResultPage(
        title=finding(run),
        subtitle=subtitle(rated),
        sentences=sentences(run),
        picture=picture,
        picture_text=tr("Map of the areas by the share of these types in their crime"),
        legend=legend,
        basis=basis(run),
        method=[*method(run), *told.parameters],
        command=told.command,
        rows=told.rows,
        caveats=keep_in_mind(run),
        rights=told.rights,
        labels=rated.about.labels,
        tables=(_areas(run, order), _types(run)),
        details=(Detail(drawing, tr("The highest, with their intervals.")),) if legend else (),
    )


def _areas(run: QuotientRun, order: list[int]) -> Table:
    of, rows = cells(run, run.chosen), []
    for rank, at in enumerate(order[:ROWS]):
        rows.append(
            (
                f"{rank + 1} · {isolated(run.rated.rows[at].name)}",
                number(of["count"][at]),
                number(of["total"][at]),
                percent(of["share"][at] / 100),
                f"{of['quotient'][at]:.2f}",
                tr("{low:.2f} to {high:.2f}").format(low=of["lower"][at], high=of["upper"][at]),
                p_text(of["q"][at]),
                str(of["verdict"][at]),
            )
        )
    head = (
        *(tr("Area"), tr("Of these types"), tr("All crimes"), tr("Share"), tr("Quotient"), tr("95% interval")),
        *(tr("q"), tr("Verdict")),
    )
    return Table(tr("The highest quotients"), head, rows, more_in_layer(len(order) - len(rows)))


def _types(run: QuotientRun) -> Table:
    every = int(run.total.sum())
    rows = [
        (
            one.name,
            number(int(one.count.sum())),
            percent(int(one.count.sum()) / every),
            number(one.number_of(Share.MORE)),
            number(one.number_of(Share.LESS)),
            number(one.number_of(Share.TOO_FEW)),
        )
        for one in run.of_type[1:]
    ]
    head = (tr("Crime type"), tr("Crimes"), tr("Share"), tr("Areas with more"), tr("With less"), tr("Too few"))
    return Table(tr("Every crime type"), head, rows, tr("Each by itself, all of them one family of tests."))


def chart(run: QuotientRun, width: int, background: Background) -> str:
    """The highest quotients with their intervals."""
    of = cells(run, run.chosen)
    about = run.rated.about
    return ranged_chart(
        run.rated,
        Ranged(
            title=sentence_case(about.title),
            unit=tr("share in the area's crime over that of all, the highest {areas}").format(
                areas=run.rated.run.counts.plural
            ),
            summary=" ".join([finding(run) + ".", *sentences(run)]),
            values=of["quotient"],
            lower=of["lower"],
            upper=of["upper"],
            line=1.0,
            line_name=tr("the usual share"),
            interval=tr("95% interval"),
            decimals=2,
        ),
        width,
        background,
    )
