# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:importreference`: what areas are compared by, from files into the cache."""

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


class ImportReference(PoliceUkAlgorithm):
    """CSV files of Census shares, deprivation, classes, peers and official counts, told apart by their columns."""

    INPUT, FILES, PARTS = "INPUT", "FILES", "PARTS"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Import reference data")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr(
            "police,census,deprivation,imd,wimd,rural,urban,output area,oac,neighbours,clusters,recorded crime,ons,"
            "attributes,compare,peers"
        ).split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Brings into the cache what areas are compared by, from CSV files (also .gz, .zip). No network is used.\n\n"
            "The columns say what a file is. Read are tables of the Census 2021 as nomisweb.co.uk has them (TS011, "
            "TS021, TS044, TS052, TS054, also as the zip), indices of deprivation of England and Wales, rural-urban "
            "and output-area classes, regions, look-ups and residents as 'Import areas' reads them, ONS's statistical "
            "nearest neighbours and clusters, ONS's tables of recorded crime P1 and C2 (save the sheet as CSV under a "
            "name that says the year, such as C2_year_ending_june_2025.csv), lists of peers, and any table with a "
            "column of ONS's codes and columns of numbers.\n\n"
            "Each file comes into the cache wholly or not at all. What it covers takes the place of what is held, area "
            "by area; a file that is held as it is changes nothing. A value that is withheld (*, -, .., [c]) is kept "
            "as not known, never as 0.\n\n"
            "Peers are never chosen by what rests on recorded crime: the crime domain and the overall index of "
            "deprivation, and columns that speak of crime, are kept but refused. Indices of England and Wales cannot "
            "be compared with each other.\n\n"
            "Crimes are published at snap points, which often part two areas, so tables of areas smaller than LSOAs "
            "are not read.\n\n"
            "Not for published files of crimes, nor for outlines: use 'Import published files' and 'Import areas'. "
            "Not for a list of peers under a name of your own: use 'Import a list of peers'."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        files = QgsProcessingParameterMultipleLayers(
            self.INPUT, tr("Files of reference data"), QgsProcessing.SourceType.TypeFile
        )
        self.add(files, tr("One or more files: .csv, also .gz, or a .zip of such files."))
        self.add_cache()
        self.add_cache_output()
        add_numbers(
            self,
            {
                self.FILES: tr("Files read"),
                self.PARTS: tr("Parts of these files"),
                ADDED: tr("Parts that are new"),
                REVISED: tr("Parts that replaced what was held"),
                UNCHANGED: tr("Parts that were held already"),
            },
        )

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Something to import has to be given, and has to be there."""
        paths = files_given(self, self.INPUT, parameters, context)
        return missing_file(paths) if paths else tr("Choose at least one file of reference data to import.")

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Import, and tell what the files are."""
        from offline_cache.reference_data.importing import import_reference  # not while QGIS starts

        from ...tasks import open_cache

        cache = self.cache_path(parameters, context)
        paths = files_given(self, self.INPUT, parameters, context)
        with sentences(), open_cache(cache) as opened:
            report = import_reference(opened, paths, shown_by(feedback), feedback.isCanceled)
        tell_brought(report, feedback)
        return {
            CACHE: str(cache),
            self.FILES: len({change.source for change in report.changes}),
            self.PARTS: len(report.changes),
            **changes_counted(report.changes),
        }
