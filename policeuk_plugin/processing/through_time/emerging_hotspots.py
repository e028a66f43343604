# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:emerginghotspots`: places by the months in which they are hot or cold, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
from ..clusters import cluster_parameters as options
from ..doubt.judged_again import JudgedAgain

if TYPE_CHECKING:
    from ...analysis.errors import Cancelled
    from ..doubt.judged import Judged
    from ..doubt.snap_place import Place
    from ..units.unit_answer import UnitAnswer
    from .emerging_run import Asked, EmergingRun

_MOST_TOGETHER = 12


class EmergingHotspots(JudgedAgain):
    """The 17 classes of emerging hotspots on exact tests."""

    SNAP_METHOD = "emerging"
    TOGETHER = "TOGETHER"
    MONTHS_HELD, MONTHS_LEFT_OUT = "MONTHS_HELD", "MONTHS_LEFT_OUT"
    HOT_UNITS, COLD_UNITS, TOO_FEW = "HOT_UNITS", "COLD_UNITS", "TOO_FEW"
    REDRAWN = "REDRAWN"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Emerging hotspots")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr(
            "police,crime,hotspot,emerging,new,intensifying,persistent,diminishing,sporadic,cold,space-time,cube,months"
        ).split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Says what becomes of hotspots: which are new, and which last, grow, shrink, or come and go.\n\n"
            "Crimes are counted in units by month. In each month, taken with the one before, every unit with its "
            "neighbours is compared, exactly, with as many units drawn from the map of the same months. The false "
            "discovery rate is held over all units and months. A unit's class, one of the 17 of Esri's emerging hot "
            "spot analysis, follows from its hot and cold months, and from whether its share of the crimes grows.\n\n"
            "Use 24 to 36 months, and units in which most months have a few crimes: cells of 500 m and more, or LSOAs. "
            "10 months are the least. 'too few crimes' says where even a strong cluster would hardly be seen.\n\n"
            "Hot means compared with the rest of the map in the same months, so seasons and a rise everywhere make "
            "nothing hot. "
            "Months that are not wholly held are left out and named, never counted as zero.\n\n"
            "Do not use it to show that something you did worked, to foresee next month, for a handful of crimes, or "
            "for streets and addresses: every place is a snap point. Do not use it to say that a place is safe: cold "
            "means fewer crimes recorded than chance would leave. Across July 2022 the snap points are not the same, "
            "and what begins or ends then may be nothing but that."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        names.add_units(self)
        names.add_cell_size(self)
        number = QgsProcessingParameterNumber
        self.add(
            number(self.TOGETHER, tr("Months judged together"), number.Type.Integer, 2, False, 1, _MOST_TOGETHER),
            tr(
                "A month is judged together with those before it, so many in all. A higher number finds more in rare "
                "crimes, but sees later what begins and ends. 1: each month by itself."
            ),
        )
        names.add_study_area(self)
        names.add_crs(self)
        names.add_alpha(self)
        options.add_window(self)
        self.add_snap_maps()
        self.add(
            QgsProcessingParameterFeatureSink(
                names.OUTPUT, tr("Emerging hotspots"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr("One feature a unit: pattern, class, months_hot, months_cold, months_held, steps, trend."),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(self, self._outputs())
        names.add_sentence(self)

    def _outputs(self) -> dict[str, str]:
        from .emerging_outputs import output_names

        classes = {
            name: tr("Units of the class {pattern}").format(pattern=pattern) for name, pattern in output_names().items()
        }
        return {
            self.CRIMES: tr("Crimes in the units in the months wholly held"),
            self.UNPLACED: tr("Crimes without a place"),
            self.OUTSIDE: tr("Crimes outside the units"),
            self.COUNTED: tr("Units tested"),
            self.MONTHS_HELD: tr("Months wholly held"),
            self.MONTHS_LEFT_OUT: tr("Months left out"),
            self.MISSING_MONTHS: tr("Months missing, by force"),
            self.HOT_UNITS: tr("Units of any class of hotspot"),
            self.COLD_UNITS: tr("Units of any class of cold spot"),
            self.TOO_FEW: tr("Units with too few crimes to judge in most months"),
            self.REDRAWN: tr("1 where the months stand on different lists of snap points, else 0"),
            **classes,
        }

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Those of the units, then that of the neighbourhood."""
        return super().fault(parameters, context) or options.distance_fault(self, parameters, context)

    @contextmanager
    def answered(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Iterator[EmergingRun]:
        """Read, count, test and class."""
        from ..units.unit_inputs import inputs_read, units_asked
        from .emerging_run import Asked, run_emerging  # numpy, not while QGIS starts

        with inputs_read(self, parameters, context, feedback) as (reader, inputs):
            asked = Asked(
                units_asked(self, parameters, context, feedback, reader, inputs),
                self.parameterAsInt(parameters, self.TOGETHER, context),
                self.parameterAsDouble(parameters, names.ALPHA, context),
                options.read_window(self, parameters, context),
            )
            yield run_emerging(inputs, asked, feedback)

    def judged(self, run: EmergingRun, cancelled: Cancelled) -> Judged:
        """By the same cube."""
        from ..doubt.judged_emerging import judged_emerging

        return judged_emerging(run, cancelled)

    def answer(self, run: EmergingRun, place: Place, cancelled: Cancelled) -> UnitAnswer:
        """Units, page and chart."""
        from ..units.unit_answer import UnitAnswer
        from ..writing.result_layer import styled_by
        from . import emerging_page as pages
        from . import emerging_words as words
        from .emerging_layer import columns_of

        return UnitAnswer(
            run.inputs,
            run.units,
            run.asked.counted_in.units,
            columns_of(run),
            styled_by(pages.STYLE),
            [words.finding(run), *words.sentences(run), *place.sentences],
            words.basis(run),
            words.warnings(run),
            self._used(run.asked),
            lambda handed: place.on(pages.page(run, handed, cancelled)),
            partial(pages.chart, run),
        )

    def _used(self, asked: Asked) -> dict[str, str]:
        """The parameters that matter to a run, whether or not they were given."""
        return {
            **asked.counted_in.used,
            self.TOGETHER: str(asked.together),
            names.ALPHA: f"{asked.alpha:g}",
            names.OUTPUT: "emerging.gpkg",
            **options.window_used(asked.window),
        }

    def outputs(self, run: EmergingRun, place: Place) -> dict[str, Any]:
        """The numbers, and the finding in sentences."""
        from ...analysis.emerging import PATTERNS
        from .emerging_outputs import output_names
        from .emerging_words import finding, sentences

        patterns = {pattern.value: pattern for pattern in PATTERNS}
        return {
            self.CRIMES: int(run.crimes.sum()),
            **self.left_out(run.inputs, run.units),
            self.MONTHS_HELD: run.held,
            self.MONTHS_LEFT_OUT: len(run.months.left_out),
            self.HOT_UNITS: int(run.hot.sum()),
            self.COLD_UNITS: int(run.cold.sum()),
            self.TOO_FEW: int(run.found.too_few.sum()),
            self.REDRAWN: int(run.redrawn),
            **{name: run.of(patterns[value]) for name, value in output_names().items()},
            self.SENTENCE: " ".join([finding(run) + ".", *sentences(run), *place.sentences]),
        }
