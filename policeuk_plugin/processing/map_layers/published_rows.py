# SPDX-License-Identifier: GPL-2.0-or-later
"""`policeuk:publishedrows`: the rows of the published files behind a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterString,
    QgsProcessingUtils,
    QgsProperty,
)

from offline_cache.errors import CacheError
from offline_cache.model import Dataset

from ...text import tr
from ..asking.analysis_parameters import INPUT, OUTPUT, add_choice
from ..asking.selection_parameters import add_selection
from ..running.base import PoliceUkAlgorithm

if TYPE_CHECKING:
    from ..asking.row_choice import Shown


class PublishedRows(PoliceUkAlgorithm):
    """Rows as published, each with file, line, snapshot, CRC and source."""

    DATASET, PLACES, LSOAS, MONTH, OUTCOMES = "DATASET", "PLACES", "LSOAS", "MONTH", "OUTCOMES"
    MONTHS = "MONTHS"
    ROWS, FILES, SHOWN, SENTENCE = "ROWS", "FILES", "SHOWN", "SENTENCE"

    def __init__(self) -> None:
        super().__init__()
        self._shown: Optional[Shown] = None
        self._whole = True
        self._fault: Optional[CacheError] = None

    def displayName(self) -> str:  # noqa: N802 - Qt's name
        """As the toolbox shows it."""
        return tr("Published rows behind a number")

    def tags(self) -> list[str]:
        """Words that find it."""
        return tr("police,crime,rows,drill-down,evidence,source,provenance,audit,table").split(",")

    def shortHelpString(self) -> str:  # noqa: N802 - Qt's name
        """Purpose, when, how to read the result, limits."""
        return tr(
            '"Defend this number": the rows of the published files that a number was counted from, exactly as they '
            "were published, each with the name of its file, the line in it, the snapshot of the service, the file's "
            "CRC-32, where it came from and when.\n\n"
            "Give a layer of ours as INPUT, with features selected or all of it: places, crimes, outcomes, stops, "
            "points of interest, areas, crime clusters or an area map; its own selection holds then. Or give area, "
            "months and types, and PLACES or LSOAS.\n\n"
            "The log says how many rows of how many files there are and what the layer says. They differ where the "
            "cache was refreshed after the layer was made.\n\n"
            "Do not use it to look for people or addresses: every place is a snap point, and a row says no more than "
            "what police.uk published. The line is empty for slices, which do not know what stood between their rows. "
            "Files of 2012 have columns of their own."
        )

    def initAlgorithm(self, config: Optional[dict[str, Any]] = None) -> None:  # noqa: N802 - Qt's name
        """Declare parameters and outputs."""
        layer = QgsProcessingParameterFeatureSource(
            INPUT, tr("Layer"), [QgsProcessing.SourceType.TypeVector], optional=True
        )
        self.add(layer, tr("A layer of ours: the rows behind its selected features, or behind all of it."))
        self.add_cache()
        files, which = [dataset.value for dataset in Dataset], Dataset.STREET.value
        known = tr("Rows of which files: street (crimes), outcomes or stop-and-search. A layer knows it.")
        add_choice(self, self.DATASET, tr("Files"), files, known, which)
        add_selection(self)
        texts = {
            self.PLACES: (tr("Snap points"), tr("Ids of snap points with commas between them, as layers have them.")),
            self.LSOAS: (tr("LSOAs"), tr("Codes of LSOAs with commas between them, as they stand in the files.")),
            self.MONTH: (tr("One month"), tr("Only rows of this month (YYYY-MM).")),
            self.MONTHS: (
                tr("Some months"),
                tr("Only rows of these months (YYYY-MM), with commas between them or .. from the first to the last."),
            ),
            self.OUTCOMES: (tr("Outcomes"), tr("Only rows with these outcomes, as published, with | between them.")),
        }
        for name, (title, text) in texts.items():
            self.add(QgsProcessingParameterString(name, title, optional=True), text)
        self.add(
            QgsProcessingParameterFeatureSink(OUTPUT, tr("Published rows"), QgsProcessing.SourceType.TypeVector),
            tr("A table: the columns of the file, then file, line, snapshot, CRC-32, source and day of fetching."),
        )
        for name, title in (
            (self.ROWS, tr("Rows")),
            (self.FILES, tr("Published files with such rows")),
            (self.SHOWN, tr("What the layer says, −1 where it says no number")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, title))
        self.addOutput(QgsProcessingOutputString(self.SENTENCE, tr("Rows and files in a sentence")))

    def prepareAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """Ask the layer what it shows, in its own thread."""
        from ..asking.row_choice import shown_by  # numpy, not while QGIS starts

        value = parameters.get(INPUT)
        if value not in (None, ""):
            layer, self._whole = _layer(value, context)
            try:
                if layer is None:
                    raise CacheError(tr("The layer that was given cannot be opened. Choose another."))
                self._shown = shown_by(layer)
            except CacheError as error:  # what is raised here QGIS tells in a log only
                self._fault = error
        return super().prepareAlgorithm(parameters, context, feedback)

    def processAlgorithm(  # noqa: N802 - Qt's name
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Find the rows, write them, say how many there are."""
        from ..running.telling import findings
        from ..writing.destinations import check_destinations
        from .rows_run import RowsRun

        with findings():
            if self._fault is not None:
                raise self._fault
            check_destinations(self, parameters, context)
            run = RowsRun(self, parameters, context, feedback, self._shown, self._whole)
            return run.run()


def _layer(value: Any, context: QgsProcessingContext) -> tuple[Optional[QgsMapLayer], bool]:
    """The layer of a parameter, and whether all its features are meant."""
    whole = True
    if isinstance(value, QgsProcessingFeatureSourceDefinition):
        whole, value = not value.selectedFeaturesOnly, value.source
    if isinstance(value, QgsProperty):
        value = value.valueAsString(context.expressionContext(), "")[0]
    if isinstance(value, QgsMapLayer):
        return value, whole
    if not isinstance(value, str):
        return None, whole
    layer = QgsProcessingUtils.mapLayerFromString(value, context, True)
    of_project = context.project() is not None and context.project().mapLayer(value) is not None
    if layer is not None and not of_project:  # out of a file: its style says what it was counted from
        layer.loadDefaultStyle()
    return layer, whole
