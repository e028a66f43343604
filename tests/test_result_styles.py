# SPDX-License-Identifier: GPL-2.0-or-later
"""How clusters are drawn at the scale of a force and at that of streets: pixels of a map drawn with the style."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsGeometry,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsRectangle,
    QgsSymbolLayerUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from policeuk_plugin.processing.writing.result_layer import styled_by

CELL, SIDE, DPI = 250, 9, 96
VERDICTS = ("cluster", "edge", "too few crimes", "not a cluster", "quiet", "not tested")
FIELDS = (
    "field=id&field=count:double&field=places:integer&field=largest_place_share:double&field=q:double&field=verdict"
    "&field=cluster:integer&field=near&field=q_cold:double"
)


def cells(verdict: str, share: float = 0.2, count: int = 12, places: int = 5) -> QgsVectorLayer:
    """Give a block of cells that are all alike, in the style of clusters."""
    layer = QgsVectorLayer(f"MultiPolygon?crs=EPSG:27700&{FIELDS}", "c", "memory")
    features = []
    for at in range(SIDE * SIDE):
        x, y = 500_000 + CELL * (at % SIDE), 200_000 + CELL * (at // SIDE)
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, y, x + CELL, y + CELL)))
        number, near = (3, "Luton <021G>") if verdict == "cluster" else (None, None)
        feature.setAttributes([str(at), count, places, share, 0.0004, verdict, number, near, 0.02])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    styled_by("clusters")(layer)
    return layer


def drawn(layer: QgsVectorLayer, scale: int) -> QImage:
    """Draw the middle of the block, 3 cells wide, on blue, at a scale."""
    width = 3 * CELL
    pixels = round(width / scale / 0.0254 * DPI)
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:27700"))
    settings.setOutputDpi(DPI)
    settings.setOutputSize(QSize(pixels, pixels))
    middle = layer.extent().center()
    half = width / 2
    settings.setExtent(QgsRectangle(middle.x() - half, middle.y() - half, middle.x() + half, middle.y() + half))
    settings.setBackgroundColor(QColor("#0000ff"))
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    image = QImage(settings.outputSize(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("#0000ff"))
    painter = QPainter(image)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    painter.end()
    return image


def colours(image: QImage) -> Iterator[QColor]:
    """Give every pixel."""
    for y in range(image.height()):
        for x in range(image.width()):
            yield image.pixelColor(x, y)


def centre(image: QImage) -> QColor:
    """Give the pixel in the middle, which is the middle of a cell."""
    return image.pixelColor(image.width() // 2, image.height() // 2)


def test_at_the_scale_of_a_force_clusters_are_one_colour_without_dots_or_lines() -> None:
    for share in (0.2, 0.9):
        found = {colour.name() for colour in colours(drawn(cells("cluster", share), 450_000))}
        assert len(found) == 1
        assert QColor(found.pop()).red() > 150


def test_at_the_scale_of_a_force_what_is_no_cluster_is_a_veil_without_a_grid() -> None:
    found = list(colours(drawn(cells("not a cluster"), 450_000)))
    assert {colour.name() for colour in found} != {"#0000ff"}
    assert min(colour.blue() for colour in found) > 200, "what lies under it is seen"
    assert max(c.blue() for c in found) - min(c.blue() for c in found) < 12, "cells are not told from one another"


def test_at_the_scale_of_streets_what_is_no_cluster_shows_the_map_under_it() -> None:
    veil = centre(drawn(cells("not a cluster"), 15_000))
    assert veil.blue() > 200, "what lies under it is seen"
    assert veil == centre(drawn(cells("not a cluster"), 450_000)), "as grey as at every other scale"
    lines = [colour for colour in colours(drawn(cells("not a cluster"), 15_000)) if colour.red() > 60]
    assert lines, "a line around each cell"


@pytest.mark.parametrize(("share", "white"), [(0.2, False), (0.9, True)])
def test_at_the_scale_of_streets_a_dot_marks_what_one_snap_point_makes(share: float, white: bool) -> None:
    image = drawn(cells("cluster", share), 15_000)
    assert (centre(image).green() > 180) == white
    beside = image.pixelColor(image.width() // 2 + image.width() // 8, image.height() // 2)
    assert beside.green() < 140
    dots = sum(colour.green() > 180 for colour in colours(image)) / (image.width() * image.height())
    assert dots < 0.1


def test_every_verdict_is_told_from_the_others_in_map_and_legend() -> None:
    for scale in (450_000, 15_000):
        seen = [frozenset(c.name() for c in colours(drawn(cells(verdict), scale))) for verdict in VERDICTS]
        assert len(set(seen)) == len(VERDICTS)
    layer = cells("cluster")
    renderer = layer.renderer()
    assert isinstance(renderer, QgsCategorizedSymbolRenderer)
    labels = [category.label() for category in renderer.categories()]
    assert max(map(len, labels)) <= 26, "the list of layers would cut them"
    images = []
    for category in renderer.categories():
        image = QgsSymbolLayerUtils.symbolPreviewPixmap(category.symbol(), QSize(20, 20)).toImage()
        assert any(colour.alpha() > 200 for colour in colours(image)), category.label()
        images.append(bytes(image.constBits().asarray(image.sizeInBytes())))
    assert len(set(images)) == len(images) == 8


@pytest.mark.parametrize(
    ("verdict", "count", "places", "words"),
    [
        ("cluster", 2, 2, "2 crimes on 2 snap points."),
        ("cluster", 2, 2, "With its neighbours it holds more than chance"),
        ("cluster", 1, 1, "1 crime on 1 snap point."),
        ("cluster", 1, 1, "<b>Cluster 3</b>, near Luton &lt;021G"),
        ("not a cluster", 0, 0, "<b>Not a cluster</b><br>"),
        ("edge", 0, 0, "No crimes here."),
        ("not a cluster", 0, 0, "no more than chance"),
        ("too few crimes", 0, 0, "could not be told from chance"),
        ("quiet", 1, 1, "fewer crimes than chance would leave (q = 0.02"),
        ("not tested", 0, 0, "Nothing is known to be at risk here"),
        ("neither", 0, 0, "what chance may put here"),
    ],
)
def test_the_map_tip_speaks_plainly(verdict: str, count: int, places: int, words: str) -> None:
    layer = cells(verdict, count=count, places=places)
    context = layer.createExpressionContext()
    context.setFeature(next(layer.getFeatures()))
    shown = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert words in shown
    assert "0 snap points" not in shown


def test_busier_has_colours_and_words_of_its_own() -> None:
    clusters, busier = cells("cluster"), cells("busier")
    styled_by("busier")(busier)
    assert centre(drawn(clusters, 15_000)).name() != centre(drawn(busier, 15_000)).name()
    renderer = busier.renderer()
    assert isinstance(renderer, QgsCategorizedSymbolRenderer)
    labels = [category.label() for category in renderer.categories()]
    assert max(map(len, labels)) <= 26
    assert not any("luster" in label for label in labels)
