# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes resources/styles/clusters.qml, busier.qml and density.qml through QGIS 3.22; keep what it writes."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsCentroidFillSymbolLayer,
    QgsColorRampShader,
    QgsCoordinateReferenceSystem,
    QgsField,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
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
from qgis.PyQt.QtCore import QVariant

STYLES = Path(__file__).resolve().parent.parent / "policeuk_plugin" / "resources" / "styles"
VERMILLION, ORANGE, GREY, SKY, PURPLE = (
    "213,94,0",
    "230,159,0",
    "110,110,110",
    "86,180,233",
    "204,121,167",
)  # Okabe and Ito
NEAR = "coalesce(@map_scale, 25000) <= 100000"
"""At smaller scales cells of 250 m are less than 2.5 mm wide: colours only, for lines and dots would cover them."""
STREETS = "coalesce(@map_scale, 25000) <= 40000"
"""From here on what is no cluster is see-through: a background map says more than its colour."""
DOTTED = "coalesce(1000 * sqrt(area($geometry)) / @map_scale, 4)"
"""Width of a unit on the map in mm, for a layer in metres; in a legend there is none."""
ONE_POINT = "one snap point"
ALIASES = {
    "count": "Crimes",
    "places": "Snap points with crimes",
    "largest_place_share": "Share of the crimes on the fullest snap point",
    "z": "Gi* z-score, for information",
    "p": "p of the permutation test",
    "q": "q after Benjamini-Hochberg",
    "verdict": "Verdict",
    "grids": "Of 4 shifted grids, those in which it is a cluster",
    "cluster": "Number of the cluster",
    "near": "LSOA",
    "p_cold": "p of as few crimes",
    "q_cold": "q of as few crimes",
    "quiet_grids": "Of 4 shifted grids, those in which it is quiet",
    "exposure": "At risk",
    "window": "Crimes with neighbours",
    "expected": "Expected with neighbours",
    "p_conditional": "Conditional p, for comparison",
}
BUSIER_ALIASES = {
    "p": "p of random placement",
    "grids": "Of 4 shifted grids, those in which it is busier",
    "cluster": "Number of the busier area",
}
OPTIONAL = ("p_cold", "q_cold", "quiet_grids", "exposure", "window", "expected", "p_conditional")
TIP_VERDICTS = (
    "<br>[% CASE "
    "WHEN \"verdict\" = 'cluster' THEN 'With its neighbours it holds more than chance would put here (q ' || "
    "if(\"q\" < 0.001, '&lt; 0.001', '= ' || format_number(\"q\", 3)) || ').' "
    "WHEN \"verdict\" = 'quiet' THEN 'With its neighbours it holds fewer crimes than chance would leave (q ' || "
    "if(attribute($currentfeature, 'q_cold') < 0.001, '&lt; 0.001', '= ' || "
    "format_number(attribute($currentfeature, 'q_cold'), 3)) || ').' "
    "WHEN \"verdict\" = 'not tested' THEN 'Nothing is known to be at risk here, so it was not tested.' "
    "WHEN \"verdict\" IN ('not quiet', 'neither') THEN 'With its neighbours it holds what chance may put here.' "
    "WHEN \"verdict\" = 'edge' THEN 'It lies beside a cluster.' "
    "WHEN \"verdict\" = 'too few crimes' THEN 'Even a strong cluster could not be told from chance here.' "
    "ELSE 'With its neighbours it holds no more than chance may put here' || if(attribute($currentfeature, 'q_cold') "
    "IS NOT NULL, '; too few are expected to tell whether it is quiet', '') || '.' END %]"
)
TIP_BUSIER = (
    "<br>[% CASE "
    "WHEN \"verdict\" = 'busier' THEN 'With its neighbours ' || \"window\" || ' crimes, where placing each by itself "
    "would put about ' || format_number(\"expected\", 1) || '. Not a cluster: stacks are enough for it.' "
    "WHEN \"verdict\" = 'edge' THEN 'It lies beside a busier one.' "
    "WHEN \"verdict\" = 'not tested' THEN 'Nothing is known to be at risk here, so it was not tested.' "
    "WHEN \"verdict\" = 'too few crimes' THEN 'Even many times as many could not be told from chance here.' "
    "ELSE 'With its neighbours no more than placing each crime by itself may put here.' END %]"
)
TIP = (
    '<div style="font-family: sans-serif; width: 240px">'
    '<b>[% upper(left("verdict", 1)) || substr("verdict", 2) %]'
    "[% coalesce(' ' || attribute($currentfeature, 'cluster'), '') %]</b>"
    "[% coalesce(', ' || replace(attribute($currentfeature, 'name'), '<', '&lt;'), "
    "', near ' || replace(attribute($currentfeature, 'near'), '<', '&lt;'), '') %]"
    "<br>[% CASE WHEN \"count\" = 0 THEN 'No crimes here' ELSE "
    "\"count\" || if(\"count\" = 1, ' crime on ', ' crimes on ') || "
    "\"places\" || if(\"places\" = 1, ' snap point', ' snap points') END %]"
    '[% if("largest_place_share" > 0.5 and "places" > 1, '
    "', ' || round(100 * \"largest_place_share\") || '% of them on one', '') %]."
    + TIP_VERDICTS
    + "<br><i>Snap points, not addresses.</i></div>"
)


