# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:importpeers`: a list of similar areas of one's own, from a file into the cache."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ...text import tr
from ..asking.analysis_parameters import add_choice, add_numbers
from ..running.base import CACHE, PoliceUkAlgorithm, sentences
from .bringing_in import missing_file

AUTO = "auto"
KINDS = (AUTO, "pfa", "csp", "district", "ward", "lsoa")


class ImportPeers(PoliceUkAlgorithm):
    """A CSV of areas and their peers, by codes or by names."""

    INPUT, NAME, KIND = "INPUT", "NAME", "KIND"
    PEER_LIST, LISTS, AREAS, PEERS = "PEER_LIST", "LISTS", "AREAS", "PEERS"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Import a list of peers")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,most similar group,msg,iquanta,family,peers,neighbours,benchmark,compare").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Brings a list of similar areas into the cache: the most similar group that your force holds, the nearest "
            "neighbours of CIPFA, or a list of your own. No network is needed.\n\n"
            "The file is a CSV with the columns area and peer, one line for each peer, and perhaps rank (1 is most "
            "alike; without it the order of the lines counts). Areas are ONS's codes or names; forces are known by "
            "name, other areas once look-ups are imported. A column level (force, csp, district) may say what the "
            "areas are, complete_list whether the list is whole, source_year of which year it is.\n\n"
            "Names that are not known, an area that is named as its own peer, and lines that repeat another are left "
            "out and named in the log. A list of the same name, kind and year is replaced as a whole.\n\n"
            "What is compared are published crimes, which lie on snap points, by the areas that their files name.\n\n"
            "Groups need not be mutual: Y may be a peer of X without X being one of Y. An area with fewer than five "
            "peers cannot be compared. Not for ONS's statistical nearest neighbours, which 'Import reference data' "
            "reads."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        file = QgsProcessingParameterFile(
            self.INPUT, tr("List of peers"), fileFilter=tr("Tables (*.csv *.gz);;All files (*)")
        )
        self.add(file, tr("A CSV with the columns area and peer, and perhaps rank."))
        name = QgsProcessingParameterString(self.NAME, tr("Name of the list"), optional=True)
        self.add(name, tr("How comparisons will name it, such as MSG 2024. Empty: as the file is called."))
        add_choice(
            self,
            self.KIND,
            tr("What the areas are"),
            KINDS,
            tr("Names alone may fit districts and CSPs alike. auto: by the codes, else by the names."),
        )
        self.add_cache()
        self.add_cache_output()
        self.addOutput(QgsProcessingOutputString(self.PEER_LIST, tr("Name of the list")))
        add_numbers(
            self,
            {
                self.LISTS: tr("Lists, one for each kind of area"),
                self.AREAS: tr("Areas with peers"),
                self.PEERS: tr("Peers in all"),
            },
        )

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """The file has to be there."""
        return missing_file([Path(self.parameterAsFile(parameters, self.INPUT, context))])

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Import, and tell what was left out."""
        from offline_cache.areas.model import AreaKind  # not while QGIS starts
        from offline_cache.reference_data.importing import import_peers

        from ...tasks import open_cache

        cache = self.cache_path(parameters, context)
        path = Path(self.parameterAsFile(parameters, self.INPUT, context))
        name = self.parameterAsString(parameters, self.NAME, context)
        kind = self.parameterAsEnumString(parameters, self.KIND, context)
        of = None if kind == AUTO else AreaKind(kind)
        with sentences(), open_cache(cache) as opened:
            report = import_peers(opened, path, name, of, feedback.isCanceled)
        for change in report.changes:
            feedback.pushInfo(change.lines()[0])
            for note in change.notes:
                feedback.pushWarning(note)
        return {
            CACHE: str(cache),
            self.PEER_LIST: report.changes[0].list_name,
            self.LISTS: len(report.changes),
            self.AREAS: sum(change.rows for change in report.changes),
            self.PEERS: sum(change.peers for change in report.changes),
        }
