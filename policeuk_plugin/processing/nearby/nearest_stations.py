# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:neareststations`: the police stations and contact points nearest to a point or to points of a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterPoint,
)

from ...text import tr
from ..asking import analysis_parameters as names
from ..running.base import PoliceUkAlgorithm

if TYPE_CHECKING:
    from .station_run import StationRun

_AT_FIRST, _MOST = 3, 50


class NearestStations(PoliceUkAlgorithm):
    """As the crow flies, in metres on the national grid."""

    POINT, NUMBER = "POINT", "NUMBER"
    POINTS, DISTANCE, UNPLACED, SENTENCE = "POINTS", "DISTANCE", "UNPLACED", "SENTENCE"

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Nearest police stations")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,station,contact point,nearest,distance,neighbourhood").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Finds the police stations and contact points nearest to a point, or to each point of a layer, with their "
            "distance in metres, address and how to get in touch.\n\n"
            "Use it to tell where the police can be reached from a place.\n\n"
            "Do not use it for journeys: distances are as the crow flies on the national grid, and a river or a "
            "railway may lie between. Do not use it to say how far from a station a crime happened: crimes "
            "lie on snap points, not where they happened.\n\n"
            "Limits: only stations of forces whose neighbourhoods were downloaded are known, so near a force's border "
            "a nearer one of another force may lack; the log names the forces. Where a force gives no coordinates the "
            "postcode places a station, where the cache holds postcodes; those that nothing places are named in the "
            "log. Stations close and move: the day in 'fetched_at' is that of the answer."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        self.add_cache()
        self.add(
            QgsProcessingParameterPoint(self.POINT, tr("Point"), optional=True),
            tr("From where, such as -1.13,52.63 [EPSG:4326]. Leave it empty for a layer of points."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                names.INPUT, tr("Layer of points"), [QgsProcessing.SourceType.TypeVectorPoint], optional=True
            ),
            tr("Points to look from, in place of a single one."),
        )
        number = QgsProcessingParameterNumber(
            self.NUMBER,
            tr("How many for each point"),
            QgsProcessingParameterNumber.Type.Integer,
            _AT_FIRST,
            minValue=1,
            maxValue=_MOST,
        )
        self.add(number, tr("How many stations to give for each point, the nearest first."))
        self.add(
            QgsProcessingParameterFeatureSink(
                names.OUTPUT, tr("Nearest stations"), QgsProcessing.SourceType.TypeVectorPoint
            ),
            tr("One feature a point and station, where the station is (WGS84), with rank and distance."),
        )
        names.add_numbers(
            self,
            {
                self.POINTS: tr("Points looked from"),
                self.DISTANCE: tr("Metres from the first point to the nearest station"),
                self.UNPLACED: tr("Stations that nothing places"),
            },
        )
        self.addOutput(QgsProcessingOutputString(self.SENTENCE, tr("The finding in a sentence")))

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """One of point and layer is needed."""
        given = [bool(parameters.get(name)) for name in (self.POINT, names.INPUT)]
        if given.count(True) != 1:
            return tr("Give a point or a layer of points, one of them.")
        return ""

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, measure, write."""
        from ..running.telling import findings, step
        from ..writing.destinations import check_destinations  # not while QGIS starts
        from .station_layer import write_stations
        from .station_run import points_of, run_stations

        with findings():
            check_destinations(self, parameters, context)
            step(feedback, 0, tr("Looking for stations"))
            points = points_of(self, parameters, context, feedback.isCanceled)
            number = self.parameterAsInt(parameters, self.NUMBER, context)
            run = run_stations(self.cache_path(parameters, context), points, number, context, feedback.isCanceled)
            step(feedback, 50, tr("Writing the result"))
            destination = write_stations(self, run, parameters, context, feedback)
        return {names.OUTPUT: destination, **self._numbers(run)}

    def _numbers(self, run: StationRun) -> dict[str, Any]:
        from .station_words import finding

        return {
            self.POINTS: len(run.points.idents),
            self.DISTANCE: float(run.distance[0, 0]),
            self.UNPLACED: len(run.unplaced),
            self.SENTENCE: finding(run),
        }
