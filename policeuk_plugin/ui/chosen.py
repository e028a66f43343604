# SPDX-License-Identifier: GPL-2.0-or-later
"""What is chosen on top of the panel, as plain values: kept in the settings, given to algorithms as parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from offline_cache.model import ASB, Month

from ..processing.asking.selection_parameters import AREA, FROM, INCLUDE_ASB, TO, TYPES

if TYPE_CHECKING:
    import sqlite3

    from offline_cache.model import Selection


@dataclass(frozen=True)
class Chosen:
    """An `AREA` text, months as YYYY-MM ('' for the last 36 held), crime types (none: all recorded crime)."""

    area: str = ""
    first: str = ""
    last: str = ""
    types: tuple[str, ...] = ()
    with_asb: bool = False

    @property
    def all_types(self) -> tuple[str, ...]:
        """The crime types with anti-social behaviour among them where it was asked for beside others."""
        return (*self.types, ASB) if self.types and self.with_asb and ASB not in self.types else self.types

    @property
    def any_asb(self) -> bool:
        """Whether anti-social behaviour is counted."""
        return self.with_asb or ASB in self.types

    def selection(self, connection: sqlite3.Connection) -> Selection:
        """What it is in a cache, months left open still open; raises `CacheError` for what cannot be read."""
        # Not above: what reads caches is not loaded while QGIS starts.
        from offline_cache.chosen_area import read_area

        return replace(
            read_area(connection, self.area),
            first=Month.parse(self.first) if self.first else None,
            last=Month.parse(self.last) if self.last else None,
            crime_types=self.all_types,
            with_asb=self.any_asb,
        )

    def parameters(self) -> dict[str, Any]:
        """The common parameters of all algorithms that take a selection; those left open are left out."""
        given = {AREA: self.area, FROM: self.first, TO: self.last, TYPES: list(self.all_types)}
        return {**{name: value for name, value in given.items() if value}, INCLUDE_ASB: self.any_asb}

    def state(self) -> dict[str, Any]:
        """What is remembered, from which `of` makes the same choice: parameters do not tell a box from a type."""
        return {**self.parameters(), TYPES: list(self.types), INCLUDE_ASB: self.with_asb}

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Chosen:
        """The choice that parameters came from; what is no such value counts as not chosen."""
        area, first, last = (_text(parameters.get(name)) for name in (AREA, FROM, TO))
        types = parameters.get(TYPES)
        names = tuple(str(name) for name in types) if isinstance(types, (list, tuple)) else ()
        return cls(area, first, last, names, parameters.get(INCLUDE_ASB) is True)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
