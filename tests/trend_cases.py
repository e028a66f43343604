# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs of `policeuk:areatrend`, on two real years too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.algorithm_runs import Listening, rows
from tests.algorithm_runs import run as run_algorithm
from tests.plain_months import CENSUS, LOOK_UP, Crime, crimes, months
from tests.plugin_caches import made_once
from tests.sample_factory import archive_zip, member, street_csv, street_row, unplaced_row

MONTHS = months("2021-05", 24)


@pytest.fixture(name="data", scope="module")
def data(shared: Path) -> Path:
    """Give the folder of the real files."""
    return shared / "data"


@pytest.fixture(name="real", scope="module")
def real(bedfordshire_zip: Path) -> list[Crime]:
    """Give every published crime of two years of a force."""
    return crimes(bedfordshire_zip)


@pytest.fixture(name="cache", scope="module")
def cache(bedfordshire_zip: Path, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of them with look-up and residents."""
    areas = (shared / "data" / LOOK_UP, shared / "data" / CENSUS)
    return made_once(tmp_path_factory, "trend", bedfordshire_zip, areas=areas)


def trend(cache: Path, feedback: Listening | None = None, **parameters: Any) -> tuple[dict[str, Any], list[Any]]:
    """Run it; gives numbers and the table's rows by month."""
    given = {"CACHE": str(cache), "OUTPUT": "memory:", **parameters}
    results, context = run_algorithm("areatrend", given, feedback)
    return results, rows(results, context)


def invented_archive(folder: Path, forces: dict[str, dict[str, int]], lsoa: str = "E01990001") -> Path:
    """An archive of so many crimes a month of each force, and one without a place."""
    files = {}
    for force, counts in forces.items():
        for month, count in counts.items():
            crimes_of = [street_row(lsoa_code=lsoa) for _ in range(count - 1)]
            files[member(month, force)] = street_csv(month, force, [*crimes_of, unplaced_row()])
    return archive_zip(folder / f"{max(max(counts) for counts in forces.values())}.zip", files)
