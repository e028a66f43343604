# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:downloadneighbourhoods`: neighbourhoods with their teams and priorities into the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
)

from offline_cache.reference import force_names

from ...text import tr
from ..asking.analysis_parameters import add_numbers
from ..running.base import CACHE, PoliceUkAlgorithm, sentences, shown_by

if TYPE_CHECKING:
    from pathlib import Path

    from offline_cache.police_api.fetching import NeighbourhoodReport

_WITHOUT = "btp"  # has no neighbourhoods


class DownloadNeighbourhoods(PoliceUkAlgorithm):
    """Contacts, outlines, teams, priorities and events of whole forces."""

    FORCES, OUTPUT = "FORCES", "OUTPUT"
    NEIGHBOURHOODS, OUTLINES, OFFICERS = "NEIGHBOURHOODS", "OUTLINES", "OFFICERS"
    EVENTS, PRIORITIES, GONE, FAILED = "EVENTS", "PRIORITIES", "GONE", "FAILED"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Download neighbourhoods")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,neighbourhood,beat,team,officers,priorities,events,contacts,boundary,download").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Brings what only the service's interface has into the cache: how to reach a force, its senior officers, "
            "and for each of its neighbourhoods outline, team, priorities, coming events, stations and links. "
            "Afterwards all of it is there without a network, with the day it was fetched.\n\n"
            "Five requests for each neighbourhood, ten a second at most: a minute or more for 100 neighbourhoods. "
            "Cancel whenever you like; a run within a day goes on where the last one stopped. A neighbourhood that "
            "is listed no more is forgotten.\n\n"
            "Limits: outlines are of today, and forces redraw them: they say little about older months. A force's "
            "list may hold parent areas and twins, which overlap. A crime's place is a snap point, so one near an "
            "outline may lie on its other side. British Transport Police has no neighbourhoods, and Scotland is not "
            "covered. Texts are what forces write, with everything but the words taken out."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        forces = QgsProcessingParameterEnum(
            self.FORCES,
            tr("Forces"),
            options=[slug for slug in force_names() if slug != _WITHOUT],
            allowMultiple=True,
            usesStaticStrings=True,
        )
        self.add(forces, tr("Whose neighbourhoods, by the names in published files, such as bedfordshire."))
        self.add_cache()
        output = QgsProcessingParameterFeatureSink(
            self.OUTPUT,
            tr("Neighbourhoods"),
            QgsProcessing.SourceType.TypeVectorPolygon,
            optional=True,
            createByDefault=False,
        )
        self.add(output, tr("A polygon layer of these forces' neighbourhoods, with team and priorities as text."))
        self.add_cache_output()
        add_numbers(
            self,
            {
                self.NEIGHBOURHOODS: tr("Neighbourhoods fetched"),
                self.OUTLINES: tr("Outlines"),
                self.OFFICERS: tr("Members of teams"),
                self.EVENTS: tr("Coming events"),
                self.PRIORITIES: tr("Priorities"),
                self.GONE: tr("Neighbourhoods listed no more"),
                self.FAILED: tr("Answers that could not be read"),
            },
        )

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """A force has to be chosen."""
        if not self.choices(parameters, self.FORCES, context):
            return tr("Choose at least one force.")
        return ""

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Download, tell, and write the layer where one is asked for."""
        cache = self.cache_path(parameters, context)
        forces = self.choices(parameters, self.FORCES, context)
        with sentences():
            report = _download(cache, forces, feedback)
            results: dict[str, Any] = {CACHE: str(cache), **self._numbers(report)}
            if parameters.get(self.OUTPUT):
                from .neighbourhood_file import write_neighbourhoods

                results[self.OUTPUT] = write_neighbourhoods(self, parameters, context, cache, forces)
        return results

    def _numbers(self, report: NeighbourhoodReport) -> dict[str, int]:
        return {
            self.NEIGHBOURHOODS: report.fetched,
            self.OUTLINES: report.outlines,
            self.OFFICERS: report.officers,
            self.EVENTS: report.events,
            self.PRIORITIES: report.priorities,
            self.GONE: len(report.gone),
            self.FAILED: len(report.failed),
        }


def _download(cache: Path, forces: tuple[str, ...], feedback: QgsProcessingFeedback) -> NeighbourhoodReport:
    from offline_cache.police_api.fetching import fetch_neighbourhoods  # not while QGIS starts

    from ...network import qgis_transport
    from ...tasks import open_cache

    with qgis_transport(feedback.isCanceled) as transport, open_cache(cache) as opened:
        report = fetch_neighbourhoods(opened, forces, transport, shown_by(feedback), feedback.isCanceled)
    for line in report.lines():
        if line in report.failed:
            feedback.pushWarning(line)
        else:
            feedback.pushInfo(line)
    return report
