# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:snapuncertainty`: which verdicts stay when crimes stand elsewhere in their snap point's catchment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
)

from ..text import tr
from . import analysis_parameters as names
from .selection_parameters import add_selection
from .unit_analysis import UnitAnalysis

if TYPE_CHECKING:
    from .snap_run import Asked, SnapRun

_DRAWS, _TOP = 200, 5.0


class SnapUncertainty(UnitAnalysis):
    """Reallocation of crimes within inferred catchments."""

    METHOD, DRAWS, TOP = "METHOD", "DRAWS", "TOP"
    METHODS = ("clusters", "persistence", "moran")
    CALLED, SURE, MOSTLY, UNSURE, MAYBE = "CALLED", "SURE", "MOSTLY", "UNSURE", "MAYBE"
    SPLIT, KNOWN, COUNTED, CRIMES = "SPLIT", "SNAP_POINTS", "UNITS", "CRIMES"
    UNPLACED, OUTSIDE, MISSING_MONTHS, SENTENCE = "UNPLACED", "OUTSIDE", "MISSING_MONTHS", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Snap-point uncertainty")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr(
            "police,crime,hotspot,uncertainty,snap point,anonymised,voronoi,sensitivity,reallocation,robust"
        ).split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Says how sure a verdict is of the service's snapping: crimes are published on snap points, not where "
            "they were, and a cluster may be nothing but where those points lie.\n\n"
            "Each crime is put on a place drawn at random from the catchment of its snap point, as often as asked, "
            "and the method is run again on each map. Catchments are inferred: what of the ground is nearer to a point "
            "than to any other known one.\n\n"
            "The result says of every unit on what share of the maps it keeps its verdict: called and stays, may be "
            "nothing but snapping, or not called but might be.\n\n"
            "Use it before a result in small cells is acted on, and to choose a cell size that is large enough.\n\n"
            "Do not use it to find where crimes really were; no map here is more true than the published one. It says "
            "nothing of chance, of crimes not reported, or of streets and addresses."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        method = QgsProcessingParameterEnum(
            self.METHOD, tr("Method"), options=list(self.METHODS), defaultValue=self.METHODS[0], usesStaticStrings=True
        )
        self.add(
            method,
            tr(
                "What is run again. clusters: Crime clusters. persistence: Persistent areas. moran: Alike and unlike "
                "neighbours. Each with its defaults, and the parameters given here."
            ),
        )
        names.add_units(self)
        names.add_cell_size(self)
        names.add_study_area(self)
        names.add_crs(self)
        kind = QgsProcessingParameterNumber.Type
        draws = QgsProcessingParameterNumber(self.DRAWS, tr("Maps"), kind.Integer, _DRAWS, False, 20, 5000)
        self.add(draws, tr("How often crimes are put elsewhere. 200 tell a share to some three per cent."))
        top = QgsProcessingParameterNumber(self.TOP, tr("Top per cent"), kind.Double, _TOP, False, 0.1, 50)
        names.advanced(top)
        self.add(top, tr("Of persistent areas: the share of units that is the top of a month."))
        names.add_test(self)
        self.parameterDefinition(names.SEED).setHelp(tr("Start of the random numbers: the same seed, the same result."))
        self.add(
            QgsProcessingParameterFeatureSink(
                names.OUTPUT, tr("Snap-point uncertainty"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr("One feature a unit: count, places, verdict, class, kept, called."),
        )
        names.add_report(self)
        names.add_numbers(
            self,
            {
                self.CALLED: tr("Units called as published"),
                self.SURE: tr("Of these, that stay so on 95% of the maps or more"),
                self.MOSTLY: tr("Of these, that stay so on 80 to 95%"),
                self.UNSURE: tr("Of these, that stay so on fewer"),
                self.MAYBE: tr("Units not called that are on 20% of the maps or more"),
                self.SPLIT: tr("Share of the crimes whose catchment reaches into several units, 0 to 1"),
                self.KNOWN: tr("Snap points known, which have a catchment"),
                self.COUNTED: tr("Units judged"),
                self.CRIMES: tr("Crimes in the units"),
                self.UNPLACED: tr("Crimes without a place"),
                self.OUTSIDE: tr("Crimes outside the units"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
            },
        )
        self.addOutput(QgsProcessingOutputString(self.SENTENCE, tr("The finding in sentences")))

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, infer, run again and again, write."""
        from .snap_run import Asked, Method, run_snap  # numpy, not while QGIS starts
        from .snap_words import finding, sentences
        from .unit_inputs import inputs_read, units_asked

        with inputs_read(self, parameters, context, feedback) as (reader, inputs):
            asked = Asked(
                units_asked(self, parameters, context, feedback, reader, inputs),
                Method(self.parameterAsString(parameters, self.METHOD, context)),
                self.parameterAsInt(parameters, self.DRAWS, context),
                self.parameterAsDouble(parameters, names.ALPHA, context),
                self.parameterAsDouble(parameters, self.TOP, context),
                self.parameterAsInt(parameters, names.SEED, context),
            )
            run = run_snap(inputs, asked, context.transformContext(), feedback)
            results = {**self._written(run, parameters, context, feedback), **self._numbers(run)}
        return {**results, self.SENTENCE: " ".join([finding(run) + ".", *sentences(run)])}

    def _written(
        self,
        run: SnapRun,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Layer and page; nothing is there before both are whole."""
        from . import snap_page as pages
        from . import snap_words as words
        from .outputs import explained, settled_texts, tell, to_hand_on, write_asked_report
        from .snap_layer import columns_of
        from .staging import Staging
        from .telling import findings, step
        from .unit_layer import meanings_of
        from .unit_result import counted_from, write_layer

        step(feedback, 85, tr("Writing the result"))
        with findings(), Staging() as staging:
            columns, about = columns_of(run), run.inputs.crimes.about
            texts = settled_texts(self, parameters, context, run.inputs, self._used(run.asked))
            told = explained(self, about, [words.finding(run), *words.sentences(run)], words.basis(run), texts)
            rows_from = counted_from(self, run.inputs, run.asked.counted_in.units, parameters, context)
            told = replace(told, counted=rows_from, meanings=meanings_of(columns))
            tell(told, words.warnings(run), feedback)
            layer = write_layer(
                self, run.units, run.inputs.crs, columns, pages.STYLE, told, parameters, context, feedback, staging
            )
            handed = to_hand_on(told, self, texts)
            page = write_asked_report(
                self, lambda: pages.page(run, handed, feedback.isCanceled), parameters, context, staging
            )
            return {**layer, **page}

    def _used(self, asked: Asked) -> dict[str, str]:
        """The parameters that matter to a run, whether or not they were given."""
        used = {
            self.METHOD: asked.method.value,
            names.UNITS: asked.counted_in.units,
            self.DRAWS: str(asked.draws),
            names.ALPHA: f"{asked.alpha:g}",
            names.SEED: str(asked.seed),
            names.OUTPUT: "uncertainty.gpkg",
        }
        if asked.method.value == self.METHODS[1]:
            used[self.TOP] = f"{asked.top:g}"
        if asked.cells:
            used[names.CELL_SIZE] = f"{asked.counted_in.cell_size:g}"
        return used

    def _numbers(self, run: SnapRun) -> dict[str, Any]:
        from .snap_run import Standing

        crimes = run.inputs.crimes
        return {
            self.CALLED: run.called,
            self.SURE: run.of(Standing.SURE),
            self.MOSTLY: run.of(Standing.MOSTLY),
            self.UNSURE: run.of(Standing.UNSURE),
            self.MAYBE: run.of(Standing.MAYBE),
            self.SPLIT: run.split,
            self.KNOWN: run.known,
            self.COUNTED: len(run.units.keys),
            self.CRIMES: int(run.units.counted.count.sum()),
            self.UNPLACED: crimes.unplaced,
            self.OUTSIDE: run.units.counted.outside,
            self.MISSING_MONTHS: crimes.about.missing_months,
        }
