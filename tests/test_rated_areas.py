# SPDX-License-Identifier: GPL-2.0-or-later
"""What rates of areas have alike: two forces of which one lacks a month, no crimes, odd names, ONS's forces."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsProcessingException,
    QgsVectorLayer,
)

from offline_cache import OfflineCache
from offline_cache.reference_data.importing import import_reference
from tests.algorithm_runs import Listening, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.area_factory import table, written
from tests.plugin_caches import make_cache
from tests.rated_cases import ASKED, made, rated_cache
from tests.sample_factory import archive_zip, member, street_csv, street_row

FORCES = {"bedfordshire": "E23000026", "hertfordshire": "E23000027"}
MONTHS = ("2026-01", "2026-02", "2026-03")
LACKING = ("hertfordshire", "2026-02")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> Path:
    """Give the sample with its areas; the tests read it only."""
    return rated_cache(tmp_path_factory.mktemp("rated") / "policeuk.sqlite", sample_folder, sample_zip)


def two_forces(folder: Path) -> tuple[Path, dict[str, str], dict[str, int], Counter[tuple[str, str]]]:
    """A cache of two forces with four LSOAs each, one month of one not held; force and residents by LSOA, counts."""
    generator = np.random.default_rng(5)
    force_of = {f"E0199{at:04d}": force for at, force in enumerate(sorted(FORCES) * 4, start=1)}
    people = {code: int(generator.integers(1000, 3000)) for code in force_of}
    counts: Counter[tuple[str, str]] = Counter(
        {(code, month): int(generator.poisson(12)) for code in force_of for month in MONTHS}
    )
    files = {}
    for force in FORCES:
        for month in MONTHS:
            rows = [
                street_row(lsoa_code=code, lsoa_name=f"Area {code}")
                for code, of in force_of.items()
                if of == force
                for _ in range(counts[code, month])
            ]
            if (force, month) != LACKING:
                files[member(month, force)] = street_csv(month, force, rows)
    look_up = [(code, f"Area {code}", FORCES[force], force.title()) for code, force in force_of.items()]
    areas = (
        written(folder / "lookup.csv", table("lsoa21_code,lsoa21_name,pfa24_code,pfa24_name", *look_up)),
        written(folder / "residents.csv", table("lsoa21_code,total_residents", *people.items())),
    )
    return (
        make_cache(folder / "two.sqlite", archive_zip(folder / "2026-03.zip", files), areas=areas),
        force_of,
        people,
        counts,
    )


def test_a_month_that_one_force_lacks_is_compared_among_the_others(tmp_path: Path) -> None:
    cache, force_of, people, counts = two_forces(tmp_path)
    feedback = Listening()
    results, areas = made("funnelplot", cache, feedback, FROM=MONTHS[0], TO=MONTHS[-1])
    assert set(areas) == set(force_of)
    held = {code: [month for month in MONTHS if (force, month) != LACKING] for code, force in force_of.items()}
    for code, area in areas.items():
        expected = 0.0
        for month in held[code]:
            among = [other for other in force_of if month in held[other]]
            rate = sum(counts[other, month] for other in among) / sum(people[other] for other in among)
            expected += people[code] * rate
        assert area["count"] == sum(counts[code, month] for month in held[code])
        assert area["expected"] == pytest.approx(expected)
        assert area["months_held"] == len(held[code])
        assert (area["state"] == "months missing") == (force_of[code] == LACKING[0])
    assert results["HATCHED"] == 4
    assert any("Hertfordshire" in line and "February 2026" in line for line in feedback.said)


def test_without_a_crime_there_is_nothing_to_compare(tmp_path: Path) -> None:
    cache, force_of, _, _ = two_forces(tmp_path)
    asked: dict[str, Any] = {"FROM": MONTHS[0], "TO": MONTHS[-1], "TYPES": ["Robbery"]}
    for name in ("funnelplot", "smoothedrates", "locationquotient"):
        with pytest.raises(QgsProcessingException, match="There is no (such )?crime"):
            made(name, cache, **asked)
    results, areas = made("arearates", cache, **asked)
    assert results["CRIMES"] == results["HIGHEST"] == 0
    assert all(area["rate"] == 0 and area["rate_upper"] > 0 for area in areas.values())
    assert len(areas) == len(force_of)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("funnelplot", {}),
        ("arearates", {}),
        ("smoothedrates", {}),
        ("locationquotient", {"TYPES": ["Shoplifting"]}),
    ],
)
def test_names_of_areas_are_text_wherever_they_are_shown(
    cache: Path, tmp_path: Path, name: str, more: dict[str, Any]
) -> None:
    odd = '<b onclick="alert(1)">Évil &amp; \u202eright\u202c [% 1+1 %]</b>' + "x" * 300
    copy = tmp_path / "odd.sqlite"
    shutil.copy(cache, copy)
    connection = sqlite3.connect(copy)
    connection.execute("UPDATE area SET name = ?", (odd,))
    connection.execute("UPDATE area_name SET name = ?", (odd,))
    connection.commit()
    connection.close()
    path, page, chart = tmp_path / "odd.gpkg", tmp_path / "odd.html", tmp_path / "odd.svg"
    files = {"OUTPUT": str(path), "REPORT": str(page), "CHART": str(chart)}
    run(name, {"CACHE": str(copy), **files, "LEVEL": "lsoa", **ASKED, **more})
    for file in (page, chart):
        assert "<b onclick" not in file.read_text(encoding="utf-8")
    layer = QgsVectorLayer(str(path), "odd", "ogr")
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(next(layer.getFeatures()))
    tip = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert "<b " not in tip
    assert "[% 1+1 %]" in tip


def test_forces_by_official_counts(shared: Path, tmp_path: Path) -> None:
    data, path = shared / "data", tmp_path / "policeuk.sqlite"
    official = data / "official" / "ons_table_P1_pfa_yejun2025.csv"
    files = (
        data / "lookups" / "lsoa21_ward24_lad24_csp24_pfa24.csv.gz",
        data / "attributes" / "lsoa21_census2021_residents_households.csv.gz",
        official,
    )
    with OfflineCache(path) as opened:
        import_reference(opened, files)
    with official.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    forces = [row for row in rows if row["Area Code"].startswith(("E23", "W15"))]
    theft = {row["Area Code"]: int(row["Shoplifting"].replace(",", "")) for row in forces}
    asked: dict[str, Any] = {"SOURCE": "ons", "LEVEL": "pfa", "FROM": "", "TO": "", "TYPES": ["Shoplifting"]}
    results, areas = made("arearates", path, **asked, DENOMINATOR="households", MEASURE="rate")
    assert len(areas) == len(theft) == 43
    assert {code: area["count"] for code, area in areas.items()} == theft
    assert all(area["rate"] == pytest.approx(area["count"] / area["households"] * 1000) for area in areas.values())
    assert results["MONTHS_COMPARED"] == 0
    assert "ONS's counts are of one year" in results["SENTENCE"]
    _, smoothed = made("smoothedrates", path, **asked)
    assert {code: area["count"] for code, area in smoothed.items()} == theft
