# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:peerverdicts`: every area of a level against its own peers, allowing for how many are looked at."""

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
from ..asking.selection_parameters import FROM, add_selection, months_settled
from ..rates.rated_parameters import LEVEL, LEVELS
from ..running.base import Group, PoliceUkAlgorithm
from .peer_parameters import DENOMINATOR, SOURCE, add_denominator, add_peers, add_source, read_peers

if TYPE_CHECKING:
    from .verdicts_run import VerdictsRun


class PeerVerdicts(PoliceUkAlgorithm):
    """All areas of a level and their peers."""

    GROUP = Group.COMPARISON
    COMPARED, NOT_COMPARED = "COMPARED", "NOT_COMPARED"
    OUTSIDE, BY_CHANCE, HIGHER, LOWER = "OUTSIDE", "BY_CHANCE", "HIGHER", "LOWER"
    TYPES_OUTSIDE, TYPES_BY_CHANCE = "TYPES_OUTSIDE", "TYPES_BY_CHANCE"
    TYPES_HIGHER, TYPES_LOWER = "TYPES_HIGHER", "TYPES_LOWER"
    BY_POISSON, UNPLACED_SHARE, SENTENCE = "BY_POISSON", "UNPLACED_SHARE", "SENTENCE"
    NOT_CARRIED, NOT_CARRIED_SHARE = "NOT_CARRIED", "NOT_CARRIED_SHARE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Areas against their peers")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,compare,peers,similar,verdict,batch,lsoa,ward,csp,outlier,false,discovery").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Compares every area of a level, such as all LSOAs of a force, with its own most similar areas, by crime "
            "type, and says which are out of line.\n\n"
            "Use it to find where to look: which of 400 LSOAs have more burglary than places like them. One area by "
            "itself is looked at closer by 'Compare with peers'; the rule is the same.\n\n"
            "By chance alone about 1 comparison in 20 is outside its range, so about 20 of 400 areas are. The result "
            "says how many chance would call, and which clearly stand out when the number of comparisons is allowed "
            "for (Benjamini and Hochberg). On the map these are dark.\n\n"
            "Areas without good peers, without residents or without whole months get no verdict, and the reason.\n\n"
            "Do not use it to rank areas or to judge how police perform, nor for town centres by residents: few live "
            "there, many come. Neighbourhoods have no peers.\n\n"
            "Limits: an area takes the rows whose LSOA code lies in it; every place is a snap point. Small areas have "
            "few crimes, so for many of them nothing can be told."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        self.parameterDefinition(FROM).setHelp(tr("A month as YYYY-MM. Empty: 12 months, up to the last one."))
        names.add_choice(
            self, LEVEL, tr("Areas"), LEVELS, tr("Which areas of AREA are compared; pfa: police force areas.")
        )
        add_peers(self)
        add_denominator(self)
        add_source(self)
        names.add_alpha(self)
        kind, sink = QgsProcessing.SourceType.TypeVector, QgsProcessingParameterFeatureSink
        self.add(
            sink(names.OUTPUT, tr("Areas against their peers"), kind),
            tr("One feature an area: rate, range of its peers, verdict, whether it stands, crime types out of line."),
        )
        self.add(
            sink(names.TABLE, tr("Areas and crime types"), kind, None, True, False),
            tr("A table of a row an area and crime type, with the same fields."),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(
            self,
            {
                self.COMPARED: tr("Areas compared"),
                self.NOT_COMPARED: tr("Areas that could not be compared"),
                self.OUTSIDE: tr("Areas outside the range of their peers"),
                self.BY_CHANCE: tr("How many of these chance alone would make, about"),
                self.HIGHER: tr("Areas higher, allowing for how many are looked at"),
                self.LOWER: tr("Areas lower, allowing for how many are looked at"),
                self.TYPES_OUTSIDE: tr("Areas and crime types outside the range of their peers"),
                self.TYPES_BY_CHANCE: tr("How many of these chance alone would make, about"),
                self.TYPES_HIGHER: tr("Areas and crime types higher, allowing for how many are looked at"),
                self.TYPES_LOWER: tr("Areas and crime types lower, allowing for how many are looked at"),
                self.BY_POISSON: tr("Areas that Poisson limits alone would call"),
                self.UNPLACED_SHARE: tr("Share of the rows of the files without a place, if known"),
                self.NOT_CARRIED: tr("Areas compared with crimes that cannot be carried to them exactly"),
                self.NOT_CARRIED_SHARE: tr("Largest share of these of all crimes that may be an area's, 0 to 1"),
            },
        )
        names.add_sentence(self)

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, compare, write."""
        from ..running.cache_opened import cache_opened  # not while QGIS starts
        from .verdicts_asked import verdicts_asked
        from .verdicts_run import run_verdicts

        with cache_opened(self, parameters, context, feedback, tr("Reading the selection")) as connection:
            choice = read_peers(self, parameters, context)
            asked = verdicts_asked(self, parameters, context, connection, choice, feedback.isCanceled)
            run = run_verdicts(connection, asked, feedback)
            results = self._written(run, parameters, context, feedback)
        return {**results, **self._numbers(run)}

    def _written(
        self,
        run: VerdictsRun,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Layer, table, page and chart; nothing is there before all are whole."""
        from ..areas.area_layer import styled_as
        from ..running.command_text import texts_to_repeat
        from ..running.telling import step
        from ..units.unit_layer import meanings_of, write_units
        from ..units.unit_result import Shown, write_shown
        from ..writing.outputs import explained, tell
        from ..writing.result_layer import hand_over, unstyled
        from ..writing.series_files import write_second
        from ..writing.staging import Staging
        from . import verdicts_basis as bases
        from . import verdicts_layer as layers
        from . import verdicts_page as pages
        from . import verdicts_words as words
        from .peer_sides import Source

        step(feedback, 75, tr("Writing the result"))
        settled = {LEVEL: run.level.areas.kind.value, DENOMINATOR: run.which.value, SOURCE: run.source.value}
        settled.update({names.ALPHA: f"{run.alpha:g}", **run.exemplar.choice.texts()})
        if run.source is Source.POLICE_UK:
            settled.update(months_settled(run.selection))
        columns = layers.columns_of(run)
        with Staging() as staging:
            texts = texts_to_repeat(self, parameters, context, settled, "verdicts.gpkg")
            said = [words.finding(run) + ".", *words.sentences(run)]
            told = explained(self, run.about, said, bases.basis(run), texts)
            rights = (*run.drawn.licences, *told.rights)
            told = replace(told, rights=rights, meanings=meanings_of(columns))
            tell(told, bases.loud(run), feedback)
            sink = staging.sink(parameters, context)
            staged = write_units(self, layers.areas_of(run), run.drawn.crs, columns, sink, context, feedback)
            style = styled_as(layers.look_of(run), meanings_of(columns)) if run.drawn.outlines else unstyled
            results = {names.OUTPUT: hand_over(staged, told, style, staging, context)}
            rows = partial(layers.table_rows, run)
            results.update(write_second(self, parameters, context, feedback, layers.COLUMNS, rows, told, staging))
            shown = Shown(told, texts, partial(pages.page, run), partial(pages.chart, run))
            return {**results, **write_shown(self, shown, parameters, context, feedback, staging)}

    def _numbers(self, run: VerdictsRun) -> dict[str, Any]:
        from .verdicts_words import finding, sentences

        main, types = run.family(run.questions[:1]), run.family(run.types)
        return {
            self.COMPARED: len(run.compared),
            self.NOT_COMPARED: len(run.areas) - len(run.compared),
            self.OUTSIDE: main.outside,
            self.BY_CHANCE: main.by_chance,
            self.HIGHER: main.higher,
            self.LOWER: main.lower,
            self.TYPES_OUTSIDE: types.outside,
            self.TYPES_BY_CHANCE: types.by_chance,
            self.TYPES_HIGHER: types.higher,
            self.TYPES_LOWER: types.lower,
            self.BY_POISSON: main.by_poisson,
            self.UNPLACED_SHARE: run.unplaced,
            self.NOT_CARRIED: len(run.beside.doubtful),
            self.NOT_CARRIED_SHARE: max((one.share for one in run.beside.doubtful), default=0.0),
            self.SENTENCE: " ".join([finding(run) + ".", *sentences(run)]),
        }
