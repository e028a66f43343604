# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers of a cache against the published rows counted plainly."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from qgis.core import (
    QgsDateTimeRange,
    QgsFeatureRequest,
    QgsInterval,
    QgsProject,
    QgsRectangle,
    QgsTemporalNavigationObject,
    QgsUnitTypes,
    QgsVectorLayerTemporalContext,
)

from offline_cache import Month, Selection
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.holdings import Holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.layers.project import add_group, group_name, month_range, prepare_empty_project, set_time
from tests.layer_cases import DATED, IN_THE_SAMPLE, count, drawn, layer_of
from tests.layer_cases import cache as _cache  # noqa: F401 - a fixture
from tests.layer_cases import held as _held  # noqa: F401 - a fixture
from tests.plugin_caches import placed


@pytest.mark.parametrize("kind", list(DATED))
def test_a_feature_for_every_row_with_a_place(cache: Path, sample_zip: Path, kind: LayerKind) -> None:
    layer = layer_of(cache, kind)
    expected = len(placed(sample_zip, DATED[kind]))
    assert layer.featureCount() == expected
    features = list(layer.getFeatures())
    assert len(features) == expected
    assert len({feature.id() for feature in features}) == expected
    assert all(feature.hasGeometry() for feature in features)


def test_a_feature_for_every_place_with_its_number_of_crimes(cache: Path, sample_zip: Path) -> None:
    """Places are told apart as published: by coordinates, name and LSOA."""
    expected = Counter(
        (row["Longitude"], row["Latitude"], row["Location"], row["LSOA code"])
        for _, row in placed(sample_zip, "street")
    )
    layer = layer_of(cache, LayerKind.PLACES)
    found = Counter()
    for feature in layer.getFeatures():
        point = feature.geometry().asPoint()
        key = (f"{point.x():.6f}", f"{point.y():.6f}", feature["location"], feature["lsoa_code"])
        found[key] += feature["crimes"]
        by_type = sum(int(part.rpartition(" ")[2]) for part in feature["crime_types"].split("; "))
        assert by_type == feature["crimes"]
    assert found == expected


@pytest.mark.parametrize("kind", list(DATED))
@pytest.mark.parametrize("month", ["2025-01", "2024-05", "2026-04", "2025-02"])
def test_januarys_frame_holds_januarys_count(cache: Path, sample_zip: Path, kind: LayerKind, month: str) -> None:
    """By the filter that a frame becomes, and by drawing it; the street file of February 2025 is not there."""
    expected = sum(1 for found, _ in placed(sample_zip, DATED[kind]) if found == month)
    assert (expected == 0) == (kind is LayerKind.CRIMES and month == "2025-02")
    layer = layer_of(cache, kind)
    frame = month_range(Month.parse(month), Month.parse(month))
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    filter_text = layer.temporalProperties().createFilterString(context, frame)
    assert count(layer, QgsFeatureRequest().setFilterExpression(filter_text)) == expected
    assert drawn(layer, frame) == expected


@pytest.mark.parametrize("kind", list(DATED))
def test_a_window_holds_what_a_plain_count_says(cache: Path, sample_zip: Path, kind: LayerKind) -> None:
    window = QgsRectangle(1.99500051, 54.71000051, 2.01000051, 54.72200051)
    expected = sum(
        window.xMinimum() < float(row["Longitude"]) < window.xMaximum()
        and window.yMinimum() < float(row["Latitude"]) < window.yMaximum()
        for _, row in placed(sample_zip, DATED[kind])
    )
    assert expected > 50
    layer = layer_of(cache, kind)
    assert count(layer, QgsFeatureRequest(window).setFlags(QgsFeatureRequest.Flag.ExactIntersect)) == expected


