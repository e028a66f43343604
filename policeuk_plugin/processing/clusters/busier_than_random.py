# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:busierthanrandom`: neighbourhoods with more crimes than placing each by itself would put there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.selection_parameters import add_selection
from . import cluster_parameters as options
from .crime_clusters import CrimeClusters

if TYPE_CHECKING:
    from ...analysis.errors import Cancelled
    from ..doubt.snap_place import Place
    from ..units.inputs import Inputs, Reader
    from ..units.unit_answer import UnitAnswer
    from .cluster_run import Asked, ClusterRun


class BusierThanRandom(CrimeClusters):
    """The exact binomial tail over cells, LSOAs or polygons, in words of its own."""

    BUSIER, BUSIER_AREAS = "BUSIER", "BUSIER_AREAS"
    SNAP_METHOD = "busier"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Busier than random placement")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,hotspot,random,poisson,binomial,csr,significance,grid,lsoa").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Finds where crimes are more than if each had fallen by itself, anywhere on the ground (or in proportion "
            "to residents, households or other crimes).\n\n"
            "For each unit with its neighbours, p is the exact binomial probability of at least as many crimes. The "
            "false discovery rate is held over all units. Verdicts: 'busier'; 'edge', an empty unit beside one; 'not "
            "busier'; 'too few crimes'.\n\n"
            "When not to use it: to find clusters, to choose where to go, to show that crime concentrates. No crime "
            "falls by itself: there are streets, homes and shops, snap points gather what happened around them, and "
            "one shop with many thefts is enough for this test. On maps without any cluster, but with stacks as "
            "unequal as snap points are, it calls places every time; 'Crime clusters' does not.\n\n"
            "Use it to see how far from random crimes lie, or beside the work of others who test against random "
            "placement (Poisson, complete spatial randomness).\n\n"
            "Limits: every place is a snap point, not an address. Missing months and crimes without a place are "
            "reported, not counted."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        names.add_units(self)
        names.add_cell_size(self)
        options.add_exposure(self)
        names.add_study_area(self)
        names.add_input(self)
        names.add_crs(self)
        names.add_alpha(self)
        options.add_window(self, ("alone",))
        self.add_snap_maps()
        self.add(
            QgsProcessingParameterFeatureSink(
                names.OUTPUT, tr("Busier places"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr("One feature a unit, with count, places, largest_place_share, z, p, q, verdict, window and expected."),
        )
        names.add_report(self)
        names.add_numbers(
            self,
            {
                self.CRIMES: tr("Crimes counted in the study area"),
                self.UNPLACED: tr("Crimes without a place"),
                self.OUTSIDE: tr("Crimes outside the study area"),
                self.COUNTED: tr("Units tested"),
                self.BUSIER: tr("Units busier than random placement"),
                self.BUSIER_AREAS: tr("Connected areas of these"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
            },
        )

    def _asked(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        reader: Reader,
        inputs: Inputs,
    ) -> Asked:
        from ..units.exposure import AtRisk
        from ..units.unit_inputs import units_asked
        from .cluster_run import Asked, Null

        at_risk = options.read_exposure(self, parameters, context)
        return Asked(
            units_asked(self, parameters, context, feedback, reader, inputs),
            self.parameterAsDouble(parameters, names.ALPHA, context),
            0,
            window=options.read_window(self, parameters, context),
            at_risk=replace(at_risk, kind=AtRisk.AREA) if at_risk.kind is AtRisk.NONE else at_risk,
            null=Null.PLACED,
        )

    def answer(self, run: ClusterRun, place: Place, cancelled: Cancelled) -> UnitAnswer:
        """Units and page, in this test's own words."""
        from ..units.unit_answer import UnitAnswer
        from ..writing.result_layer import styled_by
        from . import busier_words as words
        from .busier_page import busier_columns, page

        return UnitAnswer(
            run.inputs,
            run.units,
            run.asked.units,
            busier_columns(run),
            styled_by("busier"),
            [words.finding(run), *words.sentences(run), *place.sentences],
            words.basis(run),
            words.warnings(run),
            self._used(run),
            lambda handed: place.on(page(run, handed, cancelled)),
            months=run.inputs.crimes.months,
            what=words.what_words(run),
        )

    def _used(self, run: ClusterRun) -> dict[str, str]:
        return {**super()._used(run), names.OUTPUT: "busier.gpkg"}

    def outputs(self, run: ClusterRun, place: Place) -> dict[str, Any]:
        """The numbers."""
        found = super().outputs(run, place)
        clusters = {self.CLUSTERS, self.CLUSTER_AREAS, self.QUIET}
        return {
            **{name: value for name, value in found.items() if name not in clusters},
            self.BUSIER: run.clusters,
            self.BUSIER_AREAS: run.areas,
        }
