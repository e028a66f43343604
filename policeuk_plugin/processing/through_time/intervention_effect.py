# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:interventioneffect`: what an intervention changed beyond a control area, displacement counted in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterDistance,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
    QgsUnitTypes,
)

from offline_cache.errors import CacheError

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import add_chart
from ..asking.period_parameters import INTERVENTION, over_both, periods_around
from ..asking.selection_parameters import FROM, TO, add_selection
from ..running.base import Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    from ..units.geometry_sources import Polygons
    from ..units.inputs import Inputs, Reader
    from .intervention_run import InterventionRun
    from .zones import Zones


class InterventionEffect(PoliceUkAlgorithm):
    """The weighted displacement difference of zones that are drawn."""

    GROUP = Group.HOTSPOTS
    TREATED, CONTROL, DISTANCE = "TREATED", "CONTROL", "DISTANCE"
    TREATED_AROUND, CONTROL_AROUND = "TREATED_AROUND", "CONTROL_AROUND"
    WDD, ERROR, LOWER, UPPER, Z, P = "WDD", "ERROR", "LOWER", "UPPER", "Z", "P"
    LOCAL, AROUND, DETECTABLE, RATIO = "LOCAL", "AROUND", "DETECTABLE", "RATIO"
    RATIO_LOWER, RATIO_UPPER = "RATIO_LOWER", "RATIO_UPPER"
    TREATED_BEFORE, TREATED_AFTER = "TREATED_BEFORE", "TREATED_AFTER"
    CONTROL_BEFORE, CONTROL_AFTER = "CONTROL_BEFORE", "CONTROL_AFTER"
    MONTHS_COMPARED, MONTHS_DROPPED, MISSING_MONTHS = "MONTHS_COMPARED", "MONTHS_DROPPED", "MISSING_MONTHS"
    DISPERSION, REDRAWN, SENTENCE = "DISPERSION", "REDRAWN", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Effect of an intervention")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,intervention,evaluation,control,displacement,wdd,before,after,did it work").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Estimates what an intervention changed: how crimes changed in the treated area, less the change in a "
            "control area without it. Displacement to the zones around is counted in (weighted displacement "
            "difference, WDD).\n\n"
            "INTERVENTION is the first month after. Both periods have the same calendar months: by default up to 12 "
            "months from the intervention on, and the same months a year before. A month that is not wholly held in "
            "one is left out of both and named.\n\n"
            "Below 0 means fewer crimes than expected from the control. DETECTABLE is the smallest effect that these "
            "counts would show 8 times in 10. It, the interval and P allow for how much months differ within the "
            "zones.\n\n"
            "Choose the control before you look: an area with about as many crimes of the same kind, as bad as the "
            "treated one was, and far enough away not to be touched. DISTANCE draws rings around both as displacement "
            "zones, or give your own.\n\n"
            "Do not use it for areas narrower than about 200 m: every crime is moved to a snap point, so many count on "
            "the wrong side of the edge. Do not use it to pick the best of several controls or months, nor for single "
            "streets or addresses, nor for hours of the day: this data has none of them.\n\n"
            "Wheeler & Ratcliffe 2018."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        self._add_zones()
        self.add(
            QgsProcessingParameterString(INTERVENTION, tr("First month after")),
            tr("The first month with the intervention, as YYYY-MM. A month with half of it counts as after."),
        )
        add_selection(self)
        self.parameterDefinition(FROM).setHelp(
            tr(
                "First month of the period before, as YYYY-MM; it has as many months as that after. Empty: the same "
                "calendar months a year before."
            )
        )
        self.parameterDefinition(TO).setHelp(tr("Last month after, as YYYY-MM. Empty: up to 12 months, as held."))
        names.add_crs(self)
        names.add_error_rate(self, tr("Level"), tr("0.05 gives an interval of 95%."))
        self._add_outputs()

    def _add_zones(self) -> None:
        kind = [QgsProcessing.SourceType.TypeVectorPolygon]
        for name, title, optional, text in (
            (self.TREATED, tr("Treated area"), False, tr("Polygons with the intervention.")),
            (self.CONTROL, tr("Control area"), False, tr("Polygons without it, with about as many crimes.")),
            (self.TREATED_AROUND, tr("Zone around the treated area"), True, tr("Where crime may be displaced to.")),
            (self.CONTROL_AROUND, tr("Zone around the control area"), True, tr("What that zone is compared with.")),
        ):
            self.add(QgsProcessingParameterFeatureSource(name, title, kind, optional=optional), text)
        distance = QgsProcessingParameterDistance(self.DISTANCE, tr("Width of rings"), defaultValue=0.0, minValue=0.0)
        distance.setDefaultUnit(QgsUnitTypes.DistanceUnit.DistanceMeters)
        self.add(
            distance,
            tr("Metres of a ring around each area that serves as its displacement zone. 0: none, or those given."),
        )

    def _add_outputs(self) -> None:
        kinds = QgsProcessing.SourceType
        self.add(
            QgsProcessingParameterFeatureSink(names.OUTPUT, tr("Zones"), kinds.TypeVectorPolygon),
            tr("One feature a zone: before, after, difference."),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(
            self,
            {
                self.WDD: tr("Effect in crimes, below 0 fewer, displacement counted in"),
                self.ERROR: tr("Its standard error, widened by DISPERSION where that is above 1; so is all below"),
                self.LOWER: tr("Lower end of its interval"),
                self.UPPER: tr("Upper end of its interval"),
                self.Z: tr("WDD over its standard error"),
                self.P: tr("Two-sided p of no effect"),
                self.LOCAL: tr("Effect in the treated area alone"),
                self.AROUND: tr("Effect in the zone around it, if there is one"),
                self.DETECTABLE: tr("Smallest effect found 8 times in 10 with these counts"),
                self.RATIO: tr("Treated area's ratio over the control's, if no count is 0"),
                self.RATIO_LOWER: tr("Lower end of its interval"),
                self.RATIO_UPPER: tr("Upper end of its interval"),
                self.TREATED_BEFORE: tr("Crimes of the treated area before"),
                self.TREATED_AFTER: tr("Crimes of the treated area after"),
                self.CONTROL_BEFORE: tr("Crimes of the control area before"),
                self.CONTROL_AFTER: tr("Crimes of the control area after"),
                self.MONTHS_COMPARED: tr("Months compared, a period"),
                self.MONTHS_DROPPED: tr("Months of either period left out"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
                self.DISPERSION: tr("How much months differ within zones beyond single events, 1 for not at all"),
                self.REDRAWN: tr("1 where the periods have different snap points, else 0"),
            },
        )
        names.add_sentence(self)

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Zones around come in pairs, given or drawn."""
        given = [bool(parameters.get(name)) for name in (self.TREATED_AROUND, self.CONTROL_AROUND)]
        if given[0] != given[1]:
            return tr("Give a zone around both areas, or around none: each is compared with the other.")
        if given[0] and self.parameterAsDouble(parameters, self.DISTANCE, context) > 0:
            return tr("Give zones around the areas, or a width of rings, not both.")
        return ""

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, count, estimate, write."""
        from ..running.telling import findings
        from ..units.unit_inputs import inputs_read  # numpy, not while QGIS starts
        from .intervention_run import Asked, run_intervention
        from .intervention_words import finding, sentences

        with findings():
            periods = periods_around(self, parameters, context)
        given, first = over_both(parameters, periods), tr("Reading crimes and zones")
        with inputs_read(self, given, context, feedback, first) as (reader, inputs):
            zones = self._zones(parameters, context, feedback, reader, inputs)
            alpha = self.parameterAsDouble(parameters, names.ALPHA, context)
            run = run_intervention(inputs, Asked(zones, periods, alpha), feedback)
        results = self._written(run, parameters, context, feedback)
        return {**results, **self._numbers(run), self.SENTENCE: " ".join([finding(run) + ".", *sentences(run)])}

    def _written(
        self,
        run: InterventionRun,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Zones, page and chart."""
        from ..running.telling import findings
        from ..units.unit_answer import UnitAnswer, write_answer
        from ..writing.result_layer import styled_by
        from . import intervention_page as pages
        from . import intervention_words as words

        loud = [run.redrawn] if run.redrawn else []
        with findings():
            answer = UnitAnswer(
                run.inputs,
                pages.units_of_zones(run),
                "",
                pages.columns_of(run),
                styled_by("zones"),
                [words.finding(run), *words.sentences(run), *loud],
                [line for line in words.basis(run) if line not in loud],
                words.warnings(run),
                self._used(run),
                partial(pages.page, run),
                partial(pages.chart, run),
                run.months.both,
            )
        return write_answer(self, answer, parameters, context, feedback)

    def _zones(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        reader: Reader,
        inputs: Inputs,
    ) -> Zones:
        from ..units.geometry_sources import polygons_of
        from .zones import ZoneLayers, zones_of

        def read(name: str) -> Optional[Polygons]:
            layer = reader.source(name)
            if layer is None:
                return None
            title = tr("The layer {name}").format(name=layer.sourceName())
            return polygons_of(layer, title, inputs.crs, context.transformContext(), feedback.isCanceled)

        treated, control = read(self.TREATED), read(self.CONTROL)
        if treated is None or control is None:
            raise CacheError(tr("Choose polygons of the treated and of the control area."))
        distance = self.parameterAsDouble(parameters, self.DISTANCE, context)
        layers = ZoneLayers(treated, control, read(self.TREATED_AROUND), read(self.CONTROL_AROUND), distance)
        return zones_of(layers, inputs.study, inputs.guessed)

    def _used(self, run: InterventionRun) -> dict[str, str]:
        """The parameters that matter to a run, whether or not they were given."""
        return {
            FROM: str(run.asked.periods.before_first),
            INTERVENTION: str(run.asked.periods.first),
            names.ALPHA: f"{run.asked.alpha:g}",
            names.OUTPUT: "zones.gpkg",
        }

    def _numbers(self, run: InterventionRun) -> dict[str, Any]:
        from math import isfinite

        total, proportion, months = run.effect.total, run.proportion, run.months
        treated, control = run.counts[:2]
        return {
            self.WDD: total.estimate,
            self.ERROR: total.error,
            self.LOWER: total.lower,
            self.UPPER: total.upper,
            self.Z: total.z,
            self.P: total.p,
            self.LOCAL: run.effect.local.estimate,
            self.AROUND: run.effect.around.estimate if run.effect.around else None,
            self.DETECTABLE: total.detectable,
            self.RATIO: proportion.ratio if proportion else None,
            self.RATIO_LOWER: proportion.lower if proportion else None,
            self.RATIO_UPPER: proportion.upper if proportion else None,
            self.TREATED_BEFORE: treated.before,
            self.TREATED_AFTER: treated.after,
            self.CONTROL_BEFORE: control.before,
            self.CONTROL_AFTER: control.after,
            self.MONTHS_COMPARED: len(months.pairs),
            self.MONTHS_DROPPED: len(months.not_held) + len(months.alone),
            self.MISSING_MONTHS: run.inputs.crimes.about.missing_months,
            self.DISPERSION: run.bursts if isfinite(run.bursts) else None,
            self.REDRAWN: int(bool(run.redrawn)),
        }
