# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a run of local Moran's I: finding, map, outliers by name, the busiest that stand alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...analysis.errors import Cancelled
from ...analysis.local_moran import KINDS
from ...reports.result_map import GROUND, png_address
from ...reports.result_page import ResultPage, Swatch, Table
from ...text import number, tr
from ..running.place_names import around_note, named, named_empty
from ..running.wording import number_text, percent, sentence_case
from ..units.classed_map import classed_map
from ..units.map_room import class_text, crowded_out
from ..units.near_maps import near_maps, widths_of
from ..units.page_swatches import FEW, UNTESTED, points_swatch
from ..writing.result_layer import Explained
from .cluster_words import q_text
from .moran_layer import CLASSES, classes
from .moran_run import MoranRun
from .moran_words import basis, caveats, finding, in_short, method, sentences

STYLE = "localmoran"
_NOT_TOLD = CLASSES[5]
_COLOURS = (
    "#d55e00",
    "#8c4a86",
    "radial-gradient(circle,#ffffff 0.8mm,#3c1900 0.85mm 1mm,transparent 1.05mm) #8c4a86",
    "repeating-linear-gradient(135deg,#e69f00 0 0.5mm,#fae2b2 0.5mm 1.3mm)",
    "linear-gradient(90deg,#56b4e9 50%,#8fcdf1 50%) 0 0/1.4mm 100%",
    GROUND,
    FEW,
    UNTESTED,
)


def page(run: MoranRun, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about, words = run.inputs.crimes.about, classes(run)
    top = (*about.labels, *run.inputs.plain)
    which = {name: np.array([word == name for word in words], dtype=bool) for name in CLASSES}
    missing = crowded_out(np.ones(len(words), dtype=bool), [which[CLASSES[-3]], which[CLASSES[-2]]])
    shown = run.shown
    # What is not told is the ground itself, as in the legend.
    drawn = ~missing & ~which[_NOT_TOLD]
    picture = classed_map(run.inputs, run.units, STYLE, words, drawn, shown, run.asked.counted_in.cells, cancelled)
    texts = class_words()
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
        picture_text=tr("Map of units alike and unlike their neighbours"),
        legend=[*legend, points_swatch()],
        basis=[line for line in basis(run) if line not in top],
        method=method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=caveats(),
        rights=about.rights,
        labels=top,
        tables=_tables(run),
        details=near_maps(picture, widths_of(run.units, shown)),
        short=in_short(run),
    )


def class_words() -> dict[str, str]:
    """The classes as a legend has them."""
    texts = (
        tr("high among high"),
        tr("high among low"),
        tr("high among low, mostly one snap point"),
        tr("low among high"),
        tr("low among low"),
        tr("not told from chance"),
        tr("too few crimes to judge"),
        tr("not tested: nothing known to be at risk"),
    )
    return dict(zip(CLASSES, texts))


def _tables(run: MoranRun) -> tuple[Table, ...]:
    tables = []
    if run.shown:
        rows = [(f"{at + 1} · {_name(run, unit)}", *_cells(run, unit)) for at, unit in enumerate(run.shown)]
        left = int(run.called.sum()) - len(rows)
        notes = [tr("{n} more are on the map and in the layer.").format(n=number(left))] if left else []
        notes.append(tr("Outliers come first. q is the share of all that stand out as much that may be chance."))
        notes += around_note([run.around.get(unit, "") for unit in run.shown])
        tables.append(Table(tr("What stands out"), _head(), rows, " ".join(notes)))
    if run.standing_alone:
        rows = [(_name(run, unit), *_cells(run, unit)) for unit in run.standing_alone]
        foot = tr(
            "These have the most crimes of those that are not high among high ones. No test can call one unit by "
            "itself, since any of them might be where it is by chance."
        )
        tables.append(Table(tr("The busiest that stand alone"), _head(), rows, foot))
    return tuple(tables)


def _head() -> Sequence[str]:
    return (
        *(tr("Where"), tr("Crimes"), tr("With neighbours"), tr("Snap points"), tr("On the fullest point")),
        *(tr("q"), tr("Verdict")),
    )


def _cells(run: MoranRun, unit: int) -> tuple[str, ...]:
    counted, windows = run.units.counted, run.units.windows
    window = windows.indices[windows.indptr[unit] : windows.indptr[unit + 1]]
    share = float(counted.largest_place_share[unit])
    return (
        number_text(counted.count[unit].item()),
        number_text(counted.count[window].sum().item()),
        number(int(counted.places[unit])),
        percent(share) if share == share else "–",
        q_text(float(run.found.q[unit])),
        KINDS[run.found.kind[unit]].value,
    )


def _name(run: MoranRun, unit: int) -> str:
    own, around = run.name_of(unit), run.around.get(unit, "")
    return named(own, around) if run.units.counted.count[unit] else named_empty(own, around)
