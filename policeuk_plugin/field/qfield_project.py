# SPDX-License-Identifier: GPL-2.0-or-later
"""The project for QField: over GeoPackages alone, without code of ours, within what QField documents."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsMapLayer, QgsProject, QgsVectorLayer

from offline_cache.field_pack import names

from ..layers.kinds import LayerKind
from ..layers.request import KIND_PROPERTY
from ..text import attribution, caveat
from .contents import SEARCH, PackContents
from .pack_project import begin_project, furnish, write_whole
from .qfield_limits import limits_broken
from .twin import TwinLayer, open_twin


def write_twin_project(contents: PackContents, tables: Sequence[TwinLayer]) -> list[str]:
    """Write `qfield.qgs`; gives what of it goes beyond QField's documented limits, one sentence each."""
    project = begin_project(contents, names.TWIN_PROJECT)
    group = project.layerTreeRoot().addGroup(contents.title)
    for table in tables:
        layer = open_twin(contents, table.table, table.title)
        layer.setReadOnly(True)
        layer.setCustomProperty(KIND_PROPERTY, table.kind.value)  # for the themes
        project.addMapLayer(layer, False)
        group.addLayer(layer)
    furnish(project, contents, [attribution(), caveat()])
    _set_search(project)
    for layer in project.mapLayers().values():
        layer.removeCustomProperty(KIND_PROPERTY)
    write_whole(project)
    return limits_broken(project)


def _set_search(project: QgsProject) -> None:
    """QField looks for names in the layers that are searchable; here in places, neighbourhoods and notes."""
    flag = QgsMapLayer.LayerFlag
    for layer in project.mapLayers().values():
        if not isinstance(layer, QgsVectorLayer):
            continue
        names_alone = layer.source().endswith(f"layername={SEARCH}")  # it draws no points to be touched
        named = layer.customProperty(KIND_PROPERTY) == LayerKind.NEIGHBOURHOODS.value
        found = names_alone or named or not layer.readOnly()
        flags = layer.flags() & ~flag.Identifiable if names_alone else layer.flags() | flag.Identifiable
        layer.setFlags(flags | flag.Searchable if found else flags & ~flag.Searchable)
