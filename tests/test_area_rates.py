# SPDX-License-Identifier: GPL-2.0-or-later
"""Rates of areas as QGIS runs them: intervals, strata, change and bands against plain counting."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    NULL,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsProcessingException,
    QgsVectorLayer,
)

from offline_cache.reference import lsoa_edition
from tests.algorithm_runs import Listening, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.area_cases import ARCHIVE, census, real_cache, within
from tests.area_factory import table, written
from tests.plugin_caches import make_cache, published_rows
from tests.rated_cases import (
    ASKED,
    MONTHS,
    areas_of_sample,
    by_type,
    class_of,
    look_up,
    made,
    plain,
    rated_cache,
    residents,
    table_rows,
)
from tests.sample_factory import street_csv, street_row

WARDS: dict[str, Any] = {"LEVEL": "ward", "STRATA": "rural-urban"}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path, sample_zip: Path) -> Path:
    """Give the sample with its areas and classes; the tests read it only."""
    return rated_cache(tmp_path_factory.mktemp("rates") / "policeuk.sqlite", sample_folder, sample_zip)


def byar(count: float) -> tuple[float, float]:
    """Byar's limits of a count of 10 or more."""
    z = 1.959963985
    lower = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
    more = count + 1
    return lower, more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3


def limits(count: int) -> tuple[float, float]:
    """Exact below ten, Byar's from there on."""
    stats = pytest.importorskip("scipy.stats")
    if count >= 10:
        return byar(count)
    lower = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    return float(lower), float(stats.chi2.ppf(0.975, 2 * count + 2) / 2)


def test_rates_and_their_intervals(cache: Path, sample_zip: Path, sample_folder: Path) -> None:
    results, areas = made("arearates", cache, DENOMINATOR="households", MEASURE="rate", TYPES=["Burglary"])
    counts, homes = plain(sample_zip, types=["Burglary"]), residents(sample_folder, "total_households")
    assert len({area["count"] < 10 for area in areas.values()}) == 2  # both kinds of limits are tested
    for code, area in areas.items():
        lower, upper = limits(counts[code])
        assert area["households"] == homes[code]
        assert area["rate"] == pytest.approx(counts[code] / homes[code] * 1000)
        assert area["rate_lower"] == pytest.approx(lower / homes[code] * 1000, rel=1e-6)
        assert area["rate_upper"] == pytest.approx(upper / homes[code] * 1000, rel=1e-6)
        assert area["value"] == pytest.approx(area["rate"])
    assert results["RATE"] == pytest.approx(sum(counts[code] for code in homes) / sum(homes.values()) * 1000)


def test_without_strata_the_ratio_is_to_the_rate_of_all(cache: Path, sample_zip: Path, sample_folder: Path) -> None:
    _, areas = made("arearates", cache, MEASURE="standardised ratio")
    counts, people = plain(sample_zip), residents(sample_folder)
    rate = sum(counts[code] for code in people) / sum(people.values())
    for code, area in areas.items():
        assert area["ratio"] == area["value"] == pytest.approx(counts[code] / (people[code] * rate))
        assert area["direct_rate"] == NULL


def test_strata_against_a_loop_over_classes(cache: Path, sample_zip: Path, sample_folder: Path) -> None:
    _, areas = made("arearates", cache, **WARDS, MEASURE="direct rate")
    counts, people = plain(sample_zip), residents(sample_folder)
    crimes_of, people_of = Counter[str](), Counter[str]()
    for code in people:
        crimes_of[class_of(code)] += counts[code]
        people_of[class_of(code)] += people[code]
    ward_of = {row["lsoa21_code"]: row["ward24_code"] for row in look_up(sample_folder)}
    in_ward: dict[str, list[str]] = defaultdict(list)
    for code in people:
        in_ward[ward_of[code]].append(code)
    assert set(areas) == set(in_ward)
    some_direct = 0
    for ward, codes in in_ward.items():
        area = areas[ward]
        observed = sum(counts[code] for code in codes)
        expected = sum(people[code] * crimes_of[class_of(code)] / people_of[class_of(code)] for code in codes)
        lower, upper = limits(observed)
        assert area["expected"] == pytest.approx(expected)
        assert area["ratio"] == pytest.approx(observed / expected)
        assert area["ratio_lower"] == pytest.approx(lower / expected, rel=1e-6)
        assert area["ratio_upper"] == pytest.approx(upper / expected, rel=1e-6)
        own = {name: [code for code in codes if class_of(code) == name] for name in people_of}
        if any(not part for part in own.values()):
            assert area["direct_rate"] == area["value"] == NULL
            continue
        some_direct += 1
        share = {name: people_of[name] / sum(people_of.values()) for name in people_of}
        crimes = {name: sum(counts[code] for code in part) for name, part in own.items()}
        time = {name: sum(people[code] for code in part) for name, part in own.items()}
        direct = sum(share[name] * crimes[name] / time[name] for name in own)
        variance = sum(share[name] ** 2 * crimes[name] / time[name] ** 2 for name in own)
        assert area["direct_rate"] == area["value"] == pytest.approx(1000 * direct)
        below = direct + math.sqrt(variance / observed) * (lower - observed)
        assert area["direct_lower"] == pytest.approx(1000 * below, rel=1e-6)
    assert some_direct


