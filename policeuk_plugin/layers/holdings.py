# SPDX-License-Identifier: GPL-2.0-or-later
"""What a cache holds, read once, as the dock, the layers' metadata and the reports tell it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Optional

from offline_cache.areas.model import PLURALS, AreaKind
from offline_cache.coverage import NOT_HELD, gaps, known_gap
from offline_cache.ledger import published_files
from offline_cache.model import Dataset, Gap, Month, PublishedFile, Selection
from offline_cache.partial import parts
from offline_cache.reader import reading
from offline_cache.stations import with_coordinates, without_coordinates

from ..text import INVENTED_FORCE, tr

_AREAS = "SELECT kind, edition, count(*) FROM area WHERE geom IS NOT NULL GROUP BY kind, edition ORDER BY kind, edition"
_LOOK_UPS = "SELECT DISTINCT kind, edition, detail FROM area_source WHERE content = 'look-up' ORDER BY kind, edition"
_NEIGHBOURHOODS = """
    SELECT o.force, count(o.geom), min(substr(a.fetched_at, 1, 10)), max(substr(a.fetched_at, 1, 10))
    FROM neighbourhood_outline o JOIN answer a ON a.id = o.answer GROUP BY o.force ORDER BY o.force
"""
_LAYERS = "SELECT view_name FROM main.views_geometry_columns UNION SELECT f_table_name FROM main.geometry_columns"
_PLACE_KINDS = "SELECT name FROM place_kind WHERE id IN (SELECT kind FROM place WHERE geom IS NOT NULL) ORDER BY name"

STREETS = ("Street", "No location", "Unnamed")
"""Kinds of snap point that are no point of interest."""


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
class HeldNeighbourhoods:
    """What is held of a force's neighbourhoods: how many outlines, of which days, police stations, those unplaced."""

    force: str
    outlines: int
    first_day: str
    last_day: str
    stations: int
    unplaced_stations: int


