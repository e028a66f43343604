# SPDX-License-Identifier: GPL-2.0-or-later
"""Records of an area that the user drew as a point layer that says whose answers they are, and of which day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsMapLayer,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate, QVariant

from offline_cache.drawn_records import DrawnRecord, drawn_records
from offline_cache.errors import Cancelled
from offline_cache.police_api.kinds import Kind
from offline_cache.reader import reading
from offline_cache.reference import outcome_groups

from ...text import attribution, caveat, many, tr
from ..asking.analysis_parameters import OUTPUT
from ..running.base import CACHE
from ..running.command_text import parameter_lines, parameter_texts, qgis_process_command
from ..running.reference_systems import WGS84
from ..writing.result_layer import Explained, Styling, hand_over, styled_by
from ..writing.staging import Staging

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm
    from .drawn_run import DrawnRun

_TEXTS = (
    *("month", "kind", "category", "crime_month", "date", "outcome", "outcome_group", "outcome_month"),
    *("object_of_search", "legislation", "crime_id", "location", "fetched_at"),
)
_STYLES = {Kind.CRIMES: "drawn_crimes", Kind.OUTCOMES: "drawn_outcomes", Kind.STOPS: "drawn_stops"}
_LOOK = 1000


def write_records(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    run: DrawnRun,
) -> str:
    """Write the records asked for; gives the destination. Raises `Cancelled`, and nothing is left then."""
    with Staging() as staging:
        beside = staging.sink(parameters, context)
        sink, staged = algorithm.parameterAsSink(
            beside, OUTPUT, context, _fields(), QgsWkbTypes.Type.Point, QgsCoordinateReferenceSystem(WGS84)
        )
        if sink is None:
            raise QgsProcessingException(algorithm.invalidSinkError(beside, OUTPUT))
        _fill(sink, run, feedback)
        del sink  # closes the file
        texts = parameter_texts(algorithm, parameters, context, {CACHE: str(run.cache)})
        told = explained(run, parameter_lines(texts), qgis_process_command(algorithm, texts))
        return hand_over(staged, told, _styling(run), staging, context)


def explained(run: DrawnRun, parameters: Sequence[str], command: str) -> Explained:
    """What the layer says of itself."""
    days = sorted({answer.fetched_at[:10] for answer in run.answers})
    when = days[0] if days[0] == days[-1] else tr("{first} to {last}").format(first=days[0], last=days[-1])
    records = many(sum(answer.records for answer in run.answers), tr("record"), tr("records"))
    return Explained(
        name=tr("Records of the service: {title}").format(title=run.title),
        finding=[
            tr(
                "{records}: answers of the service's interface given on {when}, not rows of published files. Do not "
                "mix the two: they may be of different releases."
            ).format(records=records, when=when),
            *run.lines(),
        ],
        basis=[
            tr("Answers have no LSOA and no force. A record lies in the area by its snap point."),
            tr("The month is that of the crime, of the outcome or of the stop, by the kind of record."),
            tr("Results of courts were published up to June 2019 only."),
        ],
        rights=[attribution(), caveat()],
        parameters=parameters,
        command=command,
        of_the_service=True,
        months=(run.months[0], run.months[-1]),
    )


def _fields() -> QgsFields:
    fields = QgsFields()
    fields.append(QgsField("month_start", QVariant.Date))
    for name in _TEXTS:
        fields.append(QgsField(name, QVariant.String))
    return fields


def _fill(sink: QgsFeatureSink, run: DrawnRun, feedback: QgsProcessingFeedback) -> None:
    fields, groups = _fields(), outcome_groups()
    with reading(run.cache) as connection:
        for at, record in enumerate(drawn_records(connection, run.area.id, run.kinds, run.months)):
            if at % _LOOK == 0 and feedback.isCanceled():
                raise Cancelled(tr("Stopped. The answers are in the cache; no layer was written."))
            if not sink.addFeature(_feature(record, fields, groups), QgsFeatureSink.Flag.FastInsert):
                raise QgsProcessingException(
                    tr("The layer could not be written: {error}").format(error=sink.lastError())
                )


def _feature(record: DrawnRecord, fields: QgsFields, groups: dict[str, str]) -> QgsFeature:
    feature = QgsFeature(fields)
    if record.longitude is not None and record.latitude is not None:
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(record.longitude, record.latitude)))
    month, stop = record.month, record.kind is Kind.STOPS
    feature.setAttributes(
        [
            QDate(month.year, month.month, 1),
            *(str(month), record.kind.value, record.category, record.crime_month, record.date, record.outcome),
            "" if stop or not record.outcome else groups.get(record.outcome, "other"),
            *(record.outcome_month, record.object_of_search, record.legislation, record.crime_id, record.location),
            record.fetched_at,
        ]
    )
    return feature


def _styling(run: DrawnRun) -> Styling:
    """By crime type, outcome or kind of search; of several kinds of record, by kind.

    The legend has what occurs.
    """
    fitting = styled_by(_STYLES[run.kinds[0]] if len(run.kinds) == 1 else "drawn_records")

    def style(layer: QgsMapLayer) -> None:
        fitting(layer)
        renderer = layer.renderer() if isinstance(layer, QgsVectorLayer) else None
        if isinstance(renderer, QgsCategorizedSymbolRenderer):
            there = layer.uniqueValues(layer.fields().lookupField(renderer.classAttribute()))
            known = [category.value() for category in renderer.categories()]
            others = bool(there - set(known))  # for which the category without a value stands
            for index in reversed(range(len(known))):
                if not (others if known[index] in (None, "") else known[index] in there):
                    renderer.deleteCategory(index)

    return style
