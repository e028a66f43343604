# SPDX-License-Identifier: GPL-2.0-or-later
"""A comparison with peers as two tables: a row a crime type, and a row a crime type and area."""

from __future__ import annotations

from typing import Any, Optional

from ...text import tr
from ..writing.table_sink import TableColumn
from .peer_comparison_run import Line, PeerComparison
from .peer_sides import Member

ALL_SELECTED = "all selected"
AREA_ROLE, PEER_ROLE = "area", "peer"
COLUMNS = (
    TableColumn("crime_type", meaning=tr("Crime type, first all that is selected")),
    TableColumn("count", whole=True, meaning=tr("Crimes of the area in the months compared")),
    TableColumn("base", whole=True, meaning=tr("Residents or households of the area")),
    TableColumn("months", whole=True, meaning=tr("Months compared")),
    TableColumn("rate", decimal=True, meaning=tr("Per 1,000 a year")),
    TableColumn("official", whole=True, meaning=tr("ONS's official count of a year, beside")),
    TableColumn("official_period", meaning=tr("Last month of that year")),
    TableColumn("ours_a_year", decimal=True, meaning=tr("Crimes counted here, a year")),
    TableColumn("ratio_to_official", decimal=True, meaning=tr("Ours over the official count")),
    TableColumn("peers_ratio", decimal=True, meaning=tr("The same of the peers, as a median")),
    TableColumn("lower", decimal=True, meaning=tr("Lower end of the range of its peers (95% prediction interval)")),
    TableColumn("upper", decimal=True, meaning=tr("Upper end of the range of its peers (95% prediction interval)")),
    TableColumn(
        "verdict",
        meaning=tr("lower than, about the same as or higher than its peers, by that range; or cannot be told"),
    ),
    TableColumn("rank", whole=True, meaning=tr("Rank among area and peers, 1 the highest rate")),
    TableColumn("of", whole=True, meaning=tr("How many are ranked")),
    TableColumn("mean_with_self", decimal=True, meaning=tr("Unweighted mean of the rates of area and peers")),
    TableColumn("mean_without_self", decimal=True, meaning=tr("Unweighted mean of the rates of the peers")),
    TableColumn("weighted_mean", decimal=True, meaning=tr("Rate of the peers together")),
    TableColumn("tau", decimal=True, meaning=tr("How much rates of peers differ beyond chance, in logarithms")),
    TableColumn("explained", decimal=True, meaning=tr("R² of all areas' rates on those of their peers, where known")),
    TableColumn("p", decimal=True, meaning=tr("Chance of a rate so far from its peers")),
    TableColumn("q", decimal=True, meaning=tr("The same, corrected for how many types are looked at (BH)")),
    TableColumn("poisson_lower", decimal=True, meaning=tr("Poisson limits, only where asked for: lower")),
    TableColumn("poisson_upper", decimal=True, meaning=tr("Poisson limits, only where asked for: upper")),
    TableColumn("poisson_verdict", meaning=tr("What Poisson limits would say, only where asked for")),
)
AREA_COLUMNS = (
    TableColumn("crime_type", meaning=tr("Crime type, first all that is selected")),
    TableColumn("code", meaning=tr("Code of the area (ONS)")),
    TableColumn("name", meaning=tr("Name")),
    TableColumn("role", meaning=tr("area or peer")),
    TableColumn("peer_rank", whole=True, meaning=tr("Rank as a peer, 1 the most alike")),
    TableColumn("distance", decimal=True, meaning=tr("Distance in standard deviations, of peers by measures")),
    TableColumn("count", whole=True, meaning=tr("Crimes in the months compared; empty where withheld")),
    TableColumn("base", whole=True, meaning=tr("Residents or households")),
    TableColumn("months", whole=True, meaning=tr("Months compared")),
    TableColumn("rate", decimal=True, meaning=tr("Per 1,000 a year")),
)


def rows_of(run: PeerComparison, poisson: bool) -> list[tuple[Any, ...]]:
    """A row a question in the order of `COLUMNS`; what is not known is empty."""
    return [tuple(_row(run, line, poisson)[column.name] for column in COLUMNS) for line in run.lines]


def _row(run: PeerComparison, line: Line, poisson: bool) -> dict[str, Any]:
    found, beside = line.found, line.beside
    row: dict[str, Any] = dict.fromkeys(column.name for column in COLUMNS)
    row.update(
        crime_type=line.question.key or ALL_SELECTED,
        count=line.count,
        base=run.sides.area.base,
        months=run.sides.months,
        rate=run.sides.area.rate(line.question.key, run.sides.years),
        explained=run.sides.explained.get(line.question.key),
        q=line.q,
    )
    if found is not None:
        row.update(lower=found.lower, upper=found.upper, verdict=found.said.value, rank=found.rank, of=found.of)
        row.update(mean_with_self=found.mean_with_self, mean_without_self=found.mean_without_self)
        row.update(weighted_mean=found.weighted_mean, tau=found.tau, p=found.p)
        if poisson:
            row.update(poisson_lower=found.poisson_lower, poisson_upper=found.poisson_upper)
            row.update(poisson_verdict=found.poisson_verdict.value)
    if beside is not None:
        row.update(official=beside.official, official_period=str(beside.period), ours_a_year=beside.ours)
        row.update(ratio_to_official=beside.ratio, peers_ratio=beside.peers_ratio)
    return row


def area_rows(run: PeerComparison) -> list[tuple[Any, ...]]:
    """A row a question and area in the order of `AREA_COLUMNS`: the area, then its peers, the most alike first."""
    ranks = {peer.code: (peer.rank, peer.distance) for peer in run.group.peers}
    rows = []
    for line in run.lines:
        for member in (run.sides.area, *run.sides.peers):
            rank, distance = ranks.get(member.code, (None, None))
            rows.append(_member_row(run, line, member, rank, distance))
    return rows


def _member_row(
    run: PeerComparison, line: Line, member: Member, rank: Optional[int], distance: Optional[float]
) -> tuple[Any, ...]:
    key = line.question.key
    return (
        *(key or ALL_SELECTED, member.code, member.name),
        *(PEER_ROLE if member is not run.sides.area else AREA_ROLE, rank, distance),
        *(member.counts.get(key), member.base, run.sides.months, member.rate(key, run.sides.years)),
    )
