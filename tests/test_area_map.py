# SPDX-License-Identifier: GPL-2.0-or-later
"""The area map as QGIS runs it: numbers, hatching, legend, tips, files, page, and what it refuses."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    NULL,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)

from offline_cache import OfflineCache, import_paths
from offline_cache.model import ASB
from offline_cache.reference_data.importing import import_reference
from tests.algorithm_runs import Listening, rows, run
from tests.algorithm_runs import provider_of_analyses as _provider_of_analyses  # noqa: F401 - a fixture
from tests.api_client import FORCE
from tests.area_cases import without_files
from tests.held_neighbourhoods import fetch_into, polygons, rows_inside
from tests.plugin_caches import make_cache, published_rows
from tests.service import Service

LAST = [f"2025-{month:02d}" for month in range(5, 13)] + [f"2026-{month:02d}" for month in range(1, 5)]


@pytest.fixture(scope="module")
def areas(sample_folder: Path) -> tuple[Path, ...]:
    """Give outlines, look-up and residents of the sample."""
    return (*sample_folder.glob("*.geojson"), *sample_folder.glob("*.csv"))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, areas: tuple[Path, ...], sample_zip: Path) -> Path:
    """Give the sample with its areas; the tests read it only."""
    return make_cache(tmp_path_factory.mktemp("map") / "policeuk.sqlite", sample_zip, areas=areas)


def mapped(cache: Path, feedback: Listening | None = None, **parameters: Any) -> list[dict[str, Any]]:
    """The areas of a run kept in memory."""
    return rows(*run("areamap", {"CACHE": str(cache), "OUTPUT": "memory:", **parameters}, feedback))


def plain(sample_zip: Path, months: list[str]) -> Counter[str]:
    """Recorded crimes by LSOA of some months, as the files have them."""
    return Counter(
        row["LSOA code"]
        for month, row in published_rows(sample_zip, "street")
        if month in months and row["Crime type"] != ASB
    )


def legend(layer: QgsVectorLayer) -> list[str]:
    """The lines of the legend."""
    return [rule.label() for rule in layer.renderer().rootRule().children()]


def opened(path: Path) -> QgsVectorLayer:
    """A result file with the style that it keeps."""
    layer = QgsVectorLayer(str(path), "result", "ogr")
    assert layer.isValid()
    return layer


def test_counts_are_those_of_the_files_and_the_layer_explains_itself(
    cache: Path, sample_zip: Path, tmp_path: Path
) -> None:
    path, page = tmp_path / "areas.gpkg", tmp_path / "areas.html"
    parameters = {"CACHE": str(cache), "MEASURE": "count", "OUTPUT": str(path), "REPORT": str(page)}
    results, _ = run("areamap", {**parameters, "FROM": LAST[0], "TO": LAST[-1]})
    layer, expected = opened(path), plain(sample_zip, LAST)
    assert {f["code"]: f["count"] for f in layer.getFeatures()} == {
        f["code"]: expected[f["code"]] for f in layer.getFeatures()
    }
    assert results["CRIMES"] + results["UNPLACED"] == sum(expected.values())
    assert results["UNPLACED"] == expected[""] > 0
    lines = legend(layer)
    assert "Numbers, not rates: large areas hold more" in lines
    assert f"Not on the map: {expected['']} crimes without a place" in lines
    assert "policeuk:areamap" in " ".join(layer.metadata().history())
    assert "Invented sample" in " ".join(layer.metadata().rights())
    text = page.read_text(encoding="utf-8")
    assert "Numbers, not rates" in text
    assert "data:image/png" in text
    run("areamap", parameters)  # over its own earlier result


def test_crimes_without_a_place_are_never_those_of_a_selected_area(
    cache: Path, sample_zip: Path, tmp_path: Path
) -> None:
    path, page, feedback = tmp_path / "ward.gpkg", tmp_path / "ward.html", Listening()
    asked = {"AREA": "ward:E05990001", "FROM": LAST[0], "TO": LAST[-1]}
    parameters = {"CACHE": str(cache), "MEASURE": "count", "OUTPUT": str(path), "REPORT": str(page), **asked}
    run("areamap", parameters, feedback)
    without = plain(sample_zip, LAST)[""]
    said = f"{without} crimes in the files of Dogger Bank have no place: whether they lie in"
    assert any(line.startswith(said) and line.endswith("is not known.") for line in feedback.warned)
    assert any(line.startswith(f"Not on the map: {said}") for line in legend(opened(path)))
    assert said in page.read_text(encoding="utf-8")
    assert "in no area" not in opened(path).metadata().title()


def test_every_area_falls_into_one_class(cache: Path, tmp_path: Path) -> None:
    for measure in ("count", "rate residents", "rate households", "change", "bands"):
        path = tmp_path / f"{measure}.gpkg"
        months = {"FROM": "2025-05", "TO": "2025-12"}  # the sample lacks February 2025
        run("areamap", {"CACHE": str(cache), "MEASURE": measure, "OUTPUT": str(path), **months})
        layer = opened(path)
        rules = [rule for rule in layer.renderer().rootRule().children() if rule.filterExpression() != "FALSE"]
        assert 2 <= len(rules) <= 7
        for feature in layer.getFeatures():
            context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
            context.setFeature(feature)
            hits = [rule.label() for rule in rules if QgsExpression(rule.filterExpression()).evaluate(context)]
            assert len(hits) == 1, (measure, feature["value"], hits)


def test_months_that_are_missing_are_hatched_named_and_in_no_rate(
    tmp_path: Path, areas: tuple[Path, ...], sample_zip: Path
) -> None:
    lacking = without_files(sample_zip, tmp_path / "lacking.zip", "2025-11-dogger-bank-street.csv")
    cache = make_cache(tmp_path / "policeuk.sqlite", lacking, areas=areas)
    path, feedback = tmp_path / "a.gpkg", Listening()
    parameters = {"CACHE": str(cache), "OUTPUT": str(path), "FROM": LAST[0], "TO": LAST[-1]}
    results = run("areamap", parameters, feedback)[0]
    layer, expected = opened(path), plain(sample_zip, [month for month in LAST if month != "2025-11"])
    features = list(layer.getFeatures())
    assert results["HATCHED"] == len(features)
    assert "Months missing or held in part" in legend(layer)
    assert any("lack months (hatched)" in line for line in feedback.warned)
    for feature in features:
        assert feature["state"] == "months missing"
        assert (feature["months_held"], feature["months_missing"]) == (11, 1)
        assert feature["rate"] == pytest.approx(expected[feature["code"]] * 12 / 11 / feature["residents"] * 1000)
        assert "November 2025" in feature["lacking"]
        assert "November 2025" in feature["told"]


def test_no_change_where_a_month_of_either_year_is_missing(cache: Path) -> None:
    with pytest.raises(QgsProcessingException, match="There is no change, because not all months from 2025-05"):
        mapped(cache, MEASURE="change", FROM=LAST[0], TO=LAST[-1])  # the sample lacks February 2025


def test_wards_are_drawn_from_their_lsoas_where_they_have_no_outline(cache: Path) -> None:
    feedback = Listening()
    lsoas = mapped(cache, LEVEL="lsoa", MEASURE="count")
    wards = mapped(cache, feedback, LEVEL="ward", MEASURE="count")
    assert 1 < len(wards) < len(lsoas)
    assert sum(ward["count"] for ward in wards) == sum(lsoa["count"] for lsoa in lsoas)
    ground = sum(lsoa["geometry"].area() for lsoa in lsoas)
    assert sum(ward["geometry"].area() for ward in wards) == pytest.approx(ground)
    assert any("put together from those of LSOAs" in line for line in feedback.warned)


def test_names_of_areas_are_text_wherever_they_are_shown(cache: Path, tmp_path: Path) -> None:
    odd = '<b onclick="alert(1)">Évil &amp; \u202eright\u202c [% 1+1 %]</b>' + "x" * 500
    copy = tmp_path / "odd.sqlite"
    shutil.copy(cache, copy)
    connection = sqlite3.connect(copy)
    connection.execute("UPDATE area SET name = ?", (odd,))
    connection.execute("UPDATE area_name SET name = ?", (odd,))
    connection.commit()
    connection.close()
    path, page = tmp_path / "odd.gpkg", tmp_path / "odd.html"
    run("areamap", {"CACHE": str(copy), "OUTPUT": str(path), "REPORT": str(page)})
    layer = opened(path)
    feature = next(layer.getFeatures())
    assert feature["name"] == odd
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    tip = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert "<b " not in tip
    assert "&lt;b onclick=" in tip
    assert "[% 1+1 %]" in tip
    assert "<b onclick" not in page.read_text(encoding="utf-8")


def test_what_is_lacking_is_said(tmp_path: Path, cache: Path, areas: tuple[Path, ...], sample_zip: Path) -> None:
    look_up = tuple(path for path in areas if "lookup" in path.name)
    bare = make_cache(tmp_path / "bare.sqlite", sample_zip)
    with pytest.raises(QgsProcessingException, match="areas fetch"):
        mapped(bare, MEASURE="count")
    undrawn = make_cache(tmp_path / "undrawn.sqlite", sample_zip, areas=look_up)
    with pytest.raises(QgsProcessingException, match=r"no outlines of these LSOAs\. Bring them in with 'Fetch areas'"):
        mapped(undrawn, MEASURE="count")
    drawn = tuple(path for path in areas if "residents" not in path.name)
    people = make_cache(tmp_path / "nobody.sqlite", sample_zip, areas=drawn)
    for measure in ("rate residents", "rate households", "bands"):
        with pytest.raises(QgsProcessingException, match="There is no rate, because the cache holds no .* TS001"):
            mapped(people, MEASURE=measure)
    assert all(row["rate"] == NULL for row in mapped(people, MEASURE="count"))
    with pytest.raises(QgsProcessingException, match="Not one month from 2019-01 to 2019-02 is held"):
        mapped(cache, FROM="2019-01", TO="2019-02")
    with pytest.raises(QgsProcessingException, match="no outlines of neighbourhoods"):
        mapped(cache, LEVEL="neighbourhood", MEASURE="count")
    with pytest.raises(QgsProcessingException, match="is the cache, which the result would replace"):
        run("areamap", {"CACHE": str(cache), "OUTPUT": str(cache)})


def test_of_a_slice_it_says_what_is_compared_and_why_there_is_no_rate(
    tmp_path: Path, areas: tuple[Path, ...], sample_zip: Path
) -> None:
    look_up = next(path for path in areas if "lookup" in path.name)
    with look_up.open(encoding="utf-8", newline="") as stream:
        ward_of = {row["lsoa21_code"]: row["ward24_name"] for row in csv.DictReader(stream)}
    kept = {code for code, ward in ward_of.items() if ward == "Cleaver Bank"}
    path, months = tmp_path / "policeuk.sqlite", {"FROM": "2025-05", "TO": "2025-12"}
    with OfflineCache(path) as cache:
        import_paths(cache, [sample_zip], lsoas=kept)
        import_reference(cache, areas)
    feedback, page = Listening(), tmp_path / "page.html"
    wards = {row["name"]: row for row in mapped(path, feedback, LEVEL="ward", MEASURE="bands", **months)}
    held = plain(sample_zip, LAST[:8])
    assert wards["Cleaver Bank"]["count"] == sum(held[code] for code in kept) > 0
    assert "times the rate" not in wards["Cleaver Bank"]["told"]
    assert any(line.startswith("The rate of the one area with a rate is ") for line in feedback.said)
    assert any(f"Nothing is held of {len(wards) - 1} areas" in line for line in feedback.warned)
    other = next(row for name, row in wards.items() if name != "Cleaver Bank")
    assert "no file" not in other["told"]
    assert f"held only of {len(kept)} LSOAs elsewhere" in other["told"]
    lsoas = {row["code"]: row for row in mapped(path, LEVEL="lsoa", MEASURE="bands", **months)}
    assert all(f"times the rate of the {len(kept)} areas with a rate" in lsoas[code]["told"] for code in kept)
    with pytest.raises(QgsProcessingException, match="a month from 2025-05 to 2025-12 is wholly held") as caught:
        mapped(path, LEVEL="district", MEASURE="rate residents", **months)
    assert "TS001" not in str(caught.value)
    run(
        "areamap",
        {
            "CACHE": str(path),
            "LEVEL": "district",
            "MEASURE": "count",
            "REPORT": str(page),
            **months,
            "OUTPUT": "memory:",
        },
    )
    assert "of none of these districts a month from" in page.read_text(encoding="utf-8")


def test_a_cancelled_run_leaves_nothing(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="Stopped"):
        run("areamap", {"CACHE": str(cache), "OUTPUT": str(tmp_path / "a.gpkg")}, Listening(cancel_at=50))
    assert not list(tmp_path.iterdir())


def test_loaded_into_a_project_it_is_styled_and_named(cache: Path) -> None:
    project = QgsProject()
    results, context = run("areamap", {"CACHE": str(cache), "OUTPUT": "memory:"}, project=project)
    assert results["AREAS"] > 10
    layer = context.getMapLayer(results["OUTPUT"])
    assert layer is not None
    assert layer.featureCount() == results["AREAS"]


def test_neighbourhoods_by_where_snap_points_lie(tmp_path: Path, sample_zip: Path) -> None:
    pytest.importorskip("shapely")
    path = make_cache(tmp_path / "policeuk.sqlite", sample_zip)
    with Service(rate_limit=False) as service:
        fetch_into(service, path)
        outlines = polygons(service)
    found = {row["code"]: row for row in mapped(path, LEVEL="neighbourhood", MEASURE="count", FROM=LAST[0])}
    assert {code.partition("/")[2] for code in found} == set(outlines)
    for code, outline in outlines.items():
        inside = [
            row
            for month, row in rows_inside(outline, sample_zip, "street")
            if month in LAST and row["Crime type"] != ASB
        ]
        assert found[f"{FORCE}/{code}"]["count"] == len(inside)
    with pytest.raises(QgsProcessingException, match="how many live in a neighbourhood is not known"):
        mapped(path, LEVEL="neighbourhood")
