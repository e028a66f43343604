# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:localmoran`: units high among high ones, low among low ones, and outliers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
    from ..units.unit_answer import UnitAnswer
    from .moran_run import MoranRun


class LocalMoran(JudgedAgain):
    """Local Moran's I with the exact test over cells, LSOAs or polygons."""

    SNAP_METHOD = "moran"
    WHOLE_MONTHS = True
    HIGH_HIGH, LOW_LOW, HIGH_LOW, LOW_HIGH = "HIGH_HIGH", "LOW_LOW", "HIGH_LOW", "LOW_HIGH"
    ONE_POINT, TOO_FEW = "ONE_POINT", "TOO_FEW"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Alike and unlike neighbours (local Moran)")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,hotspot,moran,lisa,anselin,outlier,spatial,autocorrelation,cluster,lsoa,grid").split(
            ","
        )

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Finds units that are high among high ones, low among low ones, and outliers: unlike their neighbours.\n\n"
            "High is above what is usual: the mean, or what is expected in proportion to a unit's size. High among "
            "high and low among low are tested as in Crime clusters: the unit with its neighbours against as many "
            "units drawn from the map. Outliers are tested by their neighbours alone. All tests are exact, and the "
            "false discovery rate is held over all units. I is shown for information: nothing is decided by it.\n\n"
            "Verdicts: 'high among high', 'low among low', 'high among low', 'low among high', 'not told from chance', "
            "'too few crimes'. In this data an outlier usually is a single snap point: it is named, and "
            "'largest_place_share' above a half says so.\n\n"
            "Use it to see what differs from what is around it, with 12 to 36 months, best in LSOAs or cells of 500 m. "
            "Few crimes cannot show that neighbours are low.\n\n"
            "Do not use it to look for one busy place, which no test can call by itself; to rank streets or addresses; "
            "to compare forces; or for a handful of crimes. Low is not safe. To ask where crimes cluster, use Crime "
            "clusters.\n\n"
            "Limits: every place is a snap point, not an address. Missing months and crimes without a place are "
            "reported, not counted.\n\n"
            "Anselin 1995; Benjamini & Hochberg 1995."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        areas = tr("Or wards, districts or CSPs, by the codes in the files.")
        names.add_units(self, names.AREAS, areas)
        names.add_cell_size(self)
        names.add_study_area(self)
        names.add_input(self)
        names.add_crs(self)
        names.add_test(self)
        options.add_window(self)
        self.add_snap_maps()
        self.add(
            QgsProcessingParameterFeatureSink(
                names.OUTPUT, tr("Alike and unlike"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr("One feature a unit, with count, places, largest_place_share, moran, p, q and verdict."),
        )
        names.add_report(self)
        names.add_numbers(
            self,
            {
                self.CRIMES: tr("Crimes counted in the units tested"),
                self.UNPLACED: tr("Crimes without a place"),
                self.OUTSIDE: tr("Crimes outside the study area"),
                self.COUNTED: tr("Units"),
                self.HIGH_HIGH: tr("Units high among high ones"),
                self.LOW_LOW: tr("Units low among low ones"),
                self.HIGH_LOW: tr("Units high among low ones"),
                self.LOW_HIGH: tr("Units low among high ones"),
                self.ONE_POINT: tr("Units high among low ones that are mostly one snap point"),
                self.TOO_FEW: tr("Units with too few crimes to judge"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
            },
        )
        names.add_sentence(self)

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """A distance that is none, then those of the units."""
        return options.distance_fault(self, parameters, context) or super().fault(parameters, context)

    @contextmanager
    def answered(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Iterator[MoranRun]:
        """Read, count and test."""
        from ..units.unit_inputs import inputs_read, units_asked
        from .moran_run import Asked, run_moran  # numpy, not while QGIS starts

        with inputs_read(self, parameters, context, feedback) as (reader, inputs):
            asked = Asked(
                units_asked(self, parameters, context, feedback, reader, inputs),
                self.parameterAsDouble(parameters, names.ALPHA, context),
                self.parameterAsInt(parameters, names.SEED, context),
                options.read_window(self, parameters, context),
            )
            yield run_moran(inputs, asked, feedback)

    def judged(self, run: MoranRun, cancelled: Cancelled) -> Judged:
        """By the same test."""
        from ..doubt.judged_moran import judged_moran

        return judged_moran(run, cancelled)

    def answer(self, run: MoranRun, place: Place, cancelled: Cancelled) -> UnitAnswer:
        """Units and page."""
        from ..units.unit_answer import UnitAnswer
        from ..writing.result_layer import styled_by
        from . import moran_page as pages
        from . import moran_words as words
        from .moran_layer import columns_of

        return UnitAnswer(
            run.inputs,
            run.units,
            run.areas,
            columns_of(run),
            styled_by(pages.STYLE),
            [words.finding(run), *words.sentences(run), *place.sentences],
            words.basis(run),
            words.warnings(run),
            self._used(run),
            lambda handed: place.on(pages.page(run, handed, cancelled)),
            months=run.inputs.crimes.months,
        )

    def _used(self, run: MoranRun) -> dict[str, str]:
        """The parameters that matter to a run, whether or not they were given."""
        used = {
            **run.asked.counted_in.used,
            names.ALPHA: f"{run.asked.alpha:g}",
            names.OUTPUT: "alike.gpkg",
            **options.window_used(run.asked.window),
        }
        if run.found.draws:
            used[names.SEED] = str(run.asked.seed)
        return used

    def outputs(self, run: MoranRun, place: Place) -> dict[str, Any]:
        """The numbers, and the finding in sentences."""
        from ...analysis.local_moran import Kind
        from .moran_words import in_short

        return {
            self.CRIMES: run.crimes,
            **self.left_out(run.inputs, run.units),
            self.HIGH_HIGH: run.told(Kind.HIGH_HIGH),
            self.LOW_LOW: run.told(Kind.LOW_LOW),
            self.HIGH_LOW: run.told(Kind.HIGH_LOW),
            self.LOW_HIGH: run.told(Kind.LOW_HIGH),
            self.ONE_POINT: int((run.found.is_(Kind.HIGH_LOW) & run.one_point).sum()),
            self.TOO_FEW: run.told(Kind.TOO_FEW),
            self.SENTENCE: " ".join([in_short(run), *place.sentences]),
        }
