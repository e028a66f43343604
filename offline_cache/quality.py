# SPDX-License-Identifier: GPL-2.0-or-later
"""How far the data of a selection can be trusted: held, missing, partial, revised; without a place; LSOA editions.

All of it but `unplaced_by_type` is of whole published files: what is missing in them has no area.
"""

from __future__ import annotations

import enum
import sqlite3
from collections import Counter
from dataclasses import dataclass, replace
from typing import Optional

from .chosen_area import choose_lsoas, forces_of
from .coverage import coverage
from .ledger import published_files
from .model import ASB, Coverage, Dataset, FileKey, Gap, Month, PublishedFile, Selection
from .queries import SELECTED, file_parameters
from .reference import known_gaps
from .revisions import Revision, revisions


class Standing(enum.Enum):
    """How a file of a force and month stands."""

    HELD = "held"
    REVISED = "revised"
    PARTIAL = "partial"
    MISSING = "missing"


@dataclass(frozen=True)
class QualityCell:
    """A file of a force and month: `published` rows, of which `unplaced` have no place; `reason` says what lacks.

    `file` is None where it is missing.
    """

    key: FileKey
    standing: Standing
    published: int
    unplaced: int
    reason: str
    file: Optional[PublishedFile]
    revisions: tuple[Revision, ...] = ()

    @property
    def unplaced_share(self) -> Optional[float]:
        """0 to 1; None without a row."""
        return self.unplaced / self.published if self.published else None


@dataclass(frozen=True)
class UnplacedOfType:
    """Crimes of a type as they are held, and those among them without a place."""

    crime_type: str
    crimes: int
    unplaced: int


@dataclass(frozen=True)
class EditionUse:
    """Files of a dataset with LSOA codes of an edition (None: without codes); of `inferred` it is not certain."""

    dataset: Dataset
    edition: Optional[int]
    files: int
    inferred: int


@dataclass(frozen=True)
class KnownIssue:
    """What the service or those who use it are known to lack or get wrong; `forces` is '' for all of them."""

    force: str
    about: str
    first: Optional[str]
    last: Optional[str]
    fact: str


@dataclass(frozen=True)
class Quality:
    """All that is known; `coverage` only of datasets that these forces have a file or a known gap of.

    `cells` are by dataset, force and month; `releases` counts files by the release that they are from ('' where that
    is not certain).
    """

    selection: Selection
    forces: tuple[str, ...]
    months: tuple[Month, ...]
    coverage: dict[Dataset, Coverage]
    cells: tuple[QualityCell, ...]
    unplaced_by_type: tuple[UnplacedOfType, ...]
    without_lsoa: int
    editions: tuple[EditionUse, ...]
    releases: dict[str, int]
    issues: tuple[KnownIssue, ...]

    def of(self, dataset: Dataset) -> tuple[QualityCell, ...]:
        """The cells of a dataset."""
        return tuple(cell for cell in self.cells if cell.key.dataset is dataset)

    @property
    def files(self) -> tuple[PublishedFile, ...]:
        """The files that are held."""
        return tuple(cell.file for cell in self.cells if cell.file is not None)


_CRIMES = """
    FROM published_file f
    JOIN crime c ON c.file = f.id AND c.id BETWEEN f.first_row AND f.last_row
    CROSS JOIN place p ON p.id = +c.place
    LEFT JOIN crime_type t ON t.id = c.type
"""
_UNPLACED = f"SELECT t.name, count(*), sum(p.geom IS NULL) {_CRIMES} WHERE {SELECTED} GROUP BY c.type"


def quality(connection: sqlite3.Connection, selection: Selection) -> Quality:
    """Look at the ledger and count what has no place; raises `CacheError` where the area cannot be looked up."""
    forces = _forces(connection, selection)
    files = [file for file in published_files(connection) if file.key.force in forces]
    months = _months(files, selection)
    if not months:
        return Quality(selection, forces, (), {}, (), (), 0, (), {}, _issues(forces, selection))
    bounded = replace(selection, first=months[0], last=months[-1])
    files = [file for file in files if months[0] <= file.key.month <= months[-1]]
    covered = {
        dataset: coverage(connection, _of_dataset(bounded, dataset, forces), dataset)
        for dataset in Dataset
        if any(file.key.dataset is dataset for file in files) or _known(forces, dataset)
    }
    cells = _cells(files, covered, revisions(connection))
    return Quality(
        selection=bounded,
        forces=forces,
        months=months,
        coverage=covered,
        cells=cells,
        unplaced_by_type=_by_type(connection, bounded, forces),
        without_lsoa=sum(file.without_lsoa for file in files if file.key.dataset is not Dataset.STOPS),
        editions=_editions(files),
        releases=dict(
            sorted(Counter(str(file.snapshot.month) if file.snapshot.exact else "" for file in files).items())
        ),
        issues=_issues(forces, bounded),
    )


