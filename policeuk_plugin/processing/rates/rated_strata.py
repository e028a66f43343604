# SPDX-License-Identifier: GPL-2.0-or-later
"""The LSOAs that areas are made of by their class, to expect of an area the crimes that such LSOAs have elsewhere."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Optional

import numpy as np

from offline_cache.area_levels import level_look_up
from offline_cache.area_types import AreaTypes, area_types
from offline_cache.areas.model import AreaKind, AreaSet
from offline_cache.errors import CacheError
from offline_cache.lsoa_grounds import EDITIONS
from offline_cache.reference_data.classes import classes_of
from offline_cache.reference_data.model import ReferenceLacking

from ...analysis.expected_counts import Expected, expected_counts, summed
from ...text import tr
from .rated_areas import RatedAreas
from .rated_parameters import NO_STRATA, STRATA


@dataclass(frozen=True)
class Strata:
    """Parts of areas (LSOAs): `stratum` (p,) is the place of each in `classes`, `whole` (p,) its area's; −1: none.

    `people` (k,) are the residents or households of each class in all areas together: the standard population.
    """

    scheme: str
    classes: tuple[str, ...]
    parts: AreaTypes
    stratum: np.ndarray
    whole: np.ndarray
    people: np.ndarray

    @property
    def unclassed(self) -> int:
        """Parts of the areas of which no class is held."""
        return int(((self.stratum < 0) & (self.whole >= 0)).sum())

    def expected(self, crime_type: str, areas: int) -> Expected:
        """Observed and expected crimes of `areas` areas: each part is expected to have the rate of its class."""
        counts, held = self._of_type(crime_type)
        base = np.where(self.whole >= 0, self.parts.base, np.nan)
        found = expected_counts(counts, held, base, self.parts.length, self.stratum)
        return summed(found, self.whole, areas)

    def by_class(self, crime_type: str, areas: int) -> tuple[np.ndarray, np.ndarray]:
        """Crimes, and person-years, of each area and class (areas, k) in the months held."""
        counts, held = self._of_type(crime_type)
        people = np.where(np.isfinite(self.parts.base), self.parts.base, 0.0)
        years = (held * people[:, None]).sum(axis=1) * self.parts.length / 12
        inside = (self.whole >= 0) & (self.stratum >= 0) & (people > 0)
        shape = (areas, len(self.classes))
        crimes, time = np.zeros(shape), np.zeros(shape)
        at = (self.whole[inside], self.stratum[inside])
        np.add.at(crimes, at, np.where(held, counts, 0).sum(axis=1)[inside])
        np.add.at(time, at, years[inside])
        return crimes, time

    def _of_type(self, crime_type: str) -> tuple[np.ndarray, np.ndarray]:
        of = self.parts
        if not crime_type:
            return of.counts.sum(axis=2), of.held.all(axis=2)
        at = of.types.index(crime_type)
        return of.counts[:, :, at], of.held[:, :, at]


def strata_of(connection: sqlite3.Connection, rated: RatedAreas, scheme: str) -> Optional[Strata]:
    """The strata asked for, None for none; raises `CacheError` where classes are not held, or with counts of ONS."""
    if scheme == NO_STRATA:
        return None
    if rated.of_ons:
        raise CacheError(
            tr(
                "ONS publishes no counts by LSOA, so nothing can be standardised by class. Choose none as {name}, or "
                "police.uk as SOURCE."
            ).format(name=STRATA)
        )
    lsoas, class_of = _classes(connection, rated, scheme)
    parts = rated.types if rated.areas == lsoas else area_types(connection, rated.run.selection, lsoas, rated.run.which)
    area_of = level_look_up(connection, rated.areas).area_of
    place = {row.code: at for at, row in enumerate(rated.rows)}
    whole = np.array([place.get(area_of.get((lsoas.edition, code)) or "", -1) for code in parts.codes], dtype=np.int64)
    classes = tuple(sorted({class_of[code] for at, code in zip(whole, parts.codes) if at >= 0 and code in class_of}))
    number = {name: at for at, name in enumerate(classes)}
    stratum = np.array([number.get(class_of.get(code, ""), -1) for code in parts.codes], dtype=np.int64)
    counted = (whole >= 0) & (stratum >= 0) & np.isfinite(parts.base)
    people = np.bincount(stratum[counted], parts.base[counted], minlength=len(classes))
    return Strata(scheme, classes, parts, stratum, whole, people)


def _classes(connection: sqlite3.Connection, rated: RatedAreas, scheme: str) -> tuple[AreaSet, dict[str, str]]:
    """LSOAs of the edition that the files are written with, else of another one that has classes."""
    written = max(rated.run.counts.coverage.lsoa_editions, default=EDITIONS[0])
    lacking: Optional[ReferenceLacking] = None
    own = rated.areas.edition if rated.areas.kind is AreaKind.LSOA else None
    for edition in [own] if own else sorted(EDITIONS, key=lambda edition: edition != written):
        areas = AreaSet(AreaKind.LSOA, edition)
        try:
            return areas, dict(classes_of(connection, areas, scheme))
        except ReferenceLacking as error:
            lacking = lacking or error
    raise lacking or CacheError(scheme)
