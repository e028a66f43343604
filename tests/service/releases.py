# SPDX-License-Identifier: GPL-2.0-or-later
"""What is published: one archive a release, made from paths, bytes or members, each a span of months."""

from __future__ import annotations

import calendar
import csv
import email.utils
import hashlib
import io
import re
import threading
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Optional, Union

from .ranges import Stored

WINDOW = 36
_ZIP_DATE = (2026, 5, 29, 0, 0, 0)
Members = Mapping[str, bytes]
Archive = Union[Path, bytes, Members]
_MEMBER = re.compile(r"(?:.*/)?(\d{4}-\d{2})-(.+)-(street|outcomes|stop-and-search)\.csv\Z")


@dataclass(frozen=True)
class FileName:
    """Month, force slug and type (street, outcomes, stop-and-search) of a member."""

    month: str
    force: str
    kind: str


def file_name(member: str) -> Optional[FileName]:
    """What a member's name says; None for what is no published file."""
    match = _MEMBER.match(member)
    return FileName(*match.groups()) if match else None


def shifted(month: str, by: int) -> str:
    """The month `by` months later: ("2026-11", 2) is 2027-01."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


@dataclass(frozen=True)
class Release:
    """One archive: its month (the newest in it), its file, and what a store says of it."""

    month: str
    path: Path

    @cached_property
    def members(self) -> dict[str, FileName]:
        """The published files by member name, in the archive's order."""
        with zipfile.ZipFile(self.path) as container:
            found = {name: file_name(name) for name in container.namelist()}
        return {name: parts for name, parts in found.items() if parts is not None}

    @cached_property
    def md5(self) -> str:
        """MD5 of the file in hexadecimal, as the index page lists it."""
        digest = hashlib.md5(usedforsecurity=False)
        with self.path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        return digest.hexdigest()

    @cached_property
    def stored(self) -> Stored:
        """The file as the store has it, released on the 28th of the month after."""
        year, month = map(int, shifted(self.month, 1).split("-"))
        moment = calendar.timegm((year, month, 28, 9, 0, 0, 0, 0, 0))
        return Stored(self.path, f'"{self.md5}"', email.utils.formatdate(moment, usegmt=True))

    @property
    def window(self) -> tuple[str, str]:
        """First and last of the 36 months that the API knows."""
        return shifted(self.month, 1 - WINDOW), self.month

    def read_all(self, names: Optional[Iterable[str]] = None) -> dict[str, bytes]:
        """The bytes of these members, or of every one."""
        with zipfile.ZipFile(self.path) as container:
            return {name: container.read(name) for name in (container.namelist() if names is None else names)}


def write_zip(path: Path, members: Members, level: int = 6) -> Path:
    """A deflated zip of these members in this order, the same bytes every time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            container.writestr(info, content, zipfile.ZIP_DEFLATED, level)
    return path


class Releases:
    """The archives by month; `newest` is what `latest.zip` and the API give."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._by_month: dict[str, Release] = {}
        self._made = 0
        self._lock = threading.Lock()

    def publish(self, archive: Archive, month: Optional[str] = None) -> Release:
        """Add an archive; of a month that was published already it replaces the file behind the address."""
        path = archive if isinstance(archive, Path) else self._written(archive)
        with zipfile.ZipFile(path) as container:
            months = [parts.month for parts in map(file_name, container.namelist()) if parts]
        release = Release(month or max(months), path)
        with self._lock:
            self._by_month = dict(sorted({**self._by_month, release.month: release}.items()))
        return release

    def publish_next(self, revised: Optional[Mapping[str, Optional[bytes]]] = None) -> Release:
        """The release of the month after: the newest month again a month later, the oldest left out.

        `revised` replaces or adds members by name, and leaves out those that are None.
        """
        newest = self.newest
        month = shifted(newest.month, 1)
        members = newest.read_all()
        names = [parts.month for parts in newest.members.values()]
        gone = {min(names)} if min(names) < shifted(month, 1 - WINDOW) or len(set(names)) > 1 else set()
        made = {
            following_name(name): following_month(members[name], newest.month)
            for name, parts in newest.members.items()
            if parts.month == newest.month
        }
        kept = {name: data for name, data in members.items() if (f := file_name(name)) and f.month not in gone}
        changed = {**kept, **made, **(revised or {})}
        return self.publish({name: changed[name] for name in sorted(changed) if changed[name] is not None}, month)

    @property
    def newest(self) -> Release:
        """The release of the latest month."""
        with self._lock:
            return self._by_month[max(self._by_month)]

    def of(self, month: str) -> Optional[Release]:
        """The release of a month (`latest` for the newest), if there is one."""
        if month == "latest":
            return self.newest
        with self._lock:
            return self._by_month.get(month)

    def all(self) -> list[Release]:
        """Every release, newest first."""
        with self._lock:
            return list(self._by_month.values())[::-1]

    def _written(self, archive: Union[bytes, Members]) -> Path:
        self._made += 1
        path = self._folder / f"made_{self._made:03d}.zip"
        if isinstance(archive, bytes):
            path.write_bytes(archive)
            return path
        return write_zip(path, archive)


def following_name(member: str) -> str:
    """The member's name a month later."""
    parts = file_name(member)
    if parts is None:
        raise ValueError(f"{member} is no published file")
    return member.replace(parts.month, shifted(parts.month, 1))


def following_month(content: bytes, month: str) -> bytes:
    """Rows of `month` as new rows of the month after: dates moved, every id another one."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    moved = [[_moved(field, month) for field in row] for row in rows[1:]]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([*rows[:1], *moved])
    return text.getvalue().encode("utf-8")


def _moved(field: str, month: str) -> str:
    if field == month:
        return shifted(month, 1)
    if re.fullmatch("[0-9a-f]{64}", field):
        return hashlib.sha256(field.encode()).hexdigest()
    if field.startswith(f"{month}-"):
        day = min(int(field[8:10]), 28)
        return f"{shifted(month, 1)}-{day:02d}{field[10:]}"
    return field
