# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:comparewithpeers`: an area against its most similar areas, with an interval that allows for real spread."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import add_chart
from ..asking.selection_parameters import AREA, FROM, INCLUDE_ASB, add_selection
from ..running.base import Group, PoliceUkAlgorithm
from .peer_parameters import (
    DENOMINATOR,
    POISSON,
    SOURCE,
    add_denominator,
    add_peers,
    add_source,
    one_area_help,
    read_peers,
)

if TYPE_CHECKING:
    from ..units.crimes import About
    from .peer_comparison_run import PeerComparison


class CompareWithPeers(PoliceUkAlgorithm):
    """An area and its peers."""

    GROUP = Group.COMPARISON
    CRIMES, RATE, LOWER, UPPER = "CRIMES", "RATE", "LOWER", "UPPER"
    MEAN_WITH_SELF, MEAN_WITHOUT_SELF, WEIGHTED_MEAN = "MEAN_WITH_SELF", "MEAN_WITHOUT_SELF", "WEIGHTED_MEAN"
    RANK, PEERS_COMPARED, P, SPREAD = "RANK", "PEERS_COMPARED", "P", "SPREAD"
    OFFICIAL, RATIO_TO_OFFICIAL = "OFFICIAL", "RATIO_TO_OFFICIAL"
    MONTHS_HELD, MONTHS_DROPPED, UNPLACED_SHARE = "MONTHS_HELD", "MONTHS_DROPPED", "UNPLACED_SHARE"
    NOT_CARRIED, NOT_CARRIED_SHARE = "NOT_CARRIED", "NOT_CARRIED_SHARE"
    VERDICT, SENTENCE, CHOICE, PEER_CODES, NUMBERS = "VERDICT", "SENTENCE", "CHOICE", "PEER_CODES", "NUMBERS"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Compare with peers")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,compare,peers,similar,msg,iquanta,rate,average,rank,interval,csp,force").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Says how an area stands to its most similar areas: lower than, about the same as or higher than its "
            "peers, by crime type, as rates per 1,000 residents or households over 12 months.\n\n"
            "Use it to see whether burglary in your CSP is out of line. AREA is one area: csp:Luton, district:…, "
            "ward:…, lsoa:…, pfa:… or force:…. Peers are the nearest on Census measures, ONS's lists, or a list of "
            "your own (Import peers).\n\n"
            "The range is the 95% prediction interval for one more area like the peers: it allows for chance in "
            "counting and for how much peers really differ. Limits of chance alone (Poisson) call nearly every large "
            "area different; they are shown only where asked for, and decide nothing. Both official averages are "
            "given.\n\n"
            "Months that the area lacks are in no number. Peers that lack months are left out, or those months are "
            "dropped for all areas; the result says which. With fewer than five peers, or no good one, nothing is "
            "said.\n\n"
            "Do not use it to judge how police perform, to compare town centres by residents (few live there, many "
            "come), or for neighbourhoods, which have no residents. Northern Ireland and Scotland have no peers "
            "here.\n\n"
            "Limits: an area takes the rows whose LSOA code lies in it; every place is a snap point. "
            "SOURCE ons compares ONS's recorded crime of CSPs and forces and needs no published files."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        self.parameterDefinition(AREA).setHelp(one_area_help())
        self.parameterDefinition(FROM).setHelp(tr("A month as YYYY-MM. Empty: 12 months, up to the last one."))
        self.parameterDefinition(INCLUDE_ASB).setHelp(
            tr("Anti-social behaviour is no recorded crime: it gets a line of its own and is in no total.")
        )
        add_peers(self)
        add_denominator(self)
        add_source(self)
        poisson = QgsProcessingParameterBoolean(POISSON, tr("Poisson limits, too"), defaultValue=False)
        names.advanced(poisson)
        self.add(poisson, tr("Show also what limits of chance in counting alone would say. They decide nothing."))
        kind, sink = QgsProcessing.SourceType.TypeVector, QgsProcessingParameterFeatureSink
        self.add(
            sink(names.OUTPUT, tr("Comparison"), kind),
            tr("A table of a row a crime type: rate, range of the peers, verdict, rank, averages, official count."),
        )
        self.add(
            sink(names.TABLE, tr("Area and peers"), kind, None, True, False),
            tr("A table of a row a crime type and area: counts, residents, rates of the area and of each peer."),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(self, _numbers_declared(self))
        names.add_texts(
            self,
            {
                self.VERDICT: tr("lower than, about the same as, higher than, cannot be told"),
                self.SENTENCE: tr("The finding in sentences"),
                self.CHOICE: tr("The choice of peers as text, to be read again"),
                self.PEER_CODES: tr("Codes of the peers compared with"),
                self.NUMBERS: tr("All numbers as JSON"),
            },
        )

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, compare, write."""
        from offline_cache.denominators import Denominator  # not while QGIS starts

        from ..running.cache_opened import cache_opened
        from .peer_area import one_area
        from .peer_comparison_basis import about
        from .peer_comparison_run import compare_with_peers
        from .peer_months_asked import selection_asked
        from .peer_sides import Source

        with cache_opened(self, parameters, context, feedback, tr("Reading the selection")) as connection:
            one = one_area(connection, self.parameterAsString(parameters, AREA, context))
            choice = read_peers(self, parameters, context)
            source = Source(self.parameterAsString(parameters, SOURCE, context))
            which = Denominator(self.parameterAsString(parameters, DENOMINATOR, context))
            selection = selection_asked(self, parameters, context, connection, one, source)
            run = compare_with_peers(connection, one, choice, selection, source, which, feedback)
            results = self._written(run, about(run), parameters, context, feedback)
        return {**results, **self._outputs(run)}

    def _written(
        self,
        run: PeerComparison,
        about: About,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Tables, page and chart; nothing is there before all are whole."""
        from ...layers.request import CountedFrom
        from ..running.telling import step
        from ..units.unit_result import Shown, write_shown
        from ..writing.outputs import explained, tell
        from ..writing.staging import Staging
        from . import peer_comparison_page as pages
        from . import peer_comparison_words as words
        from .peer_comparison_chart import chart
        from .peer_comparison_files import settled_texts, write_tables

        step(feedback, 85, tr("Writing the result"))
        poisson = self.parameterAsBool(parameters, POISSON, context)
        with Staging() as staging:
            texts = settled_texts(self, parameters, context, run)
            said = [*words.in_order(run), *([words.poisson(run)] if poisson else [])]
            told = explained(self, about, said, about.basis, texts)
            if run.sides.rests is not None:
                told = replace(told, beside=CountedFrom(self.cache_path(parameters, context), run.selection))
            tell(told, words.warnings(run), feedback)
            tables = write_tables(self, parameters, context, feedback, run, told, poisson, staging)
            shown = Shown(told, texts, lambda handed: pages.page(run, handed, about, poisson), partial(chart, run))
            return {**tables, **write_shown(self, shown, parameters, context, feedback, staging)}

    def _outputs(self, run: PeerComparison) -> dict[str, Any]:
        from .peer_comparison_numbers import numbers_text
        from .peer_comparison_words import finding, not_carried, sentences

        found, beside, rests = run.range, run.main.beside, run.sides.rests
        lost = not_carried(run)
        return {
            self.CRIMES: run.main.count,
            self.RATE: found.rate,
            self.LOWER: found.lower,
            self.UPPER: found.upper,
            self.MEAN_WITH_SELF: found.mean_with_self,
            self.MEAN_WITHOUT_SELF: found.mean_without_self,
            self.WEIGHTED_MEAN: found.weighted_mean,
            self.RANK: found.rank,
            self.PEERS_COMPARED: len(run.main.peers),
            self.P: found.p,
            self.SPREAD: found.tau,
            self.OFFICIAL: beside.official if beside else None,
            self.RATIO_TO_OFFICIAL: beside.ratio if beside else None,
            self.MONTHS_HELD: run.sides.months,
            self.MONTHS_DROPPED: len(rests.counts.months) - len(rests.common.months) if rests else 0,
            self.UNPLACED_SHARE: rests.published.share(run.main.question.parts, rests.common.months) if rests else None,
            self.NOT_CARRIED: lost.crimes if lost else None,
            self.NOT_CARRIED_SHARE: lost.share if lost else None,
            self.VERDICT: found.said.value,
            self.SENTENCE: " ".join([finding(run, run.main), *sentences(run)]),
            self.CHOICE: run.group.choice.text(),
            self.PEER_CODES: ",".join(peer.code for peer in run.sides.peers),
            self.NUMBERS: numbers_text(run),
        }


def _numbers_declared(of: CompareWithPeers) -> dict[str, str]:
    return {
        of.CRIMES: tr("Crimes of the area in the months compared"),
        of.RATE: tr("Per 1,000 a year"),
        of.LOWER: tr("Lower end of the range of its peers"),
        of.UPPER: tr("Upper end of the range of its peers"),
        of.MEAN_WITH_SELF: tr("Unweighted mean of the rates, with the area"),
        of.MEAN_WITHOUT_SELF: tr("Unweighted mean of the rates of the peers"),
        of.WEIGHTED_MEAN: tr("Rate of the peers together"),
        of.RANK: tr("Rank, 1 the highest rate"),
        of.PEERS_COMPARED: tr("Peers compared with"),
        of.P: tr("Chance of a rate so far from its peers"),
        of.SPREAD: tr("How much rates of peers differ beyond chance, in logarithms"),
        of.OFFICIAL: tr("ONS's official count of a year, if held"),
        of.RATIO_TO_OFFICIAL: tr("Ours over the official count, if held"),
        of.MONTHS_HELD: tr("Months compared"),
        of.MONTHS_DROPPED: tr("Months left out of all"),
        of.UNPLACED_SHARE: tr("Share of the rows of these types in its force's files without a place"),
        of.NOT_CARRIED: tr("Crimes that may be the area's, but cannot be carried to it exactly"),
        of.NOT_CARRIED_SHARE: tr("Share of these of all crimes that may be the area's, 0 to 1"),
    }
