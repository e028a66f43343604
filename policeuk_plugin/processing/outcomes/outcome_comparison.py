# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:outcomecomparison`: what had come of crimes 3, 6 and 12 months after their month, here and elsewhere."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)

from offline_cache.model import ASB

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import add_chart
from ..asking.selection_parameters import AREA, TYPES, add_area_and_months, add_types
from ..peers.peer_parameters import add_peers
from ..running.base import Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    from offline_cache.model import Selection

    from ..units.crimes import About
    from .outcome_comparison_run import ComparedOutcomes
    from .outcome_comparison_sides import Sides

_FORCE, _AREA, _PEERS = "force", "area", "peers"
_ANY, _ACTION = "any outcome", "charged or out of court"
_TIMES = ("3", "6", "12")


class OutcomeComparison(PoliceUkAlgorithm):
    """An area's outcomes against those of the rest of its force, another area, or its peers."""

    GROUP = Group.COMPARISON
    AGAINST, OTHER_AREA, FOLLOW_UP, MEASURE = "AGAINST", "OTHER_AREA", "FOLLOW_UP", "MEASURE"
    AFTER, CRIMES, SHARE, LOWER, UPPER, OTHER_SHARE = "AFTER", "CRIMES", "SHARE", "LOWER", "UPPER", "OTHER_SHARE"
    DIFFERENCE, RANGE_LOWER, RANGE_UPPER = "DIFFERENCE", "RANGE_LOWER", "RANGE_UPPER"
    OPEN, NOT_JOINED, MONTHS, NOT_YET_MONTHS = "OPEN", "NOT_JOINED", "MONTHS", "NOT_YET_MONTHS"
    NOT_CARRIED, NOT_CARRIED_SHARE = "NOT_CARRIED", "NOT_CARRIED_SHARE"
    PEERS_FOLLOWED, VERDICT, SENTENCE = "PEERS_FOLLOWED", "VERDICT", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Compare outcomes")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,outcome,compare,peers,charge,resolved,open,solved,detection,follow,time").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Sets what came of an area's crimes beside the rest of its force, another area or its peers, after equal "
            "times: 3, 6 and 12 months after the month of the crime. All crimes of a month count; those still "
            "open are shown as open.\n\n"
            "It gives two shares: crimes with any outcome, and crimes with a suspect charged, dealt with out of court "
            "or left to another organisation, whose action the police do not decide. The 95% intervals are Wilson's "
            "for a share and Newcombe's for a difference. Peers give a range that allows for how much they differ.\n\n"
            "Use it to see whether crimes here come to an outcome as those elsewhere do.\n\n"
            "Do not read an outcome as a solved crime: most are that no suspect was found or that evidence was "
            "lacking. Do not compare forces that record outcomes differently without saying so, nor all crime of "
            "areas with different crimes: compare one crime type. Not for Northern Ireland, which publishes no "
            "outcomes, nor for anti-social behaviour, which is no crime and has none.\n\n"
            "Limits: an outcome is found by force and crime ID in the outcomes files held. Months of crime whose time "
            "has not passed there are 'not yet', never zero. Crimes without a usable ID are in no share, and their "
            "number is told. "
            "Files give months, not days. An area takes the crimes whose LSOA code lies in it; every place is a "
            "snap point."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_area_and_months(self)
        add_types(self)
        self._add_against()
        add_peers(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                names.OUTPUT, tr("Outcomes after equal times"), QgsProcessing.SourceType.TypeVector
            ),
            tr("A table: each time over all months of crime that can be told, then each month of crime by itself."),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(
            self,
            {
                self.AFTER: tr("Months after the month of crime that the numbers are of"),
                self.CRIMES: tr("Crimes of the area that were followed as long"),
                self.SHARE: tr("Share with the outcomes asked for, in per cent"),
                self.LOWER: tr("Lower end of its 95% interval"),
                self.UPPER: tr("Upper end of its 95% interval"),
                self.OTHER_SHARE: tr("Share of the other area, or the mean of the peers, if there is one"),
                self.DIFFERENCE: tr("Percentage points more than the other area, if judged"),
                self.RANGE_LOWER: tr("Lower end of the range of the peers, if there is one"),
                self.RANGE_UPPER: tr("Upper end of the range of the peers, if there is one"),
                self.OPEN: tr("Crimes of the area that were open then"),
                self.NOT_JOINED: tr("Crimes of the area that could not be joined to outcomes"),
                self.MONTHS: tr("Months of crime that were compared"),
                self.NOT_YET_MONTHS: tr("Months of crime whose time has not passed yet"),
                self.NOT_CARRIED: tr("Crimes that may be the area's, but cannot be carried to it exactly"),
                self.NOT_CARRIED_SHARE: tr("Share of these of all crimes that may be the area's, 0 to 1"),
                self.PEERS_FOLLOWED: tr("Peers that were followed as long, if it is peers"),
            },
        )
        self.addOutput(QgsProcessingOutputString(self.VERDICT, tr("How the area stands, in a word")))
        names.add_sentence(self)

    def _add_against(self) -> None:
        """Declare AGAINST, OTHER_AREA, FOLLOW_UP and MEASURE."""
        names.add_choice(
            self,
            self.AGAINST,
            tr("Against"),
            [_FORCE, _AREA, _PEERS],
            tr("The rest of its police force area, another area (OTHER_AREA), or its peers (PEERS)."),
        )
        other = QgsProcessingParameterString(self.OTHER_AREA, tr("Other area"), optional=True)
        self.add(other, tr("With AGAINST area: force:…, csp:…, district:…, ward:…, pfa:…, lsoa:…,…."))
        names.add_choice(
            self,
            self.FOLLOW_UP,
            tr("Months after the crime"),
            _TIMES,
            tr("The time that finding, numbers and the chart by month are of; table and bars have all three."),
            "6",
        )
        names.add_choice(
            self,
            self.MEASURE,
            tr("Outcomes that count"),
            [_ANY, _ACTION],
            tr(
                "Any outcome, or that a suspect was charged, dealt with out of court or left to another "
                "organisation. Both are always given."
            ),
        )

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """No anti-social behaviour; an area; another one where that is asked for."""
        if ASB in self.choices(parameters, TYPES, context):
            return tr(
                "Anti-social behaviour is an incident, not a crime: it has no crime ID and no outcome, so nothing can "
                "be followed. Choose crime types."
            )
        if not self.parameterAsString(parameters, AREA, context).strip():
            return tr("Choose the area as AREA, such as csp:Luton.")
        against = self.parameterAsString(parameters, self.AGAINST, context)
        if against == _AREA and not self.parameterAsString(parameters, self.OTHER_AREA, context).strip():
            return tr("Choose the area to compare with as OTHER_AREA, such as district:Bedford.")
        return ""

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Follow, compare, write."""
        from ..asking.selection_parameters import read_selection
        from ..running.cache_opened import cache_opened  # not while QGIS starts
        from ..running.telling import step
        from ..running.wording import selection_words
        from .outcome_comparison_basis import about_outcomes
        from .outcome_comparison_run import Measure, compared
        from .outcome_comparison_words import finding, sentences

        with cache_opened(self, parameters, context, feedback, tr("Reading the selection")) as connection:
            selection = replace(read_selection(self, parameters, context, connection), with_asb=False)
            step(feedback, 10, tr("Following crimes to their outcomes"))
            sides = self._sides(connection, selection, parameters, context, feedback)
            time = int(self.parameterAsString(parameters, self.FOLLOW_UP, context))
            measure = Measure(self.parameterAsString(parameters, self.MEASURE, context))
            run = compared(sides.name, sides.own, sides.elsewhere, time, measure, *selection_words(selection))
            about = about_outcomes(connection, run)
            results = self._written(run, about, parameters, context, feedback)
        return {**results, **self._numbers(run), self.SENTENCE: " ".join([finding(run), *sentences(run)])}

    def _sides(
        self,
        connection: sqlite3.Connection,
        selection: Selection,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> Sides:
        from offline_cache.chosen_area import read_area  # not while QGIS starts

        from ..peers.peer_area import one_area
        from ..peers.peer_parameters import read_peers
        from .outcome_comparison_sides import beside_area, beside_peers, beside_rest_of_force

        against = self.parameterAsString(parameters, self.AGAINST, context)
        if against == _PEERS:
            one = one_area(connection, self.parameterAsString(parameters, AREA, context))
            choice = read_peers(self, parameters, context)
            return beside_peers(connection, one, choice, selection, feedback.isCanceled)
        if against == _AREA:
            other = read_area(connection, self.parameterAsString(parameters, self.OTHER_AREA, context))
            asked = replace(selection, area=other.area, forces=other.forces)
            return beside_area(connection, selection, asked, feedback.isCanceled)
        return beside_rest_of_force(connection, selection, feedback.isCanceled)

    def _written(
        self,
        run: ComparedOutcomes,
        about: About,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Table, page and chart; nothing is there before all are whole."""
        from ...layers.request import CountedFrom
        from ..asking.series_basis import settled_series
        from ..running.telling import step
        from ..units.unit_result import Shown
        from ..writing.outputs import explained, tell
        from ..writing.series_files import write_series
        from . import outcome_comparison_words as words
        from .outcome_comparison_charts import bars_chart
        from .outcome_comparison_page import page
        from .outcome_comparison_table import COLUMNS, rows_of
        from .outcome_comparison_warnings import warnings

        step(feedback, 85, tr("Writing the result"))
        first = run.own.selection
        texts = settled_series(self, parameters, context, first, "outcome_comparison.gpkg")
        told = explained(self, about, [words.finding(run), *words.sentences(run)], about.basis, texts)
        told = replace(told, beside=CountedFrom(self.cache_path(parameters, context), first))
        tell(told, warnings(run), feedback)
        shown = Shown(told, texts, lambda handed: page(run, handed, about), partial(bars_chart, run))
        return write_series(self, COLUMNS, rows_of(run), shown, parameters, context, feedback)

    def _numbers(self, run: ComparedOutcomes) -> dict[str, Any]:
        after = run.shown
        judged = after.by[run.measure]
        own, peers, gap = judged.own, judged.peers, judged.gap
        other = peers.mean if peers is not None else judged.other.share if judged.other is not None else None
        crimes = run.own.count(after.time, after.months)
        return {
            self.AFTER: after.time,
            self.CRIMES: crimes,
            self.SHARE: 100 * own.share,
            self.LOWER: 100 * own.lower,
            self.UPPER: 100 * own.upper,
            self.OTHER_SHARE: None if other is None else 100 * other,
            self.DIFFERENCE: None if gap is None else 100 * gap.value,
            self.RANGE_LOWER: None if peers is None else 100 * peers.lower,
            self.RANGE_UPPER: None if peers is None else 100 * peers.upper,
            self.OPEN: crimes - run.own.resolved(after.time, after.months),
            self.NOT_JOINED: sum(run.own.not_joined(after.months).values()),
            self.MONTHS: len(after.months),
            self.NOT_YET_MONTHS: len(after.not_yet),
            self.NOT_CARRIED: run.own.uncarried.crimes,
            self.NOT_CARRIED_SHARE: run.own.uncarried.share,
            self.PEERS_FOLLOWED: len(after.kept) if run.elsewhere.group is not None else None,
            self.VERDICT: judged.verdict,
        }
