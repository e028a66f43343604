# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of areas with their rates, what is mapped of them, and the table of areas by crime type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np

from ...analysis.bands import Band
from ...analysis.change import TOLD, Told
from ...layers.area_style import BANDS, AreaLook, MapClass
from ...text import tr
from ..areas.area_classes import band_classes, rate_classes
from ..areas.area_words import base
from ..units.unit_layer import REAL, TEXT, WHOLE, Column
from ..writing.table_sink import TableColumn
from .rated_layer import LESS, MORE, USUAL, last_columns, look_for, rate_columns
from .rates_change_words import change_words
from .rates_run import NOT_COMPARED, RatesRun, TypeRates
from .rates_words import lines_of, ratio_words

ALL = "all selected"
Values = list[Optional[float]]
TABLE_COLUMNS = (
    TableColumn("code", meaning=tr("Code of the area (ONS)")),
    TableColumn("name", meaning=tr("Name")),
    TableColumn("crime_type", meaning=tr("Crime type, or all selected")),
    TableColumn("count", whole=True, meaning=tr("Crimes in the months of which all is held")),
    TableColumn("rate", decimal=True, meaning=tr("Per 1,000 a year")),
    TableColumn("rate_lower", decimal=True, meaning=tr("Lower end of its 95% interval")),
    TableColumn("rate_upper", decimal=True, meaning=tr("Upper end of its 95% interval")),
    TableColumn("expected", decimal=True, meaning=tr("Crimes expected of an area of its kind in the same months")),
    TableColumn("ratio", decimal=True, meaning=tr("Crimes over those expected")),
    TableColumn("ratio_lower", decimal=True, meaning=tr("Lower end of its 95% interval")),
    TableColumn("ratio_upper", decimal=True, meaning=tr("Upper end of its 95% interval")),
    TableColumn("direct_rate", decimal=True, meaning=tr("Directly standardised rate per 1,000 a year")),
    TableColumn("direct_lower", decimal=True, meaning=tr("Lower end of its 95% interval")),
    TableColumn("direct_upper", decimal=True, meaning=tr("Upper end of its 95% interval")),
    TableColumn("after", whole=True, meaning=tr("Crimes in the months held in both years")),
    TableColumn("before", whole=True, meaning=tr("Crimes in the same months a year before")),
    TableColumn("change_ratio", decimal=True, meaning=tr("After over before; empty without crimes before")),
    TableColumn("p", decimal=True, meaning=tr("p of the E-test of both counts")),
    TableColumn("q", decimal=True, meaning=tr("p after Benjamini-Hochberg over all areas and crime types tested")),
    TableColumn("verdict", meaning=tr("more, fewer, no change that can be told, or too few to tell")),
    TableColumn("months_held", whole=True, meaning=tr("Months of which all is held")),
    TableColumn("months_compared", whole=True, meaning=tr("Months held in both years")),
)


def numbers(values: np.ndarray) -> Values:
    """Values for fields: None for NaN and for what has no bound."""
    return [float(value) if np.isfinite(value) else None for value in values]


def columns_of(run: RatesRun) -> list[Column]:
    """What was found of each area."""
    of, rated, areas = run.all, run.rated, len(run.rated.rows)
    per = tr("per 1,000 {of} a year").format(of=base(rated.run))
    words = _change_columns(run)
    bands = [rated.run.band_of.get(row.code) for row in rated.rows]
    banded = rated.run.banded
    names = [None if at is None or banded is None else tuple(Band)[int(banded.band[at])].value for at in bands]
    direct = of.direct
    return [
        *rate_columns(rated),
        Column("rate_lower", REAL, of.lower, tr("Lower end of the rate's 95% interval")),
        Column("rate_upper", REAL, of.upper, tr("Upper end of the rate's 95% interval")),
        Column("expected", REAL, _known(of.ratio.expected), tr("Crimes expected of an area of its kind")),
        Column("ratio", REAL, of.ratio.ratio, tr("Standardised ratio: crimes over those expected")),
        Column("ratio_lower", REAL, of.ratio.lower, tr("Lower end of the ratio's 95% interval")),
        Column("ratio_upper", REAL, of.ratio.upper, tr("Upper end of the ratio's 95% interval")),
        *(
            Column(name, REAL, values if direct else [None] * areas, f"{meaning} {per}")
            for name, values, meaning in (
                ("direct_rate", direct.rate if direct else (), tr("Directly standardised rate")),
                ("direct_lower", direct.lower if direct else (), tr("Lower end of its 95% interval")),
                ("direct_upper", direct.upper if direct else (), tr("Upper end of its 95% interval")),
            )
        ),
        Column("band", TEXT, names, tr("Band of the rate: low, below average, average, above average, high")),
        *words,
        *last_columns(rated, mapped(run), [lines_of(run, at) for at in range(areas)]),
    ]


def _known(values: np.ndarray) -> np.ndarray:
    return np.where(values > 0, values, np.nan)


