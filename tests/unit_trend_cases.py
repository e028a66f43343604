# SPDX-License-Identifier: GPL-2.0-or-later
"""Four years of invented crimes in the sample's LSOAs, with trends that were put there."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from tests.plugin_caches import placed
from tests.sample_factory import Row, archive_zip, member, street_csv, street_row

FIRST, MONTHS = 2022 * 12 + 8, 48
"""From September 2022 on: all on one list of snap points."""
FORCE = "dogger-bank"
TYPES = ("Burglary", "Vehicle crime")
USUAL, MOST = 14.0, 3.0
"""Crimes of each type in a month of an LSOA, and how many times as many a rising one has in the end."""


def month_text(at: int) -> str:
    """The month at a place, as YYYY-MM."""
    number = FIRST + at
    return f"{number // 12}-{number % 12 + 1:02d}"


def spots(sample_zip: Path) -> dict[str, list[Row]]:
    """Published rows of the sample by LSOA, one a place."""
    found: dict[str, dict[tuple[str, str], Row]] = defaultdict(dict)
    for _, row in placed(sample_zip, "street"):
        found[row["LSOA code"]].setdefault((row["Longitude"], row["Latitude"]), row)
    return {code: list(rows.values())[:6] for code, rows in sorted(found.items()) if code}


def usual(lsoa: int, kind: int, at: int) -> float:
    """Crimes expected: vehicle crime rises in the first LSOA, burglary falls in the second; June has most."""
    season = 1 + 0.3 * np.cos(2 * np.pi * ((FIRST + at) % 12 - 5) / 12)
    way = at / (MONTHS - 1)
    trend = {(0, 1): 1 + (MOST - 1) * way, (1, 0): MOST - (MOST - 1) * way}.get((lsoa, kind), 1.0)
    return float(USUAL * season * trend)


def trending(folder: Path, sample_zip: Path, without: tuple[str, ...] = ()) -> tuple[Path, dict[str, Counter[str]]]:
    """The archive, and its crimes by LSOA and by month and type as YYYY-MM/type; months `without` have no file."""
    generator, places = np.random.default_rng(20), spots(sample_zip)
    files, counted = {}, defaultdict[str, Counter[str]](Counter)
    for at in range(MONTHS):
        month, rows = month_text(at), []
        for lsoa, (code, here) in enumerate(places.items()):
            for kind, name in enumerate(TYPES):
                count = int(generator.poisson(usual(lsoa, kind, at)))
                rows += [_row(here[int(one)], name) for one in generator.integers(0, len(here), count)]
                if month not in without:
                    counted[code][f"{month}/{name}"] += count
        if month not in without:
            files[member(month, FORCE)] = street_csv(month, FORCE, rows)
    return archive_zip(folder / "trending.zip", files), dict(counted)


def _row(of: Row, name: str) -> Row:
    return street_row(
        longitude=of["Longitude"],
        latitude=of["Latitude"],
        location=of["Location"],
        lsoa_code=of["LSOA code"],
        lsoa_name=of["LSOA name"],
        crime_type=name,
    )
