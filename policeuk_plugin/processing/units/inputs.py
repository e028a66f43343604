# SPDX-License-Identifier: GPL-2.0-or-later
"""What an analysis is given, read once: crimes and study area in metres of one CRS."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
)

from offline_cache.errors import AreasLacking, CacheError

from ...text import tr
from ..asking.analysis_parameters import AREAS, COUNT_FIELD, CRS, INPUT, LAYER, LSOA, STUDY_AREA, UNIT_LAYER, UNITS
from ..asking.selection_parameters import AREA, FROM, TO, TYPES, read_selection
from ..running.reference_systems import check_metric, grid_for
from ..running.stoppable import stoppable
from .crimes import About, Crimes, crimes_of_cache
from .geometry_sources import centre_of
from .known_ground import ground_of_cache
from .layer_points import crimes_of_layer
from .outlines import Meant, lsoas_lacking, outlines_meant
from .study_area import (
    StudyArea,
    centre_of_outlines,
    in_scotland,
    scotland,
    study_area_of_cache,
    study_area_of_layer,
    within_held,
)
from .whole_months import on_whole_months

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm


@dataclass(frozen=True)
class Inputs:
    """Crimes and study area in metres of `crs`.

    `study` is None where a layer of units is all that is known of it. `connection` and `meant` are there where the
    cache was read. `notes` are sentences for the user. `guessed`: outlines lack, and `study` is the ground known.
    """

    crimes: Crimes
    study: Optional[StudyArea]
    crs: QgsCoordinateReferenceSystem
    connection: Optional[sqlite3.Connection]
    meant: Optional[Meant]
    notes: tuple[str, ...]
    guessed: bool = False

    @property
    def plain(self) -> tuple[str, ...]:
        """What has to stand at the top of a page: that the border of the study area is not the area's own."""
        return self.study.notes[:1] if self.guessed and self.study else ()


