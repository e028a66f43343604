# SPDX-License-Identifier: GPL-2.0-or-later
"""What an export may replace: a file of the same kind that nobody has open, and never a cache."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from ..errors import BAD_PATH, CacheError, reason
from .choices import ExportFormat, ExportLayer

_NAMES = {ExportFormat.GPKG: "a GeoPackage", ExportFormat.CSV: "a CSV", ExportFormat.GEOJSON: "a GeoJSON"}
_SIDE_FILES = ("-wal", "-shm", "-journal")


def check_target(out: Path, layer: ExportLayer, file_format: ExportFormat, cache: Path) -> None:
    """Raise `CacheError` where writing to `out` would destroy something else or has no folder."""
    try:
        target = Path(os.path.realpath(out))
        target.exists()
    except BAD_PATH as error:
        raise CacheError(f"{out} cannot be written: {reason(error)}. Choose another name.") from error
    ours = Path(os.path.realpath(cache))
    if target in (ours, *(ours.with_name(ours.name + side) for side in _SIDE_FILES)) or _same(target, ours):
        raise CacheError(f"{out} is the cache itself. Choose another name for the export.")
    if target.is_dir():
        raise CacheError(f"{out} is a folder. Add the name of a file.")
    if not target.parent.is_dir():
        raise CacheError(f"The folder {target.parent} does not exist. Make it, or choose another place.")
    if not target.exists():
        return
    if not target.is_file():
        raise CacheError(f"{out} is no file that could be replaced. Choose another name.")
    _refuse_other_kind(out, target, file_format)
    if file_format is ExportFormat.GPKG:
        _refuse_open_or_shared(out, target, layer)


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _refuse_other_kind(out: Path, target: Path, file_format: ExportFormat) -> None:
    try:
        with target.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise CacheError(f"{out} cannot be read: {reason(error)}. Choose another name.") from error
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    is_json = text.startswith(b"{")
    kinds = {
        ExportFormat.GPKG: head.startswith(b"SQLite format 3\0") and head[68:70] == b"GP",
        ExportFormat.GEOJSON: is_json and b"\0" not in head,
        ExportFormat.CSV: not is_json and b"\0" not in head and b"," in text.split(b"\n", 1)[0],
    }
    if head and not kinds[file_format]:
        raise CacheError(
            f"{out} exists and is not {_NAMES[file_format]} file. Nothing was changed; choose another name."
        )


def _refuse_open_or_shared(out: Path, target: Path, layer: ExportLayer) -> None:
    """A write-ahead log of the old file would be read into the new one; other layers in it would be lost."""
    if any(target.with_name(target.name + side).exists() for side in _SIDE_FILES) or _locked(target):
        raise CacheError(
            f"{out} is open in another program, or was not closed properly. Close it there (in QGIS, remove "
            "its layers), or choose another name."
        )
    if target.stat().st_size and _tables(target) - {layer.value}:
        raise CacheError(f"{out} holds other layers, which would be lost. Choose another name.")


def _tables(target: Path) -> set[str]:
    try:
        with contextlib.closing(sqlite3.connect(f"{target.as_uri()}?immutable=1", uri=True)) as connection:
            return {row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents")}
    except sqlite3.Error as error:
        raise CacheError(f"{target} is a damaged GeoPackage. Delete it, or choose another name.") from error


def _locked(target: Path) -> bool:
    """Whether another program is in the middle of reading or writing the GeoPackage."""
    try:
        uri = f"{target.as_uri()}?mode=rw"
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        return "locked" in str(error)
    return False
