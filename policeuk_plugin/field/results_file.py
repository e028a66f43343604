# SPDX-License-Identifier: GPL-2.0-or-later
"""`results.gpkg` of a field pack: layers of results in one file, each with its style, no path of this machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsLayerMetadata,
    QgsProviderRegistry,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument

from offline_cache.errors import CacheError
from offline_cache.field_pack import names

from ..layers.project import grid_context
from ..layers.request import name_cache_beside
from ..layers.results import RUN_PROPERTY
from ..layers.sources import PROVIDER
from ..text import tr

_LONGEST_STYLE = 30


def gather(result: Path, folder: Path, table: str, title: str, private: Sequence[str]) -> bool:
    """Add the layer of a GeoPackage that an algorithm wrote to the pack in `folder`; says whether it has a feature.

    `private` are folders of this machine that are taken out of what the layer says of itself. Raises `CacheError`
    where the file cannot be written.
    """
    source = _opened(result, result.stem, title)
    if source is None or not source.isSpatial():
        return False
    target = folder / names.RESULTS
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName, options.fileEncoding = "GPKG", table, "UTF-8"
    action = QgsVectorFileWriter.ActionOnExistingFile
    options.actionOnExistingFile = action.CreateOrOverwriteLayer if target.exists() else action.CreateOrOverwriteFile
    error, *told = QgsVectorFileWriter.writeAsVectorFormatV3(source, str(target), source.transformContext(), options)
    copy = _opened(target, table, title)
    if error != QgsVectorFileWriter.WriterError.NoError or copy is None:
        raise CacheError(
            tr("{path} could not be written whole: {why}. Free some space, or choose another folder.").format(
                path=target, why=str(told[0]).strip(" .")
            )
        )
    _keep_words(source, copy, title, private)
    return bool(source.featureCount())


def _opened(path: Path, table: str, title: str) -> Optional[QgsVectorLayer]:
    if not path.exists():
        return None
    options = QgsVectorLayer.LayerOptions(grid_context(QgsCoordinateTransformContext()))
    layer = QgsVectorLayer(f"{path}|layername={table}", title, PROVIDER, options)
    return layer if layer.isValid() else None


def _keep_words(source: QgsVectorLayer, copy: QgsVectorLayer, title: str, private: Sequence[str]) -> None:
    document = QDomDocument()
    source.exportNamedStyle(document)
    copy.importNamedStyle(document)
    copy.removeCustomProperty(RUN_PROPERTY)
    name_cache_beside(copy, names.CACHE)
    copy.setMetadata(_without(source.metadata(), private))
    QgsProviderRegistry.instance().saveLayerMetadata(PROVIDER, copy.source(), copy.metadata())
    save = "saveStyleToDatabaseV2" if hasattr(copy, "saveStyleToDatabaseV2") else "saveStyleToDatabase"
    getattr(copy, save)(title[:_LONGEST_STYLE], "", True, "")


def _without(metadata: QgsLayerMetadata, private: Sequence[str]) -> QgsLayerMetadata:
    """The metadata without folders of this machine: files keep their names."""
    clean = QgsLayerMetadata(metadata)
    clean.setAbstract(_named(metadata.abstract(), private))
    clean.setHistory([_named(line, private) for line in metadata.history()])
    return clean


def _named(text: str, private: Sequence[str]) -> str:
    for folder in sorted(private, key=len, reverse=True):
        text = text.replace(f"{folder}/", "").replace(f"{folder}\\", "")
    return text
