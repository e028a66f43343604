# SPDX-License-Identifier: GPL-2.0-or-later
"""The first CSP of the invented country compared with all others, and counted plainly."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import numpy as np

from policeuk_plugin.analysis.peer_range import peer_range
from tests.algorithm_runs import Listening, rows
from tests.algorithm_runs import run as run_algorithm
from tests.peer_cases import SLUGS, YEAR, crimes, csp, lsoas

ALL = [csp(at) for at in range(len(SLUGS))]
OTHERS = ", ".join(ALL[1:])


def plain_count(at: int, types: Collection[str], months: Collection[str] = YEAR) -> int:
    """Crimes of a CSP, one by one."""
    wanted = set(lsoas(at))
    return sum(row.lsoa in wanted and row.kind in types and row.month in months for row in crimes())


def compare(cache: Path, feedback: Listening | None = None, **parameters: Any) -> tuple[dict[str, Any], list[Any]]:
    """Run it on the first CSP and all others as its peers; gives outputs and the table's rows."""
    given = {
        **{"CACHE": str(cache), "AREA": f"csp:{csp(0)}", "PEERS": "list", "PEER_LIST": OTHERS, "OUTPUT": "memory:"},
        **parameters,
    }
    results, context = run_algorithm("comparewithpeers", given, feedback)
    return results, rows(results, context)


def limits(counts: list[int], bases: list[float]) -> tuple[float, float]:
    """The range for the first of these areas among the others; the method itself is tested with published vectors."""
    found = peer_range(counts[0], bases[0], np.array(counts[1:]), np.array(bases[1:]))
    return found.lower, found.upper
