# SPDX-License-Identifier: GPL-2.0-or-later
"""What a download would do, file by file, and the sentence that says so before it starts."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Optional

from ..gap_lines import gap_lines
from ..model import FileKey, Month
from ..scope import Scope
from ..sources.origin import Origin
from .words import many, size_phrase


class Standing(enum.Enum):
    """How a file that was asked for stands."""

    WANTED = "to download"
    HELD = "already held"
    KEPT = "kept, though no longer to be had"
    NOT_PUBLISHED = "not published"


@dataclass(frozen=True)
class PlannedFile:
    """One file of a plan. `scope` is what of it is wanted, `origin` its number among the origins of the plan.

    `size` are the bytes to fetch, 0 where they are not known; `reason` says why there is nothing to fetch.
    """

    key: FileKey
    standing: Standing
    scope: Scope = None
    origin: Optional[int] = None
    size: int = 0
    revised: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Plan:
    """What is asked for and what of it is to be fetched; `newest` is the month of the newest release.

    `subject` says what it is about, `notes` what must be known of where it comes from.
    """

    subject: str
    newest: Month
    files: tuple[PlannedFile, ...]
    origins: tuple[Origin, ...]
    notes: tuple[str, ...] = ()

    def of(self, standing: Standing) -> list[PlannedFile]:
        """The files of one standing."""
        return [file for file in self.files if file.standing is standing]

    @property
    def size(self) -> int:
        """Bytes to fetch; of an origin that does not tell, those that have to come in any case."""
        wanted = self.of(Standing.WANTED)
        used = {file.origin for file in wanted}
        return sum(file.size for file in wanted) + sum(
            origin.size for number, origin in enumerate(self.origins) if number in used
        )

    @property
    def contents_known(self) -> bool:
        """Whether it is known that all files to fetch are there."""
        used = {file.origin for file in self.of(Standing.WANTED)}
        return all(self.origins[number].files is not None for number in used if number is not None)

    def sentence(self) -> str:
        """The plan in one sentence; the numbers add up to that of the files."""
        parts = [f"{self.subject}: {many(len(self.files), 'file')}", self._to_download()]
        parts += [
            f"{len(self.of(standing)):,} {words}"
            for standing, words in (
                (Standing.HELD, "already held"),
                (Standing.KEPT, "kept from earlier"),
                (Standing.NOT_PUBLISHED, "not published"),
            )
            if self.of(standing)
        ]
        return ", ".join(parts) + "."

    def _to_download(self) -> str:
        wanted = self.of(Standing.WANTED)
        if not wanted:
            return "nothing to download"
        revised = sum(file.revised for file in wanted)
        what = [size_phrase(self.size)] if self.size else ["size not known"]
        what += [f"{revised:,} revised"] if revised else []
        most = "" if self.contents_known else "up to "
        return f"{most}{len(wanted):,} to download ({', '.join(what)})"

    def lines(self) -> list[str]:
        """The sentence, what is not there and why, and the notes."""
        lines = [self.sentence()]
        for standing, word in ((Standing.NOT_PUBLISHED, "not published"), (Standing.KEPT, "kept")):
            files = sorted(self.of(standing), key=lambda file: _order(file.key))
            entries = ((file.key.force, file.key.dataset.value, file.key.month, file.reason) for file in files)
            lines += [f"{word}: {line}" for line in gap_lines(entries)]
        return [*lines, *self.notes]


def _order(key: FileKey) -> tuple[str, str, Month]:
    return key.force, key.dataset.value, key.month
