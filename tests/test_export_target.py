# SPDX-License-Identifier: GPL-2.0-or-later
"""What an export may replace, and what is left of a file when an export fails half way."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from offline_cache import CacheError, OfflineCache, Selection, import_paths
from offline_cache.export.choices import ExportFormat, ExportLayer
from offline_cache.export.exporting import export
from offline_cache.reader import reading


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, sample_zip: Path) -> Path:
    """Give a cache of the invented sample."""
    path = tmp_path_factory.mktemp("cache") / "sample.sqlite"
    with OfflineCache(path) as opened:
        import_paths(opened, [sample_zip])
    return path


@pytest.fixture(scope="module")
def stops(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[ExportFormat, Path]:
    """Give the stops in every format."""
    folder = tmp_path_factory.mktemp("stops")
    files = {file_format: folder / f"stops.{file_format.value}" for file_format in ExportFormat}
    for file_format, out in files.items():
        with reading(cache) as connection:
            export(connection, Selection(), ExportLayer.STOPS, file_format, out)
    return files


def try_export(cache: Path, file_format: ExportFormat, out: Path) -> str:
    """The sentence that refuses the export."""
    with reading(cache) as connection, pytest.raises(CacheError) as caught:
        export(connection, Selection(), ExportLayer.STOPS, file_format, out)
    return str(caught.value)


@pytest.mark.parametrize("file_format", ExportFormat)
def test_the_cache_a_folder_and_no_folder_are_refused(cache: Path, tmp_path: Path, file_format: ExportFormat) -> None:
    before = cache.read_bytes()
    link = tmp_path / "link.csv"
    link.symlink_to(cache)
    for out in (cache, link, cache.with_name(cache.name + "-wal")):
        assert "is the cache itself" in try_export(cache, file_format, out)
    assert "is a folder" in try_export(cache, file_format, tmp_path)
    assert "does not exist" in try_export(cache, file_format, tmp_path / "none" / "out")
    assert cache.read_bytes() == before
    assert list(tmp_path.iterdir()) == [link]


@pytest.mark.parametrize("file_format", ExportFormat)
def test_a_file_of_another_kind_is_kept(
    cache: Path, stops: dict[ExportFormat, Path], tmp_path: Path, file_format: ExportFormat
) -> None:
    others = [stops[other] for other in ExportFormat if other is not file_format]
    picture = tmp_path / "picture"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR,")
    for number, other in enumerate([*others, picture, cache]):
        out = tmp_path / f"{number}.file"
        shutil.copyfile(other, out)
        assert f"is not a {'GeoPackage' if file_format is ExportFormat.GPKG else ''}" in try_export(
            cache, file_format, out
        )
        assert out.read_bytes() == other.read_bytes()


def test_a_geopackage_with_other_layers_or_open_elsewhere_is_kept(
    cache: Path, stops: dict[ExportFormat, Path], tmp_path: Path
) -> None:
    out = tmp_path / "out.gpkg"
    with reading(cache) as connection:
        export(connection, Selection(), ExportLayer.PLACES, ExportFormat.GPKG, out)
    assert "other layers" in try_export(cache, ExportFormat.GPKG, out)
    shutil.copyfile(stops[ExportFormat.GPKG], out)
    with sqlite3.connect(out) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("SELECT count(*) FROM stops").fetchone()
        assert "open in another program" in try_export(cache, ExportFormat.GPKG, out)
    other.close()


@pytest.mark.parametrize("file_format", ExportFormat)
def test_a_file_of_the_same_kind_is_replaced(
    cache: Path, stops: dict[ExportFormat, Path], tmp_path: Path, file_format: ExportFormat
) -> None:
    out = tmp_path / "out"
    shutil.copyfile(stops[file_format], out)
    out.chmod(0o640)
    with reading(cache) as connection:
        written = export(connection, Selection(), ExportLayer.STOPS, file_format, out)
    assert written > 0
    assert out.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [out]


# Runs an export of stops with a hook into SQLite that comes into play once the new file has been begun.
_HALF_WAY = """
import resource, sys, time
from pathlib import Path
from offline_cache import CacheError, Selection
from offline_cache.export.choices import ExportFormat, ExportLayer
from offline_cache.export.exporting import export
from offline_cache.reader import reading
cache, out, kind, how = Path(sys.argv[1]), Path(sys.argv[2]), ExportFormat(sys.argv[3]), sys.argv[4]
def hook():
    if not list(out.parent.glob("*.part")):
        return 0
    if how == "kill":
        print("half way", flush=True)
        time.sleep(60)
    return 1
if how == "disk":
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    with reading(cache) as connection:
        if how != "disk":
            connection.set_progress_handler(hook, 5000)
        export(connection, Selection(), ExportLayer.STOPS, kind, out)
except CacheError as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize("how", ["kill", "error", "disk"])
@pytest.mark.parametrize("file_format", ExportFormat)
def test_an_export_that_fails_half_way_leaves_the_old_file(
    cache: Path, tmp_path: Path, root: Path, file_format: ExportFormat, how: str
) -> None:
    out = tmp_path / "out"
    with reading(cache) as connection:
        export(connection, Selection(), ExportLayer.STOPS, file_format, out)
    before = out.read_bytes()
    command = [sys.executable, "-c", _HALF_WAY, str(cache), str(out), file_format.value, how]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        if how == "kill":
            assert process.stdout is not None
            assert process.stdout.readline() == "half way\n"
            process.send_signal(signal.SIGKILL)
        _, said = process.communicate(timeout=600)
    assert process.returncode == (-signal.SIGKILL if how == "kill" else 1)
    assert out.read_bytes() == before
    if how != "kill":
        assert len(said.strip().splitlines()) == 1
        assert "could not be" in said
        assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("file_format", [ExportFormat.GPKG, ExportFormat.GEOJSON])
def test_a_damaged_geometry_ends_in_a_sentence(cache: Path, tmp_path: Path, file_format: ExportFormat) -> None:
    damaged = tmp_path / "damaged" / "cache.sqlite"
    damaged.parent.mkdir()
    shutil.copyfile(cache, damaged)
    with sqlite3.connect(damaged) as connection:
        connection.execute("UPDATE place SET geom = substr(geom, 1, 50) WHERE id = (SELECT max(place) FROM stop)")
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    assert "damaged geometry" in try_export(damaged, file_format, tmp_path / "out")
    assert list(tmp_path.iterdir()) == [damaged.parent]
