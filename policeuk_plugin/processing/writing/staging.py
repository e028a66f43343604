# SPDX-License-Identifier: GPL-2.0-or-later
"""Results are written beside where they go, read back, and moved there when all of them are whole."""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any, Optional

from qgis.core import QgsProcessingContext, QgsProcessingOutputLayerDefinition, QgsProperty

from offline_cache.errors import BAD_PATH, CacheError, reason

from ...text import tr
from ..asking.analysis_parameters import OUTPUT
from .destinations import file_written
from .files_read import SIDE_FILES

_LITTLE = 2**20
_PREFIX = ".policeuk-unfinished-"
_MADE = re.compile(re.escape(_PREFIX) + r"[a-z0-9_]{8}")
_OLD = 86400.0  # seconds: no run takes a day, so what lies there longer was left by one that was killed
_FULL = ("disk", "no space", "file too large", "sqlite3_exec", "quota")
"""What GDAL says of a disk that is full, among much else."""


def unwritten(path: Path) -> CacheError:
    """What to say where a result could not be written whole; `path` as asked for or beside it."""
    if path.parent.name.startswith(_PREFIX):
        path = path.parent.parent / path.name
    try:
        full = shutil.disk_usage(path.parent).free < _LITTLE
    except BAD_PATH:
        full = False
    why = tr("the disk is full. Free some space") if full else tr("the disk may be full. Free some space")
    return CacheError(
        tr("{path} could not be written whole: {why}, or choose another folder. Nothing was changed there.").format(
            path=path, why=why
        )
    )


def not_begun(path: Path, said: str) -> CacheError:
    """What to say where a file could not even be begun; `said` is what QGIS says, which can fill a page."""
    words = said.casefold()
    try:
        full = shutil.disk_usage(path.parent).free < _LITTLE
    except BAD_PATH:
        full = False
    if full or any(sign in words for sign in _FULL):
        return unwritten(path)
    why = said.partition("(OGR error")[0].splitlines()[0].rpartition(": ")[2].strip(" .")
    return CacheError(
        tr("{path} could not be written: {why}. Choose another name or folder.").format(path=path, why=why)
    )


class Staging:
    """A folder beside each file that is to be written, for as long as a `with` lasts.

    At its end everything in the folders takes its place, unless an error or a cancel ends it: then nothing is left.
    """

    def __init__(self) -> None:
        self._folders: list[tuple[Path, Path]] = []

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, kind: Optional[type[BaseException]], *error: object) -> None:
        try:
            if kind is None:
                for folder, path in self._folders:
                    _move(folder, path)
        finally:
            for folder, _ in self._folders:
                shutil.rmtree(folder, ignore_errors=True)

    def beside(self, path: Path) -> Path:
        """Where to write what is to become `path`; raises `CacheError` where its folder may not be written."""
        path = Path(os.path.abspath(path))
        _remove_leftovers(path.parent)
        try:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=path.parent))
        except BAD_PATH as error:
            raise CacheError(
                tr("{path} could not be written: {error}. Choose a folder that is there and may be written.").format(
                    path=path, error=reason(error)
                )
            ) from error
        self._folders.append((folder, path))
        return folder / path.name

    def final(self, text: str) -> str:
        """A destination that names a file beside the one asked for, with the one asked for."""
        for folder, path in self._folders:
            text = text.replace(str(folder), str(path.parent))
        return text

    def sink(self, parameters: dict[str, Any], context: QgsProcessingContext, name: str = OUTPUT) -> dict[str, Any]:
        """The parameters with a sink beside the one asked for; as they are where that is no file."""
        path = file_written(parameters.get(name), context)
        if path is None:
            return parameters
        value: Any = str(self.beside(path))
        if isinstance(parameters[name], QgsProcessingOutputLayerDefinition):
            definition = QgsProcessingOutputLayerDefinition(parameters[name])
            definition.sink = QgsProperty.fromValue(value)
            value = definition
        return {**parameters, name: value}


def load_from(final: str, staged: str, context: QgsProcessingContext) -> None:
    """Have a layer that was to be loaded from where it was written loaded from where it will be."""
    layers = context.layersToLoadOnCompletion()
    if staged in layers:
        layers[final] = layers.pop(staged)
        context.setLayersToLoadOnCompletion(layers)


def _remove_leftovers(parent: Path) -> None:
    """Remove what runs that were killed left in a folder, a day and more ago."""
    try:
        for folder in parent.iterdir():
            if _MADE.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
                newest = max(file.stat().st_mtime for file in (folder, *folder.iterdir()))
                if time.time() - newest > _OLD:
                    shutil.rmtree(folder)
    except OSError as error:
        logging.getLogger(__name__).info("%s: something left there stays: %s", parent, reason(error))


def _move(folder: Path, path: Path) -> None:
    """Move all files of a folder to beside `path`, that file last."""
    try:
        for side in (*SIDE_FILES, ".aux.xml"):  # of the file that is replaced: they would be read with the new one
            path.with_name(path.name + side).unlink(missing_ok=True)
        for file in sorted(folder.iterdir(), key=lambda file: file.name == path.name):
            os.replace(file, path.parent / file.name)
    except OSError as error:
        raise CacheError(
            tr("{path} could not be written: {error}. Close it where it is open, or choose another name.").format(
                path=path, error=reason(error)
            )
        ) from error
