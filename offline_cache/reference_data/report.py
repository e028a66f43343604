# SPDX-License-Identifier: GPL-2.0-or-later
"""What importing reference data did, part by part."""

from __future__ import annotations

from dataclasses import dataclass

from ..areas.model import PLURALS, AreaChange, AreaContent, AreaSet
from ..model import ChangeKind


@dataclass(frozen=True)
class ReferenceChange:
    """What importing one part of a file did; `rows` are areas, `notes` sentences about what was left out.

    Of a list of peers `list_name` is its name, and `peers` how many it has in all.
    """

    source: str
    content: AreaContent
    areas: AreaSet
    detail: str
    kind: ChangeKind
    rows: int
    notes: tuple[str, ...] = ()
    list_name: str = ""
    peers: int = 0

    @classmethod
    def of_areas(cls, change: AreaChange) -> ReferenceChange:
        """The change of an import of areas; its own notes on outlines become notes here."""
        prefix = f"{change.source}: "
        notes = tuple(line[len(prefix) :] for line in change.lines()[1:])
        return cls(change.source, change.content, change.areas, change.detail, change.kind, change.rows, notes)

    def lines(self) -> list[str]:
        """The change for reading."""
        of = f"{self.areas}" if self.areas.edition else PLURALS[self.areas.kind]
        detail = f": {self.detail}" if self.detail else ""
        first = f"{self.source}: {self.content.value} of {self.rows:,} {of}{detail} ({self.kind.value})"
        return [first, *(f"{self.source}: {note}" for note in self.notes)]


@dataclass(frozen=True)
class ReferenceReport:
    """What an import of reference data did; of a fetch also what was held before, and what could not be fetched."""

    changes: tuple[ReferenceChange, ...]
    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """The report for reading, but for `missing`."""
        lines = [line for change in self.changes for line in change.lines()]
        return [*lines, *(f"Held already: {title}." for title in self.held), *self.notes]
