# SPDX-License-Identifier: GPL-2.0-or-later
"""The months of crime that an area and its peers are compared over after a time, by the rule for rates."""

from __future__ import annotations

from collections.abc import Sequence

from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.model import Month
from offline_cache.outcome_followup import Followed
from offline_cache.peer_counts import PeerArea, PeerCounts
from offline_cache.peer_months import common_months

_AREA = "area"


def peers_followed(own: Followed, peers: Sequence[Followed], time: int) -> tuple[tuple[Month, ...], tuple[int, ...]]:
    """The months of crime that can be told of the area and of every peer kept, and the places of those peers.

    A month counts as held where the outcomes up to then are: `common_months` drops those that the area lacks, then
    peers or months, whichever keeps more.
    """
    months = tuple(own.follow[time])
    rows = [_row(_AREA, own, time), *(_row(str(at), one, time) for at, one in enumerate(peers))]
    areas = AreaSet(AreaKind.CSP, 0)  # of no matter to the rule
    found = common_months(PeerCounts(areas, tuple(rows), months, (), None, (), by_file=False), _AREA)
    return found.months, tuple(int(row.code) for row in found.peers)


def _row(code: str, of: Followed, time: int) -> PeerArea:
    return PeerArea(code, code, of.forces, frozenset(of.complete(time)), (), (), {}, 1, 0, 0)
