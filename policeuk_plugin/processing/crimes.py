# SPDX-License-Identifier: GPL-2.0-or-later
"""The crimes of an analysis as points with counts, from the cache or from a layer, with what they rest on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Callable, Optional, Union

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsPointXY,
    QgsProcessingFeatureSource,
)

from offline_cache.errors import CacheError
from offline_cache.model import By, Dataset

from ..analysis.errors import stop_if
from ..analysis.places import Places, collapse
from ..text import INVENTED_FORCE, attribution, caveat, gaps_phrases, invented, many, number, redrawn, tr
from .geometry_sources import checked_crs
from .selection_parameters import forces_meant
from .study_area import WGS84
from .wording import places_of_selection, selection_words

if TYPE_CHECKING:
    from offline_cache.model import Coverage, Selection
    from offline_cache.queries import Counts

Number = Union[int, float]
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

    @property
    def title(self) -> str:
        """What the numbers are of, such as burglary, Luton, May 2021 to April 2023."""
        return ", ".join(part for part in (self.what, self.where, self.when) if part)


@dataclass(frozen=True)
class Crimes:
    """Points in degrees or metres of `crs`, `x`, `y` and `count` (n,); `near` (n,) names the LSOA where known.

    `unplaced` crimes have no point. `selection` is None where they are from a layer.
    """

    x: np.ndarray
    y: np.ndarray
    count: np.ndarray
    near: Optional[np.ndarray]
    crs: QgsCoordinateReferenceSystem
    unplaced: Number
    about: About
    selection: Optional[Selection] = None

    @property
    def places(self) -> Places:
        """The distinct points."""
        return collapse(self.x, self.y, self.count)

    def moved_to(self, crs: QgsCoordinateReferenceSystem, context: QgsCoordinateTransformContext) -> Crimes:
        """The same crimes in another CRS; a point that cannot be placed there becomes NaN, which is in no cell."""
        transform = QgsCoordinateTransform(self.crs, crs, context)
        moved = np.array([_moved(transform, x, y) for x, y in zip(self.x.tolist(), self.y.tolist())]).reshape(-1, 2)
        moved[~np.isfinite(moved).all(axis=1)] = np.nan
        return replace(self, x=moved[:, 0], y=moved[:, 1], crs=crs)

    def median(self, context: QgsCoordinateTransformContext) -> QgsPointXY:
        """The middle of the points, in WGS84 degrees, which a few far ones do not move; 0, 0 without any."""
        if self.x.size == 0:
            return QgsPointXY(0, 0)
        transform = QgsCoordinateTransform(self.crs, QgsCoordinateReferenceSystem(WGS84), context)
        return QgsPointXY(*_moved(transform, float(np.median(self.x)), float(np.median(self.y))))


def crimes_of_cache(connection: sqlite3.Connection, selection: Selection) -> Crimes:
    """The snap points of a selection, in WGS84 degrees, with their coverage in words.

    Raises `CacheError` where only a part of it is held: the rest would count as zero.
    """
    from offline_cache.snap_points import snap_points  # not while QGIS starts

    points = snap_points(connection, selection)
    _refuse_part(points.coverage)
    lsoas = dict(connection.execute(_LSOA_OF_PLACE))
    near = np.array([lsoas.get(place, "") for place in points.place.tolist()], dtype=object)
    unplaced = _unplaced(connection, selection)
    what, when = selection_words(selection)
    rights, labels = _rights(connection, selection)
    about = About(
        what,
        places_of_selection(connection, selection),
        when,
        (
            *_coverage_lines(points.coverage),
            *_area_lines(selection, points.coverage),
            *_unplaced_lines(selection, unplaced, points.coverage),
        ),
        rights,
        len(points.coverage.missing),
        labels,
    )
    crs = QgsCoordinateReferenceSystem(WGS84)
    return Crimes(points.longitude, points.latitude, points.count, near, crs, unplaced, about, selection)


def crimes_of_layer(source: QgsProcessingFeatureSource, count_field: str, cancelled: Callable[[], bool]) -> Crimes:
    """The points of a layer; raises `CacheError` without CRS or features, or for counts that are empty or negative."""
    layer = tr("The layer {name}").format(name=source.sourceName())
    crs = checked_crs(source, layer)
    field = source.fields().lookupField(count_field) if count_field else -1
    request = QgsFeatureRequest().setSubsetOfAttributes([field] if field >= 0 else [])
    rows: list[tuple[float, float, Number]] = []
    unplaced: Number = 0
    flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    for feature in source.getFeatures(request, flag):
        stop_if(cancelled)
        count = _count(feature.attribute(field), count_field) if field >= 0 else 1
        geometry = feature.geometry()
        if geometry.isNull() or geometry.isEmpty():
            unplaced += count
            continue
        points = geometry.asMultiPoint() if geometry.isMultipart() else [geometry.asPoint()]
        if len(points) > 1:
            raise CacheError(
                tr("{layer} has features of several points. Convert it to single parts first.").format(layer=layer)
            )
        rows.append((points[0].x(), points[0].y(), count))
    columns = np.array(rows, dtype=float).reshape(-1, 3)
    about = About(source.sourceName(), "", "", _layer_lines(source, count_field, unplaced), ())
    return Crimes(columns[:, 0], columns[:, 1], _whole(columns[:, 2]), None, crs, unplaced, about)


def by_lsoa(connection: sqlite3.Connection, selection: Selection) -> Counts:
    """The crimes of a selection by place, with the LSOA code that the file gives."""
    from offline_cache.queries import counts  # not while QGIS starts

    return counts(connection, selection, By.PLACE)


def _moved(transform: QgsCoordinateTransform, x: float, y: float) -> tuple[float, float]:
    try:
        point = transform.transform(x, y)
    except QgsCsException:
        return float("nan"), float("nan")
    return point.x(), point.y()


def _count(value: object, name: str) -> Number:
    """A feature's count; raises `CacheError` where there is none: empty is not zero."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and np.isfinite(value):
        if value < 0:
            raise CacheError(
                tr("The count field {name} has values below zero. Choose another field.").format(name=name)
            )
        return int(value) if float(value).is_integer() else value
    raise CacheError(
        tr("The count field {name} has empty values. Fill them in or choose another field; empty is not zero.").format(
            name=name
        )
    )


