# SPDX-License-Identifier: GPL-2.0-or-later
"""From what is asked for, what is held and the directories of the archives to a plan. Fetches no file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..area_names import alike
from ..model import Dataset, FileKey, Month, PublishedFile
from ..reference import force_names
from ..scope import Scope, covers, scope_of
from ..sources.archives import DATA_BEGIN, WINDOW
from ..sources.origin import Origin
from .finding import Found, find_newest, find_older
from .plan import Plan, PlannedFile, Standing
from .request import SliceRequest, refuse_future, refuse_request, unknown_force
from .standing import never_published, planned
from .way import Way
from .words import forces_phrase, many, month_phrase, months_phrase

if TYPE_CHECKING:
    from ..transport import Transport


def make_plan(held: Iterable[PublishedFile], request: SliceRequest, transport: Transport, way: Way = Way.AUTO) -> Plan:
    """Plan a download into a cache that holds `held` (`ledger.published_files`; empty for a new one).

    Two requests for the newest archive, and two for each older one that is needed. Raises `CacheError` for a
    request that cannot be right, `NetworkError`.
    """
    refuse_request(request)
    ledger = list(held)
    found = find_newest(transport, way)
    find_older(transport, way, found, out_of_reach(ledger, request, found))
    return plan_with(ledger, request, found)


def plan_with(held: Iterable[PublishedFile], request: SliceRequest, found: Found) -> Plan:
    """The plan by what was found at the service; needs no network. Raises `CacheError` as `make_plan` does."""
    refuse_request(request)
    ledger = {file.key: file for file in held}
    first, last = _months(request, found)
    _refuse_forces(request, ledger, found.origins[0])
    files = [planned(key, ledger.get(key), request.scope(key.dataset), found) for key in _keys(request, first, last)]
    subject = f"{who(request)}, {months_phrase(first, last)}"
    newest = found.origins[0].snapshot.month
    return Plan(subject, newest, tuple(files), tuple(found.origins), tuple(found.notes))


def out_of_reach(held: Iterable[PublishedFile], request: SliceRequest, found: Found) -> set[Month]:
    """The months of which something is lacking that no archive found so far holds: an older one may."""
    ledger = {file.key: file for file in held}
    first, last = _months(request, found)
    _refuse_forces(request, ledger, found.origins[0])
    return {
        key.month
        for key in _keys(request, first, last)
        if found.covering(key.month) is None
        and not _has(ledger, key, request.scope(key.dataset))
        and never_published(key) is None
    }


def _months(request: SliceRequest, found: Found) -> tuple[Month, Month]:
    """The first and the last month asked for; raises `CacheError` for one that is not published yet."""
    newest = found.origins[0].snapshot.month
    refuse_future(request, newest)
    last = request.last or newest
    return request.first or max(DATA_BEGIN, last.moved(1 - WINDOW)), last


def _keys(request: SliceRequest, first: Month, last: Month) -> list[FileKey]:
    return [
        FileKey(force, month, dataset)
        for month in Month.span(first, last)
        for force in dict.fromkeys(request.forces)
        for dataset in Dataset
        if dataset in request.datasets
    ]


def plan_refresh(held: Iterable[PublishedFile], transport: Transport, way: Way = Way.AUTO) -> Plan:
    """Plan what the newest release changes in what is held: new months, late ones, revised ones, each in its scope.

    Of each force and kind of file that is held, from its first month held on. Months that the release no longer
    has are kept. Two requests.
    """
    return refresh_with(held, find_newest(transport, way))


def refresh_with(held: Iterable[PublishedFile], found: Found) -> Plan:
    """The same by what was found at the service; needs no network."""
    by_kind: dict[tuple[str, Dataset], dict[Month, PublishedFile]] = defaultdict(dict)
    for file in held:
        by_kind[file.key.force, file.key.dataset][file.key.month] = file
    newest = found.origins[0].snapshot.month
    files = [file for (force, dataset), months in by_kind.items() for file in _refreshed(force, dataset, months, found)]
    files.sort(key=lambda file: (file.key.month, file.key.force, file.key.dataset.value))
    subject = f"What is held, and the release of {month_phrase(newest)}"
    return Plan(subject, newest, tuple(files), tuple(found.origins), tuple(found.notes))


def _refreshed(
    force: str, dataset: Dataset, held: Mapping[Month, PublishedFile], found: Found
) -> Iterable[PlannedFile]:
    newest = found.origins[0].snapshot.month
    scope = scope_of(held[min(held)].scope)
    for month in Month.span(min(held), max(newest, *held)):
        key, file = FileKey(force, month, dataset), held.get(month)
        scope = scope_of(file.scope) if file else scope  # a new month is wanted as the one before it
        if found.covering(month) is not None:
            yield planned(key, file, scope, found)
        elif file is not None and month > newest:
            yield PlannedFile(key, Standing.HELD, scope)
        elif file is not None:
            yield PlannedFile(key, Standing.KEPT, scope, reason=_left(file))


def _left(file: PublishedFile) -> str:
    later = "" if file.snapshot.exact else " or later"
    return (
        f"left the {WINDOW} months of the service; held from the release of {month_phrase(file.snapshot.month)}{later}"
    )


def _has(ledger: Mapping[FileKey, PublishedFile], key: FileKey, scope: Scope) -> bool:
    held = ledger.get(key)
    return held is not None and covers(scope_of(held.scope), scope)


def _refuse_forces(request: SliceRequest, ledger: Mapping[FileKey, PublishedFile], newest: Origin) -> None:
    known = {*force_names(), *(key.force for key in ledger), *(newest.forces or request.forces)}
    for force in request.forces:
        if force not in known:
            raise unknown_force(force, alike(force, known))


def who(request: SliceRequest) -> str:
    """What a request is of, in a few words."""
    forces = forces_phrase(set(request.forces))
    if request.lsoas is None:
        return forces
    return f"{request.name or many(len(request.lsoas), 'LSOA')} in the files of {forces}"
