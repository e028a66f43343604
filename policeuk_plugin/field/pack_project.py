# SPDX-License-Identifier: GPL-2.0-or-later
"""The project of a field pack: opens with QGIS alone, wherever the folder is; needs neither plugin nor network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFillSymbol,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument

from offline_cache.errors import BadCache, CacheError
from offline_cache.field_pack import names

from ..expressions import CACHE_OF_PROJECT
from ..layers.build import LayerRequest, build_layers
from ..layers.chosen import read_chosen
from ..layers.extent import main_extent
from ..layers.holdings import read_holdings
from ..layers.kinds import THROUGH_TIME, LayerKind
from ..layers.metadata import rights
from ..layers.project import WGS84, add_group, group_name, prepare_empty_project, set_time
from ..layers.sources import PROVIDER
from ..text import attribution, tr
from .background import open_background
from .contents import MY_AREA, SEARCH, PackContents
from .decorations import set_decorations
from .notes_layers import open_notes
from .pack_themes import my_area, set_pack_themes, show_theme
from .portable_crs import settle_operations
from .ready_results import ReadyResult
from .street_names import name_streets

KINDS = tuple(kind for kind in LayerKind if kind not in THROUGH_TIME)
_OUTLINE = {"style": "no", "outline_color": "26,26,26,255", "outline_width": "0.9", "outline_style": "dash"}


def write_project(contents: PackContents) -> None:
    """Write `field.qgz` over the files that are in the pack already; raises `CacheError` where it cannot be."""
    project = begin_project(contents, names.PROJECT)
    cache = contents.folder / names.CACHE
    held = read_holdings(cache)
    chosen = read_chosen(cache, contents.selection)
    within = held.within(contents.selection, chosen.forces, chosen.lacking)
    layers = build_layers(LayerRequest(cache, KINDS, contents.selection), held, chosen)
    add_group(project, layers, group_name(within, contents.selection))
    for name in project.mapThemeCollection().mapThemes():
        project.mapThemeCollection().removeMapTheme(name)  # those of the pack have shorter names
    set_time(project, within)
    project.setCustomVariables({CACHE_OF_PROJECT: names.CACHE})
    furnish(project, contents, rights(within))
    write_whole(project)


def begin_project(contents: PackContents, name: str) -> QgsProject:
    """An empty project of the pack under this name, to be kept with relative paths."""
    project = QgsProject()
    project.setFileName(str(contents.folder / name))  # first: what is put in is kept relative to it
    project.setFilePathStorage(Qgis.FilePathType.Relative)
    prepare_empty_project(project)
    project.setTitle(contents.title)
    foot = "\n".join(filter(None, [attribution(), contents.credit, tr("Every place is a snap point, not an address.")]))
    set_decorations(project, f"{contents.title}: {contents.trust}", foot)
    return project


def furnish(project: QgsProject, contents: PackContents, licences: Sequence[str]) -> None:
    """Add what both projects have beside crimes: outline, results, notes, background, themes."""
    metadata = project.metadata()
    metadata.setTitle(contents.title)
    metadata.setAbstract("\n".join([contents.trust, *licences]))
    project.setMetadata(metadata)
    root = project.layerTreeRoot()
    area = _outline(contents)
    results = {result.theme: _result(contents, result) for result in contents.results if result.layer}
    _add_group(project, root.insertGroup(len(root.children()), tr("Results")), list(results.values()))
    notes, lists = open_notes(contents.folder)
    _add_group(project, root.insertGroup(0, tr("Field notes")), notes)
    for layer in lists:  # forms need them, the list of layers does not
        layer.setFlags(layer.flags() | QgsMapLayer.LayerFlag.Private)
        project.addMapLayer(layer, False)
        root.addLayer(layer)
    background = open_background(contents.folder / contents.background) if contents.background else []
    if background:
        _add_group(project, root.insertGroup(len(root.children()), tr("Background map")), background)
    project.addMapLayer(area, False)
    root.insertLayer(1, area)
    streets = _opened(contents.folder / names.TWIN, SEARCH, tr("Names of streets"))
    name_streets(streets)
    streets.setReadOnly(True)
    project.addMapLayer(streets, False)
    root.insertLayer(2, streets)
    always = [*notes, area, *(background or [streets])]
    set_pack_themes(project, results, always)
    show_theme(project, my_area())
    settle_operations(project)
    extent = _extent(contents, project)
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, project.crs()))


def write_whole(project: QgsProject) -> None:
    """Write the project, without the name of who is logged in; raises `CacheError` where that fails."""
    project.writeProject.connect(partial(_forget_user, project))
    if not project.write():
        raise CacheError(
            tr("The project {path} could not be written: {error}").format(
                path=project.fileName(), error=project.error()
            )
        )


def _forget_user(project: QgsProject, document: QDomDocument) -> None:
    """Take out what QGIS has put in: a pack is handed on, and goes to people who need not know who made it.

    From 3.44 QGIS names the machine's user as author of a project at each save, and that just before this.
    """
    root = document.documentElement()
    for name in ("saveUser", "saveUserFull"):
        root.removeAttribute(name)
    metadata = project.metadata()
    metadata.setAuthor("")
    project.setMetadata(metadata)


def _add_group(project: QgsProject, group: QgsLayerTreeGroup, layers: Sequence[QgsMapLayer]) -> None:
    if not layers:
        group.parent().removeChildNode(group)
        return
    project.addMapLayers(list(layers), False)
    for layer in layers:
        group.addLayer(layer)


def _outline(contents: PackContents) -> QgsVectorLayer:
    """The outline of the area, which the twin holds."""
    layer = _opened(contents.folder / names.TWIN, MY_AREA, my_area())
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(_OUTLINE)))
    layer.setReadOnly(True)
    return layer


def _result(contents: PackContents, result: ReadyResult) -> QgsVectorLayer:
    """A ready-made result with the style that is kept beside it."""
    layer = _opened(contents.folder / names.RESULTS, result.layer, result.question)
    layer.loadDefaultStyle()
    layer.setReadOnly(True)
    return layer


def _opened(path: Path, table: str, title: str) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"{path}|layername={table}", title, PROVIDER)
    if not layer.isValid():
        raise BadCache(
            tr("The layer '{name}' of {path} cannot be opened. Make the pack again.").format(name=table, path=path)
        )
    return layer


def _extent(contents: PackContents, project: QgsProject) -> QgsRectangle:
    """Of the area, else of the places in the pack."""
    box = contents.ground.boundingBox() if not contents.ground.isEmpty() else QgsRectangle()
    if box.isEmpty():
        box = main_extent(contents.folder / names.CACHE)
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS84), project.crs(), project)
    extent = transform.transformBoundingBox(box)
    extent.scale(1.1)
    return extent
