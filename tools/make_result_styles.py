# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes resources/styles/clusters.qml, busier.qml and density.qml through QGIS 3.22; keep what it writes."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsColorRampShader,
    QgsCoordinateReferenceSystem,
    QgsField,
    QgsRasterDataProvider,
    QgsRasterFileWriter,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRectangle,
    QgsRendererCategory,
    QgsSingleBandPseudoColorRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QVariant

from tools.unit_styles import named, save_all
from tools.unit_symbols import (
    PURPLE,
    cluster_symbol,
    dotted,
    edge_symbol,
    few_symbol,
    filled,
    hatched,
    none_symbol,
    one_side_symbol,
    quiet_symbol,
    untested_symbol,
)

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


def main() -> None:
    """Write the styles."""
    save_all({"clusters": clusters, "busier": busier, "density": density})


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
    named(layer, ALIASES)
    layer.setMapTipTemplate(TIP)
    return layer


def busier() -> QgsVectorLayer:
    """As clusters, in colours and words of their own: what is busier than random placement is no cluster."""
    layer = clusters()
    symbol = filled(PURPLE, "92,35,66", 4)
    edge = filled("240,217,229", PURPLE, 2)
    hatched(edge, f"{PURPLE},255", 45, 0.9, 0.28)
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
    named(layer, BUSIER_ALIASES)
    layer.setMapTipTemplate(TIP.replace(TIP_VERDICTS, TIP_BUSIER))
    return layer


def density() -> QgsRasterLayer:
    """Viridis; the classes are set for each raster anew."""
    path = "/vsimem/density.tif"
    writer = QgsRasterFileWriter(path)
    crs = QgsCoordinateReferenceSystem("EPSG:27700")
    writer.createOneBandRaster(Qgis.DataType.Float32, 2, 2, QgsRectangle(0, 0, 2, 2), crs).setEditable(False)
    layer = QgsRasterLayer(path, "density")
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
    main()
