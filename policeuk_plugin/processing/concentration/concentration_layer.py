# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of units by their share of the crimes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...analysis.ranking import rank_from_most
from ...text import tr
from ..units.unit_layer import REAL, TEXT, WHOLE, Column, counted_columns, known_column

if TYPE_CHECKING:
    from ..units.units import Units
    from .concentration_run import ConcentrationRun


def columns_of(run: ConcentrationRun, units: Units) -> list[Column]:
    """What was counted and found."""
    counts, total = run.counted.counts, run.tally.crimes
    ranks = [rank if count else None for rank, count in zip(rank_from_most(counts).tolist(), counts.tolist())]
    held = (run.tally.counts * run.tally.number).cumsum() / total
    at = run.tally.counts.size - 1 - np.searchsorted(run.tally.counts[::-1], counts)
    return [
        *counted_columns(units),
        Column("rank", WHOLE, ranks, tr("Rank by crimes, 1 for the most; equals share the best; none without any")),
        Column("share", REAL, counts / total, tr("Share of all crimes in the unit, 0 to 1")),
        Column(
            "held_by_busier",
            REAL,
            np.where(counts > 0, held[at], np.nan),
            tr("Share of all crimes in the unit and all others with as many or more, 0 to 1"),
        ),
        Column(
            "class",
            TEXT,
            run.classes,
            tr(
                "in the set: of the fewest units that hold {share:g}% of the crimes; tied for the last: it takes some "
                "of these, no matter which; not in it; no crimes"
            ).format(share=run.asked.share),
        ),
        *([known_column("near", TEXT, run.names)] if run.names is not None else []),
    ]
