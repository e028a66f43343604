# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:crimeclusters`: neighbourhoods that hold more crimes than chance would put there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
from ..doubt.judged_again import JudgedAgain
from . import cluster_parameters as options

if TYPE_CHECKING:
    from ...analysis.errors import Cancelled
    from ..doubt.judged import Judged
    from ..doubt.snap_place import Place
    from ..units.inputs import Inputs, Reader
    from ..units.unit_answer import UnitAnswer
    from .cluster_run import Asked, ClusterRun


class CrimeClusters(JudgedAgain):
    """The exact permutation test over cells, LSOAs or polygons."""

    CLUSTERS, CLUSTER_AREAS, QUIET = "CLUSTERS", "CLUSTER_AREAS", "QUIET"
    SNAP_METHOD = "clusters"
    WHOLE_MONTHS = True
    NOT_TESTED, NOT_COUNTED = "NOT_TESTED", "NOT_COUNTED"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Crime clusters")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,hotspot,cluster,getis-ord,gi*,permutation,significance,grid,lsoa").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Finds where crimes cluster more than chance would make them.\n\n"
            "Crimes are counted in squares of 250 m (or hexagons, LSOAs, polygons of a layer) of the study area. Each "
            "unit and its neighbours are compared, exactly, with as many units drawn at random from the whole map. The "
            "false discovery rate is held over all units: at most one in twenty of those called is expected to be a "
            "false alarm.\n\n"
            "Verdicts: 'cluster'; 'edge', an empty unit beside one; 'not a cluster'; 'too few crimes', where even a "
            "strong cluster could not be told from chance. If you look for cold ones, 'quiet' is a neighbourhood with "
            "fewer crimes than chance would leave, called only where the test can show it. z is Gi* for comparison; "
            "nothing is decided by it. 'grids' says in how many of four shifted grids a cell is a cluster.\n\n"
            "If crimes are expected in proportion to residents, households, ground or other crime types, units are "
            "exchanged with those that have about as much of it. Stacks of crimes stay what they are.\n\n"
            "Use 12 to 36 months: few crimes find few clusters.\n\n"
            "Limits: every place is a snap point, not an address. 'largest_place_share' above a half means that one "
            "snap point makes the cell. Missing months and crimes without a place are reported, not counted.\n\n"
            "Do not use it to rank streets or addresses, to say that a person is at higher risk, to compare forces, or "
            "for a handful of crimes. 'Quiet' is not 'safe': fewer crimes are recorded there, for whatever reason.\n\n"
            "Getis & Ord 1992; Benjamini & Hochberg 1995."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        names.add_units(self)
        names.add_cell_size(self)
        options.add_direction(self)
        options.add_exposure(self)
        names.add_study_area(self)
        names.add_input(self)
        names.add_crs(self)
        names.add_test(self)
        options.add_window(self)
        options.add_conditional(self)
        self.add_snap_maps()
        self.add(
            QgsProcessingParameterFeatureSink(names.OUTPUT, tr("Clusters"), QgsProcessing.SourceType.TypeVectorPolygon),
            tr("One feature a unit, with count, places, largest_place_share, z, p, q and verdict."),
        )
        names.add_report(self)
        names.add_numbers(
            self,
            {
                self.CRIMES: tr("Crimes counted in the units tested"),
                self.UNPLACED: tr("Crimes without a place"),
                self.OUTSIDE: tr("Crimes outside the study area"),
                self.COUNTED: tr("Units tested"),
                self.CLUSTERS: tr("Units called a cluster"),
                self.CLUSTER_AREAS: tr("Connected cluster areas"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
                self.QUIET: tr("Units called quiet"),
                self.NOT_TESTED: tr("Units where nothing is at risk, which were not tested"),
                self.NOT_COUNTED: tr("Crimes in those, which do not count"),
            },
        )

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Those of the units, then those of direction, window and exposure together."""
        return super().fault(parameters, context) or options.options_fault(self, parameters, context)

    @contextmanager
    def answered(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Iterator[ClusterRun]:
        """Read, count and test."""
        from ..units.unit_inputs import inputs_read
        from .cluster_run import run_clusters  # numpy, not while QGIS starts

        with inputs_read(self, parameters, context, feedback) as (reader, inputs):
            asked = self._asked(parameters, context, feedback, reader, inputs)
            yield run_clusters(inputs, asked, context.transformContext(), feedback)

    def judged(self, run: ClusterRun, cancelled: Cancelled) -> Judged:
        """By the same test."""
        from ..doubt.judged_clusters import judged_clusters

        return judged_clusters(run, cancelled)

    def _asked(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
        reader: Reader,
        inputs: Inputs,
    ) -> Asked:
        asked = options.read_asked(self, parameters, context, feedback, reader, inputs)
        return replace(asked, conditional=self.parameterAsBool(parameters, options.CONDITIONAL, context))

    def answer(self, run: ClusterRun, place: Place, cancelled: Cancelled) -> UnitAnswer:
        """Units and page."""
        from ..units.unit_answer import UnitAnswer
        from . import cluster_words as words
        from .cluster_layer import columns_of
        from .cluster_option_words import what_words
        from .cluster_page import page
        from .cluster_style import cluster_style

        return UnitAnswer(
            run.inputs,
            run.units,
            run.asked.units,
            columns_of(run),
            cluster_style(run.found.direction, not run.tested.all()),
            [words.finding(run), *words.sentences(run), *place.sentences],
            words.basis(run),
            words.warnings(run),
            self._used(run),
            lambda handed: place.on(page(run, handed, cancelled)),
            months=run.inputs.crimes.months,
            what=what_words(run),
        )

    def _used(self, run: ClusterRun) -> dict[str, str]:
        """The parameters that matter to a run, whether or not they were given."""
        asked = run.asked
        used = {**asked.counted_in.used, names.ALPHA: f"{asked.alpha:g}", names.OUTPUT: "clusters.gpkg"}
        if run.found.draws:
            used[names.SEED] = str(asked.seed)
        if asked.direction.value != options.DIRECTIONS[0]:
            used[options.DIRECTION] = asked.direction.value
        return {**used, **options.window_used(asked.window)}

    def outputs(self, run: ClusterRun, _: Place) -> dict[str, Any]:
        """The numbers."""
        return {
            self.CRIMES: run.crimes,
            **self.left_out(run.inputs, run.units),
            self.NOT_TESTED: int((~run.tested).sum()),
            self.NOT_COUNTED: run.untested,
            **({self.CLUSTERS: run.clusters, self.CLUSTER_AREAS: run.areas} if run.seeks_clusters else {}),
            **({self.QUIET: run.quiet} if run.seeks_quiet else {}),
        }
