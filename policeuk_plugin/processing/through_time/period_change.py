# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:periodchange`: where crimes changed between two periods of the same calendar months."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking import period_parameters as periods
from ..asking.chart_parameters import add_chart
from ..asking.selection_parameters import add_selection
from ..doubt.judged_again import JudgedAgain

if TYPE_CHECKING:
    from ...analysis.errors import Cancelled
    from ..doubt.judged import Judged
    from ..doubt.snap_place import Place
    from ..units.inputs import Inputs, Reader
    from ..units.unit_answer import UnitAnswer
    from .change_run import Asked, ChangeRun


class PeriodChange(JudgedAgain):
    """Two periods, unit by unit."""

    SNAP_METHOD = "change"
    BY_TYPE, AGAINST = "BY_TYPE", "AGAINST"
    NOTHING, THE_AREA = "no change", "change of the area"
    AFTER, BEFORE, RATIO, LOWER, UPPER, P = "AFTER", "BEFORE", "RATIO", "RATIO_LOWER", "RATIO_UPPER", "P"
    MORE, FEWER, TOO_FEW = "MORE", "FEWER", "TOO_FEW"
    MONTHS_COMPARED, MONTHS_DROPPED = "MONTHS_COMPARED", "MONTHS_DROPPED"
    DISPERSION, STILL_CALLED, REDRAWN = "DISPERSION", "STILL_CALLED", "REDRAWN"
    SINGLE_CALLED, UNPLACED_AFTER, UNPLACED_BEFORE = "SINGLE_CALLED", "UNPLACED_AFTER", "UNPLACED_BEFORE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Change between two periods")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,change,trend,before,after,year,e-test,poisson,increase,decrease,hotspot").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Finds where crimes became more or fewer between two periods, beyond what chance makes.\n\n"
            "Both periods have the same calendar months, because crime has seasons: by default the last 12 months held "
            "and the 12 before. A month that is not wholly held in one period is left out of both and named.\n\n"
            "Each unit is tested by the E-test of two Poisson counts, or against the change of the whole area: did it "
            "change more than the area did? The false discovery rate is held over all units, and over crime types if "
            "they are asked for.\n\n"
            "Verdicts: 'more', 'fewer', 'no change that can be told', and 'too few to tell', where not even a doubling "
            "could have been seen.\n\n"
            "Use LSOAs or cells of 500 m and more: a change needs many more crimes than a cluster does.\n\n"
            "Do not use it to show that a measure worked: places chosen because they were busy have fewer afterwards "
            "by themselves. Compare with an area without the measure (Effect of an intervention). Do not use it month "
            "against month, nor for small cells across July 2022, when the service changed its snap points. The page "
            "says where periods stand on different sides of that.\n\n"
            "Limits: crimes come in bursts. Where months within units differ well beyond single events, a unit is "
            "called only if it also is with counts divided by that.\n\n"
            "Krishnamoorthy & Thomson 2004; Benjamini & Hochberg 1995."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        periods.add_before(self)
        self.add(
            QgsProcessingParameterBoolean(self.BY_TYPE, tr("By crime type"), defaultValue=False),
            tr("Test each crime type in each unit, too; there are many more tests, so fewer stand out."),
        )
        names.add_choice(
            self,
            self.AGAINST,
            tr("Held against"),
            [self.NOTHING, self.THE_AREA],
            tr(
                "'no change': did the unit change at all? 'change of the area': did it change more, or less, than the "
                "area as a whole?"
            ),
        )
        areas = tr("Or wards, districts or CSPs, by the codes in the files: larger, so that more can be told.")
        names.add_units(self, names.AREAS, areas)
        self.parameterDefinition(names.UNIT_LAYER).setHelp(
            tr(
                "Polygons to count in, where the units are those of a layer. Of a layer that Persistent areas made "
                "only the persistent units are compared: did they change?"
            )
        )
        names.add_cell_size(self)
        names.add_study_area(self)
        names.add_crs(self)
        names.add_alpha(self)
        self.add_snap_maps()
        self._add_outputs()

    def _add_outputs(self) -> None:
        kinds = QgsProcessing.SourceType
        sink = QgsProcessingParameterFeatureSink
        self.add(
            sink(names.OUTPUT, tr("Changes"), kinds.TypeVectorPolygon),
            tr("One feature a unit: after, before, difference, ratio with its interval, poisson_z, p, q, verdict."),
        )
        self.add(
            sink(names.TABLE, tr("Units and crime types"), kinds.TypeVector, None, True, False),
            tr("A table of a row a unit and crime type with a crime: the same fields."),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(
            self,
            {
                self.AFTER: tr("Crimes of the area in the months compared of the later period"),
                self.BEFORE: tr("Crimes of the area in the same calendar months before"),
                self.RATIO: tr("After over before, of the area, if there were any before"),
                self.LOWER: tr("Lower end of its 95% interval"),
                self.UPPER: tr("Upper end of its 95% interval"),
                self.P: tr("p of the E-test of the area's counts, which knows of single events only"),
                self.COUNTED: tr("Units tested"),
                self.MORE: tr("Units with more"),
                self.FEWER: tr("Units with fewer"),
                self.TOO_FEW: tr("Units with too few crimes to tell"),
                self.MONTHS_COMPARED: tr("Months compared, a period"),
                self.MONTHS_DROPPED: tr("Months of either period left out"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
                self.DISPERSION: tr("How much the area's months differ beyond single events, 1 for not at all"),
                self.STILL_CALLED: tr("Units with more or fewer: called with bursts within units allowed for"),
                self.SINGLE_CALLED: tr("Units that would be called if crimes came as single events"),
                self.UNPLACED_AFTER: tr("Crimes without a place in the later period's files"),
                self.UNPLACED_BEFORE: tr("Crimes without a place in the files before"),
                self.REDRAWN: tr("1 where the periods have different snap points, else 0"),
            },
        )
        names.add_sentence(self)

    @contextmanager
    def answered(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Iterator[ChangeRun]:
        """Read, count and test."""
        from ..running.telling import findings
        from ..units.unit_inputs import inputs_read
        from .change_run import run_change  # numpy, not while QGIS starts

        with findings():
            asked = periods.periods_asked(self, parameters, context)
        with inputs_read(self, periods.over_both(parameters, asked), context, feedback) as (reader, inputs):
            yield run_change(inputs, self._asked(parameters, context, feedback, reader, inputs, asked), feedback)

    def judged(self, run: ChangeRun, cancelled: Cancelled) -> Judged:
        """By the same test of the same months."""
        from ..doubt.judged_change import judged_change

        return judged_change(run, cancelled)

    def _asked(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        reader: Reader,
        inputs: Inputs,
        asked: Any,
    ) -> Asked:
        from ...analysis.change import Against
        from ..units.unit_inputs import units_asked
        from .change_run import Asked
        from .persistent_units import persistent_only

        area = self.parameterAsString(parameters, self.AGAINST, context) == self.THE_AREA
        counted_in, note = persistent_only(units_asked(self, parameters, context, feedback, reader, inputs))
        return Asked(
            counted_in,
            asked,
            self.parameterAsDouble(parameters, names.ALPHA, context),
            Against.AREA if area else Against.NO_CHANGE,
            self.parameterAsBool(parameters, self.BY_TYPE, context),
            self.parameterAsBool(parameters, periods.ACROSS_REDRAWING, context),
            note,
        )

    def answer(self, run: ChangeRun, place: Place, cancelled: Cancelled) -> UnitAnswer:
        """Units, their table by crime type, page and chart."""
        from ..units.unit_answer import TypeTable, UnitAnswer
        from ..writing.result_layer import styled_by
        from . import change_basis as resting_on
        from . import change_layer as layers
        from .change_map import chart, style_of
        from .change_page import page
        from .change_words import finding, sentences

        loud = [run.redrawn] if run.redrawn else []
        return UnitAnswer(
            run.inputs,
            run.units,
            run.areas,
            layers.columns_of(run),
            styled_by(style_of(run)),
            [finding(run), *sentences(run), *loud, *place.sentences],
            [line for line in resting_on.basis(run) if line not in loud],
            resting_on.warnings(run),
            self._used(run),
            lambda handed: place.on(page(run, handed, cancelled)),
            partial(chart, run),
            run.months.both,
            TypeTable(layers.table_columns(run), partial(layers.table_rows, run)),
        )

    def _used(self, run: ChangeRun) -> dict[str, str]:
        """The parameters that matter to a run, whether or not they were given."""
        asked = run.asked
        return {
            **asked.counted_in.used,
            periods.BEFORE_FROM: str(asked.periods.before_first),
            periods.BEFORE_TO: str(asked.periods.before_last),
            self.AGAINST: asked.against.value,
            names.ALPHA: f"{asked.alpha:g}",
            names.OUTPUT: "changes.gpkg",
        }

    def outputs(self, run: ChangeRun, place: Place) -> dict[str, Any]:
        """The numbers, and the finding in sentences."""
        from math import isfinite

        from ...analysis.change import Told
        from .change_words import finding, sentences

        area, months = run.area, run.months
        ratio, lower, upper = run.ratio.ratio, run.ratio.lower, run.ratio.upper
        return {
            self.AFTER: int(area.after[0]),
            self.BEFORE: int(area.before[0]),
            self.RATIO: ratio if isfinite(ratio) else None,
            self.LOWER: lower if isfinite(lower) else None,
            self.UPPER: upper if isfinite(upper) else None,
            self.P: float(area.p[0]),
            self.COUNTED: int(run.found.told.size),
            self.MORE: run.told(Told.MORE),
            self.FEWER: run.told(Told.FEWER),
            self.TOO_FEW: run.told(Told.TOO_FEW),
            self.MONTHS_COMPARED: len(months.pairs),
            self.MONTHS_DROPPED: len(months.not_held) + len(months.alone),
            self.MISSING_MONTHS: run.inputs.crimes.about.missing_months,
            self.DISPERSION: run.ratio.dispersion if isfinite(run.ratio.dispersion) else None,
            self.STILL_CALLED: run.called,
            self.SINGLE_CALLED: run.single,
            self.UNPLACED_AFTER: run.published.unplaced_after if run.published else None,
            self.UNPLACED_BEFORE: run.published.unplaced_before if run.published else None,
            self.REDRAWN: int(bool(run.redrawn)),
            self.SENTENCE: " ".join([finding(run) + ".", *sentences(run), *place.sentences]),
        }
