# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes resources/styles/clusters.qml and density.qml through QGIS 3.22; keep what it writes."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsCentroidFillSymbolLayer,
    QgsColorRampShader,
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPointPatternFillSymbolLayer,
    QgsProperty,
    QgsRasterDataProvider,
    QgsRasterFileWriter,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRectangle,
    QgsRendererCategory,
    QgsSingleBandPseudoColorRenderer,
    QgsSymbolLayer,
    QgsVectorLayer,
)

STYLES = Path(__file__).resolve().parent.parent / "policeuk_plugin" / "resources" / "styles"
VERMILLION, ORANGE, GREY = "213,94,0", "230,159,0", "110,110,110"  # Okabe and Ito
ALIASES = {
    "count": "Crimes",
    "places": "Snap points with crimes",
    "largest_place_share": "Share of the crimes on the fullest snap point",
    "z": "Gi* z-score, for information",
    "p": "p of the permutation test",
    "q": "q after Benjamini-Hochberg",
    "verdict": "Verdict",
    "grids": "Of 4 shifted grids, those in which it is a cluster",
}
TIP = (
    '<div style="font-family: sans-serif; max-width: 320px">'
    '<b>[% upper(left("verdict", 1)) || substr("verdict", 2) %]</b>'
    '<br>[% "count" %] crimes on [% "places" %] snap points'
    '<br>q = [% if("q" < 1e-12, \'< 1e-12\', format_number("q", 3)) %]'
    '[% if("largest_place_share" > 0.5, '
    "'<br>One snap point holds ' || round(100 * \"largest_place_share\") || '%', '') %]"
    "<br><i>Snap points, not addresses.</i></div>"
)


def main() -> int:
    """Write both styles; exit code 0."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    save(clusters(), "clusters")
    with tempfile.TemporaryDirectory() as folder:
        save(density(Path(folder) / "raster.tif"), "density")
    sys.stdout.flush()
    os._exit(0)  # exitQgis() crashes on 3.22 where layers are still referred to


def save(layer: QgsMapLayer, name: str) -> None:
    """Write one style."""
    category = QgsMapLayer.StyleCategory
    message, done = layer.saveNamedStyle(
        str(STYLES / f"{name}.qml"),
        category.Symbology | category.MapTips | category.Rendering | category.Fields,
    )
    print(f"{name}.qml written" if done else message)


def clusters() -> QgsVectorLayer:
    """Verdicts, each by colour and pattern."""
    fields = "count:double&field=places:integer&field=largest_place_share:double&field=z:double&field=p:double"
    layer = QgsVectorLayer(
        f"MultiPolygon?crs=EPSG:27700&field={fields}&field=q:double&field=verdict&field=grids:integer", "c", "memory"
    )
    categories = [
        QgsRendererCategory("cluster", cluster_symbol(), "Cluster (dot: one snap point holds more than half)"),
        QgsRendererCategory("edge", edge_symbol(), "Edge of a cluster, no crimes in it"),
        QgsRendererCategory("too few crimes", few_symbol(), "Too few crimes to judge"),
        QgsRendererCategory("not a cluster", none_symbol(), "Not a cluster"),
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer("verdict", categories))
    for name, alias in ALIASES.items():
        layer.setFieldAlias(layer.fields().indexOf(name), alias)
    layer.setMapTipTemplate(TIP)
    return layer


def cluster_symbol() -> QgsFillSymbol:
    """Solid; a dot where one snap point holds more than half of the crimes."""
    symbol = QgsFillSymbol.createSimple(
        {"color": f"{VERMILLION},205", "outline_color": "122,51,0,255", "outline_width": "0.16"}
    )
    dot = QgsMarkerSymbol.createSimple(
        {
            "name": "circle",
            "color": "255,255,255,255",
            "outline_color": "60,25,0,255",
            "outline_width": "0.2",
            "size": "1.5",
        }
    )
    centre = QgsCentroidFillSymbolLayer()
    centre.setSubSymbol(dot)
    centre.setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyLayerEnabled, QgsProperty.fromExpression('"largest_place_share" > 0.5')
    )
    symbol.appendSymbolLayer(centre)
    return symbol


def edge_symbol() -> QgsFillSymbol:
    """Slanted lines."""
    symbol = QgsFillSymbol.createSimple(
        {"color": f"{ORANGE},60", "outline_color": f"{ORANGE},255", "outline_width": "0.12"}
    )
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(45)
    lines.setDistance(0.9)
    lines.setSubSymbol(QgsLineSymbol.createSimple({"line_color": f"{ORANGE},255", "line_width": "0.28"}))
    symbol.appendSymbolLayer(lines)
    return symbol


def few_symbol() -> QgsFillSymbol:
    """Sparse dots."""
    symbol = QgsFillSymbol.createSimple({"style": "no", "outline_color": f"{GREY},45", "outline_width": "0.06"})
    dots = QgsPointPatternFillSymbolLayer()
    dots.setDistanceX(1.8)
    dots.setDistanceY(1.8)
    dots.setDisplacementX(0.9)
    dots.setSubSymbol(
        QgsMarkerSymbol.createSimple({"name": "circle", "color": f"{GREY},190", "size": "0.4", "outline_style": "no"})
    )
    symbol.appendSymbolLayer(dots)
    return symbol


def none_symbol() -> QgsFillSymbol:
    """A faint outline only."""
    return QgsFillSymbol.createSimple({"style": "no", "outline_color": f"{GREY},70", "outline_width": "0.06"})


def density(path: Path) -> QgsRasterLayer:
    """Viridis; the classes are set for each raster anew."""
    writer = QgsRasterFileWriter(str(path))
    crs = QgsCoordinateReferenceSystem("EPSG:27700")
    writer.createOneBandRaster(Qgis.DataType.Float32, 2, 2, QgsRectangle(0, 0, 2, 2), crs).setEditable(False)
    layer = QgsRasterLayer(str(path), "density")
    ramp = QgsColorRampShader(0, 1)
    ramp.setColorRampType(QgsColorRampShader.Type.Discrete)
    shader = QgsRasterShader()
    shader.setRasterShaderFunction(ramp)
    layer.setRenderer(QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader))
    layer.setOpacity(0.85)
    # Values are interpolated before they are classed: smooth bands in place of blocks, the same peaks.
    layer.setResamplingStage(Qgis.RasterResamplingStage.Provider)
    layer.dataProvider().enableProviderResampling(True)
    layer.dataProvider().setZoomedInResamplingMethod(QgsRasterDataProvider.ResamplingMethod.Bilinear)
    return layer


if __name__ == "__main__":
    sys.exit(main())
