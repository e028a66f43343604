# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of units with how often they keep their verdict."""

from __future__ import annotations

from ...text import tr
from ..units.unit_layer import REAL, TEXT, Column, counted_columns, known_column
from .snap_run import STANDINGS, SnapRun


def classes_of(run: SnapRun) -> list[str]:
    """The class of each unit, as the style of the layer knows it."""
    return [STANDINGS[at].value for at in run.standing.tolist()]


def columns_of(run: SnapRun) -> list[Column]:
    """What was counted and found."""
    kept = run.kept
    return [
        *counted_columns(run.units),
        Column("verdict", TEXT, [run.words[at] for at in kept.verdict.tolist()], tr("As the method says of the data")),
        Column("class", TEXT, classes_of(run), tr("How sure that is of where crimes stand in their catchments")),
        Column("kept", REAL, kept.kept, tr("Share of the maps on which the unit has the same verdict, 0 to 1")),
        Column("called", REAL, kept.called, tr("Share of the maps on which it is called at all, 0 to 1")),
        *([known_column("near", TEXT, run.names)] if run.names is not None else []),
    ]
