# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:downloadcrimesinarea`: what the service has in an area that the user draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)

from ...text import tr
from ..asking.analysis_parameters import OUTPUT, add_choices, add_numbers
from ..asking.selection_parameters import FROM, TO
from ..running.base import CACHE, PoliceUkAlgorithm, sentences
from .drawn_outline import ANEW, KINDS, KINDS_THERE_ARE, NAME, add_outline, outlines_given

if TYPE_CHECKING:
    from .drawn_run import DrawnRun


class DownloadCrimesInArea(PoliceUkAlgorithm):
    """Crimes, outcomes and stops in a polygon, from the service's interface, kept in the cache."""

    RECORDS, FETCHED, HELD, SUMMARY = "RECORDS", "FETCHED", "HELD", "SUMMARY"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Download crimes in an area that you draw")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,polygon,custom area,draw,outcomes,stop and search,api,download").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Asks the service for the crimes, outcomes or stops and searches in an area of your own, month by month, "
            "and keeps the answers in the cache with the day on which they were given. If you ask again for what is "
            "held, it answers from the cache and needs no network.\n\n"
            "Use it for a quick look at a small area of which you do not want the published files: a park, a "
            "campus, an estate. The layer has a point for each record, the log the counts by month and kind.\n\n"
            "Do not use it for statistics: hotspots, rates and trends rest on published files ('Download a force'), "
            "which have LSOAs, all months and a release to name. An answer has no LSOA and no force, and the service "
            "keeps 36 months only. A month with no record at all may not have been published, which is not zero.\n\n"
            "A crime belongs to the area by its snap point, which may lie on the other side of the outline from the "
            "place of the crime. Outcomes and stops are of the month of the outcome and of the stop."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        add_outline(self)
        self.add(
            QgsProcessingParameterString(FROM, tr("From month")), tr("The first month as YYYY-MM, such as 2026-04.")
        )
        self.add(
            QgsProcessingParameterString(TO, tr("To month"), optional=True),
            tr("The last month as YYYY-MM. Empty: the first month only."),
        )
        kinds = tr("crimes (with anti-social behaviour), outcomes, stops (stop and search).")
        add_choices(self, KINDS, tr("Kinds of records"), KINDS_THERE_ARE, kinds, KINDS_THERE_ARE[:1])
        self.add(QgsProcessingParameterString(NAME, tr("Name"), optional=True), tr("What you call the area. Optional."))
        self.add(
            QgsProcessingParameterBoolean(ANEW, tr("Ask again for what is held"), False),
            tr("Ask whether the service was updated since, and take its newer answers. Needs the network."),
        )
        self.add_cache()
        sink = QgsProcessingParameterFeatureSink(
            OUTPUT, tr("Records"), QgsProcessing.SourceType.TypeVectorPoint, optional=True, createByDefault=True
        )
        self.add(sink, tr("A point for each record, at its snap point."))
        self.add_cache_output()
        add_numbers(
            self,
            {
                self.RECORDS: tr("Records"),
                self.FETCHED: tr("Answers fetched"),
                self.HELD: tr("Answers that the cache held"),
            },
        )
        self.addOutput(QgsProcessingOutputString(self.SUMMARY, tr("Counts by month and kind")))

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """The area is given, and once."""
        given = outlines_given(parameters)
        if not given:
            return tr("Give an area: a layer, an extent or a polygon as text.")
        if given > 1:
            return tr("Give the area in one way: a layer, an extent or a polygon as text.")
        return ""

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Take it from the cache or fetch it, tell the counts, write the layer where one is asked for."""
        from .drawn_run import run_drawn  # not while QGIS starts

        with sentences():
            run = run_drawn(self, parameters, context, feedback)
            results: dict[str, Any] = {CACHE: str(run.cache), **self._numbers(run)}
            if parameters.get(OUTPUT):
                from .drawn_layer import write_records

                results[OUTPUT] = write_records(self, parameters, context, feedback, run)
        return results

    def _numbers(self, run: DrawnRun) -> dict[str, Any]:
        return {
            self.RECORDS: sum(answer.records for answer in run.answers),
            self.FETCHED: run.fetched,
            self.HELD: len(run.answers) - run.fetched,
            self.SUMMARY: "\n".join(run.lines()),
        }
