# SPDX-License-Identifier: GPL-2.0-or-later
"""The page and the chart of areas against their peers."""

from __future__ import annotations

from collections.abc import Sequence

from offline_cache.reading_order import isolated

from ...analysis.peer_range import Verdict
from ...reports.charts import Background, IntervalBar, IntervalBars, interval_bars, svg_address
from ...reports.result_map import png_address
from ...reports.result_page import Detail, ResultPage, Table
from ...text import number, tr
from ..areas.area_pictures import areas_picture, legend_of
from ..asking.chart_parameters import PAGE_WIDTH
from ..rates.rated_words import p_text, range_text, rate_text
from ..running.wording import sentence_case
from ..writing.result_layer import Explained
from .peer_sides import ALL
from .verdicts_basis import basis, caveats, method
from .verdicts_finding import chance_text
from .verdicts_layer import columns_of, drawn_layer, look_of, types, word_of
from .verdicts_left_out import reasons, why_words
from .verdicts_peers import Why
from .verdicts_run import AreaVerdicts, Looked, VerdictsRun
from .verdicts_words import (
    base_words,
    finding,
    names_text,
    outside,
    plural,
    sentences,
    short,
)

ROWS, BARS, _NAMES = 20, 20, 8


def page(run: VerdictsRun, told: Explained) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    bars = svg_address(chart(run, PAGE_WIDTH, Background.LIGHT))
    words = tr("{areas}, each with the range of its peers").format(areas=_shown(run))
    picture, legend, details = bars, legend_of(look_of(run))[:0], []
    if mostly_drawn(run):
        look = look_of(run)
        codes = [area.code for area, _ in _named(run)]
        layer = drawn_layer(run, columns_of(run))
        layer.setLabelsEnabled(False)
        picture = png_address(areas_picture(layer, run.drawn.outlines, run.drawn.crs, codes))
        legend, details = legend_of(look), [Detail(bars, words)]
    return ResultPage(
        title=finding(run),
        subtitle=sentence_case(run.about.title),
        sentences=sentences(run),
        picture=picture,
        picture_text=tr("Map of {areas} by verdict; numbers are those of the table").format(areas=plural(run))
        if details
        else words,
        legend=legend,
        basis=basis(run),
        method=[*method(run), *told.parameters],
        command=told.command,
        caveats=caveats(run),
        rights=told.rights,
        labels=run.about.labels,
        tables=_tables(run),
        details=details,
        short=short(run),
    )


def mostly_drawn(run: VerdictsRun) -> bool:
    """Whether at least half of the areas have an outline: a map of fewer says nothing."""
    return 2 * len(run.drawn.outlines) >= len(run.areas)


def _named(run: VerdictsRun) -> list[tuple[AreaVerdicts, Looked]]:
    """The areas that the map numbers: those of the chart."""
    return outside(run)[:BARS]


def chart(run: VerdictsRun, width: int, background: Background) -> str:
    """The areas out of line as bars, each with the range of its own peers; where none is, those nearest to it."""
    shown = _named(run) or sorted(run.of(run.questions[0]), key=lambda one: one[1].found.p if one[1].found else 1.0)[:5]
    bars = [
        IntervalBar(
            isolated(area.name),
            look.rate,
            look.found.lower if look.found else None,
            look.found.upper if look.found else None,
            look.stands,
        )
        for area, look in sorted(shown, key=lambda one: -(one[1].rate or 0.0))
    ]
    title = _shown(run)
    return interval_bars(
        IntervalBars(
            title=f"{sentence_case(run.about.title)}: {title[:1].lower() + title[1:]}",
            unit=_unit(run),
            summary=" ".join([finding(run) + ".", *sentences(run)]),
            bars=bars,
            interval=tr("prediction range of its own peers"),
            width=width,
            background=background,
        )
    )


def _shown(run: VerdictsRun) -> str:
    """Which areas the chart shows, so that none is called out of line that the title does not call so."""
    if any(look.stands for _, look in _named(run)):
        return tr("Areas outside the range of their peers")
    if _named(run):
        return tr("Outside the range of their peers, as some of so many are by chance")
    return tr("None is outside the range of its peers: the nearest to it")


def _unit(run: VerdictsRun) -> str:
    unit = tr("per 1,000 {of} a year").format(of=base_words(run))
    stand = any(look.stands for _, look in _named(run))
    return unit + (tr("; dark: also allowing for how many are looked at") if stand else "")


