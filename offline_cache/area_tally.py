# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes of areas as they are counted, by month and force, into one line an area with what it rests on."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Optional, Protocol

from .area_months import HeldMonths
from .area_rows import AreaRow
from .denominators import Figures
from .model import Gap, Month

FEWEST_BEFORE = 20
"""Of fewer crimes before, a percentage of change says nothing but chance."""
SCALE = 1000


def change_share(now: int, before: int) -> Optional[float]:
    """The change on an earlier number as a share of it; None where that was of fewer than `FEWEST_BEFORE`."""
    return (now - before) / before if before >= FEWEST_BEFORE else None


@dataclass(frozen=True)
class AreaCount:
    """One area. `count` is None where no file of a force that polices it is held: nothing is known, which is not 0.

    `rated` of the `count` crimes are of the `months` of which all is held, on which the rate rests. `missing` and
    `partial` name the files that lack, `visiting` those of other forces that record crimes here too. `before` counts
    the same months a year before, None unless all of both are held. `denominator`: residents or households.
    """

    code: str
    name: str
    count: Optional[int]
    rated: int
    months: int
    missing: tuple[Gap, ...]
    partial: tuple[Gap, ...]
    visiting: tuple[Gap, ...]
    before: Optional[int]
    denominator: Optional[int]

    @property
    def rate(self) -> Optional[float]:
        """Crimes per 1,000 a year; None without months or denominator."""
        if not self.months or not self.denominator:
            return None
        return self.rated * 12 / self.months / self.denominator * SCALE

    @property
    def change(self) -> Optional[int]:
        """How many more crimes than in the same months a year before."""
        return None if self.before is None or self.count is None else self.count - self.before

    @property
    def change_percent(self) -> Optional[float]:
        """The same in per cent; None where it was of fewer than 20."""
        share = None if self.count is None or self.before is None else change_share(self.count, self.before)
        return None if share is None else 100 * share


class Told(Protocol):
    """What is held of the files that areas rest on."""

    def homes(self, area: str) -> frozenset[str]:
        """The forces that police an area, of those selected."""

    def held(self, area: str, forces: frozenset[str], months: tuple[Month, ...]) -> HeldMonths:
        """What is held of an area in the files of some forces."""


class Tally:
    """Counts by area and month as they come; `lost` counts the crimes that stand in no area, by the reason."""

    def __init__(self, told: Told, months: tuple[Month, ...]) -> None:
        self.lost: Counter[str] = Counter()
        self.months = frozenset(months)
        self._told, self._months = told, months
        self._before = tuple(Month(month.year - 1, month.month) for month in months)
        self._counts: dict[str, Counter[Month]] = defaultdict(Counter)
        self._forces: dict[str, set[str]] = defaultdict(set)

    def count(self, area: str, force: str, month: Month, count: int) -> None:
        """Count crimes of a force's file in an area."""
        self._counts[area][month] += count
        self._forces[area].add(force)

    def add(self, area: str, row: AreaRow) -> None:
        """Count a row of a file in an area."""
        self.count(area, row.force, row.month, row.count)

    def settle(self) -> None:
        """All crimes have come; what was kept until then is counted."""

    def paired(self, code: str) -> frozenset[Month]:
        """The months of which all is held that is counted in an area, and of the same month a year before, too."""
        forces = self._told.homes(code) | self._forces.get(code, set())
        now, before = (self._told.held(code, forces, months).whole for months in (self._months, self._before))
        pairs = zip(self._months, self._before)
        return frozenset(month for month, earlier in pairs if month in now and earlier in before)

    def row(self, code: str, name: str, figures: Optional[Figures]) -> AreaCount:
        """One area."""
        homes = self._told.homes(code)
        held = self._told.held(code, homes, self._months)
        denominator = figures.of.get(code) if figures else None
        counts = self._counts.get(code, Counter())
        if not homes or len(held.missing) == len(homes) * len(self._months):
            self.lost["elsewhere"] += sum(counts[month] for month in self._months)
            return AreaCount(code, name, None, 0, 0, held.missing, held.partial, (), None, denominator)
        visitors = frozenset(self._forces.get(code, ())) - homes
        visiting = self._told.held(code, visitors, self._months)
        return AreaCount(
            code=code,
            name=name,
            count=sum(counts[month] for month in self._months),
            rated=sum(counts[month] for month in held.whole),
            months=len(held.whole),
            missing=held.missing,
            partial=held.partial,
            visiting=(*visiting.missing, *visiting.partial),
            before=self._year_before(code, homes | visitors, counts),
            denominator=denominator,
        )

    def _year_before(self, code: str, forces: frozenset[str], counts: Counter[Month]) -> Optional[int]:
        for months in (self._months, self._before):
            held = self._told.held(code, forces, months)
            if len(held.whole) < len(months):
                return None
        return sum(counts[month] for month in self._before)
