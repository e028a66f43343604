# SPDX-License-Identifier: GPL-2.0-or-later
"""A page to print and an atlas, made of what a map shows: what they say, and that hostile names stay text."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import (
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QImage

from offline_cache.errors import CacheError
from offline_cache.model import Month, Selection
from policeuk_plugin.layers.build import build_layers
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.layers.project import add_group, group_name, prepare_empty_project
from policeuk_plugin.layers.request import LayerRequest, kind_of
from policeuk_plugin.reports.printing import add_atlas, add_page
from tests.command import succeed
from tests.sample_factory import archive_zip, member, street_csv, street_row

MONTHS = Selection(first=Month(2024, 1), last=Month(2024, 3))


@pytest.fixture(name="cache")
def _cache(tmp_path: Path, sample_folder: Path) -> Path:
    """Give a cache with outlines, two months of a force, and the month between them missing."""
    cache = tmp_path / "cache.sqlite"
    files = {
        member(month, "dorset"): street_csv(month, "dorset", [street_row()] * 3) for month in ("2024-01", "2024-03")
    }
    succeed(cache, "import", archive_zip(tmp_path / "archive.zip", files))
    succeed(cache, "areas", "import", sample_folder / "sample_lsoa_2021.geojson")
    return cache


@pytest.fixture(name="layers")
def _layers(cache: Path) -> list[QgsVectorLayer]:
    """Give the layers of places and areas, in a project that names the place after an expression."""
    project = QgsProject.instance()
    project.clear()
    prepare_empty_project(project)
    held = read_holdings(cache)
    layers = build_layers(LayerRequest(cache, (LayerKind.PLACES, LayerKind.AREAS), MONTHS), held)
    add_group(project, layers, group_name(held.within(MONTHS), MONTHS).replace("Dorset", "[% 1+1 %]<b>Dorset</b>"))
    return layers


def texts(layout: QgsPrintLayout) -> dict[str, str]:
    """Give what the labels of a layout show now, by their ids."""
    return {item.id(): item.currentText() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)}


def map_of(layout: QgsPrintLayout) -> QgsLayoutItemMap:
    """Give its map."""
    return next(item for item in layout.items() if isinstance(item, QgsLayoutItemMap))


def test_a_page_says_what_it_shows_and_what_is_missing(layers: list[QgsVectorLayer], tmp_path: Path) -> None:
    layout = add_page(QgsProject.instance(), layers[0], QgsRectangle(0, 0, 1000, 1000))
    shown = texts(layout)
    assert "January 2024 to March 2024" in shown["title"]
    assert "Crimes by place" in shown["subtitle"]
    assert "February 2024" in shown["basis"]
    assert "Missing, which is not zero" in shown["basis"]
    assert "January 2024 to March 2024: 6 crimes with a place." in shown["basis"]
    assert "Open Government Licence" in shown["foot"]
    assert "snap point" in shown["foot"]
    assert [layer.id() for layer in map_of(layout).layers()] == [layer.id() for layer in layers]
    (legend,) = [item for item in layout.items() if isinstance(item, QgsLayoutItemLegend)]
    assert len(legend.model().rootGroup().findLayers()) == len(layers)
    picture = tmp_path / "page.png"
    exported = QgsLayoutExporter(layout).exportToImage(str(picture), QgsLayoutExporter.ImageExportSettings())
    assert exported == QgsLayoutExporter.ExportResult.Success
    assert QImage(str(picture)).width() > 1000


def test_names_stay_text(layers: list[QgsVectorLayer]) -> None:
    layout = add_page(QgsProject.instance(), layers[0], QgsRectangle(0, 0, 1000, 1000))
    assert "1+1" in texts(layout)["title"]
    assert "<b>" in texts(layout)["title"]


def test_a_second_page_has_a_name_of_its_own(layers: list[QgsVectorLayer]) -> None:
    names = [add_page(QgsProject.instance(), layers[0], QgsRectangle(0, 0, 1, 1)).name() for _ in range(3)]
    assert len(set(names)) == 3


def test_an_atlas_has_a_page_for_each_area(layers: list[QgsVectorLayer]) -> None:
    areas = next(layer for layer in layers if kind_of(layer) is LayerKind.AREAS)
    layout = add_atlas(QgsProject.instance(), areas, QgsRectangle(0, 0, 1000, 1000))
    first = min(feature["name"] for feature in areas.getFeatures())
    assert texts(layout)["title"] == first
    atlas = layout.atlas()
    assert atlas.updateFeatures() == areas.featureCount() > 1
    atlas.beginRender()
    names, extents = [], set()
    while atlas.next():
        names.append(texts(layout)["title"])
        extents.add(map_of(layout).extent().toString(0))
    atlas.endRender()
    assert names == sorted(feature["name"] for feature in areas.getFeatures())
    assert len(extents) == len(names)


def test_what_cannot_be_printed_is_said(layers: list[QgsVectorLayer]) -> None:
    project = QgsProject.instance()
    places = next(layer for layer in layers if kind_of(layer) is LayerKind.PLACES)
    areas = next(layer for layer in layers if kind_of(layer) is LayerKind.AREAS)
    with pytest.raises(CacheError, match="made of areas"):
        add_atlas(project, places, QgsRectangle(0, 0, 1, 1))
    areas.setSubsetString("\"code\" = 'none'")
    with pytest.raises(CacheError, match="0 pages"):
        add_atlas(project, areas, QgsRectangle(0, 0, 1, 1))
    for node in project.layerTreeRoot().findLayers():
        node.setItemVisibilityChecked(False)
    with pytest.raises(CacheError, match="switched on"):
        add_page(project, places, QgsRectangle(0, 0, 1, 1))
    assert project.layoutManager().layouts() == []


def test_a_long_name_is_cut_above_the_map(layers: list[QgsVectorLayer]) -> None:
    layers[0].setName("A very long name of a layer " * 20)
    shown = texts(add_page(QgsProject.instance(), layers[0], QgsRectangle(0, 0, 1000, 1000)))
    assert len(shown["subtitle"]) <= 165
    assert shown["subtitle"].endswith("…")
