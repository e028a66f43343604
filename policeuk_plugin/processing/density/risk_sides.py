# SPDX-License-Identifier: GPL-2.0-or-later
"""Crimes and what they are set against, snap point by snap point: the period before, other types, or residents."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from qgis.core import QgsCoordinateTransformContext

from offline_cache.denominators import Denominator
from offline_cache.errors import CacheError
from offline_cache.model import ASB, SNAP_POINTS_REDRAWN, Month, Selection

from ...analysis.errors import Cancelled
from ...analysis.two_lists import points_together
from ...text import month_name, number, tr
from ..asking.two_periods import Matched, Periods, matched
from ..running.wording import selection_words
from ..through_time.period_flags import flags, redrawn_line
from ..units.crimes import Crimes, crimes_of_cache
from ..units.exposure import residents_on_streets
from ..units.inputs import Inputs
from ..units.unit_months import PointMonths, point_months
from ..units.whole_months import on_whole_months

SMALLEST_RADIUS = 1000.0
"""Metres of a radius below which a change across the redrawing of the snap points is refused. The choice is ours."""


class Basis(enum.Enum):
    """BASIS, by the word in the parameter."""

    BEFORE = "before"
    TYPES = "types"
    RESIDENTS = "residents"


@dataclass(frozen=True)
class BasisAsked:
    """What crimes are set against; `periods` and `across` go with the period before, `types` with other types."""

    basis: Basis
    periods: Optional[Periods] = None
    types: tuple[str, ...] = ()
    across: bool = False


@dataclass(frozen=True)
class Points:
    """Snap points in metres, (n,) each, with crimes and what they are set against, which `words` name.

    `months` are those compared of two periods. `redrawn` says that the periods have different snap points, `together`
    (n,) which of those are taken as one (`points_together`); `lines` are what else may make them differ, `notes` what
    the base rests on.
    """

    x: np.ndarray
    y: np.ndarray
    crimes: np.ndarray
    base: np.ndarray
    words: str
    months: Optional[Matched] = None
    redrawn: str = ""
    lines: Sequence[str] = ()
    notes: Sequence[str] = ()
    together: Optional[np.ndarray] = None


def points_of(
    inputs: Inputs,
    asked: BasisAsked,
    radius: float,
    transforms: QgsCoordinateTransformContext,
    cancelled: Cancelled,
) -> tuple[Inputs, Points]:
    """Both sides, and the inputs with words and months of the crimes alone; raises `CacheError` with a sentence."""
    selection = inputs.crimes.selection
    if inputs.connection is None or selection is None:
        raise CacheError(tr("Two densities need the crimes of the cache: leave the layer of points empty."))
    if asked.basis is Basis.BEFORE and asked.periods is not None:
        return _before(inputs, asked, asked.periods, radius, cancelled)
    crimes, left_out = on_whole_months(inputs.connection, inputs.crimes)
    if left_out:
        crimes = crimes.moved_to(inputs.crs, transforms, cancelled)
        inputs = replace(inputs, crimes=crimes, notes=(*inputs.notes, *left_out))
    selection = crimes.selection or selection
    if asked.basis is Basis.TYPES:
        return inputs, _types(inputs, selection, asked, transforms, cancelled)
    return inputs, _residents(inputs, selection, transforms, cancelled)


def _before(
    inputs: Inputs, asked: BasisAsked, periods: Periods, radius: float, cancelled: Cancelled
) -> tuple[Inputs, Points]:
    crimes, selection = inputs.crimes, inputs.crimes.selection
    held = point_months(inputs)
    months = matched(periods, set(held.months))
    _check_redrawing(months, radius, asked.across)
    later, before = (_of(held, which, crimes.x.size) for which in (months.later, months.before))
    when = tr("{later} against {before}").format(later=periods.later_words, before=periods.before_words)
    own = replace(selection, first=periods.first, last=periods.last) if selection else None
    told = tuple(flags(inputs.connection, selection, months)) if inputs.connection and selection else ()
    inputs = replace(inputs, crimes=replace(crimes, about=replace(crimes.about, when=when), selection=own))
    points = Points(
        crimes.x,
        crimes.y,
        later,
        before,
        tr("the crimes of {before}").format(before=periods.before_words),
        months,
        redrawn_line(months),
        told,
        tuple(months.lines()),
        _together(held, months, crimes, cancelled),
    )
    return inputs, points


def _together(held: PointMonths, months: Matched, crimes: Crimes, cancelled: Cancelled) -> Optional[np.ndarray]:
    """The snap points of both lists that are taken as one, by where crimes stood in all months held; None on one list.

    A point without a crime in any of them is by itself.
    """
    if not months.apart:
        return None
    there = np.isfinite(crimes.x) & np.isfinite(crimes.y)
    first, second = (
        there & (_of(held, [month for month in held.months if (month < SNAP_POINTS_REDRAWN) is early], there.size) > 0)
        for early in (True, False)
    )
    return points_together(crimes.x, crimes.y, first, second, cancelled)


def _of(held: PointMonths, which: Sequence[Month], points: int) -> np.ndarray:
    """Crimes of each point in some of the months, (n,)."""
    wanted = np.array([month in set(which) for month in held.months], dtype=bool)
    inside = wanted[held.month]
    return np.bincount(held.point[inside], held.count[inside], points).astype(np.int64)


def _types(
    inputs: Inputs,
    selection: Selection,
    asked: BasisAsked,
    transforms: QgsCoordinateTransformContext,
    cancelled: Cancelled,
) -> Points:
    if not selection.crime_types or not asked.types:
        raise CacheError(tr("Choose both: the crime types to look at, and those to set them against."))
    both = set(selection.crime_types) & set(asked.types)
    if both:
        raise CacheError(
            tr("{types} is on both sides, so its crimes would count twice. Choose each crime type once.").format(
                types=sorted(both)[0]
            )
        )
    other = replace(selection, crime_types=asked.types, with_asb=ASB in asked.types)
    connection = inputs.connection
    base = (
        on_whole_months(connection, crimes_of_cache(connection, other))[0] if connection is not None else inputs.crimes
    )
    return _joined(inputs.crimes, base.moved_to(inputs.crs, transforms, cancelled), selection_words(other)[0], None, ())


def _residents(
    inputs: Inputs, selection: Selection, transforms: QgsCoordinateTransformContext, cancelled: Cancelled
) -> Points:
    base, notes = residents_on_streets(inputs, Denominator.RESIDENTS)
    whole = Selection(forces=selection.forces, area=selection.area, with_asb=True)
    known = crimes_of_cache(inputs.connection, whole) if inputs.connection is not None else inputs.crimes
    moved = [one.moved_to(inputs.crs, transforms, cancelled) for one in (base, known)]
    return _joined(inputs.crimes, moved[0], tr("residents"), moved[1], notes)


def _joined(own: Crimes, base: Crimes, words: str, also: Optional[Crimes], notes: Sequence[str]) -> Points:
    """One row a place that is in either, or among those of `also`, whose crimes are not counted."""
    parts = [own, base, *([also] if also is not None else [])]
    x, y = (np.concatenate([getattr(part, name) for part in parts]) for name in ("x", "y"))
    there = np.isfinite(x) & np.isfinite(y)
    places, at = np.unique(np.column_stack([x, y])[there], axis=0, return_inverse=True)
    side = np.repeat(np.arange(len(parts)), [part.x.size for part in parts])[there]
    count = np.concatenate([np.asarray(part.count, dtype=float) for part in parts])[there]
    crimes, against = (np.bincount(at.ravel()[side == one], count[side == one], len(places)) for one in (0, 1))
    return Points(places[:, 0], places[:, 1], crimes, against, words, notes=notes)


def _check_redrawing(months: Matched, radius: float, across: bool) -> None:
    if not months.apart or across or radius >= SMALLEST_RADIUS or radius <= 0:
        return
    raise CacheError(
        tr(
            "From July 2022 on the service places crimes on another list of snap points, and the periods stand on "
            "different sides of it ({month} is among them): a bandwidth of {radius:g} m would show that as change. "
            "Choose {least} m or more, or periods both up to June 2022 or both from July 2022; or insist with "
            "ACROSS_REDRAWING."
        ).format(month=month_name(min(months.both)), radius=radius, least=number(int(SMALLEST_RADIUS)))
    )
