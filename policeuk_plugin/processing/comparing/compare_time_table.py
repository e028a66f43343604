# SPDX-License-Identifier: GPL-2.0-or-later
"""The quarters or months of an area, its peers and its force as rows of a table."""

from __future__ import annotations

from typing import Any

from offline_cache.area_counts import change_share
from offline_cache.periods import QUARTER

from ...text import tr
from ..writing.table_sink import TableColumn
from .compare_time_change import NOT_JUDGED
from .compare_time_run import ThroughTime, TimeRow

HELD, PART, NOT_HELD = "held", "held in part", "not held"
COLUMNS = (
    TableColumn("period", meaning=tr("The last month of the quarter, or the month, YYYY-MM")),
    TableColumn("first_month", meaning=tr("Its first month, YYYY-MM")),
    TableColumn("status", meaning=tr("held; held in part: some months of it are, so it has no number; not held")),
    TableColumn("lacking", meaning=tr("Its months that are missing or held in part, with commas")),
    TableColumn("count", whole=True, meaning=tr("Crimes; empty where a month of it lacks")),
    TableColumn("rate", decimal=True, meaning=tr("Per 1,000 residents or households, of the period, not a year")),
    TableColumn("a_year_before", whole=True, meaning=tr("Crimes of the same months a year before, where wholly held")),
    TableColumn("change", decimal=True, meaning=tr("Change on these in per cent; empty of fewer than 20")),
    TableColumn("p", decimal=True, meaning=tr("Chance of a difference so large (E-test), as much as its months vary")),
    TableColumn("p_poisson", decimal=True, meaning=tr("The same by chance in counting alone; decides nothing")),
    TableColumn("change_word", meaning=tr("up, down, no clear change, or not judged")),
    TableColumn("usual_lower", decimal=True, meaning=tr("Lower end of the area's own usual range")),
    TableColumn("usual_upper", decimal=True, meaning=tr("Upper end of the area's own usual range")),
    TableColumn("usual", meaning=tr("within, above or below its own usual range, or not judged")),
    TableColumn("peers", whole=True, meaning=tr("Peers with the whole period; empty where there are too few")),
    TableColumn("peers_mean", decimal=True, meaning=tr("Unweighted mean rate of the peers")),
    TableColumn("mean_with_area", decimal=True, meaning=tr("Unweighted mean rate of the peers and the area")),
    TableColumn("weighted_mean", decimal=True, meaning=tr("Rate of the peers together")),
    TableColumn("peers_lower", decimal=True, meaning=tr("Lower end of the range of the peers")),
    TableColumn("peers_upper", decimal=True, meaning=tr("Upper end of the range of the peers")),
    TableColumn(
        "verdict", meaning=tr("lower than, about the same as, higher than its peers, cannot be told, or not judged")
    ),
    TableColumn("force_rate", decimal=True, meaning=tr("Rate of its police force area")),
)


def rows_of(run: ThroughTime) -> list[tuple[Any, ...]]:
    """A row a period in the order of `COLUMNS`."""
    return [_row(row) for row in run.rows]


def status(row: TimeRow) -> str:
    """How much of a period is held."""
    if not row.lacking:
        return HELD
    return PART if len(row.lacking) < min(QUARTER, len(row.period.months)) else NOT_HELD


def _row(row: TimeRow) -> tuple[Any, ...]:
    change, peers = row.change, row.peers
    share = change_share(change.now, change.before) if change is not None else None
    return (
        *(str(row.period.last), str(row.period.first), status(row), ",".join(map(str, row.lacking))),
        *(row.count, row.rate, change.before if change is not None else None),
        None if share is None else 100 * share,
        *((change.p, change.p_counting) if change is not None and not change.redrawn else (None, None)),
        change.word if change is not None else NOT_JUDGED,
        *(row.limits if row.limits is not None else (None, None)),
        row.usual,
        *(
            (len(peers.peer_rates), peers.mean_without_self, peers.mean_with_self, peers.weighted_mean)
            if peers is not None
            else [None] * 4
        ),
        *((peers.lower, peers.upper, peers.said.value) if peers is not None else (None, None, NOT_JUDGED)),
        row.force_rate,
    )