def test_change_on_the_year_before_over_the_months_held_in_both(cache: Path, sample_zip: Path, tmp_path: Path) -> None:
    path = tmp_path / "table.gpkg"
    feedback = Listening()
    asked: dict[str, Any] = {
        "FROM": "2025-06",
        "TO": "2026-04",
        "MEASURE": "change",
        "BY_TYPE": True,
        "TABLE": str(path),
    }
    results, areas = made("arearates", cache, feedback, **asked)
    months = [month for month in MONTHS[1:] if month != "2026-02"]  # of the year before February lacks
    now, before = plain(sample_zip, months), plain(sample_zip, months, before=True)
    assert results["MONTHS_COMPARED"] == len(months) == 10
    for code, area in areas.items():
        assert (area["after"], area["before"], area["months_compared"]) == (now[code], before[code], 10)
    assert any("10 of the 11 months are held in both years" in line for line in feedback.said)
    found = table_rows(path)
    typed = by_type(sample_zip, months)
    for row in found:
        if row["crime_type"] != "all selected":
            assert row["after"] == typed[row["crime_type"]][row["code"]]
    tested = sorted((row["p"], row["q"]) for row in found)
    least = 1.0
    for at in range(len(tested), 0, -1):
        least = min(least, tested[at - 1][0] * len(tested) / at)
        assert tested[at - 1][1] == pytest.approx(least)
    verdicts = {row["verdict"] for row in found if row["q"] <= 0.05}
    assert verdicts <= {"more", "fewer"}
    assert results["MORE"] + results["FEWER"] == sum(area["q"] <= 0.05 for area in areas.values())


def test_the_e_test_of_two_counts(cache: Path) -> None:
    stats = pytest.importorskip("scipy.stats")
    _, areas = made("arearates", cache, FROM="2025-06", TO="2026-01", TYPES=["Burglary"], MEASURE="change")
    for area in list(areas.values())[:8]:
        found = stats.poisson_means_test(area["after"], 1, area["before"], 1).pvalue
        assert area["p"] == pytest.approx(found, abs=1e-6)


def test_bands_are_those_of_the_area_map(cache: Path) -> None:
    _, rates = made("arearates", cache)
    _, mapped = made("areamap", cache, MEASURE="bands")
    assert {code: area["band"] for code, area in rates.items()} == {code: area["band"] for code, area in mapped.items()}
    assert {code: area["value"] for code, area in rates.items()} == {
        code: area["value"] for code, area in mapped.items()
    }


def test_what_cannot_be_standardised_is_said(
    cache: Path, tmp_path: Path, sample_folder: Path, sample_zip: Path
) -> None:
    feedback = Listening()
    _, areas = made("arearates", cache, feedback, STRATA="rural-urban")
    assert all(area["direct_rate"] == NULL and area["ratio"] != NULL for area in areas.values())
    assert any("An LSOA is of one class" in line for line in feedback.said)
    bare = make_cache(tmp_path / "bare.sqlite", sample_zip, areas=areas_of_sample(sample_folder))
    with pytest.raises(QgsProcessingException, match="no classes 'rural-urban'"):
        made("arearates", bare, STRATA="rural-urban")
    with pytest.raises(QgsProcessingException, match="ONS publishes no counts by LSOA|no official counts"):
        made("arearates", cache, LEVEL="csp", SOURCE="ons", FROM="", TO="", STRATA="rural-urban")


def test_page_and_layer_explain_themselves(cache: Path, tmp_path: Path) -> None:
    for measure in ("bands", "rate", "standardised ratio", "direct rate", "change"):
        path, page = tmp_path / f"{measure}.gpkg", tmp_path / f"{measure}.html"
        asked = {"CACHE": str(cache), "OUTPUT": str(path), "REPORT": str(page), "MEASURE": measure, **WARDS}
        run("arearates", {**asked, "FROM": "2025-06", "TO": "2026-01"})
        text = page.read_text(encoding="utf-8")
        for words in (
            "Rates",
            "Standardised by rural-urban",
            "Least like the year before",
            "Byar",
            "Dobson",
            "not the country",
        ):
            assert words in text
        layer = QgsVectorLayer(str(path), "result", "ogr")
        rules = [rule.filterExpression() for rule in layer.renderer().rootRule().children()]
        for feature in layer.getFeatures():
            hits = [rule for rule in rules if rule != "FALSE" and layer_hit(layer, feature, rule)]
            assert len(hits) == 1, (measure, feature["value"])


