# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of units classed by their months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...analysis.emerging import PATTERNS
from ...text import tr
from ..units.unit_layer import REAL, TEXT, WHOLE, Column, counted_column, known_column
from .emerging_classes import kind_of

if TYPE_CHECKING:
    from .emerging_run import EmergingRun


def classes_of(run: EmergingRun) -> list[str]:
    """The kind of each unit, as the style of the layer knows it."""
    found = run.found
    return [
        kind_of(PATTERNS[at], few).value for at, few in zip(found.pattern.tolist(), found.too_few.tolist())
    ]  # fmt: skip


def columns_of(run: EmergingRun) -> list[Column]:
    """What was counted and found."""
    found, cube, counted = run.found, run.found.cube, run.units.counted
    return [
        Column(
            "pattern",
            TEXT,
            [PATTERNS[at].value for at in found.pattern.tolist()],
            tr("One of the 17 classes of emerging hotspots"),
        ),
        Column("class", TEXT, classes_of(run), tr("The kind of class, as the map has it, or too few crimes")),
        Column("months_hot", WHOLE, cube.hot.sum(axis=1), tr("Months in which the unit with its neighbours is hot")),
        Column("months_cold", WHOLE, cube.cold.sum(axis=1), tr("Months in which it is cold")),
        Column("months_held", WHOLE, [run.held] * len(run.units.keys), tr("Months wholly held, of which that is")),
        Column(
            "steps",
            TEXT,
            run.steps,
            tr("A letter a month: H hot, C cold, . neither, ? not wholly held"),
        ),
        counted_column("crimes", run.crimes, tr("Crimes of the unit itself in the months wholly held")),
        counted_column(
            "last_count", cube.count[:, -1], tr("Crimes with neighbours in the last month and those taken with it")
        ),
        Column("last_expected", REAL, cube.expected[:, -1], tr("What that would be in proportion to ground or size")),
        Column("last_q", REAL, _last_q(run), tr("q of the last month where it is hot or cold")),
        Column(
            "trend_tau",
            REAL,
            found.trends.tau,
            tr("Kendall's tau of its share of the crimes, where nine of ten months are hot or cold: 1 always growing"),
        ),
        Column("trend_q", REAL, found.trends.q, tr("q of that trend after Benjamini-Hochberg")),
        Column("places", WHOLE, counted.places, tr("Snap points with crimes, in all months chosen")),
        Column(
            "largest_place_share",
            REAL,
            counted.largest_place_share,
            tr("Share of the crimes of all months chosen on the fullest snap point, 0 to 1"),
        ),
        *([known_column("near", TEXT, run.names)] if run.names is not None else []),
    ]


def _last_q(run: EmergingRun) -> np.ndarray:
    cube = run.found.cube
    hot, cold = cube.hot[:, -1], cube.cold[:, -1]
    return np.select([hot, cold], [cube.q[:, -1], cube.q_cold[:, -1]], np.nan)
