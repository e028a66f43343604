# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a comparison of two periods: finding, map, chart, table of what changed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from offline_cache.area_counts import FEWEST_BEFORE

from ...analysis.change import Changes, Told
from ...analysis.errors import Cancelled
from ...reports.charts import Background, svg_address
from ...reports.result_map import png_address
from ...reports.result_page import Detail, ResultPage, Swatch, Table
from ...text import number, tr, with_sign
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.place_names import around_note, named
from ..running.wording import sentence_case
from ..units.map_room import class_text
from ..units.near_maps import near_maps, widths_of
from ..units.page_swatches import FEW, points_swatch
from ..writing.result_layer import Explained
from .change_basis import basis, caveats, method
from .change_layer import verdicts
from .change_map import chart, crowded, numbered, picture_of
from .change_plain import plain
from .change_run import ROWS, ChangeRun
from .change_words import finding, percent_change, sentences, to_read


def page(run: ChangeRun, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about = run.inputs.crimes.about
    top = (*about.labels, *run.inputs.plain, *([run.redrawn] if run.redrawn else ()))
    picture = picture_of(run, cancelled)
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(", ".join(part for part in (about.when, run.units.words) if part)),
        sentences=sentences(run),
        picture=png_address(picture),
        picture_text=tr("Map of the changes in the study area"),
        legend=_legend(run),
        basis=[line for line in basis(run) if line not in top],
        method=method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=caveats(),
        rights=about.rights,
        labels=top,
        tables=_tables(run),
        details=(
            *near_maps(picture, widths_of(run.units, numbered(run))),
            Detail(svg_address(chart(run, PAGE_WIDTH, Background.LIGHT)), tr("The area, month by month.")),
        ),
        short=to_read(run),
        plain=plain(run),
    )


def _legend(run: ChangeRun) -> list[Swatch]:
    found, missing = run.found, crowded(run)
    more, fewer = found.is_(Told.MORE), found.is_(Told.FEWER)
    double = more & ((found.before == 0) | (found.ratio >= 2))
    half = fewer & (found.ratio <= 0.5)
    swatches = (
        (double, "#7f3b08", tr("more, at least double")),
        (more & ~double, "#e08214", tr("more")),
        (found.is_(Told.NOT_TOLD), "#ebebeb", tr("no change that can be told")),
        (fewer & ~half, "#8073ac", tr("fewer")),
        (half, "#2d004b", tr("fewer, half or less")),
        (found.is_(Told.TOO_FEW), FEW, tr("too few to tell")),
    )
    return [
        *(Swatch(background, class_text(text, which, missing)) for which, background, text in swatches if which.any()),
        points_swatch(),
    ]


def _tables(run: ChangeRun) -> tuple[Table, ...]:
    tables = []
    if run.ranked:
        rows = _rows(run, run.ranked[:ROWS], True)
        left = len(run.ranked) - len(rows)
        foot = tr("{n} more are on the map and in the layer. ").format(n=number(left)) if left else ""
        foot += tr("q: of all that stand out as much, the share that may be chance.")
        tables.append(Table(tr("Where it changed most surely"), _head(tr("Where")), rows, foot))
    busiest = run.busiest[:ROWS]
    if busiest:
        left = len(run.busiest) - len(busiest)
        more = [tr("{n} more with crimes are in the layer.").format(n=number(left))] if left else []
        notes = [*more, *around_note([run.around.get(unit, "") for unit in busiest])]
        rows = _rows(run, busiest, not run.ranked)
        tables.append(Table(tr("Those with most crimes"), _head(tr("Where")), rows, " ".join(notes)))
    if run.of_type:
        rows = [(name, *_summed(found)) for name, found in zip(run.types, run.of_type)]
        head = (
            *(tr("Crime type"), tr("After"), tr("Before"), tr("Difference"), tr("Change")),
            *(tr("Units with more"), tr("Units with fewer")),
        )
        tables.append(Table(tr("By crime type"), head, rows, tr("No percentage of fewer than 20 crimes before.")))
    return tuple(tables)


def _rows(run: ChangeRun, units: Sequence[int], numbers: bool) -> list[tuple[str, ...]]:
    """A row a unit, with its number on the map where it has one."""
    return [
        (f"{at + 1} · {_name(run, unit)}" if numbers else _name(run, unit), *_cells(run, unit))
        for at, unit in enumerate(units)
    ]


def _head(first: str) -> tuple[str, ...]:
    head = (first, tr("After"), tr("Before"), tr("Difference"), tr("Ratio"), tr("95% interval"), tr("q"))
    return (*head, tr("Verdict"))


def _cells(run: ChangeRun, at: int) -> tuple[str, ...]:
    found = run.found
    q = float(np.maximum(found.q, found.q_bursts)[at]) if found.q_bursts is not None else float(found.q[at])
    ratio, upper = float(found.ratio[at]), float(found.upper[at])
    return (
        number(int(found.after[at])),
        number(int(found.before[at])),
        with_sign(int(found.difference[at])),
        f"{ratio:.2f}" if np.isfinite(ratio) else "–",
        tr("{low} to {high}").format(low=f"{found.lower[at]:.2f}", high=f"{upper:.2f}" if np.isfinite(upper) else "∞"),
        "< 1e-12" if q < 1e-12 else f"{q:.2g}",
        verdicts(found)[at],
    )


def _summed(found: Changes) -> tuple[str, ...]:
    after, before = int(found.after.sum()), int(found.before.sum())
    return (
        number(after),
        number(before),
        with_sign(after - before),
        percent_change(after / before) if before >= FEWEST_BEFORE else "–",
        number(int(found.is_(Told.MORE).sum())),
        number(int(found.is_(Told.FEWER).sum())),
    )


def _name(run: ChangeRun, unit: int) -> str:
    """The unit's own name, else the LSOA that most of its crimes are in, else its key; with where they stand."""
    fields, key = run.units.key_fields, run.units.keys[unit]
    own = key[fields.index("name")] if "name" in fields else ""
    if own and run.asked.counted_in.of_areas:
        return own
    near = run.names[unit] if run.names is not None else None
    return named(own or near or key[0], run.around.get(unit, ""))
