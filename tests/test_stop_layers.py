# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of stops and searches: places counted anew, objects in plain words, tips that run nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsVectorLayer,
)

from offline_cache import Month, Selection
from offline_cache.reference import stop_words
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from tests.plugin_caches import make_cache, placed
from tests.sample_factory import stop_row, stops_csv, street_csv, street_row

YEAR = Selection(first=Month(2022, 5), last=Month(2023, 4))


@pytest.fixture(scope="module")
def bedfordshire(bedfordshire_zip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a cache of two real years."""
    return make_cache(tmp_path_factory.mktemp("stops") / "bedfordshire.sqlite", bedfordshire_zip)


def layer(cache: Path, kind: LayerKind, selection: Selection = Selection()) -> QgsVectorLayer:  # noqa: B008 - frozen
    """Open one layer."""
    (only,) = build_layers(LayerRequest(cache, (kind,), selection), read_holdings(cache))
    return only


def tip(layer: QgsVectorLayer, feature: QgsFeature) -> str:
    """Give a feature's map tip."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    return QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)


@pytest.mark.parametrize("selection", [Selection(), YEAR], ids=["all", "a year"])
def test_places_hold_the_stops_published_there(
    bedfordshire: Path, bedfordshire_zip: Path, selection: Selection
) -> None:
    first, last = str(selection.first or ""), str(selection.last or "9999")
    rows = [row for month, row in placed(bedfordshire_zip, "stop-and-search") if first <= month <= last]
    expected = Counter((row["Longitude"], row["Latitude"]) for row in rows)
    objects = Counter(row["Object of search"] for row in rows)
    found: Counter[tuple[str, str]] = Counter()
    listed: Counter[str] = Counter()
    for feature in layer(bedfordshire, LayerKind.STOP_PLACES, selection).getFeatures():
        point = feature.geometry().asPoint()
        found[f"{point.x():.6f}", f"{point.y():.6f}"] += feature["stops"]
        for line in feature["objects"].split("; "):
            name, _, number = line.rpartition(" ")
            listed[name] += int(number)
        assert sum(int(line.rpartition(" ")[2]) for line in feature["outcomes"].split("; ")) == feature["stops"]
    assert (found, listed) == (expected, objects)


def test_each_stop_stands_in_the_month_of_its_file(bedfordshire: Path, bedfordshire_zip: Path) -> None:
    expected = Counter((month, row["Object of search"]) for month, row in placed(bedfordshire_zip, "stop-and-search"))
    stops = layer(bedfordshire, LayerKind.STOPS)
    assert Counter((f["month"], f["object_of_search"]) for f in stops.getFeatures()) == expected


def test_every_object_has_its_class_and_its_plain_words(sample_cache: Path) -> None:
    stops = layer(sample_cache, LayerKind.STOPS)
    named = {value for category in stops.renderer().categories() for value in (category.value() or ())}
    grouped = {name for name, (group, _) in stop_words()["objects"].items() if group != "other"}
    assert named == {*grouped, ""}
    index = stops.fields().indexOf("object_of_search")
    setup = stops.editorWidgetSetup(index)
    formatter = QgsApplication.fieldFormatterRegistry().fieldFormatter(setup.type())
    shown = formatter.representValue(stops, index, setup.config(), None, "Articles for use in criminal damage")
    assert shown == "Things to cause criminal damage"


def test_a_tip_in_plain_words_without_the_person(tmp_path: Path) -> None:
    path = tmp_path / "2024-05-dorset-stop-and-search.csv"
    row = stop_row(object_of_search="Firearms", legislation="Firearms Act 1968 (section 47)")
    path.write_bytes(stops_csv("2024-05", "dorset", [row]))
    stops = layer(make_cache(tmp_path / "cache.sqlite", path), LayerKind.STOPS)
    (feature,) = stops.getFeatures()
    assert (feature["gender"], feature["age_range"]) == ("Male", "18-24")
    said = tip(stops, feature)
    assert "<b>Searched for: Firearms</b>" in said
    assert "on suspicion of a firearm (Firearms Act 1968, section 47)" in said
    assert "Outcome: " in said
    assert not any(word in said for word in ("Male", "Female", "White", "Asian", "18-24"))


def test_what_is_published_is_shown_and_never_run(tmp_path: Path) -> None:
    nasty = "<script>alert('1')</script> & \"x\" [% 1+1 %]"
    rows = [stop_row(object_of_search=nasty, outcome="", legislation=nasty), stop_row(object_of_search="")]
    (tmp_path / "2024-05-dorset-stop-and-search.csv").write_bytes(stops_csv("2024-05", "dorset", rows))
    place = street_row(longitude="2.000000", latitude="54.720000", location="On or near <b>Quay</b>")
    (tmp_path / "2024-05-dorset-street.csv").write_bytes(street_csv("2024-05", "dorset", [place]))
    cache = make_cache(tmp_path / "cache.sqlite", tmp_path)
    for kind in (LayerKind.STOPS, LayerKind.STOP_PLACES):
        opened = layer(cache, kind)
        said = "".join(tip(opened, feature) for feature in opened.getFeatures())
        assert "<script>" not in said
        assert "&lt;script&gt;" in said
        assert "<b>Quay" not in said
        assert "[% 1+1 %]" in said
    (place_feature,) = layer(cache, LayerKind.STOP_PLACES).getFeatures()
    assert place_feature["stops"] == 2
    assert "Not recorded 1" in place_feature["outcomes"]
    assert "&lt;b&gt;Quay" in said


def test_names_that_differ_in_case_are_one(tmp_path: Path) -> None:
    (tmp_path / "2024-05-dorset-stop-and-search.csv").write_bytes(stops_csv("2024-05", "dorset", [stop_row()]))
    at = {"longitude": "2.000000", "latitude": "54.720000"}
    rows = [street_row(**at, location=name) for name in ("On or near HIGH STREET", "On or near High Street")]
    (tmp_path / "2024-05-dorset-street.csv").write_bytes(street_csv("2024-05", "dorset", rows))
    cache = make_cache(tmp_path / "cache.sqlite", tmp_path)
    for selection in (Selection(), Selection(first=Month(2024, 5))):
        (feature,) = layer(cache, LayerKind.STOP_PLACES, selection).getFeatures()
        assert feature["location"] == "On or near High Street"


def test_a_place_that_no_crime_names_has_no_name(tmp_path: Path) -> None:
    path = tmp_path / "2024-05-dorset-stop-and-search.csv"
    path.write_bytes(stops_csv("2024-05", "dorset", [stop_row()]))
    places = layer(make_cache(tmp_path / "cache.sqlite", path), LayerKind.STOP_PLACES)
    (feature,) = places.getFeatures()
    assert "Snap point without a name" in tip(places, feature)
