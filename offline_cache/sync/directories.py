# SPDX-License-Identifier: GPL-2.0-or-later
"""The directories of the service's archives, kept: plans are made of them without asking again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from ..model import Month, PublishedFile
from ..sources.archives import first_month
from .finding import Found, find_newest, find_older
from .plan import Plan
from .planning import out_of_reach, plan_with, refresh_with
from .request import SliceRequest, refuse_request
from .way import Way

if TYPE_CHECKING:
    from ..transport import Transport


@dataclass(frozen=True)
class Directories:
    """What was found at the service; `tried` are older months whose archives were asked for, there or not."""

    found: Found
    tried: frozenset[Month]

    @property
    def newest(self) -> Month:
        """The month of the newest release."""
        return self.found.origins[0].snapshot.month

    @property
    def months(self) -> tuple[Month, ...]:
        """The months of the newest release, in order."""
        return tuple(month for month in Month.span(first_month(self.newest), self.newest) if self._has(month))

    def plan(self, held: Iterable[PublishedFile], request: SliceRequest) -> Optional[Plan]:
        """The plan of a download; None where it needs archives that were not asked for. Raises `CacheError`."""
        ledger = list(held)
        refuse_request(request)
        if out_of_reach(ledger, request, self.found) - self.tried:
            return None
        return plan_with(ledger, request, self.found)

    def plan_refresh(self, held: Iterable[PublishedFile]) -> Plan:
        """The plan of a refresh."""
        return refresh_with(held, self.found)

    def _has(self, month: Month) -> bool:
        return self.found.origins[0].covers(month)


def ask_directories(
    held: Iterable[PublishedFile],
    request: Optional[SliceRequest],
    transport: Transport,
    way: Way = Way.AUTO,
    known: Optional[Directories] = None,
) -> Directories:
    """Ask the service for all that the plan of a request needs; without one for the newest archive alone.

    Two requests, and two for each older archive; with `known` only for those not asked for yet. Raises
    `CacheError` for a request that cannot be right, `NetworkError`.
    """
    if request is not None:
        refuse_request(request)
    found = Found([*known.found.origins], [*known.found.notes]) if known else find_newest(transport, way)
    tried = known.tried if known else frozenset()
    if request is None:
        return Directories(found, tried)
    months = out_of_reach(list(held), request, found) - tried
    find_older(transport, way, found, months)
    return Directories(found, tried | months)
