# SPDX-License-Identifier: GPL-2.0-or-later
"""Maps on which the crimes of a result stand elsewhere in the catchments of their snap points, each judged again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from qgis.core import QgsCoordinateTransformContext, QgsGeometry, QgsProcessingFeedback

from offline_cache.errors import CacheError
from offline_cache.model import SNAP_POINTS_REDRAWN, Month, Selection

from ...analysis.reallocation import Catchments, Kept, rerun
from ...text import tr
from ..asking.analysis_parameters import LAYER
from ..running.telling import step
from ..units.crimes import crimes_of_cache
from ..units.study_area import dissolved
from .catchments import catchments_in, stands_on, voronoi
from .judged import Judged

SURE, MOSTLY, MAYBE = 0.95, 0.8, 0.2
"""Shares of maps from which a verdict is sure, mostly kept, and from which one not called might be. Ours."""


@dataclass(frozen=True)
class Tried:
    """What came of it: `split` is the share of the crimes whose catchment reaches into several units.

    `known` are the snap points with a catchment; `both_lists`: those of before July 2022 and of after, together.
    """

    judged: Judged
    kept: Kept
    split: float
    known: int
    both_lists: bool

    @property
    def called(self) -> np.ndarray:
        """The units that are called as published, (n,)."""
        return np.asarray(self.kept.verdict != 0)

    @property
    def sure(self) -> int:
        """Units called that keep their verdict on `SURE` of the maps or more."""
        return int((self.called & (self.kept.kept >= SURE)).sum())


def snap_maps(
    judged: Judged,
    draws: int,
    seed: int,
    transforms: QgsCoordinateTransformContext,
    feedback: QgsProcessingFeedback,
) -> Tried:
    """Judge `draws` maps; raises `CacheError` or `AnalysisError` with a sentence, progress goes from 0 to 100."""
    step(feedback, 0, tr("Inferring the catchments of snap points"))
    own = judged.units.unit
    catchments, known, both = _catchments(judged, transforms, feedback)
    step(feedback, 45, tr("Putting crimes elsewhere {draws} times").format(draws=draws))
    point, column = (np.repeat(some, judged.count) for some in (judged.point, judged.column))
    reaches = np.zeros(own.size, dtype=bool)
    reaches[catchments.point[catchments.unit >= 0]] = True
    inside = reaches[point]  # what lies outside all units, and could not lie in one, is in none on any map
    kept = rerun(
        catchments,
        point[inside],
        column[inside],
        (judged.published.shape[0], judged.published.shape[1]),
        judged.published,
        judged.judge,
        draws,
        seed,
        feedback.isCanceled,
    )
    counted = own[point] >= 0
    several = (np.bincount(catchments.point, minlength=own.size) > 1)[point[counted]]
    return Tried(judged, kept, float(several.mean()) if several.size else 0.0, known, both)


def _catchments(
    judged: Judged, transforms: QgsCoordinateTransformContext, feedback: QgsProcessingFeedback
) -> tuple[Catchments, int, bool]:
    """The catchments of the crimes' points among all known, how many there are, and whether of both lists together."""
    inputs, cancelled = judged.inputs, feedback.isCanceled
    crimes, selection = inputs.crimes, inputs.crimes.selection
    if inputs.connection is None or selection is None:
        raise CacheError(tr("Catchments are known of the snap points of the cache only: leave the points empty."))
    first, last, both = _same_list(selection)
    whole = Selection(first, last, forces=selection.forces, area=selection.area, with_asb=True)
    known = crimes_of_cache(inputs.connection, whole).moved_to(inputs.crs, transforms, cancelled)
    x, y = np.concatenate([crimes.x, known.x]), np.concatenate([crimes.y, known.y])
    there = np.isfinite(x) & np.isfinite(y)
    places, at = np.unique(np.column_stack([x, y])[there], axis=0, return_inverse=True)
    place = np.full(x.size, -1, dtype=np.int64)
    place[there] = at.ravel()
    polygons = voronoi(places[:, 0], places[:, 1], _ground(judged), cancelled)
    step(feedback, 20, tr("Cutting catchments by units"))
    cells = [polygons[one] if one >= 0 else QgsGeometry() for one in place[: crimes.x.size].tolist()]
    ground = None
    if judged.counted_in.units == LAYER:
        ground = _ground(judged)
        stands = (judged.units.unit >= 0) | stands_on(ground, crimes.x, crimes.y)
        cells = [cell if on_it else QgsGeometry() for cell, on_it in zip(cells, stands.tolist())]
    return catchments_in(cells, list(judged.units.geometries), judged.units.unit, cancelled, ground), len(places), both


def _same_list(selection: Selection) -> tuple[Optional[Month], Optional[Month], bool]:
    """The months whose snap points are of the same list as those of a selection; whether it stands on both lists."""
    redrawn = SNAP_POINTS_REDRAWN
    if selection.first is not None and selection.first >= redrawn:
        return redrawn, None, False
    if selection.last is not None and selection.last < redrawn:
        return None, _before(redrawn), False
    return None, None, True


def _before(month: Month) -> Month:
    return replace(month, month=month.month - 1) if month.month > 1 else Month(month.year - 1, 12)


def _ground(judged: Judged) -> QgsGeometry:
    study = judged.inputs.study
    return study.geometry if study is not None else dissolved(list(judged.units.geometries))
