# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:localmoran`: units high among high ones, low among low ones, and outliers."""

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
    from .moran_run import MoranRun


class LocalMoran(JudgedAgain):
    """Local Moran's I with the exact test over cells, LSOAs or polygons."""

    SNAP_METHOD = "moran"
    WHOLE_MONTHS = True
    CRIMES, UNPLACED, OUTSIDE, COUNTED = "CRIMES", "UNPLACED", "OUTSIDE", "UNITS"
    HIGH_HIGH, LOW_LOW, HIGH_LOW, LOW_HIGH = "HIGH_HIGH", "LOW_LOW", "HIGH_LOW", "LOW_HIGH"
    ONE_POINT, TOO_FEW, MISSING_MONTHS, SENTENCE = "ONE_POINT", "TOO_FEW", "MISSING_MONTHS", "SENTENCE"

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
            "high and low among low are tested as in Crime clusters, the unit with its neighbours against as many "
            "units drawn from the map; outliers by their neighbours alone. All of it exactly, with the false discovery "
            "rate held over all units. I is shown for information: nothing is decided by it.\n\n"
            "Verdicts: 'high among high', 'low among low', 'high among low', 'low among high', 'not told from chance', "
            "'too few crimes'. In this data an outlier usually is a single snap point: it is named, and "
            "'largest_place_share' above a half says so.\n\n"
            "Use it to see what differs from what is around it, with 12 to 36 months, best in LSOAs or cells of 500 m: "
            "that neighbours are low cannot be told from few crimes.\n\n"
            "Do not use it to look for one busy place, which no test can call by itself; to rank streets or addresses; "
            "to compare forces; or for a handful of crimes. Low is not safe. Where crimes cluster is asked better by "
            "Crime clusters.\n\n"
            "Limits: every place is a snap point, not an address. Months that are missing and crimes without a place "
            "are said, not counted.\n\n"
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
        """Those of the units, then a distance that is none."""
        by_distance = self.parameterAsString(parameters, options.WINDOW, context) == options.WINDOWS[1]
        if by_distance and not self.parameterAsDouble(parameters, options.DISTANCE, context) > 0:
            return tr("Give a distance above zero, or another neighbourhood.")
        return super().fault(parameters, context)

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, count, test, write."""
        from .moran_words import in_short  # numpy, not while QGIS starts

        with self.answered(parameters, context, feedback) as run:
            place = self.place_of(run, parameters, context, feedback)
            results = self._written(run, place, parameters, context, feedback)
        return {**results, **self._numbers(run), self.SENTENCE: " ".join([in_short(run), *place.sentences])}

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

    def _written(
        self,
        run: MoranRun,
        place: Place,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Layer and page; nothing is there before both are whole."""
        from ..running.telling import findings, step
        from ..units.unit_layer import meanings_of
        from ..units.unit_result import counted_from, write_layer
        from ..writing.outputs import explained, settled_texts, tell, to_hand_on, write_asked_report
        from ..writing.staging import Staging
        from . import moran_page as pages
        from . import moran_words as words
        from .moran_layer import columns_of

        step(feedback, 85, tr("Writing the result"))
        with findings(), Staging() as staging:
            columns = columns_of(run)
            texts = settled_texts(self, parameters, context, run.inputs, self._used(run))
            said = [words.finding(run), *words.sentences(run), *place.sentences]
            told = explained(self, run.inputs.crimes.about, said, words.basis(run), texts, run.inputs.crimes.months)
            rows_from = counted_from(self, run.inputs, run.areas, parameters, context)
            told = replace(told, counted=rows_from, meanings=meanings_of(columns))
            tell(told, words.warnings(run), feedback)
            layer = write_layer(
                self, run.units, run.inputs.crs, columns, pages.STYLE, told, parameters, context, feedback, staging
            )
            step(feedback, 92, tr("Drawing the result page"))
            handed = to_hand_on(told, self, texts)
            page = write_asked_report(
                self, lambda: place.on(pages.page(run, handed, feedback.isCanceled)), parameters, context, staging
            )
            return {**layer, **page}

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

    def _numbers(self, run: MoranRun) -> dict[str, Any]:
        from ...analysis.local_moran import Kind

        crimes = run.inputs.crimes
        return {
            self.CRIMES: run.crimes,
            self.UNPLACED: crimes.unplaced,
            self.OUTSIDE: run.units.counted.outside,
            self.COUNTED: len(run.units.keys),
            self.HIGH_HIGH: run.told(Kind.HIGH_HIGH),
            self.LOW_LOW: run.told(Kind.LOW_LOW),
            self.HIGH_LOW: run.told(Kind.HIGH_LOW),
            self.LOW_HIGH: run.told(Kind.LOW_HIGH),
            self.ONE_POINT: int((run.found.is_(Kind.HIGH_LOW) & run.one_point).sum()),
            self.TOO_FEW: run.told(Kind.TOO_FEW),
            self.MISSING_MONTHS: crimes.about.missing_months,
        }
