# SPDX-License-Identifier: GPL-2.0-or-later
"""Peers found by the algorithm, and found plainly, which its tests share."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from tests.algorithm_runs import Listening, rows
from tests.algorithm_runs import run as run_algorithm


def find(cache: Path, feedback: Listening | None = None, **parameters: Any) -> tuple[dict[str, Any], list[Any]]:
    """Run it; gives its outputs and rows."""
    given = {"CACHE": str(cache), "OUTPUT": "memory:", **parameters}
    results, context = run_algorithm("findpeers", given, feedback)
    return results, rows(results, context)


def peers_of(found: list[Any]) -> list[str]:
    """Codes of the peers, the most alike first."""
    return [row["code"] for row in found if row["role"] == "peer"]


def plainly(values: dict[str, list[float]], weights: list[float] | None = None) -> dict[str, dict[str, float]]:
    """Distances between all areas: standardised by hand."""
    columns = list(zip(*values.values()))
    means = [math.fsum(column) / len(column) for column in columns]
    spread = [math.sqrt(math.fsum((v - m) ** 2 for v in c) / len(c)) for c, m in zip(columns, means)]
    scale = [math.sqrt(weight) for weight in weights or [1.0] * len(columns)]
    z = {code: [(v - m) / s * w for v, m, s, w in zip(row, means, spread, scale)] for code, row in values.items()}
    return {code: {other: math.dist(z[code], z[other]) for other in z if other != code} for code in z}
