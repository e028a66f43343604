# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:downloadforceslice`: published files of whole forces from the service into the cache."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.model import Dataset

from ...text import tr
from ..asking.selection_parameters import FROM, TO
from ..running.base import PoliceUkAlgorithm, sentences
from . import download_parameters as names


class DownloadForceSlice(PoliceUkAlgorithm):
    """Forces, months and kinds of file, whole."""

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Download forces")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,data.police.uk,fetch,force,archive,street,outcomes,stop and search,slice").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Brings the files that forces published (street-level crimes, outcomes, stops and searches) from "
            "data.police.uk into the cache. Of the archive of some 1.7 GB only these files are fetched; months "
            "that left it come from older archives.\n\n"
            "The log says first what it will cost: files, bytes, what is held already and what was not published. "
            "Each file is written as it arrives, wholly or not at all. Cancel whenever you like; the same run goes on "
            "where it stopped. Requests go through QGIS, so its proxy and certificates hold.\n\n"
            "Read the result with what is missing: a month that was not published is missing, not zero. British "
            "Transport Police (btp) works everywhere, so take it along. Rows without a place are kept and counted. "
            "Every place is a snap point, not an address."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        forces = tr("Whose files, by the names in published files, such as bedfordshire. btp is British Transport.")
        names.add_forces(self, tr("Forces"), forces)
        names.add_months(self)
        kinds = tr("Street-level crimes, outcomes, stops and searches: one file a month and force of each.")
        names.add_datasets(self, tuple(Dataset), kinds)
        names.add_way(self)
        self.add_cache()
        names.add_outputs(self, tr("Files asked for"), names.ADDED)

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Forces and kinds of file have to be chosen."""
        if not self.choices(parameters, names.FORCES, context):
            return tr("Choose at least one force.")
        if not names.datasets_of(self, parameters, context):
            return tr("Choose at least one kind of file.")
        return ""

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Download, and tell what changed."""
        from offline_cache.sync import SliceRequest  # not while QGIS starts

        from ...network import qgis_transport
        from .downloading import download, numbers_of

        cache = self.cache_path(parameters, context)
        with sentences():
            request = SliceRequest(
                self.choices(parameters, names.FORCES, context),
                self.month(parameters, FROM, context),
                self.month(parameters, TO, context),
                names.datasets_of(self, parameters, context),
            )
            way = names.way_of(self, parameters, context)
            with qgis_transport(feedback.isCanceled) as transport:
                report = download(cache, request, way, transport, feedback)
        return numbers_of(cache, report, names.ADDED)
