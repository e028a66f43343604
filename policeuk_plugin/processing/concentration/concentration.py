# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:concentration`: how few places hold how much of the crime, beside what chance would give."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import add_chart
from ..asking.selection_parameters import add_selection
from ..units.unit_analysis import UnitAnalysis

if TYPE_CHECKING:
    from .concentration_run import Asked, ConcentrationRun


class Concentration(UnitAnalysis):
    """Lorenz curve, shares of the busiest, generalised Gini, smallest set."""

    WHOLE_MONTHS = True
    SHARE = "SHARE"
    IN_SET, TOP_1, TOP_5, TOP_10, TOP_20 = "IN_SET", "TOP_1", "TOP_5", "TOP_10", "TOP_20"
    GINI, CHANCE_GINI, CHANCE_LOWER, CHANCE_UPPER = "GINI", "CHANCE_GINI", "CHANCE_LOWER", "CHANCE_UPPER"
    CHANCE_IN_SET = "CHANCE_IN_SET"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Concentration of crime")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,concentration,lorenz,gini,80-20,pareto,hotspot,snap point,places").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Says how few places hold how much of the crime, and how much of that chance alone would give.\n\n"
            "Use it to judge whether working on a few places can reach most of a problem. The page has the Lorenz "
            "curve, the share of crimes on the busiest 1, 5, 10 and 20%, and the generalised Gini G' (Bernasco & "
            "Steenbeek 2017), which allows for fewer crimes than places. Each stands beside the same number of crimes "
            "placed at random. The layer shows the fewest units that hold 80%.\n\n"
            "With snap points as units, only those are known that held a crime of any type in these months. No layer "
            "is made of them, as it would look like a ranking of streets.\n\n"
            "Do not use it to compare areas unless units and months are the same; with figures from addresses, because "
            "every place is a snap point; or for where crimes will be: see Persistent areas. Missing months are "
            "reported, not counted."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        points = tr("Or snap points: of these only those are known that held a crime of any type in these months.")
        names.add_units(self, [names.SNAP_POINT], points)
        names.add_cell_size(self)
        number = QgsProcessingParameterNumber
        share = number(self.SHARE, tr("Share of crimes, per cent"), number.Type.Double, 80, False, 1, 100)
        self.add(share, tr("The layer shows the fewest units that hold this share of the crimes."))
        names.add_study_area(self)
        names.add_input(self)
        names.add_crs(self)
        names.add_chance(self, tr("Ranges of random placement hold all but this share of the random maps."))
        layer = QgsProcessingParameterFeatureSink(
            names.OUTPUT, tr("Smallest set"), QgsProcessing.SourceType.TypeVectorPolygon, optional=True
        )
        layer.setCreateByDefault(True)
        self.add(
            layer,
            tr("One feature a unit: count, places, rank, share, held_by_busier, class. None is made of snap points."),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(self, self._outputs())
        names.add_sentence(self)

    def _outputs(self) -> dict[str, str]:
        busiest = tr("Share of crimes on the busiest {n}% of places, 0 to 1")
        return {
            self.CRIMES: tr("Crimes counted"),
            self.UNPLACED: tr("Crimes without a place"),
            self.OUTSIDE: tr("Crimes outside the study area"),
            self.COUNTED: tr("Places, those without crimes included"),
            self.MISSING_MONTHS: tr("Months missing, by force"),
            self.IN_SET: tr("Fewest places that hold the share asked for"),
            self.CHANCE_IN_SET: tr("As many at random, on average"),
            **{f"TOP_{n}": busiest.format(n=n) for n in (1, 5, 10, 20)},
            self.GINI: tr("Generalised Gini G'"),
            self.CHANCE_GINI: tr("G' of random placement"),
            self.CHANCE_LOWER: tr("G' of random placement, lower end of its range"),
            self.CHANCE_UPPER: tr("G' of random placement, upper end of its range"),
        }

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Units of a layer need the layer, those by LSOA and snap points the cache."""
        points = self.parameterAsString(parameters, names.UNITS, context) == names.SNAP_POINT
        if points and parameters.get(names.INPUT):
            return tr("Of a layer of points only places with crimes are known. Choose other units.")
        return super().fault(parameters, context)

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, count, measure, write."""
        from ..units.unit_inputs import inputs_read, units_asked
        from .concentration_run import Asked, run_concentration  # numpy, not while QGIS starts
        from .concentration_words import finding, sentences

        with inputs_read(self, parameters, context, feedback) as (reader, inputs):
            asked = Asked(
                units_asked(self, parameters, context, feedback, reader, inputs),
                self.parameterAsDouble(parameters, self.SHARE, context),
                self.parameterAsDouble(parameters, names.ALPHA, context),
                self.parameterAsInt(parameters, names.SEED, context),
            )
            run = run_concentration(inputs, asked, context.transformContext(), feedback)
        results = {**self._written(run, parameters, context, feedback), **self._numbers(run)}
        return {**results, self.SENTENCE: " ".join([finding(run) + ".", *sentences(run)])}

    def _written(
        self,
        run: ConcentrationRun,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Layer, page and chart; nothing is there before all are whole."""
        from ..running.telling import findings
        from ..units.unit_answer import UnitAnswer, write_answer
        from ..writing.result_layer import styled_by
        from . import concentration_page as pages
        from . import concentration_words as words
        from .concentration_layer import columns_of

        units = run.counted.units
        with findings():
            answer = UnitAnswer(
                run.inputs,
                units,
                run.asked.counted_in.units,
                columns_of(run, units) if units is not None else (),
                styled_by(pages.STYLE),
                [words.finding(run), *words.sentences(run)],
                words.basis(run),
                words.warnings(run),
                self._used(run.asked),
                lambda handed: pages.page(run, handed, feedback.isCanceled),
                partial(pages.chart, run),
                run.inputs.crimes.months,
            )
        results = write_answer(self, answer, parameters, context, feedback)
        if units is None and parameters.get(names.OUTPUT):
            feedback.pushInfo(tr("No layer is made of snap points: it would look like a ranking of streets."))
        return results

    def _used(self, asked: Asked) -> dict[str, str]:
        """The parameters that matter to a run, whether or not they were given."""
        return {
            **asked.counted_in.used,
            self.SHARE: f"{asked.share:g}",
            names.ALPHA: f"{asked.alpha:g}",
            names.SEED: str(asked.seed),
            names.OUTPUT: "concentration.gpkg",
        }

    def _numbers(self, run: ConcentrationRun) -> dict[str, Any]:
        from .concentration_words import expected

        crimes, drawn = run.inputs.crimes, run.chance.generalised
        return {
            self.CRIMES: run.tally.crimes,
            self.UNPLACED: crimes.unplaced,
            self.OUTSIDE: run.counted.outside,
            self.COUNTED: run.tally.places,
            self.MISSING_MONTHS: crimes.about.missing_months,
            self.IN_SET: run.smallest.places,
            self.CHANCE_IN_SET: run.chance.places.mean,
            **dict(zip((self.TOP_1, self.TOP_5, self.TOP_10, self.TOP_20), run.tops)),
            self.GINI: run.generalised,
            self.CHANCE_GINI: expected(run),
            self.CHANCE_LOWER: drawn.lower,
            self.CHANCE_UPPER: drawn.upper,
        }
