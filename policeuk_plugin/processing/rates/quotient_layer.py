# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of areas with their location quotients, how they are drawn, and the table of areas by crime type."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np

from ...layers.area_style import CHANGE, AreaLook, MapClass
from ...text import tr
from ..units.unit_layer import REAL, TEXT, WHOLE, Column
from ..writing.table_sink import TableColumn
from .quotient_run import SHARES, QuotientRun, Share, TypeQuotients
from .quotient_words import lines_of, share_words
from .rated_layer import USUAL, last_columns, look_for

HALF, TWICE = 0.5, 2.0
TABLE_COLUMNS = (
    TableColumn("code", meaning=tr("Code of the area (ONS)")),
    TableColumn("name", meaning=tr("Name")),
    TableColumn("crime_type", meaning=tr("Crime type, or those chosen together")),
    TableColumn("count", whole=True, meaning=tr("Crimes of this type in the months held")),
    TableColumn("total", whole=True, meaning=tr("All crimes of the area in these months")),
    TableColumn("expected", decimal=True, meaning=tr("Crimes of this type at the share of all areas")),
    TableColumn("share", decimal=True, meaning=tr("Share of this type in per cent")),
    TableColumn("quotient", decimal=True, meaning=tr("Share over that of all areas together; empty of too few")),
    TableColumn("lower", decimal=True, meaning=tr("Lower end of its 95% interval")),
    TableColumn("upper", decimal=True, meaning=tr("Upper end of its 95% interval")),
    TableColumn("p", decimal=True, meaning=tr("p of Fisher's exact test against the other areas")),
    TableColumn("q", decimal=True, meaning=tr("p after Benjamini-Hochberg, single types as one family of tests")),
    TableColumn("verdict", meaning=tr("more, less, about the usual share, or too few")),
    TableColumn("months_held", whole=True, meaning=tr("Months of which all is held")),
)
CHOSEN = "all chosen"


def _filled(values: np.ndarray) -> list[Optional[float]]:
    return [float(value) if np.isfinite(value) else None for value in values]


def cells(run: QuotientRun, of: TypeQuotients) -> dict[str, list[Any]]:
    """What is written of all areas, by field; None of areas of which nothing is held."""
    held = [row.months > 0 for row in run.rated.rows]
    told = of.said != SHARES.index(Share.TOO_FEW)

    def of_held(values: np.ndarray) -> list[Any]:
        return [value if there else None for value, there in zip(values.tolist(), held)]

    def of_told(values: np.ndarray) -> list[Optional[float]]:
        return _filled(np.where(told, values, np.nan))

    share = np.divide(100.0 * of.count, run.total, out=np.full(run.total.shape, np.nan), where=run.total > 0)
    return {
        "count": of_held(of.count),
        "total": of_held(run.total),
        "expected": of_held(of.of.expected),
        "share": _filled(share),
        "quotient": of_told(of.of.quotient),
        "lower": of_told(of.of.lower),
        "upper": of_told(of.of.upper),
        "p": _filled(of.p),
        "q": _filled(of.q),
        "verdict": [share_words(SHARES[at]) if there else None for at, there in zip(of.said.tolist(), held)],
    }


def columns_of(run: QuotientRun) -> list[Column]:
    """What was found of each area, of the types chosen together."""
    of = cells(run, run.chosen)
    meanings = {column.name: column.meaning for column in TABLE_COLUMNS}
    meanings["count"] = tr("Crimes of the types chosen, in the months held")
    meanings["share"] = tr("Share of the types chosen in per cent")
    kinds = {"count": WHOLE, "total": WHOLE, "verdict": TEXT}
    columns = [Column(name, kinds.get(name, REAL), values, meanings[name]) for name, values in of.items()]
    lines = [lines_of(run, at) for at in range(len(run.rated.rows))]
    return [*columns, *last_columns(run.rated, mapped(run), lines)]


def mapped(run: QuotientRun) -> list[Optional[float]]:
    """The class of each area; None of too few crimes."""
    found: list[Optional[float]] = []
    for said, quotient in zip(run.chosen.said.tolist(), run.chosen.of.quotient.tolist()):
        share = SHARES[said]
        if share is Share.TOO_FEW:
            found.append(None)
        elif share is Share.USUAL:
            found.append(0.0)
        elif share is Share.MORE:
            found.append(2.0 if quotient >= TWICE else 1.0)
        else:
            found.append(-2.0 if quotient <= HALF else -1.0)
    return found


def look_of(run: QuotientRun) -> AreaLook:
    """How the layer is drawn."""
    words = (
        tr("half the usual share or less"),
        tr("less than the usual share"),
        tr("about the usual share, or not surely another"),
        tr("more than the usual share"),
        tr("twice the usual share or more"),
    )
    colours = (*CHANGE[:2], USUAL, *CHANGE[3:])
    classes = [MapClass(at - 2.5, at - 1.5, colour, text) for at, (colour, text) in enumerate(zip(colours, words))]
    few = tr("Too few crimes to tell")
    return look_for(run.rated, classes, mapped(run), [tr("A share of crimes, not a risk")], few, "quotient", 2)


def table_rows(run: QuotientRun) -> list[list[Any]]:
    """A row an area and crime type, first the types chosen together where they are several."""
    several = len(run.rated.run.selection.crime_types) > 1
    found = []
    for one in run.of_type if several else run.of_type[1:]:
        columns = list(cells(run, one).values())
        for at, row in enumerate(run.rated.rows):
            values = [column[at] for column in columns]
            found.append([row.code, row.name, one.name or CHOSEN, *values, row.months])
    return found
