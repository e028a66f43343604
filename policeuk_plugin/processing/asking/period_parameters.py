# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters that say which two periods, and what they mean for the cache that is held."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingParameterBoolean, QgsProcessingParameterString

from offline_cache.errors import CacheError
from offline_cache.model import Month

from ...text import months_phrase, tr
from .selection_parameters import AREA, FROM, TO, with_months

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm
    from .two_periods import Periods

BEFORE_FROM, BEFORE_TO, ACROSS_REDRAWING = "BEFORE_FROM", "BEFORE_TO", "ACROSS_REDRAWING"
INTERVENTION = "INTERVENTION"


def add_before(algorithm: PoliceUkAlgorithm) -> None:
    """Declare BEFORE_FROM, BEFORE_TO and ACROSS_REDRAWING; FROM and TO are those of the later period."""
    later = tr("A month as YYYY-MM, such as 2026-04, of the later period. Both empty: the last 12 months held.")
    for name in (FROM, TO):
        algorithm.parameterDefinition(name).setHelp(later)
    text = QgsProcessingParameterString
    algorithm.add(
        text(BEFORE_FROM, tr("Before: from month"), optional=True),
        tr(
            "First month of the period before, as YYYY-MM. Empty: the same calendar months a year before (more years "
            "where the later period is longer than one). Months are compared by calendar month only."
        ),
    )
    algorithm.add(
        text(BEFORE_TO, tr("Before: to month"), optional=True),
        tr("Last month of the period before. Empty: as many months as the later period has."),
    )
    algorithm.add(
        QgsProcessingParameterBoolean(ACROSS_REDRAWING, tr("Small cells across July 2022"), defaultValue=False),
        tr(
            "From July 2022 on the service uses another list of snap points. Cells under 1 km are refused where the "
            "periods stand on different sides of that, unless you insist here: their changes may be nothing else."
        ),
    )


def periods_asked(algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> Periods:
    """FROM, TO, BEFORE_FROM and BEFORE_TO with open ones settled; raises `CacheError` for what cannot be meant."""
    from .two_periods import settled

    first, last, before_first, before_last = (
        algorithm.month(parameters, name, context) for name in (FROM, TO, BEFORE_FROM, BEFORE_TO)
    )
    return settled(first, last, before_first, before_last, newest_month(algorithm, parameters, context))


def periods_around(algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> Periods:
    """The months from INTERVENTION on, and as many before it; raises `CacheError` for what cannot be meant."""
    from ..running.wording import months_in
    from .two_periods import YEAR, settled

    first = algorithm.month(parameters, INTERVENTION, context)
    if first is None:
        raise CacheError(tr("Give the first month after as INTERVENTION, such as 2025-05."))
    newest = newest_month(algorithm, parameters, context)
    if first > newest:
        raise CacheError(
            tr("Nothing is held from {month} on: the newest month held is {newest}. Choose an earlier one.").format(
                month=first, newest=newest
            )
        )
    last = algorithm.month(parameters, TO, context) or min(newest, first.moved(YEAR - 1))
    begin = algorithm.month(parameters, FROM, context)
    latest = first.moved(-months_in(first, last))
    if begin is not None and begin > latest and first <= last:
        raise CacheError(
            tr(
                "The period before has as many months as {after} and begins with FROM, so it would reach into the "
                "months after. Choose {latest} or earlier as FROM, or an earlier month as TO."
            ).format(after=months_phrase(first, last), latest=latest)
        )
    return settled(first, last, begin, None, newest)


def newest_month(algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> Month:
    """The last month that the cache holds of the area; raises `CacheError` where it holds none."""
    from offline_cache.chosen_area import read_area  # not while QGIS starts
    from offline_cache.reader import reading

    with reading(algorithm.cache_path(parameters, context)) as connection:
        area = read_area(connection, algorithm.parameterAsString(parameters, AREA, context))
        newest: Optional[Month] = with_months(connection, replace(area, first=None, last=None)).last
    return newest or Month(2010, 12)


def over_both(parameters: dict[str, Any], periods: Periods) -> dict[str, Any]:
    """The parameters with months that span both periods, for reading all crimes at once."""
    return {**parameters, FROM: str(periods.before_first), TO: str(periods.last)}
