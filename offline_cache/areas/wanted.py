# SPDX-License-Identifier: GPL-2.0-or-later
"""Which areas are wanted from ONS, and the parts that they are fetched in."""

from __future__ import annotations

import difflib
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Optional

from ..errors import CacheError, shown
from ..reference import force_names, forces_by_police_area
from ..sources.ons import Layer, layer_named
from .model import AreaKind

EDITIONS = (2011, 2021)


class AreaWant(enum.Enum):
    """What can be wanted, by the word on the command line."""

    LOOK_UPS = "look-ups"
    POLICE_AREAS = "police-areas"
    OUTLINES = "outlines"
    DISTRICTS = "districts"
    CSPS = "csps"
    WARDS = "wards"
    FIGURES = "figures"


USUAL = (AreaWant.LOOK_UPS, AreaWant.POLICE_AREAS, AreaWant.OUTLINES)
# Beside these look-ups and police areas always come for all of England and Wales: they are small.
_BY_FORCE = {AreaWant.DISTRICTS: AreaKind.DISTRICT, AreaWant.CSPS: AreaKind.CSP, AreaWant.WARDS: AreaKind.WARD}


@dataclass(frozen=True)
class AreasWanted:
    """What is wanted; `forces` by slug, none of them for all of England and Wales.

    `editions` are those of the LSOA outlines. `anew`: also what is held. Outlines of a force's LSOAs come with
    those of the LSOAs within about `around_km` kilometres, so that a map does not end at the border.
    """

    what: tuple[AreaWant, ...] = USUAL
    forces: tuple[str, ...] = ()
    editions: tuple[int, ...] = EDITIONS
    anew: bool = False
    around_km: float = 3.0


@dataclass(frozen=True)
class Part:
    """What is fetched at once and comes into the cache in one transaction."""

    layer: Layer
    kind: AreaKind
    force: Optional[str] = None
    needed: bool = False
    """Whether the parts after it rest on it."""

    @property
    def title(self) -> str:
        """What it is, for reading."""
        return f"{self.layer.title}, {force_names()[self.force]}" if self.force else self.layer.title


def parts_of(wanted: AreasWanted) -> tuple[Part, ...]:
    """The parts in the order in which they rest on one another; raises `CacheError` for a force without an area."""
    for force in wanted.forces:
        police_area(force)
    return (*_look_ups(wanted), *_outlines(wanted))


def police_area(force: str) -> str:
    """ONS code of the police force area of a force, by its slug; raises `CacheError` where there is none."""
    codes = {slug: code for code, slug in forces_by_police_area().items()}
    if codes.get(force, "")[:1] in ("E", "W"):
        return codes[force]
    if force in codes:
        raise CacheError(
            f"{force_names()[force]}: ONS has look-ups and outlines of England and Wales only. Import outlines of "
            "other places from files."
        )
    if force in force_names():
        raise CacheError(
            f"{force_names()[force]} has no police force area of its own. Name the forces whose areas you need, or "
            "take all of England and Wales."
        )
    close = difflib.get_close_matches(force[:80], sorted(codes), n=3)
    like = f" Perhaps you mean {' or '.join(close)}." if close else ""
    raise CacheError(f"{shown(force)} is not a force.{like} Forces are written as in file names.")


def _look_ups(wanted: AreasWanted) -> Iterator[Part]:
    outlines = AreaWant.OUTLINES in wanted.what
    by_force = bool(wanted.forces) and (outlines or any(what in wanted.what for what in _BY_FORCE))
    by_2011 = bool(wanted.forces) and outlines and 2011 in wanted.editions
    for name, kind, needed in (
        ("lsoa-look-up", AreaKind.LSOA, by_force),
        ("district-look-up", AreaKind.DISTRICT, by_force),
        ("exact-fit", AreaKind.LSOA, by_2011),
    ):
        if AreaWant.LOOK_UPS in wanted.what or needed:
            yield Part(layer_named(name), kind, needed=needed)


def _outlines(wanted: AreasWanted) -> Iterator[Part]:
    if AreaWant.POLICE_AREAS in wanted.what:
        yield Part(layer_named("police-areas"), AreaKind.PFA)
    for force in wanted.forces or (None,):
        for what, kind in _BY_FORCE.items():
            if what in wanted.what:
                yield Part(layer_named(what.value), kind, force)
        for edition in EDITIONS:
            if AreaWant.OUTLINES in wanted.what and edition in wanted.editions:
                yield Part(layer_named(f"lsoas-{edition}"), AreaKind.LSOA, force)
