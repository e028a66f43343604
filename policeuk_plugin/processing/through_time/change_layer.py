# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of units with their change, and the table of units by crime type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...analysis.change import TOLD, Changes, Told
from ...text import tr
from ..units.unit_layer import REAL, TEXT, WHOLE, Column, counted_column, known_column
from ..writing.table_sink import TableColumn
from .change_run import ChangeRun
from .change_words import ALL, verdict


def columns_of(run: ChangeRun) -> list[Column]:
    """What was counted and found of each unit."""
    found = run.found
    columns = [
        counted_column("after", found.after, tr("Crimes in the months compared of the later period")),
        counted_column("before", found.before, tr("Crimes in the same calendar months before")),
        counted_column("difference", found.difference, tr("After less before")),
        Column("ratio", REAL, found.ratio, tr("After over before; empty without crimes before")),
        Column("ratio_lower", REAL, found.lower, tr("Lower end of its 95% interval")),
        Column("ratio_upper", REAL, _bounded(found.upper), tr("Upper end of its 95% interval; empty where none")),
        Column("poisson_z", REAL, found.z, tr("2 (√after − √before), for information")),
        Column("p", REAL, found.p, tr("Chance of a difference as large where nothing but chance differs")),
        Column("q", REAL, found.q, tr("p after Benjamini-Hochberg over all tests: called at or below ALPHA")),
        *(
            [Column("q_bursts", REAL, found.q_bursts, tr("q of counts divided by their bursts: at or below ALPHA too"))]
            if found.q_bursts is not None
            else []
        ),
        Column("verdict", TEXT, verdicts(found), tr("more, fewer, no change that can be told, or too few to tell")),
    ]
    if run.of_type:
        columns += [
            Column("types_more", TEXT, _types(run, Told.MORE), tr("Crime types of which it has more")),
            Column("types_fewer", TEXT, _types(run, Told.FEWER), tr("Crime types of which it has fewer")),
        ]
    if run.names is not None:
        columns.append(known_column("near", TEXT, run.names))
    if run.redrawn:
        columns.append(Column("snap_points", TEXT, [_REDRAWN] * found.told.size, run.redrawn))
    columns.append(Column("months", WHOLE, [len(run.months.pairs)] * found.told.size, tr("Months compared, a period")))
    return columns


_REDRAWN = "not the same in both periods"

TABLE_COLUMNS = (
    TableColumn("crime_type", meaning=tr("Crime type, or all selected")),
    TableColumn("after", whole=True, meaning=tr("Crimes in the months compared of the later period")),
    TableColumn("before", whole=True, meaning=tr("Crimes in the same calendar months before")),
    TableColumn("difference", whole=True, meaning=tr("After less before")),
    TableColumn("ratio", decimal=True, meaning=tr("After over before; empty without crimes before")),
    TableColumn("ratio_lower", decimal=True, meaning=tr("Lower end of its 95% interval")),
    TableColumn("ratio_upper", decimal=True, meaning=tr("Upper end of its 95% interval; empty where none")),
    TableColumn("poisson_z", decimal=True, meaning=tr("2 (√after − √before), for information")),
    TableColumn("p", decimal=True, meaning=tr("Chance of a difference as large where nothing but chance differs")),
    TableColumn("q", decimal=True, meaning=tr("p after Benjamini-Hochberg over all tests")),
    TableColumn("verdict", meaning=tr("more, fewer, no change that can be told, or too few to tell")),
)


def table_columns(run: ChangeRun) -> list[TableColumn]:
    """The keys of the unit, then `TABLE_COLUMNS`."""
    return [*(TableColumn(name) for name in run.units.key_fields), *TABLE_COLUMNS]


def table_rows(run: ChangeRun) -> list[list[Any]]:
    """A row for each unit and crime type with a crime in either period; first those of all selected."""
    rows = []
    for name, found in [(ALL, run.found), *zip(run.types, run.of_type)]:
        words, upper = verdicts(found), _bounded(found.upper)
        values = [
            *(found.after, found.before, found.difference, found.ratio, found.lower),
            *(upper, found.z, found.p, found.q),
        ]
        written = [Column("", REAL, value).written() for value in values]
        for at in np.flatnonzero(found.after + found.before).tolist():
            rows.append([*run.units.keys[at], name, *(value[at] for value in written), words[at]])
    return rows


def verdicts(found: Changes) -> list[str]:
    """What is told of each test, in words."""
    words = [verdict(told, found.against) for told in TOLD]
    return [words[told] for told in found.told.tolist()]


def _types(run: ChangeRun, told: Told) -> Sequence[Any]:
    """The crime types of which a unit has more, or fewer; None without any."""
    named: list[list[str]] = [[] for _ in range(run.found.told.size)]
    for name, found in zip(run.types, run.of_type):
        for at in np.flatnonzero(found.is_(told)).tolist():
            named[at].append(name)
    return ["; ".join(names) or None for names in named]


def _bounded(upper: np.ndarray) -> np.ndarray:
    """No number stands for a bound that there is none of."""
    return np.where(np.isfinite(upper), upper, np.nan)
