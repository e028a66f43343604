# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a run of trends: finding, map, control chart of the area, units that rise or fall, crime types."""

from __future__ import annotations

from calendar import month_abbr
from collections.abc import Sequence
from typing import Optional

import numpy as np

from offline_cache.model import SNAP_POINTS_REDRAWN

from ...analysis.area_trends import TOLD, Told
from ...analysis.errors import Cancelled
from ...analysis.seasonality import Seasonality
from ...reports.charts import Background, Spark, Sparklines, sparklines, svg_address
from ...reports.charts.control_chart import ControlChart, Controlled, control_chart
from ...reports.result_map import GROUND, png_address
from ...reports.result_page import Detail, ResultPage, Swatch, Table
from ...text import month_name, number, tr
from ..asking.chart_parameters import PAGE_WIDTH
from ..clusters.cluster_words import q_text
from ..running.place_names import around_note, named
from ..running.wording import sentence_case
from ..units.classed_map import classed_map
from ..units.map_room import class_text, crowded_out
from ..units.near_maps import near_maps, widths_of
from ..units.page_swatches import FEW, points_swatch
from ..writing.result_layer import Explained
from .unit_trend_basis import basis, caveats, method
from .unit_trend_breaks import Sides, redrawn_line
from .unit_trend_layer import CLASSES, classes, shift_of, shift_text
from .unit_trend_run import TrendsRun
from .unit_trend_words import finding, in_short, sentences, signed, tests_of

STYLE = "trends"
_SPARKS = 12
_COLOURS = ("#7f3b08", "#e08214", GROUND, "#8073ac", "#2d004b", FEW)


def chart(run: TrendsRun, width: int, background: Background) -> str:
    """The area month by month between the limits that are usual for each month."""
    at = {month: place for place, month in enumerate(run.months)}
    stepped, limits, months = set(run.jumps.get("", ())), run.limits, []
    crimes = run.counts.sum(axis=0)
    for place, month in enumerate(run.span):
        if month not in at:
            months.append(Controlled(month, None))
            continue
        count, of = float(crimes[at[month]]), float(run.exposure[at[month]])
        if limits is None:
            months.append(Controlled(month, count, jump=month in stepped))
            continue
        usual = (limits.mean * of, limits.lower[place] * of, limits.upper[place] * of)
        months.append(Controlled(month, count, *usual, limits.beyond(place, count / of), month in stepped))
    about = run.inputs.crimes.about
    return control_chart(
        ControlChart(
            sentence_case(f"{about.what}, {about.where}"),
            tr("crimes a month, with what is usual for a month of that length and season")
            if run.limits is not None
            else tr("crimes a month"),
            " ".join([finding(run), *sentences(run)]),
            months,
            width,
            background,
            SNAP_POINTS_REDRAWN if run.sides is not Sides.ONE else None,
            tr("snap points redrawn, {month}").format(month=month_name(SNAP_POINTS_REDRAWN)),
        )
    )


def small_charts(run: TrendsRun) -> str:
    """The units of the table, a small chart each."""
    place = {month: at for at, month in enumerate(run.months)}
    sparks = []
    for rank, at in enumerate(run.shown[:_SPARKS]):
        values = [float(run.counts[at, place[month]]) if month in place else None for month in run.span]
        note = tr("last month; slope {slope}").format(slope=signed(float(run.found.slope[at])))
        sparks.append(Spark(f"{rank + 1} · {run.name_of(at)}", values, note))
    title = (
        tr("Units that rise or fall, month by month") if run.called else tr("Units with most crimes, month by month")
    )
    return sparklines(
        Sparklines(title, tr("crimes a month; each on a scale of its own from zero"), finding(run), sparks, PAGE_WIDTH)
    )


def page(run: TrendsRun, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about = run.inputs.crimes.about
    top = (*about.labels, *run.inputs.plain, *([redrawn_line(run.sides)] if run.sides is not Sides.ONE else ()))
    words = classes(run)
    which = {name: np.array([word == name for word in words], dtype=bool) for name in CLASSES}
    missing = crowded_out(np.ones(len(words), dtype=bool), [which[CLASSES[-1]], which["no trend"]])
    shown = [int(run.some[at]) for at in run.shown]
    # What has no trend is the ground itself, as in the legend.
    drawn = ~missing & ~which["no trend"]
    picture = classed_map(run.inputs, run.units, STYLE, words, drawn, shown, run.asked.counted_in.cells, cancelled)
    texts = class_words(run)
    legend = [
        Swatch(colour, class_text(texts[name], which[name], missing))
        for colour, name in zip(_COLOURS, CLASSES)
        if which[name].any()
    ]
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(", ".join(part for part in (about.when, run.units.words) if part)),
        sentences=sentences(run),
        picture=png_address(picture),
        picture_text=tr("Map of the trends in the study area"),
        legend=[*legend, points_swatch()],
        basis=[line for line in basis(run) if line not in (*top, *sentences(run))],
        method=method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=caveats(),
        rights=about.rights,
        labels=top,
        tables=(_units(run), *([_types(run)] if run.types else [])),
        details=(
            *(near_maps(picture, widths_of(run.units, shown)) if run.called else ()),
            Detail(svg_address(chart(run, PAGE_WIDTH, Background.LIGHT)), tr("The area, month by month.")),
            Detail(svg_address(small_charts(run)), tr("The numbers are those of the map and of the table.")),
        ),
        short=in_short(run),
    )


