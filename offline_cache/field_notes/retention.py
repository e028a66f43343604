# SPDX-License-Identifier: GPL-2.0-or-later
"""Which notes are due to be deleted, by the time that the team has set. Nothing is deleted unasked."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Optional

from .model import FieldNote

_FIRST = date(2020, 1, 1)
"""Before it no note was taken: a clock that says so has lost its battery."""


@dataclass(frozen=True)
class Due:
    """Notes past the time set, and those whose date cannot be right, so that somebody has to say."""

    notes: tuple[FieldNote, ...]
    doubtful: tuple[FieldNote, ...]
    months: int

    @property
    def sentence(self) -> str:
        """What to tell the user; '' where nothing is due."""
        parts = []
        if self.notes:
            many = "note is" if len(self.notes) == 1 else "notes are"
            parts.append(
                f"{len(self.notes)} {many} older than the {self.months} months that your team has set. "
                "Hand over what is still needed, then delete them."
            )
        if self.doubtful:
            many = "note has a date" if len(self.doubtful) == 1 else "notes have dates"
            parts.append(f"{len(self.doubtful)} {many} that cannot be right. Look whether they are due.")
        return " ".join(parts)


def due_notes(notes: Iterable[FieldNote], months: int, today: date) -> Due:
    """The notes taken longer ago than `months` calendar months before `today`.

    Counted from the day a note was taken (UTC, by the clock of the machine): a change does not keep it for longer.
    Days before 2020 or after tomorrow, and what is no day, are doubtful.
    """
    limit = months_before(today, months)
    due, doubtful = [], []
    for note in notes:
        day = _day(note.made)
        if day is None or not _FIRST <= day <= today + timedelta(days=1):
            doubtful.append(note)
        elif day < limit:
            due.append(note)
    return Due(tuple(due), tuple(doubtful), months)


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months before, or the last of it where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _day(made: str) -> Optional[date]:
    try:
        return date.fromisoformat(made[:10])
    except ValueError:
        return None
