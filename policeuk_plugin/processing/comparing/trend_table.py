# SPDX-License-Identifier: GPL-2.0-or-later
"""The months of a trend as rows of a table."""

from __future__ import annotations

from typing import Any

from ...text import tr
from ..writing.table_sink import TableColumn
from .trend_run import TrendRun

COLUMNS = (
    TableColumn("month", meaning=tr("Month, YYYY-MM")),
    TableColumn("count", whole=True, meaning=tr("Crimes of the month; empty where it is missing")),
    TableColumn("a_year_before", whole=True, meaning=tr("Crimes of the same month a year before, where wholly held")),
    TableColumn("lower", decimal=True, meaning=tr("Lower end of the usual range (XmR)")),
    TableColumn("upper", decimal=True, meaning=tr("Upper end of the usual range (XmR)")),
    TableColumn("mean", decimal=True, meaning=tr("Mean of the months that are wholly held")),
    TableColumn("status", meaning=tr("held, held in part, or missing")),
    TableColumn("verdict", meaning=tr("within, above or below the usual range, or not judged")),
)


def rows_of(run: TrendRun) -> list[tuple[Any, ...]]:
    """A row a month in the order of `COLUMNS`."""
    limits = run.limits
    usual = (limits.lower, limits.upper, limits.mean) if limits else (None, None, None)
    return [
        (
            *(str(one.month), one.count, run.before.get(one.month)),
            *usual,
            *(one.status.value, run.verdict(one.month)),
        )
        for one in run.monthly.months
    ]
