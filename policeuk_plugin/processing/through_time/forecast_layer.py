# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of units with what is expected of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...analysis.month_forecasts import YEAR
from ...analysis.ranking import rank_from_most
from ...text import month_name, tr
from ..units.unit_layer import REAL, TEXT, WHOLE, Column, counted_column, known_column

if TYPE_CHECKING:
    from .forecast_run import ForecastRun

CLASSES = ("first 1%", "first 5%", "first 20%", "rest", "none expected")
SHARES = (0.01, 0.05, 0.2)
"""Of the ground, where most is expected per km²; the bounds of the map are ours."""


def classes_of(expected: np.ndarray, area: np.ndarray) -> list[str]:
    """On which part of the ground each unit is, (n,), when units are taken by what is expected per m².

    A unit by itself is where it begins. Of units that tie all are where the last of them ends, so that none is drawn
    before another by its place in the list.
    """
    score = expected / area
    values, rank, tied = np.unique(-score, return_inverse=True, return_counts=True)
    ground = np.bincount(rank, area, values.size)
    ends = np.cumsum(ground) / area.sum()
    reach = np.where(tied == 1, ends - ground / area.sum(), ends - 1e-12)
    part = np.searchsorted(np.array(SHARES), reach, side="right")
    part[values >= 0] = len(CLASSES) - 1
    return [CLASSES[at] for at in part[rank].tolist()]


def columns_of(run: ForecastRun) -> list[Column]:
    """What is expected, between what bounds, and what it rests on."""
    coming, counted = run.coming, run.units.counted
    first = run.coming.expected[:, 0]
    columns = [Column("month", TEXT, [str(run.ahead[0])] * first.size, tr("The next month"))]
    for lead, month in enumerate(run.ahead):
        end = f"_{lead + 1}" if lead else ""
        when = month_name(month)
        of = tr("its interval of {level:g}%, {month}").format(level=100 * run.asked.level, month=when)
        columns += [
            Column(
                f"expected{end}",
                REAL,
                coming.expected[:, lead],
                tr("Crimes to be expected in {month}").format(month=when),
            ),
            Column(f"lower{end}", WHOLE, coming.lower[:, lead], tr("Lower end of {of}").format(of=of)),
            Column(f"upper{end}", WHOLE, coming.upper[:, lead], tr("Upper end of {of}").format(of=of)),
        ]
    before = run.year_before
    last = run.months.counts[:, -YEAR:].sum(axis=1)
    return [
        *columns,
        Column("rank", WHOLE, rank_from_most(first), tr("Rank by what is expected of the next month; equals share it")),
        Column("share", REAL, first / max(float(first.sum()), 1e-300), tr("Share of all that is expected, 0 to 1")),
        Column(
            "class",
            TEXT,
            classes_of(first, run.units.area),
            tr("In the first 1, 5 or 20% of the ground, most expected per km² first"),
        ),
        Column(
            "year_before",
            WHOLE,
            before.tolist() if before is not None else [None] * first.size,
            tr("Crimes of the same month a year before; empty where it is not held"),
        ),
        counted_column("last_12", last, tr("Crimes of the last 12 months held")),
        known_column("places", WHOLE, counted.places),
        known_column("largest_place_share", REAL, counted.largest_place_share),
        *([known_column("near", TEXT, run.names)] if run.names is not None else []),
    ]
