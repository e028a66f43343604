# SPDX-License-Identifier: GPL-2.0-or-later
"""Caches for the tests of the plugin, and the published rows counted plainly, without the cache."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from offline_cache import OfflineCache, import_paths
from offline_cache.areas import import_areas
from offline_cache.reference_data.importing import import_reference
from tests.conftest import ROOT

Row = dict[str, str]
KEPT = frozenset((ROOT / "policeuk_plugin", ROOT.parent / "shared"))
_KEPT_IN: list[Path] = []
"""The folder of `keep_in`."""


def keep_in(folder: Path) -> None:
    """Keep caches that are always the same in a folder, which the processes of a run share."""
    folder.mkdir(exist_ok=True)
    _KEPT_IN[:] = [folder]


def make_cache(path: Path, *archives: Path, areas: tuple[Path, ...] = ()) -> Path:
    """Import archives, folders or files into a cache at `path`; gives the path.

    What is always the same, of the files of the sample and of the real data, is made once in a run and then copied.
    """
    if path.exists() or not _kept(areas):
        return _brought(path, archives, areas)
    if not _kept(archives):
        of_areas = copied(path, lambda made: _brought(made, (), areas), "areas", areas) if areas else path
        return _brought(of_areas, archives, ())
    return copied(path, lambda made: _same(made, archives, areas), archives, areas)


def _kept(files: tuple[Path, ...]) -> bool:
    return all(KEPT.intersection(file.parents) for file in files)


def copied(path: Path, make: Callable[[Path], object], *of: object) -> Path:
    """Give a copy at `path` of the cache that `make` makes of what is always the same, `of`, once in a run."""
    if not _KEPT_IN:  # a program that a test starts
        make(path)
        return path
    kept = _KEPT_IN[0] / f"{hashlib.sha256(repr(of).encode()).hexdigest()}.sqlite"
    if not kept.exists():
        working = kept.with_suffix(f".{os.getpid()}")
        make(working)
        working.replace(kept)
    shutil.copy(kept, path)
    return path


def _same(path: Path, archives: tuple[Path, ...], areas: tuple[Path, ...]) -> None:
    if archives and areas:  # the archives are what others have too
        make_cache(path, *archives)
        archives = ()
    _brought(path, archives, areas)


def _brought(path: Path, archives: tuple[Path, ...], areas: tuple[Path, ...]) -> Path:
    with OfflineCache(path) as cache:
        import_paths(cache, archives)
        shares = tuple(area for area in areas if "shares" in area.name)
        if set(areas) - set(shares):
            import_areas(cache, tuple(area for area in areas if area not in shares))
        if shares:
            import_reference(cache, shares)
    return path


def made_once(factory: pytest.TempPathFactory, name: str, *archives: Path, areas: tuple[Path, ...] = ()) -> Path:
    """Give a cache that every module of a session shares, made when the first one asks; the tests read it only."""
    path = factory.getbasetemp() / name / "policeuk.sqlite"
    if not path.exists():
        path.parent.mkdir()
        make_cache(path, *archives, areas=areas)
    return path


def published_rows(archive: Path, dataset: str) -> Iterator[tuple[str, Row]]:
    """Every row of a kind of file in an archive, with the month in the file's name; the tests read them only."""
    return iter(_rows_kept(archive, dataset)) if _kept((archive,)) else _rows_read(archive, dataset)


@lru_cache(maxsize=2)
def _rows_kept(archive: Path, dataset: str) -> list[tuple[str, Row]]:
    same: dict[str, str] = {}  # a hundred thousand rows have few texts
    return [
        (month, {name: same.setdefault(text, text) for name, text in row.items()})
        for month, row in _rows_read(archive, dataset)
    ]


def _rows_read(archive: Path, dataset: str) -> Iterator[tuple[str, Row]]:
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            if name.endswith(f"-{dataset}.csv"):
                text = opened.read(name).decode("utf-8-sig")
                month = Path(name).name[:7]
                for row in csv.DictReader(io.StringIO(text)):
                    yield month, row


def placed(archive: Path, dataset: str) -> list[tuple[str, Row]]:
    """The rows that have coordinates."""
    return [(month, row) for month, row in published_rows(archive, dataset) if row["Longitude"]]
