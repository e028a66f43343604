# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads from the stand-in service, by the command line and in this process, and what to compare them with."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from offline_cache import OfflineCache
from offline_cache.ledger import published_files
from offline_cache.model import Month
from offline_cache.reader import reading
from offline_cache.sync import FetchReport, Plan, SliceRequest, fetch, make_plan
from offline_cache.transport import Patience, Transport
from offline_cache.verify import faults
from tests.command import Result, run
from tests.sample_factory import (
    crime_id,
    member,
    outcome_row,
    outcomes_csv,
    stop_row,
    stops_csv,
    street_csv,
    street_row,
)
from tests.service import Service

FORCE = "bedfordshire"
KINDS = ("outcomes", "stop-and-search", "street")
HASTY = Patience(connect=2.0, read=2.0, whole=5.0, first_delay=0.01, longest_delay=0.02)
"""Waits that a test can wait for."""


def larger_force() -> dict[str, bytes]:
    """The 108 files of one force in 36 months, each row unlike every other, some twice in their file."""
    files = {}
    for number, month in enumerate(map(str, Month.span(Month(2023, 5), Month(2026, 4)))):
        ids = [crime_id(1000 * number + n) for n in range(60)]
        place = {"longitude": f"{-0.4 - number / 1000:.6f}", "location": f"On or near {number} Street"}
        streets = [street_row(crime_id=ident, **place) for ident in ids]
        outcomes = [outcome_row(crime_id=ident, **place) for ident in ids[::2]]
        stops = [stop_row(date=f"{month}-{1 + n:02d}T10:00:00+00:00") for n in range(20)]
        files[member(month, FORCE, "street")] = street_csv(month, FORCE, [*streets, streets[0]])
        files[member(month, FORCE, "outcomes")] = outcomes_csv(month, FORCE, [*outcomes, outcomes[0]])
        files[member(month, FORCE, "stop-and-search")] = stops_csv(month, FORCE, [*stops, stops[0]])
    return files


def fetch_by_command(service: Service, cache: Path, *words: str) -> Result:
    """Run `fetch` with these words against the stand-in."""
    return run(cache, "fetch", *words, **service.environment)


def unpacked(archive: Path, pattern: str, folder: Path) -> Path:
    """Write the members whose names match into a folder, as files to import."""
    folder.mkdir()
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            if fnmatch(name, pattern):
                (folder / Path(name).name).write_bytes(opened.read(name))
    return folder


def names(archive: Path, pattern: str = "*") -> list[str]:
    """The members of an archive whose names match."""
    with zipfile.ZipFile(archive) as opened:
        return [name for name in opened.namelist() if fnmatch(name, pattern)]


def request(first: str, last: str, *forces: str, **other: Any) -> SliceRequest:
    """Ask for forces, bedfordshire where none is named."""
    return SliceRequest(forces or (FORCE,), Month.parse(first), Month.parse(last), **other)


def download(
    service: Service, cache: Path, wanted: SliceRequest, patience: Patience = HASTY, **other: Any
) -> FetchReport:
    """Plan and fetch in this process; keywords go to `fetch`."""
    with OfflineCache(cache) as opened:
        cancelled: Callable[[], bool] = other.get("cancelled", lambda: False)
        with Transport(service.addresses, cancelled=cancelled, patience=patience) as transport:
            plan = make_plan(published_files(opened.connection), wanted, transport)
            return fetch(opened, plan, transport, **other)


def planned(service: Service, wanted: SliceRequest, cache: Path | None = None, **other: Any) -> Plan:
    """Plan in this process; keywords go to `make_plan`."""
    held = []
    if cache is not None:
        with reading(cache) as connection:
            held = published_files(connection)
    with Transport(service.addresses, patience=HASTY) as transport:
        return make_plan(held, wanted, transport, **other)


def held(cache: Path) -> set[str]:
    """The names of the files in a cache, which must be whole."""
    with reading(cache) as connection:
        assert faults(connection) == []
        return {str(file.key) for file in published_files(connection)}


def file_names(members: Iterable[str]) -> set[str]:
    """Members without their folders."""
    return {Path(name).name for name in members}