class Reader:
    """Reads the parameters of an algorithm that `analysis_parameters` declares; raises `CacheError`."""

    def __init__(
        self,
        algorithm: PoliceUkAlgorithm,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        self._algorithm = algorithm
        self._parameters = parameters
        self._context = context
        self._feedback = feedback
        self._points = self.source(INPUT)
        self._polygons = self.source(STUDY_AREA)
        has_units = algorithm.parameterDefinition(UNITS) is not None
        self._units = algorithm.parameterAsString(parameters, UNITS, context) if has_units else ""

    def source(self, name: str) -> Optional[QgsProcessingFeatureSource]:
        """A layer that was given, None where none was."""
        if self._parameters.get(name) in (None, ""):
            return None
        return self._algorithm.parameterAsSource(self._parameters, name, self._context)

    def read(self, stack: ExitStack) -> Inputs:
        """All of it; the cache stays open for as long as `stack`."""
        cache, connection = self._cache(stack)
        crimes, left_out = self._crimes(connection), tuple[str, ...]()
        if self._algorithm.WHOLE_MONTHS and connection is not None:
            crimes, left_out = on_whole_months(connection, crimes)
        meant, lack = self._meant(cache, connection, crimes)
        centre = self._centre(crimes, meant)
        crs = self._crs(centre)
        crimes = crimes.moved_to(crs, self._context.transformContext(), self._feedback.isCanceled)
        study = self._study(meant, crs)
        notes: tuple[str, ...] = ()
        guessed = lack is not None and study is None
        if lack is not None and connection is not None:
            study, notes = self._without_outlines(study, lack, connection, crimes, crs)
        if study is not None:
            crimes = replace(crimes, about=_with_study(crimes.about, study, meant))
        notes += (*left_out, *(study.notes if study else ()))
        if in_scotland(centre) and crimes.selection is not None:
            notes += (scotland(),)
        return Inputs(crimes, study, crs, connection, meant, notes, guessed and study is not None)

    def _cache(self, stack: ExitStack) -> tuple[Optional[Path], Optional[sqlite3.Connection]]:
        from offline_cache.reader import reading  # not while QGIS starts

        area = self._algorithm.parameterAsString(self._parameters, AREA, self._context).strip()
        if self._points is not None and not area:
            return None, None
        cache = self._algorithm.cache_path(self._parameters, self._context)
        connection = stack.enter_context(reading(cache))
        stack.enter_context(stoppable(connection, self._feedback.isCanceled))
        return cache, connection

    def _crimes(self, connection: Optional[sqlite3.Connection]) -> Crimes:
        cancelled = self._feedback.isCanceled
        if self._points is not None:
            if any(self._parameters.get(name) for name in (FROM, TO, TYPES)):
                self._feedback.pushWarning(tr("Months and crime types do not apply to a layer of points."))
            name = self._algorithm.parameterAsString(self._parameters, COUNT_FIELD, self._context)
            return crimes_of_layer(self._points, name, cancelled)
        if connection is None:
            raise CacheError(tr("Choose a cache or a layer of points."))
        selection = read_selection(self._algorithm, self._parameters, self._context, connection)
        crimes = crimes_of_cache(connection, selection)
        if not crimes.count.size:
            raise CacheError(
                tr(
                    "The cache holds no {what} with a place for {where}, {when}. Choose more months, more crime types "
                    "or a larger area."
                ).format(what=crimes.about.what, where=crimes.about.where, when=crimes.about.when)
            )
        return crimes

    def _meant(
        self, cache: Optional[Path], connection: Optional[sqlite3.Connection], crimes: Crimes
    ) -> tuple[Optional[Meant], Optional[AreasLacking]]:
        """The outlines of the area, or what is not held of them; LSOAs can be counted in with outlines only."""
        from offline_cache.chosen_area import read_area  # not while QGIS starts

        if cache is None or connection is None:
            return None, None
        area = self._algorithm.parameterAsString(self._parameters, AREA, self._context)
        try:
            return outlines_meant(cache, connection, crimes.selection or read_area(connection, area)), None
        except AreasLacking as lack:
            if self._units in (LSOA, *AREAS):
                raise lsoas_lacking(lack) from lack
            if crimes.selection is None and self._units != LAYER and self._polygons is None:
                raise
            return None, lack.with_traceback(None)  # it would hold this run's layers until Python clears up

    def _without_outlines(
        self,
        given: Optional[StudyArea],
        lack: AreasLacking,
        connection: sqlite3.Connection,
        crimes: Crimes,
        crs: QgsCoordinateReferenceSystem,
    ) -> tuple[Optional[StudyArea], tuple[str, ...]]:
        """What serves in place of outlines: the polygons given, else the ground known by the snap points held."""
        if crimes.selection is None or given is not None:
            note = tr(
                "The cache has no outlines of the area, so it is not known whether it holds the crimes of all of the "
                "polygons given. Where it does not, missing was counted as zero."
            )
            return given, (note,)
        transforms, cancelled = self._context.transformContext(), self._feedback.isCanceled
        return ground_of_cache(connection, crimes.selection, crs, transforms, lack, cancelled), ()

    def _centre(self, crimes: Crimes, meant: Optional[Meant]) -> QgsPointXY:
        """The middle of the study area in WGS84 degrees."""
        transforms = self._context.transformContext()
        if self._polygons is not None:
            centre = centre_of(self._polygons, tr("The study area"), transforms)
            if meant is not None and in_scotland(centre) and not in_scotland(centre_of_outlines(meant.outlines)):
                raise CacheError(scotland())
            return centre
        if meant is not None:
            return centre_of_outlines(meant.outlines)
        units = self.source(UNIT_LAYER) if self._units == LAYER else None
        if units is not None:
            return centre_of(units, tr("The layer of units"), transforms)
        return crimes.median(transforms)

    def _crs(self, centre: QgsPointXY) -> QgsCoordinateReferenceSystem:
        chosen = self._algorithm.parameterAsCrs(self._parameters, CRS, self._context)
        if not self._parameters.get(CRS):
            return grid_for(centre)
        return check_metric(chosen, centre, self._context.transformContext())

    def _study(self, meant: Optional[Meant], crs: QgsCoordinateReferenceSystem) -> Optional[StudyArea]:
        transforms, cancelled = self._context.transformContext(), self._feedback.isCanceled
        given = None
        if self._polygons is not None:
            given = study_area_of_layer(self._polygons, crs, transforms, cancelled)
        if meant is None:
            if given is None and self._units != LAYER and self._points is not None:
                raise CacheError(tr("A layer of points needs a study area: give polygons as STUDY_AREA, or an AREA."))
            return given
        held = study_area_of_cache(meant, crs, transforms, cancelled)
        if given is None:
            return held
        return within_held(given, held)


def _with_study(about: About, study: StudyArea, meant: Optional[Meant]) -> About:
    """The words with where a layer of points is, and with the licences of outlines."""
    rights = about.rights
    if meant is not None:
        rights = (*(licence for licence in meant.licences), *rights)
    return replace(about, where=about.where or study.name, rights=rights)
