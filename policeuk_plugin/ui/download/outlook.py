# SPDX-License-Identifier: GPL-2.0-or-later
"""What a download will bring and cost, before it is started: looked up in the cache, asked of the service when told to.

Both are called in a worker.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Optional

from offline_cache.errors import AreasLacking, CacheError
from offline_cache.model import Dataset, FileKey, Month, PublishedFile

from ...text import many, number, tr
from .force_lines import named_lines
from .wanted_download import MONTHS_AT_FIRST, WantedDownload

if TYPE_CHECKING:
    import sqlite3

    from offline_cache.sync import Plan, SliceRequest
    from offline_cache.sync.directories import Directories

_CODES_SHOWN = 200


@dataclass(frozen=True)
class Outlook:
    """The plan in a sentence, with details a line each; `fault` says why it cannot be downloaded.

    `asked`: by what the service said; `size` are its bytes, `wanted` the files to come. `lacks_areas`: what lacks
    can be fetched.
    """

    sentence: str
    details: tuple[str, ...] = ()
    fault: str = ""
    lacks_areas: bool = False
    asked: bool = False
    size: int = 0
    wanted: int = 0


def look_over(cache: Path, wanted: WantedDownload, directories: Optional[Directories]) -> Outlook:
    """What can be said without the network; raises `BadCache`."""
    from offline_cache.held_cache import reading_or_empty
    from offline_cache.ledger import published_files

    from ...processing.download.postcode_around import held_postcode

    if not wanted.sliced and not wanted.forces:
        return _refused(tr("Tick at least one force."))
    if not wanted.datasets:
        return _refused(tr("Tick at least one kind of file."))
    with reading_or_empty(cache) as connection:
        held = published_files(connection)
        try:
            if wanted.sliced and wanted.postcode and held_postcode(connection, wanted.postcode) is None:
                return Outlook(_unknown_place(wanted.postcode))
            request, lines = request_of(connection, wanted)
            plan = directories.plan(held, request) if directories else None
        except AreasLacking as error:
            return _lacking(error)
        except CacheError as error:
            return _refused(str(error))
    if plan is None:
        return Outlook(_offline(held, request), lines)
    return _of_plan(plan, lines)


def ask(
    cache: Path, wanted: WantedDownload, known: Optional[Directories], cancelled: Callable[[], bool]
) -> Directories:
    """Ask the service for what the plan needs: two small requests, more for months that left its newest archive;
    and postcodes.io for a postcode that the cache does not know.

    Raises `CacheError`, among them what goes wrong on the network.
    """
    from offline_cache.held_cache import reading_or_empty
    from offline_cache.ledger import published_files
    from offline_cache.sync.directories import ask_directories

    from ...network import qgis_transport
    from ...processing.download.postcode_around import ask_postcode, held_postcode

    with qgis_transport(cancelled) as transport, reading_or_empty(cache) as connection:
        if wanted.sliced and wanted.postcode and held_postcode(connection, wanted.postcode) is None:
            ask_postcode(cache, wanted.postcode, transport)
        request = None
        if wanted.first:
            try:
                request, _ = request_of(connection, wanted)
            except CacheError:
                request = None  # the form says what is wrong; the newest release is asked for all the same
        return ask_directories(published_files(connection), request, transport, known=known)


def request_of(connection: sqlite3.Connection, wanted: WantedDownload) -> tuple[SliceRequest, tuple[str, ...]]:
    """The request, and what is to be known of its LSOAs and forces; raises `CacheError` for what cannot be."""
    from offline_cache.sync import SliceRequest
    from offline_cache.sync.request import refuse_request

    first, last = (Month.parse(text) if text else None for text in (wanted.first, wanted.last))
    datasets = tuple(dataset for dataset in Dataset if dataset.value in wanted.datasets)
    request = SliceRequest(wanted.forces, first, last, datasets)
    if not wanted.sliced:
        refuse_request(request)
        return request, ()
    refuse_request(replace(request, forces=("any",)))  # its months, before the LSOAs are looked for
    return _slice(connection, wanted, request)


def _slice(
    connection: sqlite3.Connection, wanted: WantedDownload, request: SliceRequest
) -> tuple[SliceRequest, tuple[str, ...]]:
    from offline_cache.held_slices import lsoas_number
    from offline_cache.slices import SliceWanted, resolve_slice
    from offline_cache.sync.words import force_word, listed

    from ...processing.download.postcode_around import around, held_postcode
    from ..ground import ground_of

    postcode = held_postcode(connection, wanted.postcode) if wanted.postcode else None
    near, licence = around(postcode, wanted.within) if postcode else (None, "")
    found = resolve_slice(
        connection,
        SliceWanted(
            lsoas=tuple(part.strip() for part in wanted.lsoas.split(",") if part.strip()),
            area=wanted.area,
            drawn=ground_of(wanted.extent, wanted.geometry),
            around=near,
            every_force=wanted.every_force,
        ),
    )
    codes = sorted(found.codes)
    more = tr(" and {n} more").format(n=number(len(codes) - _CODES_SHOWN)) if len(codes) > _CODES_SHOWN else ""
    all_codes = tr("LSOAs: {codes}{more}.").format(codes=", ".join(codes[:_CODES_SHOWN]), more=more)
    files = tr("{name}: {lsoas}. Files of {forces}.").format(
        name=found.name, lsoas=lsoas_number(found.codes), forces=listed([force_word(force) for force in found.forces])
    )
    request = replace(request, forces=found.forces, lsoas=found.codes, name=found.name)
    return request, tuple(line for line in (files, *found.notes, all_codes, licence) if line)


def _unknown_place(postcode: str) -> str:
    return tr("Where {postcode} lies is not known here: postcodes.io says it, when asked.").format(
        postcode=postcode.upper()
    )


def _of_plan(plan: Plan, lines: tuple[str, ...]) -> Outlook:
    from offline_cache.sync import Standing

    coming = len(plan.of(Standing.WANTED))
    details = (*lines, *named_lines(plan.lines()[1:]))
    return Outlook(plan.sentence(), details, asked=True, size=plan.size, wanted=coming)


def _offline(held: Sequence[PublishedFile], request: SliceRequest) -> str:
    """How many files it can be at most, and how many of them are held."""
    from offline_cache.sync.planning import who
    from offline_cache.sync.words import months_phrase

    subject, last = who(request), request.last
    each = len(set(request.forces)) * len(request.datasets)
    if request.first is None and last is None:
        files = many(each * MONTHS_AT_FIRST, tr("file"), tr("files"))
        return tr("{subject}, the newest {months} months: at most {files}.").format(
            subject=subject, months=MONTHS_AT_FIRST, files=files
        )
    if last is None:
        return tr("{subject}, from {first} on.").format(subject=subject, first=request.first)
    months = Month.span(request.first or last.moved(-35), last)
    files = many(each * len(months), tr("file"), tr("files"))
    when = months_phrase(months[0], months[-1])
    here = number(_held(held, request, months))
    return tr("{subject}, {when}: at most {files}, {here} already held.").format(
        subject=subject, when=when, files=files, here=here
    )


def _held(held: Sequence[PublishedFile], request: SliceRequest, months: Sequence[Month]) -> int:
    from offline_cache.scope import covers, scope_of

    keys = {FileKey(force, month, kind) for force in request.forces for month in months for kind in request.datasets}
    return sum(file.key in keys and covers(scope_of(file.scope), request.scope(file.key.dataset)) for file in held)


def _refused(fault: str) -> Outlook:
    return Outlook("", (), fault)


def _lacking(error: AreasLacking) -> Outlook:
    """What lacks, and the panel's own remedy: the sentence has that of the command line."""
    what, _, _ = str(error).partition(". ")
    remedy = tr("Fetch them from ONS here, or import their files.")
    return Outlook("", (), f"{what.rstrip('.')}. {remedy}", lacks_areas=True)
