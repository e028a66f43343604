# SPDX-License-Identifier: GPL-2.0-or-later
"""The 314 CSPs and 43 police areas of 2024 as they are in the shared data: profiles, residents, recorded crime."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ALL_CRIME = "Total recorded crime (excluding fraud)"


@dataclass(frozen=True)
class Profiles:
    """Areas sorted by code: measures (n, 8) in per cent, residents and households (n,) of 2021."""

    codes: list[str]
    names: list[str]
    measures: np.ndarray
    residents: np.ndarray
    households: np.ndarray

    def row(self, name: str) -> int:
        """The row of an area."""
        return self.names.index(name)


def profiles(shared: Path, level: str) -> Profiles:
    """Of `level` csp24 or pfa24."""
    path = shared / "data" / "profiles" / f"{level}_census2021_profile.csv"
    with path.open(newline="", encoding="utf-8-sig") as stream:
        rows = sorted(csv.DictReader(stream), key=lambda row: row[f"{level}_code"])
    columns = [name for name in rows[0] if name.startswith("pct_")]
    return Profiles(
        [row[f"{level}_code"] for row in rows],
        [row[f"{level}_name"] for row in rows],
        np.array([[float(row[name]) for name in columns] for row in rows]),
        np.array([float(row["residents_2021"]) for row in rows]),
        np.array([float(row["households_2021"]) for row in rows]),
    )


def recorded(shared: Path, areas: Profiles, group: str = ALL_CRIME) -> np.ndarray:
    """Crimes of CSPs in the year ending June 2025, (n,), by ONS."""
    path = shared / "data" / "official" / "ons_table_C2_csp_yejun2025.csv"
    found: dict[str, float] = {}
    with path.open(newline="", encoding="utf-8-sig") as stream:
        for row in csv.DictReader(stream):
            if code := row["Community Safety Partnership code"]:
                found[code] = found.get(code, 0.0) + float(row[group])
    return np.array([found[code] for code in areas.codes])
