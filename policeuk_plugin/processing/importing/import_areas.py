# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:importareas`: outlines, look-ups and figures of areas from files into the cache."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterMultipleLayers,
)

from ...text import tr
from ..asking.analysis_parameters import add_numbers
from ..running.base import CACHE, PoliceUkAlgorithm, sentences, shown_by
from .bringing_in import ADDED, REVISED, UNCHANGED, changes_counted, files_given, missing_file, tell_brought


class ImportAreas(PoliceUkAlgorithm):
    """GeoJSON, GeoPackage and CSV files of areas, told apart by their columns."""

    INPUT = "INPUT"
    FILES, AREAS, WITHOUT_OUTLINE = "FILES", "AREAS", "WITHOUT_OUTLINE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Import areas")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,ons,lsoa,boundaries,outlines,look-up,census,residents,households,geojson,load").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Brings outlines, look-ups, residents and households of areas into the cache, from files of the ONS Open "
            "Geography portal: GeoJSON, GeoPackage or CSV, also packed as .gz or .zip. No network is needed.\n\n"
            "The columns say what a file is: LSOA21CD, LSOA11CD, WD24CD, LAD24CD, CSP24CD, PFA24CD and their like, "
            "CHGIND for the exact-fit look-up, total_residents and total_households for figures. The tables TS001 "
            "and TS041 of the Census 2021 are read as nomisweb.co.uk publishes them (census2021-ts001-lsoa.csv).\n\n"
            "Each file comes into the cache wholly or not at all. What it covers takes the place of what is held of "
            "the same kind and edition, area by area; a file that is held as it is changes nothing.\n\n"
            "Outlines are for drawing: a snap point often lies on the line between two areas, so crimes are counted "
            "by the LSOA code in their file."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        files = QgsProcessingParameterMultipleLayers(
            self.INPUT, tr("Files of areas"), QgsProcessing.SourceType.TypeFile
        )
        self.add(files, tr("One or more files: .geojson, .json, .gpkg or .csv, also .gz, or a .zip of such files."))
        self.add_cache()
        self.add_cache_output()
        add_numbers(
            self,
            {
                self.FILES: tr("Files read"),
                ADDED: tr("Files that are new"),
                REVISED: tr("Files that replaced what was held"),
                UNCHANGED: tr("Files that were held already"),
                self.AREAS: tr("Areas in these files"),
                self.WITHOUT_OUTLINE: tr("Areas whose outline cannot be drawn"),
            },
        )

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Something to import has to be given, and has to be there."""
        paths = files_given(self, self.INPUT, parameters, context)
        return missing_file(paths) if paths else tr("Choose at least one file of areas to import.")

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Import, and tell what the files are."""
        from offline_cache.areas import import_areas  # not while QGIS starts

        from ...tasks import open_cache

        cache = self.cache_path(parameters, context)
        paths = files_given(self, self.INPUT, parameters, context)
        with sentences(), open_cache(cache) as opened:
            report = import_areas(opened, paths, shown_by(feedback), feedback.isCanceled)
        tell_brought(report, feedback)
        return {
            CACHE: str(cache),
            self.FILES: len(report.changes),
            **changes_counted(report.changes),
            self.AREAS: sum(change.rows for change in report.changes),
            self.WITHOUT_OUTLINE: sum(change.without_outline for change in report.changes),
        }
