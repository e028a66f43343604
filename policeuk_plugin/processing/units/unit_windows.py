# SPDX-License-Identifier: GPL-2.0-or-later
"""Which units are taken together: those that touch, those within a distance, or the nearest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from offline_cache.errors import CacheError

from ...analysis.errors import Cancelled
from ...analysis.grid import Cells, centres
from ...analysis.near_windows import windows_nearest, windows_within
from ...analysis.neighbours import Windows
from ...text import number, tr
from .clipping import ClippedCells
from .units import Units

QUEEN, DISTANCE, NEAREST, ALONE = "queen", "distance", "nearest", "alone"


@dataclass(frozen=True)
class WindowAsked:
    """WINDOW, with `distance` in metres and the number of `neighbours` where they matter."""

    kind: str = QUEEN
    distance: float = 0.0
    neighbours: int = 0

    @property
    def words(self) -> str:
        """What a unit is taken together with, after "each unit with"."""
        if self.kind == DISTANCE:
            return tr("all whose centre lies within {metres} m of its own").format(metres=number(round(self.distance)))
        if self.kind == NEAREST:
            return tr("the {n} nearest to it, and those as near as the last of them").format(n=self.neighbours)
        return tr("its neighbours") if self.kind == QUEEN else tr("no other")


def windows_of(asked: WindowAsked, units: Units, clipped: Optional[ClippedCells], cancelled: Cancelled) -> Windows:
    """The windows of units whose own are those that touch; distances are between centroids of polygons.

    Raises `CacheError` where most of them hold more than half of all units: what is most of the map cannot stand out
    from the map, and drawing it takes for ever.
    """
    if asked.kind == QUEEN:
        return units.windows
    if clipped is not None:
        windows = windows_of_cells(asked, clipped.cells, units.windows, cancelled)
    else:
        middles = [geometry.centroid().asPoint() for geometry in units.geometries]
        windows = _windows(asked, np.array([(at.x(), at.y()) for at in middles]), units.windows, cancelled)
    usual = int(np.median(windows.sizes))
    if 2 * usual > len(windows) and asked.kind in (DISTANCE, NEAREST):
        raise CacheError(_too_wide(asked, usual, len(windows)))
    return windows


def _too_wide(asked: WindowAsked, usual: int, units: int) -> str:
    text = tr(
        "A unit and {words} are {usual} of {units} units: most of the map cannot stand out from the map. Choose "
        "{less}, or smaller units."
    )
    less = tr("a shorter distance") if asked.kind == DISTANCE else tr("fewer neighbours")
    return text.format(words=asked.words, usual=number(usual), units=number(units), less=less)


def windows_of_cells(asked: WindowAsked, cells: Cells, touching: Windows, cancelled: Cancelled) -> Windows:
    """The windows of the cells of a grid; distances are between the middles of whole cells."""
    return _windows(asked, centres(cells), touching, cancelled)


def _windows(asked: WindowAsked, at: np.ndarray, touching: Windows, cancelled: Cancelled) -> Windows:
    if asked.kind == DISTANCE:
        return windows_within(at[:, 0], at[:, 1], asked.distance, cancelled)
    if asked.kind == NEAREST:
        return windows_nearest(at[:, 0], at[:, 1], asked.neighbours, cancelled)
    if asked.kind == ALONE:
        return Windows(np.arange(len(at) + 1), np.arange(len(at)))
    return touching


def lonely(windows: Windows, kind: str) -> Optional[str]:
    """A sentence where units have no neighbour at all though neighbours were asked for, else None."""
    alone = int((windows.sizes == 1).sum())
    if not alone or kind in (NEAREST, ALONE):
        return None
    if kind == DISTANCE:
        text = tr("{n} units have no other within the distance, so they have no neighbourhood. Choose a longer one.")
    else:
        text = tr("{n} units touch no other, so they have no neighbourhood. Check the layer for gaps.")
    return text.format(n=number(alone))
