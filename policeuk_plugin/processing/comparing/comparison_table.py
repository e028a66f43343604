# SPDX-License-Identifier: GPL-2.0-or-later
"""Two areas by crime type as rows of a table."""

from __future__ import annotations

from typing import Any

from ...text import tr
from ..writing.table_sink import TableColumn
from .comparison_run import ComparisonRun

ALL = "all selected"
COLUMNS = (
    TableColumn("crime_type", meaning=tr("Crime type, first all that is selected")),
    TableColumn("count", whole=True, meaning=tr("Crimes of the area in the months held of both")),
    TableColumn("other_count", whole=True, meaning=tr("Crimes of the other area in the same months")),
    TableColumn("rate", decimal=True, meaning=tr("Per 1,000 residents a year")),
    TableColumn("other_rate", decimal=True, meaning=tr("Per 1,000 residents a year, other area")),
    TableColumn("household_rate", decimal=True, meaning=tr("Per 1,000 households a year")),
    TableColumn("other_household_rate", decimal=True, meaning=tr("Per 1,000 households a year, other area")),
    TableColumn("ratio", decimal=True, meaning=tr("Rate per resident over that of the other area")),
    TableColumn("ratio_lower", decimal=True, meaning=tr("Lower end of its exact 95% interval")),
    TableColumn("ratio_upper", decimal=True, meaning=tr("Upper end of its exact 95% interval")),
    TableColumn(
        "change",
        decimal=True,
        meaning=tr("Change on the same months a year before in per cent; empty of fewer than 20"),
    ),
    TableColumn(
        "other_change", decimal=True, meaning=tr("Change of the other area in per cent; empty of fewer than 20 before")
    ),
    TableColumn("months", whole=True, meaning=tr("Months that are wholly held of both")),
    TableColumn("verdict", meaning=tr("higher, lower, no clear difference, or not judged")),
)


def rows_of(run: ComparisonRun) -> list[tuple[Any, ...]]:
    """A row a crime type in the order of `COLUMNS`."""
    rows = []
    for row in run.rows:
        one, other, ratio = row.one, row.other, row.ratio
        bounds = (ratio.ratio, ratio.lower, ratio.upper) if ratio is not None else (None, None, None)
        changes = [None if change is None else 100 * change for change in (one.change, other.change)]
        rows.append(
            (
                *(row.crime_type or ALL, one.count, other.count, one.rate, other.rate),
                *(one.household_rate, other.household_rate, *bounds, *changes),
                *(len(run.found.months), row.verdict),
            )
        )
    return rows
