# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of the area map: areas counted, the number that is mapped, its classes, outlines in metres."""

from __future__ import annotations

import enum
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsProcessingContext

from offline_cache.area_counts import AreaCount, AreaCounts, area_counts
from offline_cache.area_levels import level_of
from offline_cache.areas.fetching import FIGURES_BY_HAND
from offline_cache.areas.lookups import newest_edition
from offline_cache.areas.model import PLURALS, AreaKind, AreaSet
from offline_cache.coverage import coverage
from offline_cache.denominators import Denominator
from offline_cache.errors import CacheError
from offline_cache.model import NEIGHBOURHOOD, Month, Selection
from offline_cache.neighbourhood_counts import neighbourhood_counts

from ...analysis.bands import Banded, bands
from ...analysis.errors import Cancelled, stop_if
from ...layers.area_style import KNOWN, MISSING, UNKNOWN, MapClass
from ...text import tr
from ..asking.selection_parameters import forces_meant
from .area_classes import band_classes, change_classes, count_classes, rate_classes
from .area_drawn import Drawn, drawn_level, drawn_neighbourhoods
from .area_outlines import lsoa_editions_drawn


class Measure(enum.Enum):
    """What is mapped, by the word in the parameter MEASURE."""

    COUNT = "count"
    RESIDENTS = "rate residents"
    HOUSEHOLDS = "rate households"
    CHANGE = "change"
    BANDS = "bands"


@dataclass(frozen=True)
class AreaRun:
    """The result; `values`, `states` and `classes` agree with `counts.rows`.

    `outlines` by code, in metres of `crs`; `made` says that they were put together of LSOAs. `band_of` gives the row
    of `banded` of each area that has one. `forces` are those that the selection rests on, none where all held are.
    """

    measure: Measure
    which: Denominator
    selection: Selection
    counts: AreaCounts
    values: Sequence[Optional[float]]
    states: Sequence[str]
    classes: Sequence[MapClass]
    banded: Optional[Banded]
    band_of: Mapping[str, int]
    outlines: Mapping[str, QgsGeometry]
    made: bool
    licences: Sequence[str]
    crs: QgsCoordinateReferenceSystem
    forces: Sequence[str]

    @property
    def rows(self) -> Sequence[AreaCount]:
        """The areas."""
        return self.counts.rows


def run_areas(
    connection: sqlite3.Connection,
    selection: Selection,
    areas: Optional[AreaSet],
    measure: Measure,
    context: QgsProcessingContext,
    cancelled: Cancelled,
) -> AreaRun:
    """Count, class and draw; `areas` is None for neighbourhoods. Raises `CacheError` with what is lacking."""
    which = Denominator.HOUSEHOLDS if measure is Measure.HOUSEHOLDS else Denominator.RESIDENTS
    counts = _counted(connection, selection, areas, which)
    _check(counts, measure)
    stop_if(cancelled)
    if areas is None:
        drawn = drawn_neighbourhoods(connection, [row.code for row in counts.rows], context, cancelled)
    else:
        drawn = drawn_level(connection, level_of(connection, selection, areas), context, cancelled)
    return run_of(connection, selection, measure, counts, drawn)


def run_of(
    connection: sqlite3.Connection, selection: Selection, measure: Measure, counts: AreaCounts, drawn: Drawn
) -> AreaRun:
    """What counted areas with their outlines make: the number that is mapped, its classes."""
    banded, band_of = _banded(counts)
    values = _values(counts, measure, banded, band_of)
    return AreaRun(
        measure,
        Denominator.HOUSEHOLDS if measure is Measure.HOUSEHOLDS else Denominator.RESIDENTS,
        selection,
        counts,
        values,
        [_state(row) for row in counts.rows],
        _classes(measure, [value for value in values if value is not None]),
        banded,
        band_of,
        drawn.outlines,
        drawn.made,
        drawn.licences,
        drawn.crs,
        forces_meant(connection, selection) or (),
    )


def _counted(
    connection: sqlite3.Connection, selection: Selection, areas: Optional[AreaSet], which: Denominator
) -> AreaCounts:
    if areas is None:
        return neighbourhood_counts(connection, selection)
    refuse_neighbourhoods(selection, areas)
    return area_counts(connection, selection, areas, which)


