# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:hotspotreport`: several questions answered in one report, as HTML and PDF, with a recipe to do it again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..text import caveat, tr
from . import analysis_parameters as names
from .base import PoliceUkAlgorithm
from .report_questions import ALGORITHMS, USUAL
from .selection_parameters import add_selection

if TYPE_CHECKING:
    from .report_run import Answer, Basis

QUESTIONS, PAGES, TITLE, MAPS = "QUESTIONS", "PAGES", "TITLE", "MAPS"


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
            "Choose the questions; each is an analysis of its own, run with the parameters given here and its own "
            "defaults. Or give result pages that were written before, or recipes, which are run again. The first page "
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
        questions = QgsProcessingParameterEnum(
            QUESTIONS,
            tr("Questions"),
            options=list(ALGORITHMS),
            allowMultiple=True,
            optional=True,
            usesStaticStrings=True,
        )
        self.add(
            questions,
            tr(
                "persistence: where crimes keep coming back. change: the last year beside the one before. clusters. "
                "chance: how many clusters chance would give. random: busier than random placement. concentration. "
                "evaluation: how well maps would have foretold. density. None: {usual}, unless pages are given."
            ).format(usual=", ".join(USUAL)),
        )
        add_selection(self)
        names.add_units(self)
        names.add_cell_size(self)
        names.add_study_area(self)
        names.add_input(self)
        names.add_crs(self)
        names.add_test(self)
        self._add_own()
        names.add_numbers(
            self,
            {self.ANSWERED: tr("Questions answered"), self.NOT_ANSWERED: tr("Questions that could not be answered")},
        )
        self.addOutput(QgsProcessingOutputString(self.RECIPE, tr("The recipe file")))
        self.addOutput(QgsProcessingOutputString(self.SENTENCE, tr("What was made, in a sentence")))

    def _add_own(self) -> None:
        kind = QgsProcessingParameterNumber.Type.Integer
        maps = QgsProcessingParameterNumber(MAPS, tr("Maps made by chance"), kind, 300, False, 20, 5000)
        names.advanced(maps)
        self.add(maps, tr("How many maps are made in each way where chance is asked."))
        pages = QgsProcessingParameterMultipleLayers(
            PAGES, tr("Result pages and recipes"), QgsProcessing.SourceType.TypeFile, optional=True
        )
        self.add(pages, tr("Result pages (.html) to put together, and recipes (.policeuk-recipe.json) to run again."))
        title = QgsProcessingParameterString(TITLE, tr("Title"), optional=True)
        self.add(title, tr("What stands at the top. Empty: the selection in words."))
        report = QgsProcessingParameterFileDestination(names.REPORT, tr("Report"), tr("HTML files (*.html)"))
        self.add(report, tr("The page. The recipe is written beside it."))
        pdf = QgsProcessingParameterFileDestination(
            names.PDF, tr("PDF"), tr("PDF files (*.pdf)"), optional=True, createByDefault=False
        )
        self.add(pdf, tr("The same to print: A4, numbered pages, contents. Empty: none."))

    def checkParameterValues(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> tuple[bool, str]:
        """Units of a layer need the layer; the report is none of the pages it is made of."""
        from .unit_inputs import units_fault  # numpy, not while QGIS starts

        fault = units_fault(self, parameters, context)
        target = os.path.realpath(self.parameterAsFileOutput(parameters, names.REPORT, context) or os.curdir)
        if any(os.path.realpath(path) == target for path in self._pages(parameters, context)):
            fault = tr("The report would replace a page that it is made of. Choose another name.")
        if fault:
            return False, fault
        return super().checkParameterValues(parameters, context)

    def _pages(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        if not parameters.get(PAGES):
            return []
        return [path for path in self.parameterAsFileList(parameters, PAGES, context) if path]

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Settle the selection, run what is asked, put it together."""
        from .destinations import check_destinations
        from .report_run import answers, settle
        from .telling import findings

        with findings():
            check_destinations(self, parameters, context)
            pages = [Path(path) for path in self._pages(parameters, context)]
            chosen = set(self.choices(parameters, QUESTIONS, context)) or (set() if pages else set(USUAL))
            questions = [question for question in ALGORITHMS if question in chosen]
            basis = settle(self, self._named(parameters, context), context) if questions else None
            found = answers(questions, basis, pages, context, feedback)
            return self._written(found, basis, parameters, context, feedback)

    def _named(self, parameters: dict[str, Any], context: QgsProcessingContext) -> dict[str, Any]:
        """The parameters with names of choices in place of their numbers, and defaults where they matter."""
        from .selection_parameters import TYPES

        named = dict(parameters)
        named[TYPES] = list(self.choices(parameters, TYPES, context))
        named[names.UNITS] = self.parameterAsString(parameters, names.UNITS, context)
        for name in (names.CELL_SIZE, names.ALPHA):
            named[name] = self.parameterAsDouble(parameters, name, context)
        for name in (names.SEED, MAPS):
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
        from .recipe import SUFFIX, recipe_json
        from .recipe_running import recipe_of
        from .report_document import document
        from .staging import Staging
        from .telling import step

        step(feedback, 96, tr("Putting the report together"))
        report = Path(self.parameterAsFileOutput(parameters, names.REPORT, context))
        pdf = self.parameterAsFileOutput(parameters, names.PDF, context)
        recipe_path = report.with_name(report.stem + SUFFIX)
        own = self.parameterAsString(parameters, TITLE, context).strip()
        title = own or self._title(found, basis)
        subtitle = basis.what if basis is not None and own else caveat()
        held = (basis.cache, basis.held) if basis is not None else (None, None)
        recipe = recipe_of(title, [one.run for one in found], recipe_path.parent, *held, context)
        made = document(title, subtitle, found, recipe_path.name if recipe.runs else "")
        results: dict[str, Any] = {names.REPORT: str(report), self.RECIPE: ""}
        with Staging() as staging:
            if recipe.runs:
                write_bytes(recipe_json(recipe).encode("utf-8"), staging.beside(recipe_path))
                results[self.RECIPE] = str(recipe_path)
            if pdf:
                write_bytes(document_pdf(made, feedback.isCanceled), staging.beside(Path(pdf)))
                results[names.PDF] = pdf
            write_bytes(document_html(made).encode("utf-8"), staging.beside(report))
        answered = sum(one.run.page is not None for one in found)
        results.update({self.ANSWERED: answered, self.NOT_ANSWERED: len(found) - answered})
        results[self.SENTENCE] = tr("{n} of {all} questions answered: {title}.").format(
            n=answered, all=len(found), title=title
        )
        feedback.pushInfo(results[self.SENTENCE])
        return results

    def _title(self, found: list[Answer], basis: Optional[Basis]) -> str:
        page = next((one.run.page for one in found if one.run.page is not None), None)
        if basis is not None or page is None:
            return tr("Hotspots: {what}").format(what=basis.what if basis is not None else "")
        return tr("Hotspots: {what}").format(what=page.subtitle)
