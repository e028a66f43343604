# SPDX-License-Identifier: GPL-2.0-or-later
"""Snap points with counts by type, by year or by month, as a layer to keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import (
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeedback,
)
from qgis.PyQt.QtCore import QVariant

from offline_cache.model import Month
from offline_cache.monthly import MonthStatus

from ...text import month_name, tr
from ..asking.analysis_parameters import OUTPUT
from ..writing.feature_sink import in_batches, write_points
from ..writing.result_layer import Explained, hand_over, styled_by
from ..writing.staging import Staging

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm
    from .place_run import CountedPlace, PlaceRun


@dataclass(frozen=True)
class Column:
    """A field of the layer: its name, whether it is a whole number, what it means, and its value for a place."""

    name: str
    whole: bool
    meaning: str
    value: Callable[[CountedPlace], Any]


def described() -> list[Column]:
    """What every layer of places has, by the names of the layer that reads the cache."""
    return [
        Column("location", False, tr("Name of the snap point"), lambda place: place.location),
        Column("place_kind", False, tr("Kind of snap point"), lambda place: place.kind),
        Column("lsoa_code", False, tr("LSOA code as published"), lambda place: place.lsoa_code),
        Column("lsoa_name", False, tr("LSOA name as published"), lambda place: place.lsoa_name),
        Column("crimes", True, tr("Crimes of the selection published here"), lambda place: place.crimes),
        Column(
            "crime_types",
            False,
            tr("Crimes by type"),
            lambda place: "; ".join(f"{name} {count}" for name, count in place.by_type.items()),
        ),
        Column("leading_type", False, tr("Type of most crimes; several where types tie"), lambda place: place.leading),
        Column(
            "crime_months",
            False,
            tr("The month of each crime"),
            lambda place: " ".join(str(month) for month, count in place.by_month.items() for _ in range(count)),
        ),
    ]


def by_type(run: PlaceRun) -> list[Column]:
    """A column for each crime type that occurs."""
    names = sorted({name for place in run.places for name in place.by_type})
    meaning = tr("Crimes of the type {name}")
    return [Column(field_name(name), True, meaning.format(name=name), _of_type(name)) for name in names]


def _of_type(name: str) -> Callable[[CountedPlace], int]:
    return lambda place: place.by_type.get(name, 0)


def by_year(run: PlaceRun) -> list[Column]:
    """A column for each calendar year of the selection, with the months of it that are held in its meaning."""
    held = Counter(one.month.year for one in run.monthly.months if one.status is not MonthStatus.MISSING)
    return [_year_column(year, held[year]) for year in sorted({one.month.year for one in run.monthly.months})]


def by_month(run: PlaceRun) -> list[Column]:
    """A column for each month of the selection; a month that is missing has no value, which is not zero."""
    return [_month_column(one.month, one.status) for one in run.monthly.months]


def field_name(crime_type: str) -> str:
    """A crime type as the name of a field, such as n_burglary."""
    words = "".join(letter if letter.isalnum() else " " for letter in crime_type.lower()).split()
    return "n_" + "_".join(words)


def write_places(
    algorithm: PoliceUkAlgorithm,
    run: PlaceRun,
    columns: Sequence[Column],
    style: str,
    told: Explained,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    feedback: QgsProcessingFeedback,
    staging: Staging,
) -> str:
    """Write them beside where they go; gives where they will be. Raises `CacheError` where they are not all there."""
    fields = _fields(columns)
    batches = ([_feature(place, fields, columns) for place in places] for places in in_batches(run.places))
    beside = staging.sink(parameters, context)
    staged = write_points(algorithm, OUTPUT, beside, context, fields, batches, feedback.isCanceled)
    return hand_over(staged, told, styled_by(style), staging, context)


def _year_column(year: int, held: int) -> Column:
    meaning = tr("Crimes of {year}, of which {n} months are held in the selection").format(year=year, n=held)
    return Column(f"y{year}", True, meaning, lambda place: place.by_year.get(year, 0) if held else None)


def _month_column(month: Month, status: MonthStatus) -> Column:
    held = status is not MonthStatus.MISSING
    meaning = tr("Crimes of {month}") if held else tr("{month} is missing, which is not zero")
    name = f"m{month.year}_{month.month:02d}"
    return Column(
        name,
        True,
        meaning.format(month=month_name(month)),
        lambda place: place.by_month.get(month, 0) if held else None,
    )


def _fields(columns: Sequence[Column]) -> QgsFields:
    fields = QgsFields()
    for column in columns:
        kind = QVariant.Int if column.whole else QVariant.String
        fields.append(QgsField(column.name, kind, comment=column.meaning))
    return fields


def _feature(place: CountedPlace, fields: QgsFields, columns: Sequence[Column]) -> QgsFeature:
    feature = QgsFeature(fields)
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(place.longitude, place.latitude)))
    feature.setAttributes([column.value(place) for column in columns])
    return feature
