# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of the tested units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.clusters import VERDICTS
from ..asking.field_meanings import field_meanings
from ..units.unit_layer import REAL, TEXT, WHOLE, Column, counted_column, counted_columns, known_column

if TYPE_CHECKING:
    from .cluster_run import ClusterRun


def columns_of(run: ClusterRun) -> list[Column]:
    """What was counted and found."""
    found = run.found
    return [
        *counted_columns(run.units),
        known_column("z", REAL, found.z),
        known_column("p", REAL, found.p),
        known_column("q", REAL, found.q),
        known_column("verdict", TEXT, [VERDICTS[verdict].value for verdict in found.verdict.tolist()]),
        *([known_column("grids", WHOLE, run.grids)] if run.grids is not None else []),
        known_column("cluster", WHOLE, [area + 1 if area >= 0 else None for area in run.area.tolist()]),
        *([known_column("near", TEXT, run.names)] if run.names is not None else []),
        *_of_options(run),
    ]


def _of_options(run: ClusterRun) -> list[Column]:
    """What is there only where it was asked for, after the fields that always are."""
    found, columns = run.found, []
    if found.p_cold is not None and found.q_cold is not None:
        columns += [known_column("p_cold", REAL, found.p_cold), known_column("q_cold", REAL, found.q_cold)]
    if run.quiet_grids is not None:
        columns.append(known_column("quiet_grids", WHOLE, run.quiet_grids))
    if run.exposure is not None:
        columns += [
            known_column("exposure", REAL, run.exposure.units),
            counted_column("window", found.window_count, field_meanings()["window"]),
            known_column("expected", REAL, found.expected),
        ]
    if run.conditional is not None:
        columns.append(known_column("p_conditional", REAL, run.conditional))
    return columns