def _whole(counts: np.ndarray) -> np.ndarray:
    return counts.astype(np.int64) if np.array_equal(counts, np.floor(counts)) else counts


def _unplaced(connection: sqlite3.Connection, selection: Selection) -> int:
    """Crimes of the selection's files, months and types that have no point; an area cannot be told of them."""
    from offline_cache.queries import counts  # not while QGIS starts

    forces = forces_meant(connection, selection) or ()
    return counts(connection, replace(selection, area=None, forces=forces), By.FORCE).unplaced


def _refuse_part(coverage: Coverage) -> None:
    if coverage.partial:
        phrases = gaps_phrases(coverage.partial)
        more = tr(" and {n} more").format(n=len(phrases) - 1) if len(phrases) > 1 else ""
        raise CacheError(
            tr(
                "Not all of what is selected is held, and what is not would count as zero: {gap}{more}. Choose an area "
                "within the LSOAs held, such as slice:1, or download the rest."
            ).format(gap=phrases[0], more=more)
        )


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


def _area_lines(selection: Selection, coverage: Coverage) -> Iterable[str]:
    from offline_cache.coverage import not_carried_line  # not while QGIS starts

    if selection.area and coverage.not_carried:
        yield not_carried_line(coverage.not_carried, tr("crimes"), selection.area)


def _coverage_lines(coverage: Coverage) -> Iterable[str]:
    yield tr("{files} of street-level crimes.").format(
        files=many(coverage.files, tr("published file"), tr("published files"))
    )
    if coverage.missing:
        for phrase in gaps_phrases(coverage.missing):
            yield tr("Missing, which is not zero: {gap}.").format(gap=phrase)
    else:
        yield tr("No month is missing.")
    if coverage.snapshots:
        yield tr("Snapshot of the service: {snapshots}.").format(snapshots=", ".join(coverage.snapshots))
    elif coverage.files:
        yield tr("Of which snapshot of the service the files are is not known: no archive named it.")
    if coverage.spans_redrawing:
        yield redrawn()
    if coverage.lsoa_editions:
        yield tr("LSOA codes in the files: edition of {editions}.").format(
            editions=", ".join(map(str, coverage.lsoa_editions))
        )


def _layer_lines(source: QgsProcessingFeatureSource, count_field: str, unplaced: Number) -> tuple[str, ...]:
    features = many(source.featureCount(), tr("feature"), tr("features"))
    counted = tr("counted by the field {field}").format(field=count_field) if count_field else tr("each counted as one")
    lines = [
        tr("The layer {name}: {features}, {counted}.").format(
            name=source.sourceName(), features=features, counted=counted
        )
    ]
    if unplaced:
        lines.append(tr("{n} have no geometry and are on no map.").format(n=number_text(unplaced)))
    return tuple(lines)


def number_text(value: Number) -> str:
    """A count for reading: whole ones without decimals."""
    return number(int(value)) if float(value).is_integer() else f"{value:,.2f}"


def _rights(connection: sqlite3.Connection, selection: Selection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Attribution and caveat; and the label of the sample where it is among the data."""
    forces = set(forces_meant(connection, selection) or _forces_held(connection))
    labels = (invented(),) if INVENTED_FORCE in forces else ()
    return ((attribution(),) if forces - {INVENTED_FORCE} or not forces else ()) + (caveat(),), labels


def _forces_held(connection: sqlite3.Connection) -> list[str]:
    from offline_cache.ledger import published_files  # not while QGIS starts

    return [file.key.force for file in published_files(connection) if file.key.dataset is Dataset.STREET]
