# SPDX-License-Identifier: GPL-2.0-or-later
"""What an area file can hold, and what importing it did."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional, Union

from ..errors import CacheError
from ..model import NEIGHBOURHOOD, Area, ChangeKind

if TYPE_CHECKING:
    from array import array  # noqa: F401 - named in a text, as array[float] is for type checkers only


class AreaKind(enum.Enum):
    """The kinds of area, finest first, by the word in an `AREA` parameter."""

    LSOA = "lsoa"
    WARD = "ward"
    DISTRICT = "district"
    CSP = "csp"
    PFA = "pfa"


def kind_of(area: Area) -> AreaKind:
    """The kind of an area that is made of LSOAs; raises `CacheError` for neighbourhoods, which are not."""
    if area.kind == NEIGHBOURHOOD:
        raise CacheError(
            f"{area.name} is a neighbourhood, which is not made of LSOAs as wards, districts and forces are. Choose "
            "one of those, or LSOAs."
        )
    return AreaKind(area.kind)


PLURALS = {
    AreaKind.LSOA: "LSOAs",
    AreaKind.WARD: "wards",
    AreaKind.DISTRICT: "districts",
    AreaKind.CSP: "CSPs",
    AreaKind.PFA: "police force areas",
}


class AreaContent(enum.Enum):
    """What a file of areas holds; from `ATTRIBUTES` on, what only an import of reference data reads."""

    OUTLINES = "outlines"
    LOOK_UP = "look-up"
    EXACT_FIT = "exact fit"
    FIGURES = "figures"
    ATTRIBUTES = "attributes"
    CLASSES = "classes"
    PEERS = "peers"
    OFFICIAL = "official counts"


@dataclass(frozen=True)
class AreaSet:
    """A kind of area in one edition: the year in the column names, such as 2021 of LSOA21CD."""

    kind: AreaKind
    edition: int

    def __str__(self) -> str:
        return f"{PLURALS[self.kind]} of {self.edition}"


Polygons = list[list["array[float]"]]
"""Polygons of rings, outer first; a ring is x, y, x, y … and closed."""


@dataclass(frozen=True)
class Outline:
    """One area; `polygons` in WGS84 degrees, None where the file has no outline that can be drawn."""

    code: str
    name: str
    polygons: Optional[Polygons]


@dataclass(frozen=True)
class Outlines:
    """The outlines of one file."""

    areas: AreaSet
    outlines: list[Outline]


@dataclass(frozen=True)
class Belonging:
    """In which area of `within` each code lies; one that lies in none or several is not in `area_of`."""

    within: AreaSet
    area_of: dict[str, str]
    names: dict[str, str]
    ambiguous: tuple[str, ...]


@dataclass(frozen=True)
class LookUp:
    """A table of LSOAs or districts (`areas`) and what they lie in."""

    areas: AreaSet
    codes: tuple[str, ...]
    belongings: tuple[Belonging, ...]


@dataclass(frozen=True)
class ExactFit:
    """ONS's exact-fit look-up: (LSOA of 2011, LSOA of 2021, U, S, M or X)."""

    areas: AreaSet
    rows: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Figures:
    """Whole numbers by area: measure (`residents`, `households`) to code to value."""

    areas: AreaSet
    values: dict[str, dict[str, int]]


Contents = Union[Outlines, LookUp, ExactFit, Figures]


@dataclass(frozen=True)
class AreaChange:
    """What importing one file did; `notes` are sentences about what was left out."""

    source: str
    content: AreaContent
    areas: AreaSet
    detail: str
    kind: ChangeKind
    rows: int
    without_outline: int = 0
    notes: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """The change for reading."""
        of = f"{self.content.value} of {self.rows:,} {self.areas}"
        detail = f": {self.detail}" if self.detail else ""
        lines = [f"{self.source}: {of}{detail} ({self.kind.value})"]
        if self.without_outline:
            lines.append(
                f"{self.source}: {self.without_outline:,} of them have no outline that can be drawn "
                "(none, empty or not closed) and are kept without one."
            )
        return lines + [f"{self.source}: {note}" for note in self.notes]


@dataclass(frozen=True)
class AreasReport:
    """What an import of areas did, file by file; of a fetch also what was held before, and what ONS lacks.

    `missing` are sentences on layers that ONS no longer has, `notes` on what else is to be known.
    """

    changes: tuple[AreaChange, ...]
    held: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """The report for reading, but for `missing`."""
        lines = [line for change in self.changes for line in change.lines()]
        return [*lines, *(f"Held already: {title}." for title in self.held), *self.notes]


@dataclass(frozen=True)
class AreaStatus:
    """What is held of one imported file of areas; plain values, ready for JSON."""

    content: str
    kind: str
    edition: int
    detail: str
    rows: int
    source: str
    licence: str
    imported_at: str
