# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:dataquality`: how far the data of a selection can be trusted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.selection_parameters import add_selection
from ..running.base import PoliceUkAlgorithm

if TYPE_CHECKING:
    from .data_quality_run import QualityRun


class DataQuality(PoliceUkAlgorithm):
    """What is held, missing, partial, revised; what has no place; copies, editions, known issues."""

    FILES, MISSING, PARTIAL, REVISED = "FILES", "MISSING", "PARTIAL", "REVISED"
    ROWS, UNPLACED, COPIES, SENTENCE = "ROWS", "UNPLACED", "COPIES", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Quality of the data")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,quality,coverage,missing,gaps,unplaced,duplicates,edition,revision,table").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Says how far the data of a selection can be trusted, before a conclusion is drawn. It says which files "
            "of which months and forces are held, missing, held in part or revised, and how many crimes have no place, "
            "by month, force and type, and why. It counts rows that repeat another exactly, which stay, and names the "
            "edition of the LSOA codes and whether it was inferred, releases, and what the service is known to "
            "lack.\n\n"
            "Use it before every report. The table has a row a file, the page is to hand on.\n\n"
            "Do not use it to judge how much crime was reported or recorded: it knows the published files only. All "
            "of it is of whole files, as crimes without a place lie in no area, but types and copies: those are of the "
            "rows held.\n\n"
            "Limits: revisions are those that this cache has noticed. Every place is a snap point, not an address. "
            "What the service is known to lack is a table of this plugin, of a certain day."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        sink = QgsProcessingParameterFeatureSink(names.OUTPUT, tr("Files"), QgsProcessing.SourceType.TypeVector)
        self.add(
            sink,
            tr(
                "A table of a row a file: standing (held, revised, partial, missing), rows published, without a "
                "place, without an LSOA, edition, release, revisions, reason."
            ),
        )
        names.add_report(self)
        names.add_numbers(
            self,
            {
                self.FILES: tr("Files held"),
                self.MISSING: tr("Files missing"),
                self.PARTIAL: tr("Files held in part"),
                self.REVISED: tr("Files held that were revised"),
                self.ROWS: tr("Street-level rows published in these files, whole, also where a slice of one is held"),
                self.UNPLACED: tr("Of these without a place, of whole files too"),
                self.COPIES: tr("Street-level rows held that repeat another: of a slice, those of its LSOAs"),
            },
        )
        self.addOutput(QgsProcessingOutputString(self.SENTENCE, tr("The finding in a sentence")))

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Look, write."""
        from ...reports.quality_words import lead  # not while QGIS starts
        from ..running.telling import findings, step
        from ..writing.destinations import check_destinations
        from .data_quality_run import run_quality

        with findings():
            check_destinations(self, parameters, context)
            step(feedback, 0, tr("Looking through the ledger"))
            run = run_quality(self, parameters, context, feedback.isCanceled)
            results = self._written(run, parameters, context, feedback)
        return {**results, **self._numbers(run), self.SENTENCE: lead(run.found)}

    def _written(
        self,
        run: QualityRun,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Table and page; nothing is there before both are whole."""
        from ...reports.quality_page import quality_page
        from ..running.telling import step
        from ..writing.outputs import tell, to_hand_on, write_asked_report
        from ..writing.series_files import write_rows
        from ..writing.staging import Staging
        from .data_quality_run import COLUMNS, explained_quality, quality_texts, rows_of

        step(feedback, 60, tr("Writing the result"))
        with Staging() as staging:
            texts = quality_texts(self, run, parameters, context)
            told = explained_quality(self, run, texts)
            tell(told, run.gaps, feedback)
            rows = rows_of(run.found)
            results = {names.OUTPUT: write_rows(self, parameters, context, feedback, COLUMNS, rows, told, staging)}
            shown = to_hand_on(told, self, texts)
            page = partial(quality_page, run.found, run.copies, shown.command, shown.parameters)
            return {**results, **write_asked_report(self, page, parameters, context, staging)}

    def _numbers(self, run: QualityRun) -> dict[str, Any]:
        from offline_cache.model import Dataset
        from offline_cache.quality import Standing

        found = run.found
        number = {standing: sum(cell.standing is standing for cell in found.cells) for standing in Standing}
        street = found.of(Dataset.STREET)
        copies = run.copies.get(Dataset.STREET)
        return {
            self.FILES: len(found.files),
            self.MISSING: number[Standing.MISSING],
            self.PARTIAL: number[Standing.PARTIAL],
            self.REVISED: sum(bool(cell.revisions) for cell in found.cells),
            self.ROWS: sum(cell.published for cell in street),
            self.UNPLACED: sum(cell.unplaced for cell in street),
            self.COPIES: copies.copies if copies else 0,
        }
