# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:importreference`: what areas are compared by, from files into the cache."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterMultipleLayers,
)

from offline_cache.model import ChangeKind

from ..text import tr
from .base import CACHE, PoliceUkAlgorithm, sentences, shown_by


class ImportReference(PoliceUkAlgorithm):
    """CSV files of Census shares, deprivation, classes, peers and official counts, told apart by their columns."""

    INPUT = "INPUT"
    FILES, PARTS, ADDED, REVISED, UNCHANGED = "FILES", "PARTS", "ADDED", "REVISED", "UNCHANGED"

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
            "What a file is, its columns say: tables of the Census 2021 as nomisweb.co.uk publishes them (TS011, "
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
        self.addOutput(QgsProcessingOutputFile(CACHE, tr("Cache")))
        for name, text in (
            (self.FILES, tr("Files read")),
            (self.PARTS, tr("Parts of these files")),
            (self.ADDED, tr("Parts that are new")),
            (self.REVISED, tr("Parts that replaced what was held")),
            (self.UNCHANGED, tr("Parts that were held already")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, text))

    def checkParameterValues(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """Something to import has to be given, and has to be there."""
        paths = self._paths(parameters, context)
        if not paths:
            return False, tr("Choose at least one file of reference data to import.")
        for path in paths:
            if not path.exists():
                return False, tr("{path} does not exist. Check the name.").format(path=path)
        return super().checkParameterValues(parameters, context)

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Import, and tell what the files are."""
        from offline_cache.reference_data.importing import import_reference  # not while QGIS starts
        from offline_cache.store import OfflineCache

        from ..tasks import make_folder

        cache = self.cache_path(parameters, context)
        with sentences():
            make_folder(cache)
            with OfflineCache(cache) as opened:
                paths = self._paths(parameters, context)
                report = import_reference(opened, paths, shown_by(feedback), feedback.isCanceled)
        for line in report.lines():
            feedback.pushInfo(line)
        kinds = [change.kind for change in report.changes]
        return {
            CACHE: str(cache),
            self.FILES: len({change.source for change in report.changes}),
            self.PARTS: len(kinds),
            self.ADDED: kinds.count(ChangeKind.ADDED),
            self.REVISED: kinds.count(ChangeKind.REVISED),
            self.UNCHANGED: kinds.count(ChangeKind.UNCHANGED),
        }

    def _paths(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[Path]:
        return [Path(path) for path in self.parameterAsFileList(parameters, self.INPUT, context) if path]
