# SPDX-License-Identifier: GPL-2.0-or-later
"""ONS's official count of the area beside the last year of its line that is held."""

from __future__ import annotations

import sqlite3
from typing import Optional

from ..peers.peer_official import OfficialBeside, official_beside
from ..peers.peer_sides import Member, PoliceMonths, Question, Sides, Source
from ..peers.peer_sides_ons import official_of
from .compare_time_counts import TimeCounts


def official_of_area(
    connection: sqlite3.Connection, counts: TimeCounts, question: Question
) -> Optional[OfficialBeside]:
    """The official count of the same crimes beside ours; None where none is held, or the area has none."""
    official = official_of(connection, counts.one)
    if official is None or not counts.common.months:
        return None
    sides = Sides(
        source=Source.POLICE_UK,
        which=counts.which,
        figures=counts.figures,
        area=Member(counts.one.code, counts.one.name, counts.base, {}),
        peers=(),
        unrated=(),
        questions=(question,),
        years=len(counts.common.months) / 12,
        last=counts.common.months[-1],
        rests=PoliceMonths(counts.selection, counts.counts, counts.common),
        official=official,
        explained={},
    )
    return official_beside(sides, question)
