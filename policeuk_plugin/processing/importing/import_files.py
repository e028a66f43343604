# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:importfiles`: published files from disk into the cache."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFile,
)

from offline_cache.model import ChangeKind

from ...text import gaps_phrases, many, number, tr
from ..asking.analysis_parameters import add_numbers
from ..running.base import CACHE, PoliceUkAlgorithm, sentences, shown_by
from .bringing_in import missing_file

if TYPE_CHECKING:
    from offline_cache.importing import ImportReport


class ImportFiles(PoliceUkAlgorithm):
    """A zip archive, a folder or one CSV into the cache, published file by published file."""

    INPUT, FOLDER = "INPUT", "FOLDER"
    FILES, ADDED, REVISED, WIDENED, UNCHANGED = "FILES", "ADDED", "REVISED", "WIDENED", "UNCHANGED"
    ROWS, UNPLACED, GAPS = "ROWS", "UNPLACED", "GAPS"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Import published files")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,csv,zip,archive,street,outcomes,stop and search,load").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Brings files published by data.police.uk (street-level crimes, outcomes, stops and searches) into "
            "the cache, from a zip archive, a folder or a single CSV.\n\n"
            "Use it for archives that you have downloaded. No network is needed.\n\n"
            "The published file (force, month, kind) is the unit: importing it twice changes nothing, a revised "
            "one takes the place of the old one, and the log says what changed. Rows that look alike stay "
            "separate incidents.\n\n"
            "Read the result with its gaps: a month that is not held is missing, not zero. Rows without a place "
            "are kept and counted, and are on no map. Every place is a snap point, not an address."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        # QGIS has no parameter that picks a file or a folder; as text INPUT takes both.
        self.add(
            QgsProcessingParameterFile(
                self.INPUT,
                tr("Archive or CSV file"),
                optional=True,
                fileFilter=tr("Published files (*.zip *.csv *.ZIP *.CSV);;All files (*)"),
            ),
            tr(
                "A zip archive of data.police.uk, or one CSV under its published name, such as "
                "2026-04-bedfordshire-street.csv. Scripts may give a folder here."
            ),
        )
        self.add(
            QgsProcessingParameterFile(
                self.FOLDER, tr("or folder"), behavior=QgsProcessingParameterFile.Behavior.Folder, optional=True
            ),
            tr("A folder with published CSV files, also in folders of months below it. Both may be given."),
        )
        self.add_cache()
        self.add_cache_output()
        add_numbers(
            self,
            {
                self.FILES: tr("Files read"),
                self.ADDED: tr("Files that are new"),
                self.REVISED: tr("Files that were revised"),
                self.WIDENED: tr("Files of which more LSOAs are held than before"),
                self.UNCHANGED: tr("Files that were held already"),
                self.ROWS: tr("Rows in these files"),
                self.UNPLACED: tr("Rows without a place in these files"),
                self.GAPS: tr("Months missing in the cache, by force and kind"),
            },
        )

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Something to import has to be given, and has to be there."""
        paths = self._paths(parameters, context)
        return missing_file(paths) if paths else tr("Choose an archive, a CSV file or a folder to import.")

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Import, and tell what changed."""
        from ...layers.holdings import read_holdings  # not while QGIS starts
        from ...tasks import ImportJob, import_job

        job = ImportJob(self.cache_path(parameters, context), self._paths(parameters, context))
        with sentences():
            report = import_job(job, shown_by(feedback), feedback.isCanceled).published
            held = read_holdings(job.cache)
        _tell_changes(report, feedback)
        for phrase in gaps_phrases(held.gaps):
            feedback.pushWarning(tr("Missing, which is not zero: {gap}").format(gap=phrase))
        for phrase in gaps_phrases(held.parts):
            feedback.pushWarning(tr("Held in part: {gap}").format(gap=phrase))
        return {
            CACHE: str(job.cache),
            self.FILES: len(report.changes),
            self.ADDED: len(report.of_kind(ChangeKind.ADDED)),
            self.REVISED: len(report.of_kind(ChangeKind.REVISED)),
            self.WIDENED: len(report.of_kind(ChangeKind.WIDENED)),
            self.UNCHANGED: len(report.of_kind(ChangeKind.UNCHANGED)),
            self.ROWS: sum(change.rows for change in report.changes),
            self.UNPLACED: sum(change.unplaced for change in report.changes),
            self.GAPS: len(held.gaps),
        }

    def _paths(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[Path, ...]:
        given = (self.parameterAsFile(parameters, name, context) for name in (self.INPUT, self.FOLDER))
        return tuple(Path(path) for path in given if path)


def _tell_changes(report: ImportReport, feedback: QgsProcessingFeedback) -> None:
    for change in report.of_kind(ChangeKind.ADDED):
        feedback.pushInfo(
            tr("{file}: {rows} rows, {unplaced} without a place").format(
                file=change.key, rows=number(change.rows), unplaced=number(change.unplaced)
            )
        )
    for change in report.of_kind(ChangeKind.REVISED):
        feedback.pushInfo(
            tr("{file} was revised: {added} rows added, {gone} gone, {outcomes} outcomes changed").format(
                file=change.key,
                added=number(change.rows_added),
                gone=number(change.rows_gone),
                outcomes=number(change.outcomes_changed),
            )
        )
    for change in report.of_kind(ChangeKind.WIDENED):
        feedback.pushInfo(
            tr("{file}: {rows} rows of more LSOAs, which were not held before").format(
                file=change.key, rows=number(change.rows_widened)
            )
        )
    unchanged = len(report.of_kind(ChangeKind.UNCHANGED))
    if unchanged:
        feedback.pushInfo(
            many(
                unchanged,
                tr("file was held already and is as it was."),
                tr("files were held already and are as they were."),
            )
        )
    if report.ignored:
        feedback.pushInfo(many(report.ignored, tr("other file was left alone."), tr("other files were left alone.")))
