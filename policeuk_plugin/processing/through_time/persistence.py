# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:persistence`: in how many months each unit was among those with the most crimes."""

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
from ..doubt.judged_again import JudgedAgain

if TYPE_CHECKING:
    from ...analysis.errors import Cancelled
    from ..doubt.judged import Judged
    from ..doubt.snap_place import Place
    from ..units.unit_answer import UnitAnswer
    from .persistence_run import Asked, PersistenceRun


class Persistence(JudgedAgain):
    """Units ranked month by month."""

    SNAP_METHOD = "persistence"
    TOP = "TOP"
    MONTHS_HELD, MONTHS_LEFT_OUT = "MONTHS_HELD", "MONTHS_LEFT_OUT"
    PERSISTENT, SHARE_OF_CRIMES, CHANCE_MONTHS, CHANCE_MOST = (
        "PERSISTENT",
        "SHARE_OF_CRIMES",
        "CHANCE_MONTHS",
        "CHANCE_MOST",
    )
    SPEARMAN, KEPT, REDRAWN, BY_ANY = "SPEARMAN", "KEPT", "REDRAWN", "BY_ANY"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Persistent areas")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,hotspot,persistence,persistent,rank,top,months,stable,lsoa,grid,patrol").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Finds where crime stays high: in how many months each unit was among the 5% with the most crimes.\n\n"
            "Use it first, to choose where work that lasts is worth while. Guidance of the College of Policing asks "
            "for areas of equal size, or LSOAs, ranked over several years: use 24 to 36 months.\n\n"
            "If more units tie for the last places of a month's top than there is room for, all of them are left out "
            "of it. 'persistent' units are in the top in half of the months or more, and in more months than chance "
            "would give to even one of all units. The page compares the first half of the months with the second. "
            "Beside that it shows what to expect if all units were alike, and if nothing had changed.\n\n"
            "Months that are not wholly held are left out and named, never counted as zero.\n\n"
            "Do not use it to show that something you did worked; for crime types so rare that most units have none in "
            "most months; or for streets and addresses: every place is a snap point. Units of unequal size are ranked "
            "by their count, so large ones lead. It does not say that a place stands out from its neighbours: see "
            "Crime clusters."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        names.add_units(self)
        names.add_cell_size(self)
        number = QgsProcessingParameterNumber
        top = number(self.TOP, tr("Top, per cent of the units"), number.Type.Double, 5, False, 0.01, 50)
        self.add(
            top, tr("How many of the units are the top: 1, 2 or 5 per cent as a rule; rounded down, one at least.")
        )
        names.add_study_area(self)
        names.add_crs(self)
        names.add_chance(
            self,
            tr(
                "A number of months is beyond chance if, with all units alike, the probability that even one of them "
                "reaches it is no more than this."
            ),
        )
        self.add_snap_maps()
        self.add(
            QgsProcessingParameterFeatureSink(
                names.OUTPUT, tr("Persistent areas"), QgsProcessing.SourceType.TypeVectorPolygon
            ),
            tr(
                "One feature a unit: months_in_top, months_held, share, crimes, rank, first_half, second_half, class, "
                "persistent."
            ),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(self, self._outputs())
        names.add_sentence(self)

    def _outputs(self) -> dict[str, str]:
        return {
            self.CRIMES: tr("Crimes in the units in the months wholly held"),
            self.UNPLACED: tr("Crimes without a place"),
            self.OUTSIDE: tr("Crimes outside the units"),
            self.COUNTED: tr("Units ranked"),
            self.MONTHS_HELD: tr("Months wholly held"),
            self.MONTHS_LEFT_OUT: tr("Months left out"),
            self.MISSING_MONTHS: tr("Months missing, by force"),
            self.PERSISTENT: tr("Persistent units"),
            self.SHARE_OF_CRIMES: tr("Their share of the crimes, 0 to 1"),
            self.CHANCE_MONTHS: tr("Months in the top that chance would give"),
            self.CHANCE_MOST: tr("Months from which on chance is too rare"),
            self.SPEARMAN: tr("Spearman's correlation of the halves, if defined"),
            self.KEPT: tr("Share of the first half's top in the second's, if defined"),
            self.REDRAWN: tr("1 where the halves have different snap points, which makes both lower, else 0"),
            self.BY_ANY: tr("Months in which to be in the top only means to have had a crime"),
        }

    @contextmanager
    def answered(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Iterator[PersistenceRun]:
        """Read, count and rank."""
        from ..units.unit_inputs import inputs_read, units_asked
        from .persistence_run import Asked, run_persistence  # numpy, not while QGIS starts

        with inputs_read(self, parameters, context, feedback) as (reader, inputs):
            asked = Asked(
                units_asked(self, parameters, context, feedback, reader, inputs),
                self.parameterAsDouble(parameters, self.TOP, context),
                self.parameterAsDouble(parameters, names.ALPHA, context),
                self.parameterAsInt(parameters, names.SEED, context),
            )
            yield run_persistence(inputs, asked, feedback)

    def judged(self, run: PersistenceRun, cancelled: Cancelled) -> Judged:
        """By the same share of units, and the months that chance would give."""
        from ..doubt.judged_persistence import judged_persistence

        return judged_persistence(run, cancelled)

    def answer(self, run: PersistenceRun, place: Place, cancelled: Cancelled) -> UnitAnswer:
        """Units, page and chart."""
        from ..units.unit_answer import UnitAnswer
        from ..writing.result_layer import styled_by
        from . import persistence_page as pages
        from . import persistence_words as words
        from .persistence_layer import columns_of

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
            self.TOP: f"{asked.top:g}",
            names.ALPHA: f"{asked.alpha:g}",
            names.SEED: str(asked.seed),
            names.OUTPUT: "persistence.gpkg",
        }

    def outputs(self, run: PersistenceRun, place: Place) -> dict[str, Any]:
        """The numbers, and the finding in sentences."""
        from .persistence_words import finding, sentences

        persistent = run.persistent
        return {
            self.CRIMES: run.crimes,
            **self.left_out(run.inputs, run.units),
            self.MONTHS_HELD: run.found.held,
            self.MONTHS_LEFT_OUT: len(run.months.left_out),
            self.PERSISTENT: int(persistent.sum()),
            self.SHARE_OF_CRIMES: float(run.found.crimes[persistent].sum()) / run.crimes,
            self.CHANCE_MONTHS: run.chance.months,
            self.CHANCE_MOST: run.chance.most,
            self.SPEARMAN: run.stability.found.rho,
            self.KEPT: run.stability.found.kept,
            self.REDRAWN: int(run.apart),
            self.BY_ANY: run.by_any,
            self.SENTENCE: " ".join([finding(run) + ".", *sentences(run), *place.sentences]),
        }
