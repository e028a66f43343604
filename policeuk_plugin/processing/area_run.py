# SPDX-License-Identifier: GPL-2.0-or-later
"""One run of the area map: areas counted, the number that is mapped, its classes, outlines in metres."""

from __future__ import annotations

import enum
import math
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProcessingContext,
    QgsRectangle,
)

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

from ..analysis.bands import ABOVE, BELOW, HIGH, LOW, Banded, bands
from ..analysis.breaks import round_breaks
from ..analysis.errors import Cancelled, stop_if
from ..layers.area_style import BANDS, CHANGE, KNOWN, MISSING, SEQUENTIAL, UNKNOWN, MapClass
from ..text import number, tr
from .area_outlines import licences_of, lsoa_editions_drawn, neighbourhood_outlines, outlines_of
from .reference_systems import WGS84, grid_for
from .selection_parameters import forces_meant

CHANGES = (-25.0, -10.0, 10.0, 25.0)
"""Per cent of change at which one class ends and the next begins: ours."""


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
    banded, band_of = _banded(counts)
    values = _values(counts, measure, banded, band_of)
    if areas is None:
        drawn, made = neighbourhood_outlines(connection, [row.code for row in counts.rows]), False
    else:
        drawn, made = outlines_of(connection, level_of(connection, selection, areas), cancelled)
    crs, outlines = _in_metres(drawn, context, cancelled)
    return AreaRun(
        measure,
        which,
        selection,
        counts,
        values,
        [_state(row) for row in counts.rows],
        _classes(measure, [value for value in values if value is not None]),
        banded,
        band_of,
        outlines,
        made,
        licences_of(connection, areas.kind.value) if areas else (),
        crs,
        forces_meant(connection, selection) or (),
    )


def _counted(
    connection: sqlite3.Connection, selection: Selection, areas: Optional[AreaSet], which: Denominator
) -> AreaCounts:
    if areas is None:
        return neighbourhood_counts(connection, selection)
    if selection.area is not None and selection.area.kind == NEIGHBOURHOOD:
        raise CacheError(
            tr(
                "Neighbourhoods are not made of {areas}: map neighbourhoods (LEVEL neighbourhood), or choose another "
                "area."
            ).format(areas=PLURALS[areas.kind])
        )
    return area_counts(connection, selection, areas, which)


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
        return _band_classes()
    if measure is Measure.CHANGE:
        limits, colours = list(CHANGES), list(CHANGE)
    else:
        limits = round_breaks(values, whole=measure is Measure.COUNT)
        colours = list(SEQUENTIAL)
        if len(limits) + 1 < len(colours):
            step = (len(colours) - 1) / max(len(limits), 1)
            colours = [SEQUENTIAL[round(at * step)] for at in range(len(limits) + 1)]
    edges = [-math.inf, *limits, math.inf]
    label = {Measure.COUNT: _whole_label, Measure.CHANGE: _change_label}.get(measure, _rate_label)
    top = max(values, default=0.0)
    return [
        MapClass(lower, upper, colour, label(lower, upper, top))
        for lower, upper, colour in zip(edges, edges[1:], colours)
    ]


def _band_classes() -> list[MapClass]:
    words = (
        tr("Low: less than {low:g} times").format(low=LOW),
        tr("Below average: {low:g} to {below:g}").format(low=LOW, below=BELOW),
        tr("Average: {below:g} to {above:g}, or not surely outside").format(below=BELOW, above=ABOVE),
        tr("Above average: {above:g} to {high:g}").format(above=ABOVE, high=HIGH),
        tr("High: more than {high:g} times").format(high=HIGH),
    )
    return [MapClass(at - 0.5, at + 0.5, colour, text) for at, (colour, text) in enumerate(zip(BANDS, words))]


def _whole_label(lower: float, upper: float, top: float) -> str:
    low = 0 if lower == -math.inf else int(lower)
    high = int(top) if upper == math.inf else int(upper) - 1
    return number(low) if high <= low else tr("{low} to {high}").format(low=number(low), high=number(high))


def _rate_label(lower: float, upper: float, top: float) -> str:
    if lower == -math.inf and upper == math.inf:
        return tr("up to {top}").format(top=f"{top:,.4g}")
    if lower == -math.inf:
        return tr("less than {upper}").format(upper=f"{upper:,g}")
    if upper == math.inf:
        return tr("{lower} and more").format(lower=f"{lower:,g}")
    return tr("{lower} to {upper}").format(lower=f"{lower:,g}", upper=f"{upper:,g}")


def _change_label(lower: float, upper: float, top: float) -> str:
    if lower == -math.inf:
        return tr("down by more than {n:g}%").format(n=-upper)
    if upper == math.inf:
        return tr("up by {n:g}% or more").format(n=lower)
    if lower < 0 < upper:
        return tr("less than {n:g}% either way").format(n=upper)
    if upper <= 0:
        return tr("down by {low:g} to {high:g}%").format(low=-upper, high=-lower)
    return tr("up by {low:g} to {high:g}%").format(low=lower, high=upper)


def _in_metres(
    drawn: Mapping[str, QgsGeometry], context: QgsProcessingContext, cancelled: Cancelled
) -> tuple[QgsCoordinateReferenceSystem, dict[str, QgsGeometry]]:
    box = QgsRectangle()
    for geometry in drawn.values():
        box.combineExtentWith(geometry.boundingBox())
    crs = grid_for(box.center())
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), crs, context.transformContext())
    found = {}
    for code, geometry in drawn.items():
        stop_if(cancelled)
        moved = QgsGeometry(geometry)
        moved.transform(transform)
        found[code] = moved
    return crs, found
