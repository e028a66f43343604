# SPDX-License-Identifier: GPL-2.0-or-later
"""The program killed while it makes, zips or unpacks a pack: under the target's name is a whole pack or nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from offline_cache.field_pack.checking import check_pack
from offline_cache.field_pack.zipping import zip_pack
from tests.command import cache_rows
from tests.conftest import ROOT
from tests.kills import Kills, times
from tests.pack_cases import made_pack

pytestmark = pytest.mark.slow

KILLS = times(8)
MAKE = "from tests.pack_cases import made_pack as work"
ZIP = "from offline_cache.field_pack.zipping import zip_pack as work"
UNZIP = "from offline_cache.field_pack.zipping import unzip_pack as work"
_SCRIPT = """
import sys
from pathlib import Path
{work}
print("ready", flush=True)
work(*map(Path, sys.argv[1:]))
"""


def stopped_at(moment: float, work: str, paths: Sequence[Path]) -> tuple[float, bool]:
    """Start it, kill it `moment` seconds after it is ready; gives how long it ran since, and whether it was killed."""
    words = [sys.executable, "-c", _SCRIPT.format(work=work), *map(str, paths)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        start = time.monotonic()
        try:
            assert process.wait(timeout=moment) == 0
        except subprocess.TimeoutExpired:
            process.kill()
            assert process.wait(timeout=600) in (-signal.SIGKILL, 0)  # 0: it ended just before
        return time.monotonic() - start, process.returncode != 0


@pytest.fixture(scope="module")
def pack(sample_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a whole pack of the sample, with its zip beside it; the tests read them only."""
    folder = tmp_path_factory.mktemp("whole")
    made_pack(folder / "pack", sample_cache)
    zip_pack(folder / "pack", folder / "pack.zip")
    return folder / "pack"


@pytest.mark.parametrize("name", ["make", "zip", "unzip"])
def test_killed_at_any_moment(name: str, pack: Path, sample_cache: Path, tmp_path: Path) -> None:
    work, target, before = {
        "make": (MAKE, "Luton", (sample_cache,)),
        "zip": (ZIP, "Luton.zip", (pack,)),
        "unzip": (UNZIP, "Luton", (pack.with_suffix(".zip"),)),
    }[name]

    def paths(folder: Path) -> list[Path]:
        return [folder / target, *before] if name == "make" else [*before, folder / target]

    (tmp_path / "timed").mkdir()
    seconds, _ = stopped_at(120, work, paths(tmp_path / "timed"))
    kills = Kills(KILLS, KILLS / 4, seconds)
    for number, moment in kills:
        folder = tmp_path / str(number)
        folder.mkdir()
        _, killed = stopped_at(moment, work, paths(folder))
        left = [path.name for path in folder.iterdir()]
        if target in left:
            assert check_pack(folder / target).whole
        assert all(path == target or path.endswith(".part") for path in left)
        kills.note(killed=killed and target not in left, halfway=killed and target not in left and left != [])
        if target not in left:
            stopped_at(120, work, paths(folder))
        assert check_pack(folder / target).whole
        if (folder / target).is_dir():
            assert cache_rows(folder / target / "crimes.sqlite", "street") == cache_rows(sample_cache, "street")
    assert kills.caught > kills.enough
