# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of a run of emerging hotspots: finding, map, months of units of each class, what the classes hold."""

from __future__ import annotations

from ...analysis.emerging import COLD, HOT, Pattern
from ...analysis.errors import Cancelled
from ...reports.charts import Background, svg_address
from ...reports.charts.hot_strips import Heat, HotClass, HotMonth, HotRow, HotStrips, hot_strips
from ...reports.result_map import GROUND, png_address
from ...reports.result_page import Detail, ResultPage, Swatch, Table
from ...text import number, tr, with_sign
from ..asking.chart_parameters import PAGE_WIDTH
from ..running.place_names import around_note, named
from ..running.wording import percent, sentence_case
from ..units.classed_map import classed_map
from ..units.near_maps import near_maps, widths_of
from ..units.page_swatches import points_swatch
from ..writing.result_layer import Explained
from .emerging_classes import Kind, kind_of, kind_words, pattern_words
from .emerging_layer import classes_of
from .emerging_method_words import caveats, method, together_words
from .emerging_run import EACH, EmergingRun
from .emerging_words import (
    basis,
    finding,
    in_short,
    redrawn_lines,
    sentences,
    share_text,
    top_lines,
    unit_words,
)

STYLE = "emerging"
_LINES = "repeating-linear-gradient({angle}deg,{line} 0 0.35mm,{ground} 0.35mm 1mm)"
COLOURS = {
    Kind.STRONGER: "#7a0403",
    Kind.LASTING: "#d7301f",
    Kind.WEAKER: "#fc8d59",
    Kind.LATELY: _LINES.format(angle=135, line="#ffffff", ground="#54278f"),
    Kind.ON_AND_OFF: _LINES.format(angle=135, line="#c87800", ground="#fdcd82"),
    Kind.NOT_NOW: _LINES.format(angle=45, line="#7a0403", ground="#e8c4c8"),
    Kind.COLD: _LINES.format(angle=90, line="#56b4e9", ground="#8fcdf1"),
    Kind.TOO_FEW: _LINES.format(angle=0, line="#6e6e6e", ground="#d0d0d0"),
    Kind.NONE: GROUND,
}
"""As in the style of the layer; lines that rise at 45° there are 135deg in CSS."""
_HEATS = {"H": Heat.HOT, "C": Heat.COLD, ".": Heat.NEITHER}


def chart(run: EmergingRun, width: int, background: Background) -> str:
    """The months of some units of each class."""
    return hot_strips(
        HotStrips(
            sentence_case(run.inputs.crimes.about.title),
            tr("months in which a unit with its neighbours is hot or cold, each month {together}").format(
                together=together_words(run)
            ),
            " ".join([finding(run), *sentences(run)]),
            run.span,
            _classes(run),
            width,
            background,
        )
    )


def _classes(run: EmergingRun) -> list[HotClass]:
    words, found = pattern_words(), []
    for pattern in (*HOT, *COLD):
        rows = [_row(run, at, unit) for at, unit in enumerate(run.shown) if run.pattern_of(unit) is pattern]
        if rows:
            name = tr("{pattern}, {units}").format(
                pattern=sentence_case(pattern.value), units=unit_words(run, run.of(pattern))
            )
            found.append(HotClass(name, words[pattern], rows))
    return found


def _row(run: EmergingRun, at: int, unit: int) -> HotRow:
    counts = dict(zip(run.months.months, run.found.cube.count[unit].tolist()))
    steps = str(run.steps[unit])
    cells = [
        HotMonth(_HEATS[step], int(counts[month])) if step in _HEATS else None for month, step in zip(run.span, steps)
    ]
    mine = "C" if run.pattern_of(unit) in COLD else "H"
    total = tr("{n} of {held}").format(n=steps.count(mine), held=run.held)
    return HotRow(f"{at + 1} · {run.name_of(unit)}", cells, total)


