# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:areamap`: numbers and rates of crimes by LSOA, ward, district, CSP, police force area or neighbourhood."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.selection_parameters import add_selection, months_settled, read_selection
from ..running.base import Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    from ..units.crimes import About
    from .area_run import AreaRun

LEVEL, MEASURE, EDITION = "LEVEL", "MEASURE", "EDITION"
LEVELS = ["lsoa", "ward", "district", "csp", "pfa", "neighbourhood"]
MEASURES = ["count", "rate residents", "rate households", "change", "bands"]
EDITIONS = ["as the files", "2021", "2011"]


class AreaMap(PoliceUkAlgorithm):
    """Counts, rates, change and bands by area."""

    GROUP = Group.AREAS
    AREAS, CRIMES, UNPLACED, NOT_CARRIED = "AREAS", "CRIMES", "UNPLACED", "NOT_CARRIED"
    RATE, HATCHED, NOT_COVERED, MISSING_MONTHS = "RATE", "HATCHED", "NOT_COVERED", "MISSING_MONTHS"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Area map")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr(
            "police,crime,choropleth,rate,residents,households,lsoa,ward,csp,district,force,change,crimemapper"
        ).split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Maps crimes by area: numbers, rates per 1,000 residents or households a year, change on the same months "
            "a year before, or five bands around the rate of all areas, as CrimeMapper had them.\n\n"
            "Use it to compare areas. Use rates or bands, not numbers: large areas hold more crimes because more "
            "people are there. Do not use it to find hotspots ('Crime clusters' does that), nor to rank town centres "
            "by residents: few live there, many visit.\n\n"
            "Crimes are counted by the LSOA code in the file, in the file's own edition, never by where a snap point "
            "lies. "
            "Areas that lack months are hatched; those months are in no rate. Areas of which nothing is held are 'not "
            "covered', which is not zero.\n\n"
            "Bands: ratios to the rate of all, cut at 0.5, 0.8, 1.25 and 2 (our own cut-offs). An area leaves the "
            "average only where its interval does (empirical Bayes, Marshall 1991).\n\n"
            "Limits: change needs the same months a year before, and gives no percentage of fewer than 20 crimes. "
            "Rates need residents or households, which are imported (Census tables TS001 and TS041). Crimes without a "
            "place are in no area, and said."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        names.add_choice(
            self,
            LEVEL,
            tr("Areas"),
            LEVELS,
            tr("What crimes are counted in; pfa: the police force area, neighbourhood: by outlines that were fetched."),
        )
        names.add_choice(
            self,
            MEASURE,
            tr("What is mapped"),
            MEASURES,
            tr("Numbers, rates a year, change on the same months a year before, or five bands around the rate of all."),
            default="rate residents",
        )
        edition = names.add_choice(
            self,
            EDITION,
            tr("Edition of LSOAs"),
            EDITIONS,
            tr("Which LSOAs to draw. Crimes of files of the other edition are carried where that is exact."),
        )
        names.advanced(edition)
        self.add(
            QgsProcessingParameterFeatureSink(names.OUTPUT, tr("Area map"), QgsProcessing.SourceType.TypeVectorPolygon),
            tr("One feature an area, with count, rate, change, band, months held, what lacks, and all in words."),
        )
        names.add_report(self)
        names.add_numbers(
            self,
            {
                self.AREAS: tr("Areas"),
                self.CRIMES: tr("Crimes in these areas"),
                self.UNPLACED: tr("Crimes without a place"),
                self.NOT_CARRIED: tr("Crimes that cannot be carried to one area"),
                self.RATE: tr("Rate of all areas together per 1,000 a year"),
                self.HATCHED: tr("Areas that lack months"),
                self.NOT_COVERED: tr("Areas of which nothing is held"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
            },
        )

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, count, write."""
        from ..running.cache_opened import cache_opened
        from ..units.crimes import about_counts
        from .area_run import Measure, areas_asked, run_areas  # not while QGIS starts

        with cache_opened(self, parameters, context, feedback, tr("Counting crimes by area")) as connection:
            selection = read_selection(self, parameters, context, connection)
            level = self.parameterAsString(parameters, LEVEL, context)
            areas = areas_asked(connection, level, self.parameterAsString(parameters, EDITION, context), selection)
            measure = Measure(self.parameterAsString(parameters, MEASURE, context))
            run = run_areas(connection, selection, areas, measure, context, feedback.isCanceled)
            about = about_counts(connection, selection, run.counts.coverage)
            results = self._written(run, about, parameters, context, feedback)
        return {**results, **self._numbers(run, about)}

    def _written(
        self,
        run: AreaRun,
        about: About,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Layer and page, each with what it rests on; nothing is there before both are whole."""
        from ...layers.request import CountedFrom
        from ..running.command_text import texts_to_repeat
        from ..running.telling import step
        from ..running.wording import sentence_case
        from ..units.unit_result import Shown, write_shown
        from ..writing.outputs import explained, tell
        from ..writing.result_layer import hand_over
        from ..writing.staging import Staging
        from . import area_words as words
        from .area_layer import styling_of, subtitle, write_areas
        from .area_page import page

        step(feedback, 60, tr("Writing the result"))
        cache = self.cache_path(parameters, context)
        settled = {**months_settled(run.selection), MEASURE: run.measure.value, LEVEL: run.counts.kind}
        texts = texts_to_repeat(self, parameters, context, settled, "areas.gpkg")
        with Staging() as staging:
            staged = write_areas(self, run, staging.sink(parameters, context), context, feedback)
            finding = [words.finding(run, about), *words.sentences(run)]
            told = explained(self, about, finding, words.basis(run, about), texts)
            areas = run.counts.areas
            told = replace(
                told,
                name=tr("{measure}: {title}{lost}").format(
                    measure=sentence_case(words.measure_words(run)), title=about.title, lost=subtitle(run)
                ),
                rights=(*run.licences, *told.rights),
                counted=CountedFrom(cache, run.selection, f"{areas.kind.value}:{areas.edition}" if areas else ""),
            )
            tell(told, words.warnings(run), feedback)
            results = {names.OUTPUT: hand_over(staged, told, styling_of(run), staging, context)}
            shown = Shown(told, texts, partial(page, run, about))
            return {**results, **write_shown(self, shown, parameters, context, feedback, staging)}

    def _numbers(self, run: AreaRun, about: About) -> dict[str, Any]:
        from ...layers.area_style import MISSING, UNKNOWN  # not while QGIS starts

        return {
            self.AREAS: len(run.rows),
            self.CRIMES: sum(row.count or 0 for row in run.rows),
            self.UNPLACED: run.counts.unplaced,
            self.NOT_CARRIED: run.counts.not_carried + run.counts.without_lsoa,
            self.RATE: run.counts.rate,
            self.HATCHED: list(run.states).count(MISSING),
            self.NOT_COVERED: list(run.states).count(UNKNOWN),
            self.MISSING_MONTHS: about.missing_months,
        }
