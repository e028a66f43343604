# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes, outcomes and stops in an area that the user drew, month by month into the cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import Cancelled, sqlite_sentences
from ..importing import Progress, never, silent
from ..model import Month
from ..plain_text import plain_line
from .client import PoliceApi
from .crimes import crimes_in_ring
from .keeping_areas import Record, held_since_update, keep_area, keep_records
from .kinds import Kind
from .outcomes import outcomes_in_ring
from .reference import last_update
from .rings import Ring, checked_ring
from .stops import stops_in_ring

if TYPE_CHECKING:
    from ..store import OfflineCache
    from ..transport import Transport

_ASK: dict[Kind, Callable[[PoliceApi, Ring, Month], Sequence[Record]]] = {
    Kind.CRIMES: crimes_in_ring,
    Kind.OUTCOMES: outcomes_in_ring,
    Kind.STOPS: stops_in_ring,
}


@dataclass(frozen=True)
class DrawnAreaReport:
    """What was fetched: records by kind and month. `held` answers were given after the last update already."""

    area: int
    fetched: tuple[tuple[Kind, Month, int], ...]
    held: int

    def lines(self) -> list[str]:
        """The report for reading."""
        lines = [f"{kind.value} {month}: {records:,}" for kind, month, records in self.fetched]
        if self.held:
            lines.append(f"{self.held} answers were held already: the service was not updated since.")
        empty = [f"{kind.value} {month}" for kind, month, records in self.fetched if not records]
        if empty:
            lines.append(
                f"None at all of {', '.join(empty)}: a force may not have published them, which is not zero. "
                "'status' names known gaps."
            )
        return lines


def fetch_drawn_area(
    cache: OfflineCache,
    ring: Sequence[tuple[float, float]],
    months: Sequence[Month],
    kinds: Sequence[Kind],
    transport: Transport,
    progress: Callable[[Progress], None] = silent,
    cancelled: Callable[[], bool] = never,
    name: str = "",
) -> DrawnAreaReport:
    """Fetch what the service has in a ring of (longitude, latitude) in WGS84 degrees.

    Everything is checked before the first question: raises `CacheError` for a month that the service does not hold
    or an outline that it would misread. An area with too many records is asked for in parts. Each month of each
    kind is one transaction; after `Cancelled` or a `NetworkError` the next run goes on.
    """
    checked = checked_ring(ring)
    api = PoliceApi(transport)
    for month in months:
        api.checked_month(month)
    updated = last_update(api)
    with cache.transaction() as connection:
        area = keep_area(connection, checked, plain_line(name))
    fetched: list[tuple[Kind, Month, int]] = []
    held = 0
    steps = [(kind, month) for month in dict.fromkeys(months) for kind in dict.fromkeys(kinds)]
    for done, (kind, month) in enumerate(steps):
        progress(Progress(done, len(steps), f"{kind.value} {month}"))
        if cancelled():
            raise Cancelled(f"Stopped: {done} of {len(steps)} answers are in the cache. Fetch again to go on.")
        with sqlite_sentences(cache.path):
            is_held = held_since_update(cache.connection, area, kind, month, updated)
        if is_held:
            held += 1
            continue
        records = _ASK[kind](api, checked, month)
        with cache.transaction() as connection:
            keep_records(connection, area, kind, month, updated, records)
        fetched.append((kind, month, len(records)))
    progress(Progress(len(steps), len(steps), ""))
    return DrawnAreaReport(area, tuple(fetched), held)
