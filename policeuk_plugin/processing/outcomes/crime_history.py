# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:crimehistory`: one crime through the files of all months, and as the service tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from offline_cache.reference import force_names

from ...text import tr
from ..asking.analysis_parameters import OUTPUT, REPORT, add_numbers, advanced
from ..running.base import Group, PoliceUkAlgorithm, sentences

if TYPE_CHECKING:
    from ...reports.crime_course_page import CrimeQuestion


class CrimeHistory(PoliceUkAlgorithm):
    """The street row of a crime, its outcomes in order, the service's answer, and what is missing."""

    GROUP = Group.OUTCOMES
    CRIME_ID, FORCE, MONTH, ASK_SERVICE = "CRIME_ID", "FORCE", "MONTH", "ASK_SERVICE"
    CRIMES, OUTCOMES, ANSWERED, MISSING_MONTHS, SUMMARY = "CRIMES", "OUTCOMES", "ANSWERED", "MISSING_MONTHS", "SUMMARY"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("History of a crime")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,outcome,history,id,case,court,charge").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "All that the cache holds of one crime, by its Crime ID: its row in a street file, the outcomes of later "
            "months in order, each with file, release and date, and which months of outcomes are not held. Ask the "
            "service too, and its answer stands beside the files and stays in the cache.\n\n"
            "Use it to follow one crime, or to find out why a layer shows it as it does. The ID is a field of the "
            "layers of crimes and outcomes. Anti-social behaviour has none, nor has the British Transport Police.\n\n"
            "Do not use it to find out who did what to whom: the data says neither, and a place is a snap point.\n\n"
            "Limits: files are joined by force and ID. In Northern Ireland an ID comes again in other months, so that "
            "each month is a crime of its own, and no outcomes are published. The service answers for its last 36 "
            "months. Results of courts were published up to June 2019 only."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterString(self.CRIME_ID, tr("Crime ID")),
            tr("The 64 digits and letters of the field 'Crime ID'."),
        )
        force = QgsProcessingParameterEnum(
            self.FORCE, tr("Force"), options=list(force_names()), optional=True, usesStaticStrings=True
        )
        self.add(force, tr("Whose files to look into, which is faster. None: those of all forces."))
        month = QgsProcessingParameterString(self.MONTH, tr("Month of the crime"), optional=True)
        advanced(month)
        self.add(month, tr("As YYYY-MM, where the force gives an ID again in other months, as Northern Ireland does."))
        self.add(
            QgsProcessingParameterBoolean(self.ASK_SERVICE, tr("Ask the service"), False),
            tr("Ask police.uk for the outcomes of this crime and keep its answer. Needs the network."),
        )
        self.add_cache()
        page = QgsProcessingParameterFileDestination(
            REPORT, tr("Page"), tr("HTML files (*.html)"), optional=True, createByDefault=True
        )
        self.add(page, tr("The history as a page to read, print or hand on."))
        table = QgsProcessingParameterFeatureSink(
            OUTPUT,
            tr("Rows of the crime"),
            QgsProcessing.SourceType.TypeVector,
            optional=True,
            createByDefault=False,
        )
        self.add(table, tr("A table: a line for each row of a file and each outcome that the service named."))
        add_numbers(
            self,
            {
                self.CRIMES: tr("Rows of street files"),
                self.OUTCOMES: tr("Rows of files of outcomes"),
                self.ANSWERED: tr("Outcomes that the service named"),
                self.MISSING_MONTHS: tr("Months of outcomes that are not held"),
            },
        )
        self.addOutput(QgsProcessingOutputString(self.SUMMARY, tr("The history in words")))

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Ask the service where that is wanted, read the cache, tell, write."""
        # Not while QGIS starts.
        from ..writing.destinations import check_destinations
        from .crime_history_run import fetch_history, history_lines, tell_history, write_history

        with sentences():
            check_destinations(self, parameters, context)
            question = self._question(parameters, context)
            if self.parameterAsBool(parameters, self.ASK_SERVICE, context):
                fetch_history(question.cache, question.crime_id, feedback.isCanceled)
            courses = tell_history(question, feedback)
            results = write_history(self, parameters, context, question, courses)
        fetched = courses[0].fetched
        return {
            **results,
            self.CRIMES: sum(len(course.crimes) for course in courses),
            self.OUTCOMES: sum(len(course.outcomes) for course in courses),
            self.ANSWERED: len((fetched.outcomes if fetched else None) or ()),
            self.MISSING_MONTHS: sum(len(course.missing) for course in courses),
            self.SUMMARY: "\n".join(history_lines(courses)),
        }

    def _question(self, parameters: dict[str, Any], context: QgsProcessingContext) -> CrimeQuestion:
        from offline_cache.crime_course import checked_id  # not while QGIS starts

        from ...reports.crime_course_page import CrimeQuestion

        return CrimeQuestion(
            self.cache_path(parameters, context),
            checked_id(self.parameterAsString(parameters, self.CRIME_ID, context)),
            next(iter(self.choices(parameters, self.FORCE, context)), ""),
            self.month(parameters, self.MONTH, context),
        )
