# SPDX-License-Identifier: GPL-2.0-or-later
"""Operations between reference systems that every machine has: QGIS would ask in a window where one needs a grid."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDatumTransform,
    QgsMapLayer,
    QgsProject,
)

from ..layers.project import WGS84


def settle_operations(project: QgsProject) -> None:
    """Choose operations from WGS84 and from every layer's system to the project's, both ways, that need no grid file.

    Where the machine a pack is opened on lacks the grid OSTN15, or has it and the one it was made on had not, QGIS
    would ask which operation to take before it opens the project. Without the grid places are good to 2 m, and snap
    points are coarser than that.
    """
    target, context = project.crs(), project.transformContext()
    systems = {WGS84: QgsCoordinateReferenceSystem(WGS84)}
    systems.update({layer.crs().toWkt(): layer.crs() for layer in project.mapLayers().values() if _is_placed(layer)})
    for system in systems.values():
        if system != target:
            for one, other in ((system, target), (target, system)):
                _settle(context, one, other)
    project.setTransformContext(context)


def _is_placed(layer: QgsMapLayer) -> bool:
    return bool(layer.isSpatial() and layer.crs().isValid())


def _settle(
    context: QgsCoordinateTransformContext, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem
) -> None:
    """Both ways are asked for: of one alone QGIS 3.40 takes the inverse for points, but not for boxes."""
    operations = QgsDatumTransform.operations(source, target)
    everywhere = [operation for operation in operations if operation.isAvailable and not operation.grids]
    if everywhere and len(operations) > 1:
        context.addCoordinateOperation(source, target, everywhere[0].proj, True)