def _forces(connection: sqlite3.Connection, selection: Selection) -> tuple[str, ...]:
    if selection.forces:
        return selection.forces
    if selection.area is not None:
        choose_lsoas(connection, selection.area)
        return forces_of(connection, selection.area)
    return tuple(sorted({file.key.force for file in published_files(connection)}))


def _months(files: list[PublishedFile], selection: Selection) -> tuple[Month, ...]:
    held = [file.key.month for file in files]
    first = selection.first or min(held, default=selection.last)
    last = selection.last or max(held, default=selection.first)
    return tuple(Month.span(first, last)) if first and last else ()


def _of_dataset(selection: Selection, dataset: Dataset, forces: tuple[str, ...]) -> Selection:
    """Stops have no LSOA, so that their files are those of the forces."""
    if dataset is Dataset.STOPS or selection.area is None:
        return replace(selection, area=None, forces=forces)
    return selection


def _known(forces: tuple[str, ...], dataset: Dataset) -> bool:
    return any(gap["force"] in forces and dataset.value in gap["datasets"] for gap in known_gaps())


def _cells(
    files: list[PublishedFile], covered: dict[Dataset, Coverage], noticed: list[Revision]
) -> tuple[QualityCell, ...]:
    lacks = {_key(gap): gap.reason for of in covered.values() for gap in (*of.missing, *of.partial)}
    missing = {_key(gap) for of in covered.values() for gap in of.missing}
    revised: dict[FileKey, list[Revision]] = {}
    for revision in noticed:
        revised.setdefault(revision.key, []).append(revision)
    cells = {}
    for file in files:
        if file.key not in missing:
            of_file = tuple(revised.get(file.key, ()))
            standing = Standing.PARTIAL if file.key in lacks else Standing.REVISED if of_file else Standing.HELD
            reason = lacks.get(file.key, "")
            cells[file.key] = QualityCell(file.key, standing, file.published, file.unplaced, reason, file, of_file)
    for key in missing:
        cells[key] = QualityCell(key, Standing.MISSING, 0, 0, lacks[key], None)
    order = list(Dataset)
    return tuple(cells[key] for key in sorted(cells, key=lambda k: (order.index(k.dataset), k.force, k.month)))


def _key(gap: Gap) -> FileKey:
    return FileKey(gap.force, gap.month, gap.dataset)


def _by_type(
    connection: sqlite3.Connection, selection: Selection, forces: tuple[str, ...]
) -> tuple[UnplacedOfType, ...]:
    """Of the selected types in the files of the forces, wherever: what has no place lies in no area."""
    parameters = file_parameters(replace(selection, forces=forces), Dataset.STREET)
    found = [
        UnplacedOfType(name, crimes, unplaced)
        for name, crimes, unplaced in connection.execute(_UNPLACED, parameters)
        if (name in selection.crime_types or not selection.crime_types) and (selection.with_asb or name != ASB)
    ]
    return tuple(sorted(found, key=lambda of: (-of.unplaced, of.crime_type)))


def _editions(files: list[PublishedFile]) -> tuple[EditionUse, ...]:
    uses: dict[tuple[Dataset, Optional[int]], list[bool]] = {}
    for file in files:
        if file.key.dataset is not Dataset.STOPS:
            uses.setdefault((file.key.dataset, file.lsoa_edition), []).append(file.edition_inferred)
    order = list(Dataset)
    return tuple(
        EditionUse(dataset, edition, len(inferred), sum(inferred))
        for (dataset, edition), inferred in sorted(uses.items(), key=lambda u: (order.index(u[0][0]), u[0][1] or 0))
    )


def _issues(forces: tuple[str, ...], selection: Selection) -> tuple[KnownIssue, ...]:
    """Those of these forces and months, and those of all forces; the facts are a table of this program."""
    first, last = str(selection.first or ""), str(selection.last or "9999-12")
    return tuple(
        KnownIssue(gap["force"] or "", gap["about"], gap["from"], gap["to"], gap["fact"])
        for gap in known_gaps()
        if (gap["force"] is None or gap["force"] in forces)
        and (gap["from"] is None or gap["from"] <= last)
        and (gap["to"] is None or gap["to"] >= first)
    )
