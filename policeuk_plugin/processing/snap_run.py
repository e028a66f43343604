# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of the snap-point uncertainty: catchments inferred, crimes put elsewhere in them, a method run again."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np
from qgis.core import QgsCoordinateTransformContext, QgsGeometry, QgsProcessingFeedback

from offline_cache.errors import CacheError
from offline_cache.model import Selection

from ..analysis.clusters import Verdict
from ..analysis.errors import Cancelled
from ..analysis.local_moran import Kind, find_associations
from ..analysis.persistence import OFTEN, Often, chance_of_top, persistence
from ..analysis.reallocation import Catchments, Kept, rerun
from ..text import number, tr
from .analysis_parameters import HEXAGON, LSOA, SQUARE
from .catchments import catchments_in, voronoi
from .cluster_run import Asked as ClustersAsked
from .cluster_run import tested_by
from .crimes import crimes_of_cache
from .inputs import Inputs
from .main_names import main_names
from .study_area import dissolved
from .telling import step
from .unit_inputs import UnitsAsked, units_of
from .unit_months import PointMonths, point_months
from .units import Units

LEAST_CRIMES, LEAST_MONTHS = 20, 12
SURE, MOSTLY, MAYBE = 0.95, 0.8, 0.2
"""Shares of maps from which a verdict is sure, mostly kept, and from which one not called might be. Ours."""


class Method(enum.Enum):
    """METHOD, by the word in the parameter."""

    CLUSTERS = "clusters"
    PERSISTENCE = "persistence"
    MORAN = "moran"


class Standing(enum.Enum):
    """What a map shows of a unit; the values stand in the field `class` and in the style."""

    SURE = "called, stays"
    MOSTLY = "called, mostly stays"
    UNSURE = "called, may be snapping"
    MAYBE = "not called, might be"
    NOT = "not called"


STANDINGS = tuple(Standing)


@dataclass(frozen=True)
class Asked:
    """What is asked; `top` in per cent, of persistence."""

    counted_in: UnitsAsked
    method: Method
    draws: int
    alpha: float
    top: float
    seed: int

    @property
    def cells(self) -> bool:
        """Whether the units are cells of a grid."""
        return self.counted_in.units in (SQUARE, HEXAGON)


@dataclass(frozen=True)
class SnapRun:
    """The result. `split` is the share of crimes whose catchment lies in more than one unit, `known` the snap points.

    `standing` (n,) holds places in `STANDINGS`; `words` what the method says by its verdicts, the first not called.
    """

    asked: Asked
    inputs: Inputs
    units: Units
    months: Optional[PointMonths]
    kept: Kept
    split: float
    known: int
    words: Sequence[str]
    standing: np.ndarray
    names: Optional[Sequence[Optional[str]]]

    def of(self, standing: Standing) -> int:
        """How many units stand so."""
        return int((self.standing == STANDINGS.index(standing)).sum())

    @property
    def called(self) -> int:
        """Units that the method calls as published."""
        return int((self.kept.verdict != 0).sum())

    @property
    def shown(self) -> list[int]:
        """Units that are named: those called, the least sure first, then those that might be."""
        called = np.flatnonzero(self.kept.verdict != 0)
        maybe = np.flatnonzero(self.standing == STANDINGS.index(Standing.MAYBE))
        first = called[np.lexsort((-self.units.counted.count[called], self.kept.kept[called]))]
        return [*first.tolist()[:10], *maybe[np.argsort(-self.kept.called[maybe], kind="stable")].tolist()[:5]]


def run_snap(
    inputs: Inputs, asked: Asked, transforms: QgsCoordinateTransformContext, feedback: QgsProcessingFeedback
) -> SnapRun:
    """Run the method again and again; raises `CacheError` or `AnalysisError` with a sentence."""
    cancelled = feedback.isCanceled
    if inputs.connection is None or inputs.crimes.selection is None or inputs.crimes.place is None:
        raise CacheError(tr("Catchments are known of the snap points of the cache only: leave the points empty."))
    step(feedback, 15, tr("Counting crimes in the study area"))
    units, _ = units_of(inputs, asked.counted_in, cancelled)
    months, point, month, published = _crimes(inputs, units, asked)
    crimes = int(published.sum())
    if crimes < LEAST_CRIMES:
        raise CacheError(
            tr(
                "Only {crimes} crimes lie in the units: at least {least} are needed. Choose more months or types."
            ).format(crimes=number(crimes), least=LEAST_CRIMES)
        )
    step(feedback, 25, tr("Inferring the catchments of snap points"))
    own = _own_units(inputs, units)
    catchments, known = _catchments(inputs, units, own, transforms, feedback)
    inside = own[point] >= 0
    point, month = point[inside], month[inside]
    step(feedback, 50, tr("Putting crimes elsewhere {draws} times").format(draws=asked.draws))
    judge, words = _judge(asked, units, published, cancelled)
    shape = published.shape[0], published.shape[1]
    kept = rerun(catchments, point, month, shape, published, judge, asked.draws, asked.seed, cancelled)
    split = np.bincount(catchments.point, minlength=own.size)[point] > 1
    standing = np.select(
        [
            (kept.verdict != 0) & (kept.kept >= SURE),
            (kept.verdict != 0) & (kept.kept >= MOSTLY),
            kept.verdict != 0,
            kept.called >= MAYBE,
        ],
        [0, 1, 2, 3],
        4,
    )
    names = main_names(units.unit, inputs.crimes, len(units.keys)) if asked.counted_in.units != LSOA else None
    share = float(split.mean()) if split.size else 0.0
    return SnapRun(asked, inputs, units, months, kept, share, known, words, standing, names)


