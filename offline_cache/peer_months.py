# SPDX-License-Identifier: GPL-2.0-or-later
"""The months that an area and its peers are compared over: the same for all of them, none that lacks in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .model import Month
from .peer_counts import PeerArea, PeerCounts

FEWEST_PEERS = 5
"""With fewer peers how much they differ cannot be told, so that nothing is said of the area."""


@dataclass(frozen=True)
class CommonMonths:
    """`months` are wholly held of the area and of every one of `peers`, in the order of their ranks.

    `own_lacking` are months asked for that the area lacks, `given_up` those that it has but some peer that was kept
    lacks: both are in no number. `left_out` lack more months than was allowed, `unrated` have no residents (or
    households) or none but 0.
    """

    months: tuple[Month, ...]
    own_lacking: tuple[Month, ...]
    given_up: tuple[Month, ...]
    peers: tuple[PeerArea, ...]
    left_out: tuple[PeerArea, ...]
    unrated: tuple[PeerArea, ...]

    @property
    def enough(self) -> bool:
        """Whether there are peers and months enough for a verdict."""
        return len(self.peers) >= FEWEST_PEERS and bool(self.months)


def common_months(counts: PeerCounts, area: str) -> CommonMonths:
    """The months of a comparison, and the peers that have them all.

    Months that the area lacks are dropped from all. Then peers that lack more than some number of the others are left
    out, and the months that the rest lack dropped from all: the number is the one that keeps most months times peers
    with at least five peers, the fewest months dropped where several do; with five peers nowhere, the one that keeps
    most peers. No month that is not held ever counts as zero.
    """
    own = counts.of(area)
    held = tuple(month for month in counts.months if month in own.held)
    others = [row for row in counts.rows if row.code != area]
    rated = [row for row in others if row.denominator]
    kept = _kept(rated, held)
    given_up = frozenset(month for row in kept for month in held if month not in row.held)
    months = tuple(month for month in held if month not in given_up)
    peers = tuple(row for row in rated if row.held.issuperset(months)) if months else ()
    return CommonMonths(
        months,
        tuple(month for month in counts.months if month not in own.held),
        tuple(month for month in held if month in given_up),
        peers,
        tuple(row for row in rated if row not in peers),
        tuple(row for row in others if not row.denominator),
    )


def _kept(peers: Sequence[PeerArea], held: Sequence[Month]) -> list[PeerArea]:
    """The peers whose months decide."""
    lacking = {row.code: [month for month in held if month not in row.held] for row in peers}
    best: list[PeerArea] = []
    most = (False, 0, 0)
    for allowed in range(len(held)):
        kept = [row for row in peers if len(lacking[row.code]) <= allowed]
        months = len(held) - len({month for row in kept for month in lacking[row.code]})
        if kept and months:
            enough = len(kept) >= FEWEST_PEERS
            worth = (enough, len(kept) * months if enough else len(kept), months)
            if worth > most:
                best, most = kept, worth
    return best
