# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:comparetime`: an area through quarters or months beside its peers and its force."""

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
from ..asking.chart_parameters import add_chart
from ..asking.selection_parameters import AREA, FROM, INCLUDE_ASB, TO, TYPES, add_selection, months_settled
from ..peers.peer_parameters import DENOMINATOR, add_denominator, add_peers, one_area_help, read_peers
from ..running.base import Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    import sqlite3

    from offline_cache.model import Selection

    from ..peers.peer_area import OneArea
    from ..units.crimes import About
    from .compare_time_run import ThroughTime

_QUARTERS, _MONTHS = "quarters", "months"
_XMR, _U = "XmR", "u"


class CompareTime(PoliceUkAlgorithm):
    """Lines through time of an area, its peers and its force."""

    GROUP = Group.COMPARISON
    PERIOD, LIMITS = "PERIOD", "LIMITS"
    LATEST, CRIMES, RATE, A_YEAR_BEFORE, CHANGE, P = "LATEST", "CRIMES", "RATE", "A_YEAR_BEFORE", "CHANGE", "P"
    USUAL_LOWER, USUAL_UPPER, OUTSIDE_RANGE = "USUAL_LOWER", "USUAL_UPPER", "OUTSIDE_RANGE"
    PEERS_MEAN, WEIGHTED_MEAN, PEERS_LOWER, PEERS_UPPER = "PEERS_MEAN", "WEIGHTED_MEAN", "PEERS_LOWER", "PEERS_UPPER"
    PEERS_USED, FORCE_RATE, PERIODS_HELD, PERIODS_LACKING = (
        "PEERS_USED",
        "FORCE_RATE",
        "PERIODS_HELD",
        "PERIODS_LACKING",
    )
    NOT_CARRIED, NOT_CARRIED_SHARE = "NOT_CARRIED", "NOT_CARRIED_SHARE"
    CHANGE_WORD, VERDICT, SENTENCE, CHOICE = "CHANGE_WORD", "VERDICT", "SENTENCE", "CHOICE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Compare through time")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,compare,time,quarter,month,peers,force,trend,change,rate,xmr,control,line").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Draws the rate of an area by quarter over three years. Beside it are the range and the mean of its most "
            "similar areas in each quarter, the line of its police force area, and the area's own usual range. It says "
            "whether the last quarter is up or down on the same quarter a year before.\n\n"
            "Use it to see whether a change is the area's own: if its peers and its force went the same way, it is "
            "not. AREA is one area: csp:Luton, district:…, ward:…, lsoa:…, pfa:… or force:…. Quarters are counted back "
            "from the last month; PERIOD months draws months.\n\n"
            "Up and down are told by an exact test of two counts (E-test), which allows for how much more than by "
            "chance in counting the area's months vary. With fewer than 12 months that is not known, which is said. "
            "Wards and LSOAs are not judged across July 2022, when snap points were redrawn. The range of the peers is "
            "the 95% prediction interval for one more area like them.\n\n"
            "A quarter with a missing month has no number and is hatched; nothing is made up for it. Peers that lack "
            "months are left out, the same in all quarters. Without five peers the area and its force are drawn "
            "alone.\n\nDo not use it to show that something you did worked (Effect of an intervention does), "
            "for a handful of crimes a quarter, or to look ahead. Residents mislead where few live and many come.\n\n"
            "Limits: an area takes the rows whose LSOA code lies in it; every place is a snap point. Crimes without a "
            "place are in no area but a force."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        self.parameterDefinition(AREA).setHelp(one_area_help())
        names.add_choice(
            self,
            self.PERIOD,
            tr("Quarters or months"),
            [_QUARTERS, _MONTHS],
            tr("Quarters of three months that end with the last month, or single months."),
        )
        add_peers(self)
        add_denominator(self)
        limits = names.add_choice(
            self,
            self.LIMITS,
            tr("Usual range"),
            [_XMR, _U],
            tr("What the area usually varies within: an XmR chart, or a u chart by days as wide as it really varies."),
        )
        names.advanced(limits)
        self.add(
            QgsProcessingParameterFeatureSink(names.OUTPUT, tr("Through time"), QgsProcessing.SourceType.TypeVector),
            tr("A table of a row a quarter or month: count, rate, change, usual range, peers, force, what lacks."),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(self, _numbers_declared(self))
        names.add_texts(
            self,
            {
                self.LATEST: tr("The last month of the last period held, YYYY-MM"),
                self.CHANGE_WORD: tr("up, down, no clear change, not judged"),
                self.VERDICT: tr("lower than, about the same as, higher than its peers, cannot be told, not judged"),
                self.SENTENCE: tr("The finding in sentences"),
                self.CHOICE: tr("The choice of peers as text, to be read again"),
            },
        )

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Count, judge, write."""
        from offline_cache.denominators import Denominator  # not while QGIS starts

        from ..peers.peer_area import one_area
        from ..peers.peer_sides_police import questions_of
        from ..running.cache_opened import cache_opened
        from ..running.telling import step
        from .compare_time_basis import about_time
        from .compare_time_counts import count_through_time
        from .compare_time_official import official_of_area
        from .compare_time_run import Limits, Step, through_time

        with cache_opened(self, parameters, context, feedback, tr("Reading the selection")) as connection:
            one = one_area(connection, self.parameterAsString(parameters, AREA, context))
            selection = self._selection(connection, one, parameters, context)
            choice = read_peers(self, parameters, context)
            which = Denominator(self.parameterAsString(parameters, DENOMINATOR, context))
            step(feedback, 10, tr("Finding and counting the peers"))
            counts = count_through_time(connection, one, choice, selection, which, feedback.isCanceled)
            question = questions_of(selection, counts.counts)[0]
            step(feedback, 70, tr("Comparing"))
            kind = Step(self.parameterAsString(parameters, self.PERIOD, context))
            limits = Limits(self.parameterAsString(parameters, self.LIMITS, context))
            run = through_time(counts, question, kind, limits, official_of_area(connection, counts, question))
            results = self._written(run, about_time(connection, run), parameters, context, feedback)
        return {**results, **self._outputs(run)}

    def _selection(
        self, connection: sqlite3.Connection, one: OneArea, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> Selection:
        """What is asked of the area, with its months settled: the last 36 held where none are given."""
        from offline_cache.model import ASB, Area, Selection

        from ..asking.selection_parameters import with_months

        types = self.choices(parameters, TYPES, context)
        asked = Selection(
            first=self.month(parameters, FROM, context),
            last=self.month(parameters, TO, context),
            crime_types=types,
            with_asb=self.parameterAsBool(parameters, INCLUDE_ASB, context) or ASB in types,
            area=Area(one.areas.kind.value, (one.code,), one.name),
        )
        return with_months(connection, asked)

    def _written(
        self,
        run: ThroughTime,
        about: About,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Table, page and chart; nothing is there before all are whole."""
        from ...layers.request import CountedFrom
        from ..running.command_text import texts_to_repeat
        from ..running.telling import step
        from ..units.unit_result import Shown
        from ..writing.outputs import explained, tell
        from ..writing.series_files import write_series
        from . import compare_time_page as pages
        from . import compare_time_words as words
        from .compare_time_table import COLUMNS, rows_of
        from .compare_time_warnings import warnings

        step(feedback, 85, tr("Writing the result"))
        group = run.counts.group
        settled = {**months_settled(run.selection), **(group.choice.texts() if group is not None else {})}
        texts = texts_to_repeat(self, parameters, context, settled, "through_time.gpkg")
        told = explained(self, about, [words.finding(run), *words.sentences(run)], about.basis, texts)
        told = replace(told, beside=CountedFrom(self.cache_path(parameters, context), run.selection))
        tell(told, warnings(run), feedback)
        shown = Shown(told, texts, lambda handed: pages.page(run, handed, about), partial(pages.chart, run))
        return write_series(self, COLUMNS, rows_of(run), shown, parameters, context, feedback)

    def _outputs(self, run: ThroughTime) -> dict[str, Any]:
        from offline_cache.area_counts import change_share

        from .compare_time_words import finding, sentences

        row = run.latest
        change, peers, limits, group = row.change, row.peers, row.limits, run.counts.group
        share = change_share(change.now, change.before) if change is not None else None
        held = sum(one.rate is not None for one in run.rows)
        return {
            self.LATEST: str(row.period.last),
            self.CRIMES: row.count,
            self.RATE: row.rate,
            self.A_YEAR_BEFORE: change.before if change else None,
            self.CHANGE: None if share is None else 100 * share,
            self.P: change.p if change and not change.redrawn else None,
            self.USUAL_LOWER: limits[0] if limits else None,
            self.USUAL_UPPER: limits[1] if limits else None,
            self.OUTSIDE_RANGE: sum(bool(one.beyond) for one in run.rows),
            self.PEERS_MEAN: peers.mean_without_self if peers else None,
            self.WEIGHTED_MEAN: peers.weighted_mean if peers else None,
            self.PEERS_LOWER: peers.lower if peers else None,
            self.PEERS_UPPER: peers.upper if peers else None,
            self.PEERS_USED: len(run.counts.peers),
            self.FORCE_RATE: row.force_rate,
            self.PERIODS_HELD: held,
            self.PERIODS_LACKING: len(run.rows) - held,
            self.NOT_CARRIED: run.not_carried.crimes,
            self.NOT_CARRIED_SHARE: run.not_carried.share,
            self.CHANGE_WORD: change.word if change else "not judged",
            self.VERDICT: peers.said.value if peers else "not judged",
            self.SENTENCE: " ".join([finding(run), *sentences(run)]),
            self.CHOICE: group.choice.text() if group is not None else "",
        }


def _numbers_declared(of: CompareTime) -> dict[str, str]:
    return {
        of.CRIMES: tr("Crimes of the last period held"),
        of.RATE: tr("Per 1,000 in that period"),
        of.A_YEAR_BEFORE: tr("Crimes of the same months a year before, if wholly held"),
        of.CHANGE: tr("Change on these in per cent, if of 20 or more"),
        of.P: tr("Chance of a difference so large (E-test, as much as its months vary), if judged"),
        of.USUAL_LOWER: tr("Lower end of its own usual range, if there is one"),
        of.USUAL_UPPER: tr("Upper end of its own usual range, if there is one"),
        of.OUTSIDE_RANGE: tr("Periods outside its own usual range"),
        of.PEERS_MEAN: tr("Unweighted mean rate of the peers, if there are enough"),
        of.WEIGHTED_MEAN: tr("Rate of the peers together"),
        of.PEERS_LOWER: tr("Lower end of the range of the peers"),
        of.PEERS_UPPER: tr("Upper end of the range of the peers"),
        of.PEERS_USED: tr("Peers in the range"),
        of.FORCE_RATE: tr("Rate of its police force area, if there is one"),
        of.PERIODS_HELD: tr("Periods that are wholly held"),
        of.PERIODS_LACKING: tr("Periods without a number, as a month of them lacks"),
        of.NOT_CARRIED: tr("Crimes that may be the area's, but cannot be carried to it exactly"),
        of.NOT_CARRIED_SHARE: tr("Share of these of all crimes that may be the area's, 0 to 1"),
    }
