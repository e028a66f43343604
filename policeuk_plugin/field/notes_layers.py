# SPDX-License-Identifier: GPL-2.0-or-later
"""The notebook of a field pack as layers that can be written in, with a form that needs no plugin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsDefaultValue,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)

from offline_cache.errors import CacheError
from offline_cache.field_pack import names

from ..layers.sources import PROVIDER
from ..text import tr

TABLES = ("note_point", "note_line", "note_area")
LISTS = ("category", "priority")
_INK = "#b3005e"
_HALO = "#ffffff"
_TEXTS = ("text", "author", "photo_file")
_TITLE = "coalesce(nullif(\"category\", ''), 'Note') || coalesce(': ' || left(nullif(\"text\", ''), 60), '')"


def open_notes(folder: Path) -> tuple[list[QgsVectorLayer], list[QgsVectorLayer]]:
    """The layers of notes of a pack in `folder`, the topmost first, and the lists that their forms choose from.

    Raises `CacheError` where the notebook cannot be opened.
    """
    lists = [_opened(folder, table, title) for table, title in zip(LISTS, (tr("Categories"), tr("Priorities")))]
    titles = (tr("Notes: points"), tr("Notes: lines"), tr("Notes: areas"))
    layers = [_opened(folder, table, title) for table, title in zip(TABLES, titles)]
    for table, layer in zip(TABLES, layers):
        dress_notes(layer, table)
        _set_form(layer, lists)
    for listed in lists:
        listed.setReadOnly(True)
    return layers, lists


def dress_notes(layer: QgsVectorLayer, table: str) -> None:
    """Give a layer of notes, by the name of its table, the look that notes have."""
    layer.setRenderer(QgsSingleSymbolRenderer(_symbols()[TABLES.index(table)]))
    layer.setDisplayExpression(_TITLE)


def _opened(folder: Path, table: str, title: str) -> QgsVectorLayer:
    options = QgsVectorLayer.LayerOptions()
    options.loadDefaultStyle = False
    layer = QgsVectorLayer(f"{folder / names.NOTES}|layername={table}", title, PROVIDER, options)
    if not layer.isValid():
        raise CacheError(
            tr("The notebook {path} cannot be opened. Check that its disk or stick is still there.").format(
                path=folder / names.NOTES
            )
        )
    return layer


def _set_form(layer: QgsVectorLayer, lists: list[QgsVectorLayer]) -> None:
    """Fields to fill in with a word each; ids and times are given by the file itself."""
    category, priority = lists
    widgets = {
        "category": _chosen_from(category, "name", "name", "position"),
        "text": QgsEditorWidgetSetup("TextEdit", {"IsMultiline": True, "UseHtml": False}),
        "author": QgsEditorWidgetSetup("TextEdit", {"IsMultiline": False, "UseHtml": False}),
        "priority": _chosen_from(priority, "key", "title", "position"),
        "photo_file": QgsEditorWidgetSetup("ExternalResource", _PHOTO),
    }
    titles = {
        "category": tr("Category"),
        "text": tr("What you saw, not who: no names, addresses or number plates"),
        "author": tr("Your initials"),
        "priority": tr("Priority it is about"),
        "photo_file": tr("Photo"),
    }
    for at, field in enumerate(layer.fields()):
        layer.setEditorWidgetSetup(at, widgets.get(field.name(), QgsEditorWidgetSetup("Hidden", {})))
        layer.setFieldAlias(at, titles.get(field.name(), ""))
        empty = QgsDefaultValue("''") if field.name() in _TEXTS else QgsDefaultValue()  # a form would say NULL
        layer.setDefaultValueDefinition(at, empty)
    form = layer.editFormConfig()
    for at in range(layer.fields().count()):
        form.setLabelOnTop(at, True)
    form.setInitCodeSource(QgsEditFormConfig.PythonInitCodeSource.CodeSourceNone)
    layer.setEditFormConfig(form)


# Relative to the project, as QField wants it; the photo is shown in the form.
_PHOTO: dict[str, Any] = {
    "DocumentViewer": 1,
    "DocumentViewerHeight": 0,
    "DocumentViewerWidth": 0,
    "FileWidget": True,
    "FileWidgetButton": True,
    "RelativeStorage": 1,
    "StorageMode": 0,
    "UseLink": False,
}


def _chosen_from(layer: QgsVectorLayer, key: str, title: str, order: str) -> QgsEditorWidgetSetup:
    config: dict[str, Any] = {
        "Layer": layer.id(),
        "LayerName": layer.name(),
        "LayerProviderName": PROVIDER,
        "Key": key,
        "Value": title,
        "AllowNull": True,
        "AllowMulti": False,
        "OrderByKey": False,
        "OrderByValue": False,
        "OrderByField": True,
        "OrderByFieldName": order,
        "FilterExpression": "",
        "UseCompleter": False,
        "NofColumns": 1,
    }
    return QgsEditorWidgetSetup("ValueRelation", config)


def _symbols() -> tuple[QgsSymbol, ...]:
    """A colour that nothing else on the map has, with a white edge."""
    return (
        QgsMarkerSymbol.createSimple(
            {"name": "diamond", "color": _INK, "outline_color": _HALO, "outline_width": "0.5", "size": "4.5"}
        ),
        QgsLineSymbol.createSimple({"color": _INK, "width": "0.9"}),
        QgsFillSymbol.createSimple({"color": "179,0,94,45", "outline_color": _INK, "outline_width": "0.7"}),
    )
