# SPDX-License-Identifier: GPL-2.0-or-later
"""Smoothed rates as QGIS runs them: Marshall's formula over plain counts, the maps, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from tests.algorithm_runs import Listening, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.area_cases import without_files
from tests.rated_cases import ASKED, MONTHS, by_type, made, plain, rated_cache, residents, table_rows


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> Path:
    """Give the sample with its areas; the tests read it only."""
    return rated_cache(tmp_path_factory.mktemp("smoothed") / "policeuk.sqlite", sample_folder, sample_zip)


def marshall(counts: dict[str, int], people: dict[str, float]) -> dict[str, float]:
    """Smoothed rates per person-year, one area after the other."""
    b = sum(counts.values()) / sum(people.values())
    spread = sum(people[code] * (counts[code] / people[code] - b) ** 2 for code in people) / sum(people.values())
    a = max(0.0, spread - b / (sum(people.values()) / len(people)))
    return {code: b + a * (counts[code] / people[code] - b) / (a + b / people[code]) for code in people}


def test_numbers_are_those_of_the_formula_over_plain_counts(
    cache: Path, sample_zip: Path, sample_folder: Path, tmp_path: Path
) -> None:
    path, people = tmp_path / "table.gpkg", residents(sample_folder)
    results, areas = made("smoothedrates", cache, TABLE=str(path))
    of = plain(sample_zip)
    counts = {code: of[code] for code in people}
    expected = marshall(counts, {code: float(number) for code, number in people.items()})
    for code, area in areas.items():
        assert area["count"] == counts[code]
        assert area["rate"] == pytest.approx(1000 * counts[code] / people[code])
        assert area["smoothed"] == area["value"] == pytest.approx(1000 * expected[code])
        assert area["lower"] < area["smoothed"] < area["upper"]
        mean = 1000 * sum(counts.values()) / sum(people.values())
        assert area["own_weight"] * area["rate"] + (1 - area["own_weight"]) * mean == pytest.approx(area["smoothed"])
    assert results["HIGHEST"] == pytest.approx(1000 * max(expected.values()))
    own = sum(area["own_weight"] for area in areas.values()) / len(areas)
    assert results["OWN_WEIGHT"] == pytest.approx(own)
    assert own >= 0.85
    assert "much more would be smoothed" in results["SENTENCE"]
    assert "smoothing changes little here" not in results["SENTENCE"], "that of one area, as the sentence after it says"
    typed = by_type(sample_zip)
    rows = table_rows(path)
    assert {row["crime_type"] for row in rows} == {"all selected", *typed}
    for row in rows:
        if row["crime_type"] in typed:
            assert row["count"] == typed[row["crime_type"]][row["code"]]


def test_a_missing_month_is_in_no_rate(tmp_path: Path, sample_folder: Path, sample_zip: Path) -> None:
    lacking = without_files(sample_zip, tmp_path / "lacking.zip", "2025-11-dogger-bank-street.csv")
    cache, people = rated_cache(tmp_path / "policeuk.sqlite", sample_folder, lacking), residents(sample_folder)
    results, areas = made("smoothedrates", cache)
    of = plain(lacking, [month for month in MONTHS if month != "2025-11"])
    expected = marshall({code: of[code] for code in people}, {code: n * 11 / 12 for code, n in people.items()})
    assert results["HATCHED"] == len(areas)
    assert {code: area["smoothed"] for code, area in areas.items()} == pytest.approx(
        {code: 1000 * rate for code, rate in expected.items()}
    )


def test_both_maps_stand_beside_each_other_and_the_layer_explains_itself(cache: Path, tmp_path: Path) -> None:
    path, page, chart = tmp_path / "s.gpkg", tmp_path / "s.html", tmp_path / "s.svg"
    run("smoothedrates", {"CACHE": str(cache), "OUTPUT": str(path), "REPORT": str(page), "CHART": str(chart), **ASKED})
    text = page.read_text(encoding="utf-8")
    assert "data:image/png" in text
    assert "Smoothed rates, and beside them the rates as counted in the same classes" in text
    for words in ("Marshall", "not a count", "Rank as counted", "Invented"):
        assert words in text
    layer = QgsVectorLayer(str(path), "s", "ogr")
    legend = [rule.label() for rule in layer.renderer().rootRule().children()]
    assert "Smoothed: crimes per 1,000 residents a year" in legend
    assert "<svg" in chart.read_text(encoding="utf-8")


def test_too_few_areas_are_refused(cache: Path) -> None:
    with pytest.raises(QgsProcessingException, match="Only 1 areas have a rate, and smoothing needs 5"):
        made("smoothedrates", cache, LEVEL="csp")


def test_a_cancelled_run_leaves_nothing(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="Stopped"):
        run("smoothedrates", {"CACHE": str(cache), "OUTPUT": str(tmp_path / "a.gpkg")}, Listening(cancel_at=50))
    assert not list(tmp_path.iterdir())


def test_the_legend_says_how_high_the_last_class_goes(cache: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    results, _ = made("smoothedrates", cache, LEVEL="ward", REPORT=str(page))
    assert results["OWN_WEIGHT"] >= 0.85
    assert "So smoothing changes little here: rates as counted tell nearly the same." in results["SENTENCE"]
    assert f"(highest {results['HIGHEST']:.1f})" in page.read_text(encoding="utf-8")
