# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:runrecipe`: a report's runs done again, with a word on whether the numbers are the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..running.base import CACHE, Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    from .recipe_run import RecipeResult

RECIPE = "RECIPE"
_READ = (CACHE, names.INPUT, names.STUDY_AREA, names.UNIT_LAYER, "TREATED", "CONTROL")


class RunRecipe(PoliceUkAlgorithm):
    """Runs what a recipe file names and compares."""

    GROUP = Group.HOTSPOTS
    SAME, DIFFERENT, FAILED, SENTENCE = "SAME", "DIFFERENT", "FAILED", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Run a recipe")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,hotspot,recipe,again,reproduce,same,report,audit").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Runs the analyses of a recipe (.policeuk-recipe.json) exactly as then; a report writes one beside itself. "
            "It says whether the numbers are the same. Where they are not, it says what has changed: the plugin, or "
            "files that were revised in the cache since.\n\n"
            "The cache is the one given here, else the file beside the recipe that it names, else your own. Layers "
            "that the recipe read have to lie beside it as GeoPackage, GeoJSON, shapefile or FlatGeobuf, or be given "
            "here. A recipe runs analyses only: it downloads nothing, and writes nothing but the results asked for "
            "here.\n\n"
            "The table has each number then and now; ROWS_DIGEST stands for all rows of a result.\n\n"
            "Limits: every place is a snap point, not an address; the same numbers are no proof that they are right. "
            "Do not use it to compare two areas or periods: make a report of each."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        recipe = QgsProcessingParameterFile(
            RECIPE, tr("Recipe"), fileFilter=tr("Recipes (*.policeuk-recipe.json *.json);;All files (*)")
        )
        self.add(recipe, tr("The file that a report wrote beside itself, .policeuk-recipe.json."))
        self.add_cache()
        layers = (names.INPUT, tr("Points")), (names.STUDY_AREA, tr("Study area")), (names.UNIT_LAYER, tr("Units"))
        for name, title in layers:
            layer = QgsProcessingParameterFeatureSource(
                name, title, [QgsProcessing.SourceType.TypeVectorAnyGeometry], optional=True
            )
            names.advanced(layer)
            self.add(layer, tr("A layer in place of the recipe's, where that is not beside it."))
        self.add(
            QgsProcessingParameterFeatureSink(
                names.OUTPUT, tr("Numbers then and now"), QgsProcessing.SourceType.TypeVector
            ),
            tr("A table with a row for each number: algorithm, name, then, now, same."),
        )
        names.add_report(self)
        names.add_numbers(
            self,
            {
                self.SAME: tr("1 where all numbers are the same, else 0"),
                self.DIFFERENT: tr("Numbers that differ"),
                self.FAILED: tr("Runs that could not be done again"),
            },
        )
        self.addOutput(QgsProcessingOutputString(self.SENTENCE, tr("The finding in a sentence")))

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read the recipe, run it, compare, write."""
        from ..running.telling import findings
        from ..writing.destinations import check_destinations
        from . import recipe_words as words
        from .recipe_run import first_refusal, run_recipe, runs_of
        from .recipe_targets import check_targets

        with findings():
            check_destinations(self, parameters, context)
            path = Path(self.parameterAsFile(parameters, RECIPE, context))
            instead = {
                name: parameters[name]
                for name in (CACHE, names.INPUT, names.STUDY_AREA, names.UNIT_LAYER)
                if parameters.get(name)
            }
            read = runs_of(path, instead)
            check_targets(self._targets(parameters, context), [given for _, given in read.runs], _READ)
            result = run_recipe(read, context, feedback)
            if not result.compared and result.failed:
                raise first_refusal(result)
            said = words.sentence(result)
            (feedback.pushInfo if result.same else feedback.pushWarning)(said)
            for line in [*words.failures(result), *words.changes(result)]:
                feedback.pushInfo(line)
            results = self._written(result, parameters, context, feedback)
        results.update({self.SAME: int(result.same), self.DIFFERENT: len(result.different)})
        return {**results, self.FAILED: len(result.failed), self.SENTENCE: said}

    def _targets(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[Path]:
        from ..writing.destinations import file_written

        files = [file_written(parameters.get(name), context) for name in (names.OUTPUT, names.REPORT)]
        return [path for path in files if path is not None]

    def _written(
        self, result: RecipeResult, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Any
    ) -> dict[str, Any]:
        from ...reports.document_html import document_html
        from ..writing.outputs_files import write_bytes
        from ..writing.series_files import write_rows
        from ..writing.staging import Staging
        from .recipe_table import COLUMNS, explained_as, rows_of
        from .recipe_words import document

        told = explained_as(self, result, self.parameterAsFile(parameters, RECIPE, context))
        with Staging() as staging:
            table = write_rows(self, parameters, context, feedback, COLUMNS, rows_of(result), told, staging)
            results: dict[str, Any] = {names.OUTPUT: table}
            report = self.parameterAsFileOutput(parameters, names.REPORT, context)
            if report:
                write_bytes(document_html(document(result)).encode("utf-8"), staging.beside(Path(report)))
                results[names.REPORT] = report
        return results