def _tables(run: VerdictsRun) -> Sequence[Table]:
    return [table for table in (_outside(run), _by_type(run), _areas_and_types(run), _left_out(run)) if table.rows]


def _outside(run: VerdictsRun) -> Table:
    found = outside(run)
    rows = [
        (
            f"{at} · {isolated(area.name)}",
            number(look.count or 0),
            rate_text(look.rate),
            range_text(look.found.lower, look.found.upper) if look.found else "–",
            f"{look.found.rank} / {look.found.of}" if look.found else "–",
            p_text(look.q) if look.q is not None else "–",
            word_of(look),
        )
        for at, (area, look) in enumerate(found[:ROWS], 1)
    ]
    head = (
        *(tr("Area"), tr("Crimes"), tr("Per 1,000"), tr("Prediction range"), tr("Rank"), tr("q")),
        tr("Against its peers"),
    )
    foot = tr(
        "In brackets: outside the range of its peers, but it may be chance, as so many are compared. Rank: among the "
        "area and its peers, 1 the highest rate."
    )
    if len(found) > ROWS:
        foot += " " + tr("In the layer: {n} more.").format(n=number(len(found) - ROWS))
    return Table(tr("{what}: outside the range of their peers").format(what=run.questions[0].title), head, rows, foot)


def _by_type(run: VerdictsRun) -> Table:
    rows = []
    for question in run.questions:
        of = run.family([question])
        rows.append(
            (
                question.title,
                number(sum(look.count or 0 for _, look in run.of(question))),
                number(of.looks),
                number(of.outside),
                chance_text(of.by_chance),
                number(of.higher),
                number(of.lower),
                number(of.untold),
            )
        )
    head = (
        *(tr("Crime type"), tr("Crimes"), tr("Areas compared"), tr("Outside the range"), tr("By chance, about")),
        *(tr("Left: higher"), tr("Left: lower"), tr("Cannot be told")),
    )
    foot = tr(
        "Left: those that clearly stand out, allowing for how many are compared (Benjamini and Hochberg); for single "
        "types over all of them together."
    )
    return Table(tr("By crime type"), head, rows, foot)


def _areas_and_types(run: VerdictsRun) -> Table:
    """Areas with a type that stands, those with most of them first."""
    found = []
    for area in run.areas:
        higher, lower = types(area, Verdict.HIGHER), types(area, Verdict.LOWER)
        count = sum(look.stands for look in area.looks if look.question.key != ALL)
        if count:
            found.append((-count, area.code, (isolated(area.name), higher or "–", lower or "–")))
    rows = [row for _, _, row in sorted(found)]
    foot = tr(
        "Crime types that clearly stand out, allowing for how many areas and types are compared; all others are in the "
        "spreadsheet."
    )
    if len(rows) > ROWS:
        foot = tr("{n} more areas are in the layer.").format(n=number(len(rows) - ROWS)) + " " + foot
    head = (tr("Area"), tr("Higher than its peers"), tr("Lower than its peers"))
    return Table(tr("Which crime types, in which areas"), head, rows[:ROWS], foot)


def _left_out(run: VerdictsRun) -> Table:
    rows = [
        (why_words(why), number(len(areas)), _crimes(run, areas), names_text(areas, _NAMES))
        for why, areas in reasons(run)
    ]
    head = (tr("Why"), tr("Areas"), tr("Crimes"), tr("Which, most crimes first"))
    return Table(tr("Not compared"), head, rows, _advice([why for why, _ in reasons(run)]))


def _crimes(run: VerdictsRun, areas: Sequence[AreaVerdicts]) -> str:
    """How many crimes areas hold together; a dash where none of them has a count."""
    known = [count for count in (run.crimes.get(area.code) for area in areas) if count is not None]
    return number(sum(known)) if known else "–"


def _advice(whys: Sequence[Why]) -> str:
    said = {
        Why.NO_PEERS: tr("Areas unlike all others, such as town centres, can be compared by a list of peers."),
        Why.NOT_HELD: tr("Download or import the street files of their force."),
        Why.MONTHS: tr("Import the months that are missing: missing is not zero."),
    }
    return " ".join(said[why] for why in whys if why in said)