def class_words(run: TrendsRun) -> dict[str, str]:
    """The classes as a legend has them."""
    return {
        CLASSES[0]: tr("rising, by half or more from first to last year"),
        CLASSES[1]: tr("rising"),
        CLASSES[2]: tr("no trend that can be told"),
        CLASSES[3]: tr("falling"),
        CLASSES[4]: tr("falling, by a third or more"),
        CLASSES[5]: tr("too few crimes to tell") if run.found.possible else tr("too few months to tell"),
    }


def told_text(run: TrendsRun, told: Told) -> str:
    """A verdict as the legend has it."""
    if told is Told.TOO_FEW and not run.found.possible:
        return tr("too few months to tell")
    return told.value


def _units(run: TrendsRun) -> Table:
    found, rows = run.found, []
    around = {} if run.asked.counted_in.of_areas else run.around
    for rank, at in enumerate(run.shown):
        rows.append(
            (
                f"{rank + 1} · {named(run.name_of(at), around.get(at, ''))}",
                number(int(found.early[at])),
                number(int(found.late[at])),
                signed(float(found.slope[at])),
                tr("{low} to {high}").format(low=signed(float(found.lower[at])), high=signed(float(found.upper[at]))),
                q_text(float(found.q[at])),
                told_text(run, TOLD[found.told[at]]),
                shift_of(run, at) or "–",
            )
        )
    head = (
        *(tr("Where"), tr("First year"), tr("Last year"), tr("Slope"), tr("95% interval"), tr("q"), tr("Verdict")),
        tr("Shift"),
    )
    left = run.called - len(rows)
    notes = [tr("{n} more are on the map and in the layer.").format(n=number(left))] if left > 0 else []
    notes.append(
        tr(
            "Slope: crimes a month more from year to year, with the interval of each unit by itself. The verdict "
            "allows for all {tests} tests and for months that lean on those before. q: of all that are as sure, the "
            "share that may be chance."
        ).format(tests=number(tests_of(run)))
    )
    notes.append(tr("Shift: since when cumulative sums have left what is usual, if they have not come back."))
    notes += around_note([around.get(at, "") for at in run.shown])
    title = tr("Where it rises or falls most surely") if run.called else tr("Those with most crimes")
    return Table(title, head, rows, " ".join(notes))


def _types(run: TrendsRun) -> Table:
    rows = []
    for at, one in enumerate(run.types):
        area, found = run.area_types, one.found
        rows.append(
            (
                one.name,
                number(int(area.early[at])),
                number(int(area.late[at])),
                signed(float(area.slope[at])),
                TOLD[area.told[at]].value,
                shift_text(one.shift) or "–",
                _season(one.seasons, run.asked.alpha),
                *_of_units(found.is_(Told.RISING) if found else None, found.is_(Told.FALLING) if found else None),
            )
        )
    head = [
        tr("Crime type"),
        tr("First year"),
        tr("Last year"),
        tr("Slope"),
        tr("The area"),
        tr("Shift"),
        tr("Seasons"),
    ]
    if run.asked.by_type:
        head += [tr("Units rising"), tr("Units falling")]
    foot = tr("Seasons: the months with most and fewest, if beyond chance; that takes three whole years.")
    return Table(tr("By crime type"), head, rows, foot)


def _of_units(rising: Optional[np.ndarray], falling: Optional[np.ndarray]) -> Sequence[str]:
    return [number(int(one.sum())) for one in (rising, falling) if one is not None]


def _season(seasons: Optional[Seasonality], alpha: float) -> str:
    if seasons is None or seasons.p is None:
        return tr("not known")
    if not seasons.shown(alpha):
        return tr("none")
    high, low = int(seasons.index.argmax()), int(seasons.index.argmin())
    return tr("{high} {more}×, {low} {less}×").format(
        high=month_abbr[high + 1],
        more=f"{seasons.index[high]:.2f}",
        low=month_abbr[low + 1],
        less=f"{seasons.index[low]:.2f}",
    )
