# SPDX-License-Identifier: GPL-2.0-or-later
"""The GeoPackage twin of a field pack: what QField and any other program can read without the cache's views."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant
from qgis.PyQt.QtXml import QDomDocument

from offline_cache.errors import CacheError, Cancelled
from offline_cache.field_pack import names

from ..layers.build import LayerRequest, build_layers
from ..layers.chosen import read_chosen
from ..layers.holdings import read_holdings
from ..layers.kinds import LayerKind
from ..layers.project import WGS84
from ..layers.request import is_other_edition, kind_of
from ..layers.sources import PROVIDER, subset_string
from ..text import tr
from .contents import MY_AREA, SEARCH, PackContents
from .twin_rows import outcomes_by_place, places_to_search

_KINDS = (
    LayerKind.PLACES,
    LayerKind.INTEREST,
    LayerKind.STOP_PLACES,
    LayerKind.STATIONS,
    LayerKind.NEIGHBOURHOODS,
    LayerKind.AREAS,
)
_TABLES = {
    LayerKind.PLACES: "crimes_by_place",
    LayerKind.INTEREST: "points_of_interest",
    LayerKind.STOP_PLACES: "stops_by_place",
    LayerKind.STATIONS: "police_stations",
    LayerKind.NEIGHBOURHOODS: "neighbourhoods",
    LayerKind.AREAS: "areas",
}
OUTCOMES = "outcomes_by_place"
_NONE = QgsCoordinateTransformContext()


@dataclass(frozen=True)
class TwinLayer:
    """A table of the twin, and the kind of layer that it is a copy of."""

    table: str
    title: str
    kind: LayerKind


def write_twin(contents: PackContents, cancelled: Callable[[], bool]) -> list[TwinLayer]:
    """Write `field.gpkg` from the pack's own cache; gives its tables, the topmost first.

    Raises `Cancelled`, or `CacheError` where the file cannot be written.
    """
    cache = contents.folder / names.CACHE
    held = read_holdings(cache)
    chosen = read_chosen(cache, contents.selection)
    _write_area(contents)
    made: list[TwinLayer] = []
    for layer in build_layers(LayerRequest(cache, _KINDS, contents.selection), held, chosen):
        _stop_if(cancelled)
        kind = kind_of(layer)
        if kind is None or is_other_edition(layer):
            continue
        table = _TABLES[kind] if kind is not LayerKind.AREAS else _table_of_areas(layer, made)
        _copy(contents, layer, table)
        made.append(TwinLayer(table, layer.name(), kind))
    styled = build_layers(LayerRequest(cache, (LayerKind.OUTCOMES,), contents.selection), held, chosen)
    for layer in styled:
        _stop_if(cancelled)
        rows = outcomes_by_place(cache, subset_string(LayerKind.OUTCOMES, chosen))
        _write(contents, OUTCOMES, "Point", *rows)
        _keep_style(contents, layer, OUTCOMES, tr("Outcomes by place"))
        made.insert(1, TwinLayer(OUTCOMES, tr("Outcomes by place"), LayerKind.OUTCOMES))
    _stop_if(cancelled)
    _write(contents, SEARCH, "Point", *places_to_search(cache))
    return made


def open_twin(contents: PackContents, table: str, title: str) -> QgsVectorLayer:
    """A table of the twin with the style that is kept in it."""
    layer = QgsVectorLayer(f"{contents.folder / names.TWIN}|layername={table}", title, PROVIDER)
    if not layer.isValid():
        raise _unwritten(contents, table)
    return layer


def _table_of_areas(layer: QgsVectorLayer, made: Sequence[TwinLayer]) -> str:
    """Such as areas_lsoa_2021: one table a kind and edition, named by what the layer is called."""
    word = "_".join(layer.name().lower().split(" of "))
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in word)
    table = f"{_TABLES[LayerKind.AREAS]}_{plain}"
    return table if table not in {one.table for one in made} else f"{table}_{len(made)}"


def _write_area(contents: PackContents) -> None:
    """The outline of the pack's area; a table without a feature where none is known."""
    fields = [("name", QVariant.String)]
    area = [(contents.ground, [contents.title])] if not contents.ground.isEmpty() else []
    _write(contents, MY_AREA, "MultiPolygon", fields, area)


def _copy(contents: PackContents, layer: QgsVectorLayer, table: str) -> None:
    options = _options(contents, table)
    error, *told = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(contents.folder / names.TWIN), _NONE, options)
    if error != QgsVectorFileWriter.WriterError.NoError:
        raise _unwritten(contents, str(told[0]))
    _keep_style(contents, layer, table, layer.name())


def _write(
    contents: PackContents,
    table: str,
    geometry: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[tuple[QgsGeometry, Sequence[object]]],
) -> None:
    fields = QgsFields()
    for name, kind in columns:
        fields.append(QgsField(name, kind))
    writer = QgsVectorFileWriter.create(
        str(contents.folder / names.TWIN),
        fields,
        QgsWkbTypes.parseType(geometry),
        QgsCoordinateReferenceSystem(WGS84),
        _NONE,
        _options(contents, table),
    )
    for place, values in rows:
        feature = QgsFeature(fields)
        feature.setGeometry(place)
        feature.setAttributes(list(values))
        writer.addFeature(feature)
    told = writer.errorMessage() if writer.hasError() != QgsVectorFileWriter.WriterError.NoError else ""
    del writer  # closes the file
    if told:
        raise _unwritten(contents, told)


def _options(contents: PackContents, table: str) -> QgsVectorFileWriter.SaveVectorOptions:
    """A further table of the file, or its first."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = table
    options.fileEncoding = "UTF-8"
    action = QgsVectorFileWriter.ActionOnExistingFile
    there = (contents.folder / names.TWIN).exists()
    options.actionOnExistingFile = action.CreateOrOverwriteLayer if there else action.CreateOrOverwriteFile
    return options


def _keep_style(contents: PackContents, layer: QgsVectorLayer, table: str, title: str) -> None:
    """Keep a layer's style and metadata in the file, as those of a table."""
    copy = open_twin(contents, table, title)
    document = QDomDocument()
    layer.exportNamedStyle(document)
    copy.importNamedStyle(document)
    copy.setMetadata(layer.metadata())
    for name in copy.customPropertyKeys():
        if name.startswith("policeuk/"):  # says that it reads a cache, which a copy does not
            copy.removeCustomProperty(name)
    QgsProviderRegistry.instance().saveLayerMetadata(PROVIDER, copy.source(), copy.metadata())
    save = "saveStyleToDatabaseV2" if hasattr(copy, "saveStyleToDatabaseV2") else "saveStyleToDatabase"
    getattr(copy, save)(title[:30], "", True, "")


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled(tr("Stopped. No field pack was made."))


def _unwritten(contents: PackContents, why: str) -> CacheError:
    return CacheError(
        tr("{path} could not be written whole: {why}. Free some space, or choose another folder.").format(
            path=contents.folder / names.TWIN, why=why.strip(" .")
        )
    )
