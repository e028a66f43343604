# SPDX-License-Identifier: GPL-2.0-or-later
"""What a cache holds, read once, as the dock, the layers' metadata and the reports tell it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from offline_cache.areas.model import PLURALS, AreaKind
from offline_cache.coverage import gaps
from offline_cache.ledger import published_files
from offline_cache.model import Dataset, Gap, Month, PublishedFile, Selection
from offline_cache.reader import reading

from ..text import INVENTED_FORCE, tr

_AREAS = "SELECT kind, edition, count(*) FROM area WHERE geom IS NOT NULL GROUP BY kind, edition ORDER BY kind, edition"


@dataclass(frozen=True)
class HeldOutlines:
    """Outlines of one kind and edition: how many there are."""

    kind: AreaKind
    edition: int
    count: int

    @property
    def name(self) -> str:
        """What they are called, such as LSOAs of 2021."""
        return tr("{areas} of {edition}").format(areas=PLURALS[self.kind], edition=self.edition)


@dataclass(frozen=True)
class Holdings:
    """The published files that are held, the gaps between them, and the outlines of areas."""

    files: tuple[PublishedFile, ...] = ()
    gaps: tuple[Gap, ...] = ()
    areas: tuple[HeldOutlines, ...] = ()

    @property
    def forces(self) -> tuple[str, ...]:
        """The forces that a file is held of, by slug."""
        return tuple(sorted({file.key.force for file in self.files}))

    @property
    def first(self) -> Optional[Month]:
        """The earliest month held."""
        return min((file.key.month for file in self.files), default=None)

    @property
    def last(self) -> Optional[Month]:
        """The latest month held."""
        return max((file.key.month for file in self.files), default=None)

    @property
    def invented(self) -> bool:
        """Whether the invented sample is among the files."""
        return INVENTED_FORCE in self.forces

    @property
    def real(self) -> bool:
        """Whether there are files beside those of the invented sample."""
        return bool(set(self.forces) - {INVENTED_FORCE})

    def of(self, dataset: Dataset) -> Holdings:
        """The part that is of one dataset, with all areas."""
        return Holdings(
            tuple(file for file in self.files if file.key.dataset is dataset),
            tuple(gap for gap in self.gaps if gap.dataset is dataset),
            self.areas,
        )

    def within(self, selection: Selection) -> Holdings:
        """The part that a selection's months and forces leave, with all areas."""
        return Holdings(
            tuple(f for f in self.files if _selected(f.key.force, f.key.month, selection)),
            tuple(g for g in self.gaps if _selected(g.force, g.month, selection)),
            self.areas,
        )

    def rows(self, dataset: Dataset) -> int:
        """Rows of a dataset, those without a place included."""
        return sum(file.rows for file in self.files if file.key.dataset is dataset)

    def unplaced(self, dataset: Dataset) -> int:
        """Rows of a dataset that were published without coordinates: on no layer."""
        return sum(file.unplaced for file in self.files if file.key.dataset is dataset)


def read_holdings(cache: Path) -> Holdings:
    """Read the ledger of the cache at `cache`; raises `BadCache` where it cannot be read."""
    with reading(cache) as connection:
        files = published_files(connection)
        areas = [HeldOutlines(AreaKind(kind), *of) for kind, *of in connection.execute(_AREAS)]
    return Holdings(tuple(files), tuple(gaps(files)), tuple(areas))


def _selected(force: str, month: Month, selection: Selection) -> bool:
    return (
        (not selection.forces or force in selection.forces)
        and (selection.first is None or selection.first <= month)
        and (selection.last is None or month <= selection.last)
    )
