# SPDX-License-Identifier: GPL-2.0-or-later
"""The months and crime types of a comparison with peers: the last 12 months held, unless others are asked for."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext

from offline_cache.errors import CacheError
from offline_cache.model import ASB, Area, Month, Selection

from ..text import tr
from .peer_area import OneArea
from .peer_sides import Source
from .selection_parameters import FROM, INCLUDE_ASB, TO, TYPES, with_months

if TYPE_CHECKING:
    from .base import PoliceUkAlgorithm

MONTHS = 12


def selection_asked(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
    one: OneArea,
    source: Source,
) -> Selection:
    """What is asked of an area: of published files with its months settled, of official counts without months.

    Raises `CacheError` where none of the months is held, or months are asked of official counts, which are of a year.
    """
    types = algorithm.choices(parameters, TYPES, context)
    asb = algorithm.parameterAsBool(parameters, INCLUDE_ASB, context) or ASB in types
    asked = Selection(
        first=algorithm.month(parameters, FROM, context),
        last=algorithm.month(parameters, TO, context),
        crime_types=types,
        with_asb=asb,
        area=Area(one.areas.kind.value, (one.code,), one.name),
    )
    if source is Source.ONS:
        if asked.first is not None or asked.last is not None:
            raise CacheError(
                tr(
                    "ONS publishes recorded crime of whole years, so FROM and TO do not apply to it. Leave both empty, "
                    "or choose police.uk as SOURCE."
                )
            )
        return asked
    settled = with_months(connection, asked)
    if asked.first is not None or settled.first is None or settled.last is None:
        return settled
    begin = _months_before(settled.last, MONTHS - 1)
    return replace(settled, first=begin if asked.last is not None else max(settled.first, begin))


def _months_before(month: Month, count: int) -> Month:
    number = month.year * 12 + month.month - 1 - count
    return Month(number // 12, number % 12 + 1)
