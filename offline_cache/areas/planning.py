# SPDX-License-Identifier: GPL-2.0-or-later
"""What fetching areas will cost, before it begins: how many areas are asked for, and what is held already."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from ..errors import CacheError, NetworkError, NetworkFault
from ..sources.ons import find_layer
from .fetching import FIGURES_BY_HAND
from .holding import codes_of, district_edition, drawn, has_figures, is_held
from .model import AreaKind
from .part_file import whole
from .wanted import AreasWanted, AreaWant, Part, parts_of

if TYPE_CHECKING:
    from ..transport import Transport


@dataclass(frozen=True)
class PlannedPart:
    """A part by its title; `rows` to fetch, None where the look-ups have to come first."""

    title: str
    held: bool
    rows: Optional[int]
    around: bool = False
    """Whether those nearby come along, whose number only ONS's answer tells."""

    def phrase(self) -> str:
        """The part for a sentence."""
        rows = "as many as the look-ups will tell" if self.rows is None else f"{self.rows:,}"
        return f"{self.title}: {rows}{' and those around' if self.around else ''}"


@dataclass(frozen=True)
class AreasPlan:
    """What would be fetched; `missing` and `notes` as in the report."""

    parts: tuple[PlannedPart, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many areas and rows of look-ups are to be fetched, as far as is known."""
        return sum(part.rows or 0 for part in self.parts if not part.held)

    def sentence(self) -> str:
        """What it will cost, in one sentence."""
        held = sum(part.held for part in self.parts)
        fetched = [part.phrase() for part in self.parts if not part.held]
        if not fetched:
            return f"Nothing to fetch: {held} of {held} parts are held."
        return f"To fetch: {'; '.join(fetched)}. {held} of {len(self.parts)} parts are held."


def plan_areas(connection: sqlite3.Connection, wanted: AreasWanted, transport: Transport) -> AreasPlan:
    """Count what `fetch_areas` would fetch, and fetch nothing; asks ONS only about what is not held.

    Raises `CacheError` for a force without an area, `NetworkError`.
    """
    parts: list[PlannedPart] = []
    missing: list[str] = []
    for part in parts_of(wanted):
        try:
            parts.append(_planned(connection, part, wanted, transport))
        except NetworkError as error:
            if error.fault is not NetworkFault.NOT_FOUND:
                raise
            missing.append(str(error))
    figures = AreaWant.FIGURES in wanted.what and not has_figures(connection)
    return AreasPlan(tuple(parts), tuple(missing), (FIGURES_BY_HAND,) if figures else ())


def _planned(connection: sqlite3.Connection, part: Part, wanted: AreasWanted, transport: Transport) -> PlannedPart:
    if not wanted.anew and is_held(connection, part):
        return PlannedPart(part.title, True, 0)
    around = part.force is not None and part.kind is AreaKind.LSOA and wanted.around_km > 0
    try:
        codes = codes_of(connection, part)
    except CacheError:
        return PlannedPart(part.title, False, None, around)
    if codes is None:
        edition = district_edition(connection) if part.layer.name == "district-look-up" else None
        layer, service = find_layer(transport, part.layer, edition)
        rows = sum(layer.count(transport, query) for query in whole(part, layer, service))
        return PlannedPart(part.title, False, rows)
    known = set() if wanted.anew else drawn(connection, part.kind, part.layer.services[0].edition)
    return PlannedPart(part.title, False, len([code for code in codes if code not in known]), around)