def main() -> int:
    """Write the styles; exit code 0."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    save(clusters(), "clusters")
    save(busier(), "busier")
    with tempfile.TemporaryDirectory() as folder:
        save(density(Path(folder) / "raster.tif"), "density")
    sys.stdout.flush()
    os._exit(0)  # exitQgis() crashes on 3.22 where layers are still referred to


def save_all(makers: Mapping[str, Callable[[], QgsMapLayer]]) -> NoReturn:
    """Start QGIS, write the style of each layer by its name, and end."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    for name, make in makers.items():
        save(make(), name)
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
        f"MultiPolygon?crs=EPSG:27700&field={fields}&field=q:double&field=verdict&field=grids:integer&field=cluster:integer&field=near",
        "c",
        "memory",
    )
    categories = [
        QgsRendererCategory("cluster", cluster_symbol(), "Cluster"),
        QgsRendererCategory(ONE_POINT, dotted(cluster_symbol()), "Cluster, mostly one point"),
        QgsRendererCategory("edge", edge_symbol(), "Edge of a cluster, empty"),
        QgsRendererCategory("too few crimes", few_symbol(), "Too few crimes to judge"),
        QgsRendererCategory(["not a cluster", "not quiet", "neither"], none_symbol(), "Not a cluster"),
        QgsRendererCategory("one side", one_side_symbol(), "No cluster, quiet unknown"),
        QgsRendererCategory("quiet", quiet_symbol(), "Quiet: fewer than chance"),
        QgsRendererCategory("not tested", untested_symbol(), "Not tested: none at risk"),
    ]
    one_point = '"verdict" = \'cluster\' and "largest_place_share" > 0.5'
    renderer = QgsCategorizedSymbolRenderer(f"if({one_point}, '{ONE_POINT}', \"verdict\")", categories)
    renderer.setUsingSymbolLevels(True)  # the lines around clusters lie over those around their neighbours
    layer.setRenderer(renderer)
    layer.setOpacity(0.85)
    for name in OPTIONAL:
        layer.dataProvider().addAttributes([QgsField(name, QVariant.Double)])
    layer.updateFields()
    for name, alias in ALIASES.items():
        layer.setFieldAlias(layer.fields().indexOf(name), alias)
    layer.setMapTipTemplate(TIP)
    return layer


def busier() -> QgsVectorLayer:
    """As clusters, in colours and words of their own: what is busier than random placement is no cluster."""
    layer = clusters()
    symbol = filled(PURPLE, "92,35,66", 4)
    edge = filled("240,217,229", PURPLE, 2)
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(45)
    lines.setDistance(0.9)
    lines.setSubSymbol(QgsLineSymbol.createSimple({"line_color": f"{PURPLE},255", "line_width": "0.28"}))
    edge.appendSymbolLayer(only_near(lines, 3))
    categories = [
        QgsRendererCategory(["busier", "cluster"], symbol, "Busier than random"),
        QgsRendererCategory(ONE_POINT, dotted(symbol.clone()), "Busier, mostly one point"),
        QgsRendererCategory("edge", edge, "Empty, beside a busier one"),
        QgsRendererCategory("too few crimes", few_symbol(), "Too few crimes to judge"),
        QgsRendererCategory(["not busier", "not a cluster"], none_symbol(), "Not busier"),
        QgsRendererCategory("not tested", untested_symbol(), "Not tested: none at risk"),
    ]
    one_point = "\"verdict\" in ('busier', 'cluster') and \"largest_place_share\" > 0.5"
    renderer = QgsCategorizedSymbolRenderer(f"if({one_point}, '{ONE_POINT}', \"verdict\")", categories)
    renderer.setUsingSymbolLevels(True)
    layer.setRenderer(renderer)
    fields = layer.fields()
    for name, alias in BUSIER_ALIASES.items():
        layer.setFieldAlias(fields.indexOf(name), alias)
    layer.setMapTipTemplate(TIP.replace(TIP_VERDICTS, TIP_BUSIER))
    return layer


def filled(colour: str, line: str, level: int) -> QgsFillSymbol:
    """A colour; from near with a thin line of another one around it, from afar with one of its own."""
    symbol = QgsFillSymbol.createSimple({"color": f"{colour},255", "outline_color": f"{line},255"})
    layer = symbol.symbolLayer(0)
    layer.setRenderingPass(level)
    kind = QgsSymbolLayer.Property
    layer.setDataDefinedProperty(
        kind.PropertyStrokeColor, QgsProperty.fromExpression(f"if({NEAR}, '{line},255', '{colour},255')")
    )
    layer.setDataDefinedProperty(kind.PropertyStrokeWidth, QgsProperty.fromExpression(f"if({NEAR}, 0.16, 0.1)"))
    return symbol


