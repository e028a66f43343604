# SPDX-License-Identifier: GPL-2.0-or-later
"""`crimelayers`, `placelayer` and `pointsofinterest` against the published rows counted plainly."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import NULL, QgsProcessingException, QgsProcessingFeedback, QgsProject, QgsVectorLayer

from offline_cache import OfflineCache, import_paths
from offline_cache.model import ASB
from policeuk_plugin.layers.kinds import THROUGH_TIME, LayerKind
from policeuk_plugin.layers.request import kind_of
from policeuk_plugin.processing.map_layers.place_points import field_name
from policeuk_plugin.processing.provider import PoliceUkProvider
from tests.algorithm_runs import Listening, registered, rows, run
from tests.pace import little_work
from tests.plugin_caches import Row, make_cache, placed, published_rows
from tests.sample_factory import street_csv, street_row


@pytest.fixture(autouse=True)
def _provider() -> Iterator[PoliceUkProvider]:
    yield from registered()


@pytest.fixture(scope="module")
def kinds(root: Path) -> frozenset[str]:
    """Give the kinds of map point that the service names."""
    table = (root / "offline_cache" / "reference" / "snap_point_kinds.json").read_text(encoding="utf-8")
    return frozenset(kind.casefold() for kind in json.loads(table)["kinds"])


def named_kind(row: Row) -> str:
    return row["Location"].partition("On or near ")[2].strip().casefold()


def key(row: Row) -> tuple[str, str, str]:
    return row["Longitude"], row["Latitude"], row["Location"]


def place_of(feature: dict[str, Any]) -> tuple[str, str, str]:
    point = feature["geometry"].asPoint()
    return f"{point.x():.6f}", f"{point.y():.6f}", feature["location"]


def test_places_with_counts_by_type(sample_cache: Path, sample_zip: Path) -> None:
    given = {"CACHE": str(sample_cache), "FROM": "2025-01", "TO": "2025-06", "OUTPUT": "memory:"}
    feedback = Listening()
    results, context = run("placelayer", given, feedback)
    wanted = [row for month, row in placed(sample_zip, "street") if "2025-01" <= month <= "2025-06"]
    wanted = [row for row in wanted if row["Crime type"] != ASB]
    assert results["COUNT"] == len(wanted)
    assert results["MISSING_MONTHS"] == 1
    assert any("February 2025" in line and "not zero" in line for line in feedback.warned)
    found = rows(results, context)
    assert Counter({place_of(f): f["crimes"] for f in found}) == Counter(key(row) for row in wanted)
    by_type = Counter((key(row), field_name(row["Crime type"])) for row in wanted)
    shown = Counter()
    for feature in found:
        for name, value in feature.items():
            if name.startswith("n_") and value:
                shown[(place_of(feature), name)] += value
    assert shown == by_type
    for feature in found:
        counts = sorted((v for n, v in feature.items() if n.startswith("n_") and v), reverse=True)
        tied = len(counts) > 1 and counts[0] == counts[1]
        assert (feature["leading_type"] == "several") == tied
        assert tied or feature[field_name(feature["leading_type"])] == counts[0]
        assert len(feature["crime_months"].split()) == feature["crimes"]


@pytest.mark.parametrize("by", ["year", "month"])
def test_points_of_interest_through_time(
    sample_cache: Path, sample_zip: Path, kinds: frozenset[str], by: str, tmp_path: Path
) -> None:
    report = tmp_path / "page.html"
    given = {"CACHE": str(sample_cache), "OUTPUT": "memory:", "BY": by, "REPORT": str(report)}
    results, context = run("pointsofinterest", given)
    wanted = [
        (month, row)
        for month, row in placed(sample_zip, "street")
        if named_kind(row) in kinds and row["Crime type"] != ASB
    ]
    found = rows(results, context)
    assert results["COUNT"] == len(wanted) == sum(f["crimes"] for f in found)
    if by == "year":
        expected = Counter((key(row), f"y{month[:4]}") for month, row in wanted)
    else:
        expected = Counter((key(row), "m" + month.replace("-", "_")) for month, row in wanted)
        assert all(feature["m2025_02"] in (None, NULL) for feature in found)
        assert all(feature["m2025_03"] not in (None, NULL) for feature in found)
    columns = {name for _, name in expected}
    shown = Counter({(place_of(f), name): f[name] for f in found for name in columns if f[name]})
    assert shown == expected
    page = report.read_text(encoding="utf-8")
    assert "February 2025" in page
    assert "2025 (11 months)" in page
    for kind, count in Counter(named_kind(row) for _, row in wanted).most_common(3):
        assert f"<td>{count}</td>" in page or f">{count}<" in page
        assert kind in page.casefold()


def test_some_kinds_only(sample_cache: Path, sample_zip: Path) -> None:
    given = {"CACHE": str(sample_cache), "OUTPUT": "memory:", "KINDS": ["Supermarket"], "INCLUDE_ASB": True}
    results, context = run("pointsofinterest", given)
    expected = sum(named_kind(row) == "supermarket" for _, row in placed(sample_zip, "street"))
    assert results["COUNT"] == expected > 0
    assert {feature["place_kind"] for feature in rows(results, context)} == {"Supermarket"}


def test_a_cache_of_streets_only_has_no_point_of_interest(tmp_path: Path) -> None:
    path = tmp_path / "2026-04-dorset-street.csv"
    path.write_bytes(street_csv("2026-04", "dorset", [street_row()]))
    cache = make_cache(tmp_path / "cache.sqlite", path)
    with pytest.raises(QgsProcessingException, match="all are streets"):
        run("pointsofinterest", {"CACHE": str(cache)})


def test_names_are_text_on_the_page_and_in_the_layer(tmp_path: Path) -> None:
    nasty = "On or near <script>alert('1')</script> \"\u202eסוף\u202c\" " + "x" * 460
    path = tmp_path / "2026-04-dorset-street.csv"
    path.write_bytes(street_csv("2026-04", "dorset", [street_row(location=nasty)]))
    cache = make_cache(tmp_path / "cache.sqlite", path)
    report = tmp_path / "page.html"
    results, context = run("placelayer", {"CACHE": str(cache), "OUTPUT": "memory:", "REPORT": str(report)})
    (feature,) = rows(results, context)
    assert feature["location"] == nasty
    page = report.read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_whole_set_is_in_one_group_with_its_themes(sample_cache: Path) -> None:
    from processing.gui import Postprocessing

    Postprocessing.iface = None
    project = QgsProject.instance()
    project.clear()
    with little_work(3):
        results, context = run("crimelayers", {"CACHE": str(sample_cache)}, project=project)
        assert Postprocessing.handleAlgorithmResults(context.algorithm, context, QgsProcessingFeedback(False), results)
    kinds = {kind_of(layer) for layer in project.mapLayers().values()}
    assert {LayerKind.PLACES, LayerKind.HEAT, LayerKind.CRIMES, LayerKind.OUTCOMES, LayerKind.AREAS} <= kinds
    assert not kinds & set(THROUGH_TIME)
    assert results["COUNT"] == len(project.mapLayers())
    (group,) = project.layerTreeRoot().findGroups()
    seen = [kind_of(node.layer()) for node in group.findLayers() if node.itemVisibilityChecked()]
    assert seen == [LayerKind.PLACES, LayerKind.HEAT, LayerKind.AREAS]
    places = next(layer for layer in project.mapLayers().values() if kind_of(layer) is LayerKind.PLACES)
    heat = next(layer for layer in project.mapLayers().values() if kind_of(layer) is LayerKind.HEAT)
    for scale in (10_000, 149_000, 151_000, 2_000_000):
        assert places.isInScaleRange(scale) != heat.isInScaleRange(scale)
    project.clear()


def test_a_geopackage_keeps_the_style(sample_cache: Path, tmp_path: Path) -> None:
    output = tmp_path / "places.gpkg"
    results, _ = run("placelayer", {"CACHE": str(sample_cache), "OUTPUT": str(output)})
    layer = QgsVectorLayer(results["OUTPUT"], "places", "ogr")
    assert layer.featureCount() == results["POINTS"]
    assert layer.renderer().type() == "categorizedSymbol"


@pytest.mark.parametrize("algorithm", ["placelayer", "pointsofinterest"])
def test_crimes_without_a_place_are_told_apart_and_missing_months_named(
    sample_cache: Path, sample_zip: Path, algorithm: str, tmp_path: Path
) -> None:
    report, months = tmp_path / "page.html", {"FROM": "2025-01", "TO": "2025-03"}
    feedback = Listening()
    results, _ = run(algorithm, {"CACHE": str(sample_cache), **months, "REPORT": str(report)}, feedback)
    published = [row for month, row in published_rows(sample_zip, "street") if "2025-01" <= month <= "2025-03"]
    published = [row for row in published if row["Crime type"] != ASB]
    assert results["UNPLACED"] == sum(not row["Longitude"] for row in published) > 0
    if algorithm == "placelayer":
        assert results["COUNT"] + results["UNPLACED"] == len(published)
    page = report.read_text(encoding="utf-8")
    assert "they are counted" not in "".join([page, *feedback.said, *feedback.warned])
    for text in (page, results["SENTENCE"]):
        assert f"{results['UNPLACED']:,} crimes more have no place and are on no snap point." in text
        assert "Missing, which is not zero: February 2025." in text


@pytest.mark.parametrize("algorithm", ["placelayer", "pointsofinterest"])
def test_months_held_in_part_are_named_wherever_the_number_is(sample_zip: Path, algorithm: str, tmp_path: Path) -> None:
    report, path = tmp_path / "page.html", tmp_path / "cache.sqlite"
    codes = sorted({row["LSOA code"] for _, row in placed(sample_zip, "street")})[::2]
    with OfflineCache(path) as cache:
        import_paths(cache, [sample_zip], lsoas=frozenset(codes))
    feedback = Listening()
    given = {"CACHE": str(path), "AREA": "force:dogger-bank", "FROM": "2025-06", "TO": "2025-06"}
    results, _ = run(algorithm, {**given, "REPORT": str(report), "OUTPUT": "memory:"}, feedback)
    assert (results["MISSING_MONTHS"], results["PARTIAL_MONTHS"]) == (0, 1)
    assert any("Held in part" in line for line in feedback.warned)
    page = report.read_text(encoding="utf-8")
    assert "No month is missing." not in "".join([page, *feedback.said])
    for text in (page, results["SENTENCE"]):
        assert "Held in part, so that these numbers are too low: June 2025." in text
        assert "without a place in files held as slices are not held." in text
    assert "0 more have no place" not in "".join([page, *feedback.said])
    within, _ = run(algorithm, {**given, "AREA": "slice:1"})
    assert within["PARTIAL_MONTHS"] == 0
    assert "Held in part" not in within["SENTENCE"]