@pytest.mark.parametrize("kind", IN_THE_SAMPLE)
def test_a_feature_is_found_again_by_its_id(cache: Path, kind: LayerKind) -> None:
    layer = layer_of(cache, kind)
    features = list(layer.getFeatures())
    for feature in (features[0], features[len(features) // 2], features[-1]):
        again = layer.getFeature(feature.id())
        assert again.attributes() == feature.attributes()
        assert again.geometry().equals(feature.geometry())


QUARTER = Selection(first=Month(2025, 3), last=Month(2025, 5))
BURGLARY = Selection(first=Month(2025, 3), last=Month(2025, 5), crime_types=("Burglary", "Robbery"))


@pytest.mark.parametrize("selection", [QUARTER, BURGLARY, Selection(with_asb=False), Selection(forces=("other",))])
def test_a_selection_limits_crimes_and_recounts_places(cache: Path, sample_zip: Path, selection: Selection) -> None:
    rows = [row for month, row in placed(sample_zip, "street") if is_selected(month, row, selection)]
    assert count(layer_of(cache, LayerKind.CRIMES, selection)) == len(rows)
    if not rows:
        return
    expected = Counter((row["Longitude"], row["Latitude"], row["Location"], row["LSOA code"]) for row in rows)
    found = list(layer_of(cache, LayerKind.PLACES, selection).getFeatures())
    assert sorted(feature["crimes"] for feature in found) == sorted(expected.values())


def is_selected(month: str, row: dict[str, str], selection: Selection) -> bool:
    """Apply a selection to a published row, plainly."""
    return (
        (selection.first is None or str(selection.first) <= month <= str(selection.last))
        and (not selection.crime_types or row["Crime type"] in selection.crime_types)
        and (selection.with_asb or row["Crime type"] != "Anti-social behaviour")
        and (not selection.forces or "dogger-bank" in selection.forces)
    )


def test_a_subset_typed_by_the_user_works(cache: Path, sample_zip: Path) -> None:
    layer = layer_of(cache, LayerKind.CRIMES)
    assert layer.setSubsetString("\"crime_type\" = 'Drugs' AND \"month\" = '2025-01'")
    expected = sum(month == "2025-01" and row["Crime type"] == "Drugs" for month, row in placed(sample_zip, "street"))
    assert layer.featureCount() == expected == count(layer)


@pytest.mark.parametrize("selection", [Selection(), BURGLARY])
def test_a_project_is_saved_and_opened_elsewhere(
    cache: Path, tmp_path: Path, held: Holdings, selection: Selection
) -> None:
    """With its cache beside it: paths are relative, style, group, time and licence stay."""
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    shutil.copyfile(cache, here / "policeuk.sqlite")
    project = QgsProject()
    project.setFileName(str(here / "project.qgz"))
    prepare_empty_project(project)
    layers = build_layers(LayerRequest(here / "policeuk.sqlite", tuple(LayerKind), selection), held)
    counts = {layer.name(): count(layer) for layer in layers}
    add_group(project, layers, group_name(held))
    set_time(project, held)
    assert project.write()
    project.clear()
    shutil.move(here, there)
    opened = QgsProject()
    assert opened.read(str(there / "project.qgz"))
    assert {layer.name(): count(layer) for layer in opened.mapLayers().values()} == counts
    for layer in opened.mapLayers().values():
        assert layer.isValid()
        assert str(there) in layer.source()
        assert layer.metadata().rights()
        assert layer.readOnly()
    crimes = opened.mapLayersByName("Crimes by type")[0]
    assert crimes.temporalProperties().isActive()
    assert crimes.renderer().type() == "categorizedSymbol"
    assert opened.layerTreeRoot().findGroup(group_name(held)) is not None
    time_range = opened.timeSettings().temporalRange()
    assert time_range.begin().toString("yyyy-MM-dd") == "2024-05-01"
    assert frames(time_range) == [str(month) for month in Month.span(Month(2024, 5), Month(2026, 4))]


def frames(time_range: QgsDateTimeRange) -> list[str]:
    """Give the months in which the temporal controller's frames begin, with steps of one month."""
    controller = QgsTemporalNavigationObject()
    controller.setTemporalExtents(time_range)
    controller.setFrameDuration(QgsInterval(1, QgsUnitTypes.TemporalUnit.TemporalMonths))
    numbers = range(controller.totalFrameCount())
    return [controller.dateTimeRangeForFrameNumber(n).begin().toString("yyyy-MM") for n in numbers]


def test_layers_tell_licence_snap_points_and_gaps(cache: Path, held: Holdings) -> None:
    for layer in build_layers(LayerRequest(cache, tuple(LayerKind)), held):
        rights = " ".join(layer.metadata().rights())
        assert "snap point" in rights
        assert "Invented sample" in rights
        assert layer.metadata().licenses()
    abstract = layer_of(cache, LayerKind.CRIMES).metadata().abstract()
    assert "May 2024 to April 2026" in abstract
    assert "February 2025" in abstract
    assert "11,676" in abstract
    assert "355" in abstract


def test_a_limit_by_type_is_told(cache: Path) -> None:
    """The numbers in the metadata are of all types: without this sentence they would be taken for the layer's."""
    abstract = layer_of(cache, LayerKind.CRIMES, BURGLARY).metadata().abstract()
    assert "March 2025 to May 2025" in abstract
    assert "Of these the layer shows only: Burglary, Robbery." in abstract
    abstract = layer_of(cache, LayerKind.PLACES, Selection(with_asb=False)).metadata().abstract()
    assert "leaves out anti-social behaviour" in abstract
    assert "do not limit" in layer_of(cache, LayerKind.OUTCOMES, BURGLARY).metadata().abstract()