def _own_units(inputs: Inputs, units: Units) -> np.ndarray:
    """The unit of each point of the crimes, (p,)."""
    if units.unit.shape == inputs.crimes.x.shape:
        return units.unit
    raise CacheError(tr("These units cannot be set beside snap points. Choose squares, hexagons or a layer."))


def _crimes(
    inputs: Inputs, units: Units, asked: Asked
) -> tuple[Optional[PointMonths], np.ndarray, np.ndarray, np.ndarray]:
    """A row a crime: its point and month, and the counts as published, (units, months)."""
    if asked.method is Method.PERSISTENCE:
        held = point_months(inputs)
        if len(held.months) < LEAST_MONTHS:
            raise CacheError(
                tr("Only {n} months are wholly held: at least {least} are needed to say what lasts.").format(
                    n=len(held.months), least=LEAST_MONTHS
                )
            )
        point, month = np.repeat(held.point, held.count), np.repeat(held.month, held.count)
        return held, point, month, held.into(units.unit, len(units.keys))
    count = np.asarray(inputs.crimes.count, dtype=np.int64)
    point = np.repeat(np.arange(count.size), count)
    return None, point, np.zeros(point.size, dtype=np.int64), np.asarray(units.counted.count)[:, None]


def _catchments(
    inputs: Inputs,
    units: Units,
    own: np.ndarray,
    transforms: QgsCoordinateTransformContext,
    feedback: QgsProcessingFeedback,
) -> tuple[Catchments, int]:
    """The catchments of the crimes' points among all held, of all months and types, and how many there are."""
    crimes, selection, cancelled = inputs.crimes, inputs.crimes.selection, feedback.isCanceled
    if inputs.connection is None or selection is None:
        raise CacheError(tr("Catchments are known of the snap points of the cache only: leave the points empty."))
    whole = Selection(forces=selection.forces, area=selection.area, with_asb=True)
    known = crimes_of_cache(inputs.connection, whole).moved_to(inputs.crs, transforms, cancelled)
    x, y = np.concatenate([crimes.x, known.x]), np.concatenate([crimes.y, known.y])
    there = np.isfinite(x) & np.isfinite(y)
    places, at = np.unique(np.column_stack([x, y])[there], axis=0, return_inverse=True)
    place = np.full(x.size, -1, dtype=np.int64)
    place[there] = at.ravel()
    polygons = voronoi(places[:, 0], places[:, 1], _ground(inputs, units), cancelled)
    mine = place[: crimes.x.size]
    step(feedback, 35, tr("Cutting catchments by units"))
    cells = [polygons[one] if one >= 0 else QgsGeometry() for one in mine.tolist()]
    return catchments_in(cells, list(units.geometries), own, cancelled), len(places)


def _ground(inputs: Inputs, units: Units) -> QgsGeometry:
    return inputs.study.geometry if inputs.study is not None else dissolved(list(units.geometries))


def _judge(
    asked: Asked, units: Units, published: np.ndarray, cancelled: Cancelled
) -> tuple[Callable[[np.ndarray], np.ndarray], Sequence[str]]:
    """The method as a function of counts (units, months), 0 for not called, and what its numbers mean."""
    if asked.method is Method.PERSISTENCE:
        places = persistence(published, asked.top).places
        totals = published.sum(axis=0)  # of the months, which hardly change when crimes stand elsewhere
        most = chance_of_top(totals, len(units.keys), places, asked.alpha, asked.seed, cancelled).most
        return (lambda counts: _persistent(counts, asked.top, most)), (tr("not persistent"), tr("persistent"))
    if asked.method is Method.MORAN:
        kinds = (Kind.HIGH_HIGH, Kind.LOW_LOW, Kind.HIGH_LOW, Kind.LOW_HIGH)

        def moran(counts: np.ndarray) -> np.ndarray:
            found = find_associations(counts.sum(axis=1), units.windows, asked.alpha, units.size, asked.seed, cancelled)
            return np.select([found.is_(kind) for kind in kinds], [1, 2, 3, 4], 0)

        return moran, (tr("not told"), *(kind.value for kind in kinds))
    tested = ClustersAsked(asked.counted_in, asked.alpha, asked.seed)

    def clusters(counts: np.ndarray) -> np.ndarray:
        found = tested_by(tested, counts.sum(axis=1), units.windows, units.size, None, cancelled, asked.alpha)
        return found.is_(Verdict.CLUSTER).astype(np.int64)

    return clusters, (tr("no cluster"), tr("cluster"))


def _persistent(counts: np.ndarray, top: float, most: int) -> np.ndarray:
    """Units in the top in half of the months or more, and oftener than chance makes, as `persistence` calls them."""
    found = persistence(counts, top)
    often = found.often <= OFTEN.index(Often.MOST_MONTHS)
    return (often & (found.months >= most)).astype(np.int64)
