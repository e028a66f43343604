# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a run of persistence: finding, map, months of the most persistent units, halves."""

from __future__ import annotations

from ...analysis.errors import Cancelled
from ...analysis.persistence import OFTEN, Often
from ...reports.charts import Background, svg_address
from ...reports.charts.top_months import TopMonth, TopMonths, TopRow, top_months
from ...reports.result_map import GROUND, png_address
from ...reports.result_page import Detail, ResultPage, Swatch, Table
from ...text import number, tr
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.place_names import around_note, named
from ..running.wording import percent, sentence_case
from ..units.classed_map import classed_map
from ..units.near_maps import near_maps, widths_of
from ..units.page_swatches import points_swatch
from ..writing.result_layer import Explained
from .persistence_halves import apart_line, range_text, steady_words
from .persistence_plain import plain
from .persistence_run import PersistenceRun
from .persistence_words import (
    basis,
    caveats,
    finding,
    in_short,
    method,
    sentences,
    top_lines,
    unit_words,
)

STYLE = "persistence"
COLOURS = {
    Often.NEARLY_ALWAYS: "#7a0403",
    Often.MOST_MONTHS: "#d7301f",
    Often.SOME_MONTHS: "#fc8d59",
    Often.SELDOM: "#fdd49e",
    Often.NEVER: GROUND,
}
"""From dark to pale (ColorBrewer's OrRd), as in the style of the layer."""


def chart(run: PersistenceRun, width: int, background: Background) -> str:
    """The months of the most persistent units."""
    place = {month: at for at, month in enumerate(run.months.months)}
    counts, top, span = run.months.counts, run.found.top, run.span
    rows = []
    for at, unit in enumerate(run.shown):
        cells = [
            TopMonth(bool(top[unit, place[month]]), int(counts[unit, place[month]])) if month in place else None
            for month in span
        ]
        total = tr("{n} of {held}").format(n=int(run.found.months[unit]), held=run.found.held)
        rows.append(TopRow(f"{at + 1} · {run.name_of(unit)}", cells, total))
    return top_months(
        TopMonths(
            sentence_case(run.inputs.crimes.about.title),
            tr("months in the top {top:g}% of the {units} most often in it").format(
                top=run.asked.top, units=unit_words(run, len(rows))
            )
            if run.by_any < run.found.held
            else tr("months with any crime of the {units} that most often had some").format(
                units=unit_words(run, len(rows))
            ),
            " ".join([finding(run), *sentences(run)]),
            tr("in the top {top:g}%").format(top=run.asked.top) if run.by_any < run.found.held else tr("with any"),
            span,
            rows,
            width,
            background,
            "" if run.by_any < run.found.held else tr("without any"),
        )
    )


def page(run: PersistenceRun, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about, found = run.inputs.crimes.about, run.found
    shown, top = run.shown, (*run.inputs.crimes.about.labels, *run.inputs.plain, *top_lines(run))
    classes = [OFTEN[at].value for at in found.often.tolist()]
    picture = classed_map(
        run.inputs, run.units, STYLE, classes, found.months > 0, shown, run.asked.counted_in.cells, cancelled
    )
    lasting = tr("Months of those most often in the top. What lasts is a full row.")
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(", ".join(part for part in (about.when, run.units.words) if part)),
        sentences=sentences(run),
        picture=png_address(picture),
        picture_text=tr("Map of how often each unit was in the top"),
        legend=_legend(run),
        basis=[line for line in basis(run) if line not in top],
        method=method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=caveats(run),
        rights=about.rights,
        labels=top,
        tables=(*([_units(run, shown)] if shown else []), _classes(run), _halves(run)),
        details=(
            *near_maps(picture, widths_of(run.units, shown)),
            Detail(svg_address(chart(run, PAGE_WIDTH, Background.LIGHT)), lasting),
        )
        if shown
        else (),
        short=in_short(run),
        plain=plain(run),
    )


