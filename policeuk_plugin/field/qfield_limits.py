# SPDX-License-Identifier: GPL-2.0-or-later
"""What a project must keep to so that QField can use it, by its documentation and the checks of QFieldSync.

Widgets: docs.qfield.org/how-to/attributes-form. Formats: docs.qfield.org/reference/data-format. Paths: the page
Portable project, and `project_checker` of libqfieldsync: relative, no home path, no foreign letters, UTF-8, no memory
layers. QField has no Python: no macros, no code of forms, no functions of plugins in expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsAction,
    QgsEditFormConfig,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)

from ..text import tr

WIDGETS = frozenset(
    {
        "",  # chosen by QGIS from the field's type: text, range, date or check box
        "TextEdit",
        "CheckBox",
        "ValueMap",
        "Hidden",
        "ExternalResource",
        "DateTime",
        "Range",
        "RelationReference",
        "ValueRelation",
        "UuidGenerator",
    }
)
"""Types of editor widgets in QField's table, by their names in QGIS."""

_VECTORS, _RASTERS = (".gpkg",), (".gpkg", ".mbtiles", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".jp2")
_FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[1-9]|lpt[1-9])(\..*)?", re.IGNORECASE)
_OUR_FUNCTIONS = re.compile(r"policeuk_\w+\s*\(")
_PICTURE = re.compile(r'(?:value|v|path|file)="([^"]{1,400}\.(?:svg|png|jpe?g))"', re.IGNORECASE)
_CODE_ENTRIES = (("Macros", "/pythonCode"), ("ExpressionFunctions", "/pythonCode"))


def limits_broken(project: QgsProject) -> list[str]:
    """What of a project that was written goes beyond what QField documents, a sentence each; [] for nothing."""
    folder = Path(project.fileName()).parent
    found = [*_of_project(project), *_of_files(folder)]
    for layer in project.mapLayers().values():
        found += [f"{layer.name()}: {fault}" for fault in _of_layer(layer, folder)]
    return [*found, *_of_text(Path(project.fileName()))]


def _of_project(project: QgsProject) -> Iterator[str]:
    if project.filePathStorage() != Qgis.FilePathType.Relative:
        yield tr("The project keeps full paths.")
    if project.presetHomePath():
        yield tr("The project has a home path of its own.")
    for scope, key in _CODE_ENTRIES:
        if project.readEntry(scope, key, "")[0].strip():
            yield tr("The project has Python code, which QField does not run.")


def _of_files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(_FORBIDDEN.search(part) or _RESERVED.fullmatch(part) for part in parts):
            yield tr("The file name {name} is not possible on every device.").format(name="/".join(parts))


def _of_layer(layer: QgsMapLayer, folder: Path) -> Iterator[str]:
    path = Path(layer.source().partition("|")[0].removeprefix("GPKG:").partition(".gpkg:")[0])
    if layer.source().startswith("GPKG:"):
        path = Path(f"{path}.gpkg") if path.suffix != ".gpkg" else path
    vector = isinstance(layer, QgsVectorLayer)
    provider = layer.dataProvider().name() if layer.dataProvider() is not None else ""
    if not vector and not isinstance(layer, QgsRasterLayer):
        yield tr("it is neither vector nor raster.")
    elif provider != ("ogr" if vector else "gdal"):
        yield tr("its provider {name} needs more than a file.").format(name=provider)
    elif path.suffix.lower() not in (_VECTORS if vector else _RASTERS):
        yield tr("{name} is of no kind that QField's documentation names.").format(name=path.name)
    elif not path.is_file() or folder.resolve() not in path.resolve().parents:
        yield tr("its file {name} is not below the project's folder.").format(name=path.name)
    if not path.name.isascii():
        yield tr("the name of its file has foreign letters.")
    if isinstance(layer, QgsVectorLayer):
        yield from _of_vector(layer)


def _of_vector(layer: QgsVectorLayer) -> Iterator[str]:
    encoding = layer.dataProvider().encoding() if layer.dataProvider() is not None else ""
    if encoding not in ("", "UTF-8"):
        yield tr("its texts are in {name}, not UTF-8.").format(name=encoding)
    for field in layer.fields():
        setup = field.editorWidgetSetup()
        if setup.type() not in WIDGETS:
            yield tr("QField has no widget {name} for {field}.").format(name=setup.type(), field=field.name())
        if setup.type() == "TextEdit" and setup.config().get("UseHtml") in (True, "true", "1", 1):
            yield tr("QField shows no HTML in {field}.").format(field=field.name())
        if setup.type() == "ExternalResource" and int(setup.config().get("RelativeStorage", 0)) != 1:
            yield tr("The files of {field} are not kept relative to the project.").format(field=field.name())
    form = layer.editFormConfig()
    if form.initCodeSource() != QgsEditFormConfig.PythonInitCodeSource.CodeSourceNone or form.uiForm():
        yield tr("its form runs code, or is a file of its own.")
    if any(action.type() == QgsAction.ActionType.GenericPython for action in layer.actions().actions()):
        yield tr("it has an action in Python.")
    if layer.auxiliaryLayer() is not None or layer.vectorJoins():
        yield tr("it is joined to other layers.")


def _of_text(path: Path) -> Iterator[str]:
    """What only the file shows: functions of the plugin, pictures that lie elsewhere."""
    text = path.read_text(encoding="utf-8") if path.suffix == ".qgs" else ""
    for name in sorted(set(_OUR_FUNCTIONS.findall(text))):
        yield tr("An expression has the function {name}, which only the plugin knows.").format(name=name.rstrip(" ("))
    for picture in sorted(set(_PICTURE.findall(text))):
        if not (path.parent / picture).is_file():
            yield tr("The picture {name} is not in the project's folder.").format(name=picture)