def _change_columns(run: RatesRun) -> list[Column]:
    cells = [change_cells(run, run.all, at) for at in range(len(run.rated.rows))]
    after, before, ratio, p, q, verdict = zip(*cells)
    return [
        Column("after", WHOLE, after, tr("Crimes in the months held in both years")),
        Column("before", WHOLE, before, tr("Crimes in the same months a year before")),
        Column("change_ratio", REAL, ratio, tr("After over before; empty without crimes before")),
        Column("p", REAL, p, tr("p of the E-test of both counts")),
        Column("q", REAL, q, tr("p after Benjamini-Hochberg over all areas and crime types tested")),
        Column("verdict", TEXT, verdict, tr("more, fewer, no change that can be told, or too few to tell")),
        Column("months_compared", WHOLE, run.compared, tr("Months held in both years")),
    ]


def change_cells(run: RatesRun, of: TypeRates, at: int) -> tuple[Any, ...]:
    """After, before, ratio, p, q and verdict of an area; all None where no month of it is held in both years."""
    found = of.change
    if found is None or not run.compared[at]:
        return (None,) * 6
    numbers_of = (float(values[at]) for values in (found.ratio, found.p, found.q))
    return (
        int(found.after[at]),
        int(found.before[at]),
        *(value if np.isfinite(value) else None for value in numbers_of),
        change_words(TOLD[int(found.told[at])]),
    )


def mapped(run: RatesRun) -> Values:
    """What the colours show, by MEASURE."""
    of, measure = run.all, run.asked.measure
    if measure == "rate":
        return numbers(of.rate)
    if measure == "standardised ratio":
        return numbers(of.ratio.ratio)
    if measure == "direct rate" and of.direct is not None:
        return numbers(of.direct.rate)
    if measure == "change" and of.change is not None:
        place = {Told.FEWER: -1.0, Told.NOT_TOLD: 0.0, Told.MORE: 1.0}
        return [None if at == NOT_COMPARED else place.get(TOLD[at]) for at in of.change.told.tolist()]
    banded = run.rated.run.banded
    bands = [run.rated.run.band_of.get(row.code) for row in run.rated.rows]
    return [None if at is None or banded is None else float(banded.band[at]) for at in bands]


def look_of(run: RatesRun, values: Sequence[Optional[float]]) -> AreaLook:
    """How the layer is drawn."""
    known = [value for value in values if value is not None]
    per = tr("Crimes per 1,000 {of} a year").format(of=base(run.rated.run))
    measure = run.asked.measure
    if measure == "rate":
        return look_for(run.rated, rate_classes(known), values, [per])
    if measure == "standardised ratio":
        return look_for(run.rated, _ratio_classes(), values, [ratio_words(run)], decimals=2)
    if measure == "direct rate":
        note, lacking = tr("Directly standardised: {per}"), tr("Lacks a class, or has fewer than 10 crimes")
        per = per[:1].lower() + per[1:]
        return look_for(run.rated, rate_classes(known), values, [note.format(per=per)], lacking)
    if measure == "change":
        notes, lacking = [tr("On the same months a year before")], tr("Too few to tell, or not compared")
        if run.redrawn:
            notes.append(tr("Snap points were redrawn in between: not to be taken for change"))
        return look_for(run.rated, change_classes(), values, notes, lacking, "change_ratio", 2)
    note = tr("Ratio to the rate of all; our own cut-offs")
    return look_for(run.rated, band_classes(), values, [note], label_of="rate")


def _ratio_classes() -> list[MapClass]:
    edges = [-np.inf, 0.5, 0.8, 1.25, 2.0, np.inf]
    words = (
        tr("less than half of what is expected"),
        tr("0.5 to 0.8 times"),
        tr("0.8 to 1.25 times"),
        tr("1.25 to 2 times"),
        tr("2 times and more"),
    )
    return [MapClass(*of) for of in zip(edges, edges[1:], BANDS, words)]


def change_classes() -> list[MapClass]:
    """The verdicts on a change: fewer, none that can be told, more."""
    return [
        MapClass(-1.5, -0.5, LESS, tr("fewer, beyond chance")),
        MapClass(-0.5, 0.5, USUAL, tr("no change that can be told")),
        MapClass(0.5, 1.5, MORE, tr("more, beyond chance")),
    ]


def table_rows(run: RatesRun) -> list[list[Any]]:
    """A row an area and crime type, first all that is selected."""
    found = []
    for of in run.of_type:
        direct = (
            [of.direct.rate, of.direct.lower, of.direct.upper] if of.direct else [np.full(of.rate.size, np.nan)] * 3
        )
        ratio = (_known(of.ratio.expected), of.ratio.ratio, of.ratio.lower, of.ratio.upper)
        values = [numbers(of_all) for of_all in (of.rate, of.lower, of.upper, *ratio, *direct)]
        for at, row in enumerate(run.rated.rows):
            count = int(of.found.observed[at]) if of.found.exposure[at] > 0 else None
            changed = change_cells(run, of, at)
            head = [row.code, row.name, of.name or ALL, count, *(column[at] for column in values)]
            found.append([*head, *changed, row.months, int(run.compared[at])])
    return found
