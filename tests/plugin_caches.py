# SPDX-License-Identifier: GPL-2.0-or-later
"""Caches for the tests of the plugin, and the published rows counted plainly, without the cache."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from offline_cache import OfflineCache, import_paths
from offline_cache.areas import import_areas
from offline_cache.reference_data.importing import import_reference
from tests.conftest import ROOT

Row = dict[str, str]
KEPT = frozenset((ROOT / "policeuk_plugin", ROOT.parent / "shared"))
_FOLDER = tempfile.TemporaryDirectory(prefix="policeuk-caches-")
_MADE: dict[tuple[tuple[Path, ...], tuple[Path, ...]], Path] = {}


def make_cache(path: Path, *archives: Path, areas: tuple[Path, ...] = ()) -> Path:
    """Import archives, folders or files into a cache at `path`; gives the path.

    What is always the same, of the files of the sample and of the real data, is made once in a process and then copied.
    """
    same = all(KEPT.intersection(source.parents) for source in (*archives, *areas))
    if not same or path.exists():
        return _made(path, archives, areas)
    if (archives, areas) not in _MADE:
        _MADE[archives, areas] = _made(Path(_FOLDER.name) / f"{len(_MADE)}.sqlite", archives, areas)
    shutil.copy(_MADE[archives, areas], path)
    return path


def _made(path: Path, archives: tuple[Path, ...], areas: tuple[Path, ...]) -> Path:
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
    """Every row of a kind of file in an archive, with the month in the file's name."""
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
