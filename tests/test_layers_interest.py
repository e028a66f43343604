# SPDX-License-Identifier: GPL-2.0-or-later
"""Points of interest against the published names counted plainly; every kind has an icon of its own."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsProject,
    QgsRenderContext,
    QgsSvgMarkerSymbolLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor, QImage

from offline_cache.model import Month, Selection
from offline_cache.reader import reading
from offline_cache.reference import place_kinds
from policeuk_plugin.layers.build import LayerRequest, build_layers
from policeuk_plugin.layers.holdings import read_holdings
from policeuk_plugin.layers.icons import ICONS, icon_name, icon_path
from policeuk_plugin.layers.kinds import LayerKind
from policeuk_plugin.layers.project import add_group
from tests.plugin_caches import Row, placed

JULY = Selection(first=Month(2025, 7), last=Month(2025, 7), with_asb=False)


@pytest.fixture(scope="module")
def kinds(root: Path) -> frozenset[str]:
    """Give the kinds of map point that the service names."""
    table = (root / "offline_cache" / "reference" / "snap_point_kinds.json").read_text(encoding="utf-8")
    return frozenset(kind.casefold() for kind in json.loads(table)["kinds"])


def interest_of(cache: Path, selection: Selection, place_kinds: tuple[str, ...] = ()) -> QgsVectorLayer:
    """Open the layer of points of interest."""
    request = LayerRequest(cache, (LayerKind.INTEREST,), selection, place_kinds)
    (layer,) = build_layers(request, read_holdings(cache))
    return layer


def named_kind(row: Row) -> str:
    """Give what a row's location names, in lower case."""
    return row["Location"].partition("On or near ")[2].strip().casefold()


@pytest.mark.parametrize("selection", [Selection(), JULY])
def test_a_feature_for_every_point_that_is_no_street(
    sample_cache: Path, sample_zip: Path, kinds: frozenset[str], selection: Selection
) -> None:
    expected = Counter(
        (row["Longitude"], row["Latitude"], named_kind(row), row["LSOA code"])
        for month, row in placed(sample_zip, "street")
        if named_kind(row) in kinds
        and (selection.with_asb or (month == "2025-07" and row["Crime type"] != "Anti-social behaviour"))
    )
    found: Counter[tuple[str, ...]] = Counter()
    for feature in interest_of(sample_cache, selection).getFeatures():
        point = feature.geometry().asPoint()
        kind = feature["place_kind"].casefold()
        found[(f"{point.x():.6f}", f"{point.y():.6f}", kind, feature["lsoa_code"])] += feature["crimes"]
    assert len(expected) > 10
    assert found == expected


@pytest.mark.parametrize("selection", [Selection(), JULY])
def test_only_the_kinds_asked_for(sample_cache: Path, selection: Selection) -> None:
    every = [feature["place_kind"] for feature in interest_of(sample_cache, selection).getFeatures()]
    some = interest_of(sample_cache, selection, ("Supermarket", "Nightclub"))
    found = [feature["place_kind"] for feature in some.getFeatures()]
    assert sorted(found) == sorted(kind for kind in every if kind in ("Supermarket", "Nightclub"))
    assert 0 < len(found) < len(every)
    assert some.metadata().history()[-1] == "KINDS: Supermarket, Nightclub"


def test_the_registered_view_has_its_statistics(sample_cache: Path) -> None:
    """Readers take row count and extent from there."""
    with reading(sample_cache) as connection:
        (rows,) = connection.execute(
            "SELECT row_count FROM views_geometry_columns_statistics WHERE view_name = 'points_of_interest'"
        ).fetchone()
        (features,) = connection.execute("SELECT count(*) FROM points_of_interest").fetchone()
    assert rows == features == interest_of(sample_cache, Selection()).featureCount()


def test_every_kind_has_an_icon_that_looks_like_no_other() -> None:
    """At 16 pixels and in one colour: the glyph alone tells them apart."""
    names = [icon_name(kind) for kind in place_kinds()]
    assert {path.stem for path in ICONS.glob("*.svg")} == {*names, "other", "contact-point"}
    assert icon_path("A kind of 2030").stem == "other"
    pictures = {path.stem: _pixels(path) for path in ICONS.glob("*.svg")}
    for one, other in combinations(pictures, 2):
        differing = sum(abs(a - b) > 80 for a, b in zip(pictures[one], pictures[other]))
        assert differing >= 16, f"{one} and {other} differ in {differing} of 256 pixels"


def _pixels(path: Path) -> list[int]:
    picture: QImage
    picture, _ = QgsApplication.svgCache().svgAsImage(str(path), 16, QColor("#333333"), QColor("#ffffff"), 0.2, 1.0)
    return [QColor(picture.pixel(x, y)).lightness() for x in range(16) for y in range(16)]


def test_the_legend_lists_the_kinds_held_each_with_its_icon(sample_cache: Path, tmp_path: Path) -> None:
    """The icons stand in the project itself: it can be handed to somebody without the plugin."""
    project = QgsProject()
    add_group(project, [interest_of(sample_cache, Selection())], "group")
    assert project.write(str(tmp_path / "project.qgz"))
    project.clear()
    opened = QgsProject()
    assert opened.read(str(tmp_path / "project.qgz"))
    (layer,) = opened.mapLayers().values()
    with reading(sample_cache) as connection:
        held = {kind for (kind,) in connection.execute("SELECT DISTINCT place_kind FROM points_of_interest")}
    labels = {category.label() for category in layer.renderer().categories()}
    assert labels == {*held, "Another kind"}
    paths = [icon_of(category.symbol()).path() for category in layer.renderer().categories()]
    assert all(path.startswith("base64:") for path in paths)
    assert len(set(paths)) == len(paths)


def icon_of(symbol: object) -> QgsSvgMarkerSymbolLayer:
    """Give the picture in a symbol."""
    (icon,) = (layer for layer in symbol.symbolLayers() if isinstance(layer, QgsSvgMarkerSymbolLayer))
    return icon


@pytest.mark.parametrize(("crimes", "size"), [(1, 4.2), (5, 5.0), (25, 6.0), (100, 7.4), (3000, 7.4)])
def test_icons_are_sized_by_count(sample_cache: Path, crimes: int, size: float) -> None:
    layer = interest_of(sample_cache, Selection())
    feature = QgsFeature(layer.fields())
    feature["crimes"] = crimes
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    rendering = QgsRenderContext()
    rendering.setExpressionContext(context)
    category = layer.renderer().categories()[0]
    icon = icon_of(category.symbol())
    properties = icon.dataDefinedProperties()
    shown, found = properties.property(icon.PropertySize).valueAsDouble(context, 0.0)
    assert found
    assert shown == size


def test_a_map_tip_lists_the_crimes_by_type(sample_cache: Path) -> None:
    layer = interest_of(sample_cache, Selection())
    feature = max(layer.getFeatures(), key=lambda found: found["crimes"])
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    shown = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    for part in feature["crime_types"].split("; "):
        assert f"{part}<br>" in shown
    assert f"<b>{feature['crimes']}</b>" in shown
    assert "not an address" in shown
