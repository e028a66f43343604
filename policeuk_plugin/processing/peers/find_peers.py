# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:findpeers`: the areas most like an area, with how alike they are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import add_chart
from ..asking.selection_parameters import AREA
from ..running.base import Group, PoliceUkAlgorithm
from .peer_parameters import add_peers, one_area_help, read_peers

if TYPE_CHECKING:
    from ..units.crimes import About
    from .peers_run import PeersRun


class FindPeers(PoliceUkAlgorithm):
    """The peers of an area."""

    GROUP = Group.COMPARISON
    PEERS_FOUND, LEFT_OUT, NEAREST, FARTHEST = "PEERS_FOUND", "LEFT_OUT", "NEAREST", "FARTHEST"
    SENTENCE, CHOICE, PEER_CODES, NUMBERS = "SENTENCE", "CHOICE", "PEER_CODES", "NUMBERS"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Find peers")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,compare,peers,similar,nearest,neighbours,msg,family,census,statistical").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Finds the areas most like an area: nearest on standardised Census measures, on ONS's lists of statistical "
            "nearest neighbours, or on a list of your own.\n\n"
            "Use it before comparing: look at who the peers are and how alike they are by measure, change measures, "
            "weights or classes where they do not fit, and keep the choice (output CHOICE) for all comparisons.\n\n"
            "Distances are in standard deviations over all areas of that kind. If 95 in 100 areas have a nearer first "
            "peer, the peers are poor; if 99 in 100 have, there is no good one, as for the City of London. Peers are "
            "kept up to the distance within which 95 in 100 areas have their last.\n\n"
            "Do not choose peers by what is to be compared: measures that rest on recorded crime, such as the whole "
            "index of deprivation, are refused. Do not take a list of districts for CSPs made of several districts: "
            "they are left out, and named.\n\n"
            "Limits: areas of England and Wales as wholes, never snap points; neighbourhoods have no measures. "
            "Measures and lists are imported (Import reference data, Import peers)."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        self.add(QgsProcessingParameterString(AREA, tr("Area")), one_area_help())
        add_peers(self)
        self.add(
            QgsProcessingParameterFeatureSink(names.OUTPUT, tr("Peers"), QgsProcessing.SourceType.TypeVector),
            tr("The area and its peers with ranks, distances and measures; a table where no outline of them is held."),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(
            self,
            {
                self.PEERS_FOUND: tr("Peers"),
                self.LEFT_OUT: tr("Areas left out as too far, or not to be compared"),
                self.NEAREST: tr("Distance of the first peer in standard deviations, if known"),
                self.FARTHEST: tr("Distance of the last peer, if known"),
            },
        )
        names.add_texts(
            self,
            {
                self.SENTENCE: tr("The finding in sentences"),
                self.CHOICE: tr("The choice of peers as text, to be read again"),
                self.PEER_CODES: tr("Codes of the peers, the most alike first"),
                self.NUMBERS: tr("All numbers as JSON"),
            },
        )

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, find, write."""
        from ..running.cache_opened import cache_opened  # not while QGIS starts
        from .peer_area import one_area
        from .peers_basis import about
        from .peers_run import run_peers

        with cache_opened(self, parameters, context, feedback, tr("Reading the area")) as connection:
            one = one_area(connection, self.parameterAsString(parameters, AREA, context))
            run = run_peers(connection, one, read_peers(self, parameters, context), context, feedback)
            results = self._written(run, about(run), parameters, context, feedback)
        return {**results, **self._outputs(run)}

    def _written(
        self,
        run: PeersRun,
        about: About,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Layer, page and chart; nothing is there before all are whole."""
        from ..running.command_text import texts_to_repeat
        from ..running.telling import step
        from ..units.unit_result import Shown, write_shown
        from ..writing.outputs import explained, tell
        from ..writing.result_layer import hand_over
        from ..writing.staging import Staging
        from . import peer_words as words
        from . import peers_page as pages
        from .peers_layer import styling_of, write_peers

        step(feedback, 80, tr("Writing the result"))
        with Staging() as staging:
            texts = texts_to_repeat(self, parameters, context, run.group.choice.texts(), "peers.gpkg")
            said = [words.finding(run.group), *words.sentences(run.group), *pages.undrawn(run)]
            told = explained(self, about, said, about.basis, texts)
            tell(told, words.quality_lines(run.group), feedback)
            staged = write_peers(self, run, staging.sink(parameters, context), context, feedback)
            results = {names.OUTPUT: hand_over(staged, told, styling_of(run), staging, context)}
            shown = Shown(told, texts, lambda handed: pages.page(run, handed, about), partial(pages.chart, run))
            return {**results, **write_shown(self, shown, parameters, context, feedback, staging)}

    def _outputs(self, run: PeersRun) -> dict[str, Any]:
        from .peer_words import finding, sentences
        from .peers_numbers import numbers_text

        group = run.group
        distances = [peer.distance for peer in group.peers if peer.distance is not None]
        return {
            self.PEERS_FOUND: len(group.peers),
            self.LEFT_OUT: len(group.left_out),
            self.NEAREST: distances[0] if distances else None,
            self.FARTHEST: distances[-1] if distances else None,
            self.SENTENCE: " ".join([finding(group), *sentences(group)]),
            self.CHOICE: group.choice.text(),
            self.PEER_CODES: ",".join(peer.code for peer in group.peers),
            self.NUMBERS: numbers_text(run),
        }
