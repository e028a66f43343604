# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:nullmaps`: how many clusters chance would give, with the settings of a run."""

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
from . import cluster_parameters as options

if TYPE_CHECKING:
    from .null_run import NullRun

MAPS = "MAPS"
_MAPS, _FEWEST, _MOST = 300, 20, 5000


class NullMaps(UnitAnalysis):
    """The cluster test on maps made by chance."""

    WHOLE_MONTHS = True
    MAPS_WITH_ANY, FALSE_UNITS, AS_MANY = "MAPS_WITH_ANY", "FALSE_UNITS", "AS_MANY"
    CLUSTERS, CLUSTER_AREAS, QUIET, CRIMES = "CLUSTERS", "CLUSTER_AREAS", "QUIET", "CRIMES"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("How many clusters would chance give?")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,hotspot,cluster,null,chance,random,false positive,calibration,simulation").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Runs the cluster test with the same settings on maps made by chance. It says how often anything is called "
            "there, beside what your map has.\n\n"
            "Give the parameters of a run of 'Crime clusters'. Four kinds of chance: crimes thrown at random; the "
            "counts of the units dealt out anew; unequal and very unequal stacks that lie anywhere. Anything should be "
            "called on about one map in twenty at most. Two more kinds keep what crimes stand on. One deals the counts "
            "of the snap points with crimes out anew; the other, where residents are held, keeps where people live. "
            "They say how much of the result is only where streets or people are.\n\n"
            "A kind that does not apply is left out with its reason. 300 maps of 20,000 units take one to six minutes; "
            "the same seed makes the same maps.\n\n"
            "Limits: every place is a snap point, not an address. It does not say which cluster is wrong. Do not use "
            "it to look for settings that call more, nor to prove that a map without clusters is safe.\n\n"
            "Benjamini & Hochberg 1995; the nulls are those that the test was calibrated on."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        names.add_units(self)
        names.add_cell_size(self)
        kind = QgsProcessingParameterNumber.Type.Integer
        maps = QgsProcessingParameterNumber(MAPS, tr("Maps"), kind, _MAPS, False, _FEWEST, _MOST)
        self.add(maps, tr("How many maps are made in each way. 300 tell one in twenty from one in ten."))
        options.add_direction(self)
        options.add_exposure(self)
        names.add_study_area(self)
        names.add_input(self)
        names.add_crs(self)
        names.add_test(self)
        options.add_window(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                names.OUTPUT, tr("What chance gives"), QgsProcessing.SourceType.TypeVector
            ),
            tr("A table with a row for each way to make maps: how many had any, how many units were called."),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(
            self,
            {
                self.MAPS_WITH_ANY: tr("Maps with any unit called, of the kind of chance with most"),
                self.FALSE_UNITS: tr("Units called on such a map, on average"),
                self.AS_MANY: tr("Maps with as many units called as the real one, of the kind of chance with most"),
                self.CLUSTERS: tr("Units called a cluster on the real map"),
                self.CLUSTER_AREAS: tr("Connected cluster areas on the real map"),
                self.QUIET: tr("Units called quiet on the real map"),
                self.CRIMES: tr("Crimes on each map"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
            },
        )
        names.add_sentence(self)

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """Those of the units, then those of direction, window and exposure together."""
        return super().fault(parameters, context) or options.options_fault(self, parameters, context)

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, count, test the real map and those by chance, write."""
        from ..units.unit_inputs import inputs_read
        from .null_run import run_nulls  # numpy, not while QGIS starts

        with inputs_read(self, parameters, context, feedback) as (reader, inputs):
            asked = options.read_asked(self, parameters, context, feedback, reader, inputs)
            maps = self.parameterAsInt(parameters, MAPS, context)
            run = run_nulls(inputs, asked, maps, context.transformContext(), feedback)
            return {**self._written(run, parameters, context, feedback), **self._numbers(run)}

    def _written(
        self, run: NullRun, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        from ..running.telling import step
        from ..units.unit_result import Shown
        from ..writing.outputs import explained, settled_texts, tell
        from ..writing.series_files import write_series
        from . import null_page as pages
        from . import null_words as words
        from .null_table import COLUMNS, rows_of
        from .null_verdict import finding

        step(feedback, 88, tr("Writing the result"))
        asked, inputs = run.real.asked, run.real.inputs
        used = {**asked.counted_in.used, names.ALPHA: f"{asked.alpha:g}", MAPS: str(run.maps)}
        used.update({names.SEED: str(asked.seed), names.OUTPUT: "chance.gpkg"})
        texts = settled_texts(self, parameters, context, inputs, used)
        warnings = words.warnings(run)
        said, rests_on = [finding(run), *words.sentences(run)], [*words.basis(run), *warnings]
        told = explained(self, inputs.crimes.about, said, rests_on, texts, inputs.crimes.months)
        tell(told, warnings, feedback)
        shown = Shown(told, texts, partial(pages.page, run), partial(pages.chart, run))
        return write_series(self, COLUMNS, rows_of(run), shown, parameters, context, feedback)

    def _numbers(self, run: NullRun) -> dict[str, Any]:
        from .null_verdict import as_many
        from .null_words import short

        return {
            self.MAPS_WITH_ANY: run.worst.with_any,
            self.FALSE_UNITS: run.worst.mean,
            self.AS_MANY: as_many(run),
            **(
                {self.CLUSTERS: run.real.clusters, self.CLUSTER_AREAS: run.real.areas}
                if run.real.seeks_clusters
                else {}
            ),
            **({self.QUIET: run.real.quiet} if run.real.seeks_quiet else {}),
            self.CRIMES: run.real.crimes,
            self.MISSING_MONTHS: run.real.inputs.crimes.about.missing_months,
            self.SENTENCE: short(run),
        }
