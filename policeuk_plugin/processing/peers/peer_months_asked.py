# SPDX-License-Identifier: GPL-2.0-or-later
"""The months and crime types of a comparison with peers: the last 12 months held, unless others are asked for."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingContext

from offline_cache.model import ASB, Area, Month, Selection

from ..asking.selection_parameters import FROM, INCLUDE_ASB, TO, TYPES, with_months
from .official_year import year_asked
from .peer_area import OneArea
from .peer_sides import Source

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

MONTHS = 12


def selection_asked(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
    one: OneArea,
    source: Source,
) -> Selection:
    """What is asked of an area: of published files with its months settled, of official counts the year's last one.

    That is None where none is named. Raises `CacheError` where none of the months, or no such year, is held.
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
        year = year_asked(algorithm, parameters, context, connection, one.areas.kind)
        return replace(asked, first=None, last=Month.parse(year) if year else None)
    settled = with_months(connection, asked)
    if asked.first is not None or settled.first is None or settled.last is None:
        return settled
    begin = settled.last.moved(1 - MONTHS)
    return replace(settled, first=begin if asked.last is not None else max(settled.first, begin))