def layer_hit(layer: QgsVectorLayer, feature: QgsFeature, rule: str) -> bool:
    """Whether a rule of the renderer takes a feature."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    return bool(QgsExpression(rule).evaluate(context))


def test_months_before_that_are_not_held_give_no_change(cache: Path, tmp_path: Path) -> None:
    path, page = tmp_path / "rates.gpkg", tmp_path / "rates.html"
    asked = {"CACHE": str(cache), "OUTPUT": str(path), "REPORT": str(page), "FROM": "2024-06", "TO": "2024-08"}
    results, _ = run("arearates", {**asked, "MEASURE": "change"})
    assert results["MONTHS_COMPARED"] == results["MORE"] == results["FEWER"] == 0
    layer = QgsVectorLayer(str(path), "result", "ogr")
    assert all(feature["verdict"] == NULL for feature in layer.getFeatures())
    assert "no month is held in both years" in page.read_text(encoding="utf-8")


def test_a_cancelled_run_leaves_nothing(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="Stopped"):
        run("arearates", {"CACHE": str(cache), "OUTPUT": str(tmp_path / "a.gpkg"), **ASKED}, Listening(cancel_at=50))
    assert not list(tmp_path.iterdir())


def test_wards_of_a_real_force(shared: Path, tmp_path: Path) -> None:
    path = real_cache(tmp_path / "policeuk.sqlite", shared, shared / "data" / ARCHIVE)
    wards, people = within(shared, "ward24_code"), census(shared, "total_residents")
    asked: dict[str, Any] = {"FROM": "2022-05", "TO": "2023-04", "LEVEL": "ward", "AREA": "force:bedfordshire"}
    _, areas = made("arearates", path, **asked, TYPES=["Vehicle crime"])
    now, before, living = Counter[str](), Counter[str](), Counter[str]()
    for month, row in published_rows(shared / "data" / ARCHIVE, "street"):
        if row["Crime type"] == "Vehicle crime" and row["LSOA code"]:
            (now if month >= "2022-05" else before)[wards[row["LSOA code"]]] += 1
    for lsoa, number in people.items():
        living[wards[lsoa]] += number
    assert len(areas) > 70
    for code, area in areas.items():
        assert (area["count"], area["after"], area["before"]) == (now[code], now[code], before[code])
        assert area["residents"] == living[code]
        assert area["rate"] == pytest.approx(now[code] / living[code] * 1000)


def test_areas_without_a_month_held_have_no_count(tmp_path: Path) -> None:
    """An LSOA of 2011 that was split leaves those of 2021 without a month: they are not among those of few crimes."""
    codes = [f"E010{number:05d}" for number in range(1, 35_000)]
    (same, whole), (first, second) = (
        [code for code in codes if lsoa_edition(code) == edition][:2] for edition in (None, 2021)
    )
    old = next(code for code in codes if lsoa_edition(code) == 2011)
    rows_of = [street_row(lsoa_code=code, lsoa_name=code) for code in [same] * 30 + [whole] * 40 + [old] * 50]
    file = tmp_path / "2020-05-dorset-street.csv"
    file.write_bytes(street_csv("2020-05", "dorset", rows_of))
    fit = table(
        "LSOA11CD,LSOA21CD,CHGIND",
        *([code, code, "U"] for code in (same, whole)),
        *([old, code, "S"] for code in (first, second)),
    )
    head = "LSOA21CD,LSOA21NM,WD24CD,WD24NM,PFA24CD,PFA24NM"
    new = (same, whole, first, second)
    wards = table(head, *([code, code, "E05000001", "Abbey", "E23000039", "Dorset"] for code in new))
    people = table("lsoa21_code,total_residents", *([code, 1000] for code in new))
    made_of = {"fit.csv": fit, "look_up.csv": wards, "people_mid2022.csv": people}
    areas = tuple(written(tmp_path / name, text) for name, text in made_of.items())
    cache = make_cache(tmp_path / "c.sqlite", file, areas=areas)
    asked: dict[str, Any] = {"FROM": "2020-05", "TO": "2020-05", "AREA": "force:dorset", "EDITION": "2021"}
    results, found = made("arearates", cache, **asked)
    counts = {code: None if row["count"] == NULL else row["count"] for code, row in found.items()}
    assert counts == {same: 30, whole: 40, first: None, second: None}
    assert "fewer than 20" not in results["SENTENCE"]
    assert "Nothing is known of it, which is not zero" in found[first]["told"]
    assert "LSOAs of 2011" in found[first]["told"]
