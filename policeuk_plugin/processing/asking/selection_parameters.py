# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters that say which crimes, declared once, and read into one frozen `Selection`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterString,
)

from offline_cache.errors import CacheError
from offline_cache.model import ASB, Dataset, Month
from offline_cache.reference import crime_types

from ...text import dataset_name, tr
from .analysis_parameters import add_choices

if TYPE_CHECKING:
    from offline_cache.model import PublishedFile, Selection

    from ..running.base import PoliceUkAlgorithm

AREA, FROM, TO, TYPES, INCLUDE_ASB = "AREA", "FROM", "TO", "TYPES", "INCLUDE_ASB"
MONTHS_AT_FIRST = 36
"""Months that are taken where none are asked for: as many as the service publishes."""


def add_selection(algorithm: PoliceUkAlgorithm) -> None:
    """Declare AREA, FROM, TO, TYPES and INCLUDE_ASB."""
    add_area_and_months(algorithm)
    add_types(algorithm)
    algorithm.add(
        QgsProcessingParameterBoolean(INCLUDE_ASB, tr("Include anti-social behaviour"), defaultValue=False),
        tr(
            "Anti-social behaviour is an incident, not a recorded crime, and is left out unless it is asked for here "
            "or chosen among the crime types."
        ),
    )


def add_area_and_months(algorithm: PoliceUkAlgorithm) -> None:
    """Declare AREA, FROM and TO, for what crime types do not limit."""
    algorithm.add(
        QgsProcessingParameterString(AREA, tr("Area"), optional=True),
        tr(
            "Which area, by name or ONS code: force:bedfordshire, csp:Luton, district:Luton, ward:…, pfa:…, or "
            "lsoa:E01015693,E01015694. Several with commas. Empty: all that the cache holds."
        ),
    )
    month = tr("A month as YYYY-MM, such as 2026-04. Both months empty: the last 36 months held.")
    algorithm.add(QgsProcessingParameterString(FROM, tr("From month"), optional=True), month)
    algorithm.add(QgsProcessingParameterString(TO, tr("To month"), optional=True), month)


def add_types(algorithm: PoliceUkAlgorithm) -> None:
    """Declare TYPES."""
    types = tr("Crime types, by the service's names. None chosen: all recorded crime.")
    add_choices(algorithm, TYPES, tr("Crime types"), crime_types(), types)


def read_selection(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
) -> Selection:
    """The selection asked for, with its months settled; raises `CacheError` where nothing of it is held."""
    return with_months(connection, read_area_and_types(algorithm, parameters, context, connection))


def read_area_and_types(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
) -> Selection:
    """The selection asked for, whether or not anything of it is held; its months as they were given."""
    chosen = algorithm.parameterAsEnumStrings(parameters, TYPES, context)
    types = tuple(name for name in chosen if name)  # QGIS 3.22 gives one empty text for none
    include_asb = algorithm.parameterAsBool(parameters, INCLUDE_ASB, context)
    if types and include_asb and ASB not in types:
        types = (*types, ASB)  # a selection's types are all that it keeps
    return replace(
        read_area_and_months(algorithm, parameters, context, connection),
        crime_types=types,
        with_asb=include_asb or ASB in types,
    )


def read_area_and_months(
    algorithm: PoliceUkAlgorithm,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    connection: sqlite3.Connection,
) -> Selection:
    """AREA, FROM and TO, whether or not anything of them is held; open months stay open."""
    from offline_cache.chosen_area import read_area  # not while QGIS starts

    return replace(
        read_area(connection, algorithm.parameterAsString(parameters, AREA, context)),
        first=algorithm.month(parameters, FROM, context),
        last=algorithm.month(parameters, TO, context),
    )


def with_months(connection: sqlite3.Connection, asked: Selection, dataset: Dataset = Dataset.STREET) -> Selection:
    """Settle open months: the last one held of a dataset, and the 36 that end there, as far as any are held.

    Raises `CacheError` where the months are the wrong way round or none of them is held.
    """
    held = months_held(connection, asked, dataset)
    _refuse_future(asked, held[-1])
    first, last = months_meant(asked, held)
    if not any(first <= month <= last for month in held):
        raise CacheError(
            tr(
                "Not one month from {first} to {last} is held, so nothing can be said of them: missing is not zero. "
                "Held are {held_first} to {held_last}."
            ).format(first=first, last=last, held_first=held[0], held_last=held[-1])
        )
    return replace(asked, first=first, last=last)


def months_held(connection: sqlite3.Connection, asked: Selection, dataset: Dataset) -> list[Month]:
    """The months held of the area, ascending; raises `CacheError` where there is none."""
    held = sorted({file.key.month for file in _files(connection, asked, dataset)})
    if not held:
        rows = tr("street-level crimes") if dataset is Dataset.STREET else dataset_name(dataset)
        raise CacheError(
            tr("The cache holds no {rows} of this area. Import published files of its force first.").format(rows=rows)
        )
    return held


def months_meant(asked: Selection, held: Sequence[Month]) -> tuple[Month, Month]:
    """The first and the last month asked for: the last one held, and the 36 that end there, where they are open."""
    last = asked.last or (max(asked.first, held[-1]) if asked.first else held[-1])
    first = asked.first or min(last, max(held[0], last.moved(1 - MONTHS_AT_FIRST)))
    if first > last:
        raise months_swapped(first, last)
    return first, last


def months_settled(selection: Selection) -> dict[str, str]:
    """FROM and TO as text, of a selection whose months are settled."""
    return {FROM: str(selection.first), TO: str(selection.last)}


def months_swapped(first: Month, last: Month) -> CacheError:
    """What to say of months the wrong way round."""
    return CacheError(
        tr("The first month, {first}, is after the last, {last}. Swap them.").format(first=first, last=last)
    )


def _refuse_future(asked: Selection, held: Month) -> None:
    """Refuse months that have not come: they are not missing."""
    today = date.today()
    this = max(Month(today.year, today.month), held)
    if asked.last is not None and asked.last > this:
        raise CacheError(
            tr("{month} has not come yet, so it is not missing. Choose months up to {this}.").format(
                month=asked.last, this=this
            )
        )


def forces_meant(connection: sqlite3.Connection, selection: Selection) -> Optional[tuple[str, ...]]:
    """The forces whose files a selection rests on, by slug; None for all that are held."""
    from offline_cache.chosen_area import choose_lsoas, forces_of  # not while QGIS starts

    if selection.area is not None:
        choose_lsoas(connection, selection.area)
        return forces_of(connection, selection.area)
    return selection.forces or None


def _files(connection: sqlite3.Connection, selection: Selection, dataset: Dataset) -> list[PublishedFile]:
    from offline_cache.ledger import published_files  # not while QGIS starts

    forces = forces_meant(connection, selection)
    return [
        file
        for file in published_files(connection)
        if file.key.dataset is dataset and (forces is None or file.key.force in forces)
    ]
