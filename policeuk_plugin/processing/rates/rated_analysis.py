# SPDX-License-Identifier: GPL-2.0-or-later
"""What the algorithms that rate areas are alike in: their group, how they run, the numbers that all of them give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...text import tr
from ..asking import analysis_parameters as names
from ..running.base import Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    import sqlite3

    from .rated_areas import RatedAreas
    from .rated_result import RatedResult


class RatedAnalysis(PoliceUkAlgorithm):
    """Base of the algorithms that compare the areas of a level with one another."""

    GROUP = Group.AREAS
    AREAS, CRIMES, UNPLACED, NOT_CARRIED = "AREAS", "CRIMES", "UNPLACED", "NOT_CARRIED"
    HATCHED, NOT_COVERED, MISSING_MONTHS, SENTENCE = "HATCHED", "NOT_COVERED", "MISSING_MONTHS", "SENTENCE"

    def add_common_numbers(self, more: dict[str, str]) -> None:
        """Declare the numbers that all of them give, and `more` of this one before them."""
        names.add_numbers(
            self,
            {
                **more,
                self.AREAS: tr("Areas"),
                self.CRIMES: tr("Crimes in these areas, in the months held"),
                self.UNPLACED: tr("Crimes without a place"),
                self.NOT_CARRIED: tr("Crimes that cannot be carried to one area"),
                self.HATCHED: tr("Areas that lack months"),
                self.NOT_COVERED: tr("Areas of which nothing is held"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
            },
        )
        names.add_sentence(self)

    def read(
        self,
        connection: sqlite3.Connection,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> RatedAreas:
        """The areas with their crimes; raises `CacheError` with what is lacking."""
        from .rated_areas import read_rated

        return read_rated(self, parameters, context, connection, feedback.isCanceled)

    def made(
        self,
        rated: RatedAreas,
        connection: sqlite3.Connection,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> RatedResult:
        """What the analysis makes of the areas."""
        raise NotImplementedError

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, count, compare, write."""
        from ..running.cache_opened import cache_opened  # not while QGIS starts
        from ..running.telling import step
        from .rated_result import write_rated

        with cache_opened(self, parameters, context, feedback, tr("Counting crimes by area")) as connection:
            rated = self.read(connection, parameters, context, feedback)
            step(feedback, 50, tr("Comparing the areas"))
            made = self.made(rated, connection, parameters, context, feedback)
            results = write_rated(self, rated, made, parameters, context, feedback)
        said = " ".join([made.finding.rstrip(".") + ".", *made.sentences, *self._carried(rated, made)])
        return {**results, **self._common(rated), **made.numbers, self.SENTENCE: said}

    def _carried(self, rated: RatedAreas, made: RatedResult) -> list[str]:
        from ..areas.area_words import not_carried  # not while QGIS starts

        return [line for line in not_carried(rated.run) if line not in made.sentences]

    def _common(self, rated: RatedAreas) -> dict[str, Any]:
        from ...layers.area_style import MISSING, UNKNOWN  # not while QGIS starts

        run = rated.run
        return {
            self.AREAS: len(run.rows),
            self.CRIMES: sum(row.rated for row in run.rows),
            self.UNPLACED: run.counts.unplaced,
            self.NOT_CARRIED: run.counts.not_carried + run.counts.without_lsoa,
            self.HATCHED: list(run.states).count(MISSING),
            self.NOT_COVERED: list(run.states).count(UNKNOWN),
            self.MISSING_MONTHS: rated.about.missing_months,
        }
