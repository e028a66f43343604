# SPDX-License-Identifier: GPL-2.0-or-later
"""What is no file, cannot be looked into, or has a name that few programs expect: one sentence, or it works."""

from __future__ import annotations

import gzip
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

import pytest
from shapely import wkb
from shapely.geometry import Polygon

from offline_cache import BadCache, BadFile, OfflineCache, import_paths
from offline_cache.areas import import_areas
from offline_cache.csv_files import read_published
from offline_cache.model import Dataset, FileKey, Month
from offline_cache.reader import reading
from tests.area_factory import geopackage, gpkg_blob, square, written
from tests.bad_files import MONTH, NAME, STREET, make_held
from tests.command import ROOT, Result, as_another_user, command, run, sentence, succeed
from tests.sample_factory import archive_zip, crime_id, member, street_csv, street_row


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_held(tmp_path_factory.mktemp("held"))


@pytest.fixture
def held(template: Path, cache_path: Path) -> Path:
    """Give a cache that already holds something."""
    return Path(shutil.copy(template, cache_path))


def odd_files(folder: Path, name: str) -> list[Path]:
    """Give a pipe, a link to a device that never ends, a link to itself and one to nowhere, all of this name."""
    paths = [folder / kind / name for kind in ("pipe", "device", "loop", "nowhere")]
    for path in paths:
        path.parent.mkdir(parents=True)
    os.mkfifo(paths[0])
    for path, target in zip(paths[1:], ("/dev/zero", paths[2], folder / "gone")):
        path.symlink_to(target)
    return paths


@pytest.mark.parametrize("name", [NAME, "2024-05.zip"])
def test_what_is_no_file_is_not_imported(held: Path, tmp_path: Path, name: str) -> None:
    for path in [*odd_files(tmp_path / "odd", name), Path("/dev/zero"), tmp_path / ("long" * 1000)]:
        for words in (("import", path), ("areas", "import", path)):
            result = run(held, *words)
            assert (result.code, len(result.err.splitlines())) == (1, 1)
            assert "fault of the program" not in result.err
            assert "Check the name" in result.err or "not a file" in result.err


@pytest.mark.parametrize("kind", ["pipe", "device", "loop", "nowhere"])
def test_a_folder_that_has_one_is_refused_before_a_month_is_missing(held: Path, tmp_path: Path, kind: str) -> None:
    odd_files(tmp_path / "odd", NAME)
    (tmp_path / "odd" / kind / "2024-07-dorset-street.csv").write_bytes(STREET.replace(b"2024-05", b"2024-07"))
    assert NAME in sentence(run(held, "import", tmp_path / "odd" / kind))
    assert "2024-07" not in succeed(held, "status", "--json").out


def test_a_folder_of_which_a_part_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """Half of an archive, imported with success, would look like months that were not published."""
    another_user = as_another_user()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        for month in (MONTH, "2024-06"):
            path = folder / "in" / member(month, "dorset")
            path.parent.mkdir(parents=True)
            path.write_bytes(STREET.replace(MONTH.encode(), month.encode()))
        (folder / "in" / "2024-06").chmod(0o700)
        words = [*another_user, *command(folder / "c.sqlite", "import", folder / "in")]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "2024-06 cannot be read (Permission denied)" in done.stderr
        assert "The cache is empty" in succeed(folder / "c.sqlite", "status").out


@pytest.mark.parametrize("name", [":memory:", "file:x?mode=memory", "file:x", "a?b#c%20d.sqlite"])
def test_the_cache_is_a_file_whatever_its_name(tmp_path: Path, name: str) -> None:
    archive = archive_zip(tmp_path / "a.zip", {member(MONTH, "dorset"): STREET})
    for words in (("import", archive), ("status",), ("verify",)):
        done = subprocess.run(
            [sys.executable, "-m", "offline_cache", "--cache", name, *map(str, words)],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / name).read_bytes()[:6] == b"SQLite"


