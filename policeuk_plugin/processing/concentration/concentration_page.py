# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a run of concentration: finding, map of the smallest set, Lorenz curve, shares of the busiest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Optional

import numpy as np

from ...analysis.concentration import lorenz_curve
from ...analysis.errors import Cancelled
from ...analysis.random_placement import Spread
from ...reports.charts import Background, svg_address
from ...reports.charts.lorenz import Lorenz, lorenz
from ...reports.result_map import GROUND, MapPicture, png_address
from ...reports.result_page import Detail, ResultPage, Swatch, Table
from ...text import number, tr
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.place_names import around_note, named
from ..running.wording import percent, sentence_case
from ..units.classed_map import classed_map
from ..units.near_maps import near_maps, widths_of
from ..units.page_swatches import points_swatch
from ..writing.result_layer import Explained
from .concentration_run import IN_SET, NO_CRIMES, NOT_IN_SET, ROWS, TIED, TOPS, ConcentrationRun
from .concentration_words import basis, caveats, expected, finding, method, nouns, sentences, short

STYLE = "concentration"
_TIED = "repeating-linear-gradient(135deg,#1f4e79 0 0.4mm,#c6dbef 0.4mm 1.3mm)"


def chart(run: ConcentrationRun, width: int, background: Background) -> str:
    """The Lorenz curve beside that of random placement."""
    places, crimes = lorenz_curve(run.tally)
    share = run.smallest.places / run.tally.places
    return lorenz(
        Lorenz(
            sentence_case(run.inputs.crimes.about.title),
            tr("share of the crimes"),
            " ".join([finding(run) + ".", *sentences(run)]),
            nouns(run)[1],
            list(zip(places.tolist(), crimes.tolist())),
            list(zip(run.chance.curve_places.tolist(), run.chance.curve_crimes.tolist())),
            (share, float(np.interp(share, places, crimes))),
            tr("{share} hold {crimes:g}%").format(share=percent(share), crimes=run.asked.share),
            width,
            background,
        )
    )


def page(run: ConcentrationRun, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about, units = run.inputs.crimes.about, run.counted.units
    drawn = svg_address(chart(run, PAGE_WIDTH, Background.LIGHT))
    curve = tr("Lorenz curve from the busiest place, beside that of random placement")
    picture, shown, mapped = drawn, run.order[:ROWS], None
    if units is not None:
        mapped = classed_map(
            run.inputs, units, STYLE, run.classes, run.counted.counts > 0, shown, run.asked.counted_in.cells, cancelled
        )
        picture = png_address(mapped)
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(", ".join(part for part in (about.when, run.counted.words) if part)),
        sentences=sentences(run),
        picture=picture,
        picture_text=curve if units is None else tr("Map of the fewest units that hold most crimes"),
        legend=_legend(run) if units is not None else (),
        basis=[line for line in basis(run) if line not in run.inputs.plain],
        method=method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=caveats(run),
        rights=about.rights,
        labels=(*about.labels, *run.inputs.plain),
        tables=(_shares(run), *([_units(run, shown)] if units is not None else [])),
        details=_details(run, mapped, drawn, curve) if units is not None else (),
        short=short(run),
    )


def _details(run: ConcentrationRun, mapped: Optional[MapPicture], drawn: str, curve: str) -> list[Detail]:
    near = []
    if mapped is not None and run.counted.units is not None:
        near = near_maps(mapped, widths_of(run.counted.units, run.order[:ROWS]))
    return [*near, Detail(drawn, curve + ".")]


def _legend(run: ConcentrationRun) -> list[Swatch]:
    classes = np.array(run.classes)
    small = run.smallest
    swatches = (
        (IN_SET, "#1f4e79", tr("in the smallest set that holds {share:g}%").format(share=run.asked.share)),
        (TIED, _TIED, tr("tied: any {n} of these complete it").format(n=number(small.of_tied))),
        (NOT_IN_SET, "#dee6ee", tr("not in it, with crimes")),
        (NO_CRIMES, GROUND, tr("no crimes")),
    )
    found = [
        Swatch(background, f"{text} ({number(int((classes == name).sum()))})")
        for name, background, text in swatches
        if (classes == name).any()
    ]
    return [*found, points_swatch()]


def _shares(run: ConcentrationRun) -> Table:
    rows, left_out = [], 0
    for top, found, chance in zip(TOPS, run.tops, run.chance.shares):
        if top * run.tally.places < 1:
            left_out += 1
            continue
        words = tr("The busiest {top:g}% ({n})").format(top=100 * top, n=number(int(top * run.tally.places)))
        rows.append((words, percent(found), _spread(chance, percent)))
    small = tr("Fewest {places} that hold {share:g}%").format(places=nouns(run)[1], share=run.asked.share)
    rows.append((small, number(run.smallest.places), _spread(run.chance.places, lambda value: number(round(value)))))
    rows.append((tr("Generalised Gini G'"), f"{run.generalised:.3f}", _gini(run)))
    rows.append((tr("Plain Gini G"), f"{run.gini:.3f}", _spread(run.chance.gini, lambda value: f"{value:.3f}")))
    notes = [tr("The brackets hold {share:g}% of the random maps.").format(share=100 * (1 - run.asked.alpha))]
    if left_out:
        notes.append(tr("Shares of less than one place are left out."))
    title = tr("How few hold how much")
    return Table(title, (tr("Places"), tr("Share of crimes"), tr("At random")), rows, " ".join(notes))


def _spread(value: Spread, shown: Callable[[float], str]) -> str:
    words = [shown(one) for one in (value.mean, value.lower, value.upper)]
    return f"{words[0]} ({words[1]}–{words[2]})"


def _gini(run: ConcentrationRun) -> str:
    drawn = run.chance.generalised
    return f"{expected(run):.3f} ({drawn.lower:.3f}–{drawn.upper:.3f})".replace("-", "−")


def _units(run: ConcentrationRun, shown: list[int]) -> Table:
    counts, held = run.counted.counts, 0
    rows = []
    for at, (unit, around) in enumerate(zip(shown, run.around)):
        held += int(counts[unit])
        rows.append(
            (
                f"{at + 1} · {named(run.name_of(unit), around)}",
                number(int(counts[unit])),
                percent(float(counts[unit]) / run.tally.crimes),
                percent(held / run.tally.crimes),
            )
        )
    head = (tr("Cell") if run.asked.counted_in.cells else tr("Unit"), tr("Crimes"), tr("Of all crimes"), tr("Together"))
    return Table(tr("The busiest"), head, rows, " ".join(around_note(run.around)))
