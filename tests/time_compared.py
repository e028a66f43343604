# SPDX-License-Identifier: GPL-2.0-or-later
"""An area compared through time: what the algorithm gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import NULL

from tests.algorithm_runs import Listening, rows
from tests.algorithm_runs import run as run_algorithm


def through(cache: Path, feedback: Listening | None = None, **parameters: Any) -> tuple[dict[str, Any], list[Any]]:
    """Run it; gives numbers and the table's rows."""
    given = {"CACHE": str(cache), "OUTPUT": "memory:", **parameters}
    results, context = run_algorithm("comparetime", given, feedback)
    return results, rows(results, context)


def nothing(value: Any) -> Any:
    """QGIS's NULL as None."""
    return None if value is None or value == NULL else value
