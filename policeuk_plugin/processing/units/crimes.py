# SPDX-License-Identifier: GPL-2.0-or-later
"""The crimes of an analysis as points with counts, from the cache or from a layer, with what they rest on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Optional

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsPointXY,
)

from offline_cache.errors import CacheError
from offline_cache.model import By, Dataset, Month

from ...analysis.errors import Cancelled, never
from ...analysis.places import Places, collapse
from ...text import INVENTED_FORCE, attribution, caveat, gaps_phrases, invented, many, number, redrawn, tr
from ..asking.selection_parameters import forces_meant
from ..running.moving import moved_points
from ..running.railway_words import railway_lines
from ..running.reference_systems import WGS84
from ..running.wording import Number, places_of_selection, selection_words

if TYPE_CHECKING:
    from offline_cache.model import Coverage, Selection
    from offline_cache.snap_points import SnapPoints

_LSOA_OF_PLACE = "SELECT p.id, l.name FROM place p JOIN lsoa l ON l.id = p.lsoa WHERE l.id > 0"


@dataclass(frozen=True)
class About:
    """Crimes in words: what, where, months; what numbers rest on; whose data it is; `labels`: that it is invented."""

    what: str
    where: str
    when: str
    basis: tuple[str, ...]
    rights: tuple[str, ...]
    missing_months: int = 0
    labels: tuple[str, ...] = ()
    months: Optional[tuple[Month, Month]] = None

    @property
    def title(self) -> str:
        """What the numbers are of, such as burglary, Luton, May 2021 to April 2023."""
        return ", ".join(part for part in (self.what, self.where, self.when) if part)


@dataclass(frozen=True)
class Crimes:
    """Points in degrees or metres of `crs`, `x`, `y` and `count` (n,); `near` (n,) names the LSOA where known.

    `unplaced` crimes have no point. `selection` is None where they are from a layer, and so are the ids of snap
    points in `place`. `months` are those counted, where they are not all from the first to the last of it.
    """

    x: np.ndarray
    y: np.ndarray
    count: np.ndarray
    near: Optional[np.ndarray]
    crs: QgsCoordinateReferenceSystem
    unplaced: Number
    about: About
    selection: Optional[Selection] = None
    place: Optional[np.ndarray] = None
    months: tuple[Month, ...] = ()

    @property
    def places(self) -> Places:
        """The distinct points."""
        return collapse(self.x, self.y, self.count)

    def moved_to(
        self, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext, cancelled: Cancelled = never
    ) -> Crimes:
        """The same crimes in another CRS; a point that cannot be placed there becomes NaN, which is in no cell."""
        x, y = moved_points(self.x, self.y, QgsCoordinateTransform(self.crs, crs, context), cancelled)
        return replace(self, x=x, y=y, crs=crs)

    def median(self, context: QgsCoordinateTransformContext) -> QgsPointXY:
        """The middle of the points, in WGS84 degrees, which a few far ones do not move; 0, 0 without any."""
        if self.x.size == 0:
            return QgsPointXY(0, 0)
        transform = QgsCoordinateTransform(self.crs, QgsCoordinateReferenceSystem(WGS84), context)
        (x,), (y,) = moved_points(np.median(self.x, keepdims=True), np.median(self.y, keepdims=True), transform)
        return QgsPointXY(float(x), float(y))


def crimes_of_cache(connection: sqlite3.Connection, selection: Selection) -> Crimes:
    """The snap points of a selection, in WGS84 degrees, with their coverage in words.

    Raises `CacheError` where only a part of it is held: the rest would count as zero.
    """
    from offline_cache.snap_points import snap_points  # not while QGIS starts

    points = snap_points(connection, selection)
    _refuse_part(points.coverage)
    lsoas = dict(connection.execute(_LSOA_OF_PLACE))
    near = np.array([lsoas.get(place, "") for place in points.place.tolist()], dtype=object)
    unplaced = _unplaced(connection, selection, points)
    what, when = selection_words(selection)
    rights, labels = rights_and_labels(connection, selection)
    about = About(
        what,
        places_of_selection(connection, selection),
        when,
        (
            *coverage_lines(points.coverage),
            *area_lines(selection, points.coverage),
            *_unplaced_lines(selection, unplaced, points.coverage),
            *railway_lines(connection, selection),
        ),
        rights,
        len(points.coverage.missing),
        labels,
        (selection.first, selection.last) if selection.first and selection.last else None,
    )
    crs = QgsCoordinateReferenceSystem(WGS84)
    return Crimes(points.longitude, points.latitude, points.count, near, crs, unplaced, about, selection, points.place)


def about_counts(connection: sqlite3.Connection, selection: Selection, coverage: Coverage) -> About:
    """Counts of a selection in words, with their coverage; of crimes without a place their own result tells."""
    what, when = selection_words(selection)
    rights, labels = rights_and_labels(connection, selection)
    basis = (*coverage_lines(coverage), *railway_lines(connection, selection))
    months = (selection.first, selection.last) if selection.first and selection.last else None
    where = places_of_selection(connection, selection)
    return About(what, where, when, basis, rights, len(coverage.missing), labels, months)


def _unplaced(connection: sqlite3.Connection, selection: Selection, points: SnapPoints) -> int:
    """Crimes of the selection's files, months and types that have no point; an area cannot be told of them."""
    from offline_cache.queries import counts  # not while QGIS starts

    if selection.area is None and points.coverage.files:
        return points.unplaced
    forces = forces_meant(connection, selection) or ()
    return counts(connection, replace(selection, area=None, forces=forces), By.FORCE).unplaced


