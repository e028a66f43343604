# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:refreshcache`: what is held, up to the newest release."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from offline_cache.errors import CacheError

from ...text import tr
from ..running.base import PoliceUkAlgorithm, sentences
from . import download_parameters as names


class RefreshCache(PoliceUkAlgorithm):
    """New months, late ones, revised ones; nothing that is held is lost."""

    NEW = "NEW"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Refresh the cache")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,data.police.uk,update,revised,newest,month,download,sync").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Brings what the cache holds up to the newest release of data.police.uk: for each force and kind of file "
            "that is held, the months that are new, those that came late, and those that were revised since (told "
            "by their checksums). Slices of LSOAs stay slices of the same LSOAs. Run it once a month.\n\n"
            "With nothing new it costs two small requests. The log says what changed, by force and month. Months "
            "that left the 36 months of the service are kept, with the release they are from. Cancel whenever you "
            "like; the next run goes on where it stopped.\n\n"
            "Read the result with what is missing: a month that was not published is missing, not zero. A revision "
            "changes counts and outcomes of past months. Every place is a snap point, not an address."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        names.add_way(self)
        self.add_cache()
        names.add_outputs(self, tr("Files looked at"), self.NEW)

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Download what is new or revised, and tell what changed."""
        from offline_cache.ledger import published_files  # none of these while QGIS starts
        from offline_cache.reader import reading
        from offline_cache.sync import plan_refresh

        from ...network import qgis_transport
        from .downloading import carry_out, numbers_of

        cache = self.cache_path(parameters, context)
        with sentences():
            with reading(cache) as connection:
                held = published_files(connection)
            if not held:
                raise CacheError(tr("The cache holds no published file. Download or import some first."))
            with qgis_transport(feedback.isCanceled) as transport:
                plan = plan_refresh(held, transport, names.way_of(self, parameters, context))
                report = carry_out(cache, plan, transport, feedback)
        return numbers_of(cache, report, self.NEW)