def refuse_neighbourhoods(selection: Selection, areas: Optional[AreaSet]) -> None:
    """Raise `CacheError` where a neighbourhood is to be counted in areas that it is not made of."""
    if areas is not None and selection.area is not None and selection.area.kind == NEIGHBOURHOOD:
        raise CacheError(
            tr(
                "Neighbourhoods are not made of {areas}: map neighbourhoods (LEVEL neighbourhood), or choose another "
                "area."
            ).format(areas=PLURALS[areas.kind])
        )


def areas_asked(connection: sqlite3.Connection, level: str, edition: str, selection: Selection) -> Optional[AreaSet]:
    """The areas of a level, None for neighbourhoods.

    Of LSOAs, where no edition is asked for, that of the files, or the one with outlines.
    """
    if level == NEIGHBOURHOOD:
        return None
    kind = AreaKind(level)
    if kind is not AreaKind.LSOA:
        return AreaSet(kind, newest_edition(connection, kind))
    if edition in ("2011", "2021"):
        return AreaSet(kind, int(edition))
    written = max(coverage(connection, selection).lsoa_editions, default=2021)
    drawn = lsoa_editions_drawn(connection)
    return AreaSet(kind, written if written in drawn or not drawn else drawn[0])


def _check(counts: AreaCounts, measure: Measure) -> None:
    if measure in (Measure.RESIDENTS, Measure.HOUSEHOLDS, Measure.BANDS) and counts.rate is None:
        raise CacheError(no_whole_month(counts) or no_rate(measure, counts.areas))
    if measure is Measure.CHANGE and all(row.before is None for row in counts.rows):
        raise CacheError(no_change(counts.months[0], counts.months[-1]))


def no_whole_month(counts: AreaCounts) -> str:
    """Why areas whose residents or households are held have no rate: no month is whole; '' where that is not it."""
    if counts.areas is None or any(row.months for row in counts.rows if row.denominator):
        return ""
    if not any(row.denominator for row in counts.rows):
        return ""
    return tr(
        "There is no rate, because of none of these {areas} a month from {first} to {last} is wholly held. Choose "
        "areas within what is held, or map counts."
    ).format(areas=counts.plural, first=counts.months[0], last=counts.months[-1])


def no_rate(measure: Measure, areas: Optional[AreaSet]) -> str:
    """Why areas have no rates, and what to do; `areas` is None for neighbourhoods."""
    if areas is None:
        return tr("There is no rate: how many live in a neighbourhood is not known. Map counts, or change.")
    what = tr("households") if measure is Measure.HOUSEHOLDS else tr("residents")
    return tr("There is no rate, because the cache holds no {what} of these areas. {how} Or map counts.").format(
        what=what, how=FIGURES_BY_HAND
    )


def no_change(first: Month, last: Month) -> str:
    """Why there is no change on the year before, and what to do."""
    return tr(
        "There is no change, because not all months from {first} to {last} and the same months a year before "
        "are held. Choose months of which the same a year before are held: of two years held, the last 12 months."
    ).format(first=first, last=last)


def _banded(counts: AreaCounts) -> tuple[Optional[Banded], dict[str, int]]:
    rated = [row for row in counts.rows if row.rate is not None]
    if not rated:
        return None, {}
    exposure = [(row.denominator or 0) * row.months / 12 for row in rated]
    found = bands(np.array([row.rated for row in rated]), np.array(exposure))
    return found, {row.code: at for at, row in enumerate(rated)}


def _values(
    counts: AreaCounts, measure: Measure, banded: Optional[Banded], band_of: Mapping[str, int]
) -> list[Optional[float]]:
    """What is mapped; None where it cannot be said, or, of counts, where fewer months are held than elsewhere."""
    most = max((row.months for row in counts.rows), default=0)
    values: list[Optional[float]] = []
    for row in counts.rows:
        if measure is Measure.COUNT:
            values.append(None if row.count is None or row.months < most or row.partial else float(row.count))
        elif measure is Measure.CHANGE:
            values.append(row.change_percent)
        elif measure is Measure.BANDS:
            at = band_of.get(row.code)
            values.append(None if at is None or banded is None else float(banded.band[at]))
        else:
            values.append(row.rate)
    return values


def _state(row: AreaCount) -> str:
    if row.count is None:
        return UNKNOWN
    return MISSING if row.missing or row.partial else KNOWN


def _classes(measure: Measure, values: Sequence[float]) -> list[MapClass]:
    if measure is Measure.BANDS:
        return band_classes()
    if measure is Measure.CHANGE:
        return change_classes()
    return count_classes(values) if measure is Measure.COUNT else rate_classes(values)
