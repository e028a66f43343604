# SPDX-License-Identifier: GPL-2.0-or-later
"""The background map that a user brings: looked at, copied into a pack, opened; nothing of it is fetched."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsEditFormConfig, QgsMapLayer, QgsProviderRegistry, QgsRasterLayer, QgsVectorLayer

from offline_cache.errors import BAD_PATH, CacheError, Cancelled, reason
from offline_cache.field_pack import names
from offline_cache.plain_text import plain_line

from ..layers.sources import PROVIDER
from ..text import tr

KINDS = (".mbtiles", ".gpkg", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".jp2")
"""Endings of the files that can be a background, each of which one file holds; pictures bring a world file."""
_WORLD = (".tfw", ".tifw", ".pgw", ".jgw", ".j2w", ".wld")
_BESIDE = (".aux.xml", ".ovr", ".msk")
_PIECE = 4 * 2**20
_MOST_LAYERS = 30
_GDAL = "gdal"
_SHAPES = ("pbf", "mvt")
_LONGEST_CREDIT = 200


def check_background(path: Path) -> None:
    """Raise `CacheError` where a file cannot be drawn as a background, before a pack is made with it."""
    try:
        there = path.is_file()
    except BAD_PATH as error:
        raise CacheError(
            tr("{path} cannot be read: {error}. Choose another file.").format(path=path, error=reason(error))
        ) from error
    if not there:
        raise CacheError(tr("There is no background map at {path}. Choose a file.").format(path=path))
    if path.suffix.lower() not in KINDS:
        text = tr("{name} is of no kind that a field pack can carry. Bring MBTiles, a GeoPackage or a raster (TIFF).")
        raise CacheError(text.format(name=path.name))
    if not _can_be_drawn(path):
        text = tr("{name} holds no map that QGIS can draw. MBTiles have to hold pictures, not vector tiles.")
        raise CacheError(text.format(name=path.name))


def _can_be_drawn(path: Path) -> bool:
    """Whether QGIS draws a file. No layer is made of it: to find a style it would write beside the user's file."""
    if path.suffix.lower() == ".gpkg":
        return bool(QgsProviderRegistry.instance().querySublayers(str(path)))
    provider = QgsProviderRegistry.instance().createProvider(_GDAL, str(path))
    drawn = provider is not None and provider.isValid() and not provider.extent().isEmpty()
    return bool(drawn) and not _holds_shapes(path)


def copy_background(path: Path, folder: Path, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> str:
    """Copy the file into the pack in `folder`, by a name without foreign letters; gives its path below the folder.

    Raises `Cancelled`, or `CacheError` where the copy is not whole.
    """
    name = f"background{path.suffix.lower()}"
    target = folder / names.BACKGROUND_FOLDER
    try:
        target.mkdir(exist_ok=True)
        _copy(path, target / name, progress, cancelled)
        for side, own in _beside(path):
            _copy(side, target / f"background{own}", lambda share: None, cancelled)
    except OSError as error:
        raise CacheError(
            tr("The background map {name} could not be copied: {error}. Free some space, or leave it out.").format(
                name=path.name, error=reason(error)
            )
        ) from error
    return f"{names.BACKGROUND_FOLDER}/{name}"


def open_background(path: Path) -> list[QgsMapLayer]:
    """The layers of the file, the topmost first: lines and areas over pictures; [] for what cannot be drawn."""
    title = tr("Background map")
    if path.suffix.lower() != ".gpkg":
        raster = QgsRasterLayer(str(path), title, _GDAL)
        return [raster] if raster.isValid() else []
    found: list[QgsMapLayer] = []
    for part in QgsProviderRegistry.instance().querySublayers(str(path))[:_MOST_LAYERS]:
        layer: QgsMapLayer
        if part.type() == QgsMapLayer.LayerType.RasterLayer:
            layer = QgsRasterLayer(part.uri(), part.name() or title, _GDAL)
        else:
            layer = QgsVectorLayer(f"{path}|layername={part.name()}", part.name(), PROVIDER)
        if layer.isValid() and (not isinstance(layer, QgsVectorLayer) or layer.isSpatial()):
            found.append(_harmless(layer))
    return sorted(found, key=lambda layer: not isinstance(layer, QgsVectorLayer))


def credit_of(path: Path) -> str:
    """What MBTiles ask to be said of them wherever they are shown, in plain words on one line; '' for other files."""
    return plain_line(_told(path, "attribution"))[:_LONGEST_CREDIT]


def _holds_shapes(path: Path) -> bool:
    """Whether MBTiles hold vector tiles, which GDAL opens as a raster that shows nothing."""
    return _told(path, "format").strip().lower() in _SHAPES


def _told(path: Path, name: str) -> str:
    """What MBTiles say of themselves under a name; '' for nothing, and for other files."""
    if path.suffix.lower() != ".mbtiles":
        return ""
    try:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
            found = connection.execute("SELECT value FROM metadata WHERE name = ?", (name,)).fetchone()
    except (sqlite3.Error, *BAD_PATH):  # of text that is none, too
        return ""  # what GDAL could open is drawn
    return str(found[0] or "") if found is not None else ""


def _harmless(layer: QgsMapLayer) -> QgsMapLayer:
    """Without the code that a stranger's style may bring, and not to be written in."""
    if isinstance(layer, QgsVectorLayer):
        form = layer.editFormConfig()
        form.setInitCodeSource(QgsEditFormConfig.PythonInitCodeSource.CodeSourceNone)
        form.setInitCode("")
        layer.setEditFormConfig(form)
        layer.actions().clearActions()
        layer.setReadOnly(True)
    return layer


def _beside(path: Path) -> list[tuple[Path, str]]:
    """Files that belong to a picture: where it lies, its overviews; each with its ending."""
    sides = [(path.with_suffix(ending), ending) for ending in _WORLD]
    sides += [(path.with_name(path.name + ending), path.suffix.lower() + ending) for ending in _BESIDE]
    return [(side, own) for side, own in sides if side.is_file()]


def _copy(path: Path, target: Path, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> None:
    size, done = max(path.stat().st_size, 1), 0
    with path.open("rb") as source, target.open("wb") as copy:
        while piece := source.read(_PIECE):
            if cancelled():
                raise Cancelled(tr("Stopped. No field pack was made."))
            copy.write(piece)
            done += len(piece)
            progress(min(done / size, 1.0))
