# SPDX-License-Identifier: GPL-2.0-or-later
"""Where results are to go, and that nothing a run reads, or another thing of the user's, is lost by it."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

from qgis.core import (
    QgsDataSourceUri,
    QgsProcessing,
    QgsProcessingContext,
    QgsVectorFileWriter,
)

from offline_cache.errors import BAD_PATH, CacheError

from ...layers.results import RESULT_PROPERTY
from ...text import tr
from ..recipes.recipe import SUFFIX
from .files_read import SIDE_FILES, files_read, text_of

if TYPE_CHECKING:
    from ..running.base import PoliceUkAlgorithm

_PROVIDER = re.compile(r"(\w{3,}):(.*)", re.DOTALL)
_SQLITE = b"SQLite format 3\0"
_OURS = frozenset(
    {
        "verdict",
        "crime_month",
        "published_file",
        "CRC-32",
        "crimes_by_type",
        "months_held",
        "months_selected",
        "unplaced_share",
        "month_held",
        "buffer_m",
        "station_rank",
        "maps_with_any",
        "months_in_top",
        "held_by_busier",
    }
)
"""Fields that only files of ours have which carry no style of a result: such a file may be replaced."""


def file_written(value: Any, context: QgsProcessingContext) -> Optional[Path]:
    """The file that a destination is written to; None for memory, a database, or a table of a file with others."""
    text = text_of(value, context)
    if not text or text == QgsProcessing.TEMPORARY_OUTPUT or text.startswith("memory:") or _PROVIDER.match(text):
        return None
    return Path(text)


def check_destinations(algorithm: PoliceUkAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
    """Raise `CacheError` where a result would be written over what the run reads, or over something else."""
    taken = files_read(algorithm, parameters, context)
    for definition in algorithm.destinationParameterDefinitions():
        name = definition.name()
        if definition.type() == "folderDestination":
            continue  # is refused where it is there already, whatever it is
        path, table = place_of(text_of(parameters.get(name), context))
        if path is None:
            continue
        layer = definition.type() == "sink"
        path = as_written(path) if layer and not table else path
        for other, what in taken:
            if same_file(path, other):
                raise CacheError(
                    tr("{path} is {what}, which the result would replace. Choose another name.").format(
                        path=path, what=what
                    )
                )
        if not table:
            _refuse_unfit(path, ours=layer)
        taken.append((path, tr("the result itself")))


def as_written(path: Path) -> Path:
    """Where QGIS writes a layer: it adds .gpkg to a name whose ending no format has."""
    if QgsVectorFileWriter.driverForExtension(path.suffix[1:]):
        return path
    return path.with_name(f"{path.name}.gpkg")


def place_of(text: str) -> tuple[Optional[Path], str]:
    """The file of a destination, and the table in it where it is added to others."""
    if not text or text == QgsProcessing.TEMPORARY_OUTPUT or text.startswith("memory:"):
        return None, ""
    match = _PROVIDER.match(text)
    if match is None:
        return Path(text), ""
    uri = QgsDataSourceUri(match[2])
    return (Path(uri.database()), uri.table()) if match[1] in ("ogr", "spatialite") and uri.database() else (None, "")


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, which may not be there yet."""
    try:
        if one.exists() and other.exists():
            return one.samefile(other)
        return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))
    except BAD_PATH:
        return False


def _refuse_unfit(path: Path, ours: bool) -> None:
    """Refuse a name that no file can have or that would destroy a database or recipe; `ours`: of a result layer."""
    if path.name.lower().endswith(SUFFIX):
        raise CacheError(
            tr("The name {name} is that of a recipe, which a report writes beside itself. Choose another name.").format(
                name=path.name
            )
        )
    if "|" in path.name:
        raise CacheError(
            tr("The name {name} has a '|', with which QGIS ends the name of a file. Choose another name.").format(
                name=path.name
            )
        )
    try:
        if path.is_dir():
            raise CacheError(tr("{path} is a folder. Add the name of a file.").format(path=path))
        if not path.is_file():
            return
        with path.open("rb") as stream:
            head = stream.read(72)
    except BAD_PATH as error:
        raise CacheError(
            tr("{path} cannot be written: {error}. Choose another name.").format(path=path, error=error)
        ) from error
    if not head.startswith(_SQLITE):
        return
    if not (ours and head[68:70] == b"GP"):
        raise CacheError(
            tr("{path} is a database, which the result would replace. Choose another name.").format(path=path)
        )
    _refuse_others(path)


def _has_sides(path: Path) -> bool:
    return any(path.with_name(path.name + side).exists() for side in SIDE_FILES)


def _closed_now(path: Path) -> bool:
    """Whether nobody has a database open; what a program that was killed left beside it is put into it then.

    SQLite leaves its log only where it can lock the file for itself alone.
    """
    try:
        uri = f"{path.resolve().as_uri()}?mode=rw"
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=0)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error:
        return False
    if path.with_name(path.name + "-shm").exists() and not path.with_name(path.name + "-wal").exists():
        path.with_name(path.name + "-shm").unlink(missing_ok=True)
    return not _has_sides(path)


def _refuse_others(path: Path) -> None:
    """Refuse a GeoPackage that holds anything but an earlier result, or that is open."""
    if _has_sides(path) and not _closed_now(path):
        raise CacheError(
            tr("{path} is open in QGIS or another program. Remove its layers there, or choose another name.").format(
                path=path
            )
        )
    try:
        uri = f"{path.resolve().as_uri()}?immutable=1"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
            tables = {name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents")} - {"layer_styles"}
            ours = _is_ours(connection, path.stem)
    except sqlite3.Error:
        return  # damaged: nothing of it is lost
    if tables - {path.stem} or (tables and not ours):
        raise CacheError(tr("{path} holds other layers, which would be lost. Choose another name.").format(path=path))


def _is_ours(connection: sqlite3.Connection, table: str) -> bool:
    """Whether a table is a result: by its style, which says so, or by its fields where it has none."""
    fields = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
    if _OURS.intersection(name for (name,) in fields):
        return True
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'layer_styles'").fetchone():
        return False
    styles = connection.execute("SELECT styleQML FROM layer_styles WHERE f_table_name = ?", (table,))
    return any(RESULT_PROPERTY in str(style) for (style,) in styles)
