# SPDX-License-Identifier: GPL-2.0-or-later
"""The key of field mode has the colours of its map, from afar and among streets."""

from __future__ import annotations

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsMapRendererSequentialJob, QgsMapSettings, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor, QImage, QPainter
from qgis.PyQt.QtWidgets import QWidget

from policeuk_plugin.ui.field.field_key import _picture
from tests.conftest import ROOT

STYLES = ROOT / "policeuk_plugin" / "resources" / "styles"
SIDE = 1000.0


def drawn(layer: QgsVectorLayer, metres: float) -> QColor:
    """Give the colour of the middle of a map on white, so many metres wide."""
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setOutputSize(QSize(200, 200))
    settings.setOutputDpi(96)
    settings.setBackgroundColor(QColor("white"))
    settings.setExtent(QgsRectangle.fromCenterAndSize(layer.extent().center(), metres, metres))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage().pixelColor(100, 100)


def in_key(layer: QgsVectorLayer, label: str) -> QColor:
    """Give the colour of a sign of the key on white."""
    (item,) = (item for item in layer.renderer().legendSymbolItems() if item.label() == label)
    picture = _picture(QWidget(), item, layer.opacity())
    shown = QImage(picture.size(), QImage.Format.Format_RGB32)
    shown.fill(QColor("white"))
    painter = QPainter(shown)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return shown.pixelColor(shown.width() // 2, shown.height() // 2)


@pytest.mark.parametrize("metres", [300.0, 20_000.0])
@pytest.mark.parametrize(
    ("style", "field", "value", "label"),
    [
        ("change", "verdict", "no change that can be told", "No change that can be told"),
        ("clusters", "verdict", "not a cluster", "Not a cluster"),
        ("persistence", "class", "never", "Never"),
        ("persistence", "class", "most months", "Most months: half or more"),
        ("trends", "class", "no trend", "No trend that can be told"),
    ],
)
def test_what_is_drawn_has_the_colour_of_the_key(style: str, field: str, value: str, label: str, metres: float) -> None:
    layer = QgsVectorLayer(
        f"Polygon?crs=EPSG:27700&field={field}&field=before:integer&field=ratio:double", "x", "memory"
    )
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(400_000, 300_000, 400_000 + SIDE, 300_000 + SIDE)))
    feature.setAttribute(field, value)
    layer.dataProvider().addFeatures([feature])
    layer.updateExtents()
    message, read = layer.loadNamedStyle(str(STYLES / f"{style}.qml"))
    assert read, message
    on_map, explained = drawn(layer, metres), in_key(layer, label)
    for of in (QColor.red, QColor.green, QColor.blue):
        assert of(on_map) == pytest.approx(of(explained), abs=6)
    assert on_map.lightness() < 250, "not the white of where nothing is"
