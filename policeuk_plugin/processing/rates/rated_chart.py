# SPDX-License-Identifier: GPL-2.0-or-later
"""The highest areas as bars with their intervals, beside a line for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from offline_cache.reading_order import isolated

from ...reports.charts import Background, IntervalBar, IntervalBars, interval_bars
from .rated_areas import RatedAreas

ROWS = 20
"""Areas that a chart has at most: the highest ones."""


@dataclass(frozen=True)
class Ranged:
    """Numbers of all areas with their intervals, None where there are none, and the `line` they are compared with."""

    title: str
    unit: str
    summary: str
    values: Sequence[Optional[float]]
    lower: Sequence[Optional[float]]
    upper: Sequence[Optional[float]]
    line: float
    line_name: str
    interval: str
    decimals: int = 1


def ranged_chart(rated: RatedAreas, of: Ranged, width: int, background: Background) -> str:
    """Draw the highest areas."""
    bars = [
        IntervalBar(isolated(rated.rows[at].name), of.values[at], of.lower[at], of.upper[at])
        for at in highest(of.values)[:ROWS]
    ]
    return interval_bars(
        IntervalBars(
            of.title, of.unit, of.summary, bars, of.line, of.line_name, of.interval, of.decimals, width, background
        )
    )


def highest(values: Sequence[Optional[float]]) -> list[int]:
    """Rows that have a value, the highest first; of equal ones the first in the order of areas."""
    found = [(-value, at) for at, value in enumerate(values) if value is not None]
    return [at for _, at in sorted(found)]