def test_what_can_be_no_cache_is_a_sentence(tmp_path: Path) -> None:
    archive = archive_zip(tmp_path / "a.zip", {member(MONTH, "dorset"): STREET})
    for path in (Path("/dev/null"), Path("/dev/zero"), *odd_files(tmp_path / "odd", "c.sqlite")[::2]):
        for words in (("import", archive), ("status",)):
            sentence(run(path, *words))


@pytest.mark.parametrize("path", [Path("x" * 5000), Path("nul\0"), Path("x" * 300)], ids=["path", "NUL", "name"])
def test_a_path_that_cannot_be_is_in_the_family_of_errors(tmp_path: Path, path: Path) -> None:
    """The plugin shows those, and no others, as a sentence."""
    with pytest.raises(BadCache), reading(tmp_path / path):
        pass
    with pytest.raises(BadCache):
        OfflineCache(tmp_path / path)
    with OfflineCache(tmp_path / "c.sqlite") as cache:
        for bring in (import_paths, import_areas):
            with pytest.raises(BadFile):
                bring(cache, [tmp_path / path])


@pytest.mark.parametrize("file_format", ["csv", "geojson", "gpkg"])
def test_a_folder_whose_name_is_not_utf_8(tmp_path: Path, file_format: str) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path / "caf") + b"\xe9"))
    folder.mkdir()
    succeed(folder / "c.sqlite", "import", archive_zip(tmp_path / "a.zip", {member(MONTH, "dorset"): STREET}))
    said = succeed(folder / "c.sqlite", "export", "--layer", "crimes", "--format", file_format, folder / "out").out
    assert "Wrote 3 crimes" in said
    assert "is the cache itself" in sentence(
        run(folder / "c.sqlite", "export", "--layer", "crimes", "--format", file_format, folder / "c.sqlite")
    )


def test_no_room_for_temporary_files_is_not_called_damage(held: Path, tmp_path: Path) -> None:
    """Under a limit of 200 kB a file."""
    outline = gpkg_blob(wkb.dumps(Polygon(square())))
    areas = geopackage(tmp_path / "areas.gpkg", [(f"E0100{n:04d}", "a" * 200, outline) for n in range(2000)])
    packed = written(tmp_path / "areas.gpkg.gz", gzip.compress(areas.read_bytes()))
    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 400; exec "$@"', "sh", *command(held, "areas", "import", packed)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = sentence(Result(done.returncode, done.stdout, done.stderr))
    assert "cannot be unpacked" in said
    assert "Make room" in said
    succeed(held, "areas", "import", packed)


def test_ending_an_export_removes_its_unfinished_file(held: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "crimes.csv"
    out.parent.mkdir()
    large = tmp_path / NAME
    large.write_bytes(STREET + STREET.split(b"\n", 1)[1] * 60_000)
    succeed(held, "import", large)
    process = subprocess.Popen(
        command(held, "export", "--layer", "crimes", "--format", "csv", out),
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while process.poll() is None and not list(out.parent.glob("*.part")):
        time.sleep(0.002)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=600)
    assert (process.returncode, said, list(out.parent.iterdir())) == (143, "", [])


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_fault(held: Path, tmp_path: Path, closed: str) -> None:
    archive = archive_zip(tmp_path / "a.zip", {member("2024-07", "dorset"): STREET.replace(b"2024-05", b"2024-07")})
    for words in (("import", archive), ("counts", "--by", "month"), ("status",)):
        done = subprocess.run(
            ["sh", "-c", f'exec "$@" {closed}', "sh", *command(held, *words)],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, "fault" in done.stderr + done.stdout) == (0, False)
    succeed(held, "verify")


def test_a_large_file_takes_little_more_memory_than_its_text() -> None:
    rows = [street_row(crime_id=crime_id(n), longitude=f"{n % 2000 / 10000:.6f}") for n in range(10_000)]
    data = street_csv("2026-04", "bedfordshire", rows)
    tracemalloc.start()
    try:
        published = read_published(data, FileKey("bedfordshire", Month(2026, 4), Dataset.STREET))
        assert tracemalloc.get_traced_memory()[1] < 2.8 * len(data)
    finally:
        tracemalloc.stop()
    assert len(published.idents) == 10_000