@dataclass(frozen=True)
class Holdings:
    """The published files that are held, the gaps between them, outlines and look-ups of areas, kinds of snap point.

    `parts` are the files of which only some LSOAs are held; within a selection, those that lack some of its area.
    `tables` are those that the file has for layers: an older one lacks some, None where it was not looked. `notes` are
    sentences on the selected area.
    """

    files: tuple[PublishedFile, ...] = ()
    gaps: tuple[Gap, ...] = ()
    parts: tuple[Gap, ...] = ()
    areas: tuple[HeldOutlines, ...] = ()
    place_kinds: tuple[str, ...] = ()
    look_ups: tuple[str, ...] = ()
    neighbourhoods: tuple[HeldNeighbourhoods, ...] = ()
    tables: Optional[frozenset[str]] = None
    notes: tuple[str, ...] = ()

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

    def drawn_first(self, areas: HeldOutlines) -> bool:
        """Whether outlines are those to draw of their kind, whose editions nearly lie on one another: of LSOAs those
        of the edition that most files name, else the newest."""
        named = Counter(file.lsoa_edition for file in self.files if areas.kind is AreaKind.LSOA)
        editions = [other.edition for other in self.areas if other.kind is areas.kind]
        return areas.edition == max(editions, key=lambda edition: (named[edition], edition))

    def of(self, dataset: Dataset) -> Holdings:
        """The part that is of one dataset, with all areas."""
        return replace(
            self,
            files=tuple(file for file in self.files if file.key.dataset is dataset),
            gaps=tuple(gap for gap in self.gaps if gap.dataset is dataset),
            parts=tuple(part for part in self.parts if part.dataset is dataset),
        )

    def within(
        self,
        selection: Selection,
        forces: Optional[tuple[str, ...]] = None,
        lacking: Optional[tuple[Gap, ...]] = None,
    ) -> Holdings:
        """The part that a selection's months, and its forces or those given, leave; months asked for that are not
        held are gaps of it. All areas stay. `lacking` are the files that lack some of the selected area."""
        limits = replace(selection, forces=selection.forces if forces is None else forces)
        files = tuple(f for f in self.files if _selected(f.key.force, f.key.month, limits))
        gaps_between = tuple(g for g in self.gaps if _selected(g.force, g.month, limits))
        slices = tuple(
            part for part in (self.parts if lacking is None else lacking) if _selected(part.force, part.month, limits)
        )
        return replace(self, files=files, gaps=(*gaps_between, *self._asked_and_not_held(limits)), parts=slices)

    @property
    def interest_kinds(self) -> tuple[str, ...]:
        """The kinds of point of interest that there are."""
        return tuple(kind for kind in self.place_kinds if kind not in STREETS)

    def rows(self, dataset: Dataset) -> int:
        """Rows of a dataset, those without a place included."""
        return sum(file.rows for file in self.files if file.key.dataset is dataset)

    def unplaced(self, dataset: Dataset) -> int:
        """Rows of a dataset that are held without coordinates: on no layer."""
        return sum(file.unplaced_held for file in self.files if file.key.dataset is dataset)

    def unplaced_not_held(self, dataset: Dataset) -> int:
        """Rows without coordinates in the files of which only slices are held: whether they belong is not known."""
        return sum(file.unplaced - file.unplaced_held for file in self.files if file.key.dataset is dataset)

    def _asked_and_not_held(self, selection: Selection) -> list[Gap]:
        """Months asked for before the first or after the last that a force is held of; all, of one not held."""
        known = {(gap.force, gap.dataset, gap.month) for gap in self.gaps}
        known |= {(file.key.force, file.key.dataset, file.key.month) for file in self.files}
        return [
            Gap(force, month, dataset, known_gap(force, dataset, month) or NOT_HELD)
            for force in selection.forces or self.forces
            for month in self._months_asked(force, selection)
            for dataset in self._datasets(force)
            if (force, dataset, month) not in known
        ]

    def _months_asked(self, force: str, selection: Selection) -> list[Month]:
        held = [file.key.month for file in self.files if file.key.force == force]
        first = selection.first or min(held, default=self.first)
        last = selection.last or max(held, default=self.last)
        return Month.span(first, last) if first and last else []

    def _datasets(self, force: str) -> list[Dataset]:
        held = {file.key.dataset for file in self.files if file.key.force == force}
        return [dataset for dataset in Dataset if dataset in (held or {Dataset.STREET})]


def read_holdings(cache: Path) -> Holdings:
    """Read the ledger of the cache at `cache`; raises `BadCache` where it cannot be read."""
    with reading(cache) as connection:
        files = published_files(connection)
        areas = [HeldOutlines(AreaKind(kind), *of) for kind, *of in connection.execute(_AREAS)]
        look_ups = [
            tr("{areas} of {edition} {detail}").format(areas=PLURALS[AreaKind(kind)], edition=edition, detail=detail)
            for kind, edition, detail in connection.execute(_LOOK_UPS)
        ]
        place_kinds = [str(kind) for (kind,) in connection.execute(_PLACE_KINDS)]
        placed, unplaced = with_coordinates(connection), without_coordinates(connection)
        neighbourhoods = [
            HeldNeighbourhoods(force, outlines, first, last, placed.get(force, 0), unplaced.get(force, 0))
            for force, outlines, first, last in connection.execute(_NEIGHBOURHOODS)
        ]
        tables = frozenset(name for (name,) in connection.execute(_LAYERS))
    return Holdings(
        *(tuple(files), tuple(gaps(files)), tuple(parts(files)), tuple(areas), tuple(place_kinds), tuple(look_ups)),
        neighbourhoods=tuple(neighbourhoods),
        tables=tables,
    )


def _selected(force: str, month: Month, selection: Selection) -> bool:
    return (
        (not selection.forces or force in selection.forces)
        and (selection.first is None or selection.first <= month)
        and (selection.last is None or month <= selection.last)
    )
