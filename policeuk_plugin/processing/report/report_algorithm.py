# SPDX-License-Identifier: GPL-2.0-or-later
"""What reports are alike in: questions, pages and recipes given, HTML, PDF and the recipe beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputString

from offline_cache.errors import CacheError

from ...text import tr
from ..asking import analysis_parameters as names
from ..running.base import CACHE, PoliceUkAlgorithm
from . import report_parameters as own
from .report_settings import read_settings

if TYPE_CHECKING:
    from ..writing.staging import Staging
    from .report_questions import ReportKind
    from .report_run import Answer, Basis


class ReportAlgorithm(PoliceUkAlgorithm):
    """Runs the analyses of the questions chosen and puts their pages together."""

    ANSWERED, NOT_ANSWERED, RECIPE, SENTENCE = "ANSWERED", "NOT_ANSWERED", "RECIPE", "SENTENCE"

    def kind(self) -> ReportKind:
        """The questions that it can answer."""
        raise NotImplementedError

    def basis(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Basis:
        """What the questions are asked of; raises `CacheError` where nothing of it is held."""
        raise NotImplementedError

    def write_more(
        self, found: list[Answer], parameters: dict[str, Any], context: QgsProcessingContext, staging: Staging
    ) -> dict[str, Any]:
        """Write what a kind of report has beside page and PDF; gives it by its name."""
        return {}

    def add_outputs(self) -> None:
        """Declare what it gives."""
        names.add_numbers(
            self,
            {self.ANSWERED: tr("Questions answered"), self.NOT_ANSWERED: tr("Questions that could not be answered")},
        )
        self.addOutput(QgsProcessingOutputString(self.RECIPE, tr("The recipe file")))
        self.addOutput(QgsProcessingOutputString(self.SENTENCE, tr("What was found, in a sentence a question")))

    def checkParameterValues(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """The recipe replaces nothing; settings are of questions that there are."""
        fine, sentence = super().checkParameterValues(parameters, context)
        if not fine:
            return False, sentence
        try:
            self._check_recipe(parameters, context)
            read_settings(self.parameterAsString(parameters, own.SETTINGS, context), self.kind())
        except CacheError as error:
            return False, str(error)
        return True, ""

    def _check_recipe(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """The recipe beside the report replaces nothing but the one of the same report; raises `CacheError`."""
        from ..recipes.recipe_targets import check_recipe_beside
        from ..writing.files_read import files_read

        report = self.parameterAsFileOutput(parameters, names.REPORT, context)
        written = [
            self.parameterAsFileOutput(parameters, one.name(), context)
            for one in self.destinationParameterDefinitions()
            if one.name() != names.REPORT
        ]
        others = [path for path, _ in files_read(self, parameters, context)]
        if report:
            check_recipe_beside(Path(report), [*others, *(Path(path) for path in written if path)])

    def _pages(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        if not parameters.get(own.PAGES):
            return []
        return [path for path in self.parameterAsFileList(parameters, own.PAGES, context) if path]

    def questions(self, parameters: dict[str, Any], context: QgsProcessingContext, pages: bool) -> list[str]:
        """The questions chosen, in the order of the report; the usual ones where nothing is chosen or given."""
        kind = self.kind()
        chosen = set(self.choices(parameters, own.QUESTIONS, context)) or (set() if pages else set(kind.usual))
        return [question for question in kind.algorithms if question in chosen]

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Settle the selection, run what is asked, put it together."""
        from ..running.telling import findings
        from ..writing.destinations import check_destinations
        from .report_run import Asked, answers

        with findings():
            check_destinations(self, parameters, context)
            self._check_recipe(parameters, context)
            pages = [Path(path) for path in self._pages(parameters, context)]
            kind, questions = self.kind(), self.questions(parameters, context, bool(pages))
            basis = self.basis(parameters, context) if questions else None
            settings = read_settings(self.parameterAsString(parameters, own.SETTINGS, context), kind)
            instead = {CACHE: parameters[CACHE]} if parameters.get(CACHE) else {}
            found = answers(Asked(kind, questions, settings, basis, pages, instead), context, feedback)
            return self._written(found, basis, parameters, context, feedback)

    def _written(
        self,
        found: list[Answer],
        basis: Optional[Basis],
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        from ...reports.document_html import document_html
        from ...reports.document_pdf import document_pdf
        from ..recipes.recipe import recipe_json
        from ..recipes.recipe_running import recipe_of
        from ..recipes.recipe_targets import recipe_beside
        from ..running.telling import step
        from ..writing.outputs_files import write_bytes
        from ..writing.staging import Staging
        from .report_document import document

        step(feedback, 96, tr("Putting the report together"))
        report = Path(self.parameterAsFileOutput(parameters, names.REPORT, context))
        pdf = self.parameterAsFileOutput(parameters, names.PDF, context)
        beside = recipe_beside(report)
        headed = self._headed(found, basis, parameters, context)
        held = (basis.cache, basis.held) if basis is not None else (None, None)
        recipe = recipe_of(headed.title, [one.run for one in found], beside.parent, *held, context)
        made = document(headed, found, beside.name if recipe.runs else "")
        results: dict[str, Any] = {names.REPORT: str(report), self.RECIPE: ""}
        with Staging() as staging:
            if recipe.runs:
                write_bytes(recipe_json(recipe).encode("utf-8"), staging.beside(beside))
                results[self.RECIPE] = str(beside)
            if pdf:
                write_bytes(document_pdf(made, feedback.isCanceled), staging.beside(Path(pdf)))
                results[names.PDF] = pdf
            results.update(self.write_more(found, parameters, context, staging))
            write_bytes(document_html(made).encode("utf-8"), staging.beside(report))
        return {**results, **self._numbers(found, feedback)}

    def _numbers(self, found: list[Answer], feedback: QgsProcessingFeedback) -> dict[str, Any]:
        answered = [one.run.page.title for one in found if one.run.page is not None]
        said = " ".join(f"{title.rstrip('.')}." for title in dict.fromkeys(answered))
        if len(found) > 1:
            said = tr("{findings} {n} of {all} questions answered.").format(
                findings=said, n=len(answered), all=len(found)
            )
        feedback.pushInfo(said)
        return {self.ANSWERED: len(answered), self.NOT_ANSWERED: len(found) - len(answered), self.SENTENCE: said}

    def _headed(
        self, found: list[Answer], basis: Optional[Basis], parameters: dict[str, Any], context: QgsProcessingContext
    ) -> Any:
        """What stands above all: title, what it is about, who made it when."""
        from .report_document import Headed, what_of

        title, author, marking = (
            self.parameterAsString(parameters, name, context).strip() for name in (own.TITLE, own.AUTHOR, own.MARKING)
        )
        kind = self.kind()
        what = basis.what if basis is not None else what_of(found)
        note = basis.note if basis is not None else ""
        other = basis.other_counts if basis is not None else ""
        name = title or kind.title.format(what=what)
        return Headed(name, kind.cannot, what if title else note, author, marking, other)
