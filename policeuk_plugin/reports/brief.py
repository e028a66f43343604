# SPDX-License-Identifier: GPL-2.0-or-later
"""Briefs as plain data: one sheet of A4 an area, of which `brief_html` and `brief_pdf` both make a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from ..text import tr
from .document import Picture


@dataclass(frozen=True)
class Said:
    """A sentence or two under a heading of a few words."""

    heading: str
    text: str


@dataclass(frozen=True)
class Entry:
    """A priority or an event: what it is, when, and what more is said of it; '' for nothing."""

    head: str
    when: str = ""
    more: str = ""


@dataclass(frozen=True)
class Listing:
    """Entries under a title; `note` says of when they are, or why there are none."""

    title: str
    entries: Sequence[Entry]
    note: str


@dataclass(frozen=True)
class SinceRow:
    """A priority of last time: itself, what the team says it did, what the crimes did since."""

    priority: str
    done: str
    crimes: str


@dataclass(frozen=True)
class Meeting:
    """The second sheet, for a meeting: priorities of last time beside what happened since."""

    title: str
    lead: str
    head: tuple[str, str, str]
    rows: Sequence[SinceRow]
    added: Listing
    notes: Sequence[str]


@dataclass(frozen=True)
class Brief:
    """One area. `said` are the five things that it says, `charts` three of months; plain text throughout.

    `crimes` and `before` are the counts of the months compared, for the contents of an atlas; None where unknown.
    """

    name: str
    title: str
    subtitle: str
    labels: Sequence[str]
    said: Sequence[Said]
    picture: Optional[Picture]
    charts: Sequence[Picture]
    charts_note: str
    priorities: Listing
    events: Listing
    caveats: Sequence[str]
    rights: Sequence[str]
    crimes: Optional[int] = None
    before: Optional[int] = None
    meeting: Optional[Meeting] = None


@dataclass(frozen=True)
class Briefs:
    """One brief, or an atlas with a first sheet of contents.

    `left_out` are areas without a brief, with the reason. `foot` stands under every sheet.
    """

    title: str
    subtitle: str
    foot: str
    marking: str
    briefs: Sequence[Brief]
    left_out: Sequence[str] = ()
    atlas: bool = False


def contents_note() -> str:
    """What is said under the contents of an atlas."""
    return tr(
        "Months held in both years. –: not known. In order of their names: this ranks nobody. Each sheet is judged by "
        "itself, so about one area in 20 reads as changed, or as out of line, by chance alone."
    )
