# SPDX-License-Identifier: GPL-2.0-or-later
"""What a download did: in a sentence, and by force and month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ..gap_lines import gap_lines
from ..model import ChangeKind, FileChange, FileKey, Month
from .plan import Plan, Standing
from .words import many, size_phrase


@dataclass(frozen=True)
class FetchReport:
    """The changes, the files that were not whole and why, those that were not there after all, and bytes received."""

    plan: Plan
    changes: tuple[FileChange, ...]
    failed: tuple[tuple[FileKey, str], ...]
    absent: tuple[FileKey, ...]
    received: int

    def of_kind(self, kind: ChangeKind) -> list[FileChange]:
        """The changes of one kind."""
        return [change for change in self.changes if change.kind is kind]

    def sentence(self) -> str:
        """What came of it; the numbers add up to that of the files asked for."""
        same = len(self.of_kind(ChangeKind.UNCHANGED)) + len(self.of_kind(ChangeKind.NEWER_HELD))
        counted = [
            (len(self.of_kind(ChangeKind.ADDED)), "added"),
            (len(self.of_kind(ChangeKind.REVISED)), "revised"),
            (len(self.of_kind(ChangeKind.WIDENED)), "widened to more LSOAs"),
            (same + len(self.plan.of(Standing.HELD)), "already held"),
            (len(self.plan.of(Standing.KEPT)), "kept from earlier"),
            (len(self.plan.of(Standing.NOT_PUBLISHED)) + len(self.absent), "not published"),
            (len(self.failed), "left out because they are not whole"),
        ]
        parts = [f"{number:,} {words}" for number, words in counted if number]
        received = f" {size_phrase(self.received)} received." if self.received else ""
        return f"{self.plan.subject}: {many(len(self.plan.files), 'file')}: {', '.join(parts)}.{received}"

    def lines(self) -> list[str]:
        """The sentence, what changed by force and month, what is not there and why, what was left out."""
        lines = [self.sentence(), *self._added(), *self._revised(), *self.plan.lines()[1:]]
        absent = (
            (key.force, key.dataset.value, key.month, "not in the download") for key in sorted(self.absent, key=_order)
        )
        lines += [f"not published: {line}" for line in gap_lines(absent)]
        return [*lines, *(f"left out: {sentence}" for _, sentence in self.failed)]

    def _added(self) -> Iterable[str]:
        """One line for the months of a force and kind that are new, or of which more LSOAs are held."""
        for kind, word in ((ChangeKind.ADDED, "added"), (ChangeKind.WIDENED, "widened to more LSOAs")):
            groups: dict[tuple[str, str], list[FileChange]] = defaultdict(list)
            for change in self.of_kind(kind):
                groups[change.key.force, change.key.dataset.value].append(change)
            for (force, dataset), changes in sorted(groups.items()):
                months = sorted(change.key.month for change in changes)
                rows, unplaced = (sum(getattr(change, field) for change in changes) for field in ("rows", "unplaced"))
                whole = all(change.scope is None for change in changes)
                yield (
                    f"{word}: {force} {dataset} {_span(months)}: {many(len(changes), 'file')}, {many(rows, 'row')}, "
                    f"{unplaced:,} without a place{'' if whole else ' in the whole files'}"
                )

    def _revised(self) -> Iterable[str]:
        """One line for each force and month, with what changed in each kind of file."""
        groups: dict[tuple[str, Month], list[FileChange]] = defaultdict(list)
        for change in self.of_kind(ChangeKind.REVISED):
            groups[change.key.force, change.key.month].append(change)
        for (force, month), changes in sorted(groups.items()):
            yield f"revised: {force} {month}: " + "; ".join(
                f"{change.key.dataset.value} {change.rows_added:,} rows added, {change.rows_gone:,} gone, "
                f"{change.outcomes_changed:,} with another outcome"
                for change in sorted(changes, key=lambda change: change.key.dataset.value)
            )


def _span(months: list[Month]) -> str:
    return str(months[0]) if len(months) == 1 else f"{months[0]} to {months[-1]}"


def _order(key: FileKey) -> tuple[str, str, Month]:
    return key.force, key.dataset.value, key.month