def page(run: EmergingRun, told: Explained, cancelled: Cancelled) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    about, shown = run.inputs.crimes.about, list(run.shown)
    top = (*run.inputs.crimes.about.labels, *run.inputs.plain, *top_lines(run), *redrawn_lines(run))
    classes = classes_of(run)
    drawn = run.hot | run.cold | run.found.too_few
    picture = classed_map(run.inputs, run.units, STYLE, classes, drawn, shown, run.asked.counted_in.cells, cancelled)
    strips = tr("Month by month, those with most crimes of each class.")
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(", ".join(part for part in (about.when, run.units.words) if part)),
        sentences=sentences(run),
        picture=png_address(picture),
        picture_text=tr("Map of what becomes of each place"),
        legend=_legend(classes),
        basis=[line for line in basis(run) if line not in top],
        method=method(run, told.parameters),
        command=told.command,
        rows=told.rows,
        caveats=caveats(run),
        rights=about.rights,
        labels=top,
        tables=(*([_units(run)] if shown else []), _held(run)),
        details=(
            *near_maps(picture, widths_of(run.units, shown)),
            Detail(svg_address(chart(run, PAGE_WIDTH, Background.LIGHT)), strips),
        )
        if shown
        else (),
        short=in_short(run),
    )


def _legend(classes: list[str]) -> list[Swatch]:
    counts = {kind: classes.count(kind.value) for kind in Kind}
    swatches = [
        Swatch(COLOURS[kind], f"{words} ({number(counts[kind])})")
        for kind, words in kind_words().items()
        if counts[kind]
    ]
    return [*swatches, points_swatch()]


def _units(run: EmergingRun) -> Table:
    cube, stacks = run.found.cube, run.units.counted.largest_place_share
    rows = []
    for at, (unit, around) in enumerate(zip(run.shown, run.around)):
        pattern = run.pattern_of(unit)
        called = cube.cold if pattern in COLD else cube.hot
        rows.append(
            (
                f"{at + 1} · {named(run.name_of(unit), around)}",
                sentence_case(pattern.value),
                tr("{n} of {held}").format(n=int(called[unit].sum()), held=run.held).replace(" ", "\u00a0"),
                _trend(run, unit),
                number(int(run.crimes[unit])),
                tr("{count} / {expected:.1f}").format(
                    count=number(int(cube.count[unit, -1])), expected=float(cube.expected[unit, -1])
                ),
                percent(float(stacks[unit])),
            )
        )
    head = (
        tr("Cell") if run.asked.counted_in.cells else tr("Unit"),
        tr("Class"),
        tr("Months"),
        tr("Trend (tau)"),
        tr("Crimes"),
        tr("At the end / expected"),
        tr("On the fullest point"),
    )
    foot = tr(
        "Up to {each} of each class. Months are those in which it is hot, or cold if it is a cold spot. At the end: "
        "crimes with those of its neighbours, in the last month and those taken with it."
    ).format(each=EACH)
    return Table(tr("What becomes of them"), head, rows, " ".join([foot, *around_note(run.around)]))


def _trend(run: EmergingRun, unit: int) -> str:
    trends = run.found.trends
    if not trends.asked[unit]:
        return "–"
    tau = with_sign(float(trends.tau[unit]), 2)
    return tau if trends.rising[unit] or trends.falling[unit] else tr("{tau}, within chance").format(tau=tau)


def _held(run: EmergingRun) -> Table:
    """All classes that occur, with what they mean and hold."""
    words, few, total = pattern_words(), run.found.too_few, float(run.units.area.sum())
    named_so = [(_class_words(pattern, words[pattern]), run.found.is_(pattern)) for pattern in Pattern]
    split = [(text, mine & ~few) for text, mine in named_so]
    split.append((tr("Too few crimes to judge: even a strong cluster would not be seen in most months"), few))
    rows = [
        (
            text,
            number(int(mine.sum())),
            share_text(float(run.units.area[mine].sum()) / total),
            number(int(run.crimes[mine].sum())),
            share_text(float(run.crimes[mine].sum()) / max(int(run.crimes.sum()), 1)),
        )
        for text, mine in split
        if mine.any()
    ]
    head = (tr("Class"), tr("Units"), tr("Of the ground"), tr("Crimes"), tr("Of the crimes"))
    return Table(tr("What they hold"), head, rows, tr("Classes that do not occur are left out."))


def _class_words(pattern: Pattern, meaning: str) -> str:
    """The published name with what it means and what the map calls it."""
    text = tr("{name}: {meaning}").format(name=sentence_case(pattern.value), meaning=meaning)
    if pattern is Pattern.NONE:
        return text
    kind = kind_words()[kind_of(pattern, False)]
    return tr("{text} (on the map: {kind})").format(text=text, kind=kind[:1].lower() + kind[1:])
