# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs of `policeuk:evaluatehotspots`: their numbers and rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from tests.algorithm_runs import Listening, box, clusters, numbers_and_units, polygon_layer
from tests.plain_months import months

MONTHS = months("2021-05", 24)


def evaluation(
    cache: str | Path, feedback: Optional[Listening] = None, **parameters: Any
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Run it; gives its numbers and the rows of its table."""
    return numbers_and_units("evaluatehotspots", {"CACHE": str(cache), **parameters}, feedback)


def sample_squares(cache: Path) -> Any:
    """Squares of 700 m over the sample as a layer: two lie on one another, and there are holes between others."""
    boxes = [unit["geometry"].boundingBox() for unit in clusters({"CACHE": str(cache), "CELL_SIZE": 700})]
    corners = [(one.xMinimum(), one.yMinimum()) for one in boxes]
    wkts = [box(x, y, 700) for at, (x, y) in enumerate(corners) if at % 5]
    return polygon_layer([*wkts, wkts[len(wkts) // 2]])
