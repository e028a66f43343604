# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields of units ranked month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.persistence import OFTEN
from ...text import tr
from ..units.unit_layer import REAL, TEXT, WHOLE, Column, counted_column, known_column

if TYPE_CHECKING:
    from .persistence_run import PersistenceRun


def columns_of(run: PersistenceRun) -> list[Column]:
    """What was counted and found."""
    found, counted = run.found, run.units.counted
    crimes = found.crimes.tolist()
    ranks = [rank if count else None for rank, count in zip(found.rank.tolist(), crimes)]
    half = run.stability.months
    return [
        Column(
            "months_in_top",
            WHOLE,
            found.months,
            tr(
                "Months in which the unit was in the top {top:g}%; ties that are too many for its last places are out"
            ).format(top=run.asked.top),
        ),
        Column("months_held", WHOLE, [found.held] * len(crimes), tr("Months wholly held, of which that is")),
        Column("share", REAL, found.months / found.held, tr("Share of the months held in the top, 0 to 1")),
        counted_column("crimes", found.crimes, tr("Crimes in the months wholly held")),
        Column(
            "rank",
            WHOLE,
            ranks,
            tr("Rank by these crimes, 1 for the most; ties share the best rank; units without any have none"),
        ),
        Column("first_half", WHOLE, found.first, tr("Months in the top of the first {n} held").format(n=half)),
        Column("second_half", WHOLE, found.second, tr("Months in the top of the last {n} held").format(n=half)),
        Column(
            "class",
            TEXT,
            [OFTEN[at].value for at in found.often.tolist()],
            tr(
                "nearly always (3 in 4 months or more), most months (half or more), some months (a quarter or more), "
                "seldom, never"
            ),
        ),
        Column(
            "persistent",
            TEXT,
            ["yes" if one else "no" for one in run.persistent.tolist()],
            tr(
                "yes: in the top in half of the months or more, and in {most} or more, which chance hardly gives"
            ).format(most=run.chance.most),
        ),
        Column("places", WHOLE, counted.places, tr("Snap points with crimes, in all months chosen")),
        Column(
            "largest_place_share",
            REAL,
            counted.largest_place_share,
            tr("Share of the crimes of all months chosen on the fullest snap point, 0 to 1"),
        ),
        *([known_column("near", TEXT, run.names)] if run.names is not None else []),
    ]
