# SPDX-License-Identifier: GPL-2.0-or-later
"""Many points into another CRS at once."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsCoordinateTransform, QgsCsException, QgsLineString

from ...analysis.errors import Cancelled, never, stop_if

_AT_ONCE = 10_000
_HEAD = 9  # bytes before the coordinates of a line in WKB


def moved_points(
    x: np.ndarray, y: np.ndarray, transform: QgsCoordinateTransform, cancelled: Cancelled = never
) -> tuple[np.ndarray, np.ndarray]:
    """The points `x` and `y`, (n,) each, transformed; NaN where one cannot be placed."""
    moved = np.empty((x.size, 2))
    for begin in range(0, x.size, _AT_ONCE):
        stop_if(cancelled)
        part = slice(begin, begin + _AT_ONCE)
        moved[part] = _together(x[part].tolist(), y[part].tolist(), transform)
    moved[~np.isfinite(moved).all(axis=1)] = np.nan
    return moved[:, 0], moved[:, 1]


def _together(x: list[float], y: list[float], transform: QgsCoordinateTransform) -> np.ndarray:
    """As the corners of one line, or one by one where some of them cannot be placed."""
    line = QgsLineString(x, y)
    try:
        line.transform(transform)
    except QgsCsException:
        return np.array([_one(*at, transform) for at in zip(x, y)])
    return np.frombuffer(bytes(line.asWkb()), dtype="<f8", offset=_HEAD).reshape(-1, 2)


def _one(x: float, y: float, transform: QgsCoordinateTransform) -> tuple[float, float]:
    try:
        point = transform.transform(x, y)
    except QgsCsException:
        return float("nan"), float("nan")
    return point.x(), point.y()
