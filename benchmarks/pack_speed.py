# SPDX-License-Identifier: GPL-2.0-or-later
"""Field packs of a beat and of a force with 36 months: trimmed, made, checked, zipped, opened in QGIS; their sizes."""

from __future__ import annotations

import json
import math
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from offline_cache import OfflineCache
from offline_cache.chosen_area import read_area
from offline_cache.field_pack.checking import check_pack
from offline_cache.field_pack.trimming import trim_cache
from offline_cache.field_pack.zipping import unzip_pack, zip_pack
from offline_cache.police_api.keeping_neighbourhoods import Asked, keep_list, keep_neighbourhood
from offline_cache.police_api.neighbourhoods import Neighbourhood, NeighbourhoodKey, NeighbourhoodName
from offline_cache.reader import reading

from . import data
from .hotspot_speed import AREAS
from .measure import Figure, run

_ROWS = 600_000
_FORCES = {True: ("bedfordshire", -0.4175, 51.8787), False: ("dogger-bank", 2.0, 54.72)}
"""The force of the real archive, and of the sample, each with the middle of a beat in WGS84 degrees."""
_BEAT_METRES = 900.0
_MB = 1e6


def figures(work: Path, runs: int) -> list[Figure]:
    """Measure; `work` is an empty folder. Making a pack has the start of QGIS in it, opening one has not."""
    cache = work / "cache.sqlite"
    tool = [sys.executable, "-m", "offline_cache", "--cache", str(cache)]
    run([*tool, "import", str(data.archive())])
    run([*tool, "import", str(data.year_before(work / "before"))])
    run([*tool, "areas", "import", *map(str, AREAS)])
    force, *middle = _FORCES[data.archive().name.startswith("bedfordshire")]
    beat = _draw_beat(cache, str(force), float(middle[0]), float(middle[1]))
    return [
        *_trimming(work, cache, beat, runs),
        *_made(work / "beat", tool, beat, "a beat", (20.0, 15.0)),
        *_made(work / "force", tool, f"force:{force}", "a force", (math.inf, 150.0)),
        _out_of_many(work, cache, str(force), beat),
    ]


def _draw_beat(cache: Path, force: str, longitude: float, latitude: float) -> str:
    """Keep a round neighbourhood in the cache; the area as it is written."""
    north = _BEAT_METRES / 111_200
    east = north / math.cos(math.radians(latitude))
    turns = [2 * math.pi * corner / 64 for corner in range(64)]
    ring = [(longitude + east * math.sin(turn), latitude + north * math.cos(turn)) for turn in turns]
    about = Neighbourhood("B1", "Beat", "", "", None, None, (), (), ())
    with OfflineCache(cache) as opened, opened.transaction() as connection:
        keep_list(connection, force, [NeighbourhoodName("B1", "Beat")])
        asked = Asked(about, (*ring, ring[0]), (), (), ())
        keep_neighbourhood(connection, NeighbourhoodKey(force, "B1"), asked)
    return f"neighbourhood:{force}/B1"


def _trimming(work: Path, cache: Path, beat: str, runs: int) -> list[Figure]:
    with reading(cache) as connection:
        selection = read_area(connection, beat)
    sizes: list[str] = []

    def trim() -> None:
        target = work / f"trimmed {len(sizes)}.sqlite"
        report = trim_cache(cache, target, selection)
        sizes.append(f"{report.crimes:,} crimes, {report.size / _MB:.1f} MB")
        target.unlink()

    seconds = _median(trim, runs)
    return [Figure("a beat trimmed out of a force", f"{seconds:.2f} s, {sizes[0]}", "under 5 s", seconds < 5)]


def _made(work: Path, tool: list[str], area: str, name: str, most: tuple[float, float]) -> list[Figure]:
    work.mkdir()
    pack, packed = work / "pack", work / "pack.zip"
    done = run([*tool, "pack", "--area", area, str(pack)])
    size = sum(path.stat().st_size for path in pack.rglob("*") if path.is_file()) / _MB
    zipped = _median(lambda: zip_pack(pack, packed), 1)
    checked = _median(lambda: check_pack(packed), 1)
    unzipped = _median(lambda: unzip_pack(packed, work / "again"), 1)
    opened = _opened(pack, work / "opened.json")
    words = f"{opened['processor']:.2f} s, {opened['elapsed']:.2f} s elapsed"
    zip_size = packed.stat().st_size / _MB
    made = f"{done.cpu:.1f} s, {done.wall:.1f} s elapsed, {done.memory / _MB:.0f} MB of memory"
    handled = f"{zipped:.2f}, {checked:.2f}, {unzipped:.2f} s"
    return [
        Figure(f"pack of {name}, made", made, _under(most[0], "s"), done.cpu < most[0]),
        Figure(f"pack of {name}, size", f"{size:.1f} MB, zip {zip_size:.1f} MB", _under(most[1], "MB"), size < most[1]),
        Figure(f"pack of {name}: zip, check, unzip", handled, "under 20 s", zipped + checked + unzipped < 20),
        Figure(f"pack of {name}, project to map", words, "under 5 s", opened["processor"] < 5),
    ]


def _opened(pack: Path, out: Path) -> dict[str, float]:
    """Seconds, elapsed and of the processor, from the project to the drawn map, in a QGIS that has started."""
    run([sys.executable, str(Path(__file__).with_name("pack_in_qgis.py")), str(pack), str(out)])
    found: dict[str, float] = json.loads(out.read_text(encoding="utf-8"))
    return found


def _out_of_many(work: Path, cache: Path, force: str, beat: str) -> Figure:
    """The same beat out of a cache with many crimes of other forces beside it."""
    data.street_files(work / "street")
    total = data.shifted_copies(work / "street", work / "many", _ROWS)
    run([sys.executable, "-m", "offline_cache", "--cache", str(cache), "import", str(work / "many")])
    with reading(cache) as connection:
        selection = read_area(connection, beat)
    kept: list[int] = []
    seconds = _median(lambda: kept.append(trim_cache(cache, work / "of many.sqlite", selection).crimes), 1)
    words = f"{seconds:.2f} s, {kept[0]:,} crimes in the same LSOAs"
    return Figure(f"a beat out of {total:,} crimes more", words, "under 5 s", seconds < 5)


def _median(act: Callable[[], object], runs: int) -> float:
    taken = []
    for _ in range(runs):
        begun = time.process_time()
        act()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def _under(most: float, unit: str) -> str:
    return "no target" if math.isinf(most) else f"under {most:.0f} {unit}"
