# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of areas of a funnel plot, how they are drawn, and the table of areas by crime type."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np

from ...layers.area_style import AreaLook, MapClass
from ...text import tr
from ..units.unit_layer import REAL, TEXT, Column
from ..writing.table_sink import TableColumn
from .funnel_run import STANDINGS, FunnelRun, Standing, TypeFunnel
from .funnel_words import lines_of, standing_words
from .rated_layer import LESS, MORE, USUAL, last_columns, look_for, rate_columns, spread

ALL = "all selected"
CONFIDENCE = (0.95, 0.998)
MEANINGS = {
    "expected": tr("Crimes expected at the rate of all areas, in the same months"),
    "ratio": tr("Crimes over those expected"),
    "z": tr("Deviations from the expected if areas differed by chance alone"),
    "adjusted_z": tr("The same as areas really differ"),
    "p": tr("Two-sided p of what decides"),
    "q": tr("p after Benjamini-Hochberg over all areas and crime types tested: called at or below ALPHA"),
    "lower_95": tr("Lower 95% limit of the ratio for an area of which as many are expected"),
    "upper_95": tr("Upper 95% limit"),
    "lower_998": tr("Lower 99.8% limit"),
    "upper_998": tr("Upper 99.8% limit"),
    "verdict": tr("lower, about the same, or higher than the others, or too few crimes to tell"),
    "poisson_verdict": tr("What limits of chance in counting alone would say, for comparison"),
}
TABLE_COLUMNS = (
    TableColumn("code", meaning=tr("Code of the area (ONS)")),
    TableColumn("name", meaning=tr("Name")),
    TableColumn("crime_type", meaning=tr("Crime type, or all selected")),
    TableColumn("count", whole=True, meaning=tr("Crimes in the months of which all is held")),
    TableColumn("rate", decimal=True, meaning=tr("Per 1,000 a year")),
    *(TableColumn(name, decimal="verdict" not in name, meaning=meaning) for name, meaning in MEANINGS.items()),
    TableColumn("months_held", whole=True, meaning=tr("Months of which all is held")),
)


def cells(run: FunnelRun, of: TypeFunnel) -> dict[str, list[Any]]:
    """What is written of all n areas, by field."""
    limits = of.of.poisson_limits if run.asked.poisson else of.of.limits
    values = [of.of.expected, of.of.ratio, of.of.z, of.of.adjusted_z, of.poisson_p if run.asked.poisson else of.p, of.q]
    for confidence in CONFIDENCE:
        values += limits(of.of.expected, confidence)
    numbers = [spread(one, of.known) for one in values]
    words = [_words(of, said) for said in (of.said, of.poisson_said)]
    return dict(zip(MEANINGS, [*numbers, *words]))


def _words(of: TypeFunnel, said: np.ndarray) -> list[Optional[str]]:
    found: list[Optional[str]] = [None] * of.known.size
    for at, place in zip(np.flatnonzero(of.known).tolist(), said.tolist()):
        found[at] = standing_words(STANDINGS[place])
    return found


def columns_of(run: FunnelRun) -> list[Column]:
    """What was found of each area, of all that is selected."""
    found = cells(run, run.all)
    lines = [lines_of(run, at) for at in range(len(run.rated.rows))]
    columns = [
        Column(name, TEXT if "verdict" in name else REAL, values, MEANINGS[name]) for name, values in found.items()
    ]
    return [*rate_columns(run.rated), *columns, *last_columns(run.rated, mapped(run), lines)]


def mapped(run: FunnelRun) -> list[Optional[float]]:
    """The class of each area; None where too few are expected, or nothing can be."""
    place = {Standing.LOWER: -1.0, Standing.SAME: 0.0, Standing.HIGHER: 1.0}
    found: list[Optional[float]] = [None] * run.all.known.size
    for at, said in zip(np.flatnonzero(run.all.known).tolist(), run.all.said.tolist()):
        found[at] = place.get(STANDINGS[said])
    return found


def ratio_note() -> str:
    """What the labels of the map are."""
    return tr("Numbers on the map: crimes over those expected")


def look_of(run: FunnelRun) -> AreaLook:
    """How the layer is drawn."""
    classes = [
        MapClass(-1.5, -0.5, LESS, tr("lower than the others")),
        MapClass(-0.5, 0.5, USUAL, tr("about the same as the others")),
        MapClass(0.5, 1.5, MORE, tr("higher than the others")),
    ]
    if run.asked.poisson:
        note = tr("By Poisson limits, of chance in counting alone")
    else:
        note = tr("By limits that allow for how much areas differ (over-dispersed)")
    numbers = ratio_note()
    few = tr("Too few crimes expected to tell, or no rate")
    return look_for(run.rated, classes, mapped(run), [note, numbers], few, "ratio", 2)


def table_rows(run: FunnelRun) -> list[list[Any]]:
    """A row an area and crime type, first all that is selected."""
    rows = []
    for of in run.of_type:
        columns = list(cells(run, of).values())
        rate = np.divide(
            1000 * of.found.observed, of.found.exposure, out=np.full(of.known.size, np.nan), where=of.known
        )
        for at, row in enumerate(run.rated.rows):
            known = bool(of.known[at])
            head = [int(of.found.observed[at]), float(rate[at])] if known else [None, None]
            rows.append([row.code, row.name, of.name or ALL, *head, *(column[at] for column in columns), row.months])
    return rows
