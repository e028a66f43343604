# SPDX-License-Identifier: GPL-2.0-or-later
"""What lies where one taps on the map: the words of the layers' own map tips."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas

_REACH = 14
"""Pixels around the finger."""
_MOST = 2


def tips_at(canvas: QgsMapCanvas, project: QgsProject, at: QgsPointXY) -> str:
    """HTML of the tips of the uppermost layers that have something there; '' for nothing."""
    reach = canvas.mapUnitsPerPixel() * _REACH
    box = QgsRectangle(at.x() - reach, at.y() - reach, at.x() + reach, at.y() + reach)
    tips: list[str] = []
    told = [layer for layer in canvas.layers() if isinstance(layer, QgsVectorLayer) and layer.mapTipTemplate()]
    for layer in sorted(told, key=_is_backdrop):
        if layer.isInScaleRange(canvas.scale()):
            tip = _tip(layer, canvas, project, box, at)
            if tip:
                tips.append(tip)
        if len(tips) == _MOST:
            break
    return "<hr/>".join(tips)


def _is_backdrop(layer: QgsVectorLayer) -> bool:
    """Whether it has one look for all: outlines are told after what lies in them."""
    return layer.renderer() is None or layer.renderer().type() == "singleSymbol"


def _tip(layer: QgsVectorLayer, canvas: QgsMapCanvas, project: QgsProject, box: QgsRectangle, at: QgsPointXY) -> str:
    try:
        to_layer = QgsCoordinateTransform(canvas.mapSettings().destinationCrs(), layer.crs(), project)
        request = QgsFeatureRequest(to_layer.transformBoundingBox(box))
        middle = to_layer.transform(at)
    except QgsCsException:
        return ""
    request.setFlags(QgsFeatureRequest.Flag.ExactIntersect)
    request.setLimit(200)
    found = [feature for feature in layer.getFeatures(request) if feature.hasGeometry()]
    if not found:
        return ""
    nearest = min(found, key=lambda feature: _away(feature, middle))
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(nearest)
    return QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)


def _away(feature: QgsFeature, at: QgsPointXY) -> float:
    return float(feature.geometry().distance(QgsGeometry.fromPointXY(at)))
