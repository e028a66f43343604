# SPDX-License-Identifier: GPL-2.0-or-later
"""How snap points along a route, and the buffer, are drawn."""

from __future__ import annotations

from qgis.core import (
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsRendererRange,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

from ..text import tr

POINT, ROUTE, BUFFER = "#d55e00", "#333333", "#56b4e9"  # Okabe and Ito: told apart with every colour blindness
CLASSES = (
    (0.0, 4.5, 1.6, "1 to 4"),
    (4.5, 9.5, 2.2, "5 to 9"),
    (9.5, 24.5, 3.0, "10 to 24"),
    (24.5, 49.5, 3.9, "25 to 49"),
    (49.5, 99.5, 4.9, "50 to 99"),
    (99.5, 1e9, 6.2, "100 or more"),
)
"""From, to, size in mm (about the root of the number), number in words."""


def _safe(field: str) -> str:
    """A field's text as HTML that is text and nothing else."""
    text = f"replace(replace(replace(coalesce(\"{field}\", ''), '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
    return f"[% {text} %]"


_TIP = (
    f'<div style="font-family: sans-serif; max-width: 320px"><b>{_safe("location")}</b> ({_safe("place_kind")})<br>'
    'Crimes published here: <b>[% "crimes" %]</b><br>'
    "[% replace(replace(replace(replace(coalesce(\"crimes_by_type\", ''), '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), "
    "'; ', '<br>') %]<br><i>Snap point, not an address: it may stand for crimes off the route.</i></div>"
)


def style_points(layer: QgsMapLayer) -> None:
    """Sized by the number of crimes, the largest below."""
    if not isinstance(layer, QgsVectorLayer):
        return
    ranges = [
        QgsRendererRange(low, high, _marker(size), tr("{number} crimes").format(number=words))
        for low, high, size, words in CLASSES
    ]
    renderer = QgsGraduatedSymbolRenderer("crimes", ranges)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause('"crimes"', False)]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setDisplayExpression('"location" || \': \' || "crimes"')
    layer.setMapTipTemplate(_TIP)


def style_buffer(layer: QgsMapLayer) -> None:
    """A pale ground with a line, through which the map is seen."""
    if isinstance(layer, QgsVectorLayer):
        symbol = QgsFillSymbol.createSimple(
            {"color": "86,180,233,50", "outline_color": "0,114,178,255", "outline_width": "0.3"}
        )
        layer.setRenderer(QgsSingleSymbolRenderer(symbol))


def _marker(size: float) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple(
        {
            "name": "circle",
            "color": "213,94,0,190",
            "size": str(size),
            "outline_color": "255,255,255,230",
            "outline_width": "0.15",
        }
    )
