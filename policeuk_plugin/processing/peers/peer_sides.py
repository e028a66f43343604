# SPDX-License-Identifier: GPL-2.0-or-later
"""An area and its peers with counts of the same things over the same time, whatever the counts come from."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from offline_cache.denominators import Denominator, Figures
from offline_cache.unplaced_share import Unplaced

if TYPE_CHECKING:
    from offline_cache.model import Month, PublishedFile, Selection
    from offline_cache.peer_counts import PeerCounts
    from offline_cache.peer_months import CommonMonths
    from offline_cache.reference_data.model import OfficialCounts

ALL = ""
"""The key of everything that is selected."""


class Source(enum.Enum):
    """Where counts come from, by the word in the parameter SOURCE."""

    POLICE_UK = "police.uk"
    ONS = "ons"


@dataclass(frozen=True)
class Question:
    """A line of the comparison: its key, what it is called, and the crime types or groups that it adds up."""

    key: str
    title: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Member:
    """An area or a peer: `base` residents or households, and counts by the key of a question, None where withheld."""

    code: str
    name: str
    base: int
    counts: Mapping[str, Optional[int]]

    def rate(self, key: str, years: float) -> Optional[float]:
        """Per 1,000 a year."""
        count = self.counts.get(key)
        return None if count is None else count / years / self.base * 1000


_NOTHING = Unplaced()


@dataclass(frozen=True)
class PoliceMonths:
    """What counts of police.uk rest on; `published` are the rows of the area's own forces."""

    selection: Selection
    counts: PeerCounts
    common: CommonMonths
    published: Unplaced = _NOTHING

    @property
    def used(self) -> list[PublishedFile]:
        """The files of the months that are compared."""
        return [file for file in self.counts.files if file.key.month in self.common.months]


@dataclass(frozen=True)
class Sides:
    """Counts of an area and its peers over `years`; the first question is of all that is selected.

    `unrated` are peers without residents (or households) or without a count: they are in nothing. `last` is the last
    month. `rests` is None where the counts are official ones, `official` None where none are held of these areas.
    `explained` is the share of the differences between all areas that their peers explain, by question, where known.
    """

    source: Source
    which: Denominator
    figures: Figures
    area: Member
    peers: tuple[Member, ...]
    unrated: tuple[str, ...]
    questions: tuple[Question, ...]
    years: float
    last: Month
    rests: Optional[PoliceMonths]
    official: Optional[OfficialCounts]
    explained: Mapping[str, float]

    @property
    def months(self) -> int:
        """How many months the counts are of."""
        return round(self.years * 12)
