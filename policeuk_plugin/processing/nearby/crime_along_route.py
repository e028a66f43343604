# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:crimealongroute`: what stands on snap points near a line."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
)

from offline_cache.errors import CacheError

from ...text import tr
from ..asking import analysis_parameters as names
from ..asking.chart_parameters import add_chart
from ..asking.selection_parameters import add_selection
from ..running.base import Group, PoliceUkAlgorithm

if TYPE_CHECKING:
    from .route_lines import Route


class CrimeAlongRoute(PoliceUkAlgorithm):
    """Crimes on snap points within a buffer of a route, by month and type."""

    GROUP = Group.AREAS
    ROUTE_TEXT, BUFFER = "ROUTE_TEXT", "BUFFER"
    CRIMES, SNAP_POINTS, CRIMES_HALF, CRIMES_DOUBLE = "CRIMES", "SNAP_POINTS", "CRIMES_HALF", "CRIMES_DOUBLE"
    LENGTH, UNPLACED, MISSING_MONTHS, SENTENCE = "LENGTH", "UNPLACED", "MISSING_MONTHS", "SENTENCE"

    def __init__(self) -> None:
        super().__init__()
        self._systems: dict[str, QgsCoordinateReferenceSystem] = {}

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Crime along a route")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,route,line,street,walk,bus,cycle,buffer,along,corridor").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            "Counts the crimes on snap points within some metres of a line, by month and type.\n\n"
            "Use it for a corridor: a walking route to school, a bus line, a towpath. The distance is measured in "
            "metres of the national grid, whatever the CRS of the layer, and each snap point counts once. The log and "
            "the page say the numbers at half and at twice the width too: where they differ much, the number says more "
            "about the width than about the route.\n\n"
            "Do not use it to compare streets or the two sides of one, or for less than about 50 m: police.uk moves "
            "every crime to the nearest snap point, so a snap point within the buffer may stand for crimes outside it, "
            "and the reverse. It is no measure of risk either: busy routes have more people. Months that are missing "
            "are empty, not zero, and a route outside what is held is refused."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        lines = QgsProcessingParameterFeatureSource(
            names.ROUTE, tr("Route"), [QgsProcessing.SourceType.TypeVectorLine], optional=True
        )
        self.add(lines, tr("A layer of lines, in any CRS; all its features, or those selected, are the route."))
        text = QgsProcessingParameterString(self.ROUTE_TEXT, tr("Route as text"), optional=True, multiLine=True)
        self.add(text, tr("In place of a layer: LINESTRING(-0.42 51.87, -0.40 51.88) [EPSG:4326]."))
        buffer = tr("Metres to either side, above 0 and up to 5,000. Under 50 m says little.")
        names.add_metres(self, self.BUFFER, tr("Buffer"), 50.0, buffer)
        self.add_cache()
        add_selection(self)
        kinds = QgsProcessing.SourceType
        sink = QgsProcessingParameterFeatureSink
        self.add(
            sink(names.OUTPUT, tr("Snap points along the route"), kinds.TypeVectorPoint),
            tr("The snap points within the buffer, with crimes in all and by type, and their distance in metres."),
        )
        self.add(
            sink(names.TABLE, tr("Months and types"), kinds.TypeVector, None, True, False),
            tr("A table of crimes by month and type: empty, not 0, where a month is missing."),
        )
        self.add(
            sink(names.BUFFER_AREA, tr("Buffer as a polygon"), kinds.TypeVectorPolygon, None, True, False),
            tr("The ground within the buffer."),
        )
        names.add_report(self)
        add_chart(self)
        names.add_numbers(
            self,
            {
                self.CRIMES: tr("Crimes on snap points within the buffer"),
                self.SNAP_POINTS: tr("Snap points with crimes within the buffer"),
                self.CRIMES_HALF: tr("Crimes within half the buffer"),
                self.CRIMES_DOUBLE: tr("Crimes within twice the buffer"),
                self.LENGTH: tr("Length of the route in metres"),
                self.UNPLACED: tr("Crimes without a place"),
                self.MISSING_MONTHS: tr("Months missing, by force"),
            },
        )
        names.add_sentence(self)

    def fault(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """One route, and a width that makes sense."""
        from .route_run import checked_buffer  # numpy, not while QGIS starts

        given = [name for name in (names.ROUTE, self.ROUTE_TEXT) if parameters.get(name) not in (None, "")]
        if len(given) != 1:
            return tr("Give a route: a layer of lines as ROUTE, or a line as ROUTE_TEXT, and not both.")
        try:
            checked_buffer(self.parameterAsDouble(parameters, self.BUFFER, context))
        except CacheError as error:
            return str(error)
        return ""

    def prepareAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """In the main thread, which has to ask for every CRS first: see `reference_systems.keep_alive`."""
        from .route_lines import crs_of_text  # numpy, not while QGIS starts

        authid = crs_of_text(self.parameterAsString(parameters, self.ROUTE_TEXT, context))
        if authid:
            self._systems[authid] = QgsCoordinateReferenceSystem(authid)
            self._systems[authid].toWkt()
        return super().prepareAlgorithm(parameters, context, feedback)

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Read, measure, count, write."""
        from offline_cache.reader import reading  # not while QGIS starts

        from ..asking.selection_parameters import read_selection
        from ..running.telling import findings, step
        from ..writing.destinations import check_destinations
        from .route_files import write_all
        from .route_run import checked_buffer, run_route
        from .route_words import finding, held_sentences, sentences

        with findings(), ExitStack() as stack:
            check_destinations(self, parameters, context)
            buffer = checked_buffer(self.parameterAsDouble(parameters, self.BUFFER, context))
            step(feedback, 0, tr("Reading the route"))
            route = self._route(parameters, context, feedback)
            cache = self.cache_path(parameters, context)
            connection = stack.enter_context(reading(cache))
            selection = read_selection(self, parameters, context, connection)
            transforms = context.transformContext()
            run = run_route(connection, cache, selection, route, buffer, transforms, feedback)
            results = write_all(self, run, parameters, context, feedback)
        return {
            **results,
            self.CRIMES: run.total,
            self.SNAP_POINTS: len(run.places),
            self.CRIMES_HALF: sum(run.half.values()),
            self.CRIMES_DOUBLE: sum(run.double.values()),
            self.LENGTH: route.length,
            self.UNPLACED: run.crimes.unplaced,
            self.MISSING_MONTHS: run.crimes.about.missing_months,
            self.SENTENCE: " ".join([f"{finding(run)}.", *sentences(run), *held_sentences(run)]),
        }

    def _route(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Route:
        from .route_lines import route_of_layer, route_of_text

        text = self.parameterAsString(parameters, self.ROUTE_TEXT, context)
        if text:
            return route_of_text(text, self._systems, context.transformContext())
        source = self.parameterAsSource(parameters, names.ROUTE, context)
        if source is None:
            raise CacheError(tr("The layer of the route cannot be opened. Choose another."))
        return route_of_layer(source, context.transformContext(), feedback.isCanceled)
