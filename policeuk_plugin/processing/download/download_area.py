# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:downloadarea`: look-ups and outlines of ONS into the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
)

from offline_cache.reference import forces_by_police_area

from ...text import tr
from ..asking.analysis_parameters import add_choice, add_choices, add_numbers
from ..importing.bringing_in import ADDED, REVISED, UNCHANGED, changes_counted, tell_brought
from ..running.base import CACHE, PoliceUkAlgorithm, sentences, shown_by

if TYPE_CHECKING:
    from pathlib import Path

    from offline_cache.areas.model import AreasReport
    from offline_cache.areas.wanted import AreasWanted

# The words of `AreaWant`, which is not imported while QGIS starts.
WHAT_THERE_IS = ("look-ups", "police-areas", "outlines", "districts", "csps", "wards", "figures")
USUAL = ("look-ups", "police-areas", "outlines")
_OF_FORCES = ("outlines", "districts", "csps", "wards")
_EDITIONS = ("both", "2011", "2021")


class DownloadArea(PoliceUkAlgorithm):
    """Outlines, look-ups and police force areas from the Open Geography portal."""

    FORCES, ALL, WHAT, EDITION, ANEW = "FORCES", "ALL", "WHAT", "EDITION", "ANEW"
    PARTS, AREAS, HELD, MISSING = "PARTS", "AREAS", "HELD", "MISSING"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Download areas")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,ons,lsoa,boundaries,outlines,look-up,ward,district,csp,force area,download").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Brings look-ups and outlines of areas from the Office for National Statistics (ONS) into the cache, the "
            "same as an import of its files does. They are needed to choose a CSP, district or ward, to draw LSOAs "
            "and to test them for clusters.\n\n"
            "What is held already is not downloaded again, and then no network is needed. A force's LSOAs come with "
            "those within about 3 km, so that a map does not end at the border. Outlines of several forces add up.\n\n"
            "Limits: residents and households are not on ONS's map service. Download the tables TS001 and TS041 of "
            "the Census 2021 from nomisweb.co.uk, unzip them, and import the files whose names end in -lsoa.csv. "
            "Outlines are generalised to 20 m and a snap point often lies on the line between two areas: crimes are "
            "counted by the LSOA code in their file, never by outline. England and Wales only."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        forces = sorted(slug for code, slug in forces_by_police_area().items() if code[0] in "EW")
        whose = tr("Whose outlines, by the names in published files, such as bedfordshire.")
        add_choices(self, self.FORCES, tr("Forces"), forces, whose)
        self.add(
            QgsProcessingParameterBoolean(self.ALL, tr("or all of England and Wales"), False),
            tr("Outlines of all LSOAs: some 35,000 in each edition, 50 to 100 MB."),
        )
        add_choices(
            self,
            self.WHAT,
            tr("What"),
            WHAT_THERE_IS,
            tr(
                "look-ups: from LSOAs to wards, districts, CSPs and police force areas, and from 2011 to 2021 (always "
                "whole). police-areas: outlines of all police force areas. outlines: those of LSOAs. figures: says "
                "where residents and households come from, if they are not held."
            ),
            USUAL,
        )
        add_choice(
            self,
            self.EDITION,
            tr("Edition of LSOAs"),
            _EDITIONS,
            tr("Files downloaded before about June 2023 write codes of 2011, later ones those of 2021."),
        )
        self.add(
            QgsProcessingParameterBoolean(self.ANEW, tr("Also what is held"), False),
            tr("Download again what the cache has; what ONS has changed takes the place of the old."),
        )
        self.add_cache()
        self.add_cache_output()
        add_numbers(
            self,
            {
                self.PARTS: tr("Look-ups and sets of outlines downloaded"),
                ADDED: tr("Those of them that are new"),
                REVISED: tr("Those that replaced what was held"),
                UNCHANGED: tr("Those that were held as they are"),
                self.AREAS: tr("Areas in them"),
                self.HELD: tr("Look-ups and sets of outlines held before"),
                self.MISSING: tr("Those that ONS no longer has"),
            },
        )

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Outlines need a force, or the word that all are meant."""
        whole = self.parameterAsBoolean(parameters, self.ALL, context)
        limited = any(what in _OF_FORCES for what in self.choices(parameters, self.WHAT, context))
        if limited and not whole and not self.choices(parameters, self.FORCES, context):
            return tr("Choose the forces whose outlines you need, or all of England and Wales.")
        return ""

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Download, and tell what came."""
        cache = self.cache_path(parameters, context)
        with sentences():
            report = _download(cache, self._wanted(parameters, context), feedback)
        return {
            CACHE: str(cache),
            self.PARTS: len(report.changes),
            **changes_counted(report.changes),
            self.AREAS: sum(change.rows for change in report.changes),
            self.HELD: len(report.held),
            self.MISSING: len(report.missing),
        }

    def _wanted(self, parameters: dict[str, Any], context: QgsProcessingContext) -> AreasWanted:
        from offline_cache.areas.wanted import EDITIONS, AreasWanted, AreaWant  # not while QGIS starts

        edition = self.parameterAsEnumString(parameters, self.EDITION, context)
        forces = self.choices(parameters, self.FORCES, context)
        return AreasWanted(
            what=tuple(AreaWant(name) for name in self.choices(parameters, self.WHAT, context) or USUAL),
            forces=() if self.parameterAsBoolean(parameters, self.ALL, context) else forces,
            editions=(int(edition),) if edition.isdigit() else EDITIONS,
            anew=self.parameterAsBoolean(parameters, self.ANEW, context),
        )


def _download(cache: Path, wanted: AreasWanted, feedback: QgsProcessingFeedback) -> AreasReport:
    from offline_cache.areas.fetching import fetch_areas, held_report  # not while QGIS starts
    from offline_cache.areas.holding import lacking
    from offline_cache.areas.planning import plan_areas

    from ...network import qgis_transport
    from ...tasks import open_cache

    with open_cache(cache) as opened:
        if lacking(opened.connection, wanted):
            with qgis_transport(feedback.isCanceled) as transport:
                feedback.pushInfo(plan_areas(opened.connection, wanted, transport).sentence())
                report = fetch_areas(opened, wanted, transport, shown_by(feedback), feedback.isCanceled)
        else:
            report = held_report(opened, wanted)
    tell_brought(report, feedback)
    return report