def _legend(run: PersistenceRun) -> list[Swatch]:
    words = class_words()
    swatches = [
        Swatch(COLOURS[often], f"{words[often]} ({number(int((run.found.often == at).sum()))})")
        for at, often in enumerate(OFTEN)
    ]
    return [*swatches, points_swatch()]


def class_words() -> dict[Often, str]:
    """The classes as a legend has them."""
    return {
        Often.NEARLY_ALWAYS: tr("nearly always in the top: 3 in 4 months or more"),
        Often.MOST_MONTHS: tr("most months in the top: half or more"),
        Often.SOME_MONTHS: tr("some months in the top: a quarter or more"),
        Often.SELDOM: tr("seldom in the top: at least once"),
        Often.NEVER: tr("never in the top"),
    }


def _units(run: PersistenceRun, shown: list[int]) -> Table:
    found, stacks = run.found, run.units.counted.largest_place_share
    rows = [
        (
            f"{at + 1} · {named(run.name_of(unit), around)}",
            tr("{n} of {held}").format(n=int(found.months[unit]), held=found.held),
            number(int(found.first[unit])),
            number(int(found.second[unit])),
            number(int(found.crimes[unit])),
            number(int(found.rank[unit])),
            percent(float(stacks[unit])),
        )
        for at, (unit, around) in enumerate(zip(shown, run.around))
    ]
    half = run.stability.months
    head = (
        tr("Cell") if run.asked.counted_in.cells else tr("Unit"),
        tr("Months in the top") if run.by_any < found.held else tr("Months with any"),
        tr("First {n}").format(n=half),
        tr("Last {n}").format(n=half),
        tr("Crimes"),
        tr("Rank by crimes"),
        tr("On the fullest point"),
    )
    more = len(run.order) - len(shown)
    notes = [tr("Equals in months are ordered by crimes."), *around_note(run.around)]
    hidden = int(run.persistent.sum()) - len(shown)
    if hidden > 0:
        notes.append(tr("{n} more are persistent: see the layer.").format(n=number(hidden)))
    if more:
        notes.append(tr("{n} more were in the top at least once.").format(n=number(more)))
    return Table(tr("Most often in the top"), head, rows, " ".join(notes))


def _classes(run: PersistenceRun) -> Table:
    words, found = class_words(), run.found
    total_area = float(run.units.area.sum())
    rows = []
    for at, often in enumerate(OFTEN):
        mine = found.often == at
        crimes = int(found.crimes[mine].sum())
        rows.append(
            (
                sentence_case(words[often]),
                number(int(mine.sum())),
                percent(float(run.units.area[mine].sum()) / total_area),
                number(crimes),
                percent(crimes / run.crimes),
            )
        )
    head = (tr("How often"), tr("Units"), tr("Of the ground"), tr("Crimes"), tr("Of the crimes"))
    return Table(tr("What they hold"), head, rows)


def _halves(run: PersistenceRun) -> Table:
    stable = run.stability
    found = stable.found
    rows = [
        (
            tr("Of the first half's top, in the second's"),
            percent(found.kept) if found.kept is not None else "–",
            range_text(stable.alike_kept, "%"),
            range_text(stable.same_kept, "%"),
            steady_words(found.kept, stable.same_kept, stable.alike_kept),
        ),
        (
            tr("Correlation of ranks (Spearman)"),
            f"{found.rho:.2f}".replace("-", "−") if found.rho is not None else "–",
            range_text(stable.alike_rho, ""),
            range_text(stable.same_rho, ""),
            steady_words(found.rho, stable.same_rho, stable.alike_rho),
        ),
    ]
    head = (tr("First and second half"), tr("Found"), tr("If all units were alike"), tr("If nothing had changed"), "")
    foot = tr(
        "The tops have {first} and {second} units. Brackets show where {share:g}% of {draws} draws lie. A value near "
        "the last column is as steady as counts of this size can be."
    ).format(
        first=number(stable.top_first),
        second=number(stable.top_second),
        share=100 * (1 - run.asked.alpha),
        draws=stable.draws,
    )
    return Table(tr("Does it last?"), head, rows, f"{foot} {apart_line(run)}".strip())
