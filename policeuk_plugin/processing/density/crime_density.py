# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:crimedensity`: crimes per km² that add up to the number of crimes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProcessingParameterRasterDestination

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.selection_parameters import add_selection
from ..running.base import Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    from ...reports.result_page import ResultPage
    from .density_run import DensityRun


class CrimeDensity(PoliceUkAlgorithm):
    """Quartic kernel density inside a study area, with edge correction."""

    WHOLE_MONTHS = True
    GROUP = Group.HOTSPOTS
    CRIMES, UNPLACED, OUTSIDE = "CRIMES", "UNPLACED", "OUTSIDE"
    HIGHEST, MISSING_MONTHS = "HIGHEST", "MISSING_MONTHS"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Crime density")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,hotspot,heatmap,kernel,density,kde,quartic,raster").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Spreads each crime over a radius around its snap point and gives crimes per km² as a raster.\n\n"
            "Use it for a picture of where crimes are. It shows a peak wherever crimes are, also where chance put "
            "them: to say that crimes cluster, use 'Crime clusters'.\n\n"
            "The kernel is quartic and scaled: density times area adds up to the number of crimes in the study area. "
            "At its edge each kernel is divided by its part inside; outside is no data. (QGIS's heatmap before 3.42 "
            "gives values 7.25 times as high.)\n\n"
            "The bandwidth decides the picture far more than the cell size: compare maps of one bandwidth only.\n\n"
            "Limits: every place is a snap point, not an address, so a bandwidth under 500 m shows the snap points "
            "themselves. Missing months and crimes without a place are reported, not counted."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        add_selection(self)
        names.add_bandwidth(self)
        names.add_cell_size(self)
        names.add_study_area(self)
        names.add_input(self)
        names.add_crs(self)
        self.add(
            QgsProcessingParameterRasterDestination(names.OUTPUT, tr("Density")),
            tr("A GeoTIFF of crimes per km², no data outside the study area."),
        )
        names.add_report(self)
        names.add_numbers(
            self,
            {
                self.CRIMES: tr("Crimes in the study area"),
                self.UNPLACED: tr("Crimes without a place"),
                self.OUTSIDE: tr("Crimes outside the study area"),
                self.HIGHEST: tr("Highest density in crimes per km²"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
            },
        )

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """That of a raster which is not called a GeoTIFF."""
        from .density_raster import raster_fault  # numpy, not while QGIS starts

        return raster_fault(parameters, context)

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, spread, write."""
        from ..units.unit_inputs import inputs_read
        from .density_run import run_density  # numpy, not while QGIS starts

        with inputs_read(self, parameters, context, feedback) as (_, inputs):
            cell = self.parameterAsDouble(parameters, names.CELL_SIZE, context)
            radius = self.parameterAsDouble(parameters, names.BANDWIDTH, context)
            run = run_density(inputs, cell, radius, feedback)
            results = self._written(run, parameters, context, feedback)
        return {
            **results,
            self.CRIMES: run.inside,
            self.UNPLACED: inputs.crimes.unplaced,
            self.OUTSIDE: run.outside,
            self.HIGHEST: run.highest,
            self.MISSING_MONTHS: inputs.crimes.about.missing_months,
        }

    def _written(
        self,
        run: DensityRun,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> dict[str, Any]:
        """Raster and page, each with what it rests on; nothing is there before both are whole."""
        from ..running.telling import step
        from ..writing.outputs import explained, settled_texts, tell, to_hand_on, write_asked_report
        from ..writing.raster_file import density_style
        from ..writing.staging import Staging
        from . import density_words as words
        from .density_raster import told_beside, write_raster

        step(feedback, 80, tr("Writing the result"))
        inputs, density = run.inputs, run.density
        with Staging() as staging:
            used = {names.CELL_SIZE: f"{density.grid.size:g}", names.BANDWIDTH: f"{density.radius:g}"}
            used[names.OUTPUT] = "density.tif"
            texts = settled_texts(self, parameters, context, inputs, used)
            said = [words.finding(run), *words.sentences(run)]
            told = explained(self, inputs.crimes.about, said, words.basis(run), texts, inputs.crimes.months)
            told = told_beside(self, told, inputs, parameters, context)
            tell(told, inputs.notes, feedback)
            style = density_style(run.highest)
            path, beside = write_raster(self, density, inputs, told, style, parameters, context, staging)

            def made() -> ResultPage:
                step(feedback, 90, tr("Drawing the result page"))
                return words.page(run, beside, to_hand_on(told, self, texts), feedback.isCanceled)

            return {names.OUTPUT: path, **write_asked_report(self, made, parameters, context, staging)}
