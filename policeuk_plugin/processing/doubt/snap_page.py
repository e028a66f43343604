# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a run of the snap-point uncertainty: finding, map, the units called with how often they stay so."""

from __future__ import annotations

import numpy as np

from ...analysis.errors import Cancelled
from ...reports.result_map import GROUND, png_address
from ...reports.result_page import ResultPage, Swatch, Table
from ...text import number, tr
from ..running.place_names import around_note, named, named_empty, names_around
from ..running.wording import percent, sentence_case
from ..units.classed_map import classed_map
from ..units.near_maps import near_maps, widths_of
from ..units.page_swatches import points_swatch
from ..writing.result_layer import Explained
from . import snap_words as words
from .snap_layer import classes_of
from .snap_run import STANDINGS, SnapRun, Standing

STYLE = "snapuncertainty"
_LINES = "repeating-linear-gradient({angle}deg,{line} 0 0.35mm,{ground} 0.35mm 1mm)"
COLOURS = {
    Standing.SURE: "#7a0403",
    Standing.MOSTLY: "#e0552b",
    Standing.UNSURE: _LINES.format(angle=135, line="#7a0403", ground="#fdd9a8"),
    Standing.MAYBE: _LINES.format(angle=45, line="#2166ac", ground="#d6e6f2"),
    Standing.NOT: GROUND,
}
"""As in the style of the layer; lines that rise at 45° there are 135deg in CSS."""


def page(run: SnapRun, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about, shown = run.inputs.crimes.about, run.shown
    top = (*about.labels, *run.inputs.plain)
    drawn = run.standing != STANDINGS.index(Standing.NOT)
    picture = classed_map(
        run.inputs, run.units, STYLE, classes_of(run), drawn, shown, run.judged.counted_in.cells, cancelled
    )
    return ResultPage(
        title=words.finding(run),
        subtitle=sentence_case(", ".join(part for part in (about.when, run.units.words) if part)),
        sentences=words.sentences(run),
        picture=png_address(picture),
        picture_text=tr("Map of how sure each verdict is"),
        legend=_legend(run),
        basis=[line for line in words.basis(run) if line not in top],
        method=words.method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=words.caveats(),
        rights=about.rights,
        labels=top,
        tables=[_units(run)] if shown else [],
        details=tuple(near_maps(picture, widths_of(run.units, shown))) if shown else (),
        short=words.in_short(run),
    )


def _legend(run: SnapRun) -> list[Swatch]:
    swatches = [
        Swatch(COLOURS[standing], f"{text} ({number(run.of(standing))})")
        for standing, text in words.standing_words().items()
        if run.of(standing) or standing is Standing.NOT
    ]
    return [*swatches, points_swatch()]


def _units(run: SnapRun) -> Table:
    around = names_around(run.inputs, run.units.unit, [[_found_by(run, unit)] for unit in run.shown])
    counted, kept = run.units.counted, run.kept
    rows = [
        (
            f"{at} · {(named if counted.count[unit] else named_empty)(_own(run, unit), near)}",
            run.words[int(kept.verdict[unit])],
            percent(float(kept.kept[unit])),
            percent(float(kept.called[unit])),
            number(int(counted.count[unit])),
            number(int(counted.places[unit])),
        )
        for at, (unit, near) in enumerate(zip(run.shown, around), 1)
    ]
    head = (
        tr("Cell") if run.judged.counted_in.cells else tr("Unit"),
        tr("As published"),
        tr("The same"),
        tr("Called"),
        tr("Crimes"),
        tr("Snap points"),
    )
    foot = tr("First those called that are least sure, then those not called that are called on most maps.")
    return Table(tr("The least sure"), head, rows, " ".join([foot, *around_note(around)]))


def _found_by(run: SnapRun, unit: int) -> int:
    """The unit whose crimes give a unit its name: itself, that of the nearest crimes where it has none."""
    if run.units.counted.count[unit]:
        return unit
    crimes, centre = run.inputs.crimes, run.units.geometries[unit].centroid().asPoint()
    away = np.hypot(crimes.x - centre.x(), crimes.y - centre.y())
    return int(run.units.unit[int(np.argmin(np.where(run.units.unit >= 0, away, np.inf)))])


def _own(run: SnapRun, unit: int) -> str:
    key = dict(zip(run.units.key_fields, run.units.keys[unit]))
    near = run.names[unit] if run.names is not None else None
    return key.get("name") or near or key.get("code") or key[run.units.key_fields[0]]