def part_refused(coverage: Coverage) -> str:
    """Why nothing is made of what is held only in part, '' where all is held."""
    if not coverage.partial:
        return ""
    phrases = gaps_phrases(coverage.partial)
    more = tr(" and {n} more").format(n=len(phrases) - 1) if len(phrases) > 1 else ""
    return tr(
        "Not all of what is selected is held, and what is not would count as zero: {gap}{more}. Choose an area "
        "within the LSOAs held, such as slice:1, or download the rest."
    ).format(gap=phrases[0], more=more)


def _refuse_part(coverage: Coverage) -> None:
    refused = part_refused(coverage)
    if refused:
        raise CacheError(refused)


def _unplaced_lines(selection: Selection, unplaced: int, coverage: Coverage) -> Iterable[str]:
    if coverage.unplaced_not_held:
        yield tr(
            "{n} of all types in the files held as slices were published without a place: whether they lie here is not "
            "known."
        ).format(n=number(coverage.unplaced_not_held))
    if selection.area is not None and unplaced:
        yield tr(
            "{n} more in the same files were published without a place: whether they lie here is not known."
        ).format(n=number(unplaced))
    elif not coverage.unplaced_not_held:
        yield tr("{n} were published without a place and are on no map.").format(n=number(unplaced))


def area_lines(selection: Selection, coverage: Coverage) -> Iterable[str]:
    """Rows of which it is not known whether they lie in the area."""
    from offline_cache.coverage import not_carried_line  # not while QGIS starts

    if selection.area and coverage.not_carried:
        yield not_carried_line(coverage.not_carried, tr("crimes"), selection.area)
    yield from coverage.notes


def coverage_lines(coverage: Coverage) -> Iterable[str]:
    """Files held, months missing or held in part, snapshots, editions."""
    yield tr("{files} of street-level crimes.").format(
        files=many(coverage.files, tr("published file"), tr("published files"))
    )
    if coverage.missing:
        for phrase in gaps_phrases(coverage.missing):
            yield tr("Missing, which is not zero: {gap}.").format(gap=phrase)
    for phrase in gaps_phrases(coverage.partial):
        yield tr("Held in part: {gap}.").format(gap=phrase)
    if not coverage.missing and not coverage.partial:
        yield tr("No month is missing.")
    if coverage.snapshots:
        yield tr("Snapshot of the service: {snapshots}.").format(snapshots=", ".join(coverage.snapshots))
    elif coverage.files:
        yield tr("The files do not say from which snapshot of the service they are.")
    if coverage.spans_redrawing:
        yield redrawn()
    if coverage.lsoa_editions:
        yield tr("LSOA codes in the files: edition of {editions}.").format(
            editions=", ".join(map(str, coverage.lsoa_editions))
        )


def rights_and_labels(connection: sqlite3.Connection, selection: Selection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Attribution and caveat; and the label of the sample where it is among the data."""
    forces = set(forces_meant(connection, selection) or _forces_held(connection))
    labels = (invented(),) if INVENTED_FORCE in forces else ()
    return ((attribution(),) if forces - {INVENTED_FORCE} or not forces else ()) + (caveat(),), labels


def _forces_held(connection: sqlite3.Connection) -> list[str]:
    from offline_cache.ledger import published_files  # not while QGIS starts

    return [file.key.force for file in published_files(connection) if file.key.dataset is Dataset.STREET]
