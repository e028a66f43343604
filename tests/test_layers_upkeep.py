# SPDX-License-Identifier: GPL-2.0-or-later
"""Layers in a project: one group and themes a selection, refreshed after an import, explained, taken out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from offline_cache import Month, OfflineCache, Selection, import_paths
from offline_cache.model import Area
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.layers.news import refresh_all
from policeuk_plugin.layers.project import add_group
from policeuk_plugin.layers.request import kind_of, request_of
from policeuk_plugin.layers.upkeep import entries, explain, refresh, remove_selection
from tests.plugin_caches import make_cache
from tests.sample_factory import street_csv, street_row

WHOLE = (LayerKind.OUTCOMES, LayerKind.STOP_PLACES, LayerKind.STOPS)
"""Kinds whose files the sample has of every month."""
EVERY = Selection(
    first=Month(2025, 1),
    last=Month(2026, 4),
    forces=("dogger-bank",),
    crime_types=("Burglary", "Drugs"),
    with_asb=False,
    area=Area("lsoa", ("E01990003", "E01990005"), "two LSOAs"),
)


def with_group(cache: Path, name: str, selection: Selection, project: QgsProject) -> list[QgsVectorLayer]:
    """Add all layers of a selection."""
    layers = build_layers(LayerRequest(cache, tuple(LayerKind), selection), read_holdings(cache))
    add_group(project, layers, name)
    return layers


@pytest.mark.parametrize("selection", [Selection(), EVERY, replace(EVERY, area=None)])
def test_a_layer_remembers_what_it_shows(sample_cache: Path, tmp_path: Path, selection: Selection) -> None:
    project = QgsProject()
    with_group(sample_cache, "group", selection, project)
    assert project.write(str(tmp_path / "project.qgz"))
    project.clear()
    opened = QgsProject()
    assert opened.read(str(tmp_path / "project.qgz"))
    for layer in opened.mapLayers().values():
        request = request_of(layer)
        assert request is not None
        assert request.selection == selection
        assert request.cache.resolve() == sample_cache.resolve()
    assert request_of(QgsVectorLayer("Point", "another", "memory")) is None


def test_a_theme_for_each_question_keeps_the_background(sample_cache: Path) -> None:
    project = QgsProject()
    background = QgsVectorLayer("Polygon?crs=EPSG:27700", "background", "memory")
    project.addMapLayer(background)
    with_group(sample_cache, "Police UK – here", Selection(), project)
    themes = project.mapThemeCollection()
    assert len(themes.mapThemes()) == 8
    assert "What came of the crimes? (here)" in themes.mapThemes()
    shown = {layer.name() for layer in themes.mapThemeVisibleLayers("What came of the crimes? (here)")}
    assert shown == {"Outcomes (by month of outcome)", "LSOAs of 2021", "background"}


def test_the_same_selection_again_adds_nothing_and_another_its_own_group(sample_cache: Path) -> None:
    project = QgsProject()
    with_group(sample_cache, "one", Selection(), project)
    again = with_group(sample_cache, "one", Selection(), project)
    assert len(again) == len(project.mapLayers()) == 10
    with_group(sample_cache, "two", EVERY, project)
    assert [group.name() for group in project.layerTreeRoot().findGroups()] == ["two", "one"]


def test_refresh_shows_what_an_import_brought(tmp_path: Path) -> None:
    """Also a snap point in an LSOA of the area that no file named before."""
    first, second = tmp_path / "2026-03-dorset-street.csv", tmp_path / "2026-04-dorset-street.csv"
    first.write_bytes(street_csv("2026-03", "dorset", [street_row()]))
    later = [street_row(longitude="2.100000", lsoa_code="E01990005", lsoa_name="x"), street_row(), street_row()]
    second.write_bytes(street_csv("2026-04", "dorset", later))
    cache = make_cache(tmp_path / "small.sqlite", first)
    selection = Selection(area=Area("lsoa", ("E01990001", "E01990005"), "both"))
    project = QgsProject()
    layers = {kind_of(layer): layer for layer in with_group(cache, "group", selection, project)}
    places, crimes = layers[LayerKind.PLACES], layers[LayerKind.CRIMES]
    assert (places.featureCount(), crimes.featureCount()) == (1, 1)
    with OfflineCache(cache) as opened:
        import_paths(opened, [second])
    assert refresh(project, crimes) == "Crimes by type: 4 features, 1 before."
    assert "April 2026" in crimes.metadata().abstract()
    assert refresh_all(project, cache) == len(layers) == 5
    assert sorted(feature["crimes"] for feature in places.getFeatures()) == [1, 3]
    assert "as before" in refresh(project, places)
    assert places.renderer().type() == "categorizedSymbol"


def test_refresh_keeps_the_users_style(sample_cache: Path) -> None:
    project = QgsProject()
    layers = with_group(sample_cache, "group", EVERY, project)
    crimes = next(layer for layer in layers if kind_of(layer) is LayerKind.CRIMES)
    crimes.setOpacity(0.3)
    crimes.renderer().deleteCategory(0)
    left = len(crimes.renderer().categories())
    refresh(project, crimes)
    assert crimes.opacity() == pytest.approx(0.3)
    assert len(crimes.renderer().categories()) == left


def test_what_is_this_tells_selection_caveat_and_gaps(sample_cache: Path) -> None:
    project = QgsProject()
    for layer in with_group(sample_cache, "group", Selection(crime_types=("Drugs",)), project):
        told = explain(project, layer)
        assert "snap point" in told
        assert "TYPES: Drugs" in told
        assert "Invented sample" in told
        if kind_of(layer) is not LayerKind.AREAS:
            assert "February 2025" in told or kind_of(layer) in WHOLE


def test_removing_takes_layers_group_and_themes_only_of_that_selection(sample_cache: Path) -> None:
    project = QgsProject()
    one = with_group(sample_cache, "one", Selection(), project)
    with_group(sample_cache, "two", EVERY, project)
    others = len(project.mapLayers()) - len(one)
    assert remove_selection(project, one[0]) == "Removed from the project: one. The cache is as it was."
    assert len(project.mapLayers()) == others
    assert [group.name() for group in project.layerTreeRoot().findGroups()] == ["two"]
    assert all(name.endswith("(two)") for name in project.mapThemeCollection().mapThemes())
    assert sample_cache.is_file()


def test_the_menu_entries_have_fixed_names() -> None:
    assert [entry.name for entry in entries()] == ["explain", "refresh", "anew", "rows", "page", "atlas", "remove"]
