# SPDX-License-Identifier: GPL-2.0-or-later
"""The page of an area map: finding, map, legend, the highest and lowest areas, what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from offline_cache.reading_order import isolated

from ...analysis.bands import Band
from ...reports.result_map import MapPicture, png_address
from ...reports.result_page import ResultPage, Table
from ...text import number, tr, with_sign
from ..running.wording import sentence_case
from ..units.crimes import About
from ..writing.result_layer import Explained
from .area_layer import drawn_layer, look_of
from .area_pictures import areas_picture, legend_of
from .area_run import AreaRun
from .area_words import base, basis, caveats, finding, measure_words, method, percent_text, sentences, warnings

ROWS = 10
_BANDS = tuple(Band)


def page(run: AreaRun, about: About, told: Explained) -> ResultPage:
    """The whole page; `told` has the parameters and the command as they may be handed on."""
    lines = basis(run, about)
    return ResultPage(
        title=finding(run, about),
        subtitle=sentence_case(", ".join(part for part in (measure_words(run), about.when) if part)),
        sentences=[*sentences(run), *warnings(run)[:1]],
        picture=png_address(_picture(run)),
        picture_text=tr("Map of {words}").format(words=measure_words(run)),
        legend=legend_of(look_of(run)),
        basis=lines,
        method=method(run, told.parameters),
        command=told.command,
        caveats=caveats(run),
        rights=[*run.licences, *about.rights],
        labels=about.labels,
        tables=_tables(run),
    )


def _picture(run: AreaRun) -> MapPicture:
    return areas_picture(drawn_layer(run), run.outlines, run.crs, _named(run))


def _named(run: AreaRun) -> list[str]:
    """Codes of the highest areas, which the map numbers."""
    return [run.rows[at].code for at in _ranked(run)[:ROWS]] if len(run.rows) > ROWS else []


def _ranked(run: AreaRun) -> list[int]:
    """Rows with a value, the highest first; of bands by their ratio."""

    def key(at: int) -> tuple[float, float]:
        row = run.rows[at]
        return (run.values[at] or 0.0, row.rate or float(row.count or 0))

    return sorted((at for at, value in enumerate(run.values) if value is not None), key=key, reverse=True)


def _tables(run: AreaRun) -> Sequence[Table]:
    ranked = _ranked(run)
    if not ranked:
        return ()
    if len(ranked) <= 2 * ROWS:
        return (_table(run, tr("The areas, the highest first"), ranked, first=1),)
    lowest = ranked[-ROWS:]
    return (
        _table(run, tr("The {n} highest areas").format(n=ROWS), ranked[:ROWS], first=1),
        _table(run, tr("The {n} lowest areas").format(n=ROWS), lowest, first=len(ranked) - ROWS + 1),
    )


def _table(run: AreaRun, title: str, at_rows: Sequence[int], first: int) -> Table:
    rows = [_row(run, at, first + position) for position, at in enumerate(at_rows)]
    head = (tr("Area"), *_columns(run))
    foot = tr("Rate: crimes per 1,000 {of} a year; –: not known.").format(of=base(run))
    return Table(title, head, rows, foot if run.banded is not None else "")


def _columns(run: AreaRun) -> list[str]:
    """The columns after the area's name that the run can fill."""
    columns = [tr("Crimes")]
    if run.banded is not None:
        columns += [sentence_case(base(run)), tr("Rate a year"), tr("Ratio"), tr("Band")]
    if any(row.before is not None for row in run.rows):
        columns += [tr("Year before"), tr("Change")]
    return [*columns, tr("Months of {n}").format(n=len(run.counts.months))]


def _row(run: AreaRun, at: int, rank: int) -> tuple[str, ...]:
    row, none = run.rows[at], "–"
    cells = [f"{rank} · {isolated(row.name)}", none if row.count is None else number(row.count)]
    if run.banded is not None:
        banded = run.band_of.get(row.code)
        cells += [
            none if row.denominator is None else number(row.denominator),
            none if row.rate is None else f"{row.rate:,.1f}",
            none if banded is None else f"{run.banded.ratio[banded]:.2f}",
            none if banded is None else _BANDS[int(run.banded.band[banded])].value,
        ]
    if any(other.before is not None for other in run.rows):
        change = none if row.change is None else with_sign(row.change)
        if row.change_percent is not None:
            change += f" ({percent_text(row.change_percent)})"
        cells += [none if row.before is None else number(row.before), change]
    return (*cells, number(row.months))
