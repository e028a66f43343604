# SPDX-License-Identifier: GPL-2.0-or-later
"""Carry a plan out: file after file into the cache, each wholly or not at all."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import BadCache, BadFile, CacheError, Cancelled, NetworkError
from ..importing import Progress, import_file, never, silent
from ..ledger import published_files
from ..model import ChangeKind, FileChange, FileKey, Snapshot
from ..sources.advice import of_the_service
from ..sources.leftovers import download_folder
from ..sources.origin import Origin
from ..store import OfflineCache
from .confirming import confirm
from .plan import Plan, PlannedFile, Standing
from .planning import plan_refresh
from .report import FetchReport
from .way import Way

if TYPE_CHECKING:
    from ..transport import Transport

# Single files that are not whole are left out and named; more of them mean that something else is wrong.
_MOST_FAILED = 10
# Of SQLite's virtual machine; some 20 ms.
_STEPS = 50_000


@dataclass(frozen=True)
class FetchProgress(Progress):
    """How far a download is, in files, and in bytes received of `size`; 0 where that is not known."""

    received: int = 0
    size: int = 0


def fetch(
    cache: OfflineCache,
    plan: Plan,
    transport: Transport,
    progress: Callable[[FetchProgress], None] = silent,
    cancelled: Callable[[], bool] = never,
) -> FetchReport:
    """Bring the files of a plan into the cache; what has come meanwhile is not fetched again.

    Each file is written as it arrives. Raises `Cancelled` and `NetworkError`, which say how many files have come,
    and `BadCache`; those that have come stay, and the next plan goes on. A file that is not whole is left out.
    """
    run = _Run(cache, plan, progress, cancelled)
    try:
        for number, origin in enumerate(plan.origins):
            wanted = [file for file in plan.of(Standing.WANTED) if file.origin == number]
            if wanted:
                run.take(origin, wanted, transport)
    except Cancelled as error:
        raise Cancelled(f"Stopped: {run.so_far()} Download again to go on.") from error
    except NetworkError as error:
        raise NetworkError(error.fault, f"{error} So far: {run.so_far()}", error.status) from error
    except CacheError as error:
        raise type(error)(f"{error} So far: {run.so_far()}") from error
    run.confirm()
    cache.settle()
    run.tell("")
    return FetchReport(plan, tuple(run.changes), tuple(run.failed), tuple(run.absent), run.received)


def refresh(
    cache: OfflineCache,
    transport: Transport,
    progress: Callable[[FetchProgress], None] = silent,
    cancelled: Callable[[], bool] = never,
    way: Way = Way.AUTO,
) -> FetchReport:
    """Bring what is held up to the newest release: see `plan_refresh` for what, `fetch` for how."""
    return fetch(cache, plan_refresh(published_files(cache.connection), transport, way), transport, progress, cancelled)


@contextlib.contextmanager
def _stoppable(connection: sqlite3.Connection, cancelled: Callable[[], bool]) -> Iterator[None]:
    """Let `cancelled` end what SQLite is at, with `Cancelled`: writing the largest month takes two seconds.

    So does what a signal raises (Ctrl-C, SIGTERM), which comes out as it is.
    """
    raised: list[BaseException] = []
    connection.set_progress_handler(_answers(cancelled, raised).__next__, _STEPS)
    try:
        yield
    except BadCache as error:
        if not raised and cancelled():
            raise Cancelled("Stopped.") from error
        if not raised:
            raise
    finally:
        connection.set_progress_handler(None, _STEPS)
    if raised:
        raise raised[0]


def _answers(cancelled: Callable[[], bool], raised: list[BaseException]) -> Iterator[int]:
    """1 for ever once it is cancelled or a signal has raised something, which is put into `raised`.

    SQLite takes any exception for a 1 and drops it. A signal is heard as soon as Python runs again, which is before
    the first line of a function, but inside the `try` of a generator.
    """
    while True:
        try:
            while True:
                yield int(bool(raised) or cancelled())
        except GeneratorExit:
            return
        except BaseException as error:
            raised.append(error)


class _Run:
    """What a download has done so far."""

    def __init__(
        self,
        cache: OfflineCache,
        plan: Plan,
        progress: Callable[[FetchProgress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self._cache, self._plan, self._progress, self._cancelled = cache, plan, progress, cancelled
        self._total, self._size, self._name = len(plan.of(Standing.WANTED)), plan.size, ""
        self._same: dict[Snapshot, list[FileKey]] = defaultdict(list)
        self.changes: list[FileChange] = []
        self.failed: list[tuple[FileKey, str]] = []
        self.absent: list[FileKey] = []
        self.received = 0

    def take(self, origin: Origin, wanted: Sequence[PlannedFile], transport: Transport) -> None:
        """Bring files of one origin in."""
        self.tell(origin.name)
        folder = download_folder(self._cache.path)
        with origin.opened(transport, [file.key for file in wanted], folder, self._arrived) as opened:
            place = {key: number for number, key in enumerate(opened.files)}
            for planned in sorted(wanted, key=lambda file: place.get(file.key, -1)):
                self.tell(str(planned.key))
                file = opened.files.get(planned.key)
                if file is None:
                    self.absent.append(planned.key)
                    continue
                try:
                    with _stoppable(self._cache.connection, self._cancelled):
                        change = import_file(self._cache, opened.snapshot, file, opened.read, planned.scope)
                except BadFile as error:
                    self._leave_out(planned.key, of_the_service(error))
                else:
                    self._take_in(change, opened.snapshot)

    def _leave_out(self, key: FileKey, error: BadFile) -> None:
        self.failed.append((key, str(error)))
        if len(self.failed) > _MOST_FAILED:
            raise error

    def _take_in(self, change: FileChange, snapshot: Snapshot) -> None:
        self.changes.append(change)
        if change.kind is ChangeKind.UNCHANGED:
            self._same[snapshot].append(change.key)

    def confirm(self) -> None:
        """Note the release for the files that it has as they are held."""
        for file in self._plan.of(Standing.HELD):
            if file.origin is not None:
                self._same[self._plan.origins[file.origin].snapshot].append(file.key)
        for snapshot, keys in self._same.items():
            confirm(self._cache, keys, snapshot)

    def tell(self, name: str) -> None:
        """Say how far it is and what comes next; raises `Cancelled` where the user has stopped it."""
        self._name = name
        done = len(self.changes) + len(self.failed) + len(self.absent)
        self._progress(FetchProgress(done, self._total, name, self.received, self._size))
        if name and self._cancelled():
            raise Cancelled("Stopped.")

    def _arrived(self, number: int) -> None:
        self.received += number
        self.tell(self._name)

    def so_far(self) -> str:
        """How many files have come, in a sentence."""
        return f"{len(self.changes)} of {self._total} files are in the cache, each of them whole."
