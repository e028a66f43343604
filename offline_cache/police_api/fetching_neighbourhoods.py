# SPDX-License-Identifier: GPL-2.0-or-later
"""Neighbourhoods of forces into the cache, one after the other, so that a run that was stopped goes on there.

A round begins with a force's list, which makes all of its neighbourhoods due. Each is then asked about in five
questions and written in one transaction. A run that finds a force of its own unfinished within a day goes on, with
what is still due of all of its forces; else it begins anew.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from ..area_names import alike
from ..errors import CacheError, Cancelled, NetworkError, NetworkFault, shown, sqlite_sentences
from ..importing import Progress, never, silent
from . import neighbourhoods as questions
from .client import PoliceApi
from .forces import force, senior_officers
from .keeping import keep_force, keep_officers
from .keeping_neighbourhoods import Asked, keep_list, keep_neighbourhood, list_question, no_longer_due
from .neighbourhoods import NeighbourhoodKey

if TYPE_CHECKING:
    from ..store import OfflineCache
    from ..transport import Transport

_ROUND = timedelta(hours=24)
_OF_ONE_ANSWER = (NetworkFault.ANSWER, NetworkFault.NOT_FOUND)
"""Faults of what was asked for, not of the network: the next question may be answered."""

_NAMED = 10
_LISTED = "SELECT code, due FROM neighbourhood WHERE force = ? ORDER BY position"
_FETCHED = "SELECT fetched_at FROM answer WHERE question = ?"


@dataclass(frozen=True)
class NeighbourhoodReport:
    """What a run fetched; `gone` are listed no more, `failed` are sentences about what could not be read."""

    forces: tuple[str, ...]
    listed: int
    fetched: int
    outlines: int
    officers: int
    events: int
    priorities: int
    gone: tuple[NeighbourhoodKey, ...]
    failed: tuple[str, ...]

    def lines(self) -> list[str]:
        """The report for reading."""
        lines = [
            f"{', '.join(self.forces)}: {self.fetched:,} of {self.listed:,} neighbourhoods fetched, with "
            f"{self.outlines:,} outlines, {self.officers:,} officers, {self.events:,} events and "
            f"{self.priorities:,} priorities."
        ]
        if self.gone:
            names = ", ".join(f"{key.force} {key.code}" for key in self.gone[:_NAMED])
            more = f" and {len(self.gone) - _NAMED} more" if len(self.gone) > _NAMED else ""
            lines.append(f"No longer listed, and forgotten: {names}{more}.")
        return [*lines, *self.failed]


def fetch_neighbourhoods(
    cache: OfflineCache,
    forces: Sequence[str],
    transport: Transport,
    progress: Callable[[Progress], None] = silent,
    cancelled: Callable[[], bool] = never,
    only: Sequence[str] = (),
) -> NeighbourhoodReport:
    """Fetch contacts and neighbourhoods of forces (ids as in file names); `only` these neighbourhoods, if any.

    An answer that cannot be read is named in the report, its last answer stays, and the run goes on. Raises
    `NetworkError` for anything else that keeps answers away, `Cancelled`, and `CacheError` for a force or
    neighbourhood that there is not; what was fetched before stays, and the next run goes on.
    """
    run = _Run(cache, PoliceApi(transport), tuple(dict.fromkeys(forces)))
    for slug in run.forces:
        run.api.checked_territorial(slug)
    goes_on = not only and any(run.is_unfinished(slug) for slug in run.forces)
    due = [key for slug in run.forces for key in run.due(slug, only, goes_on)]
    run.refuse_unknown(only, due)
    for done, key in enumerate(due):
        progress(Progress(done, len(due), f"{key.force} {key.code}"))
        if cancelled():
            raise Cancelled(f"Stopped: {done} of {len(due)} neighbourhoods are fetched. Fetch again to go on.")
        run.fetch(key)
    progress(Progress(len(due), len(due), ""))
    return run.report()


class _Run:
    """One run and what came of it so far."""

    def __init__(self, cache: OfflineCache, api: PoliceApi, forces: tuple[str, ...]) -> None:
        self.api = api
        self.forces = forces
        self._cache = cache
        self._listed: dict[str, list[str]] = {}
        self._counts: Counter[str] = Counter()
        self._gone: list[NeighbourhoodKey] = []
        self._failed: list[str] = []

    def is_unfinished(self, slug: str) -> bool:
        """Whether a force's round of the last day was stopped before its end."""
        return self._is_recent(slug) and any(due for _, due in self._rows(slug))

    def due(self, slug: str, only: Sequence[str], goes_on: bool) -> list[NeighbourhoodKey]:
        """The neighbourhoods of a force to ask about; begins a round where none is to be gone on with."""
        listed = self._rows(slug)
        if not (set(only) <= {code for code, _ in listed} if only and listed else goes_on and self._is_recent(slug)):
            self._begin_round(slug)
            listed = self._rows(slug)
        self._listed[slug] = [code for code, _ in listed]
        return [NeighbourhoodKey(slug, code) for code, due in listed if (code in only if only else due)]

    def refuse_unknown(self, only: Sequence[str], due: Sequence[NeighbourhoodKey]) -> None:
        """Raise `CacheError` for a neighbourhood that none of the forces lists."""
        known = {key.code for key in due}
        for code in only:
            if code not in known:
                like = alike(code, [code for codes in self._listed.values() for code in codes])
                raise CacheError(f"{', '.join(self.forces)} lists no neighbourhood {shown(code)}.{like}")

    def fetch(self, key: NeighbourhoodKey) -> None:
        """Ask about one neighbourhood and write it; it is due no more, whatever came of it."""
        with self._alone(f"{key.force} {key.code}"):
            asked = Asked(
                questions.neighbourhood(self.api, key),
                questions.boundary(self.api, key),
                questions.team(self.api, key),
                questions.events(self.api, key),
                questions.priorities(self.api, key),
            )
            with self._cache.transaction() as connection:
                keep_neighbourhood(connection, key, asked)
            self._count(asked)
            return
        with self._cache.transaction() as connection:
            no_longer_due(connection, key)

    def report(self) -> NeighbourhoodReport:
        """What came of it."""
        return NeighbourhoodReport(
            forces=self.forces,
            listed=sum(map(len, self._listed.values())),
            fetched=self._counts["fetched"],
            outlines=self._counts["outlines"],
            officers=self._counts["officers"],
            events=self._counts["events"],
            priorities=self._counts["priorities"],
            gone=tuple(self._gone),
            failed=tuple(self._failed),
        )

    def _count(self, asked: Asked) -> None:
        self._counts["fetched"] += 1
        self._counts["outlines"] += bool(asked.ring)
        self._counts["officers"] += len(asked.team)
        self._counts["events"] += len(asked.events)
        self._counts["priorities"] += len(asked.priorities)

    def _begin_round(self, slug: str) -> None:
        names = questions.neighbourhoods(self.api, slug)
        with self._alone(slug):
            found = force(self.api, slug)
            with self._cache.transaction() as connection:
                keep_force(connection, found)
        with self._alone(slug):
            officers = senior_officers(self.api, slug)
            with self._cache.transaction() as connection:
                keep_officers(connection, f"/forces/{slug}/people", slug, "", officers)
        with self._cache.transaction() as connection:
            gone = keep_list(connection, slug, names)
        self._gone += [NeighbourhoodKey(slug, code) for code in gone]

    @contextlib.contextmanager
    def _alone(self, about: str) -> Iterator[None]:
        """Remember an error of one answer and go on; let any other through."""
        try:
            yield
        except NetworkError as error:
            if error.fault not in _OF_ONE_ANSWER:
                raise
            self._failed.append(f"{about}: {error}")

    def _rows(self, slug: str) -> list[tuple[str, int]]:
        with sqlite_sentences(self._cache.path):
            return self._cache.connection.execute(_LISTED, (slug,)).fetchall()

    def _is_recent(self, slug: str) -> bool:
        """Whether the list was fetched within a day; a clock that is wrong only costs a new round."""
        with sqlite_sentences(self._cache.path):
            row = self._cache.connection.execute(_FETCHED, (list_question(slug),)).fetchone()
        if row is None:
            return False
        try:
            fetched = datetime.strptime(row[0], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
        except ValueError:
            return False
        return timedelta(0) <= datetime.now(timezone.utc) - fetched < _ROUND
