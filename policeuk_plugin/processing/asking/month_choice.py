# SPDX-License-Identifier: GPL-2.0-or-later
"""Features that stand for a snap point in a month, or in twelve, to rows; and how features of a layer are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import QgsFeature, QgsFeatureRequest, QgsProcessingFeatureSource

from offline_cache.errors import CacheError
from offline_cache.model import Month
from offline_cache.row_limits import RowLimits

from ...analysis.errors import Cancelled, stop_if
from ...text import tr

COUNTS = ("count", "crimes", "stops")
"""Fields that hold the number that a feature shows."""
_PERIODS = ("after", "before")
_CHUNK = 500
_MONTHS = 12


@dataclass(frozen=True)
class Choice:
    """The rows that features stand for, and the number that they show, None where they show none."""

    limits: RowLimits
    number: Optional[int]


def of_months(source: QgsProcessingFeatureSource, rolling: bool, whole: bool, cancelled: Cancelled) -> Choice:
    """By snap point, force and month; `rolling`: of the twelve months that end there.

    Raises `CacheError` where features count the same months of a snap point, so that their numbers do not add up.
    """
    if rolling and whole:
        raise _overlapping()
    wanted: set[tuple[str, str, int]] = set()
    number = 0
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    for feature in all_of(source, request, cancelled):
        number += whole_number(feature["crimes"])
        month, place = Month.parse(str(feature["month"])), int(feature["place"])
        first = a_year_back(month) if rolling else month
        keys = {(str(feature["force"]), str(one), place) for one in Month.span(first, month)}
        if rolling and not wanted.isdisjoint(keys):
            raise _overlapping()
        wanted |= keys
    return Choice(RowLimits(place_months=tuple(sorted(wanted))), number)


def of_whole_months(source: QgsProcessingFeatureSource, cancelled: Cancelled) -> Choice:
    """By the month of each feature, of all that its selection has; those that are missing count nothing."""
    months, number = set(), 0
    for feature in all_of(source, QgsFeatureRequest(), cancelled):
        months.add(Month.parse(str(feature["month"])))
        number += whole_number(feature["count"])
    return Choice(RowLimits(months=frozenset(months)), number)


def a_year_back(month: Month) -> Month:
    """The first of the twelve months that end with this one."""
    number = month.year * _MONTHS + month.month - _MONTHS
    return Month(number // _MONTHS, number % _MONTHS + 1)


def all_of(
    source: QgsProcessingFeatureSource, request: QgsFeatureRequest, cancelled: Cancelled
) -> Iterator[QgsFeature]:
    """Every feature as it is, until the user stops it."""
    flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    for at, feature in enumerate(source.getFeatures(request, flag)):
        if at % _CHUNK == 0:
            stop_if(cancelled)
        yield feature


def count_fields(source: QgsProcessingFeatureSource) -> tuple[str, ...]:
    """The fields that hold what a feature shows: one, or those of two periods; none where there are none."""
    fields = source.fields()
    if all(fields.lookupField(name) >= 0 for name in _PERIODS):
        return _PERIODS
    return tuple([name for name in COUNTS if fields.lookupField(name) >= 0][:1])


def shown_number(feature: QgsFeature, counts: tuple[str, ...]) -> int:
    """The number that a feature shows in these fields together."""
    return sum(whole_number(feature[name]) for name in counts)


def whole_number(value: Any) -> int:
    """A count, 0 where it is NULL."""
    return int(value) if isinstance(value, (int, float)) else 0


def _overlapping() -> CacheError:
    return CacheError(
        tr(
            "Each of these features counts twelve months, so that a crime counts in twelve of them and the numbers do "
            "not add up. Select features of one month."
        )
    )