def veiled(alpha: int, level: int) -> QgsFillSymbol:
    """A veil of grey, through which a density or a map is seen; of streets there is more to see, and it goes.

    Its line is for those scales alone: a veil's own edges would be a grid.
    """
    paper = 255 - round(195 * alpha / 255)  # in a legend, on whatever ground, as the veil is on white
    legend = {"color": f"{paper},{paper},{paper},255", "outline_color": "150,150,150,255"}
    symbol = QgsFillSymbol.createSimple(legend)
    layer = symbol.symbolLayer(0)
    layer.setRenderingPass(level)
    kind = QgsSymbolLayer.Property
    for key, expression in (
        (kind.PropertyFillColor, f"if(\"verdict\" is null, '{paper},{paper},{paper},255', '60,60,60,{alpha}')"),
        (kind.PropertyFillStyle, f"if({STREETS} and \"verdict\" is not null, 'no', 'solid')"),
        (kind.PropertyStrokeStyle, f"if({STREETS} or \"verdict\" is null, 'solid', 'no')"),
    ):
        layer.setDataDefinedProperty(key, QgsProperty.fromExpression(expression))
    layer.setStrokeWidth(0.1)
    return symbol


def only_near(layer: QgsSymbolLayer, level: int) -> QgsSymbolLayer:
    """A pattern that is drawn where cells are large enough for it."""
    layer.setDataDefinedProperty(QgsSymbolLayer.Property.PropertyLayerEnabled, QgsProperty.fromExpression(NEAR))
    layer.setRenderingPass(level)
    return layer


def cluster_symbol() -> QgsFillSymbol:
    """Solid."""
    return filled(VERMILLION, "122,51,0", 4)


def dotted(symbol: QgsFillSymbol) -> QgsFillSymbol:
    """With a white dot in the middle, a third as wide as the unit where that can be seen."""
    dot = QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": "255,255,255,255", "outline_color": "60,25,0,255", "outline_width": "0.15"}
    )
    dot.symbolLayer(0).setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertySize, QgsProperty.fromExpression(f"min(1.8, {DOTTED} / 3)")
    )
    centre = QgsCentroidFillSymbolLayer()
    centre.setSubSymbol(dot)
    centre.setRenderingPass(5)
    centre.setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyLayerEnabled, QgsProperty.fromExpression(f"{DOTTED} >= 1.5")
    )
    symbol.appendSymbolLayer(centre)
    return symbol


def edge_symbol() -> QgsFillSymbol:
    """Slanted lines on a pale ground."""
    symbol = filled("250,226,178", ORANGE, 2)
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(45)
    lines.setDistance(0.9)
    lines.setSubSymbol(QgsLineSymbol.createSimple({"line_color": f"{ORANGE},255", "line_width": "0.28"}))
    symbol.appendSymbolLayer(only_near(lines, 3))
    return symbol


def quiet_symbol() -> QgsFillSymbol:
    """Sky blue, from near with upright lines."""
    symbol = filled("143,205,241", SKY, 2)
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(90)
    lines.setDistance(1.4)
    lines.setSubSymbol(QgsLineSymbol.createSimple({"line_color": f"{SKY},255", "line_width": "0.5"}))
    symbol.appendSymbolLayer(only_near(lines, 3))
    return symbol


def untested_symbol() -> QgsFillSymbol:
    """A pale cool grey with sparse slanted lines the other way; of streets only the lines."""
    symbol = QgsFillSymbol.createSimple({"color": "206,214,226,200", "outline_style": "no"})
    near = f"if({STREETS} and \"verdict\" is not null, 'no', 'solid')"
    symbol.symbolLayer(0).setDataDefinedProperty(
        QgsSymbolLayer.Property.PropertyFillStyle, QgsProperty.fromExpression(near)
    )
    symbol.symbolLayer(0).setRenderingPass(0)
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(135)
    lines.setDistance(1.6)
    lines.setSubSymbol(QgsLineSymbol.createSimple({"line_color": "180,180,180,255", "line_width": "0.2"}))
    symbol.appendSymbolLayer(only_near(lines, 1))
    return symbol


def few_symbol() -> QgsFillSymbol:
    """Level lines on a denser veil: dots are snap points."""
    symbol = veiled(70, 1)
    lines = QgsLinePatternFillSymbolLayer()
    lines.setLineAngle(0)
    lines.setDistance(1.1)
    lines.setSubSymbol(QgsLineSymbol.createSimple({"line_color": f"{GREY},255", "line_width": "0.2"}))
    symbol.appendSymbolLayer(only_near(lines, 1))
    return symbol


def one_side_symbol() -> QgsFillSymbol:
    """A denser veil."""
    return veiled(50, 1)


def none_symbol() -> QgsFillSymbol:
    """A thin veil, which shows the study area."""
    return veiled(30, 0)


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
