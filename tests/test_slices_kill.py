# SPDX-License-Identifier: GPL-2.0-or-later
"""The program killed while a slice is made, widened or taken over: each file is as before or as after, and goes on."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from offline_cache.reader import reading
from offline_cache.verify import faults
from tests.command import PublishedRow, cache_rows, command, csv_rows, query, succeed
from tests.conftest import ROOT
from tests.kills import Kills, times
from tests.sample_factory import archive_zip, crime_id, member, street_csv, street_row, unplaced_row

pytestmark = pytest.mark.slow

FORCE = "dorset"
MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024) for month in range(1, 13)]
ONE, TWO, THREE = "E01015693", "E01015694", "E01015695"
KILLS = times(8)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an archive of 24 files of 300 rows, in three LSOAs and without a place."""
    rows = [
        street_row(crime_id=crime_id(n), longitude=f"{1 + n * 1e-3:.6f}", lsoa_code=(ONE, TWO, THREE)[n % 3])
        for n in range(290)
    ]
    data = {member(month, FORCE): street_csv(month, FORCE, [*rows, *[unplaced_row()] * 10]) for month in MONTHS}
    return archive_zip(tmp_path_factory.mktemp("kill") / "archive.zip", data)


def words(archive: Path, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Give the words of an import of some LSOAs, or of whole files where none is named."""
    return ("import", str(archive), *(("--lsoa", *codes, "--all-forces") if codes else ()))


def stopped_at(moment: float, cache: Path, *arguments: str) -> float:
    """Start a command, kill it `moment` seconds after it has opened the cache, and give how long it ran after that."""
    opened = cache.with_name(cache.name + "-wal")
    process = subprocess.Popen(
        command(cache, *arguments), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not opened.exists() and process.poll() is None:
        time.sleep(0.0005)
    start = time.monotonic()
    try:
        assert process.wait(timeout=moment) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        assert process.wait(timeout=600) in (-signal.SIGKILL, 0)  # 0: it ended just before
    return time.monotonic() - start


def rows_of(month: str, codes: tuple[str, ...], archive: Path) -> Counter[PublishedRow]:
    """Count the rows that a scope keeps of a month."""
    with zipfile.ZipFile(archive) as opened:
        rows = csv_rows(opened.read(member(month, FORCE)))
    return Counter({row: n for row, n in rows.items() if not codes or row[7] in codes})


@pytest.mark.parametrize(
    ("before", "asked", "after"), [((ONE,), (TWO,), (ONE, TWO)), ((ONE, TWO), (), ())], ids=["widened", "taken over"]
)
def test_killed_at_any_moment(
    tmp_path: Path, archive: Path, before: tuple[str, ...], asked: tuple[str, ...], after: tuple[str, ...]
) -> None:
    held = tmp_path / "held.sqlite"
    succeed(held, *words(archive, before))
    seconds = stopped_at(60, Path(shutil.copy(held, tmp_path / "timed.sqlite")), *words(archive, asked))
    kills = Kills(KILLS, KILLS / 4, seconds)
    for number, moment in kills:
        cache = Path(shutil.copy(held, tmp_path / f"{number}.sqlite"))
        stopped_at(moment, cache, *words(archive, asked))
        with reading(cache) as connection:
            assert faults(connection) == []
        new = 0
        for month in MONTHS:
            rows = cache_rows(cache, "street", month=month)
            (scope,) = query(cache, "SELECT scope FROM published_file WHERE month_start LIKE ? || '%'", month)[0]
            is_new = scope == (f'["{ONE}", "{TWO}"]' if after else None)
            assert rows == rows_of(month, after if is_new else before, archive)
            new += is_new
        kills.note(killed=new < len(MONTHS), halfway=0 < new < len(MONTHS))
        succeed(cache, *words(archive, asked))
        assert cache_rows(cache, "street") == sum((rows_of(m, after, archive) for m in MONTHS), Counter())
        succeed(cache, "verify")
    assert kills.caught > kills.enough
