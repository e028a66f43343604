# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:hotspotreport`: several questions answered in one report, as HTML and PDF, with a recipe to do it again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingOutputString

from offline_cache.errors import CacheError

from ..text import tr
from . import analysis_parameters as names
from . import report_parameters as own
from .base import CACHE, PoliceUkAlgorithm
from .report_questions import ALGORITHMS, USUAL
from .report_settings import read_settings
from .selection_parameters import add_selection

if TYPE_CHECKING:
    from .report_run import Answer, Basis


class HotspotReport(PoliceUkAlgorithm):
    """Runs the analyses of the questions chosen and puts their pages together."""

    ANSWERED, NOT_ANSWERED, RECIPE, SENTENCE = "ANSWERED", "NOT_ANSWERED", "RECIPE", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Hotspot report")

    def group(self) -> str:
        """As the toolbox shows it."""
        return tr("Hotspots")

    def groupId(self) -> str:  # noqa: N802 - Qt's name
        """Never translated."""
        return "hotspots"

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,hotspot,report,pdf,print,html,recipe,brief,superintendent").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Answers several questions about one selection in one report to hand on: an HTML page and, if you like, a "
            "PDF on A4 with page numbers.\n\n"
            "Choose the questions; each is an analysis of its own, run with the parameters given here, settings of its "
            "own where they are given, else its defaults. Or give result pages that were written before, or recipes, "
            "which are run again. The first page "
            "says in plain words what was found, what it rests on and what it cannot say; each question follows with "
            "map or chart, tables and caveats. A question that cannot be answered says why.\n\n"
            "Beside the report a recipe file (.policeuk-recipe.json) keeps algorithms, parameters, the files that the "
            "numbers rest on and the numbers themselves: 'Run a recipe' does all of it again and says what differs.\n\n"
            "Limits: every place is a snap point, not an address; dates are months. Do not use it for times of day, "
            "repeat victims, streets or addresses, and do not hand it on without its caveats."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        own.add_questions(self)
        add_selection(self)
        names.add_units(self)
        names.add_cell_size(self)
        names.add_study_area(self)
        names.add_input(self)
        names.add_crs(self)
        names.add_test(self)
        own.add_own(self)
        names.add_numbers(
            self,
            {self.ANSWERED: tr("Questions answered"), self.NOT_ANSWERED: tr("Questions that could not be answered")},
        )
        self.addOutput(QgsProcessingOutputString(self.RECIPE, tr("The recipe file")))
        self.addOutput(QgsProcessingOutputString(self.SENTENCE, tr("What was made, in a sentence")))

    def checkParameterValues(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """Units of a layer need the layer; the report is none of the pages it is made of."""
        from .unit_inputs import units_fault  # numpy, not while QGIS starts

        fault = units_fault(self, parameters, context)
        if fault:
            return False, fault
        fine, sentence = super().checkParameterValues(parameters, context)
        if not fine:
            return False, sentence
        try:
            self._check_recipe(parameters, context)
            read_settings(self.parameterAsString(parameters, own.SETTINGS, context))
        except CacheError as error:
            return False, str(error)
        return True, ""

    def _check_recipe(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """The recipe beside the report replaces nothing but the one of the same report; raises `CacheError`."""
        from .files_read import files_read
        from .recipe_targets import check_recipe_beside

        report = self.parameterAsFileOutput(parameters, names.REPORT, context)
        pdf = self.parameterAsFileOutput(parameters, names.PDF, context)
        others = [path for path, _ in files_read(self, parameters, context)]
        if report:
            check_recipe_beside(Path(report), [*others, *([Path(pdf)] if pdf else [])])

    def _pages(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        if not parameters.get(own.PAGES):
            return []
        return [path for path in self.parameterAsFileList(parameters, own.PAGES, context) if path]

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Settle the selection, run what is asked, put it together."""
        from .destinations import check_destinations
        from .report_run import Asked, answers, settle
        from .telling import findings

        with findings():
            check_destinations(self, parameters, context)
            self._check_recipe(parameters, context)
            pages = [Path(path) for path in self._pages(parameters, context)]
            chosen = set(self.choices(parameters, own.QUESTIONS, context)) or (set() if pages else set(USUAL))
            questions = [question for question in ALGORITHMS if question in chosen]
            basis = settle(self, self._named(parameters, context), context) if questions else None
            settings = read_settings(self.parameterAsString(parameters, own.SETTINGS, context))
            instead = {CACHE: parameters[CACHE]} if parameters.get(CACHE) else {}
            found = answers(Asked(questions, settings, basis, pages, instead), context, feedback)
            return self._written(found, basis, parameters, context, feedback)

    def _named(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """The parameters with names of choices in place of their numbers, and defaults where they matter."""
        from .selection_parameters import TYPES

        named = dict(parameters)
        named[TYPES] = list(self.choices(parameters, TYPES, context))
        named[names.UNITS] = self.parameterAsString(parameters, names.UNITS, context)
        for name in (names.CELL_SIZE, names.ALPHA):
            named[name] = self.parameterAsDouble(parameters, name, context)
        for name in (names.SEED, own.MAPS):
            named[name] = self.parameterAsInt(parameters, name, context)
        return named

    def _written(
        self,
        found: list[Answer],
        basis: Optional[Basis],
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        from ..reports.document_html import document_html
        from ..reports.document_pdf import document_pdf
        from .outputs_files import write_bytes
        from .recipe import recipe_json
        from .recipe_running import recipe_of
        from .recipe_targets import recipe_beside
        from .report_document import document
        from .staging import Staging
        from .telling import step

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
            write_bytes(document_html(made).encode("utf-8"), staging.beside(report))
        return {**results, **self._numbers(found, headed.title, feedback)}

    def _numbers(self, found: list[Answer], title: str, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        answered = sum(one.run.page is not None for one in found)
        said = tr("{n} of {all} questions answered: {title}.").format(n=answered, all=len(found), title=title)
        feedback.pushInfo(said)
        return {self.ANSWERED: answered, self.NOT_ANSWERED: len(found) - answered, self.SENTENCE: said}

    def _headed(
        self, found: list[Answer], basis: Optional[Basis], parameters: dict[str, Any], context: QgsProcessingContext
    ) -> Any:
        """What stands above all: title, what it is about, who made it when."""
        from .report_document import Headed, what_of

        title, author, marking = (
            self.parameterAsString(parameters, name, context).strip() for name in (own.TITLE, own.AUTHOR, own.MARKING)
        )
        what = basis.what if basis is not None else what_of(found)
        return Headed(title or tr("Hotspots: {what}").format(what=what), what if title else "", author, marking)
