# SPDX-License-Identifier: GPL-2.0-or-later
"""Outcomes as points to keep: each with the month and type of its crime and the months between."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeedback,
)
from qgis.PyQt.QtCore import QDate, QVariant

from offline_cache.outcome_joins import Join, month_number
from offline_cache.outcome_rows import OutcomeRow, outcome_rows
from offline_cache.outcome_times import TIME_NOT_KNOWN, time_class
from offline_cache.reader import reading

from ...text import tr
from ..asking.analysis_parameters import OUTPUT
from ..writing.feature_sink import write_points
from ..writing.result_layer import Explained, hand_over, styled_by
from ..writing.staging import Staging
from .outcome_run import OutcomeRun

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

_NUMBERS = ("months_to_outcome", "place", "lsoa_edition")
_FIELDS = (
    *("month", "force", "outcome", "outcome_group", "crime_month", "crime_type", "months_to_outcome", "time_class"),
    *("why_no_time", "location", "place_kind", "place", "lsoa_code", "lsoa_name", "lsoa_edition", "crime_id"),
)
_BATCH = 2000


def write_outcomes(
    algorithm: PoliceUkAlgorithm,
    run: OutcomeRun,
    told: Explained,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    staging: Staging,
) -> str:
    """Write the outcomes that have a place; gives the destination. Raises `Cancelled`."""
    fields = _fields()
    beside = staging.sink(parameters, context)
    with reading(run.cache) as connection:
        batches = _batches(connection, fields, run, feedback)
        staged = write_points(algorithm, OUTPUT, beside, context, fields, batches, feedback.isCanceled)
    return hand_over(staged, told, styled_by("outcome_times"), staging, context)


def why_not(join: Join) -> str:
    """Why the crime of an outcome is not known; '' where it is."""
    return {
        Join.JOINED: "",
        Join.NO_ID: tr("no crime ID"),
        Join.NOT_HELD: tr("no street file that is held has the crime"),
        Join.SEVERAL_MONTHS: tr("files of several months have the crime ID"),
        Join.IDS_REPEAT: tr("crime IDs repeat in Northern Ireland"),
    }[join]


def _fields() -> QgsFields:
    fields = QgsFields()
    fields.append(QgsField("month_start", QVariant.Date))
    for name in _FIELDS:
        fields.append(QgsField(name, QVariant.Int if name in _NUMBERS else QVariant.String))
    return fields


def _batches(
    connection: sqlite3.Connection, fields: QgsFields, run: OutcomeRun, feedback: QgsProcessingFeedback
) -> Iterator[list[QgsFeature]]:
    batch: list[QgsFeature] = []
    total = max(run.times.total - run.times.unplaced, 1)
    for count, row in enumerate(outcome_rows(connection, run.selection, run.joins), 1):
        batch.append(_feature(row, fields))
        if len(batch) == _BATCH:
            yield batch
            batch = []
            feedback.setProgress(50 + 40 * count / total)
    yield batch


def _feature(row: OutcomeRow, fields: QgsFields) -> QgsFeature:
    months: Optional[int] = None
    if row.crime_month is not None:
        months = month_number(row.month) - month_number(row.crime_month)
    early = tr("the outcome is published before its crime") if months is not None and months < 0 else ""
    feature = QgsFeature(fields)
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(row.longitude, row.latitude)))
    feature.setAttributes(
        [
            QDate(row.month.year, row.month.month, 1),
            *(str(row.month), row.force, row.outcome, row.outcome_group, str(row.crime_month or ""), row.crime_type),
            *(months, TIME_NOT_KNOWN if months is None else time_class(months), why_not(row.join) or early),
            *(row.location, row.place_kind, row.place, row.lsoa_code, row.lsoa_name, row.lsoa_edition, row.crime_id),
        ]
    )
    return feature
