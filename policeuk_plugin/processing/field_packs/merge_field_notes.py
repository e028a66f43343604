# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:mergefieldnotes`: notebooks of several laptops into the office's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputString,
    QgsProcessingOutputVectorLayer,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..importing.bringing_in import files_given, missing_file
from ..running.base import Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    from offline_cache.field_notes.merge_report import MergeReport


class MergeFieldNotes(PoliceUkAlgorithm):
    """Notes by file, with duplicates and conflicts shown, nothing overwritten."""

    GROUP = Group.FIELD
    FILES, INTO, COMPARE_ONLY = "FILES", "INTO", "COMPARE_ONLY"
    POINTS, LINES, AREAS = "POINTS", "LINES", "AREAS"
    ADDED, UPDATED, SAME, CONFLICTS = "ADDED", "UPDATED", "SAME", "CONFLICTS"
    DELETED, PHOTOS, LEFT_OUT, SENTENCE = "DELETED", "PHOTOS", "LEFT_OUT", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Merge field notes")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,field,notes,merge,notebook,laptop,qfield,hand back,conflict,duplicate,photo").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Brings the field notes of several laptops together in one notebook, by file: notes.gpkg of field packs, "
            "also after QField wrote in them, with the photos beside them.\n\n"
            "Use it when laptops come back. The files that are merged are only read, and merging one again changes "
            "nothing.\n\n"
            "Which of two versions of a note is the later is told by the changes that each has gone through, never by "
            "clocks. Where both were changed, both are kept side by side and named, for somebody to look at. A note "
            "that was deleted on one side is deleted on the other where nobody changed it since, and does not come "
            "back from an older file.\n\n"
            "Do not use it to collect what officers know about people: notes have no fields for that, and the "
            "retention time that the team has set goes for the notebook here, too.\n\n"
            "Limits: a file that a program rewrote without the notebook's triggers has lost its history; what differs "
            "in it is kept beside. The note itself, not this plugin, is evidence of nothing: times are those of the "
            "laptops' clocks."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        files = QgsProcessingParameterMultipleLayers(self.FILES, tr("Notebooks"), QgsProcessing.SourceType.TypeFile)
        self.add(files, tr("One or more files of notes (notes.gpkg), field packs, or folders with notebooks."))
        into = QgsProcessingParameterFile(
            self.INTO, tr("Into"), optional=True, fileFilter=tr("Notebooks (*.gpkg);;All files (*)")
        )
        self.add(
            into, tr("The notebook that takes them in; made where there is none. Empty: the one beside the cache.")
        )
        self.add_cache()
        self.add(
            QgsProcessingParameterBoolean(self.COMPARE_ONLY, tr("Only say what would come of it"), defaultValue=False),
            tr("Look first: nothing is changed then."),
        )
        names.add_report(self)
        self.addOutput(QgsProcessingOutputFile(self.INTO, tr("Notebook")))
        source = QgsProcessing.SourceType
        for name, title, kind in (
            (self.POINTS, tr("Notes at points"), source.TypeVectorPoint),
            (self.LINES, tr("Notes along lines"), source.TypeVectorLine),
            (self.AREAS, tr("Notes on areas"), source.TypeVectorPolygon),
        ):
            self.addOutput(QgsProcessingOutputVectorLayer(name, title, kind))
        names.add_numbers(
            self,
            {
                self.ADDED: tr("Notes added"),
                self.UPDATED: tr("Notes brought up to date"),
                self.SAME: tr("Notes held already, as they are or later"),
                self.CONFLICTS: tr("Notes that both sides changed, to be looked at"),
                self.DELETED: tr("Notes deleted, as they were deleted there"),
                self.PHOTOS: tr("Photos added"),
                self.LEFT_OUT: tr("Notes and photos that could not be taken"),
            },
        )
        self.addOutput(QgsProcessingOutputString(self.SENTENCE, tr("What came of it in a sentence")))

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Something to merge has to be given, and has to be there."""
        paths = files_given(self, self.FILES, parameters, context)
        return missing_file(paths) if paths else tr("Choose at least one file of notes to merge.")

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Merge, tell, load what there is."""
        # Not while QGIS starts.
        from offline_cache.field_notes.merging import compare_notes, merge_notes
        from offline_cache.field_notes.office import notebooks_at

        from ...field.photo import prepare
        from ..running.telling import findings
        from .merge_notes_layers import load_notes

        into = self._into(parameters, context)
        only = self.parameterAsBoolean(parameters, self.COMPARE_ONLY, context)
        with findings():
            work = compare_notes if only else merge_notes
            paths = notebooks_at(files_given(self, self.FILES, parameters, context))
            report = work(into, paths, prepare, feedback.isCanceled)
            results = self._written(report, into, parameters, context)
            layers = {} if only else load_notes(into, context)
        first, *more = report.lines()
        feedback.pushInfo(first)
        for line in more:
            feedback.pushWarning(line)
        return {**results, **layers, **self._numbers(report), self.INTO: str(into), self.SENTENCE: report.sentence}

    def _written(
        self, report: MergeReport, into: Path, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> dict[str, Any]:
        """The page, where one is asked for."""
        from offline_cache.errors import BAD_PATH
        from offline_cache.field_notes.file import PRIVATE
        from offline_cache.field_notes.merge_page import merge_page
        from offline_cache.field_notes.notebook import Notebook

        from ..writing.staging import Staging, unwritten

        out = self.parameterAsFileOutput(parameters, names.REPORT, context)
        if not out:
            return {}
        with Staging() as staging:
            path = staging.beside(Path(out))
            try:
                path.touch(PRIVATE)  # it holds what the notes say
                path.write_text(merge_page(report, Notebook(into).notes()), encoding="utf-8")
            except BAD_PATH as error:
                raise unwritten(path) from error
        return {names.REPORT: out}

    def _numbers(self, report: MergeReport) -> dict[str, int]:
        return {
            self.ADDED: len(report.added),
            self.UPDATED: len(report.updated),
            self.SAME: len(report.same),
            self.CONFLICTS: len(report.conflicts),
            self.DELETED: len(report.deleted),
            self.PHOTOS: report.photos,
            self.LEFT_OUT: len(report.left_out),
        }

    def _into(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path:
        from offline_cache.field_notes.office import office_notebook

        from ...settings import default_cache_path

        chosen = self.parameterAsFile(parameters, self.INTO, context)
        if chosen:
            return Path(chosen)
        cache = self.cache_path(parameters, context)
        own = default_cache_path().parent
        if cache.parent == own:
            own.mkdir(parents=True, exist_ok=True)  # the plugin's own folder, which nobody has needed yet
        return office_notebook(cache)
