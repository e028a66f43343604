# SPDX-License-Identifier: GPL-2.0-or-later
"""The funnel of all partnerships by the counts that ONS publishes, against its own table."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProcessingException

from offline_cache import OfflineCache
from offline_cache.reference_data.importing import import_reference
from tests.algorithm_runs import Listening
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.rated_cases import made


def test_all_partnerships_by_official_counts(shared: Path, tmp_path: Path) -> None:
    data, path = shared / "data", tmp_path / "policeuk.sqlite"
    official = data / "official" / "ons_table_C2_csp_yejun2025.csv"
    with OfflineCache(path) as cache:
        import_reference(
            cache,
            [
                data / "lookups" / "lsoa21_ward24_lad24_csp24_pfa24.csv.gz",
                data / "attributes" / "lsoa21_census2021_residents_households.csv.gz",
                official,
            ],
        )
    asked: dict[str, Any] = {"LEVEL": "csp", "SOURCE": "ons", "FROM": "", "TO": ""}
    feedback = Listening()
    page = tmp_path / "page.html"
    results, areas = made("funnelplot", path, feedback, **asked, REPORT=str(page))
    assert "publishedrows" not in page.read_text(encoding="utf-8")  # no published row is behind these counts
    counts = {row["code"]: row["total"] for row in official_rows(official)}
    assert len(areas) == results["AREAS"] == 314
    assert {code: area["count"] for code, area in areas.items()} == counts
    assert all(area["geometry"].isNull() for area in areas.values())
    assert sum(area["expected"] for area in areas.values()) == pytest.approx(sum(counts.values()))
    assert results["BY_POISSON"] > 0.8 * 314
    outside = sum(abs(area["adjusted_z"]) > 1.959964 for area in areas.values())
    assert 0.01 < outside / 314 < 0.2
    assert 0 < results["HIGHER"] + results["LOWER"] < 0.05 * 314
    assert any("4 years from the crimes" in line for line in feedback.said)
    assert any("placed in no CSP" in line for line in feedback.said)
    _, burglary = made("funnelplot", path, **asked, TYPES=["Burglary"])
    assert {code: area["count"] for code, area in burglary.items()} == {
        row["code"]: row["burglary"] for row in official_rows(official)
    }
    for refused, words in (
        ({"INCLUDE_ASB": True}, "is an incident, not a recorded crime"),
        ({"LEVEL": "lsoa"}, "ONS publishes recorded crime of CSPs and police force areas"),
        ({"FROM": "2025-01"}, "FROM and TO do not apply"),
    ):
        with pytest.raises(QgsProcessingException, match=words):
            made("funnelplot", path, **{**asked, **refused})


def official_rows(path: Path) -> list[dict[str, object]]:
    """The rows of partnerships in ONS's table: code, all crime, burglary."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [
            {
                "code": row["Community Safety Partnership code"],
                "total": int(row["Total recorded crime (excluding fraud)"].replace(",", "")),
                "burglary": int(row["Burglary"].replace(",", "")),
            }
            for row in csv.DictReader(stream)
            if row["Community Safety Partnership code"].startswith(("E22", "W14"))
        ]
