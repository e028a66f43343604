# SPDX-License-Identifier: GPL-2.0-or-later
"""What a selection rests on in the cache, so that a later run can say what has changed since."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from .chosen_area import choose_lsoas, forces_of
from .ledger import published_files
from .model import Dataset, Selection

_AREAS = "SELECT content, kind, edition, crc, entries FROM area_source ORDER BY content, kind, edition, crc, entries"


@dataclass(frozen=True)
class Fingerprint:
    """Street files by 'force month', each with snapshot, CRC-32 and rows held; area files by what they hold."""

    files: Mapping[str, str]
    areas: Mapping[str, str]


def fingerprint(connection: sqlite3.Connection, selection: Selection) -> Fingerprint:
    """Of the street files of the selection's months and forces, and of all areas."""
    forces = selection.forces or None
    if selection.area is not None:
        choose_lsoas(connection, selection.area)
        forces = forces_of(connection, selection.area)
    files = {
        f"{file.key.force} {file.key.month}": f"{file.snapshot.month} {file.crc:08x} {file.rows}"
        for file in published_files(connection)
        if file.key.dataset is Dataset.STREET
        and (forces is None or file.key.force in forces)
        and (selection.first is None or file.key.month >= selection.first)
        and (selection.last is None or file.key.month <= selection.last)
    }
    areas: dict[str, str] = {}
    for content, kind, edition, crc, entries in connection.execute(_AREAS):
        name = f"{content} {kind} {edition}"
        areas[name] = " ".join(part for part in (areas.get(name, ""), f"{crc & 0xFFFFFFFF:08x}:{entries}") if part)
    return Fingerprint(files, areas)


@dataclass(frozen=True)
class Differences:
    """Names of street files that came, went or were revised, and of areas that are others."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    revised: tuple[str, ...]
    areas: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.added or self.gone or self.revised or self.areas)


def differences(then: Fingerprint, now: Fingerprint) -> Differences:
    """What has changed from one to the other."""
    both = then.files.keys() & now.files.keys()
    names = then.areas.keys() | now.areas.keys()
    return Differences(
        tuple(sorted(now.files.keys() - then.files.keys())),
        tuple(sorted(then.files.keys() - now.files.keys())),
        tuple(sorted(name for name in both if then.files[name] != now.files[name])),
        tuple(sorted(name for name in names if then.areas.get(name) != now.areas.get(name))),
    )
