# SPDX-License-Identifier: GPL-2.0-or-later
"""A field pack as values: what it says of itself, what its files are, what was trimmed, whether it is whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional

from ..model import Month

Progress = Callable[[float], None]
"""Told the share that is done, 0 to 1."""

Cancelled = Callable[[], bool]
"""Asked often; True stops the work with `errors.Cancelled`."""


@dataclass(frozen=True)
class PackedFile:
    """One file of a pack: its path with '/' below the pack's folder, bytes, SHA-256 as 64 lower-case hex digits.

    `what` and `licence` are for reading, such as 'The cache, trimmed to the area' and 'Open Government Licence v3.0'.
    `header` are bytes of an SQLite file's header as hex (see `hashing`), '' for other files.
    """

    path: str
    size: int
    sha256: str
    what: str
    licence: str
    header: str = ""


@dataclass(frozen=True)
class Manifest:
    """What a pack says of itself.

    `area` is an `AREA` text such as `neighbourhood:bedfordshire/LTN01`; `months` are those of which street crimes of
    the forces that police it are held, in order, `data_to` the last of them; `held_to` is the last such month that the
    cache it was made of held, later than `data_to` where months were left out on purpose; `types` are the crime types
    of its results, empty for all; `made` is the moment in UTC, `YYYY-MM-DDTHH:MM:SSZ`; `made_with` the program,
    `Police UK 0.8, QGIS 3.22` say.
    """

    version: int
    id: str
    title: str
    area: str
    months: tuple[Month, ...]
    types: tuple[str, ...]
    data_to: Optional[Month]
    held_to: Optional[Month]
    made: str
    made_with: str
    files: tuple[PackedFile, ...]


@dataclass(frozen=True)
class PackCheck:
    """Whether a pack is as it was made; `sentence` says so to the user, also what to do.

    `changed` and `missing` are paths of the manifest, `unknown` those of files that it does not name (notes and
    their photos are not among them). With `newer_version` nothing else was looked at. `manifest` is None where it
    cannot be read, or is of a newer version.
    """

    manifest: Optional[Manifest]
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    newer_version: bool
    sentence: str

    @property
    def whole(self) -> bool:
        """Whether results of this pack may be shown: every file that the manifest names is there, unchanged."""
        return self.manifest is not None and not (self.changed or self.missing or self.newer_version)


@dataclass(frozen=True)
class TrimReport:
    """What a trimmed cache holds; counts are rows.

    `lsoas` are the LSOA codes whose rows were kept, None where whole files were. `without_lsoa` are rows inside a
    neighbourhood that name no LSOA and could not be kept by one. `held_to` is the last month of street crimes that the
    source holds of the same ground, whatever months were asked for. `notes` are sentences about what the trimmed cache
    cannot tell, or leaves out.
    """

    files: int
    crimes: int
    outcomes: int
    stops: int
    places: int
    lsoas: Optional[tuple[str, ...]]
    months: tuple[Month, ...]
    held_to: Optional[Month]
    without_lsoa: int
    size: int
    notes: tuple[str, ...]

    @property
    def data_to(self) -> Optional[Month]:
        """The last month of which street crimes are held."""
        return self.months[-1] if self.months else None
