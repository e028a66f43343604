# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:downloadreference`: what areas are compared by, from its official addresses into the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
)

from ...text import tr
from ..asking.analysis_parameters import add_choices, add_numbers
from ..importing.bringing_in import ADDED, REVISED, UNCHANGED, changes_counted, tell_brought
from ..running.base import CACHE, PoliceUkAlgorithm, sentences, shown_by

if TYPE_CHECKING:
    from pathlib import Path

    from offline_cache.reference_data.report import ReferenceReport
    from offline_cache.reference_data.wanted import ReferenceWant

# The words of `ReferenceWant`, which is not imported while QGIS starts.
WHAT_THERE_IS = ("census", "rural-urban", "deprivation", "deprivation-2019")
USUAL = ("census", "rural-urban")


class DownloadReference(PoliceUkAlgorithm):
    """Census tables, rural-urban classes and indices of deprivation from Nomis, ONS and gov.uk."""

    WHAT, ANEW = "WHAT", "ANEW"
    FILES, PARTS, HELD, MISSING = "FILES", "PARTS", "HELD", "MISSING"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Download reference data")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr(
            "police,census,nomis,ons,gov.uk,residents,households,tenure,deprivation,imd,rural,urban,attributes,peers,"
            "compare,download"
        ).split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Brings what areas are compared by from its official addresses into the cache, the same as an import of "
            "the files does: tables of the Census 2021 from Nomis, rural-urban classes from the Office for National "
            "Statistics (ONS) and, where you ask for them, indices of deprivation of England from gov.uk. Rates, peers "
            "and comparisons rest on them.\n\n"
            "The log says first what will be asked for. What is held already is not downloaded again, and then no "
            "network is needed. Each file comes wholly or not at all: after a stop, run it again to go on. A file that "
            "is no longer at its address is a warning and the rest comes.\n\n"
            "Limits: England and Wales only; indices of deprivation England only. Everything is by LSOA: crimes are "
            "published at snap points, which often part two areas, so smaller ones say nothing. ONS's nearest "
            "neighbours, clusters and recorded crime, the Welsh index and output-area classes cannot be downloaded; "
            "the log names their pages. Save the sheet as CSV and use 'Import reference data'.\n\n"
            "Not for look-ups and outlines of areas (use 'Download areas'), nor for a list of peers of your own (use "
            "'Import a list of peers')."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        add_choices(
            self,
            self.WHAT,
            tr("What"),
            WHAT_THERE_IS,
            tr(
                "census: residents, households, tenure, accommodation, deprived and overcrowded households, ethnic "
                "group, by LSOA of 2021. rural-urban: classes of 2021. deprivation: the indices of 2025, "
                "deprivation-2019 those of 2019, by LSOA of 2011; their crime domain is never used to choose peers."
            ),
            USUAL,
        )
        self.add(
            QgsProcessingParameterBoolean(self.ANEW, tr("Also what is held"), False),
            tr("Download again what the cache has; what its publisher has changed takes the place of the old."),
        )
        self.add_cache()
        self.add_cache_output()
        add_numbers(
            self,
            {
                self.FILES: tr("Files downloaded"),
                self.PARTS: tr("Parts of these files"),
                ADDED: tr("Parts that are new"),
                REVISED: tr("Parts that replaced what was held"),
                UNCHANGED: tr("Parts that were held as they are"),
                self.HELD: tr("Files that were held before"),
                self.MISSING: tr("Files that are no longer at their address"),
            },
        )

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Something has to be wanted."""
        if parameters.get(self.WHAT) == []:
            return tr("Choose at least one kind of reference data to download.")
        return ""

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Download, and tell what came."""
        from offline_cache.reference_data.wanted import ReferenceWant  # not while QGIS starts

        cache = self.cache_path(parameters, context)
        wants = tuple(ReferenceWant(name) for name in self.choices(parameters, self.WHAT, context) or USUAL)
        with sentences():
            report = _download(cache, wants, self.parameterAsBoolean(parameters, self.ANEW, context), feedback)
        return {
            CACHE: str(cache),
            self.FILES: len({change.source for change in report.changes}),
            self.PARTS: len(report.changes),
            **changes_counted(report.changes),
            self.HELD: len(report.held),
            self.MISSING: len(report.missing),
        }


def _download(
    cache: Path, wants: tuple[ReferenceWant, ...], anew: bool, feedback: QgsProcessingFeedback
) -> ReferenceReport:
    from offline_cache.reference_data.fetching import (  # not while QGIS starts
        fetch_reference,
        held_reference,
        lacking,
        to_fetch,
    )

    from ...network import qgis_transport
    from ...tasks import open_cache

    with open_cache(cache) as opened:
        feedback.pushInfo(to_fetch(opened, wants, anew))
        if lacking(opened, wants, anew):
            with qgis_transport(feedback.isCanceled) as transport:
                report = fetch_reference(opened, wants, transport, shown_by(feedback), feedback.isCanceled, anew)
        else:
            report = held_reference(wants)
    tell_brought(report, feedback)
    return report
