# SPDX-License-Identifier: GPL-2.0-or-later
"""The sample with classes and official counts of its own, and its crimes and residents counted plainly."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from offline_cache import OfflineCache
from offline_cache.model import ASB
from offline_cache.reference_data.importing import import_reference
from tests.algorithm_runs import Listening, rows, run
from tests.area_factory import table, written
from tests.plugin_caches import make_cache, published_rows

MONTHS = [f"2025-{month:02d}" for month in range(5, 13)] + [f"2026-{month:02d}" for month in range(1, 5)]
"""The last year of the sample, all of it held; of the year before February lacks."""
ASKED = {"FROM": MONTHS[0], "TO": MONTHS[-1]}


def areas_of_sample(folder: Path) -> tuple[Path, ...]:
    """Outlines, look-up and residents of the sample."""
    return (*folder.glob("*.geojson"), *folder.glob("*.csv"))


def look_up(folder: Path) -> list[dict[str, str]]:
    """The rows of the sample's look-up."""
    with (folder / "sample_lookup.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def residents(folder: Path, column: str = "total_residents") -> dict[str, int]:
    """Residents or households by LSOA."""
    with (folder / "sample_residents.csv").open(encoding="utf-8", newline="") as stream:
        return {row["lsoa21_code"]: int(row[column]) for row in csv.DictReader(stream)}


def class_of(code: str) -> str:
    """The class that the tests give an LSOA of the sample: every third is rural."""
    return "Rural" if int(code[-3:]) % 3 == 0 else "Urban"


def classes_file(folder: Path, codes: Iterable[str]) -> Path:
    """A file of rural-urban classes as ONS has it."""
    letters = {"Urban": "UN1", "Rural": "RLN1"}
    of = [(code, letters[class_of(code)], class_of(code), class_of(code)) for code in codes]
    return written(folder / "ruc21_lsoa21.csv", table("lsoa21_code,ruc21_code,classification,ruc", *of))


def rated_cache(path: Path, folder: Path, *archives: Path) -> Path:
    """A cache of the sample with outlines, look-up, residents and classes."""
    made = make_cache(path, *archives, areas=areas_of_sample(folder))
    with OfflineCache(made) as cache:
        import_reference(cache, [classes_file(path.parent, residents(folder))])
    return made


def plain(
    archive: Path, months: Collection[str] = MONTHS, types: Collection[str] = (), before: bool = False
) -> Counter[str]:
    """Recorded crimes by LSOA, of some types or all, of these months or of the same a year before."""
    wanted = {f"{int(month[:4]) - 1}{month[4:]}" if before else month for month in months}
    return Counter(
        row["LSOA code"]
        for month, row in published_rows(archive, "street")
        if month in wanted and (row["Crime type"] in types if types else row["Crime type"] != ASB)
    )


def by_type(archive: Path, months: Collection[str] = MONTHS) -> dict[str, Counter[str]]:
    """Recorded crimes by type and LSOA."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for month, row in published_rows(archive, "street"):
        if month in months and row["Crime type"] != ASB:
            found[row["Crime type"]][row["LSOA code"]] += 1
    return found


def made(
    name: str, cache: Path, feedback: Listening | None = None, **parameters: Any
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The numbers of a run over the last year of the sample, and its areas by code."""
    asked = {"CACHE": str(cache), "OUTPUT": "memory:", "LEVEL": "lsoa", **ASKED, **parameters}
    results, context = run(name, asked, feedback)
    return results, {row["code"]: row for row in rows(results, context)}


def table_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a table that was written to a file."""
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(str(path), "table", "ogr")
    assert layer.isValid()
    names = [field.name() for field in layer.fields()]
    return [dict(zip(names, feature.attributes())) for feature in layer.getFeatures()]
